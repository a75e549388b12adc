"""Folders of labelled recordings, and what is refused in them."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from posecoach.data_files import data_folder
from posecoach.errors import ModelError, SourceError
from posecoach.exercise_files import load_exercise
from posecoach.pose.recording import LandmarkRecorder, is_landmarks, load_landmarks
from posecoach.pose.series import PoseSeries
from posecoach.testing import AnyFigure, Figure, between, eased, scripted_series
from posecoach.tuning.folders import Folder, load_folder, load_recording, load_recordings, recordings_in
from posecoach.tuning.labels import LabelledRepetition, Labels
from posecoach.tuning.landmark_cache import Progress, sha256_of
from posecoach.tuning.recording import Recording

CLIPS = data_folder("sample_videos") / "clips"
BRIDGE, HEEL_RAISE_BRIDGE = load_exercise("bridge"), load_exercise("heel_raise_bridge")
HOOK, HEEL_SIT = Figure.supine(), Figure.kneeling(85.0, 30.0)
HEADER, ONE_REP = "start_s,end_s\n", "start_s,end_s\n1.5,6.5\n"
TWO_REPS = f"{ONE_REP}8.5,13.5\n"
BRIDGE_LINE = "# exercise: bridge\n"


def twice(start: AnyFigure, top: AnyFigure) -> PoseSeries:
    """Two repetitions of 5 s with a pause of 2 s between them, the first from 1.5 s on."""
    shares = [*eased(0.0, 1.0, 40), *[1.0] * 70, *eased(1.0, 0.0, 40)]
    one = [between(start, top, share) for share in shares]
    return scripted_series([start] * 45 + one + [start] * 60 + one + [start] * 45, noise_px=0.3)


BRIDGES, CHILDS_POSES = twice(HOOK, Figure.supine(178.0)), twice(HEEL_SIT, Figure.kneeling(25.0, 30.0, 165.0))
LOW_BRIDGES = twice(HOOK, Figure.supine(150.0))


def nobody() -> PoseSeries:
    return replace(BRIDGES, points=np.full_like(BRIDGES.points, np.nan))


@dataclass
class Landmarker:
    """Sees bridges that differ a little from file to file, or what it is told to see in a file of a name."""

    told: dict[str, PoseSeries] = field(default_factory=dict)
    looked_at: list[str] = field(default_factory=list)

    def __call__(self, path: Path, progress: Progress) -> PoseSeries:
        self.looked_at.append(path.name)
        progress(0.5)
        progress(1.0)
        if is_landmarks(path):
            return load_landmarks(path)[1]
        series = self.told.get(path.name, BRIDGES)
        return replace(series, points=series.points + int(sha256_of(path)[:3], 16) / 100)


class Maker:
    """Puts recordings and their labels into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def video(self, name: str, labels: str | None = None, content: str | None = None) -> Path:
        path = self.folder / name
        path.write_text(name if content is None else content, encoding="utf-8")
        if labels is not None:
            path.with_suffix(".csv").write_text(labels, encoding="utf-8")
        return path

    def results(self, name: str, series: PoseSeries = BRIDGES, labels: str | None = None) -> Path:
        """As `analyse` leaves them."""
        folder = self.folder / name
        folder.mkdir()
        with LandmarkRecorder(f"{name}.mp4") as recorder:
            recorder.add(series)
            recorder.save(folder / "landmarks.npz")
        for other in ("annotated.mp4", "frames.csv", "session.json"):
            (folder / other).write_text(other, encoding="utf-8")
        if labels is not None:
            (self.folder / f"{name}.csv").write_text(labels, encoding="utf-8")
        return folder / "landmarks.npz"


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """A folder to put recordings into."""
    return Maker(tmp_path)


def loaded(make: Maker, landmarker: Landmarker | None = None) -> Folder:
    return load_folder(make.folder, BRIDGE, landmarker or Landmarker(), lambda _: None)


def names(recordings: Sequence[Recording]) -> list[str]:
    return [recording.name for recording in recordings]


def test_labelled_recordings_come_by_name(make: Maker) -> None:
    """With landmarks, labels and the hashes of both; those without labels are told apart."""
    for name in ("b.MOV", "a.mp4", "c.webm"):
        make.video(name, BRIDGE_LINE + ONE_REP)
    plain = make.video("plain.mkv")
    folder = loaded(make)
    assert names(folder.recordings) == ["a.mp4", "b.MOV", "c.webm"]
    assert (folder.refused, folder.unlabelled) == ((), (plain,))
    first = folder.recordings[0]
    assert first.labels == Labels("bridge", (LabelledRepetition(1.5, 6.5),))
    assert first.labels_path == make.folder / "a.csv"
    assert (first.sha256, first.labels_sha256) == (sha256_of(first.path), sha256_of(first.labels_path))
    assert len(first.series) == len(BRIDGES)


