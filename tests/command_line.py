"""What tests of the command line share."""

from collections.abc import Callable
from typing import TypeAlias

Run: TypeAlias = Callable[..., tuple[int, str, str]]
"""Runs the command line with arguments; gives its exit code, and what it printed to standard output and error."""
