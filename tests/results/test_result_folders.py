from pathlib import Path

import pytest
from movements import saved

from posecoach.analysis import Job, replay_landmarks
from posecoach.exercise.schema import Exercise
from posecoach.results.folders import ResultFolders
from posecoach.testing import Figure, scripted_series


@pytest.fixture
def recordings(tmp_path: Path) -> list[Path]:
    """Two different ones of the same name, but for a file system that takes small letters for large ones."""
    names = ("IMG_1.mp4", "img_1.mov")
    return [
        saved(tmp_path / f"{name}.npz", scripted_series([Figure.supine(125.0 + place)] * 40), name)
        for place, name in enumerate(names)
    ]


def analysed(recordings: list[Path], out: Path, exercise: Exercise) -> list[Path]:
    """The folders that their results are in."""
    job = Job(exercise, "A", exercise.doses["A"], ResultFolders.for_all(out, recordings))
    return [replay_landmarks(path, job).folder for path in recordings]


def test_no_two_recordings_of_a_run_share_a_folder(recordings: list[Path], tmp_path: Path, bridge: Exercise) -> None:
    """Their hashes tell them apart, so that it doesn't matter which comes first, nor what is analysed later."""
    out = tmp_path / "out"
    folders = analysed(recordings, out, bridge)
    assert len({folder.name.lower() for folder in folders}) == 2
    assert analysed(recordings[::-1], tmp_path / "other", bridge) == [
        tmp_path / "other" / folder.name for folder in folders[::-1]
    ]
    assert analysed(recordings[:1], out, bridge) == folders[:1]


@pytest.mark.parametrize("left", [["session.json"], ["landmarks.npz"], ["session.json", "landmarks.npz"]])
def test_no_two_recordings_share_a_folder_later(
    tmp_path: Path, bridge: Exercise, recordings: list[Path], left: list[str]
) -> None:
    """Results of another recording are left alone, also those that don't say whose they are; one's own are replaced."""
    first, second = recordings[0], saved(tmp_path / "b.npz", scripted_series([Figure.supine(150.0)] * 40), "IMG_1.mp4")
    plain = tmp_path / "out" / "IMG_1"
    assert analysed([first], plain.parent, bridge) == analysed([first], plain.parent, bridge) == [plain]
    for name in {"session.json", "landmarks.npz"} - set(left):
        (plain / name).unlink(missing_ok=True)
    for name in left:
        (plain / name).write_bytes(first.read_bytes() if name.endswith("npz") else (plain / name).read_bytes())
    marked = analysed([second], plain.parent, bridge)
    assert marked != [plain]
    assert analysed([second], plain.parent, bridge) == marked
