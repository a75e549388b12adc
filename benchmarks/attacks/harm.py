"""What a call does that nothing that reads a file may do."""

import signal
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

from posecoach.errors import PosecoachError

__all__ = ["harm_of"]

_LONGEST_S = 20
_MOST_BYTES = 1 << 30


def harm_of(call: Callable[[], object]) -> str:
    """Any error but one of the program's own in one line, a warning, 20 s or a gigabyte; empty if it does none of it.

    Time and memory are only limited on Linux and macOS, and in the main thread.
    """
    try:
        with warnings.catch_warnings(), _limits():
            warnings.simplefilter("error")
            call()
    except PosecoachError as error:
        return _harm_of_refusal(error)
    except _TooLongError:
        return f"takes longer than {_LONGEST_S} s"
    except Exception as error:  # noqa: BLE001 - all of them are looked for
        return f"{type(error).__name__}: {error}"
    return ""


class _TooLongError(BaseException):
    """Nothing catches it on the way."""


def _harm_of_refusal(error: PosecoachError) -> str:
    if len(str(error).splitlines()) != 1:
        return f"refused in several lines: {str(error)!r}"
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, MemoryError):
            return f"takes more than {_MOST_BYTES >> 20} MB"
        cause = cause.__cause__ or cause.__context__
    return ""


@contextmanager
def _limits() -> Generator[None, None, None]:
    if sys.platform == "win32":
        yield
    else:
        import resource  # noqa: PLC0415 - which Windows hasn't got

        before = resource.getrlimit(resource.RLIMIT_AS)
        handler = signal.signal(signal.SIGALRM, _raise_too_long)
        signal.setitimer(signal.ITIMER_REAL, _LONGEST_S)
        resource.setrlimit(resource.RLIMIT_AS, (_used_bytes(resource.getpagesize()) + _MOST_BYTES, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, handler)


def _raise_too_long(_number: int, _frame: FrameType | None) -> None:
    raise _TooLongError


def _used_bytes(page_bytes: int) -> int:
    """Address space of this process; macOS doesn't tell, and doesn't limit it either."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[0]) * page_bytes
    except OSError:
        return 1 << 50
