from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_bridges import counted

from posecoach.counting.events import Event, FaultEnded
from posecoach.tuning.labels import LabelledMovement
from posecoach.tuning.matching import FaultCount, match_faults, match_repetitions, overlap_s, shared_time

FIRST, SECOND = LabelledMovement(1.0, 5.0), LabelledMovement(6.0, 10.0)
HALF = LabelledMovement(11.0, 14.0)


@dataclass(frozen=True)
class There:
    """A labelled fault."""

    check: str
    rep: int | None
    start_s: float
    end_s: float


def told(check: str, rep: int | None, start_s: float, end_s: float) -> Event:
    return FaultEnded(check, rep, None, start_s, end_s, 150.0, "180 +/- 15", "Lift your hips.")


@pytest.mark.parametrize(
    ("start_s", "end_s", "overlap", "share"),
    [(1.0, 5.0, 4.0, 1.0), (3.0, 7.0, 2.0, 1 / 3), (5.0, 9.0, 0.0, 0.0), (8.0, 9.0, -3.0, 0.0), (1.0, 9.0, 4.0, 0.5)],
)
def test_time_that_is_shared(start_s: float, end_s: float, overlap: float, share: float) -> None:
    """In seconds, and of all that is covered; stretches that are apart share nothing."""
    other = LabelledMovement(start_s, end_s)
    assert overlap_s(FIRST, other) == overlap
    assert shared_time(FIRST, other) == pytest.approx(share)


@pytest.mark.parametrize(
    ("found", "places", "attempts", "extra", "missed"),
    [
        ([(1.1, 5.2), (6.0, 9.8)], {1: 1, 2: 2}, 0, 0, 0),
        ([(6.0, 9.8)], {1: 2}, 0, 0, 1),
        ([(1.0, 5.0), (5.2, 5.9), (6.0, 10.0)], {1: 1, 3: 2}, 0, 1, 0),
        ([(1.0, 5.0), (6.0, 10.0), (11.0, 14.0)], {1: 1, 2: 2}, 1, 0, 0),
        ([(1.0, 14.0)], {1: 1}, 0, 0, 1),
        ([(4.5, 6.5)], {}, 0, 1, 2),
    ],
)
def test_counted_repetitions_are_labelled_ones_attempts_or_extra(
    found: list[tuple[float, float]], places: dict[int, int], attempts: int, extra: int, missed: int
) -> None:
    """Each is one thing, and what only touches its neighbours is none of them."""
    events = [counted(number, *times) for number, times in enumerate(found, start=1)]
    matches = match_repetitions(events, (FIRST, SECOND), (HALF,))
    assert matches.places == places
    assert [pair[0].number for pair in matches.pairs] == list(places)
    assert (matches.attempts_counted, matches.extra, matches.missed) == (attempts, extra, missed)


def test_what_may_be_counted_is_no_mistake() -> None:
    """It isn't extra, and its neighbours keep their own."""
    events = [counted(1, 1.0, 5.0), counted(2, 11.0, 14.0)]
    matches = match_repetitions(events, (FIRST,), (SECOND,), (HALF,))
    assert (matches.places, matches.attempts_counted, matches.extra, matches.missed) == ({1: 1}, 0, 0, 0)


times = st.lists(st.tuples(st.floats(0, 100), st.floats(0.1, 8)), max_size=8)


@given(found=times, labelled=times, attempts=times)
def test_nothing_is_matched_twice(
    found: list[tuple[float, float]], labelled: list[tuple[float, float]], attempts: list[tuple[float, float]]
) -> None:
    """However repetitions overlap, all counted ones are accounted for, and all labelled ones."""
    events = [counted(number, at_s, at_s + length_s) for number, (at_s, length_s) in enumerate(found, start=1)]
    true = [LabelledMovement(at_s, at_s + length_s) for at_s, length_s in labelled]
    tried = [LabelledMovement(at_s, at_s + length_s) for at_s, length_s in attempts]
    matches = match_repetitions(events, true, tried)
    assert len(set(matches.places.values())) == len(matches.places) == len(matches.pairs)
    assert len(matches.pairs) + matches.attempts_counted + matches.extra == matches.counted == len(events)
    assert len(matches.pairs) + matches.missed == len(true)
    assert all(shared_time(one, other) > 0 for one, other in matches.pairs)


@pytest.mark.parametrize(
    ("events", "labelled", "counts"),
    [
        ([told("a", 1, 2, 3)], [There("a", 2, 8, 9)], [FaultCount("a", 1, 0, 0)]),
        ([told("a", 1, 2, 3)], [There("a", 1, 2, 3)], [FaultCount("a", 0, 1, 1)]),
        ([told("a", 1, 2, 3), told("a", 1, 4, 5)], [There("a", 2, 2, 5)], [FaultCount("a", 1, 0, 0)]),
        ([told("a", None, 2, 3)], [There("a", 1, 1, 5)], [FaultCount("a", 1, 0, 0)]),
        ([told("a", None, 2, 3)], [There("b", 1, 1, 5)], [FaultCount("a", 0, 1, 0), FaultCount("b", 0, 0, 1)]),
        ([told("a", None, 2, 3)], [There("a", None, 4, 5)], [FaultCount("a", 0, 1, 1)]),
        ([told("a", 9, 2, 3)], [There("a", None, 2, 5)], [FaultCount("a", 1, 0, 0)]),
    ],
)
def test_faults_belong_to_repetitions_or_to_a_time(
    events: Sequence[Event], labelled: Sequence[There], counts: list[FaultCount]
) -> None:
    """The first counted repetition is the second labelled one here; a counted one without a label has only its time."""
    assert match_faults(events, labelled, {1: 2}) == counts
