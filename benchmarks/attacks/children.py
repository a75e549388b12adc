"""Cases that are worked on by child processes, so that what they take is given back."""

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from attacks.tally import Case

__all__ = ["in_children"]

_AT_ONCE = 20


def in_children(case: Callable[[int], Case], cases: int) -> tuple[Case, ...]:
    """Cases by their number.

    Raises:
        BrokenProcessPool: If one ended its process.
    """
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        return tuple(pool.map(case, range(cases), chunksize=_AT_ONCE))
