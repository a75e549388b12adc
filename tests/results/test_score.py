from dataclasses import dataclass

import pytest

from posecoach.exercise.dose import Dose
from posecoach.exercise_files import load_exercise
from posecoach.results.score import score


@dataclass(frozen=True)
class Rep:
    """What the score wants to know of a repetition."""

    number: int
    good: bool
    hold_s: float = 5.0


@dataclass(frozen=True)
class Fault:
    """What it wants to know of a fault."""

    check: str
    rep: int | None
    start_s: float
    end_s: float


GOOD, BAD = Rep(1, good=True), Rep(2, good=False)


@pytest.mark.parametrize(
    ("reps", "expected"), [([], 0.0), ([GOOD], 0.2), ([GOOD, BAD], 0.2), ([GOOD] * 5, 1.0), ([GOOD] * 9, 1.0)]
)
def test_repetitions_are_scored_by_the_good_ones(reps: list[Rep], expected: float) -> None:
    """Out of those asked for, and never more than all."""
    assert score(load_exercise("bridge"), Dose(hold_s=(5, 5), reps=(5, 5)), reps, [], 0.0) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("hold_s", "faults", "expected"),
    [
        (20.0, [], 1.0),
        (30.0, [], 1.0),
        (10.0, [Fault("hold", 1, 0, 10)], 0.5),
        (20.0, [Fault("arms_stretched", 1, 5.0, 10.0)], 0.75),
        (20.0, [Fault("arms_stretched", 1, 5.0, 10.0), Fault("head_down", 1, 8.0, 13.0)], 0.6),
        (20.0, [Fault("arms_stretched", None, 5.0, 10.0)], 1.0),
        (20.0, [Fault("arms_stretched", 1, 0.0, 40.0)], 0.0),
    ],
)
def test_a_stretch_is_scored_by_its_time_with_good_form(hold_s: float, faults: list[Fault], expected: float) -> None:
    """Two faults at once take their time only once; a hold that is too short isn't punished twice."""
    dose = Dose(hold_s=(20, 30))
    reps = [Rep(1, good=not faults, hold_s=hold_s)]
    assert score(load_exercise("back_stretch"), dose, reps, faults, 0.0) == pytest.approx(expected)


@pytest.mark.parametrize(("moving_s", "expected"), [(0.0, 0.0), (45.0, 0.75), (90.0, 1.0)])
def test_continuous_movement_is_scored_by_its_time(moving_s: float, expected: float) -> None:
    """However many repetitions that is."""
    assert score(load_exercise("leg_roll"), Dose(moving_s=(60, 60)), [GOOD], [], moving_s) == pytest.approx(expected)
