import pytest
from labelled_bridges import windowed

from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.insensitive import InsensitiveRange, insensitive_range, settle

FEET = "checks.feet_close.above"


def test_edges_are_found_and_who_pins_them(bridge: Exercise) -> None:
    """To about a hundredth of the limits; the recording that loses beyond an edge is named."""
    objective = windowed(bridge, {FEET: (20.0, 35.0)}, {FEET: (22.0, 40.0)}, {})
    found = insensitive_range(objective, range(3), thresholds(bridge), FEET)
    assert [found.low, found.high] == pytest.approx([22.0, 35.0], abs=0.5)
    assert (found.low_by, found.high_by) == (1, 0)
    assert found.pinned


def test_limits_pin_nothing_down(bridge: Exercise) -> None:
    """Where recordings are silent, the range reaches to the limits, and it is said so."""
    found = insensitive_range(windowed(bridge, {}, {}, {}), range(3), thresholds(bridge), FEET)
    assert (found.low, found.high) == bridge.tunables[FEET]
    assert (found.low_by, found.high_by, found.pinned) == (None, None, False)


@pytest.mark.parametrize(
    ("low_by", "high_by", "present", "best"),
    [(0, 1, 12.0, 15.0), (None, 1, 12.0, 12.0), (None, 1, 40.0, 17.5), (0, None, 3.0, 12.5), (None, None, None, 15.0)],
)
def test_loose_thresholds_keep_their_value(
    low_by: int | None, high_by: int | None, present: float | None, best: float
) -> None:
    """Inside a range that isn't pinned down nothing moves; from outside it is moved well in, else to the middle."""
    assert InsensitiveRange("key", 10.0, 20.0, low_by, high_by).best(present) == best


def test_settling_moves_to_the_middle_without_loss(bridge: Exercise) -> None:
    """Pinned thresholds are centred, the others keep what they had."""
    objective = windowed(bridge, {FEET: (20.0, 36.0)}, {}, {})
    found = thresholds(bridge) | {FEET: 35.0}
    settled = settle(objective, range(3), found, thresholds(bridge))
    assert settled[FEET] == pytest.approx(28.0, abs=0.5)
    assert {key: value for key, value in settled.items() if key != FEET} == pytest.approx(
        {key: value for key, value in thresholds(bridge).items() if key != FEET}
    )
    assert objective.score(settled, range(3)) == objective.score(found, range(3)) == 1
