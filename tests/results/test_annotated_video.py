from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from media import write_clip

from posecoach.capture.video import VideoFile
from posecoach.counting.coach import Coach
from posecoach.exercise.library import load_exercise
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.draw.angle_arc import drive_view
from posecoach.pose.series import Landmarks, concatenate
from posecoach.results.annotated_video import AnnotatedVideo
from posecoach.testing import Figure, scripted_series

SIZE, RATE_HZ, FRAMES = (160, 120), 25, 30


@pytest.fixture
def clip(tmp_path: Path) -> VideoFile:
    """Every frame a little brighter than the one before."""
    shades = [np.full((SIZE[1], SIZE[0], 3), 20 + 6 * number, np.uint8) for number in range(FRAMES)]
    return VideoFile.open(write_clip(tmp_path / "clip.mp4", shades, rate=RATE_HZ))


def landmarks(clip: VideoFile) -> Landmarks:
    series = scripted_series([Figure.supine()] * FRAMES, size=SIZE)
    return replace(series, time_s=np.array([frame.time_s for frame in clip.frames()]))


@pytest.mark.parametrize("missing", [slice(10, 13), slice(0, 5)])
def test_each_picture_gets_what_was_seen_in_it(
    clip: VideoFile, tmp_path: Path, bridge: Exercise, missing: slice
) -> None:
    """Frames that the landmarks' reading hadn't got, as around damage, don't shift those that follow."""
    series = landmarks(clip)
    kept = np.delete(np.arange(FRAMES), missing)
    parts = [series[int(row) : int(row) + 1] for row in kept]
    path = tmp_path / "annotated.mp4"
    with AnnotatedVideo(clip, bridge, path) as video:
        video.add(concatenate(parts), Coach(bridge, Dose(reps=(1, 1))).advance(concatenate(parts)))
    frames = list(VideoFile.open(path).frames())
    corners = [float(frame.image[-4:, -4:].mean()) for frame in frames]
    assert corners == pytest.approx((20 + 6 * kept).tolist(), abs=3)


@pytest.mark.parametrize(
    ("exercise_id", "value", "good"),
    [
        ("toe_touch", 20.0, True),
        ("toe_touch", 120.0, False),
        ("seated_overhead_stretch", 178.0, True),
        ("seated_overhead_stretch", 120.0, False),
    ],
)
def test_the_zone_lies_where_the_drive_goes(exercise_id: str, value: float, good: bool) -> None:
    """Below a bound for a drive that falls, above one for a drive that rises."""
    view = drive_view(load_exercise(exercise_id))
    assert view is not None
    assert view.is_good(value) == good


def test_a_drive_that_is_no_angle_between_joints_has_no_arc(bridge: Exercise) -> None:
    """Nothing is drawn on the body that can't be seen there; else what is shown as good is what counts as good."""
    for exercise_id in ("cobra", "cat_cow", "pelvic_tilt", "hip_shift_stretch", "leg_roll"):
        assert drive_view(load_exercise(exercise_id)) is None
    check, view = bridge.attempt_rule, drive_view(bridge)
    assert isinstance(check, Check)
    assert view is not None
    assert view.zone == (check.lowest, check.highest)


@pytest.mark.parametrize("exercise_id", ["seated_overhead_stretch", "hip_shift_stretch"])
def test_every_view_and_drive_is_drawn(clip: VideoFile, tmp_path: Path, exercise_id: str) -> None:
    """From the side and from the front, with an arc or without one."""
    exercise, path = load_exercise(exercise_id), tmp_path / "annotated.mp4"
    series = landmarks(clip)
    with AnnotatedVideo(clip, exercise, path) as video:
        video.add(series, Coach(exercise, Dose(reps=(1, 1))).advance(series))
    assert len(list(VideoFile.open(path).frames())) == FRAMES
