from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.counting.events import RepetitionCounted
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import Counts, LabelledMovement, Labels
from posecoach.tuning.page.marking import (
    mark_at,
    with_counted,
    with_end,
    with_fault,
    with_kind_changed,
    with_repetition,
    with_side,
    with_start,
    without,
)

EMPTY = Labels("bridge", ())
TWO = Labels("bridge", (LabelledMovement(1, 5, hold_s=2.0), LabelledMovement(8, 12)))


def counted(start_s: float, end_s: float, side: Side | None = None) -> RepetitionCounted:
    return RepetitionCounted(1, side, start_s, start_s, end_s, 1.0, end_s, ("alignment",), {})


@pytest.mark.parametrize(
    ("time_s", "start_s"),
    [(0.4, None), (0.6, 1), (1, 1), (3, 1), (5, 1), (7.4, 1), (7.6, 8), (8, 8), (14.9, 8), (15.1, None)],
)
def test_a_key_means_the_repetition_here_one_about_to_begin_or_one_just_ended(
    time_s: float, start_s: float | None
) -> None:
    """Half a second before a repetition keys mean it already, and three seconds after, if no other begins, still."""
    mark = mark_at(TWO, time_s)
    assert (None if mark is None else mark.start_s) == start_s


def test_repetitions_are_kept_in_the_order_of_time() -> None:
    """Marking an earlier repetition later makes no difference."""
    labels = with_repetition(with_repetition(EMPTY, 8, 12), 1, 5)
    assert [(rep.start_s, rep.end_s) for rep in labels.repetitions] == [(1, 5), (8, 12)]


@pytest.mark.parametrize(
    ("start_s", "end_s", "reason"),
    [(6, 6.1, "end after"), (7, 6, "end after"), (4, 7, "overlap"), (0, 20, "overlap"), (9, 10, "overlap")],
)
def test_repetitions_that_cannot_be_are_refused(start_s: float, end_s: float, reason: str) -> None:
    """Labels never contradict each other, and the person is told why."""
    with pytest.raises(ValueError, match=reason):
        with_repetition(TWO, start_s, end_s)


def test_edges_move_and_the_rest_of_a_label_stays() -> None:
    """A corrected start or end keeps the hold, and the other repetition is left alone."""
    labels = with_end(with_start(TWO, 3, 1.5), 3, 5.5)
    assert labels.repetitions == (LabelledMovement(1.5, 5.5, hold_s=2.0), TWO.repetitions[1])


def test_an_end_never_means_a_repetition_that_has_not_begun() -> None:
    """Shortly before the second one, ] moves the end of the first one, as it does anywhere between them."""
    assert with_end(TWO, 7.6, 7.6).repetitions[0].end_s == 7.6


def test_a_side_struck_twice_is_no_side() -> None:
    """L says left, another L takes it back, and R says right whatever was said."""
    left = with_side(TWO, 3, Side.LEFT)
    assert left.repetitions[0].side is Side.LEFT
    assert with_side(left, 3, Side.LEFT).repetitions[0].side is None
    assert with_side(left, 3, Side.RIGHT).repetitions[0].side is Side.RIGHT


def test_a_fault_struck_twice_is_gone_but_faults_were_looked_for() -> None:
    """Once anybody marks a fault, repetitions without faults count as good ones."""
    once = with_fault(TWO, 3, "alignment")
    twice = with_fault(once, 3, "alignment")

    assert once.repetitions[0].faults == ("alignment",)
    assert twice.repetitions[0].faults == ()
    assert twice.faults_known


def test_a_key_changes_whether_a_movement_counts() -> None:
    """A turns a repetition into an attempt, into what may be counted or not, and back; all else stays."""
    marked = with_fault(with_side(TWO, 3, Side.LEFT), 3, "alignment")
    attempt = with_kind_changed(marked, 3)
    maybe = with_kind_changed(attempt, 3)

    assert attempt.those(Counts.NO) == (LabelledMovement(1, 5, Side.LEFT, 2.0, ("alignment",), Counts.NO),)
    assert attempt.repetitions == TWO.repetitions[1:]
    assert [mark.counts for mark in maybe.movements] == [Counts.MAYBE, Counts.YES]
    assert with_kind_changed(maybe, 3) == marked


def test_keys_where_nothing_is_marked_are_refused() -> None:
    """The reason names the keys that mark one."""
    with pytest.raises(ValueError, match=r"mark its start with \["):
        without(EMPTY, 3)


def test_counted_repetitions_become_labels_where_there_is_none_but_their_faults_do_not() -> None:
    """What the program says of faults and holds isn't taken for what somebody saw."""
    labels = with_counted(TWO, [counted(4, 6), counted(13, 16, Side.RIGHT)])
    assert labels.repetitions == (*TWO.repetitions, LabelledMovement(13, 16, Side.RIGHT))
    assert not labels.faults_known


ACTIONS: dict[str, Callable[[Labels, float, float], Labels]] = {
    "+": with_repetition,
    "-": lambda labels, time_s, _: without(labels, time_s),
    "[": with_start,
    "]": with_end,
    "a": lambda labels, time_s, _: with_kind_changed(labels, time_s),
    "L": lambda labels, time_s, _: with_side(labels, time_s, Side.LEFT),
    "f": lambda labels, time_s, _: with_fault(labels, time_s, "alignment"),
}
"""What keys do at a time; dragged edges have a second one."""


@given(st.lists(st.tuples(st.sampled_from("+-[]aLf"), st.floats(0, 30), st.floats(0, 30)), max_size=30))
def test_whatever_keys_are_struck_labels_never_overlap(keys: list[tuple[str, float, float]]) -> None:
    """Repetitions and attempts stay in order and apart; what would break that is refused."""
    labels = EMPTY
    for key, first, second in keys:
        try:
            labels = ACTIONS[key](labels, first, second)
        except ValueError:
            continue
        marks = labels.movements
        assert all(mark.start_s < mark.end_s for mark in marks)
        assert all(one.end_s <= other.start_s for one, other in pairwise(marks))
