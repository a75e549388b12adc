"""English texts that can still be said in another language: each remembers its template and what was put into it."""

import errno
from collections.abc import Collection, Mapping, Sequence
from functools import reduce
from typing import Any

__all__ = [
    "ExerciseText",
    "Message",
    "counted_message",
    "decimal",
    "in_a_row",
    "on_line",
    "one_of",
    "os_reason",
    "sentences",
    "with_another_value",
]


class Message(str):
    """A text of the program, in English; a `Language` translates it.

    >>> Message("{path}: can't be read", path="clip.mp4")
    "clip.mp4: can't be read"

    Attributes:
        templates: What a catalogue of translations knows it by: one text, or the forms for one and for several.
        values: What is put into its braces.
    """

    templates: tuple[str, ...]
    values: Mapping[str, Any]

    def __new__(cls, *templates: str, **values: object) -> "Message":
        """Args: templates: literal texts, so that they can be found; values: `count` chooses between two of them."""
        template = templates[0] if len(templates) == 1 or values["count"] == 1 else templates[1]
        message = super().__new__(cls, template.format(**values))
        message.templates, message.values = templates, values
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        """For copies and other processes."""
        return self.templates, dict(self.values)


def counted_message(one: str, several: str, /, count: float, **values: object) -> Message:
    """A text whose words depend on a number, which is its `count`.

    >>> counted_message("{count} hold", "{count} holds", 1)
    '1 hold'
    """
    return Message(one, several, count=count, **values)


class ExerciseText(str):
    """A text of an exercise's file; a `Language` looks it up among those of that exercise.

    Attributes:
        exercise_id: Of the exercise.
    """

    exercise_id: str

    def __new__(cls, exercise_id: str, text: str) -> "ExerciseText":
        """Args: exercise_id: of the exercise; text: as its file has it."""
        found = super().__new__(cls, text)
        found.exercise_id = exercise_id
        return found

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, Any]]:
        """For copies and other processes."""
        return (self.exercise_id, str(self)), {}


def with_another_value(text: str, values: Collection[str], another: object) -> str:
    """A message with another value in place of one that reads like any of these; other texts are as they were.

    >>> with_another_value(Message("{path}: can't be read", path="clip.mp4"), ["clip.mp4"], "a/clip.mp4")
    "a/clip.mp4: can't be read"
    """
    if not isinstance(text, Message):
        return text
    changed = {name: another if str(value) in values else value for name, value in text.values.items()}
    return Message(*text.templates, **changed)


def decimal(value: float, places: int) -> Message:
    """A number with decimal places.

    >>> decimal(2.5, 2)
    '2.50'
    """
    return Message("{value:.{places}f}", value=value, places=places)


def in_a_row(texts: Sequence[str]) -> str:
    """Texts with commas between them.

    >>> in_a_row(["one", "two", "three"])
    'one, two, three'
    """
    return reduce(lambda before, last: Message("{before}, {last}", before=before, last=last), texts or [""])


def sentences(texts: Sequence[str]) -> str:
    """Half sentences with semicolons between them."""
    return reduce(lambda before, last: Message("{before}; {last}", before=before, last=last), texts or [""])


def one_of(texts: Sequence[str]) -> str:
    """Texts of which one is meant.

    >>> one_of(["one", "two", "three"])
    'one, two or three'
    """
    *before, last = texts
    return Message("{before} or {last}", before=in_a_row(before), last=last) if before else last


_OS_REASONS = {
    errno.ENOENT: Message("no such file or folder"),
    errno.EACCES: Message("permission denied"),
    errno.EPERM: Message("not permitted"),
    errno.EEXIST: Message("there is such a file already"),
    errno.ENOTDIR: Message("not a folder"),
    errno.EISDIR: Message("it is a folder"),
    errno.ENOSPC: Message("no room is left on the disk"),
    errno.EDQUOT: Message("no room is left on the disk"),
    errno.EROFS: Message("nothing can be written there"),
    errno.EFBIG: Message("the file is too large"),
    errno.EIO: Message("the disk or device fails"),
    errno.ENAMETOOLONG: Message("the name is too long"),
    errno.EADDRINUSE: Message("another program uses this address"),
}


def os_reason(error: OSError) -> str:
    """What the system says, in the program's words where it has some."""
    return _OS_REASONS.get(error.errno or 0) or error.strerror or str(error)


def on_line(number: int, problem: str) -> Message:
    """What is wrong with a file, with the line where."""
    return Message("line {number}: {problem}", number=number, problem=problem)
