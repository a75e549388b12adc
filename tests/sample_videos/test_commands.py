"""The command line of the sample videos."""

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from sample_videos import __main__ as commands
from sample_videos.recipes import Recipe, load_recipes

NAME = next(iter(load_recipes()))


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of clips with one truth file, and truths that are cheap."""
    monkeypatch.setattr(commands, "CLIPS", tmp_path)
    monkeypatch.setattr(commands, "truth_of", lambda recipe: recipe)
    monkeypatch.setattr(commands, "truth_text", lambda recipe: f"true {recipe.name}\n")
    return tmp_path


def test_truths_are_written_and_checked(clips: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The check names what differs in a single byte."""
    assert commands.main(["truth", NAME, "--check"]) == 1
    assert commands.main(["truth", NAME]) == 0
    assert commands.main(["truth", NAME, "--check"]) == 0
    path = clips / f"{NAME}.truth.json"
    path.write_bytes(path.read_bytes() + b" ")
    capsys.readouterr()
    assert commands.main(["truth", NAME, "--check"]) == 1
    assert capsys.readouterr().out.startswith(NAME)


def test_rendering_prints_its_own_lines_and_not_the_renderers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Blender writes straight to the process's output."""

    def render_all(recipes: Iterable[Recipe], out: Path, say: Callable[[str], None]) -> None:
        os.write(1, b"Sample 1/6\n")
        say(f"{[recipe.name for recipe in recipes]} to {out.name}")

    monkeypatch.setattr(commands, "render_all", render_all)
    assert commands.main(["render", NAME, "--out", str(tmp_path)]) == 0
    os.write(1, b"after\n")
    assert capfd.readouterr().out == f"['{NAME}'] to {tmp_path.name}\nafter\n"


@pytest.mark.parametrize("arguments", [["render"], ["truth", "nobody"], ["nodes"], []])
def test_mistakes_are_told(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """No clip, or one that doesn't exist."""
    with pytest.raises(SystemExit) as exit_:
        commands.main(arguments)
    assert exit_.value.code == 2
    assert "error" in capsys.readouterr().err
