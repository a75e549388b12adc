"""Sharing work out among workers."""

from collections.abc import Sequence

__all__ = ["partition"]


def partition(sizes: Sequence[int], workers: int) -> list[list[int]]:
    """Which pieces of work each worker gets, so that all are done at about the same time.

    Args:
        sizes: Of the pieces.
        workers: How many there are.

    Returns:
        Indices in rising order for each worker that has work; an empty list for a single one if there is none.
    """
    shares: list[list[int]] = [[] for _ in range(max(1, min(workers, len(sizes))))]
    loads = [0] * len(shares)
    for index in sorted(range(len(sizes)), key=lambda one: -sizes[one]):
        least = loads.index(min(loads))
        shares[least].append(index)
        loads[least] += sizes[index]
    return [sorted(share) for share in shares]
