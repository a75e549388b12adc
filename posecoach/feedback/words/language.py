"""The language of what is shown and spoken, and what is wrong with a catalogue of translations.

English stands where the texts are used: in the files of exercises and routines, in `Hint`, `Unmet`, `Question` and
`Phrase`, and in every `Message`. A gettext catalogue translates them, text by text, and what it lacks stays English.
Texts of an exercise have its id as their context.
"""

import ctypes
import math
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from gettext import GNUTranslations, NullTranslations, c2py
from io import BytesIO
from locale import windows_locale
from operator import itemgetter
from pathlib import Path
from string import Formatter
from typing import Any

from babel.core import UnknownLocaleError
from babel.messages import catalog
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, PoFileParser
from babel.numbers import format_decimal, get_decimal_symbol

from posecoach.counting.state import Hint
from posecoach.errors import ExerciseError, PosecoachError
from posecoach.exercise.data_files import data_folder, user_folder
from posecoach.exercise.library import exercise_paths, load_exercise
from posecoach.exercise.lint import Findings
from posecoach.exercise.plans import load_plan, routine_paths
from posecoach.feedback.words.phrases import CountedPhrase, Phrase
from posecoach.files import read_whole
from posecoach.measures import MEASURES
from posecoach.messages import ExerciseText, Message, counted_message, os_reason
from posecoach.names import in_words, printable
from posecoach.session.red_flags import Question
from posecoach.session.start import Unmet

__all__ = [
    "ENGLISH",
    "Language",
    "catalogue_path",
    "inspect_language",
    "language_codes",
    "load_language",
    "system_language",
    "template",
]

_FOLDER, _FILE = "languages", Path("LC_MESSAGES", "posecoach.po")
_KEYWORDS = {Message.__name__: None, counted_message.__name__: (1, 2)}
"""Which of their arguments are texts: the first, or the first two."""
_MOST_FORMS = 10
"""No language has more."""
_ENOUGH_NUMBERS = 200
"""Plural forms repeat with the last two digits."""
_TAKEN = ("y", "n", "q")
"""Keys that mean yes, no and leaving in every language."""
_ADVICE = """# Texts of an exercise have its id as msgctxt. What isn't translated stays
# English. What stands in braces is put in by the program: keep it as it is,
# wherever the sentence needs it; only a plural form of one number alone may
# leave it out. Texts of a few words without a full stop are heard in the
# middle of a movement: keep them under 40 letters."""
"""At the top of a new catalogue."""

_Key = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Language:
    """Looks texts up.

    Attributes:
        code: Two letters, such as "de"; voices are chosen by it.
        translations: Where they are looked up.
    """

    code: str = "en"
    translations: NullTranslations = field(default_factory=NullTranslations)

    def __reduce__(self) -> tuple[Callable[[str], "Language"], tuple[str]]:
        """For other processes, which look texts up in their own catalogue."""
        return _language_here, (self.code,)

    def text(self, english: str, **values: object) -> str:
        """One of the program's own texts, with the values put into its braces."""
        # An enumeration's member would come back as itself, and print its name.
        return self.of_plan(str.__str__(english)).format(**values)

    def counted(self, phrase: CountedPhrase, number: float, **values: object) -> str:
        """One of the program's own texts, in the form for a number; `count` is that number unless it is given."""
        return self._form(phrase.value, number).format(**{"count": self.number(number), **values})

    def shown(self, text: str) -> str:
        """A text for people: a `Message` translated with all that is put into it, any other as it is."""
        if isinstance(text, ExerciseText):
            return self.of_exercise(text.exercise_id, str(text))
        if not isinstance(text, Message):
            return text
        values = {name: self._put_in(value) for name, value in text.values.items()}
        one, *several = text.templates
        template = self._form((one, *several), text.values["count"]) if several else self.translations.gettext(one)
        return _Formatter(self.decimal_symbol).format(template, **values)

    def _form(self, templates: Sequence[str], number: float) -> str:
        # Gettext knows whole numbers only, and of what is no whole one there are several.
        whole = int(number) if number == int(number) else max(2, math.ceil(number))
        return self.translations.ngettext(templates[0], templates[1], whole)

    def _put_in(self, value: object) -> object:
        text = value.message if isinstance(value, PosecoachError) else value
        return self.shown(text) if isinstance(text, str) else text

    @property
    def decimal_symbol(self) -> str:
        """What stands before a number's decimal places."""
        try:
            return get_decimal_symbol(self.code)
        except UnknownLocaleError:
            return "."

    @property
    def choices(self) -> tuple[tuple[str, str], tuple[str, str]]:
        """The keys of yes and no, each with its word."""
        yes, no = self.text(Phrase.YES), self.text(Phrase.NO)
        return (_key(yes, "y"), yes), (_key(no, "n"), no)

    def answer(self, key: str) -> bool | None:
        """Whether a key means yes; None for one that is no answer. The English keys answer in every language."""
        (yes, _), (no, _) = self.choices
        return {yes: True, no: False, "y": True, "n": False}.get(key)

    def number(self, value: float, *, tenths: bool = False) -> str:
        """A number as the language writes it, with one decimal place at most; with `tenths` never without one."""
        try:
            return format_decimal(round(value, 1), format="0.0" if tenths else "0.#", locale=self.code)
        except UnknownLocaleError:
            return f"{value:.1f}" if tenths else f"{round(value, 1):g}"

    def written(self, value: float, layout: str) -> str:
        """A number in a layout of `format`, such as ".2f", as the language writes it."""
        return _Formatter(self.decimal_symbol).format_field(float(value), layout)

    def of_exercise(self, exercise_id: str, english: str) -> str:
        """A text of an exercise's file, as it stands there if it isn't translated."""
        own = self.translations.pgettext(exercise_id, english)
        return own if own != english else self.of_plan(english)

    def of_check(self, check: str) -> str:
        """What people call a check, or the rule that attempts fail, within a sentence."""
        name = in_words(check)
        said = self.shown(name)
        # Other languages may write nouns with capitals.
        return said if said != name else check.replace("_", " ")

    def of_plan(self, english: str) -> str:
        """A plan's name or note, as it stands there if it isn't translated; its braces mean nothing."""
        # Under the empty text gettext keeps the catalogue's header.
        return self.translations.gettext(english) if english else ""


