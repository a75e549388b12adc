"""Cutting recordings into parts, so that each is judged by thresholds that were fitted without it."""

import random
from collections.abc import Sequence

from posecoach.errors import SourceError

__all__ = ["FEWEST_RECORDINGS", "folds"]

FEWEST_RECORDINGS = 3
"""With two, each fit would see one person once."""
_SINGLE_UP_TO = 6
"""So many recordings are left out one by one."""
_FOLDS = 5


def folds(repetitions: Sequence[int], count: int | None, seed: int) -> tuple[tuple[int, ...], ...]:
    """Indices of the recordings that are held out, part by part; whole recordings, never some of their repetitions.

    Args:
        repetitions: How many repetitions each recording has; every part gets long and short ones.
        count: How many parts; one by one up to six recordings, else five, if None.
        seed: The same one cuts the same way.

    Raises:
        SourceError: If there are too few recordings for an honest comparison, or for so many parts.
    """
    total = len(repetitions)
    if total < FEWEST_RECORDINGS:
        given = "1 recording" if total == 1 else f"{total} recordings"
        raise SourceError(f"{given} with labels; tuning needs {FEWEST_RECORDINGS} or more to judge itself by")
    parts = count if count is not None else (total if total <= _SINGLE_UP_TO else _FOLDS)
    if not 2 <= parts <= total:
        raise SourceError(f"--folds {parts}: with {total} recordings, choose 2 to {total}")
    order = list(range(total))
    random.Random(seed).shuffle(order)  # noqa: S311 - nothing secret: recordings alike in length change places
    order.sort(key=lambda index: -repetitions[index])
    return tuple(tuple(sorted(order[part::parts])) for part in range(parts))
