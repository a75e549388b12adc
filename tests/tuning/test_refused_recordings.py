"""Why a recording of a folder is refused, while the others stay."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from recording_folders import (
    BRIDGE,
    BRIDGE_LINE,
    BRIDGES,
    HEADER,
    HOOK,
    ONE_REP,
    TWO_REPS,
    Landmarker,
    Maker,
    loaded,
    names,
    twice,
)

from posecoach.errors import ModelError, SourceError
from posecoach.exercise.library import load_exercise
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure
from posecoach.tuning.folders import load_folder
from posecoach.tuning.landmark_cache import Progress

HEEL_RAISE_BRIDGE = load_exercise("heel_raise_bridge")
CHILDS_POSES = twice(Figure.kneeling(85.0, 30.0), Figure.kneeling(25.0, 30.0, 165.0))
LOW_BRIDGES = twice(HOOK, Figure.supine(160.0))


def nobody() -> Landmarks:
    return replace(BRIDGES, points=np.full_like(BRIDGES.points, np.nan))


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """A folder to put recordings into."""
    return Maker(tmp_path)


WRONG_LABELS = {
    "broken": ("start_s,end_s\nx,y\n", "clip.csv: line 2: start_s = 'x' is not a number", []),
    "of another exercise": ("# exercise: cobra\n" + ONE_REP, "clip.csv: labels of cobra, not of bridge", []),
    "of a longer one": ("start_s,end_s\n1,2\n400,405\n", "clip.csv: 400 to 405 s: the recording ends at", ["clip.mp4"]),
}


@pytest.mark.parametrize(("labels", "words", "looked_at"), WRONG_LABELS.values(), ids=WRONG_LABELS)
def test_wrong_labels_are_refused_and_the_others_stay(
    make: Maker, labels: str, words: str, looked_at: list[str]
) -> None:
    """By name, with the reason, before anybody looks at the recording if that can be known."""
    clip = make.video("clip.mp4", labels)
    make.video("good.mp4", BRIDGE_LINE + ONE_REP)
    landmarker = Landmarker()
    folder = loaded(make, landmarker)
    assert names(folder.recordings) == ["good.mp4"]
    assert landmarker.looked_at == [*looked_at, "good.mp4"]
    (refusal,) = folder.refused
    assert refusal.path == clip
    assert words in refusal.reason
    assert str(make.folder) in refusal.reason


def test_repetitions_of_nobody_are_refused(make: Maker) -> None:
    """The labels are of another recording; an empty room in which nothing counts is a fine example."""
    make.video("room.mp4", BRIDGE_LINE + ONE_REP)
    make.video("empty.mp4", BRIDGE_LINE + HEADER)
    folder = loaded(make, Landmarker({"room.mp4": nobody(), "empty.mp4": nobody()}))
    assert names(folder.recordings) == ["empty.mp4"]
    assert [one.reason for one in folder.refused] == [
        f"{make.folder / 'room.mp4'}: nobody is in view, but room.csv names repetitions"
    ]


def test_what_the_landmarker_cannot_read_is_refused(make: Maker) -> None:
    """A video that is none stands alone; without a model, nothing can be looked at."""
    make.video("bad.mp4", BRIDGE_LINE + ONE_REP)
    make.video("good.mp4", BRIDGE_LINE + ONE_REP)

    def landmarker(path: Path, progress: Progress) -> Landmarks:
        if path.name == "bad.mp4":
            raise SourceError(f"{path}: no video")
        return Landmarker()(path, progress)

    folder = load_folder(make.folder, BRIDGE, landmarker, lambda _: None)
    assert (names(folder.recordings), [one.reason for one in folder.refused]) == (
        ["good.mp4"],
        [f"{make.folder / 'bad.mp4'}: no video"],
    )

    def without_model(path: Path, progress: Progress) -> Landmarks:
        raise ModelError("no model")

    with pytest.raises(ModelError):
        load_folder(make.folder, BRIDGE, without_model, lambda _: None)


@pytest.mark.parametrize("error", [RuntimeError("1x1 pixels"), MemoryError(), OSError(5, "broken")])
def test_an_unexpected_error_is_one_recordings_line(make: Maker, error: Exception) -> None:
    """The others have nothing to do with it."""
    for name in ("bad.mp4", "good.mp4"):
        make.video(name, BRIDGE_LINE + ONE_REP)

    def landmarker(path: Path, progress: Progress) -> Landmarks:
        if path.stem == "bad":
            raise error
        return Landmarker()(path, progress)

    folder = load_folder(make.folder, BRIDGE, landmarker, lambda _: None)
    assert names(folder.recordings) == ["good.mp4"]
    (refusal,) = folder.refused
    assert refusal.reason.startswith(f"{refusal.path}: unexpected {type(error).__name__}")


def test_the_same_recording_twice_is_refused(make: Maker) -> None:
    """Else what is fitted to one copy would be tested on the other."""
    make.video("a.mp4", BRIDGE_LINE + ONE_REP, content="the same")
    make.video("b.mp4", BRIDGE_LINE + HEADER, content="the same")
    landmarker = Landmarker()
    folder = loaded(make, landmarker)
    assert names(folder.recordings) == ["a.mp4"]
    assert landmarker.looked_at == ["a.mp4"]
    (refusal,) = folder.refused
    assert refusal.reason.startswith(f"{make.folder / 'b.mp4'}: the same recording as {make.folder / 'a.mp4'}")
    make.video("a.mp4", "start_s,end_s\n400,405\n", content="the same")
    assert names(loaded(make).recordings) == ["b.mp4"], "only what is used can't be used again"


def test_a_video_and_its_landmarks_are_the_same_recording(make: Maker) -> None:
    """Although their bytes differ."""
    video = make.video("clip.mp4", BRIDGE_LINE + ONE_REP)
    make.results("clip", Landmarker()(video, lambda _: None))
    folder = loaded(make)
    assert names(folder.recordings) == ["clip.mp4"]
    assert "the same recording as" in folder.refused[0].reason


def test_labels_without_a_recording_are_told(make: Maker) -> None:
    """Somebody has misspelt a name; other tables may be anything."""
    make.results("there")
    for name in ("cilp.labels.csv", "gone.truth.json", "there.labels.csv", "shopping.csv"):
        (make.folder / name).write_text(HEADER, encoding="utf-8")
    assert [one.path.name for one in loaded(make).refused] == ["cilp.labels.csv", "gone.truth.json"]


def test_a_recording_that_shows_another_exercise_is_refused(make: Maker) -> None:
    """Its table names no exercise, and what it shows can't be taken for a bridge."""
    make.video("clip.mp4", TWO_REPS)
    (refusal,) = loaded(make, Landmarker({"clip.mp4": CHILDS_POSES})).refused
    assert refusal.reason.startswith(f"{make.folder / 'clip.mp4'}: shows childs_pose, not bridge")
    assert "`# exercise: bridge` into clip.csv" in refusal.reason


@pytest.mark.parametrize(
    ("labels", "series"),
    [(BRIDGE_LINE + TWO_REPS, CHILDS_POSES), (TWO_REPS, BRIDGES), (HEADER, CHILDS_POSES), (TWO_REPS, LOW_BRIDGES)],
    ids=["whose labels say it is", "that shows it", "in which nothing counts", "of a limited person"],
)
def test_what_may_be_the_exercise_is_taken(make: Maker, labels: str, series: Landmarks) -> None:
    """Whoever labels a recording knows better than the program."""
    make.video("clip.mp4", labels)
    folder = loaded(make, Landmarker({"clip.mp4": series}))
    assert (names(folder.recordings), folder.refused) == (["clip.mp4"], ())


def test_exercises_that_are_alike_are_not_told_apart(make: Maker) -> None:
    """Bridges may be labelled for the bridge with raised heels: the heels are then its fault."""
    make.video("clip.mp4", TWO_REPS)
    folder = load_folder(make.folder, HEEL_RAISE_BRIDGE, Landmarker(), lambda _: None)
    assert (names(folder.recordings), folder.refused) == (["clip.mp4"], ())
