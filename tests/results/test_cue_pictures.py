from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from media import write_clip

from posecoach.capture.video import VideoFile
from posecoach.chain import run
from posecoach.counting.coach import Coach
from posecoach.exercise.schema import Exercise
from posecoach.feedback.words.language import ENGLISH
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.annotated_video import annotated_video
from posecoach.results.cue_pictures import CuePictures, cue_pictures, picture_name, picture_time_s
from posecoach.results.outputs import OutputFolder
from posecoach.results.session import Session
from posecoach.results.session_builder import SessionBuilder
from posecoach.testing import Figure, scripted_series

SIZE, RATE_HZ = (160, 120), 10
ONE = [125.0] * 10 + list(np.linspace(125, 178, 10)) + [178.0] * 15 + list(np.linspace(178, 125, 10)) + [125.0] * 10
"""A bridge that is held for too short a time."""
ANGLES = ONE * 3


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> VideoFile:
    """Every frame a little brighter than the one before."""
    shades = [np.full((SIZE[1], SIZE[0], 3), 20 + number, np.uint8) for number in range(len(ANGLES))]
    return VideoFile.open(write_clip(tmp_path_factory.mktemp("clips") / "clip.mp4", shades, rate=RATE_HZ))


@pytest.fixture
def landmarks(clip: VideoFile) -> Landmarks:
    """Three bridges."""
    series = scripted_series([Figure.supine(angle) for angle in ANGLES], size=SIZE, rate_hz=RATE_HZ)
    return replace(series, time_s=np.array([frame.time_s for frame in clip.frames()]))


def analysed(clip: VideoFile, series: Landmarks, folder: Path, exercise: Exercise, *, annotate: bool) -> Session:
    """Coaches in pieces, with pictures, and with the annotated video if that is wanted."""
    dose, pictures = exercise.dose_named(None), CuePictures(clip)
    openers = [cue_pictures(pictures), *([annotated_video(clip, exercise, ENGLISH, pictures.see)] if annotate else [])]
    pieces = (series[at : at + 20] for at in range(0, len(series), 20))
    builder = SessionBuilder(exercise, "B", dose, Origin("clip.mp4"))
    with OutputFolder(folder, openers) as outputs:
        return run(pieces, Coach(exercise, dose), builder, [outputs])


@pytest.mark.parametrize("annotate", [True, False])
def test_each_fault_has_its_picture(
    clip: VideoFile, landmarks: Landmarks, tmp_path: Path, bridge: Exercise, annotate: bool
) -> None:
    """From the middle of it, whether the frames are drawn anyway or read for this alone; older pictures go."""
    stale = tmp_path / "cues" / "hold-99.00s.jpg"
    stale.parent.mkdir()
    stale.touch()
    session = analysed(clip, landmarks, tmp_path, bridge, annotate=annotate)
    assert len(session.faults) == 3
    assert {path.name for path in (tmp_path / "cues").iterdir()} == {picture_name(fault) for fault in session.faults}
    for fault in session.faults:
        picture = cv2.imread(str(tmp_path / "cues" / picture_name(fault)))
        assert picture is not None
        assert picture.shape == (*SIZE[::-1], 3)
        # Half a second lies between two pictures that are remembered.
        assert float(picture[-4:, -4:].mean()) == pytest.approx(20 + RATE_HZ * picture_time_s(fault), abs=8)


def test_an_analysis_that_fails_leaves_no_picture(
    clip: VideoFile, landmarks: Landmarks, tmp_path: Path, bridge: Exercise
) -> None:
    """Nor its folder."""
    folder = tmp_path / "clip"
    with (
        pytest.raises(ValueError, match="stopped"),
        OutputFolder(folder, [cue_pictures(CuePictures(clip))]) as outputs,
    ):
        outputs.add(landmarks, Coach(bridge).advance(landmarks))
        raise ValueError("stopped")
    assert not folder.exists()
