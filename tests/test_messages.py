"""Texts that can be said in another language, and that no other text is told to people."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogues import entry, write_catalogue

import posecoach
from posecoach.errors import SourceError
from posecoach.feedback.words.language import load_language
from posecoach.messages import Message, counted_message

ROOT = Path(posecoach.__file__).parent
TELLING = {
    "add_column",
    "add_row",
    "analysis_progress",
    "confirm",
    "plain_table",
    "print",
    "report_error",
    "styled",
    "Text",
    *("ChangedFileError", "ExerciseError", "InterruptionError", "ModelError", "OutputError", "PosecoachError"),
    "SourceError",
}
"""Calls whose texts people read."""
LAYOUT = {"justify", "overflow", "style"}
"""What they are given beside their texts."""
FRENCH = (
    entry("{path}: {reason} after {time_s:.1f} s", "{path} : après {time_s:.1f} s, {reason}")
    + entry("the end", "la fin")
    + entry("one", "un", "{count} de suite", several="{count} in a row")
)


def test_a_message_is_said_in_another_language(tmp_path: Path) -> None:
    """With the messages and errors that are put into it, and numbers as the language writes them."""
    write_catalogue(tmp_path / "config" / "languages", "fr", FRENCH)
    french, end = load_language("fr"), Message("the end")
    for reason in (end, SourceError(end)):
        message = Message("{path}: {reason} after {time_s:.1f} s", path=Path("a.b"), reason=reason, time_s=2.5)
        assert message == "a.b: the end after 2.5 s"
        assert french.shown(message) == "a.b : après 2,5 s, la fin"
    rows = [french.shown(counted_message("one", "{count} in a row", count)) for count in (1, 3)]
    assert rows == ["un", "3 de suite"]
    assert french.shown("the end") == "the end"


def test_a_message_gets_to_another_process() -> None:
    """With its template, whatever braces are put into it."""
    message = Message("{path}: fine", path="{clip}.mp4")
    copy = pickle.loads(pickle.dumps(message))  # noqa: S301 - it is our own
    assert (copy, copy.templates, copy.values) == (message, message.templates, message.values)


def untranslated(path: Path) -> Iterator[str]:
    """What a module tells people in texts that are no messages."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and name_of(node.func) in TELLING:
            for argument in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg not in LAYOUT)):
                if any(map(str.isalpha, written(argument))):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: {written(argument)!r}"


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def written(text: ast.expr) -> str:
    """Letters that stand in the code itself, as a text or as part of one."""
    if isinstance(text, ast.JoinedStr):
        return "".join(written(part) for part in text.values)
    if isinstance(text, ast.IfExp):
        return written(text.body) + written(text.orelse)
    # The program is called the same everywhere.
    return text.value.replace("posecoach", "") if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_people_are_told_nothing_that_cannot_be_translated(path: Path) -> None:
    """Whatever is printed, raised or put into a table is a message."""
    assert list(untranslated(path)) == []
