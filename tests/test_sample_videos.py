"""The whole way on sample clips: real pictures, the real model, exact ground truth."""

import csv
from pathlib import Path

import numpy as np
import pytest

from posecoach.analysis import Job, Result, analyse_video
from posecoach.capture.video import VideoFile
from posecoach.exercise.library import choose_dose, data_folder, load_exercise
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.results.folders import ResultFolders
from posecoach.results.session import FaultRecord, RepRecord, Session
from sample_videos.truth import Attempt, Truth, load_truth, truth_path

CLIPS = ("bridge_alignment_maria", "bird_dog_leg_level_jonas")


def video_of(clip: str) -> Path:
    return data_folder("sample_videos") / "clips" / f"{clip}.mp4"


def truth_of(clip: str) -> Truth:
    return load_truth(truth_path(video_of(clip)))


@pytest.fixture(scope="module")
def results(pose_model: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Result]:
    """The clips, analysed once."""
    out = tmp_path_factory.mktemp("results")
    return {clip: _analysed(clip, pose_model, out) for clip in CLIPS}


def _analysed(clip: str, model: Path, out: Path) -> Result:
    exercise = load_exercise(truth_of(clip).exercise)
    job = Job(exercise, *choose_dose(exercise, None, {}), ResultFolders(out), annotate=False)
    return analyse_video(
        VideoFile.open(video_of(clip)),
        job,
        lambda: MediaPipeEstimator(model, with_contour=exercise.needs_contour),
        lambda _: None,
    )


def whole(session: Session, truth: Truth) -> list[RepRecord]:
    """The counted repetitions but those that turned back about half of the way, which may be counted or not."""
    return [rep for rep in session.reps if not any(turned_back(rep, attempt) for attempt in truth.attempts)]


def turned_back(found: RepRecord | FaultRecord, attempt: Attempt) -> bool:
    return attempt.start_s < (found.start_s + found.end_s) / 2 < attempt.end_s


@pytest.mark.parametrize("clip", CLIPS)
def test_repetitions_faults_and_holds_are_those_that_are_there(results: dict[str, Result], clip: str) -> None:
    """Each repetition with the leg that was raised, its planted faults and no others, its hold to a third of a second.

    Half repetitions are never good: each is told, as an attempt or as a repetition with the fault that was planted.
    """
    session, truth = results[clip].session, truth_of(clip)
    found = whole(session, truth)
    assert [rep.side and rep.side.value for rep in found] == [rep.side for rep in truth.reps]
    assert [set(rep.faults) for rep in found] == [set(rep.faults) for rep in truth.reps]
    assert [rep.hold_s for rep in found] == pytest.approx([rep.hold_s for rep in truth.reps], abs=0.34)
    for attempt in truth.attempts:
        assert all(not rep.good for rep in session.reps if turned_back(rep, attempt))
        assert {fault.check for fault in session.faults if turned_back(fault, attempt)} >= set(attempt.faults)


@pytest.mark.parametrize("clip", CLIPS)
def test_the_near_hip_angle_is_within_five_degrees(results: dict[str, Result], clip: str) -> None:
    """Median error against the true image-plane angle over all frames, and a person in every frame."""
    truth = truth_of(clip)
    name = f"{truth.near_side}_hip_angle"
    with (results[clip].folder / "frames.csv").open(newline="") as file:
        measured = np.array([float(row[name] or "nan") for row in csv.DictReader(file)])
    assert len(measured) == len(truth.times)
    assert np.nanmedian(np.abs(measured - truth.angle(name))) <= 5.0
    assert results[clip].session.frames_with_pose >= 0.99 * len(truth.times)
