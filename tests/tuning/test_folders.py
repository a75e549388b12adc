"""Which files of a folder are recordings, and what becomes of those that have labels."""

import shutil
from pathlib import Path

import pytest
from recording_folders import BRIDGE, BRIDGE_LINE, BRIDGES, ONE_REP, Landmarker, Maker, loaded, names

from posecoach.errors import SourceError
from posecoach.files import sha256_of
from posecoach.tuning.folders import load_folder, load_recording, recordings_in
from posecoach.tuning.labels import LabelledMovement, Labels


@pytest.fixture
def make(tmp_path: Path) -> Maker:
    """A folder to put recordings into."""
    return Maker(tmp_path)


def test_labelled_recordings_come_by_name(make: Maker) -> None:
    """With landmarks, labels and the hashes of both; those without labels are told apart."""
    for name in ("b.MOV", "a.mp4", "c.webm"):
        make.video(name, BRIDGE_LINE + ONE_REP)
    plain = make.video("plain.mkv")
    folder = loaded(make)
    assert names(folder.recordings) == ["a.mp4", "b.MOV", "c.webm"]
    assert (folder.refused, folder.unlabelled) == ((), (plain,))
    first = folder.recordings[0]
    assert first.labels == Labels("bridge", (LabelledMovement(1.5, 6.5),))
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


def test_progress_rises_to_the_whole_folder(make: Maker) -> None:
    """Large recordings take a large part of it."""
    make.video("a.mp4", BRIDGE_LINE + ONE_REP, content="x" * 300)
    make.video("b.mp4", BRIDGE_LINE + ONE_REP, content="y" * 100)
    shares: list[float] = []
    load_folder(make.folder, BRIDGE, Landmarker(), shares.append)
    assert shares == pytest.approx([0.375, 0.75, 0.875, 1.0])


@pytest.mark.parametrize(
    ("videos", "refused", "unlabelled"),
    [
        ({}, [], []),
        ({"a.mp4": None, "b.mp4": None}, [], ["a.mp4", "b.mp4"]),
        (
            {"a.mp4": "", "b.mp4": None},
            ["a.csv: the file is empty; for a recording in which nothing counts, write one line: start_s,end_s"],
            ["b.mp4"],
        ),
    ],
)
def test_a_folder_without_anything_to_use_says_why(
    make: Maker, videos: dict[str, str | None], refused: list[str], unlabelled: list[str]
) -> None:
    """What can't be used, with its file and the reason, and what has no labels."""
    for name, labels in videos.items():
        make.video(name, labels)
    folder = loaded(make)
    assert folder.recordings == ()
    assert [one.reason for one in folder.refused] == [f"{make.folder}/{reason}" for reason in refused]
    assert [path.name for path in folder.unlabelled] == unlabelled


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
