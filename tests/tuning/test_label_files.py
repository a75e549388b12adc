"""Label files beside recordings, and the truth of sample clips."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from posecoach.errors import SourceError
from posecoach.exercise.data_files import data_folder
from posecoach.exercise.library import load_exercise
from posecoach.tuning.label_files import find_labels, label_paths, labels_path, own_labels_path, read_labels
from posecoach.tuning.labels import Labels

CLIPS = data_folder("sample_videos") / "clips"
BRIDGE = load_exercise("bridge")


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A recording's path; nobody reads the recording itself."""
    return tmp_path / "clip.mp4"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """One that isn't there, and a folder of that name."""
    with pytest.raises(SourceError, match=r"none\.csv: can't be read"):
        read_labels(tmp_path / "none.csv", BRIDGE)
    with pytest.raises(SourceError, match="can't be read"):
        read_labels(tmp_path, BRIDGE)


def test_truths_of_all_sample_clips_are_labels() -> None:
    """Every repetition and attempt of the truth file is there, and each planted fault that a check looks for."""
    count = 0
    for path in sorted(CLIPS.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        found = read_labels(path, load_exercise(truth["exercise"]), truth["frames"]["time_s"][-1])
        there = sorted([*truth["reps"], *truth["attempts"]], key=lambda one: one["start_s"])
        told = [(one.start_s, one.end_s, one.side and one.side.value, one.hold_s) for one in found.movements]
        assert told == [(one["start_s"], one["end_s"], one["side"], one.get("hold_s")) for one in there]
        assert [one.counts.value for one in found.movements] == [one.get("counts", "yes") for one in there]
        for mine, theirs in zip(found.movements, there, strict=True):
            assert set(theirs["faults"]) - set(mine.faults) <= {"head_only"}
        assert (found.exercise, found.faults_known) == (truth["exercise"], True)
        count += 1
    assert count > 100


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"exercise": "cobra"}, "labels of cobra, not of bridge"),
        ({"exercise": None}, "exercise"),
        ({"reps": [{"start_s": 1.0}]}, "not a truth file: reps, entry 1, end_s is missing"),
        ({"reps": [{"start_s": -1.0, "end_s": 2.0}]}, "reps.0: begins at -1 s"),
        ({"reps": [{"start_s": 1.0, "end_s": 2.0, "side": "left"}]}, "reps.0: side left, but both sides"),
        ({"attempts": [{"start_s": 3.0, "end_s": 2.0}]}, "attempts.0: ends at 2 s, but begins at 3 s"),
    ],
)
def test_a_wrong_truth_is_refused_by_name(tmp_path: Path, change: dict[str, object], words: str) -> None:
    """One line: the file, the key, and the reason."""
    path = tmp_path / "clip.truth.json"
    path.write_text(json.dumps({"exercise": "bridge", "reps": [], "attempts": []} | change), encoding="utf-8")
    with pytest.raises(SourceError) as caught:
        read_labels(path, BRIDGE)
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff\xfe"])
def test_what_is_no_truth_at_all_is_refused(tmp_path: Path, content: bytes) -> None:
    """Cut off, of another kind, or empty."""
    path = tmp_path / "clip.truth.json"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=re.escape(f"{path}: not a truth file")):
        read_labels(path, BRIDGE)


def test_labels_lie_beside_the_recording(clip: Path) -> None:
    """The program's own go first, then a table, then a truth."""
    assert labels_path(clip) is None
    assert own_labels_path(clip).name == "clip.labels.csv"
    for name in ("clip.truth.json", "clip.csv", "clip.labels.csv"):
        clip.with_name(name).touch()
        assert labels_path(clip) == clip.with_name(name)
    assert [path.name for path in label_paths(clip)] == ["clip.labels.csv", "clip.csv", "clip.truth.json"]


def test_the_program_writes_into_the_table_that_is_there(clip: Path) -> None:
    """A second one would contradict it. A truth is never written over."""
    clip.with_name("clip.truth.json").touch()
    assert own_labels_path(clip).name == "clip.labels.csv"
    clip.with_name("clip.csv").touch()
    assert own_labels_path(clip).name == "clip.csv"


def test_the_table_of_measures_is_no_label_file(tmp_path: Path) -> None:
    """`analyse` writes a frames.csv, whatever the recording is called."""
    (tmp_path / "frames.csv").touch()
    assert labels_path(tmp_path / "frames.mp4") is None


def test_landmarks_of_results_have_their_labels_beside_their_folder(tmp_path: Path) -> None:
    """They are called after it, as the recording was; other landmark files only have their own name."""
    folder = tmp_path / "clip"
    folder.mkdir()
    (tmp_path / "clip.csv").touch()
    assert labels_path(folder / "landmarks.npz") == tmp_path / "clip.csv"
    assert labels_path(folder / "other.npz") is None
    (folder / "landmarks.labels.csv").touch()
    assert labels_path(folder / "landmarks.npz") == folder / "landmarks.labels.csv"


TRUTH = json.dumps({"exercise": "bridge", "reps": [{"start_s": 1.004, "end_s": 4.0, "faults": ["alignment"]}]})


@pytest.mark.parametrize(
    ("table", "agrees"),
    [
        ("start_s,end_s,faults\n1.00,4.00,alignment\n", True),
        ("start_s,end_s\n1.00,4.00\n", True),
        ("start_s,end_s,faults\n1.00,4.00,\n", False),
        ("start_s,end_s\n1.00,4.10\n", False),
        ("start_s,end_s,counts\n1,4,no\n", False),
    ],
)
def test_two_label_files_that_contradict_each_other_are_refused(clip: Path, table: str, agrees: bool) -> None:
    """Both are named, with what to do; where they say the same, the table is taken."""
    clip.with_name("clip.csv").write_text(table, encoding="utf-8")
    clip.with_name("clip.truth.json").write_text(TRUTH, encoding="utf-8")
    if agrees:
        found = find_labels(clip, BRIDGE)
        assert found is not None
        assert found.path.name == "clip.csv"
        return
    with pytest.raises(SourceError, match=r"clip\.csv: contradicts clip\.truth\.json.*remove clip\.truth\.json if"):
        find_labels(clip, BRIDGE)


def test_found_labels_know_their_file(clip: Path) -> None:
    """Its hash goes into the provenance of what is fitted to them."""
    assert find_labels(clip, BRIDGE) is None
    clip.with_name("clip.csv").write_bytes(b"start_s,end_s\n")
    found = find_labels(clip, BRIDGE)
    assert found is not None
    assert found.labels == Labels(None, ())
    assert found.sha256 == hashlib.sha256(b"start_s,end_s\n").hexdigest()
