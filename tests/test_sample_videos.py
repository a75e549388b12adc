"""The whole way on the sample clips: real pictures, the real model, exact ground truth."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from posecoach.analysis import Job, Result, analyse_video
from posecoach.capture.video import VideoFile
from posecoach.exercise_files import choose_dose, data_folder, load_exercise
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator

CLIPS = ("bridge", "bird_dog")


@pytest.fixture(scope="module")
def results(pose_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """Both clips, analysed once."""
    out = tmp_path_factory.mktemp("results")
    return {clip: _analysed(clip, pose_model, out) for clip in CLIPS}


def _analysed(clip: str, model: Path, out: Path) -> Result:
    exercise = load_exercise(clip)
    job = Job(exercise, *choose_dose(exercise, None, {}), out, annotate=False)
    video = VideoFile.open(data_folder("sample_videos") / f"{clip}.mp4")
    return analyse_video(
        video, job, lambda: MediaPipeEstimator(model, with_contour=exercise.needs_contour), lambda _: None
    )


def truth_of(clip: str) -> dict[str, Any]:
    path = data_folder("sample_videos") / f"{clip}.truth.json"
    truth: dict[str, Any] = json.loads(path.read_text())
    return truth


@pytest.mark.parametrize("clip", CLIPS)
def test_repetitions_and_sides_are_exact(results: dict[str, Result], clip: str) -> None:
    """As many repetitions as there are, each with the leg that was raised, and the attempts apart."""
    session, truth = results[clip].session, truth_of(clip)
    assert [rep.side and rep.side.value for rep in session.reps] == [rep["side"] for rep in truth["reps"]]
    assert len(session.attempts) == len(truth["attempts"])


@pytest.mark.parametrize("clip", CLIPS)
def test_planted_faults_are_named_and_no_others(results: dict[str, Result], clip: str) -> None:
    """Every planted fault in its repetition, and no word about the clean ones."""
    found = [(fault.check, fault.rep) for fault in results[clip].session.faults]
    planted = [(fault["check"], fault["rep"]) for fault in truth_of(clip)["faults"]]
    assert sorted(found, key=str) == sorted(planted, key=str)


@pytest.mark.parametrize("clip", CLIPS)
def test_holds_are_timed_to_a_fifth_of_a_second(results: dict[str, Result], clip: str) -> None:
    """The hold of each repetition."""
    for rep, true in zip(results[clip].session.reps, truth_of(clip)["reps"], strict=True):
        assert rep.hold_s == pytest.approx(true["hold_s"], abs=0.2)


@pytest.mark.parametrize("clip", CLIPS)
def test_the_near_hip_angle_is_within_five_degrees(results: dict[str, Result], clip: str) -> None:
    """Median error against the true image-plane angle over all frames, and a person in every frame."""
    truth = truth_of(clip)
    name = f"{truth['near_side']}_hip_angle"
    with (results[clip].folder / "frames.csv").open(newline="") as file:
        measured = np.array([float(row[name] or "nan") for row in csv.DictReader(file)])
    true = np.array([frame["angles"][name] for frame in truth["frames"]])
    assert len(measured) == len(true)
    assert np.nanmedian(np.abs(measured - true)) <= 5.0
    assert results[clip].session.frames_with_pose >= 0.99 * len(true)


@pytest.mark.parametrize("clip", CLIPS)
def test_truth_files_fit_their_clips(clip: str) -> None:
    """Size, frame rate and number of frames are the clip's."""
    truth, info = truth_of(clip), VideoFile.open(data_folder("sample_videos") / f"{clip}.mp4").info
    assert truth["size"] == [info.width, info.height]
    assert truth["fps"] == pytest.approx(info.frame_rate)
    assert len(truth["frames"]) == info.frame_count
