"""How exercises went over several recordings."""

import pytest

from posecoach import coach
from posecoach.batch.trends import find_exercise, trends
from posecoach.pose.landmarks import Side
from posecoach.results.reach import RangeRecord
from posecoach.results.session import Extremes, Session
from posecoach.testing import Figure, scripted_series

DOWN, UP = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60


@pytest.fixture(scope="module")
def bridges() -> Session:
    """Two bridges."""
    return coach(scripted_series((DOWN + UP) * 2 + DOWN), "bridge")


def went(session: Session, exercise: str, reached: float) -> Session:
    measure = RangeRecord(measure="hip_angle", unit="deg", reached=reached, described=180)
    return session.model_copy(update={"exercise": exercise, "range": measure})


@pytest.mark.parametrize(("exercise", "further"), [("bridge", 170.0), ("knee_to_chest", 40.0)])
def test_a_line_rises_where_somebody_gets_further(bridges: Session, exercise: str, further: float) -> None:
    """Whether that is more or less of the measure; what stays the same lies in the middle."""
    (trend,) = trends([went(bridges, exercise, 60.0), went(bridges, exercise, further)], find_exercise())
    good, reach = trend.lines
    assert (reach.title, reach.words) == ("furthest hip angle", f"60° to {further:.0f}°")
    first_y, last_y = (float(point.split(",")[1]) for point in reach.points.split())
    assert last_y < first_y
    assert good.points == "4.0,14.0 116.0,14.0"
    assert not trend.dated


def test_sides_are_compared_as_far_as_they_went(bridges: Session) -> None:
    """On average of their repetitions, in the exercise's own direction."""
    left = {"side": Side.LEFT, "measures": {"left_hip_angle": Extremes(min=50, max=120)}}
    right = {"side": Side.RIGHT, "measures": {"right_hip_angle": Extremes(min=60, max=120)}}
    reps = [rep.model_copy(update=side) for rep, side in zip(bridges.reps, (left, right), strict=True)]
    session = bridges.model_copy(update={"exercise": "knee_to_chest", "reps": reps})
    (trend,) = trends([session], find_exercise())
    assert [(side.side, side.reps, side.reach) for side in trend.sides] == [
        (Side.LEFT, 1, "reach 50°"),
        (Side.RIGHT, 1, "reach 60°"),
    ]
    assert trend.lines == ()
    (unknown,) = trends([session.model_copy(update={"exercise": "gone"})], find_exercise())
    assert (unknown.exercise, [side.reach for side in unknown.sides]) == ("gone", ["", ""])