class _Formatter(Formatter):
    """Writes numbers as a language does."""

    def __init__(self, decimal_symbol: str) -> None:
        self._decimal_symbol = decimal_symbol

    def format_field(self, value: Any, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        return text.replace(".", self._decimal_symbol) if isinstance(value, float) else text


ENGLISH = Language()


def _key(word: str, english: str) -> str:
    """A word's first letter, or the English one where that isn't on every keyboard or means something else."""
    letter = word[:1].lower()
    return letter if "a" <= letter <= "z" and letter not in _TAKEN else english


def language_codes() -> list[str]:
    """The languages there are."""
    return sorted({ENGLISH.code, *(path.parts[-3] for place in _places() for path in place.glob(f"*/{_FILE}"))})


def load_language(code: str) -> Language:
    """The language with this code: the program's own catalogue, and text by text the user's own over it.

    Raises:
        ExerciseError: If there is none, or a catalogue of it is wrong.
    """
    codes = language_codes()
    if code not in codes:
        raise ExerciseError(Message("unknown language {code!r}; allowed: {codes}", code=code, codes=", ".join(codes)))
    translations = NullTranslations()
    for path in (path for place in _places() if (path := place / code / _FILE).exists()):
        newer = _translations(path)
        newer.add_fallback(translations)
        translations = newer
    return Language(code, translations)


@cache
def _language_here(code: str) -> Language:
    return load_language(code) if code in language_codes() else ENGLISH


def system_language() -> str:
    """Code of the language that the system speaks; English where there is no catalogue of it."""
    code = _system_locale()[:2]
    return code if code in language_codes() else ENGLISH.code


def _system_locale() -> str:
    """Such as de_CH.UTF-8."""
    if sys.platform == "win32":
        return windows_locale.get(ctypes.windll.kernel32.GetUserDefaultUILanguage(), "")
    # As gettext does. Babel would look at LC_CTYPE, too, which Python itself sets where LANG isn't installed.
    return next(filter(None, map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))), "")


def catalogue_path(code: str) -> Path:
    """The program's own catalogue of a language."""
    return data_folder(_FOLDER) / code / _FILE


def _places() -> tuple[Path, Path]:
    return data_folder(_FOLDER), user_folder() / _FOLDER


def _translations(path: Path) -> GNUTranslations:
    catalogue = _read(path)
    for problem in _problems(catalogue):
        raise ExerciseError(Message("{path}: {problem}", path=path, problem=problem))
    return _compiled(catalogue)


def _compiled(catalogue: Catalog) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)


class _Catalogue(Catalog):
    """A catalogue of a language with as many plural forms as languages have."""

    @property
    def num_plurals(self) -> int:
        """How many; a list of as many texts is made for each message."""
        if super().num_plurals > _MOST_FORMS:
            raise ValueError(f"more than {_MOST_FORMS} plural forms")
        return super().num_plurals


def _read(path: Path) -> Catalog:
    catalogue = _Catalogue()
    try:
        PoFileParser(catalogue, abort_invalid=True).parse(BytesIO(read_whole(path)))
        _forms(catalogue)
        _compiled(catalogue)
    except OSError as error:
        raise ExerciseError(Message("{path}: can't be read ({reason})", path=path, reason=os_reason(error))) from error
    except (PoFileError, ValueError, LookupError, ArithmeticError) as error:
        reason = printable(str(error))
        raise ExerciseError(Message("{path}: not a gettext catalogue: {reason}", path=path, reason=reason)) from error
    return catalogue


