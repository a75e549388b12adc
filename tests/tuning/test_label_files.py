"""Label files: made by hand, made by the program, and the truth of sample clips."""

import hashlib
import json
import re
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.coaching.exercise import Exercise
from posecoach.data_files import data_folder
from posecoach.errors import OutputError, SourceError
from posecoach.exercise_files import load_exercise
from posecoach.pose.landmarks import Side
from posecoach.tuning.label_csv import read_table
from posecoach.tuning.label_files import (
    find_labels,
    label_paths,
    labels_path,
    own_labels_path,
    read_labels,
    write_labels,
)
from posecoach.tuning.labels import LabelledAttempt, LabelledRepetition, Labels

LEFT, RIGHT = Side.LEFT, Side.RIGHT
CLIPS = data_folder("sample_videos") / "clips"
REP = LabelledRepetition
SHORTEST_MS = 20
BRIDGE, BIRD_DOG, LEG_STRETCH = (load_exercise(name) for name in ("bridge", "bird_dog", "leg_stretch"))


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """A recording's path; nobody reads the recording itself."""
    return tmp_path / "clip.mp4"


def labels_of(path: Path, text: str | bytes, exercise: Exercise = BRIDGE, duration_s: float | None = None) -> Labels:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_labels(path, exercise, duration_s)


FOUR = Labels(
    "bridge",
    (REP(1.5, 4.0), REP(83.5, 90.0, faults=("alignment", "feet_close"))),
    (LabelledAttempt(10.0, 12.25, faults=("alignment",)),),
    faults_known=True,
)
HAND_MADE = {
    "plain": (
        "# exercise: bridge\nstart_s,end_s,faults,counts\n1.5,4,,yes\n83.5,90,alignment feet_close,\n"
        "10,12.25,alignment,no\n"
    ),
    "german Excel": (
        "# exercise: bridge;;;\r\nStart_s;End_s;Faults;Counts\r\n1,5;4;;yes\r\n"
        "01:23,5;1:30;alignment feet_close;\r\n10;12,25;alignment;no\r\n;;;\r\n"
    ),
    "a named separator": (
        "sep=;\n# Exercise = Bridge\nSTART_S;END_S;COUNTS;FAULTS\n1,5;4;YES;\n0:01:23,5;90;y;feet_close alignment\n"
        "10;12,25;0;alignment\n"
    ),
    "quoted": (
        '"# exercise: bridge"\n"start_s","end_s","faults","counts"\n"1,5","4","","true"\n'
        '"83,5 s","90s","alignment; feet_close","1"\n"10","12,25","alignment","No"\n'
    ),
    "tabs": (
        "# exercise: bridge\nstart_s\tend_s\tcounts\tfaults\n1.5\t4.0\tyes\n83.5\t90\t\talignment,feet_close\n"
        "10\t12.25\tno\talignment\n"
    ),
    "columns in another order, spaces, comments and blank lines": (
        "# made on Monday\n\n# exercise: bridge\ncounts , faults , end s , start s\n\n  , , 4 , 1.5\n# the worst one\n"
        ", ALIGNMENT alignment feet_close , 1:30 , 1:23.5\nn, alignment, 12.25, 10\n\n"
    ),
}


@pytest.mark.parametrize("text", HAND_MADE.values(), ids=HAND_MADE)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_table_made_by_hand_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    """However an editor or a spreadsheet of another language has saved it, it says the same."""
    found = labels_of(tmp_path / "clip.csv", f"{text}# Übung vom Montag\n".encode(encoding))
    assert {frozenset(one.faults) for one in found.movements} == {frozenset(one.faults) for one in FOUR.movements}
    assert [(one.start_s, one.end_s) for one in found.repetitions] == [(1.5, 4.0), (83.5, 90.0)]
    assert [(one.start_s, one.end_s) for one in found.attempts] == [(10.0, 12.25)]
    assert (found.exercise, found.faults_known) == ("bridge", True)


