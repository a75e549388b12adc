"""What somebody is asked who types the program's name alone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_line import Run

from posecoach.cli.menu import dragged_path


def answered(*answers: str) -> tuple[int, str]:
    """Exit code and screen of the menu in a terminal in which these lines are typed."""
    ours, theirs = pytest.importorskip("pty").openpty()
    with subprocess.Popen([sys.executable, "-m", "posecoach"], stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        # Ctrl+D at the end, so that no test can wait for ever.
        os.write(ours, "".join(f"{answer}\n" for answer in (*answers, "\x04")).encode())
        screen = b""
        try:
            while piece := os.read(ours, 4096):
                screen += piece
        except OSError:
            # Linux says so when the last process has left the terminal.
            pass
    os.close(ours)
    return process.returncode, screen.decode()


def test_the_menu_asks_for_what_is_missing_and_says_the_command(tmp_path: Path) -> None:
    """A choice within a choice, a file that isn't there, one in quotes; then it comes back, and nothing leaves."""
    plan = tmp_path / "my plan.toml"
    plan.write_text('name = "x"\nexercises = ["bridge"]\n', encoding="utf-8")
    code, screen = answered("9", "5", "2", "nowhere.toml", f"'{plan}'", "1", "brigde", "", "")
    assert code == 0
    for words in (
        "from 1 to 6",
        "no such file",
        f"posecoach exercises check '{plan}'",
        "my plan.toml: fine",
        "bridge?",
    ):
        assert words in screen
    assert screen.count("What would you like to do?") == 3


def test_without_a_terminal_help_is_printed(posecoach: Run) -> None:
    """As for any program that is called by another one."""
    _, out, err = posecoach()
    assert "Usage:" in out + err


@pytest.mark.parametrize("form", ["{}", "'{}'", '"{}"', "& '{}'", "file://{}"])
def test_a_dragged_file_is_found(tmp_path: Path, form: str) -> None:
    """However the terminal writes it."""
    path = tmp_path / "my clip.mp4"
    path.touch()
    assert dragged_path(form.format(path)) == path
    if os.name == "posix":
        assert dragged_path(str(path).replace(" ", "\\ ")) == path
    assert dragged_path("none.mp4") == Path("none.mp4")
