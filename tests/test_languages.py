"""The language files that come with the program, text by text."""

import re
from pathlib import Path

import pytest
from command_line import Run

from posecoach.data_files import data_folder, read_toml
from posecoach.exercise_files import exercise_paths, load_exercise
from posecoach.feedback.words.language import ENGLISH, LanguageFile, load_language
from posecoach.feedback.words.language_checks import inspect_language, program_texts
from posecoach.feedback.words.phrases import Phrase

TRANSLATED = sorted(path.stem for path in data_folder("languages").glob("*.toml"))
CODES = [ENGLISH.code, *TRANSLATED]
LONGEST_SPOKEN = 40
"""Letters of a cue that is heard in the middle of a movement: about two seconds."""
LONGEST_POSITION = {"en": 90, "de": 100}
"""Letters of a sentence that somebody follows with closed eyes."""


def file_of(code: str) -> LanguageFile:
    return read_toml(data_folder("languages") / f"{code}.toml", LanguageFile)


def braces(text: str) -> set[str]:
    return set(re.findall(r"\{.*?\}", text))


@pytest.mark.parametrize("code", TRANSLATED)
def test_all_that_the_program_says_is_translated(code: str) -> None:
    """And nothing else, which nobody would ever see."""
    given, wanted = set(file_of(code).program), set(program_texts())
    assert sorted(wanted - given) == []
    assert sorted(given - wanted) == []


@pytest.mark.parametrize("exercise_id", exercise_paths())
@pytest.mark.parametrize("code", TRANSLATED)
def test_all_texts_of_an_exercise_are_translated(code: str, exercise_id: str) -> None:
    """And nothing else, such as a cue that has changed since."""
    given, wanted = set(file_of(code).exercises.get(exercise_id, {})), set(load_exercise(exercise_id).texts)
    assert sorted(wanted - given) == []
    assert sorted(given - wanted) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_exercise_is_translated_that_is_not_there(code: str) -> None:
    """Ids are the files' names."""
    assert sorted(set(file_of(code).exercises) - set(exercise_paths())) == []


@pytest.mark.parametrize("code", TRANSLATED)
def test_values_are_put_into_the_same_braces(code: str) -> None:
    """Their names belong to the program."""
    other = {english: text for english, text in file_of(code).program.items() if braces(text) != braces(english)}
    assert other == {}


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("phrase", Phrase)
def test_every_phrase_can_be_filled_in(code: str, phrase: Phrase) -> None:
    """No brace is left over, and the value is in it."""
    names = [name.strip("{}") for name in braces(phrase.value)]
    said = load_language(code).text(phrase, **dict.fromkeys(names, "42"))
    assert braces(said) == set()
    assert said.count("42") >= len(names)


@pytest.mark.parametrize("exercise_id", exercise_paths())
@pytest.mark.parametrize("code", CODES)
def test_what_is_heard_in_a_movement_is_short(code: str, exercise_id: str) -> None:
    """And has no full stop, as in English."""
    language = load_language(code)
    spoken = [language.of_exercise(exercise_id, rule.spoken) for rule in load_exercise(exercise_id).rules]
    assert [text for text in spoken if len(text) > LONGEST_SPOKEN or text.endswith((".", "!"))] == []


@pytest.mark.parametrize("exercise_id", exercise_paths())
@pytest.mark.parametrize("code", CODES)
def test_the_start_position_is_one_short_sentence(code: str, exercise_id: str) -> None:
    """Not the description of the whole movement."""
    exercise = load_exercise(exercise_id)
    assert exercise.position is not None
    sentence = load_language(code).of_exercise(exercise_id, exercise.start_instruction)
    assert len(sentence) <= LONGEST_POSITION[code]
    assert sentence.count(".") == 1
    assert sentence.endswith(".")


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


@pytest.mark.parametrize("code", TRANSLATED)
def test_what_comes_with_the_program_is_fine(posecoach: Run, code: str) -> None:
    """`exercises check` knows a language file when it sees one."""
    path = data_folder("languages") / f"{code}.toml"
    assert posecoach("exercises", "check", path)[:2] == (0, f"{path}: fine\n")


SKETCH = """
name = "Français"
[program]
"Hold" = "Tenez"
"Holdd" = "Tenez"
[exercises.bridge]
"Arms on the floor" = "Bras au sol"
"Arms up" = "Bras en haut"
[exercises.brigde]
"Arms on the floor" = "Bras au sol"
"""


def test_missing_and_unknown_texts_are_warnings(posecoach: Run, tmp_path: Path) -> None:
    """A line each; what is missing stays English, so the file can be used."""
    path = tmp_path / "fr.toml"
    path.write_text(SKETCH, encoding="utf-8")
    code, out, _ = posecoach("exercises", "check", path)
    lines = out.splitlines()
    assert code == 0
    assert all(line.startswith(f"{path}: ") and line.endswith(" (a warning)") for line in lines)
    for words in (
        "program: 'Holdd' is no text of it",
        "program: 'Ready' is missing",
        "exercises.bridge: 'Arms up' is no text of it",
        "exercises.bridge: 'Feet closer to your seat' is missing",
        "exercises.brigde: there is no exercise of this name",
        "exercises.cobra: 'Cobra' is missing",
    ):
        assert f"{path}: {words} (a warning)" in lines
    texts = len(program_texts()) + sum(len(load_exercise(exercise_id).texts) for exercise_id in exercise_paths())
    assert len(lines) == texts - 2 + 3


def test_a_file_over_ours_need_not_be_complete(tmp_path: Path) -> None:
    """What it lacks comes from the program's own file of that language."""
    path = tmp_path / "de.toml"
    path.write_text(SKETCH, encoding="utf-8")
    assert inspect_language(path).lint == (
        f"{path}: program: 'Holdd' is no text of it",
        f"{path}: exercises.brigde: there is no exercise of this name",
        f"{path}: exercises.bridge: 'Arms up' is no text of it",
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "x"\n[program]\n"Hold" = ""\n"Rest" = ""', ["program.Hold = ''", "program.Rest = ''"]),
        ('[program]\n"{count} repetitions" = "Wdh."', ["name is missing", "allowed in braces: exactly {count}"]),
        ('name = "x"\n[exercises.bridge]\n"Arms down" = 3', ["exercises.bridge.Arms down = 3"]),
        ('name = "x"\n[exercises]\nexercise = "bridge"', ["exercises"]),
    ],
)
def test_all_that_is_wrong_is_told(posecoach: Run, tmp_path: Path, text: str, words: list[str]) -> None:
    """A line each; a plan whose exercises are no list stays a plan."""
    path = tmp_path / "xx.toml"
    path.write_text(text, encoding="utf-8")
    code, out, _ = posecoach("exercises", "check", path)
    assert code == 2
    assert len(out.splitlines()) == len(words)
    assert [word for word in words if word not in out] == []
