"""What commands tell the shell."""

__all__ = ["BAD_INPUT", "INTERRUPTED", "NOTHING_HELPS", "UNEXPECTED"]

UNEXPECTED = 1
BAD_INPUT = 2
NOTHING_HELPS = 3
"""A fit that doesn't help on held-out recordings."""
INTERRUPTED = 130
