import pytest

from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.search import Thresholds, middle, search

FEET = "checks.feet_close.above"


def test_the_top_of_a_hill_is_found(bridge: Exercise) -> None:
    """Near enough, of each threshold at once, and although one is of use only with another."""
    tops = {"drive.least": 0.55, FEET: 37.0}

    def worth(values: Thresholds) -> float:
        far = {
            key: abs(values[key] - top) / (high - low)
            for key, top in tops.items()
            for low, high in [bridge.tunables[key]]
        }
        return -far[FEET] - (1 if far[FEET] > 0.1 else far["drive.least"])

    found = search(worth, bridge, [thresholds(bridge) | {FEET: 12.0}], 100)
    assert [found[key] for key in tops] == [pytest.approx(0.55, abs=0.025), pytest.approx(37, abs=2)]


def test_no_more_is_tried_than_allowed(bridge: Exercise) -> None:
    """The starts first, nothing twice, and each trial is told of."""
    seen: list[dict[str, float]] = []
    told: list[None] = []

    def worth(values: Thresholds) -> float:
        seen.append(dict(values))
        return -abs(values["drive.least"] - 0.5)

    search(worth, bridge, [thresholds(bridge), middle(bridge)], 12, lambda: told.append(None))
    assert seen[:2] == [pytest.approx(thresholds(bridge)), pytest.approx(middle(bridge))]
    assert len(seen) == len(told) == len({tuple(one.values()) for one in seen}) == 12


def test_of_equals_the_first_stays(bridge: Exercise) -> None:
    """A change needs a reason."""
    present = thresholds(bridge) | {FEET: 20.0}
    assert search(lambda _: 1.0, bridge, [present, middle(bridge)], 100) == pytest.approx(present)
