import pickle
from pathlib import Path

import pytest
from catalogues import POLISH, entry, write_catalogue

from posecoach.counting.state import Hint
from posecoach.errors import ExerciseError
from posecoach.feedback.words.language import ENGLISH, Language, language_codes, load_language
from posecoach.feedback.words.phrases import CountedPhrase, Phrase


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own catalogues."""
    monkeypatch.setenv("POSECOACH_CONFIG_DIR", str(tmp_path))
    return tmp_path / "languages"


@pytest.fixture
def some(own_folder: Path) -> Language:
    """A language with a few texts."""
    entries = [
        entry("Hold", "Tenez"),
        entry("Next: {exercise}", "{exercise}, ensuite"),
        entry("Further", "Plus loin"),
        entry("Hold", "Reste en haut", context="bridge"),
        entry("Arms {down}", "Bras {en bas}", context="bridge"),
    ]
    write_catalogue(own_folder, "xx", "".join(entries))
    return load_language("xx")


def test_english_says_what_the_program_says() -> None:
    """With the values put into the braces; parts of a second are several."""
    assert load_language("en").text(Phrase.HOLD) == ENGLISH.text(Phrase.HOLD) == "Hold"
    assert [ENGLISH.counted(CountedPhrase.HOLD_FOR, one) for one in (0.5, 1)] == ["hold 0.5 seconds", "hold one second"]
    assert ENGLISH.text(Phrase.NEXT, exercise="Bridge") == "Next: Bridge"
    assert ENGLISH.of_exercise("bridge", "Arms {down}") == "Arms {down}"


def test_a_text_is_translated_and_what_lacks_stays_english(some: Language) -> None:
    """Values go where the translation wants them; a user's own language has the name of its folder."""
    assert some.code == "xx"
    assert {"de", "en", "xx"} <= set(language_codes())
    assert some.text(Phrase.HOLD) == "Tenez"
    assert some.text(Phrase.NEXT, exercise="Bridge") == "Bridge, ensuite"
    assert some.text(Hint.NOBODY) == "Nobody is in view: step into the picture."
    assert some.counted(CountedPhrase.SAY_DONE, 1) == "Done. One repetition."
    assert some.counted(CountedPhrase.SAY_DONE, 2) == "Done. 2 repetitions."


@pytest.mark.parametrize(
    ("exercise", "english", "expected"),
    [
        ("bridge", "Hold", "Reste en haut"),
        ("cobra", "Hold", "Tenez"),
        ("bridge", "Arms {down}", "Bras {en bas}"),
        ("cobra", "Arms {down}", "Arms {down}"),
        ("cobra", "", ""),
    ],
)
def test_an_exercises_own_words_come_first(some: Language, exercise: str, english: str, expected: str) -> None:
    """Then the program's, then English; braces mean nothing there, nor in a plan's note."""
    assert some.of_exercise(exercise, english) == expected
    assert [some.of_plan(note) for note in ("Only {so} far", "Further", "")] == ["Only {so} far", "Plus loin", ""]


@pytest.mark.parametrize(("number", "words"), [(2, "2 powtórzenia"), (5, "5 powtórzeń"), (21, "21 powtórzeń")])
def test_a_language_may_have_more_forms_than_english(own_folder: Path, number: int, words: str) -> None:
    """By the rule that its catalogue gives."""
    forms = ("jedno powtórzenie", "{count} powtórzenia", "{count} powtórzeń")
    write_catalogue(own_folder, "pl", entry("one repetition", *forms, several="{count} repetitions"), POLISH)
    assert load_language("pl").counted(CountedPhrase.REPETITIONS, number) == words


@pytest.mark.parametrize("code", ["fr", "DE", "../languages/de"])
def test_an_unknown_language_is_refused_with_those_there_are(code: str) -> None:
    """Codes are names of folders, in small letters, and no paths."""
    with pytest.raises(ExerciseError) as caught:
        load_language(code)
    assert str(caught.value) == f"unknown language {code!r}; allowed: {', '.join(language_codes())}"


def test_a_users_own_catalogue_changes_single_texts(own_folder: Path) -> None:
    """All others stay as they come with the program; exercises of one's own are translated there, too."""
    entries = [
        entry("Hold", "Bleib so"),
        entry("Arms down", "Arme runter", context="bridge"),
        entry("Lift", "Heben", context="mine"),
    ]
    write_catalogue(own_folder, "de", "".join(entries))
    german = load_language("de")
    assert (german.text(Phrase.HOLD), german.text(Phrase.READY)) == ("Bleib so", "Bereit")
    assert german.of_exercise("bridge", "Arms down") == "Arme runter"
    assert german.of_exercise("bridge", "Bridge") == "Brücke"
    assert german.of_exercise("mine", "Lift") == "Heben"
    assert german.counted(CountedPhrase.SAY_DONE, 1) == "Fertig. Eine Wiederholung."


