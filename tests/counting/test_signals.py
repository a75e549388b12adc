"""The drive of an exercise as a share of the described way."""

from dataclasses import replace

import numpy as np
import pytest

from posecoach.counting.signals import SignalRows, drive_signal
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, FrontFigure, between, eased, scripted_series

HOOK, FOURS = Figure.supine(), Figure.all_fours()
LEFT, RIGHT = Side.LEFT, Side.RIGHT


def series_of(start: AnyFigure, top: AnyFigure) -> Landmarks:
    """A second at the start, on the way, and a second at the top."""
    shares = [*[0.0] * 30, *eased(0.0, 1.0, 30), *[1.0] * 30]
    return scripted_series([between(start, top, share) for share in shares])


def signal(exercise: Exercise, poses: StablePoses) -> SignalRows:
    """The rows of a whole recording."""
    drive = drive_signal(exercise)
    first, last = drive(poses), drive.finish()
    return SignalRows(np.append(first.progress, last.progress), np.append(first.right, last.right))


@pytest.mark.parametrize(
    ("exercise_id", "start", "top", "right"),
    [
        ("bridge", HOOK, Figure.supine(178.0), None),
        ("cobra", Figure.prone(), Figure.prone(40.0), None),
        ("bird_dog", FOURS, Figure.all_fours(LEFT), 0.0),
        ("bird_dog", FOURS, Figure.all_fours(RIGHT), 1.0),
        ("leg_roll", HOOK, HOOK.with_limbs(roll=60.0), 1.0),
        ("leg_roll", HOOK, replace(HOOK.with_limbs(roll=-30.0), hip_roll=0.1), 0.0),
        ("hip_shift_stretch", FrontFigure(), FrontFigure(hip_shift=-0.2), 0.0),
    ],
)
def test_progress_rises_from_the_start_to_the_end(
    exercise_id: str, start: AnyFigure, top: AnyFigure, right: float | None
) -> None:
    """Whichever way the measure goes, and whichever side works; the end that is described is about the whole way."""
    found = signal(load_exercise(exercise_id), Stabiliser()(series_of(start, top)))
    # A start position of one's own is known after some moments.
    assert found.progress[10:25] == pytest.approx(0.0, abs=0.3)
    assert (found.progress[-15:] - found.progress[10:25].mean() > 0.6).all()
    assert np.all(np.isnan(found.right)) if right is None else np.median(found.right[-15:]) == right


def test_where_nobody_is_seen_there_is_no_progress() -> None:
    """And there is again, when somebody is."""
    figures: list[AnyFigure | None] = [Figure.supine(178.0)] * 90
    figures[30:60] = [None] * 30
    found = signal(load_exercise("bridge"), Stabiliser()(scripted_series(figures))).progress
    assert np.isnan(found[40:58]).all()
    assert not np.isnan([*found[:28], *found[65:]]).any()


def test_single_wild_frames_are_smoothed_away() -> None:
    """A spike is shorter than any movement."""
    figures: list[AnyFigure | None] = [Figure.supine()] * 60
    figures[30:32] = [Figure.supine(178.0)] * 2
    found = signal(load_exercise("bridge"), Stabiliser()(scripted_series(figures))).progress
    assert np.abs(found).max() < 0.3


@pytest.mark.parametrize("exercise_id", ["bridge", "cat_cow", "hip_shift_stretch"])
def test_rows_come_as_soon_as_their_window_is_complete(exercise_id: str) -> None:
    """A quarter of a second behind the picture, whatever is still to come."""
    drive = drive_signal(load_exercise(exercise_id))
    poses = Stabiliser()(scripted_series([FOURS] * 60))
    assert 60 - 10 < len(drive(poses).progress) < 60
