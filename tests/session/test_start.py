import pytest
from calibrating import FLAT
from guided import series_of, still

from posecoach.counting.coach import Coach
from posecoach.exercise.library import load_exercise
from posecoach.pose.stabilise import Stabiliser
from posecoach.session.start import StartWatch, Unmet, unmet_condition
from posecoach.testing import AnyFigure, Figure, FrontFigure


@pytest.mark.parametrize(
    ("exercise", "figure", "unmet"),
    [
        ("bridge", FrontFigure(), Unmet.SUPINE),
        ("bridge", FLAT, Unmet.BEND_KNEES),
        ("bird_dog", Figure.supine(), Unmet.ALL_FOURS),
        ("bridge", Figure.supine(), Unmet.MOVING),
    ],
)
def test_what_is_missing_of_a_start_position(exercise: str, figure: AnyFigure, unmet: Unmet) -> None:
    """The posture comes first, then its conditions; to whom nothing is missing, only rest is."""
    loaded = load_exercise(exercise)
    poses = Stabiliser()(series_of(still(figure, 1.0)))
    state = Coach(loaded).follow(poses).states[-1]
    assert unmet_condition(loaded, poses, state) is unmet


def test_only_what_lasts_is_missing() -> None:
    """Whoever is about to lie down needs no advice; what is met is no longer missing at once."""
    watch, now = StartWatch(), []
    for time_s, unmet in [(0.0, Unmet.SUPINE), (0.5, Unmet.SUPINE), (1.0, Unmet.SUPINE), (1.1, Unmet.MOVING)]:
        watch.step(time_s, unmet)
        now.append(watch.now)
    watch.step(1.2, None)
    assert [*now, watch.now] == [None, None, Unmet.SUPINE, Unmet.SUPINE, None]
