"""Counting and judging on recordings of real people, with labels made by eye."""

from pathlib import Path

__all__ = ["DATA"]

DATA = Path(__file__).resolve().parent / "data"
"""Landmarks and labels that come with the checkout; the recordings themselves don't."""
