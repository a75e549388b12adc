from dataclasses import dataclass

import pytest

from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.results.reach import score


@dataclass(frozen=True)
class Rep:
    """What the score wants to know of a repetition."""

    faults: tuple[str, ...] = ()
    hold_s: float = 5.0


GOOD, BAD = Rep(), Rep(("alignment",))


@pytest.mark.parametrize(
    ("reps", "expected"),
    [
        ([Rep(hold_s=30.0)], 1.0),
        ([Rep(("hold",), hold_s=10.0)], 0.5),
        ([Rep(("hold",), hold_s=10.0), Rep(hold_s=20.0)], 1.0),
        ([Rep(("arms_stretched",), hold_s=20.0)], 0.0),
    ],
)
def test_a_held_pose_is_scored_by_its_time_in_good_form(reps: list[Rep], expected: float) -> None:
    """A hold that is too short isn't punished twice."""
    assert score(load_exercise("back_stretch"), Dose(hold_s=(20, 30)), reps, 0.0) == pytest.approx(expected)


@pytest.mark.parametrize(("moving_s", "expected"), [(0.0, 0.0), (45.0, 0.75), (90.0, 1.0)])
def test_continuous_movement_is_scored_by_its_time(moving_s: float, expected: float) -> None:
    """However many repetitions that is."""
    assert score(load_exercise("leg_roll"), Dose(moving_s=(60, 60)), [GOOD], moving_s) == pytest.approx(expected)
