import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from media import write_clip

from posecoach.analysis import Job, Result, analyse_video, replay_landmarks
from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.errors import OutputError, SourceError
from posecoach.exercise.library import choose_dose, load_exercise
from posecoach.pose.estimator import EstimatorFactory, Pose
from posecoach.results.folders import ResultFolders
from posecoach.testing import Figure, FigureEstimator, eased

RATE_HZ = 20
LIFT = [*eased(125, 178, 24), *[178.0] * 50, *eased(178, 125, 24), *[125.0] * 20]
SCRIPT = [*[125.0] * 20, *LIFT, *LIFT, *LIFT]
FILES = {"annotated.mp4", "frames.csv", "landmarks.npz", "session.json"}


def bridging(time_s: float) -> Figure:
    """Three bridges at the same moments, whatever the frame rate."""
    times_s = np.arange(len(SCRIPT)) / RATE_HZ
    return Figure.supine(float(np.interp(time_s, times_s, SCRIPT)))


def estimator() -> FigureEstimator:
    return FigureEstimator(bridging)


@pytest.fixture
def clip(tmp_path: Path) -> VideoFile:
    """A recording as long as the script: more than one segment."""
    path = tmp_path / "my clip.mp4"
    write_clip(path, len(SCRIPT), (160, 120), rate=RATE_HZ)
    return VideoFile.open(path)


def job(out: Path, *, annotate: bool = False, workers: int | None = None) -> Job:
    exercise = load_exercise("bridge")
    return Job(exercise, *choose_dose(exercise, "A", {}), ResultFolders(out), annotate=annotate, workers=workers)


def analysed(clip: VideoFile, job: Job, make: EstimatorFactory = estimator) -> Result:
    return analyse_video(clip, job, make, lambda _: None)


def test_an_analysis_writes_all_its_files(clip: VideoFile, tmp_path: Path) -> None:
    """The folder is named after the recording, and the session is what the script was."""
    result = analysed(clip, job(tmp_path / "out", annotate=True))
    assert result.folder == tmp_path / "out" / "my clip"
    assert {path.name for path in result.folder.iterdir()} == FILES
    session = json.loads((result.folder / "session.json").read_text())
    assert session["rep_count"] == 3
    assert session["source"] == "my clip.mp4"
    assert session["frames"] == session["frames_with_pose"] == len(SCRIPT)
    assert session["duration_s"] == pytest.approx(len(SCRIPT) / RATE_HZ, abs=0.01)
    rows = (result.folder / "frames.csv").read_text().splitlines()
    assert len(rows) == len(SCRIPT) + 1
    assert rows[0].startswith("time_s,phase,side,hip_lift,")


def test_the_annotated_video_shows_every_frame(clip: VideoFile, tmp_path: Path) -> None:
    """As many frames at the same times, with something drawn on them."""
    result = analysed(clip, job(tmp_path / "out", annotate=True))
    before, after = (list(VideoFile.open(path).frames()) for path in (clip.path, result.folder / "annotated.mp4"))
    assert [frame.time_s for frame in after] == pytest.approx([frame.time_s for frame in before], abs=1e-3)
    assert np.abs(after[30].image.astype(int) - before[30].image).mean() > 5


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_are_the_same_bytes_on_any_machine(clip: VideoFile, tmp_path: Path, workers: int) -> None:
    """However many stretches are landmarked at a time, and whether a video is drawn or not."""
    once = analysed(clip, job(tmp_path / "once", annotate=True, workers=1)).folder
    again = analysed(clip, job(tmp_path / "again", workers=workers)).folder
    for name in FILES - {"annotated.mp4"}:
        assert (once / name).read_bytes() == (again / name).read_bytes()


def test_a_replay_gives_the_same_session(clip: VideoFile, tmp_path: Path) -> None:
    """From the landmarks alone, without the model."""
    first = analysed(clip, job(tmp_path / "out")).folder
    second = replay_landmarks(first / "landmarks.npz", job(tmp_path / "replay")).folder
    assert second == tmp_path / "replay" / "my clip"
    for name in ("session.json", "frames.csv"):
        assert (first / name).read_bytes() == (second / name).read_bytes()


def test_progress_adds_up_to_the_whole(clip: VideoFile, tmp_path: Path) -> None:
    """The bar reaches its end."""
    steps: list[float] = []
    analyse_video(clip, job(tmp_path / "out"), estimator, steps.append)
    assert sum(steps) == pytest.approx(clip.info.duration_s, abs=0.2)


def test_nobody_in_view_leaves_nothing_behind(clip: VideoFile, tmp_path: Path) -> None:
    """An empty room is told as such, without a folder of empty files."""
    with pytest.raises(SourceError, match="nobody is in view"):
        analysed(clip, job(tmp_path / "out", annotate=True), lambda: FigureEstimator(lambda _: None))
    assert not (tmp_path / "out").exists()


class Failing:
    """An estimator that breaks midway."""

    def __init__(self) -> None:
        self.times: Iterator[int] = iter(range(40))

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        if next(self.times, None) is None:
            raise RuntimeError("broken")
        return estimator().estimate(image, time_s)

    def close(self) -> None:
        """Nothing to give back."""


def test_an_error_midway_leaves_nothing_behind(clip: VideoFile, tmp_path: Path) -> None:
    """No half-written file, no folder, and no thread that goes on."""
    with pytest.raises(RuntimeError, match="broken"):
        analysed(clip, job(tmp_path / "out", annotate=True), Failing)
    assert not (tmp_path / "out").exists()


def test_an_error_keeps_what_was_there_before(clip: VideoFile, tmp_path: Path) -> None:
    """Earlier results stay as they were."""
    folder = analysed(clip, job(tmp_path / "out")).folder
    before = (folder / "session.json").read_bytes()
    with pytest.raises(RuntimeError):
        analysed(clip, job(tmp_path / "out"), Failing)
    assert (folder / "session.json").read_bytes() == before
    assert {path.name for path in folder.iterdir()} == FILES - {"annotated.mp4"}


def test_a_folder_that_cannot_be_made_is_told(clip: VideoFile, tmp_path: Path) -> None:
    """A file where the folder should be is one clear line."""
    (tmp_path / "out").write_text("in the way")
    with pytest.raises(OutputError, match="choose another folder with --out"):
        analysed(clip, job(tmp_path / "out"))


def test_what_could_not_be_decoded_may_be_why_nobody_is_in_view(tmp_path: Path) -> None:
    """The filming isn't blamed for damage."""
    path = tmp_path / "clip.mp4"
    write_clip(path, 60, (160, 120), rate=RATE_HZ, muxer_options={"movflags": "faststart"})
    content = bytearray(path.read_bytes())
    for place in range(len(content) // 2, len(content) * 2 // 3, 7):
        content[place] ^= 0x5A
    path.write_bytes(content)
    with pytest.raises(SourceError, match=r"nobody is in view where it can be read: .* damaged or missing"):
        analysed(VideoFile.open(path), job(tmp_path / "out"), lambda: FigureEstimator(lambda _: None))


def test_a_cut_recording_is_analysed_as_far_as_it_goes(clip: VideoFile, tmp_path: Path) -> None:
    """What could be read is there, and the result says that it broke off."""
    whole = tmp_path / "whole.mp4"
    write_clip(whole, len(SCRIPT), (160, 120), rate=RATE_HZ, muxer_options={"movflags": "faststart"})
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    result = analysed(VideoFile.open(path), job(tmp_path / "out", annotate=True))
    assert result.cut_off
    assert 0 < result.session.frames < len(SCRIPT)
    assert {path.name for path in result.folder.iterdir()} == FILES
