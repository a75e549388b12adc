"""Colours that stay apart for every kind of colour vision.

The hues are those of Okabe and Ito, "Color Universal Design", 2008; each also comes with a shape of its own.
"""

from typing import TypeAlias

__all__ = ["ATTENTION", "DARK", "FAINT", "GOOD", "INK", "QUIET", "Colour"]

Colour: TypeAlias = tuple[int, int, int]
"""RGB."""

INK: Colour = (250, 250, 250)
QUIET: Colour = (178, 186, 196)
FAINT: Colour = (150, 158, 168)
DARK: Colour = (16, 20, 26)
GOOD: Colour = (86, 180, 233)
ATTENTION: Colour = (240, 168, 24)
