"""Tables of labels made by hand: what they say, and why they are refused."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_bridges import THREE

from posecoach.errors import SourceError
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side
from posecoach.tuning.label_files import read_labels
from posecoach.tuning.label_table import read_table
from posecoach.tuning.labels import Counts, LabelledMovement, Labels

LEFT, RIGHT = Side.LEFT, Side.RIGHT
REP = LabelledMovement
BRIDGE, BIRD_DOG = load_exercise("bridge"), load_exercise("bird_dog")


def labels_of(path: Path, text: str | bytes, exercise: Exercise = BRIDGE, duration_s: float | None = None) -> Labels:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_labels(path, exercise, duration_s)


PLAIN = """# exercise: bridge
start_s,end_s,faults,counts
1.5,4,,yes
83.5,90,alignment feet_close,
10,12.25,alignment,no
"""
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "latin-1")
HAND_MADE = {
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


@pytest.mark.parametrize(
    ("text", "encoding"), [*((text, "utf-8") for text in HAND_MADE.values()), *((PLAIN, one) for one in ENCODINGS)]
)
def test_a_table_made_by_hand_is_read(tmp_path: Path, text: str, encoding: str) -> None:
    """However an editor or a spreadsheet of another language has saved it, it says the same."""
    found = labels_of(tmp_path / "clip.csv", f"{text}# Übung vom Montag\n".encode(encoding))
    assert {frozenset(one.faults) for one in found.movements} == {frozenset(one.faults) for one in THREE.movements}
    assert [(one.start_s, one.end_s) for one in found.repetitions] == [(1.5, 4.0), (83.5, 90.0)]
    assert [(one.start_s, one.end_s) for one in found.those(Counts.NO)] == [(10.0, 12.25)]
    assert (found.exercise, found.faults_known) == ("bridge", True)


def test_sides_and_holds_are_read_where_they_are_given(tmp_path: Path) -> None:
    """An empty cell says nothing."""
    text = "start_s,end_s,side,hold_s,counts\n1,5,LEFT,2.5,\n6,9,right,,\n10,14,,0:03,\n15,17,left,1,no\n"
    found = labels_of(tmp_path / "clip.csv", text, BIRD_DOG)
    assert found == Labels(
        None, (REP(1, 5, LEFT, 2.5), REP(6, 9, RIGHT), REP(10, 14, None, 3.0), REP(15, 17, LEFT, 1.0, counts=Counts.NO))
    )


@pytest.mark.parametrize(
    ("text", "exercise"),
    [("start_s,end_s\n", None), ("# exercise: bridge\n\nstart_s;end_s;faults\n# none\n", "bridge")],
)
def test_a_header_alone_says_that_nothing_counts(tmp_path: Path, text: str, exercise: str | None) -> None:
    """That is a label as good as any other; without a column of faults nobody looked for them."""
    assert labels_of(tmp_path / "clip.csv", text) == Labels(exercise, (), "faults" in text)


def test_what_may_be_counted_and_short_holds_are_said_so(tmp_path: Path) -> None:
    """What may be counted need not be found; a short hold is no check of any exercise, but every one can have it."""
    found = labels_of(tmp_path / "clip.csv", "start_s,end_s,counts,faults\n1,2,Maybe,\n3,4,yes,hold\n")
    assert found.those(Counts.MAYBE) == (REP(1, 2, counts=Counts.MAYBE),)
    assert found.repetitions == (REP(3, 4, faults=("hold",)),)


WRONG = {
    "empty": ("", "the file is empty; for a recording in which nothing counts, write one line: start_s,end_s"),
    "no header": ("1,2\n3,4\n", "line 1: no header; the first line must name the columns, such as start_s,end_s"),
    "unknown column": (
        "start_s,end_s,mood\n1,2,good\n",
        "line 1: unknown column 'mood'; allowed: start_s, end_s, side",
    ),
    "a column twice": ("start_s,end_s,end_s\n", "line 1: column end_s is there twice"),
    "no end": ("start_s,side\n", "line 1: column end_s is missing; needed: start_s, end_s"),
    "not a number": ("start_s,end_s\nnan,3\n", "line 2: start_s = 'nan' is not a number; allowed: 83.5 or 1:23.5"),
    "as good as endless": (f"start_s,end_s\n1,{'9' * 400}\n", "line 2: end_s = '99999999"),
    "seconds beyond a minute": ("start_s,end_s\n1,2:75\n", "line 2: end_s = '2:75' is not a number"),
    "an empty time": ("start_s,end_s\n1,\n", "line 2: end_s is missing"),
    "a cell without end": (f"start_s,end_s\n1,2\n{'1' * 200_000},2\n", "line 3: not a row of a table: '11111111"),
    "too many values": ("start_s,end_s\n1,5,2,5\n", "line 2: 4 values for 2 columns; with decimal commas, separate by"),
    "end before start": ("start_s,end_s\n5,4\n", "line 2: ends at 4 s, but begins at 5 s"),
    "an attempt within": ("start_s,end_s,counts\n1,9,yes\n2,3,no\n", "line 3: begins at 2 s, before line 2 is over"),
    "unknown fault": (
        "start_s,end_s,faults\n1,2,allignment\n",
        "line 2: unknown fault 'allignment' of bridge; allowed: alignment, arms_down, feet_close, hold",
    ),
    "a side of both": ("start_s,end_s,side\n1,2,left\n", "line 2: side left, but both sides of bridge work together"),
    "no side": ("start_s,end_s,side\n1,2,up\n", "line 2: side = 'up'; allowed: left, right"),
    "neither yes nor no": ("start_s,end_s,counts\n1,2,often\n", "line 2: counts = 'often'; allowed: yes, no, maybe"),
    "a hold longer than all": (
        "start_s,end_s,hold_s\n1,2,3\n",
        "line 2: a hold of 3 s; allowed: 0 to the movement's 1 s",
    ),
    "another exercise": ("# exercise: cobra\nstart_s,end_s\n", "labels of cobra, not of bridge; tune cobra"),
    "two exercises": (
        "# exercise: bridge\n# exercise: cobra\nstart_s,end_s\n",
        "line 2: exercise cobra, but bridge before",
    ),
    "a picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a text file; save the table as CSV"),
    "an escape": ("start_s,end_s\n\x1b[2J,2\n", "line 2: start_s = '\\x1b[2J' is not a number"),
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


def test_all_that_is_wrong_with_a_table_is_told_at_once(tmp_path: Path) -> None:
    """Several cells of a row, several rows, and rows that contradict each other."""
    text = "start_s,end_s,side,faults\n1,soon,up,\n2,6,,allignment\n4,7,,arms\n"
    with pytest.raises(SourceError) as caught:
        labels_of(tmp_path / "clip.csv", text)
    lines = [str(caught.value), *caught.value.more]
    wanted = ("2: end_s = 'soon'", "2: side = 'up'", "3: unknown fault", "4: unknown fault", "4: begins at 4 s, before")
    assert len(lines) == len(wanted)
    for line, words in zip(lines, wanted, strict=True):
        assert line.startswith(f"{tmp_path / 'clip.csv'}: line {words}")


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
