"""Texts that can be said in another language, and that no other text is told to people."""

import ast
import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest
from catalogues import entry, write_catalogue
from command_line import Run

import posecoach
from posecoach.errors import SourceError
from posecoach.feedback.words.language import load_language
from posecoach.messages import ExerciseText, Message, counted_message, one_of

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
    *(
        "ChangedFileError",
        "ClusterError",
        "ExerciseError",
        "Failure",
        "RemoteFileError",
        "InterruptionError",
        "ModelError",
        "OutputError",
        "PosecoachError",
    ),
    *("SoundError", "SourceError", "FaultEnded", "Judgement", "NotCounted", "Refusal", "ThresholdWords"),
    *("atomic_write", "located", "on_line", "writing"),
}
"""Calls whose texts people read."""
TELLING_ON_THE_PAGE = TELLING | {"button", "label", "notify", "put", "table", "tooltip", "ValueError"}
"""On the tuning page, refusals are ValueErrors."""
LAYOUT = {"justify", "overflow", "position", "style"}
"""What they are given beside their texts."""
DEVELOPERS_ERRORS = {"there are no thresholds without an exercise"}
FRENCH = (
    entry("{path}: {reason} after {time_s:.1f} s", "{path} : après {time_s:.1f} s, {reason}")
    + entry("the end", "la fin")
    + entry("one", "un", "{count} de suite", several="{count} in a row")
    + entry("{before} or {last}", "{before} ou {last}")
    + entry("Bridge", "Pont", context="bridge")
)
PLAN = 'name = "Mine"\n[[exercises]]\nexercise = "bridge"\n'
SPAN = "schreib eine Zahl oder zwei wie in [4, 6], die kleinste und die größte"


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
    assert french.shown(one_of([ExerciseText("bridge", "Bridge"), end])) == "Pont ou la fin"


def test_a_message_gets_to_another_process() -> None:
    """With its template, whatever braces are put into it."""
    message = Message("{path}: fine", path="{clip}.mp4")
    copy, name = pickle.loads(pickle.dumps((message, ExerciseText("bridge", "Hold"))))  # noqa: S301 - it is our own
    assert (copy, copy.templates, copy.values) == (message, message.templates, message.values)
    assert (name, name.exercise_id) == ("Hold", "bridge")


@pytest.mark.parametrize(
    ("arguments", "content", "expected"),
    [
        ("analyse missing.mp4 -e bridge", "", "diese Datei gibt es nicht; prüf den Pfad"),
        ("analyse given -e brigde", "", "Übung 'brigde' ist unbekannt; meintest du bridge?"),
        ("analyse given -e bridge", "no video", "ist keine Videodatei; nenn eine Aufnahme, etwa eine .mp4-,"),
        ("routine given", PLAN + 'reps = "many"', f'Zeile 4: reps = "many": {SPAN}'),
        ("routine given", PLAN + "hold_s = 2,5", "eine Zahl hat hier einen Dezimalpunkt: hold_s = 2.5"),
        ("routine given", PLAN + "rest_s = -1.5", "Zeile 4: rest_s = -1.5; erlaubt: mindestens 0"),
        ("routine given", PLAN + "stage = 3", 'stage = 3; erlaubt: "warm-up", "main" oder "cool-down"'),
        ("routine given", "exercises = []", "name fehlt"),
        ("exercises show bridge --profile -", "", "Profil '-' ist unbekannt; es gibt noch keins"),
    ],
)
def test_wrong_input_is_told_in_german(
    posecoach: Run, tmp_path: Path, arguments: str, content: str, expected: str
) -> None:
    """In the first line, with what is put into it."""
    given = tmp_path / "given.toml"
    given.write_text(content or "empty", encoding="utf-8")
    words = [str(given) if word == "given" else word for word in arguments.split()]
    code, _, told = posecoach("--language", "de", *words)
    assert code == 2
    assert expected in told.splitlines()[0]


def untranslated(path: Path) -> Iterator[str]:
    """What a module tells people in texts that are no messages."""
    telling = TELLING_ON_THE_PAGE if path.parent == ROOT / "tuning" / "page" else TELLING
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and name_of(node.func) in telling:
            for argument in (*node.args, *(keyword.value for keyword in node.keywords if keyword.arg not in LAYOUT)):
                if any(map(str.isalpha, written(argument))) and written(argument) not in DEVELOPERS_ERRORS:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}: {written(argument)!r}"


def name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def written(text: ast.expr) -> str:
    """Letters that stand in the code itself, as a text or as part of one."""
    if isinstance(text, ast.JoinedStr | ast.BoolOp | ast.Dict):
        return "".join(map(written, text.values))
    if isinstance(text, ast.IfExp):
        return written(text.body) + written(text.orelse)
    # The program is called the same everywhere.
    return text.value.replace("posecoach", "") if isinstance(text, ast.Constant) and isinstance(text.value, str) else ""


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_people_are_told_nothing_that_cannot_be_translated(path: Path) -> None:
    """Whatever is printed, raised or put into a table is a message."""
    assert list(untranslated(path)) == []