def test_other_files_are_no_recordings(make: Maker) -> None:
    """Pictures, hidden files, folders that are called like videos, and what `analyse` drew."""
    for name in ("notes.txt", "shot.jpg", "._a.mp4", "annotated.mp4", "table.csv"):
        make.video(name)
    (make.folder / "folder.mp4").mkdir()
    wanted = make.video("a.mp4")
    assert recordings_in(make.folder) == [wanted]


def test_results_of_an_analysis_are_recordings(make: Maker) -> None:
    """Their landmarks stand for the video, and are called after its folder."""
    make.results("clip", labels=BRIDGE_LINE + ONE_REP)
    landmarker = Landmarker()
    folder = loaded(make, landmarker)
    assert names(folder.recordings) == ["clip/landmarks.npz"]
    assert landmarker.looked_at == ["landmarks.npz"]
    assert (folder.refused, folder.unlabelled) == ((), ())


def test_clips_of_other_exercises_are_refused_before_anybody_looks_at_them() -> None:
    """The folder of all sample clips: landmarks are found for the bridges alone."""
    landmarker = Landmarker()
    folder = load_folder(CLIPS, BRIDGE, landmarker, lambda _: None)
    bridges, others = [], {}
    for path in sorted(CLIPS.glob("*.truth.json")):
        exercise = json.loads(path.read_text(encoding="utf-8"))["exercise"]
        clip = path.name.replace(".truth.json", ".mp4")
        if exercise == "bridge":
            bridges.append(clip)
        else:
            others[clip] = f"labels of {exercise}, not of bridge"
    assert landmarker.looked_at == bridges
    reasons = {one.path.name: one.reason for one in folder.refused if one.path.name in others}
    assert list(reasons) == list(others)
    assert [clip for clip, reason in reasons.items() if others[clip] not in reason] == []


WRONG_LABELS = {
    "empty": ("", "clip.csv: the file is empty"),
    "broken": ("start_s,end_s\nx,y\n", "clip.csv: line 2: start_s = 'x' is not a number"),
    "of another exercise": ("# exercise: cobra\nstart_s,end_s\n", "clip.csv: labels of cobra, not of bridge"),
    "of a longer recording": ("start_s,end_s\n1,2\n400,405\n", "clip.csv: 400 to 405 s: the recording ends at"),
}


@pytest.mark.parametrize(("labels", "words"), WRONG_LABELS.values(), ids=WRONG_LABELS)
def test_wrong_labels_are_refused_and_the_others_stay(make: Maker, labels: str, words: str) -> None:
    """By name, with the reason."""
    clip = make.video("clip.mp4", labels)
    make.video("good.mp4", BRIDGE_LINE + ONE_REP)
    folder = loaded(make)
    assert names(folder.recordings) == ["good.mp4"]
    (refusal,) = folder.refused
    assert refusal.path == clip
    assert words in refusal.reason
    assert str(make.folder) in refusal.reason


def test_a_table_that_contradicts_the_truth_is_refused(make: Maker) -> None:
    """Both are named."""
    make.video("clip.mp4", ONE_REP)
    truth = {"exercise": "bridge", "reps": []}
    (make.folder / "clip.truth.json").write_text(json.dumps(truth), encoding="utf-8")
    (refusal,) = loaded(make).refused
    assert "clip.csv: contradicts clip.truth.json" in refusal.reason


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

    def landmarker(path: Path, progress: Progress) -> PoseSeries:
        if path.name == "bad.mp4":
            raise SourceError(f"{path}: no video")
        return Landmarker()(path, progress)

    folder = load_folder(make.folder, BRIDGE, landmarker, lambda _: None)
    assert (names(folder.recordings), [one.reason for one in folder.refused]) == (
        ["good.mp4"],
        [f"{make.folder / 'bad.mp4'}: no video"],
    )

    def without_model(path: Path, progress: Progress) -> PoseSeries:
        raise ModelError("no model")

    with pytest.raises(ModelError):
        load_folder(make.folder, BRIDGE, without_model, lambda _: None)


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


def test_a_video_and_its_landmarks_are_the_same_recording(make: Maker) -> None:
    """Although their bytes differ."""
    video = make.video("clip.mp4", BRIDGE_LINE + ONE_REP)
    make.results("clip", Landmarker()(video, lambda _: None))
    folder = loaded(make)
    assert names(folder.recordings) == ["clip.mp4"]
    assert "the same recording as" in folder.refused[0].reason


