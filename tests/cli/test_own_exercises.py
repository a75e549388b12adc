"""Exercises of one's own: edited, renamed and deleted."""

import shlex
import sys
from pathlib import Path

import pytest
from command_line import Run
from sample_calibrations import ANNA

from posecoach.exercise.calibration_files import user_calibration, write_exercise
from posecoach.exercise.data_files import data_folder
from posecoach.exercise.library import load_exercise, read_exercise

BRIDGE = data_folder("exercises") / "bridge.toml"


@pytest.fixture
def lift(tmp_path: Path) -> Path:
    """A file of one's own, with a comment of one's own."""
    path = tmp_path / "config" / "exercises" / "lift.toml"
    path.parent.mkdir(parents=True)
    text = BRIDGE.read_text(encoding="utf-8").replace('id = "bridge"', 'id = "lift"  # mine')
    path.write_text(text, encoding="utf-8")
    return path


def test_an_exercise_is_renamed_with_all_that_is_in_it(posecoach: Run, lift: Path) -> None:
    """Its id and its file; its name only if one is given. What still speaks of the old one is told."""
    write_exercise(user_calibration("anna"), "lift", ANNA, title="x")
    code, out, _ = posecoach("exercises", "rename", "lift", "Hoch & höher")
    path = lift.with_name("hoch_hoher.toml")
    assert (code, list(lift.parent.iterdir())) == (0, [path])
    assert "anna.toml" in out
    assert "# mine" in path.read_text(encoding="utf-8")
    assert read_exercise(path).name == "Hoch & höher"
    assert posecoach("exercises", "rename", "hoch_hoher", "lift")[0] == 0
    assert load_exercise("lift").name == "Hoch & höher"


def test_an_exercise_is_deleted_after_a_question(posecoach: Run, lift: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose answer is no unless somebody says yes."""
    monkeypatch.setattr("posecoach.cli.own_exercises.confirm", lambda _: False)
    assert posecoach("exercises", "delete", "lift") == (0, "Kept.\n", "")
    assert posecoach("exercises", "delete", "lift", "--yes")[:2] == (0, f"Deleted {lift}.\n")
    assert not lift.exists()
    lift.with_name("bridge.toml").write_text("", encoding="utf-8")
    assert "again the one that comes with the program" in posecoach("exercises", "delete", "bridge", "-y")[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("delete", "bridge", "-y"), "bridge comes with the program and stays as it is; for one of your own, copy"),
        (("edit", "lifd"), "you have no exercise 'lifd'; did you mean lift?"),
        (("rename", "lift", "bridge"), "there is such an exercise already"),
        (("rename", "lift", "???"), "begins with a letter"),
    ],
)
@pytest.mark.usefixtures("lift")
def test_what_comes_with_the_program_stays(posecoach: Run, arguments: tuple[str, ...], words: str) -> None:
    """One line, and nothing is changed."""
    code, _, err = posecoach("exercises", *arguments)
    assert (code, len(err.splitlines())) == (2, 1)
    assert words in err


def test_what_was_edited_is_checked(posecoach: Run, lift: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the editor that the variable names; an editor that isn't there is told."""
    script = (
        "import pathlib, sys; p = pathlib.Path(sys.argv[1]); p.write_text(p.read_text().replace('supine', 'lying'))"
    )
    monkeypatch.setenv("VISUAL", shlex.join([sys.executable, "-c", script]))
    code, out, _ = posecoach("exercises", "edit", "lift")
    assert code == 2
    assert f'{lift}: line 4: posture = "lying"; allowed: "supine", ' in out
    monkeypatch.setenv("VISUAL", "no-such-editor")
    code, _, err = posecoach("exercises", "edit", "lift")
    assert code == 2
    assert "name one with the variable EDITOR" in err
