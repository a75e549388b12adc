"""Which of the told repetitions and faults are which of the labelled ones."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from posecoach.counting.events import Event, FaultEnded, RepetitionCounted

__all__ = [
    "FaultCount",
    "FaultLike",
    "RepetitionMatches",
    "Timed",
    "match_faults",
    "match_repetitions",
    "overlap_s",
    "same_movement",
    "shared_time",
]

_SAME_MOVEMENT = 0.3
"""Of the time of two movements together, what they share at least if they are the same one.

Whatever shares less only touches a neighbour. In the sample clips, what is counted right shares 0.33 and more.
"""


class Timed(Protocol):
    """Something that begins and ends, in seconds of the recording."""

    @property
    def start_s(self) -> float: ...  # noqa: D102 - said above
    @property
    def end_s(self) -> float: ...  # noqa: D102 - said above


class FaultLike(Timed, Protocol):
    """A fault with its check's id, and the labelled repetition it belongs to: its place from 1, None for none."""

    @property
    def check(self) -> str: ...  # noqa: D102 - said above
    @property
    def rep(self) -> int | None: ...  # noqa: D102 - said above


Found = TypeVar("Found", bound=Timed)
Labelled = TypeVar("Labelled", bound=Timed)


def overlap_s(first: Timed, second: Timed) -> float:
    """Seconds that two stretches of time share; negative when they are apart."""
    return min(first.end_s, second.end_s) - max(first.start_s, second.start_s)


def shared_time(first: Timed, second: Timed) -> float:
    """What two stretches of time share, of all that they cover together: 1 if they are the same, 0 if apart."""
    together = max(first.end_s, second.end_s) - min(first.start_s, second.start_s)
    return max(0.0, overlap_s(first, second)) / together if together > 0 else 0.0


@dataclass(frozen=True, slots=True)
class RepetitionMatches(Generic[Labelled]):
    """Counted repetitions and what they are.

    Attributes:
        pairs: Counted with the labelled repetition that each is, in order.
        places: Of the labelled repetition, from 1, by the number of the counted one.
        counted: How many were counted.
        attempts_counted: How many of those were attempts, which mustn't be.
        extra: How many were neither, nor what may be counted.
        missed: Labelled repetitions that weren't counted.
    """

    pairs: tuple[tuple[RepetitionCounted, Labelled], ...]
    places: dict[int, int]
    counted: int
    attempts_counted: int
    extra: int
    missed: int


def match_repetitions(
    events: Sequence[Event], repetitions: Sequence[Labelled], attempts: Sequence[Timed], maybes: Sequence[Timed] = ()
) -> RepetitionMatches[Labelled]:
    """Matches by shared time; attempts take part, so that a counted one isn't taken for its neighbour.

    Args:
        events: What was told.
        repetitions: Those that are there.
        attempts: What mustn't be counted.
        maybes: What may be counted or not: neither is a mistake.
    """
    counted = [event for event in events if isinstance(event, RepetitionCounted)]
    done: list[Timed] = [*repetitions, *attempts, *maybes]
    pairs = _paired(counted, done, same_movement)
    right = sorted((i, j) for i, j in pairs if j < len(repetitions))
    return RepetitionMatches(
        pairs=tuple((counted[i], repetitions[j]) for i, j in right),
        places={counted[i].number: j + 1 for i, j in right},
        counted=len(counted),
        attempts_counted=sum(0 <= j - len(repetitions) < len(attempts) for _, j in pairs),
        extra=len(counted) - len(pairs),
        missed=len(repetitions) - len(right),
    )


def same_movement(found: Timed, labelled: Timed) -> float:
    """The time that two movements share if they are the same one; 0 if they aren't."""
    share = shared_time(found, labelled)
    return share if share >= _SAME_MOVEMENT else 0.0


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How the faults of one check were found.

    Attributes:
        check: Id of the check.
        right: Told and labelled.
        false: Told, but not labelled.
        missed: Labelled, but not told.
    """

    check: str
    right: int
    false: int
    missed: int


@dataclass(frozen=True, slots=True)
class _Fault:
    check: str
    rep: int | None
    start_s: float
    end_s: float


def match_faults(events: Sequence[Event], labelled: Sequence[FaultLike], places: dict[int, int]) -> list[FaultCount]:
    """A told fault is a labelled one if the check is the same, and the repetition; outside of those, the time.

    Several faults of one check in one repetition are one, as they are for the person who is told.

    Args:
        events: What was told.
        labelled: What is there.
        places: See `RepetitionMatches`.

    Returns:
        A count for each check that was told or labelled, in the order of ids.
    """
    told = [event for event in events if isinstance(event, FaultEnded)]
    found = _by_check([_Fault(one.check, places.get(one.rep or 0), one.start_s, one.end_s) for one in told])
    there = _by_check([_Fault(one.check, one.rep, one.start_s, one.end_s) for one in labelled])
    return [_counted(check, found[check], there[check]) for check in sorted({*found, *there})]


def _counted(check: str, found: Sequence[_Fault], there: Sequence[_Fault]) -> FaultCount:
    same = {one.rep for one in found} & {one.rep for one in there} - {None}
    others = [one for one in found if one.rep not in same], [one for one in there if one.rep not in same]
    right = len(same) + len(_paired(others[0], others[1], _same_time))
    return FaultCount(check, right, len(found) - right, len(there) - right)


def _same_time(found: _Fault, labelled: _Fault) -> float:
    """Seconds; two repetitions that are both known aren't the same here."""
    return 0.0 if found.rep is not None and labelled.rep is not None else overlap_s(found, labelled)


def _by_check(faults: Sequence[_Fault]) -> dict[str, list[_Fault]]:
    """Faults by check, those of one repetition made one."""
    together: dict[tuple[str, int], list[_Fault]] = defaultdict(list)
    found: dict[str, list[_Fault]] = defaultdict(list)
    for fault in faults:
        if fault.rep is None:
            found[fault.check].append(fault)
        else:
            together[fault.check, fault.rep].append(fault)
    for (check, rep), same in together.items():
        found[check].append(_Fault(check, rep, min(one.start_s for one in same), max(one.end_s for one in same)))
    return found


def _paired(
    found: Sequence[Found], labelled: Sequence[Labelled], fit: Callable[[Found, Labelled], float]
) -> list[tuple[int, int]]:
    """One-to-one pairs of places, those that fit best first; what fits with 0 or less is no pair."""
    fits = [(fit(found[i], labelled[j]), i, j) for i, j in _overlapping(found, labelled)]
    pairs, used_found, used_labelled = [], set(), set()
    for value, i, j in sorted(fits, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if value > 0 and i not in used_found and j not in used_labelled:
            used_found.add(i)
            used_labelled.add(j)
            pairs.append((i, j))
    return pairs


def _overlapping(found: Sequence[Timed], labelled: Sequence[Timed]) -> Iterator[tuple[int, int]]:
    """Places of all that share time, and of some that don't; not every one with every other in an hour of them."""
    order = sorted(range(len(labelled)), key=lambda place: labelled[place].start_s)
    starts = [labelled[place].start_s for place in order]
    longest_s = max((one.end_s - one.start_s for one in labelled), default=0.0)
    for i, one in enumerate(found):
        first, last = bisect_left(starts, one.start_s - longest_s), bisect_left(starts, one.end_s)
        yield from ((i, j) for j in order[first:last])
