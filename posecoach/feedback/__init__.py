"""What the person sees and hears."""

from pathlib import Path

__all__ = ["COLOURS"]

COLOURS = Path(__file__).parent / "colours.css"
"""The colours of all pages, light and dark, as CSS variables."""
