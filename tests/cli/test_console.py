import io
import sys
from pathlib import Path

import pytest
from command_line import Run
from rich.console import Group
from rich.padding import Padding
from rich.text import Text

from posecoach.cli.console import allow_any_letters, err, expand_wildcards, out, plain_table, report_error
from posecoach.exercise.data_files import user_folder

HOSTILE = "a\x1b[5m\n\u202e\udcff[/b][red] :skull: b"
SHOWN = r"a\x1b[5m\n\u202e\xff[/b][red] :skull: b"


def test_whatever_is_printed_is_printable(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """As a line, in a heading, a cell, a group and a message; square brackets and colons are no markup."""
    monkeypatch.setenv("COLUMNS", "200")
    table = plain_table(HOSTILE)
    table.add_row(HOSTILE)
    table.add_row(Padding(Group(HOSTILE, Text.assemble((HOSTILE, "bold"))), 0))
    out.print(HOSTILE, Text(HOSTILE))
    out.print(table)
    err.print(HOSTILE, soft_wrap=True)
    report_error(HOSTILE)
    captured = capfd.readouterr()
    assert [line.strip() for line in captured.out.splitlines()] == [f"{SHOWN} {SHOWN}", *[SHOWN] * 4]
    assert captured.err == f"{SHOWN}\nposecoach: {SHOWN}\n"


def test_a_letter_that_a_terminal_lacks_is_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """It doesn't end the command."""
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    allow_any_letters()
    out.print("178°")
    sys.stdout.seek(0)
    assert sys.stdout.read() == "178\\xb0\n"


def test_patterns_of_names_are_expanded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Unless a file is called so, or none matches."""
    monkeypatch.chdir(tmp_path)
    for name in ("clip[1].mp4", "clip1.mp4", "a.mp4"):
        (tmp_path / name).touch()
    given = ["analyse", "?.mp4", "clip[1].mp4", "*.mov", "clip*"]
    assert expand_wildcards(given) == ["analyse", "a.mp4", "clip[1].mp4", "*.mov", "clip1.mp4", "clip[1].mp4"]


@pytest.mark.parametrize("arguments", [["analyse", "x", "-e"], ["model"], ["live", "--voice"], []])
def test_a_wrong_argument_is_told_in_printable_words(posecoach: Run, arguments: list[str]) -> None:
    """Though another part of the program prints that."""
    code, _, err = posecoach(*arguments, "\x1b[5m\u202e", "\x1b[5m")
    assert code == 2
    assert not {"\x1b", "\u202e"} & set(err)


def test_words_of_a_plan_in_brackets_stay(posecoach: Run) -> None:
    """And one that can't be read doesn't keep the others from being listed."""
    folder = user_folder() / "routines"
    folder.mkdir(parents=True)
    tasks = '[[exercises]]\nexercise = "bridge"\nnote = "Lift [slowly] up [/b]"\n'
    (folder / "mine.toml").write_text(f'name = "My [own] plan"\n{tasks}')
    (folder / "a.toml").write_text("name = ")
    assert "Lift [slowly] up [/b]" in posecoach("routine", "mine")[1]
    code, listed, err = posecoach("routine")
    assert code == 2
    assert "My [own] plan" in listed
    assert len(err.splitlines()) == 1
