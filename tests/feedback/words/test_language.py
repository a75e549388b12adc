from pathlib import Path

import pytest

from posecoach.counting.hints import Hint
from posecoach.errors import ExerciseError
from posecoach.feedback.words.language import ENGLISH, Language, language_codes, load_language
from posecoach.feedback.words.phrases import Phrase


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own language files."""
    monkeypatch.setenv("POSECOACH_CONFIG_DIR", str(tmp_path))
    (tmp_path / "languages").mkdir()
    return tmp_path / "languages"


SOME = Language(
    "xx",
    program={"Hold": "Tenez", "{count} of {target} seconds": "de {target} s, {count}", "Further": "Plus loin"},
    exercises={"bridge": {"Hold": "Reste en haut", "Arms {down}": "Bras {en bas}"}},
)


def test_english_says_what_the_program_says() -> None:
    """With the values put into the braces."""
    assert ENGLISH.text(Phrase.HOLD) == "Hold"
    assert ENGLISH.text(Phrase.NEXT, exercise="Bridge") == "Next: Bridge"
    assert ENGLISH.of_exercise("bridge", "Arms {down}") == "Arms {down}"


def test_a_text_is_translated_and_what_lacks_stays_english() -> None:
    """Values go where the translation wants them."""
    assert SOME.text(Phrase.HOLD) == "Tenez"
    assert SOME.text(Phrase.DONE_TIME, count=12, target=30) == "de 30 s, 12"
    assert SOME.text(Hint.NOBODY) == "Nobody is in view: step into the picture."


@pytest.mark.parametrize(
    ("exercise", "english", "expected"),
    [
        ("bridge", "Hold", "Reste en haut"),
        ("cobra", "Hold", "Tenez"),
        ("bridge", "Further", "Plus loin"),
        ("bridge", "Arms {down}", "Bras {en bas}"),
        ("cobra", "Arms {down}", "Arms {down}"),
    ],
)
def test_an_exercises_own_words_come_first(exercise: str, english: str, expected: str) -> None:
    """Then the program's, then English; braces mean nothing there."""
    assert SOME.of_exercise(exercise, english) == expected


def test_a_plans_note_is_no_template() -> None:
    """Whatever a physiotherapist writes is said as it stands."""
    assert SOME.of_plan("Only {so} far") == "Only {so} far"
    assert SOME.of_plan("Further") == "Plus loin"


@pytest.mark.parametrize("code", ["fr", "DE", "../languages/de", ""])
def test_an_unknown_language_is_refused_with_those_there_are(code: str) -> None:
    """Codes are names of files, in small letters, and no paths."""
    with pytest.raises(ExerciseError) as caught:
        load_language(code)
    assert str(caught.value) == f"unknown language {code!r}; allowed: de, en"


def test_english_needs_no_file() -> None:
    """German comes with the program."""
    assert load_language("en") == ENGLISH
    assert language_codes() == ["de", "en"]


def test_a_users_own_language_is_added(own_folder: Path) -> None:
    """By the name of its file."""
    (own_folder / "fr.toml").write_text('name = "Français"\n[program]\n"Hold" = "Tenez"\n', encoding="utf-8")
    assert language_codes() == ["de", "en", "fr"]
    french = load_language("fr")
    assert (french.code, french.text("Hold"), french.text("Ready")) == ("fr", "Tenez", "Ready")


def test_a_users_own_file_changes_single_texts(own_folder: Path) -> None:
    """All others stay as they come with the program; exercises of one's own are translated there, too."""
    ours = load_language("de")
    (own_folder / "de.toml").write_text(
        'name = "Deutsch"\n[program]\n"Hold" = "Bleib so"\n'
        '[exercises.bridge]\n"Arms down" = "Arme runter"\n[exercises.mine]\n"Lift" = "Heben"\n',
        encoding="utf-8",
    )
    mine = load_language("de")
    assert mine.program == {**ours.program, "Hold": "Bleib so"}
    assert mine.exercises["bridge"] == {**ours.exercises["bridge"], "Arms down": "Arme runter"}
    assert mine.of_exercise("mine", "Lift") == "Heben"
    assert mine.exercises["cobra"] == ours.exercises["cobra"]


def test_even_english_can_be_said_otherwise(own_folder: Path) -> None:
    """With a file of one's own."""
    (own_folder / "en.toml").write_text('name = "English"\n[program]\n"Hold" = "Stay"\n', encoding="utf-8")
    assert load_language("en").text(Phrase.HOLD) == "Stay"
    assert language_codes() == ["de", "en"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "x"\n[program]\n"Hold" = ""', ["program.Hold = ''", "at least 1 character"]),
        ('name = "x"\n[program]\n"Hold" = 5', ["program.Hold = 5", "valid string"]),
        ('name = "x"\n[exercises]\nbridge = "Brücke"', ["exercises.bridge = 'Brücke'", "valid dictionary"]),
        ('name = "x"\n[exercises.bridge]\n"Arms down" = ""', ["exercises.bridge.Arms down = ''"]),
        ('name = "x"\n[programm]\n"Hold" = "x"', ["programm", "not permitted"]),
        ('[program]\n"Hold" = "x"', ["name is missing"]),
        ("name = x", ["not a TOML file"]),
        (
            'name = "x"\n[program]\n"{count} repetitions" = "{zahl} Mal"',
            ["program: '{count} repetitions' = '{zahl} Mal'", "exactly {count}"],
        ),
        (
            'name = "x"\n[program]\n"{count} of {target} seconds" = "{count} s"',
            ["'{count} s'", "exactly {count} {target}"],
        ),
        ('name = "x"\n[program]\n"{seconds} s" = "{seconds:x} s"', ["'{seconds:x} s'", "exactly {seconds}"]),
        ('name = "x"\n[program]\n"{seconds} s" = "{seconds!r} s"', ["'{seconds!r} s'", "exactly {seconds}"]),
        ('name = "x"\n[program]\n"Hold" = "Halt {"', ["'Hold' = 'Halt {'", "none"]),
    ],
)
def test_a_wrong_file_is_refused_with_key_and_value(own_folder: Path, text: str, words: list[str]) -> None:
    """One line that begins with the file, and says what is allowed."""
    path = own_folder / "de.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        load_language("de")
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert [word for word in words if word not in str(caught.value)] == []


def test_a_translation_may_say_a_value_twice_and_in_another_order(own_folder: Path) -> None:
    """Only what stands in the braces must be the same."""
    (own_folder / "fr.toml").write_text(
        'name = "x"\n[program]\n"{count} of {target} seconds" = "{target}, {count}, {target}"', encoding="utf-8"
    )
    assert load_language("fr").text(Phrase.DONE_TIME, count=1, target=2) == "2, 1, 2"
