"""Colours that stay apart for every kind of colour vision.

The hues are those of Okabe and Ito, "Color Universal Design", 2008; each also comes with a shape of its own.
"""

from typing import TypeAlias

__all__ = ["ATTENTION", "DARK", "GOOD", "INK", "QUIET", "TRACK", "Colour"]

Colour: TypeAlias = tuple[int, int, int]
"""RGB."""

INK: Colour = (250, 250, 250)
QUIET: Colour = (190, 197, 206)
TRACK: Colour = (84, 90, 98)
DARK: Colour = (16, 20, 26)
GOOD: Colour = (86, 180, 233)
ATTENTION: Colour = (240, 168, 24)
