"""The public face as a typed program uses it; mypy reads this, nothing runs it."""

from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import NDArray
from typing_extensions import assert_type

import posecoach
from posecoach import Advance, Coach, CoachState, Dose, Exercise, Landmarks, LoadedPlan, Session, events


def analyse_a_recording(clip: Path) -> Session:
    """By names, files and objects."""
    bridge = posecoach.load_exercise("bridge", profile="anna")
    assert_type(bridge, Exercise)
    assert_type(posecoach.load_exercise(Path("bridge.toml")), Exercise)
    assert_type(posecoach.analyse("clip.mp4", "bridge"), Session)
    assert_type(posecoach.exercises(), dict[str, Exercise])
    assert_type(posecoach.plans(), dict[str, LoadedPlan])
    assert_type(posecoach.__version__, str)
    return posecoach.analyse(clip, bridge, dose=Dose(hold_s=(5, 5), reps=(8, 12)), progress=print)


def bring_landmarks(results: list[object], keypoints: NDArray[np.float32], dataset: xr.Dataset) -> Landmarks:
    """From other tools, out of files, and into them."""
    times_s, size = [0.0, 0.04], (1280, 720)
    assert_type(Landmarks.from_mediapipe(results, times_s, size), Landmarks)
    assert_type(Landmarks.from_mediapipe(results[0], 0.0, size), Landmarks)
    assert_type(Landmarks.from_coco17(keypoints, np.array(times_s), size), Landmarks)
    landmarks = Landmarks.from_movement(dataset, size, individual="anna")
    assert_type(landmarks, Landmarks)
    assert_type(landmarks.to_movement(), xr.Dataset)
    assert_type(landmarks[:10].has_pose, NDArray[np.bool_])
    landmarks.save("landmarks.npz", source="clip.mp4")
    return Landmarks.load(Path("landmarks.npz"))


def coach_frame_by_frame(landmarks: Landmarks) -> list[int]:
    """As a live program does."""
    coach, numbers = Coach(posecoach.load_exercise("bridge"), "B", live=True), list[int]()
    advance = coach.advance(landmarks)
    assert_type(advance, Advance)
    assert_type(advance.states, list[CoachState])
    assert_type(coach.state, CoachState | None)
    assert_type(coach.count, int)
    for event in [*advance.events, *coach.finish()]:
        assert_type(event, events.Event)
        if isinstance(event, events.RepetitionCounted):
            numbers.append(event.number)
    return numbers


def read_a_session(landmarks: Landmarks) -> str:
    """As records, a table and text."""
    session = posecoach.coach(landmarks, "bridge", dose="B", source="clip.mp4")
    assert_type(session.rep_count, int)
    assert_type(session.score, float | None)
    assert_type(session.repetitions, list[dict[str, Any]])
    assert_type(session.to_dataframe(), Any)
    return session.to_json()


def report(clip: Path) -> str | None:
    """With one kind of error for all that a user can mend."""
    try:
        analyse_a_recording(clip)
    except posecoach.SourceError as error:
        assert_type(error, posecoach.SourceError)
        return f"film again: {error}"
    except posecoach.PosecoachError as error:
        return str(error)
    return None