def test_sides_and_holds_are_read_where_they_are_given(tmp_path: Path) -> None:
    """An empty cell says nothing, and an attempt has no hold."""
    text = "start_s,end_s,side,hold_s,counts\n1,5,LEFT,2.5,\n6,9,right,,\n10,14,,0:03,\n15,17,left,1,no\n"
    found = labels_of(tmp_path / "clip.csv", text, BIRD_DOG)
    assert found == Labels(
        None,
        (REP(1, 5, LEFT, 2.5), REP(6, 9, RIGHT), REP(10, 14, None, 3.0)),
        (LabelledAttempt(15, 17, LEFT),),
    )
    assert [one.start_s for one in found.movements] == [1, 6, 10, 15]


@pytest.mark.parametrize(
    ("text", "exercise"),
    [("start_s,end_s\n", None), ("# exercise: bridge\n\nstart_s;end_s;faults\n# none\n", "bridge")],
)
def test_a_header_alone_says_that_nothing_counts(tmp_path: Path, text: str, exercise: str | None) -> None:
    """That is a label as good as any other."""
    assert labels_of(tmp_path / "clip.csv", text) == Labels(exercise, (), (), "faults" in text)


def test_without_a_column_of_faults_nobody_looked_for_them(tmp_path: Path) -> None:
    """Then repetitions without faults say nothing of faults."""
    assert not labels_of(tmp_path / "clip.csv", "start_s,end_s\n1,2\n").faults_known
    assert labels_of(tmp_path / "clip.csv", "start_s,end_s,faults\n1,2,\n").faults_known


def test_a_hold_that_was_too_short_is_a_fault(tmp_path: Path) -> None:
    """It is no check of any exercise, but every one can have it."""
    found = labels_of(tmp_path / "clip.csv", "start_s,end_s,faults\n1,2,hold\n")
    assert found.repetitions == (REP(1, 2, faults=("hold",)),)


