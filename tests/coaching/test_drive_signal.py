import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.coaching.drive_signal import DriveSignal
from posecoach.exercise.drive import Drive

ABSOLUTE = Drive(measure="hip_angle", rest=147, hold_leave=150, hold_enter=154, target=180)
RELATIVE = Drive(measure="pelvic_tilt", rest=2, hold_leave=3, hold_enter=4, target=60, relative=True, still_speed=3)
FALLING = Drive(measure="knee_height", rest=-1, hold_leave=-2, hold_enter=-3, target=-9, relative=True, still_speed=1)
FOLDED = Drive(
    measure="spine_wave", rest=0.05, hold_leave=0.07, hold_enter=0.09, target=0.6, relative=True, both_ways=True
)


def rested(drive: Drive, level: float) -> DriveSignal:
    """After a second of rest at this value of the table's drive."""
    signal = DriveSignal(drive)
    for index in range(30):
        signal.rest(index / 30, level, 0.0)
    return signal


def test_an_absolute_drive_passes_through() -> None:
    """Its zones are on the measure's own scale, known from the first moment."""
    signal = DriveSignal(ABSOLUTE)
    assert signal.known
    assert signal.progress(160.0, moving=False) == 160.0
    assert signal.measured(160.0) == 160.0


def test_a_relative_drive_waits_for_its_origin() -> None:
    """Until a start position was seen there is no progress, and what isn't seen stays unseen."""
    signal = DriveSignal(RELATIVE)
    assert not signal.known
    assert signal.progress(50.0, moving=False) == 0.0
    assert math.isnan(signal.progress(math.nan, moving=False))
    signal.rest(0.0, 50.0, speed=40.0)
    assert signal.known


def test_restless_moments_count_only_while_there_are_no_others() -> None:
    """Somebody who passes through the start position gives an origin, and stillness a better one."""
    signal = rested(RELATIVE, 50.0)
    for step in range(30):
        signal.rest(1.0 + step / 30, 80.0, speed=40.0)
    assert signal.progress(50.0, moving=False) == 0.0


@given(level=st.floats(-100, 100), change=st.floats(-50, 50))
def test_a_relative_drive_counts_from_the_start_position(level: float, change: float) -> None:
    """Progress is the change, and leads back to the measure's own value."""
    signal = rested(RELATIVE, level)
    progress = signal.progress(level + change, moving=True)
    assert progress == pytest.approx(change, abs=1e-9)
    assert signal.measured(progress) == pytest.approx(level + change, abs=1e-9)


def test_a_falling_drive_is_measured_with_its_sign_back() -> None:
    """The table hands it over rising; the measure's own value falls."""
    signal = rested(FALLING, -0.7)
    assert signal.progress(-0.3, moving=True) == pytest.approx(0.4)
    assert signal.measured(0.4) == pytest.approx(0.3)


@given(change=st.floats(-0.5, 0.5))
def test_a_drive_that_goes_both_ways_is_folded(change: float) -> None:
    """Both sides of the start position are progress alike, and lead back to the measure's own value."""
    signal = rested(FOLDED, 0.2)
    progress = signal.progress(0.2 + change, moving=False)
    assert progress == pytest.approx(abs(change))
    assert signal.pole == (-1 if 0.2 + change < 0.2 else 1)
    assert signal.measured(progress) == pytest.approx(0.2 + change)


def test_a_movement_keeps_its_side() -> None:
    """Passing the start position on the way to the other side ends a movement first."""
    signal = rested(FOLDED, 0.0)
    signal.progress(-0.1, moving=False)
    assert signal.progress(0.1, moving=True) == pytest.approx(-0.1)
    assert signal.progress(0.1, moving=False) == pytest.approx(0.1)


