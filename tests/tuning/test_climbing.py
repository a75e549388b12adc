from labelled_bridges import windowed

from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.fitting import climbed

FEET, LEAST = "checks.feet_close.above", "drive.least"


def test_each_threshold_is_mended_by_itself(bridge: Exercise) -> None:
    """Wherever its good values are; each one is told of."""
    objective = windowed(bridge, {FEET: (12.0, 17.0)}, {LEAST: (0.55, 0.65)}, {})
    told: list[None] = []
    found = climbed(objective, range(3), thresholds(bridge), lambda: told.append(None))
    assert objective.score(thresholds(bridge), range(3)) < objective.score(found, range(3)) == 1
    assert len(told) == len(bridge.tunables)


def test_what_is_as_good_stays(bridge: Exercise) -> None:
    """A change needs a reason."""
    assert climbed(windowed(bridge, {}, {}), range(2), thresholds(bridge)) == thresholds(bridge)
