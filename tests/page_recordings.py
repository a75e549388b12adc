"""Recordings of scripted bridges, and the page for them, without any model."""

import shutil
from functools import cache
from pathlib import Path

from media import write_clip
from movements import there_and_back

from posecoach.exercise.data_files import data_folder
from posecoach.exercise.library import read_exercise
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure, scripted_series
from posecoach.tuning.labels import LabelledMovement, Labels
from posecoach.tuning.page.job import PageJob, Tuned
from posecoach.tuning.recording import Recording

CLIP = data_folder("sample_videos") / "clips" / "bridge_clean_maria.mp4"
REST = 125.0
PEAKS = (178.0, 164.0, 178.0)
"""Furthest hip angles of three bridges: the middle one is low, but counts."""


def bridge_recording(path: Path, peaks: tuple[float, ...] = PEAKS, labels: Labels | None = None) -> Recording:
    """Bridges that go so far, each eight seconds long."""
    return Recording(path, "0" * 64, _series(peaks), labels or Labels("bridge", ()))


@cache
def _series(peaks: tuple[float, ...]) -> Landmarks:
    angles: list[float] = []
    for peak in peaks:
        angles += [REST] * 45 + there_and_back(REST, peak, moving=45, held=60, resting=45)
    return scripted_series([Figure.supine(hip_angle=angle) for angle in angles])


def bridge_job(folder: Path, *, with_files: bool = True) -> PageJob:
    """A recording with a video and a label, one of landmarks alone, and one that this browser can't play."""
    video = folder / "first.mp4"
    if with_files:
        shutil.copyfile(CLIP, video)
    bridge = read_exercise(data_folder("exercises") / "bridge.toml")
    label = Labels("bridge", (LabelledMovement(1.8, 7.0),))
    third = folder / "third.mov"
    if with_files:
        write_clip(third, 60, codec="libx265")
    recordings = (
        bridge_recording(video, labels=label),
        bridge_recording(folder / "second.npz", (178.0, 178.0)),
        bridge_recording(third, (178.0,)),
    )
    return PageJob(recordings, Tuned(bridge, bridge, bridge.doses["A"]), "tune bridge . --page")
