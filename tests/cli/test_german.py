"""What is printed in another language than English."""

from io import StringIO
from pathlib import Path

import pytest
from command_line import Run

from posecoach.cli.console import confirm, speak
from posecoach.feedback.words.language import load_language

IN_GERMAN = [
    (
        ["--help"],
        ["Aufruf: ", "[OPTIONEN] BEFEHL", "Optionen", "Befehle", "Diese Hilfe zeigen.", "Kein Medizinprodukt."],
    ),
    (["tune", "--help"], ["{ÜBUNG} {ORDNER}", "[nötig]", "[ohne Angabe: 100]", "dürfen überall stehen"]),
    (["exercises"], ["Kennung", "übliche Dosis", "Diagonaler", "5 x 4-5 s je Seite"]),
    (["exercises", "show", "bridge"], ["So geht es", "Brücke", "A (üblich)", "Wo die Kamera steht", "die Kamera"]),
    (["exercises", "show", "bridge", "--rules"], ["Regeln: Rückenlage, Kamera von der Seite", "gewünscht"]),
    (["routine"], ["Zehn Übungen für zu Hause"]),
    (["routine", "A"], ["Knierollen (Aufwärmen)", "60 s lang", "Pause danach", "5 je Seite"]),
    (["profiles"], ["Noch keine Profile. `posecoach calibrate ÜBUNG"]),
]
WRONG = [
    (["analyse", "-e", "bridge"], "AUFNAHME... fehlt"),
    (["analyse", "a.mp4", "--nope"], "die Option --nope gibt es nicht"),
    (["exercises", "shwo"], "den Befehl shwo gibt es nicht; meintest du show?"),
    (["live", "--dose"], "der Wert von --dose fehlt"),
    (["live", "bridge", "--set", "reps"], "--set reps: schreib einen Namen und eine Zahl, etwa reps=8 oder hold_s=6"),
    (["doctor", "now"], "zu viele Angaben: now; `"),
    (["doctor", "--help=1"], "--help nimmt keinen Wert"),
    (["calibrate", "bridge", "--voice", "loud"], "--voice: 'loud' ist unbekannt; erlaubt: off, sounds, full"),
    (["tune", "bridge", ".", "--trials", "two"], "--trials: nötig ist eine ganze Zahl"),
    (["tune", "bridge", ".", "--trials", "1"], "--trials: nötig ist mindestens 2"),
    (["exercises", "new", "a", "--from", "b", "--between", "1"], "--between braucht 2 Werte"),
    (["exercises", "delete", "lift"], "du hast keine Übung 'lift'; `posecoach exercises new` macht eine"),
]


def told_in_german(
    posecoach: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], way: str
) -> tuple[int, str, str]:
    """With the language named, or as the system speaks."""
    if way == "system":
        monkeypatch.setenv("LANGUAGE", "de")
        return posecoach(*arguments)
    return posecoach("--language", "de", *arguments)


@pytest.mark.parametrize("way", ["named", "system"])
@pytest.mark.parametrize(("arguments", "words"), IN_GERMAN, ids=" ".join)
def test_commands_speak_german(
    posecoach: Run, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: list[str], way: str
) -> None:
    """Headings, cells, names of exercises and help."""
    code, out, _ = told_in_german(posecoach, monkeypatch, arguments, way)
    assert code == 0
    assert [text for text in words if text not in out] == []


@pytest.mark.parametrize(("arguments", "line"), WRONG, ids=lambda value: value if isinstance(value, str) else "")
def test_wrong_arguments_are_one_line_in_german(posecoach: Run, arguments: list[str], line: str) -> None:
    """Whatever is wrong with them."""
    code, out, err = posecoach(*arguments, "-l", "de")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert err.startswith(f"posecoach: {line}")


@pytest.mark.parametrize(
    ("answer", "means"),
    [("j", True), ("JA", True), ("y", True), ("yes", True), ("", False), ("n", False), ("nein", False), ("no", False)],
)
def test_questions_take_answers_in_both_languages(monkeypatch: pytest.MonkeyPatch, answer: str, means: bool) -> None:
    """What is no answer is asked again."""
    asked, answers = list[str](), iter(["vielleicht", answer])

    def prompted(question: str, **_: object) -> str:
        asked.append(question)
        return next(answers)

    monkeypatch.setattr("typer.prompt", prompted)
    speak(load_language("de"))
    assert confirm("Löschen?") is means
    assert asked == ["Löschen? [j/N]"] * 2


def test_a_question_without_an_answer_is_one_line(
    posecoach: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where nobody is there to be asked, nothing is deleted."""
    own = tmp_path / "config" / "exercises" / "lift.toml"
    own.parent.mkdir(parents=True)
    own.touch()
    monkeypatch.setattr("sys.stdin", StringIO())
    code, _, err = posecoach("exercises", "delete", "lift", "-l", "de")
    assert (code, err) == (1, "posecoach: nichts wurde geändert, weil die Frage nicht beantwortet wurde\n")
    assert own.exists()
