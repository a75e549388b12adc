"""Ending a command before it is done: Ctrl+C, and the signals that mean the same."""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

__all__ = ["InterruptionError", "signals_as_ctrl_c"]

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGBREAK")
"""From whoever shuts down the computer, closes the terminal, or on Windows its window."""


class InterruptionError(Exception):
    """A command was interrupted; the message says in one line what is kept."""


@contextmanager
def signals_as_ctrl_c() -> Generator[None, None, None]:
    """Meanwhile, these signals raise KeyboardInterrupt; those that are ignored, as with `nohup`, stay ignored."""
    numbers = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in numbers}
    changed = [number for number in numbers if before[number] is signal.SIG_DFL]
    for number in changed:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number in changed:
            signal.signal(number, before[number])


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