def inspect_language(path: Path, help_texts: Iterable[str] = ()) -> Findings:
    """Looks at a catalogue; a text that is missing or that nothing shows is doubtful, not wrong.

    Args:
        path: The catalogue.
        help_texts: Those of the command line's help.
    """
    try:
        catalogue = _read(path)
    except ExerciseError as error:
        return Findings((error.message,))
    # What a user's own catalogue of one of our languages lacks comes from ours.
    ours = data_folder(_FOLDER).joinpath(*path.resolve().parts[-3:])
    complete = not ours.exists() or ours.samefile(path)
    doubtful = _lint(catalogue, template(help_texts), complete=complete)
    return Findings.of(path, _problems(catalogue), doubtful)


def template(help_texts: Iterable[str] = ()) -> Catalog:
    """Every English text that a catalogue translates.

    Args:
        help_texts: Those of the command line's help.
    """
    catalogue = Catalog(project="posecoach", header_comment=_ADVICE)
    for phrase in (*Phrase, *CountedPhrase):
        catalogue.add(phrase.value, auto_comments=[phrase.name])
    plans = [load_plan(name).plan for name in routine_paths()]
    notes = [note for plan in plans for note in (plan.name, plan.note, *(one.note for one in plan.exercises))]
    labels = [str(measure.label) for measure in MEASURES.values()]
    for text in (*(hint.value for hint in (*Hint, *Unmet, *Question)), *labels, *filter(None, notes), *help_texts):
        catalogue.add(text)
    for message in _messages_in_code():
        catalogue.add(message)
    for exercise_id in exercise_paths():
        exercise = load_exercise(exercise_id)
        for rule in exercise.rules:
            catalogue.add(str(in_words(rule.id)), auto_comments=["a fault's name"])
        for text in exercise.texts:
            catalogue.add(text, context=exercise_id)
    return catalogue


@cache
def _messages_in_code() -> tuple[str | tuple[str, ...], ...]:
    """Templates of all messages, in the order of the files that they stand in."""
    found = extract_from_dir(Path(__file__).parents[2], [("**.py", "python")], keywords=_KEYWORDS)
    return tuple(text for _, _, text, *_ in sorted(found, key=itemgetter(0, 1)))


def _problems(catalogue: Catalog) -> Iterator[str]:
    """The translations whose braces aren't those of the English text; an exercise's braces mean nothing."""
    forms = _forms(catalogue)
    for message in catalogue:
        if message.id and message.context is None:
            for form, translation in enumerate(_all(message.string)):
                least, most = _allowed(message, of_one_number=forms.count(form) == 1)
                if translation and not least <= _braces(translation) <= most:
                    exactly = Message("exactly {braces}", braces=" ".join(sorted(most)))
                    yield Message(
                        "line {number}: {english!r} = {translation!r}: allowed in braces: {allowed}",
                        number=message.lineno,
                        english=_name(message),
                        translation=translation,
                        allowed=exactly if most else Message("none"),
                    )


def _forms(catalogue: Catalog) -> list[int]:
    """Which plural form each number has."""
    return list(map(c2py(catalogue.plural_expr), range(_ENOUGH_NUMBERS)))


def _allowed(message: catalog.Message, *, of_one_number: bool) -> tuple[frozenset[str], frozenset[str]]:
    """What must and what may stand in braces: a plural form of one number alone needn't show it."""
    english = _all(message.id)
    return _braces(english[0] if of_one_number else english[-1]), _braces(english[-1])


def _braces(text: str) -> frozenset[str]:
    """The places of a template that values are put into, each as it is written."""
    try:
        return frozenset(
            "{" + name + (f"!{conversion}" if conversion else "") + (f":{layout}" if layout else "") + "}"
            for _, name, layout, conversion in Formatter().parse(text)
            if name is not None
        )
    except ValueError:
        # A brace that is never closed: no template, so nothing in common with one.
        return frozenset([text])


_PROGRAM = Message("program")


def _lint(catalogue: Catalog, complete_one: Catalog, *, complete: bool) -> Iterator[str]:
    wanted, given, exercises = _by_key(complete_one), _by_key(catalogue), exercise_paths()
    for context, text in given:
        if context is not None and context not in exercises:
            yield Message("{context}: there is no exercise of this name", context=context)
        elif (context, text) not in wanted:
            yield Message("{context}: {text!r} is no text of it", context=context or _PROGRAM, text=text)
    for context, text in wanted if complete else ():
        message = given.get((context, text))
        if message is None or message.fuzzy or not all(_all(message.string)):
            yield Message("{context}: {text!r} is missing", context=context or _PROGRAM, text=text)


def _by_key(catalogue: Catalog) -> Mapping[_Key, catalog.Message]:
    return {(message.context, _name(message)): message for message in catalogue if message.id}


def _name(message: catalog.Message) -> str:
    return _all(message.id)[-1]


def _all(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """All forms of a text that may have one alone."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)
