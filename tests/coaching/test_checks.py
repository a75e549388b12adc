import math

import pytest

from posecoach.coaching.checks import CheckWatch
from posecoach.exercise.rules import Check

CHECK = Check(
    id="alignment",
    measure="hip_angle",
    target=180,
    below=15,
    above=15,
    dwell_s=0.4,
    cue="Lift your hips.",
    spoken="Hips",
    source="B",
)


def watch(values: list[float], rate_hz: float = 10.0) -> tuple[CheckWatch, list[int]]:
    """A watch that saw the values, and the indices at which it called a fault."""
    watching = CheckWatch(CHECK)
    calls = [index for index, value in enumerate(values) if watching.step(index / rate_hz, value)]
    return watching, calls


@pytest.mark.parametrize(
    ("values", "faults"),
    [
        ([180.0] * 20, 0),
        ([165.0] * 20, 0),
        ([195.0] * 20, 0),
        ([160.0] * 20, 1),
        ([200.0] * 20, 1),
        ([180.0] * 5 + [160.0] * 3 + [180.0] * 5, 0),
        ([180.0] * 5 + [160.0] * 10 + [180.0] * 5, 1),
        ([160.0] * 10 + [180.0] * 10 + [160.0] * 10, 2),
        ([160.0] * 10 + [180.0] * 2 + [160.0] * 10, 1),
        ([math.nan] * 20, 0),
    ],
)
def test_a_fault_lasts_and_is_told_once(values: list[float], faults: int) -> None:
    """Only what stays out of tolerance for the dwell time is a fault, and a short relief doesn't split it."""
    watching, calls = watch(values)
    assert len(calls) == faults
    assert len(watching.finish(held_s=2.0)) == faults


def test_a_fault_knows_when_it_was_and_how_bad() -> None:
    """Beginning, end and the median of the bad values, not their worst spike."""
    watching, calls = watch([180.0] * 5 + [158.0, 120.0, 158.0, 158.0, 158.0, 160.0] + [180.0] * 10)
    fault = watching.finish(held_s=2.0)[0]
    assert (fault.start_s, fault.end_s, fault.measured) == (0.5, 1.0, 158.0)
    assert calls == [9]


@pytest.mark.parametrize(("value", "faults"), [(158.0, 1), (170.0, 0)])
def test_a_movement_without_a_hold_is_judged_at_its_peak(value: float, faults: int) -> None:
    """Somebody too quick to be watched while holding is judged by the furthest point."""
    watching = CheckWatch(CHECK)
    watching.at_peak(1.0, 150.0, 140.0)
    watching.at_peak(1.1, 158.0, value)
    assert [fault.measured for fault in watching.finish(held_s=0.1)] == [value] * faults


def test_a_held_movement_is_not_judged_by_its_peak() -> None:
    """What couldn't be seen while holding isn't guessed from one frame."""
    watching = CheckWatch(CHECK)
    watching.at_peak(1.0, 158.0, 158.0)
    assert watching.finish(held_s=3.0) == []


@pytest.mark.parametrize(
    ("below", "above", "wanted"),
    [(15, 15, "180 +/- 15"), (15, None, "at least 165"), (None, 15, "at most 195"), (26, 30, "154 to 210")],
)
def test_the_wanted_range_is_told_in_words(below: float | None, above: float | None, wanted: str) -> None:
    """The file's contract and the table show the same words."""
    assert CHECK.model_copy(update={"below": below, "above": above}).wanted == wanted


@pytest.mark.parametrize(
    ("values", "excess", "open_"),
    [
        ([180.0] * 20, 0.0, False),
        ([157.5] * 20, 0.5, True),
        ([210.0] * 20, 1.0, True),
        ([150.0] * 2, 1.0, False),
        ([150.0] * 20 + [180.0], 0.0, True),
        ([150.0] * 20 + [math.nan] * 5, 1.0, True),
        ([], 0.0, False),
    ],
)
def test_a_watch_knows_how_bad_it_is_now(values: list[float], excess: float, open_: bool) -> None:
    """By the last value that was seen, called or not."""
    watching, _ = watch(values)
    assert watching.open == open_
    assert watching.excess == pytest.approx(excess)