@pytest.mark.parametrize(("noise", "clear"), [(0.1, True), (0.9, True), (2.0, False)])
def test_a_small_movement_must_stand_out_from_the_noise(noise: float, clear: bool) -> None:
    """Where this person's rest is too noisy for the hold zone, there is no progress."""
    signal = DriveSignal(RELATIVE.model_copy(update={"clear_by": 3.0, "still_speed": 1000.0}))
    for index, value in enumerate(np.random.default_rng(1).normal(50.0, noise, 75)):
        signal.rest(index / 30, float(value), 0.0)
    assert signal.drowned != clear
    assert (signal.progress(60.0, moving=False) > 5) == clear
    assert signal.progress(60.0, moving=True) > 5


@pytest.mark.parametrize(("clear_by", "rest_s", "listens"), [(3.0, 0.3, False), (3.0, 0.7, True), (None, 0.3, True)])
def test_noise_must_be_learnt_before_a_small_movement_counts(
    clear_by: float | None, rest_s: float, listens: bool
) -> None:
    """From half a second of rest on; until then nobody is told that it drowns."""
    signal = DriveSignal(RELATIVE.model_copy(update={"clear_by": clear_by}))
    for index in range(round(30 * rest_s)):
        signal.rest(index / 30, 50.0 + 20.0 * (index % 2) * (not listens), 0.0)
    assert not signal.drowned
    assert (signal.progress(60.0, moving=False) > 5) == listens


@pytest.mark.parametrize(("clear_by", "speed", "learns"), [(None, 10.0, False), (3.0, 10.0, True), (None, 1.0, True)])
def test_restless_moments_are_noise_only_where_it_matters(clear_by: float | None, speed: float, learns: bool) -> None:
    """Elsewhere the start position is learnt from still ones alone."""
    signal = DriveSignal(RELATIVE.model_copy(update={"clear_by": clear_by}))
    for index in range(30):
        signal.rest(index / 30, 50.0 + index % 7, speed)
    assert (signal.noise > 0) == learns


def test_confidence_grows_with_the_distance_from_the_noise() -> None:
    """From nothing to certain at twice what is asked for; without a demand a movement is certain."""
    signal = rested(RELATIVE, 50.0)
    assert signal.confidence(0.1) == 1.0
    noisy = DriveSignal(RELATIVE.model_copy(update={"clear_by": 3.0}))
    for index in range(75):
        noisy.rest(index / 30, 50.0 + (index * 7 % 5 - 2) * 0.3, 0.0)
    sure = [noisy.confidence(progress) for progress in (0.5, 2.0, 4.0, 40.0)]
    assert sure == sorted(sure)
    assert sure[0] < 0.5
    assert sure[-1] == 1.0


def test_leaving_forgets_the_origin() -> None:
    """Somebody who got up rests elsewhere next time."""
    signal = rested(RELATIVE, 40.0)
    signal.away()
    assert not signal.known
    assert signal.noise == 0.0


@given(st.lists(st.floats(-5, 5), min_size=1, max_size=200), st.integers(0, 200), st.sampled_from([None, 3.0]))
def test_many_moments_teach_what_each_of_them_teaches(values: list[float], alone: int, clear_by: float | None) -> None:
    """In one piece, in two, and moment by moment; a copy learns on by itself."""
    drive = RELATIVE.model_copy(update={"clear_by": clear_by, "still_speed": 1000.0})
    times_s = [index / 30 for index in range(len(values))]
    step_by_step, whole, parts = DriveSignal(drive), DriveSignal(drive), DriveSignal(drive)
    for time_s, value in zip(times_s, values, strict=True):
        step_by_step.rest(time_s, value, 0.0)
    lessons = whole.rest_on(times_s, values)
    parts.rest_on(times_s[:alone], values[:alone])
    before, copied = parts.lesson, parts.copy()
    copied.rest_on(times_s[alone:], values[alone:])
    assert whole.lesson == copied.lesson == step_by_step.lesson == lessons[-1]._replace(at=0)
    assert (whole.noise, parts.lesson) == (step_by_step.noise, before)
