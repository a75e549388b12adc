import pytest
from guided import task

from posecoach.counting.events import RepetitionCounted
from posecoach.exercise.schema import Sides
from posecoach.pose.landmarks import Side
from posecoach.session.task import GuidedTask, Progress

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def counted(side: Side | None = None, *faults: str) -> RepetitionCounted:
    return RepetitionCounted(1, side, 0.0, 1.0, 2.0, 1.0, 3.0, faults, {})


def after(one: GuidedTask, *sides: Side | None, moving_s: float = 0.0) -> Progress:
    """Progress after a repetition of each of these sides."""
    progress = Progress(one)
    for side in sides:
        progress.add(counted(side))
    progress.moving_s = moving_s
    return progress


def sided(sides: Sides, reps: int) -> GuidedTask:
    one = task("bird_dog", reps=(reps, reps))
    return GuidedTask(one.exercise.model_copy(update={"sides": sides}), one.dose_name, one.dose)


@pytest.mark.parametrize(
    ("count", "enough", "full", "last"),
    [(2, False, False, False), (3, True, False, False), (4, True, False, True), (5, True, True, False)],
)
def test_a_range_has_two_ends(count: int, enough: bool, full: bool, last: bool) -> None:
    """Enough at the lower, over at the upper."""
    progress = after(task(reps=(3, 5)), *[None] * count)
    assert (progress.enough, progress.full, progress.last, progress.more) == (enough, full, last, 2)


@pytest.mark.parametrize(("count", "full", "last"), [(2, False, True), (3, True, False)])
def test_a_fixed_number_is_full_when_it_is_enough(count: int, full: bool, last: bool) -> None:
    """Nothing more is offered."""
    progress = after(task(reps=(3, 3)), *[None] * count)
    assert (progress.enough, progress.full, progress.last, progress.more) == (full, full, last, 0)


@pytest.mark.parametrize(
    ("sides", "full", "last"),
    [
        ([LEFT, LEFT, LEFT], False, False),
        ([LEFT, LEFT, LEFT, RIGHT], False, True),
        ([LEFT, LEFT, RIGHT, RIGHT, RIGHT], True, False),
    ],
)
@pytest.mark.parametrize("kind", [Sides.ALTERNATE, Sides.EACH])
def test_sides_in_turn_must_both_have_done_enough(kind: Sides, sides: list[Side], full: bool, last: bool) -> None:
    """What one side did more doesn't help the other."""
    progress = after(sided(kind, 2), *sides)
    assert (progress.enough, progress.full, progress.last) == (full, full, last)
    assert progress.sides == {side: sides.count(side) for side in Side}


@pytest.mark.parametrize(("moving_s", "enough"), [(29.9, False), (30.0, True)])
def test_continuous_movement_counts_seconds(moving_s: float, enough: bool) -> None:
    """However many repetitions it is made of; none of them is the last."""
    progress = after(task("leg_roll", moving_s=(30.0, 60.0)), *[LEFT, RIGHT] * 10, moving_s=moving_s)
    assert (progress.enough, progress.full, progress.last, progress.more) == (enough, enough, False, 0)


@pytest.mark.parametrize(
    ("kind", "reps", "done", "then"),
    [
        (Sides.ALTERNATE, 2, [LEFT], RIGHT),
        (Sides.ALTERNATE, 2, [LEFT, RIGHT], LEFT),
        (Sides.ALTERNATE, 2, [LEFT, LEFT, RIGHT], RIGHT),
        (Sides.ALTERNATE, 2, [LEFT, RIGHT, LEFT, RIGHT], None),
        (Sides.EACH, 2, [LEFT], None),
        (Sides.EACH, 2, [LEFT, LEFT], RIGHT),
        (Sides.EACH, 2, [LEFT, RIGHT], None),
        (Sides.EACH, 2, [LEFT, LEFT, RIGHT, RIGHT], None),
        (Sides.EACH, 1, [RIGHT], LEFT),
    ],
)
def test_whose_turn_it_is(kind: Sides, reps: int, done: list[Side], then: Side | None) -> None:
    """The other side's in turn, or when this one is done; a side that is done isn't asked for again."""
    assert after(sided(kind, reps), *done).side_after(counted(done[-1])) is then


@pytest.mark.parametrize(
    ("one", "side"),
    [(task(reps=(5, 5)), None), (task("leg_roll", moving_s=(60.0, 60.0)), LEFT)],
    ids=["bridge", "roll"],
)
def test_sides_that_nobody_asks_for_are_not_told(one: GuidedTask, side: Side | None) -> None:
    """Both sides at once, and movement without a stop."""
    assert after(one, side).side_after(counted(side)) is None