def test_a_text_that_is_marked_as_uncertain_is_not_used(own_folder: Path) -> None:
    """Tools mark so what they carried over from a text that was like it."""
    write_catalogue(own_folder, "fr", "#, fuzzy\n" + entry("Hold", "Tenez"))
    assert load_language("fr").text(Phrase.HOLD) == "Hold"


ONE, SEVERAL = "one repetition", "{count} repetitions"


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        ("name = x\n", ["not a gettext catalogue"]),
        ('msgid "Hold"\n', ["not a gettext catalogue", "missing msgstr"]),
        (entry(ONE, "a", "{count} b", "{count} c", several=SEVERAL), ["not a gettext catalogue", "more translations"]),
        (entry(SEVERAL, "{zahl} Mal"), ["line 7: '{count} repetitions' = '{zahl} Mal'", "exactly {count}"]),
        (entry(ONE, "ein Mal", "Mal", several=SEVERAL), ["'{count} repetitions' = 'Mal'", "exactly {count}"]),
        (entry("Not {a} {b}", "{a}"), ["'{a}'", "exactly {a} {b}"]),
        (entry("{seconds} s", "{seconds:x} s"), ["'{seconds:x} s'", "exactly {seconds}"]),
        (entry("Hold", "Halt {"), ["'Hold' = 'Halt {'", "none"]),
    ],
)
def test_a_wrong_catalogue_is_refused_with_line_and_text(own_folder: Path, entries: str, words: list[str]) -> None:
    """One line that begins with the file, and says what is allowed."""
    path = write_catalogue(own_folder, "de", entries)
    with pytest.raises(ExerciseError) as caught:
        load_language("de")
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    "plural",
    [
        *("nplurals=two; plural=n;", "nplurals=2; plural=os;", "nplurals=2; plural=(n", "nplurals=2; plural=n/0;"),
        "nplurals=999999999; plural=0;",
    ],
)
def test_a_rule_of_plurals_that_is_none_is_refused(own_folder: Path, plural: str) -> None:
    """Before anything is said."""
    write_catalogue(own_folder, "fr", entry("Hold", "Tenez"), plural)
    with pytest.raises(ExerciseError, match="not a gettext catalogue"):
        load_language("fr")


@pytest.mark.parametrize("content", [b"\xff\xfe", b'msgid ""\nmsgstr "Content-Type: x; charset=odd\\n"\n\nmsgid "x"'])
def test_what_cannot_be_decoded_is_refused(own_folder: Path, content: bytes) -> None:
    """In one line, too."""
    write_catalogue(own_folder, "fr", "").write_bytes(content)
    with pytest.raises(ExerciseError, match="not a gettext catalogue"):
        load_language("fr")


def test_a_form_of_many_numbers_must_show_which(own_folder: Path) -> None:
    """In a language whose first form is for 1, 21 and 31, that form can't say "one"."""
    rule = "nplurals=2; plural=(n%10!=1);"
    write_catalogue(own_folder, "is", entry(ONE, "ein", "{count} mörg", several=SEVERAL), rule)
    with pytest.raises(ExerciseError, match=r"'ein': allowed in braces: exactly \{count\}"):
        load_language("is")


@pytest.mark.parametrize(
    ("words", "keys"),
    [(("oui", "non"), "on"), (("evet", "hay"), "eh"), (("þau", "øy"), "yn"), (("nem", "yo"), "yn")],
)
def test_answers_have_keys_that_keyboards_have(own_folder: Path, words: tuple[str, str], keys: str) -> None:
    """The first letters of the language's words, unless they are on no key or mean the contrary elsewhere."""
    write_catalogue(own_folder, "xx", entry("yes", words[0]) + entry("no", words[1]))
    some = load_language("xx")
    assert some.choices == ((keys[0], words[0]), (keys[1], words[1]))
    assert [some.answer(key) for key in (*keys, "y", "n", "q", "enter")] == [True, False, True, False, None, None]


def test_a_language_gets_to_another_process_by_its_code(own_folder: Path) -> None:
    """Where it is read there; what isn't there is English."""
    write_catalogue(own_folder, "fr", entry("Hold", "Tenez"))
    french = pickle.dumps(load_language("fr"))
    assert pickle.loads(french).text("Hold") == "Tenez"  # noqa: S301 - it is our own
    assert pickle.loads(pickle.dumps(Language("tlh"))) == ENGLISH  # noqa: S301 - as above
