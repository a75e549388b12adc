"""The language of what is shown and spoken.

English stands where the texts are used: in the exercise and routine files, in `Hint`, in `Phrase`. A language file
translates them, text by text, and what it lacks stays English.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import Field, field_validator

from posecoach.data_files import data_folder, overlaid, read_toml, user_folder
from posecoach.errors import ExerciseError
from posecoach.exercise.rules import Strict

__all__ = ["ENGLISH", "LANGUAGES", "Language", "LanguageFile", "language_codes", "load_language"]

LANGUAGES = "languages"
"""Folder of the language files, in the program's data and in the user's own."""

_Texts = dict[str, Annotated[str, Field(min_length=1)]]


class LanguageFile(Strict):
    """A language file: translations by their English originals.

    Attributes:
        name: The language's own name for itself.
        program: What the program itself shows and says, and the routines' names and notes.
        exercises: Texts of exercises by exercise id.
    """

    name: Annotated[str, Field(min_length=1)]
    program: _Texts = Field(default_factory=dict)
    exercises: dict[str, _Texts] = Field(default_factory=dict)

    @field_validator("program")
    @classmethod
    def _same_braces(cls, texts: dict[str, str]) -> dict[str, str]:
        for english, translation in texts.items():
            wanted = _braces(english)
            if _braces(translation) != wanted:
                allowed = f"exactly {' '.join(sorted(wanted))}" if wanted else "none"
                raise ValueError(f"{english!r} = {translation!r}: allowed in braces: {allowed}")
        return texts


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


@dataclass(frozen=True, slots=True)
class Language:
    """Looks texts up.

    Attributes:
        code: Two letters, such as "de"; voices are chosen by it.
        program: Translations of the program's own texts.
        exercises: Translations of exercises' texts by exercise id.
    """

    code: str = "en"
    program: Mapping[str, str] = field(default_factory=dict)
    exercises: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, english: str, **values: object) -> str:
        """One of the program's own texts, with the values put into its braces."""
        return self.of_plan(english).format(**values)

    def of_exercise(self, exercise_id: str, english: str) -> str:
        """A text of an exercise's file, as it stands there if it isn't translated."""
        own = self.exercises.get(exercise_id, {})
        return own.get(english) or self.of_plan(english)

    def of_plan(self, english: str) -> str:
        """A plan's name or note, as it stands there if it isn't translated; its braces mean nothing."""
        return self.program.get(english) or _plain(english)


def _plain(text: str) -> str:
    """The text itself, also of an enumeration's member, which prints its name."""
    return text.value if isinstance(text, Enum) else text


ENGLISH = Language()


def language_codes() -> list[str]:
    """The languages there are."""
    return sorted({ENGLISH.code, *overlaid(LANGUAGES)})


def load_language(code: str) -> Language:
    """The language with this code: the program's own file, and text by text the user's own over it.

    Raises:
        ExerciseError: If there is none, or a file of it is wrong.
    """
    codes = language_codes()
    if code not in codes:
        raise ExerciseError(f"unknown language {code!r}; allowed: {', '.join(codes)}")
    files = [read_toml(path, LanguageFile) for path in _paths(code)]
    ids = {exercise_id for file in files for exercise_id in file.exercises}
    return Language(
        code,
        _merged(file.program for file in files),
        {exercise_id: _merged(file.exercises.get(exercise_id, {}) for file in files) for exercise_id in sorted(ids)},
    )


def _paths(code: str) -> list[Path]:
    places = (data_folder(LANGUAGES), user_folder() / LANGUAGES)
    return [path for place in places if (path := place / f"{code}.toml").exists()]


def _merged(tables: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """One table of all; later ones win."""
    return {english: translation for table in tables for english, translation in table.items()}