def test_a_copy_takes_the_place_of_one_that_was_refused(make: Maker) -> None:
    """Only what is used can't be used again."""
    make.video("a.mp4", "start_s,end_s\n400,405\n", content="the same")
    make.video("b.mp4", BRIDGE_LINE + ONE_REP, content="the same")
    assert names(loaded(make).recordings) == ["b.mp4"]


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
def test_what_may_be_the_exercise_is_taken(make: Maker, labels: str, series: PoseSeries) -> None:
    """Whoever labels a recording knows better than the program."""
    make.video("clip.mp4", labels)
    folder = loaded(make, Landmarker({"clip.mp4": series}))
    assert (names(folder.recordings), folder.refused) == (["clip.mp4"], ())


def test_exercises_that_are_alike_are_not_told_apart(make: Maker) -> None:
    """Bridges may be labelled for the bridge with raised heels: the heels are then its fault."""
    make.video("clip.mp4", TWO_REPS)
    folder = load_folder(make.folder, HEEL_RAISE_BRIDGE, Landmarker(), lambda _: None)
    assert (names(folder.recordings), folder.refused) == (["clip.mp4"], ())


def test_progress_rises_to_the_whole_folder(make: Maker) -> None:
    """Large recordings take a large part of it."""
    make.video("a.mp4", BRIDGE_LINE + ONE_REP, content="x" * 300)
    make.video("b.mp4", BRIDGE_LINE + ONE_REP, content="y" * 100)
    shares: list[float] = []
    load_folder(make.folder, BRIDGE, Landmarker(), shares.append)
    assert shares == pytest.approx([0.375, 0.75, 0.875, 1.0])


@pytest.mark.parametrize(
    ("videos", "words"),
    [
        ({}, "there is no video in it"),
        ({"a.mp4": None, "b.mp4": None}, r"2 recordings have no label file; `posecoach label VIDEO` makes one"),
        ({"a.mp4": "", "b.mp4": None}, r"1 files can't be used, the first because of .*a\.csv: the file is empty"),
    ],
)
def test_a_folder_without_anything_to_use_is_refused(make: Maker, videos: dict[str, str | None], words: str) -> None:
    """With the reason, and what to do."""
    for name, labels in videos.items():
        make.video(name, labels)
    with pytest.raises(SourceError, match=f"no labelled recording of bridge: {words}") as caught:
        load_recordings(make.folder, BRIDGE, Landmarker(), lambda _: None)
    assert str(caught.value).startswith(f"{make.folder}: ")


def test_recordings_that_can_be_used_are_given(make: Maker) -> None:
    """Whatever else is in the folder."""
    make.video("a.mp4", BRIDGE_LINE + ONE_REP)
    make.video("b.mp4", "")
    make.video("c.mp4")
    assert names(load_recordings(make.folder, BRIDGE, Landmarker(), lambda _: None)) == ["a.mp4"]


def test_what_is_no_folder_is_refused(make: Maker) -> None:
    """A file, and nothing at all."""
    for path in (make.video("a.mp4"), make.folder / "none"):
        with pytest.raises(SourceError, match="not a folder that can be read"):
            load_folder(path, BRIDGE, Landmarker(), lambda _: None)


def test_one_recording_needs_no_labels(make: Maker) -> None:
    """Then nothing is labelled in it, and its labels will be of the exercise it is opened for."""
    path = make.video("clip.mp4")
    recording = load_recording(path, BRIDGE, Landmarker(), lambda _: None)
    assert recording.labels == Labels("bridge", ())
    assert (recording.labels_path, recording.labels_sha256) == (None, None)
    make.video("clip.mp4", ONE_REP)
    assert load_recording(path, BRIDGE, Landmarker(), lambda _: None).labels_path == make.folder / "clip.csv"
    make.video("clip.mp4", "")
    with pytest.raises(SourceError, match="the file is empty"):
        load_recording(path, BRIDGE, Landmarker(), lambda _: None)


def test_landmarks_are_looked_for_one_folder_deep(make: Maker) -> None:
    """Those of results; landmarks in the folder itself may be called anything."""
    landmarks = make.results("clip")
    shutil.copy(landmarks, make.folder / "own.npz")
    (make.folder / "clip" / "deeper").mkdir()
    shutil.copy(landmarks, make.folder / "clip" / "deeper" / "landmarks.npz")
    assert recordings_in(make.folder) == [landmarks, make.folder / "own.npz"]
    assert recordings_in(make.folder / "clip") == [make.folder / "clip" / "deeper" / "landmarks.npz", landmarks]
