"""The catalogues that come with the program, text by text."""

import re
from pathlib import Path

import pytest
from catalogues import CODES, TRANSLATED, entry, write_catalogue
from command_line import Run

from posecoach.cli.app import root_command
from posecoach.cli.help import help_texts
from posecoach.exercise.library import exercise_paths, load_exercise
from posecoach.exercise.lint import Findings
from posecoach.feedback.words.language import (
    ENGLISH,
    catalogue_path,
    inspect_language,
    language_codes,
    load_language,
    template,
)
from posecoach.feedback.words.phrases import CountedPhrase, Phrase

LONGEST_SPOKEN = 40
"""Letters of a cue that is heard in the middle of a movement: about two seconds."""
LONGEST_POSITION, LONGEST_TRANSLATED = 90, 100
"""Letters of a sentence that somebody follows with closed eyes."""


def braces(text: str) -> set[str]:
    return set(re.findall(r"\{.*?\}", text))


@pytest.mark.parametrize("code", TRANSLATED)
def test_all_that_the_program_shows_and_says_is_translated(posecoach: Run, code: str) -> None:
    """And nothing else, such as a cue that has changed since; values are put into the same braces."""
    path = catalogue_path(code)
    assert {ENGLISH.code, code} <= set(language_codes())
    assert inspect_language(path, help_texts(root_command())) == Findings()
    assert posecoach("exercises", "check", path)[:2] == (0, f"{path}: fine\n")


@pytest.mark.parametrize("code", CODES)
def test_every_phrase_can_be_filled_in(code: str) -> None:
    """No brace is left over, and the value is in it."""
    for phrase in Phrase:
        names = [name.strip("{}") for name in braces(phrase.value)]
        said = load_language(code).text(phrase, **dict.fromkeys(names, "42"))
        assert braces(said) == set()
        assert said.count("42") >= len(names)


@pytest.mark.parametrize("code", CODES)
def test_every_phrase_with_a_number_can_be_filled_in(code: str) -> None:
    """In each of its forms; only one may be without its number."""
    language = load_language(code)
    for phrase in CountedPhrase:
        for number in (0, 1, 2, 5, 21, 101):
            others = {name.strip("{}"): 7 for name in braces(phrase.value[1]) - {"{count}"}}
            said = language.counted(phrase, number, **others)
            assert braces(said) == set()
            assert number == 1 or str(number) in said


@pytest.mark.parametrize("code", CODES)
def test_what_is_heard_is_short(code: str) -> None:
    """In a movement without a full stop; the start position is one sentence, not the whole description."""
    language = load_language(code)
    for exercise_id in exercise_paths():
        exercise = load_exercise(exercise_id)
        spoken = [language.of_exercise(exercise_id, rule.spoken) for rule in exercise.rules]
        assert [text for text in spoken if len(text) > LONGEST_SPOKEN or text.endswith((".", "!"))] == []
        assert exercise.position is not None
        sentence = language.of_exercise(exercise_id, exercise.start_instruction)
        assert len(sentence) <= (LONGEST_POSITION if code == ENGLISH.code else LONGEST_TRANSLATED)
        assert sentence.index(".") == len(sentence) - 1


@pytest.mark.parametrize("code", TRANSLATED)
def test_two_faults_of_an_exercise_do_not_sound_the_same(code: str) -> None:
    """What English tells apart, the translation does, too."""
    language = load_language(code)
    for exercise_id in exercise_paths():
        for texts in (
            {rule.spoken for rule in load_exercise(exercise_id).rules},
            set(load_exercise(exercise_id).texts),
        ):
            assert len({language.of_exercise(exercise_id, text) for text in texts}) == len(texts)


SKETCH = (
    entry("Hold", "Tenez")
    + entry("Holdd", "Tenez")
    + "#, fuzzy\n"
    + entry("Rest", "Pause")
    + entry("hold one second", "une seconde", "", several="hold {count} seconds")
    + entry("Arms on the floor", "Bras au sol", context="bridge")
    + entry("Arms up", "Bras en haut", context="bridge")
    + entry("Arms on the floor", "Bras au sol", context="brigde")
)


def test_missing_and_unknown_texts_are_warnings(posecoach: Run, tmp_path: Path) -> None:
    """A line each; what is missing stays English, so the catalogue can be used."""
    path = write_catalogue(tmp_path, "fr", SKETCH)
    code, out, _ = posecoach("exercises", "check", path)
    lines = out.splitlines()
    assert code == 0
    assert all(line.startswith(f"{path}: ") and line.endswith(" (a warning)") for line in lines)
    for words in (
        "program: 'Holdd' is no text of it",
        "program: 'Ready' is missing",
        "program: 'Rest' is missing",
        "program: 'hold {count} seconds' is missing",
        "bridge: 'Arms up' is no text of it",
        "bridge: 'Feet closer to your seat' is missing",
        "brigde: there is no exercise of this name",
        "cobra: 'Cobra' is missing",
    ):
        assert f"{path}: {words} (a warning)" in lines
    assert len(lines) == len(template(help_texts(root_command()))) - 2 + 3


def test_a_catalogue_over_ours_need_not_be_complete(tmp_path: Path) -> None:
    """What it lacks comes from the program's own catalogue of that language."""
    path = write_catalogue(tmp_path, "de", SKETCH)
    assert inspect_language(path).lint == (
        f"{path}: program: 'Holdd' is no text of it",
        f"{path}: bridge: 'Arms up' is no text of it",
        f"{path}: brigde: there is no exercise of this name",
    )


@pytest.mark.parametrize("name", ["posecoach.po", "missing.po"])
def test_what_is_no_catalogue_is_told(posecoach: Run, tmp_path: Path, name: str) -> None:
    """In one line."""
    (tmp_path / "posecoach.po").write_text("Hold = Tenez", encoding="utf-8")
    code, out, _ = posecoach("exercises", "check", tmp_path / name)
    assert (code, len(out.splitlines())) == (2, 1)
    assert out.startswith(f"{tmp_path / name}: ")