WRONG = {
    "empty": ("", "the file is empty; for a recording in which nothing counts, write one line: start_s,end_s"),
    "only comments": ("# exercise: bridge\n\n", "no header"),
    "no header": ("1,2\n3,4\n", "line 1: no header; the first line must name the columns, such as start_s,end_s"),
    "no header below a comment": ("# hello\n1;2\n", "line 2: no header"),
    "unknown column": (
        "start_s,end_s,mood\n1,2,good\n",
        "line 1: unknown column 'mood'; allowed: start_s, end_s, side",
    ),
    "a column twice": ("start_s,end_s,end_s\n", "line 1: column end_s is there twice"),
    "no end": ("start_s,side\n", "line 1: column end_s is missing; needed: start_s, end_s"),
    "words": ("start_s,end_s\n1,2\none,3\n", "line 3: start_s = 'one' is not a number; allowed: 83.5 or 1:23.5"),
    "not a number": ("start_s,end_s\nnan,3\n", "line 2: start_s = 'nan' is not a number"),
    "endless": ("start_s,end_s\n1,inf\n", "line 2: end_s = 'inf' is not a number"),
    "as good as endless": (f"start_s,end_s\n1,{'9' * 400}\n", "line 2: end_s = '99999999"),
    "seconds beyond a minute": ("start_s,end_s\n1,2:75\n", "line 2: end_s = '2:75' is not a number"),
    "before the beginning": ("start_s,end_s\n-1,2\n", "line 2: start_s = '-1' is not a number"),
    "an empty time": ("start_s,end_s\n1,\n", "line 2: end_s is missing"),
    "a cell without end": (f"start_s,end_s\n1,2\n{'1' * 200_000},2\n", "line 3: not a row of a table: '11111111"),
    "too many values": ("start_s,end_s\n1,5,2,5\n", "line 2: 4 values for 2 columns; with decimal commas, separate by"),
    "end before start": ("start_s,end_s\n5,4\n", "line 2: ends at 4 s, but begins at 5 s"),
    "no time at all": ("start_s,end_s\n5,5\n", "line 2: ends at 5 s, but begins at 5 s"),
    "overlapping": ("start_s,end_s\n4,6\n1,4.5\n", "line 2: begins at 4 s, before line 3 is over at 4.5 s"),
    "an attempt within": ("start_s,end_s,counts\n1,9,yes\n2,3,no\n", "line 3: begins at 2 s, before line 2 is over"),
    "unknown fault": (
        "start_s,end_s,faults\n1,2,allignment\n",
        "line 2: unknown fault 'allignment' of bridge; allowed: alignment, arms_down, feet_close, hold",
    ),
    "a side of both": ("start_s,end_s,side\n1,2,left\n", "line 2: side left, but both sides of bridge work together"),
    "no side": ("start_s,end_s,side\n1,2,up\n", "line 2: side = 'up'; allowed: left, right"),
    "neither yes nor no": ("start_s,end_s,counts\n1,2,maybe\n", "line 2: counts = 'maybe'; allowed: yes, no"),
    "a hold longer than all": (
        "start_s,end_s,hold_s\n1,2,3\n",
        "line 2: a hold of 3 s; allowed: 0 to the repetition's 1 s",
    ),
    "another exercise": ("# exercise: cobra\nstart_s,end_s\n", "labels of cobra, not of bridge; tune cobra"),
    "two exercises": (
        "# exercise: bridge\n# exercise: cobra\nstart_s,end_s\n",
        "line 2: exercise cobra, but bridge before",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file; save the table as CSV"),
    "noise": (bytes(range(1, 256)), "no header"),
    "an escape": ("start_s,end_s\n\x1b[2J,2\n", "line 2: start_s = '?[2J' is not a number"),
    "beyond the end": ("start_s,end_s\n1,2\n58,62.5\n", "58 to 62.5 s: the recording ends at 60.0 s"),
}


@pytest.mark.parametrize(("text", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_table_is_refused_by_name(tmp_path: Path, text: str | bytes, words: str) -> None:
    """One line: the file, the line in it, and the reason."""
    path = tmp_path / "clip.csv"
    with pytest.raises(SourceError) as caught:
        labels_of(path, text, duration_s=60.0)
    assert str(caught.value).startswith(f"{path}: ")
    assert words in str(caught.value)
    assert str(caught.value).isprintable()


@given(st.binary(max_size=60) | st.text("start_s,end_s;\n\t#\"'0123.:-=xX\0\r", max_size=80).map(str.encode))
def test_no_file_makes_it_stumble(content: bytes) -> None:
    """Whatever is in it: rows, or a refusal on one line."""
    with suppress(SourceError):
        read_table(content)
        return
    with pytest.raises(SourceError) as caught:
        read_table(content)
    assert str(caught.value).isprintable()


def test_a_last_time_that_was_rounded_up_is_no_mistake(tmp_path: Path) -> None:
    """Whole seconds by hand may end a little after the recording."""
    assert labels_of(tmp_path / "clip.csv", "start_s,end_s\n55,61\n", duration_s=60.2).repetitions == (REP(55, 61),)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """One that isn't there, and a folder of that name."""
    with pytest.raises(SourceError, match=r"none\.csv: can't be read"):
        read_labels(tmp_path / "none.csv", BRIDGE)
    with pytest.raises(SourceError, match="can't be read"):
        read_labels(tmp_path, BRIDGE)


def test_truths_of_all_sample_clips_are_labels() -> None:
    """Every repetition, attempt and planted fault of the truth file is there."""
    count = 0
    for path in sorted(CLIPS.glob("*.truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        found = read_labels(path, load_exercise(truth["exercise"]), truth["frames"]["time_s"][-1])
        for mine, theirs in ((found.repetitions, truth["reps"]), (found.attempts, truth["attempts"])):
            told = [(one.start_s, one.end_s, one.side and one.side.value, list(one.faults)) for one in mine]
            assert told == [(one["start_s"], one["end_s"], one["side"], one["faults"]) for one in theirs]
        assert [rep.hold_s for rep in found.repetitions] == [rep["hold_s"] for rep in truth["reps"]]
        assert (found.exercise, found.faults_known) == (truth["exercise"], True)
        count += 1
    assert count > 100


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"exercise": "cobra"}, "labels of cobra, not of bridge"),
        ({"exercise": "\x1b"}, "exercise"),
        ({"exercise": None}, "exercise"),
        ({"reps": "none"}, "not a truth file: reps"),
        ({"reps": [{"start_s": 1.0}]}, "not a truth file: reps.0.end_s is missing"),
        ({"reps": [{"start_s": -1.0, "end_s": 2.0}]}, "reps.0: begins at -1 s"),
        ({"reps": [{"start_s": 1.0, "end_s": 2.0, "faults": ["none"]}]}, "reps.0: unknown fault 'none'"),
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


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe", b'{"exercise": "bridge", "reps": [{"start_s": NaN}]}']
)
def test_what_is_no_truth_at_all_is_refused(tmp_path: Path, content: bytes) -> None:
    """Cut off, of another kind, or empty."""
    path = tmp_path / "clip.truth.json"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=re.escape(f"{path}: not a truth file")):
        read_labels(path, BRIDGE)


@st.composite
def any_labels(draw: st.DrawFn) -> Labels:
    """Labels as the page could make them, of an exercise with sides."""
    times_ms = sorted(draw(st.sets(st.integers(0, 9_000_000), max_size=16)))
    known = draw(st.booleans())
    faults = st.lists(st.sampled_from(["knee_straight", "leg_raised", "hold"]), unique=True, max_size=3 if known else 0)
    sides = st.sampled_from([None, LEFT, RIGHT])
    repetitions: list[LabelledRepetition] = []
    attempts: list[LabelledAttempt] = []
    for start_ms, end_ms in zip(times_ms[::2], times_ms[1::2], strict=False):
        if end_ms - start_ms < SHORTEST_MS:
            continue
        span = (start_ms / 1000, end_ms / 1000)
        if draw(st.booleans()):
            attempts.append(LabelledAttempt(*span, draw(sides), tuple(draw(faults))))
        else:
            hold_s = draw(st.none() | st.floats(0, span[1] - span[0]))
            repetitions.append(REP(*span, draw(sides), hold_s, tuple(draw(faults))))
    return Labels(draw(st.sampled_from([None, "leg_stretch"])), tuple(repetitions), tuple(attempts), known)


@given(labels=any_labels())
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, labels: Labels) -> None:
    """All of it, times to a hundredth of a second."""
    path = tmp_path_factory.getbasetemp() / "clip.labels.csv"
    write_labels(path, labels)
    found = read_labels(path, LEG_STRETCH)
    assert (found.exercise, found.faults_known) == (labels.exercise, labels.faults_known)
    assert [(one.side, one.faults) for one in found.repetitions] == [
        (one.side, one.faults) for one in labels.repetitions
    ]
    assert [(one.side, one.faults) for one in found.attempts] == [(one.side, one.faults) for one in labels.attempts]
    for one, other in zip(found.movements, labels.movements, strict=True):
        assert (one.start_s, one.end_s) == pytest.approx((other.start_s, other.end_s), abs=0.0051)
    holds = [(one.hold_s, other.hold_s) for one, other in zip(found.repetitions, labels.repetitions, strict=True)]
    assert [one for one, other in holds if one != pytest.approx(other, abs=0.0051)] == []


def test_written_labels_can_be_read_by_people(tmp_path: Path) -> None:
    """The exercise in a comment, a line for each movement, and no column that says nothing."""
    write_labels(tmp_path / "clip.labels.csv", FOUR)
    lines = (tmp_path / "clip.labels.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# exercise: bridge"
    assert lines[2:] == [
        "start_s,end_s,faults,counts",
        "1.50,4.00,,yes",
        "10.00,12.25,alignment,no",
        "83.50,90.00,alignment feet_close,yes",
    ]
    write_labels(tmp_path / "clip.labels.csv", Labels(None, ()))
    assert (tmp_path / "clip.labels.csv").read_text(encoding="utf-8").splitlines()[-1] == "start_s,end_s"


def test_labels_that_cannot_be_written_leave_the_old_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is there whole or as it was, and nothing else is left."""
    path = tmp_path / "clip.labels.csv"
    write_labels(path, FOUR)
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match=re.escape(str(path))):
        write_labels(path, Labels("bridge", ()))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


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
        ("start_s,end_s\n", False),
        ("start_s,end_s,counts\n1,4,no\n", False),
        ("start_s,end_s\n1,4\n5,6\n", False),
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
