"""Tables of labels made by the program."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_bridges import THREE

from posecoach.errors import OutputError
from posecoach.exercise.library import load_exercise
from posecoach.pose.landmarks import Side
from posecoach.tuning.label_files import read_labels, write_labels
from posecoach.tuning.labels import Counts, LabelledMovement, Labels

LEFT, RIGHT = Side.LEFT, Side.RIGHT
LEG_STRETCH = load_exercise("leg_stretch")
SHORTEST_MS = 20


@st.composite
def any_labels(draw: st.DrawFn) -> Labels:
    """Labels as the page could make them, of an exercise with sides."""
    times_ms = sorted(draw(st.sets(st.integers(0, 9_000_000), max_size=16)))
    known = draw(st.booleans())
    faults = st.lists(st.sampled_from(["knee_straight", "leg_raised", "hold"]), unique=True, max_size=3 if known else 0)
    sides = st.sampled_from([None, LEFT, RIGHT])
    movements: list[LabelledMovement] = []
    for start_ms, end_ms in zip(times_ms[::2], times_ms[1::2], strict=False):
        if end_ms - start_ms < SHORTEST_MS:
            continue
        start_s, end_s = start_ms / 1000, end_ms / 1000
        hold_s, counts = draw(st.none() | st.floats(0, end_s - start_s)), draw(st.sampled_from(Counts))
        movements.append(LabelledMovement(start_s, end_s, draw(sides), hold_s, tuple(draw(faults)), counts))
    return Labels(draw(st.sampled_from([None, "leg_stretch"])), tuple(movements), known)


@given(labels=any_labels())
def test_what_is_written_is_read_again(tmp_path_factory: pytest.TempPathFactory, labels: Labels) -> None:
    """All of it, times to a hundredth of a second."""
    path = tmp_path_factory.getbasetemp() / "clip.labels.csv"
    write_labels(path, labels)
    found = read_labels(path, LEG_STRETCH)
    assert (found.exercise, found.faults_known) == (labels.exercise, labels.faults_known)
    told = [(one.side, one.faults, one.counts) for one in found.movements]
    assert told == [(one.side, one.faults, one.counts) for one in labels.movements]
    for one, other in zip(found.movements, labels.movements, strict=True):
        assert (one.start_s, one.end_s) == pytest.approx((other.start_s, other.end_s), abs=0.0051)
    holds = [(one.hold_s, other.hold_s) for one, other in zip(found.movements, labels.movements, strict=True)]
    assert [one for one, other in holds if one != pytest.approx(other, abs=0.0051)] == []


def test_written_labels_can_be_read_by_people(tmp_path: Path) -> None:
    """The exercise in a comment, a line for each movement, and no column that says nothing."""
    write_labels(tmp_path / "clip.labels.csv", THREE)
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
    write_labels(path, THREE)
    before = path.read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OutputError, match=re.escape(str(path))):
        write_labels(path, Labels("bridge", ()))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_comments_of_ones_own_are_kept(tmp_path: Path) -> None:
    """Above the movement that they stand above, though that goes on for longer now; at the end if it is gone."""
    path = tmp_path / "clip.labels.csv"
    write_labels(path, THREE)
    text = path.read_text(encoding="utf-8").replace("start_s", "# Filmed by Maria.\nstart_s")
    text = text.replace("10.00,", '"# Did he mean it?",,\n10.00,') + "# End of the tape.\n"
    path.write_text(text, encoding="utf-8")
    first, second, third = THREE.movements
    write_labels(path, Labels("bridge", (first, replace(second, end_s=14.0), third)))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith("#")][2:] == [
        "# Filmed by Maria.",
        "# Did he mean it?",
        "# End of the tape.",
    ]
    assert lines[lines.index("# Did he mean it?") + 1].startswith("10.00,14.00")
    assert lines[lines.index("# Filmed by Maria.") + 1].startswith("start_s")
