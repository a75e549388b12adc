"""What is wrong with a TOML file that people write: its line, what was found there, and what is allowed."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from posecoach.exercise.rules import OTHER_NAMES
from posecoach.messages import Message, counted_message, in_a_row, on_line, one_of
from posecoach.names import nearest, printable

__all__ = ["KeyLines", "all_problems", "first_problem", "syntax_problem"]

KeyPath: TypeAlias = tuple[str | int, ...]
"""Keys and places in lists, from the outside."""
_STRING_OR_COMMENT = re.compile(
    r'"""(?:\\.|[^\\])*?"""|\'\'\'.*?\'\'\'|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'|#[^\n]*', re.DOTALL
)
_NAME = r'(?:[\w-]+|"[^"]*"|\'[^\']*\')'
_NAMES = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_NAMES})\s*\]")
_KEY = re.compile(rf"\s*({_NAMES})\s*=")
_QUOTED = "~"
"""In place of the letters of a text."""
_INSIDE = "\0"
"""In place of the letters of a text that goes over several lines."""


def _masked(text: str) -> str:
    """The same lines, without brackets in texts and comments."""

    def mask(found: re.Match[str]) -> str:
        filler = _INSIDE if "\n" in found[0] else " " if found[0][0] == "#" else _QUOTED
        return re.sub(r"[^\n]", filler, found[0])

    return _STRING_OR_COMMENT.sub(mask, text)


@dataclass(frozen=True, slots=True)
class KeyLines:
    """Where the keys of a TOML file stand.

    Attributes:
        lines: Line by key path, also of tables and of the entries of lists.
        tables: Paths of the tables that have a header of their own.
    """

    lines: Mapping[KeyPath, int]
    tables: frozenset[KeyPath] = frozenset()

    @classmethod
    def of(cls, text: str) -> "KeyLines":
        """Finds them in a text that is TOML."""
        scan = _Scan()
        for number, (line, masked) in enumerate(zip(text.split("\n"), _masked(text).split("\n"), strict=True), 1):
            scan.read(number, line, masked)
        return cls(scan.lines, frozenset(scan.tables))

    def line(self, key: KeyPath) -> int | None:
        """The line of a key, or of the innermost of what is around it; None for the file as a whole."""
        places = (self.lines.get(key[:length]) for length in range(len(key), 0, -1))
        return next((place for place in places if place is not None), None)

    def located(self, key: KeyPath, problem: str) -> str:
        """What is wrong with a key, with where that stands."""
        number = self.line(key)
        return problem if number is None else on_line(number, problem)

    def within_table(self, key: KeyPath) -> KeyPath:
        """The part of a path that is written beneath the header of its table."""
        length = next((length for length in range(len(key), 0, -1) if key[:length] in self.tables), 0)
        return key[length:]


class _Scan:
    """Reads a file line by line."""

    def __init__(self) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.tables: list[KeyPath] = []
        self._table: KeyPath = ()
        self._key: KeyPath = ()
        self._depth = self._entries = 0
        self._last: dict[KeyPath, int] = {}

    def read(self, number: int, line: str, masked: str) -> None:
        if self._depth == 0 and not masked.startswith(_INSIDE):
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                self._open_table(header[1] == "[[", _names(header[2]))
                self.lines[self._table] = number
                return
            if key:
                self._key, self._entries = (*self._table, *_names(key[1])), 0
                self.lines.setdefault(self._key, number)
                masked = masked[key.end() :]
        for letter in masked:
            self._value(number, letter)

    def _open_table(self, is_entry: bool, names: Sequence[str]) -> None:  # noqa: FBT001 - as the brackets say
        path: KeyPath = ()
        for name in names[:-1]:
            path = self._inside((*path, name))
        path = (*path, names[-1])
        if is_entry:
            self._last[path] = self._last.get(path, -1) + 1
            path = self._inside(path)
        self._table = path
        self.tables.append(path)

    def _inside(self, path: KeyPath) -> KeyPath:
        """A path, or where it is a list of tables that of the last one."""
        return (*path, self._last[path]) if path in self._last else path

    def _value(self, number: int, letter: str) -> None:
        if self._depth == 1:
            self._entries += letter == ","
            if letter in ("{", _QUOTED):
                self.lines.setdefault((*self._key, self._entries), number)
        self._depth += (letter in "[{") - (letter in "]}")


def _names(dotted: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, dotted)]


_NO_LINES = KeyLines({})
_LONGEST_VALUE = 80
"""Letters of a wrong value that are told."""
_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def syntax_problem(text: str, error: Exception) -> str:
    """What is wrong with a text that isn't TOML.

    Args:
        text: All of it.
        error: What the reader of TOML says.
    """
    found = _LINE.search(str(error))
    reason = _LINE.sub("", str(error))
    if found is None:
        return printable(Message("not a TOML file: {reason}", reason=reason))
    lines = text.split("\n")
    number = int(found[1] or len(lines))
    written = lines[number - 1].strip() if number <= len(lines) else ""
    problem = _in_plain_words(reason, written)
    return printable(
        Message("line {number}: {written}: {problem}", number=number, written=_shortened(written), problem=problem)
    )


def _in_plain_words(reason: str, written: str) -> Message:
    if reason.startswith(("Cannot overwrite", "Cannot declare")):
        return Message("this is there twice; keep one")
    name, equals, value = written.partition("=")
    if equals and re.fullmatch(r"\s*\d+,\d+\s*", value):
        right = f"{name.strip()} = {value.strip().replace(',', '.')}"
        return Message("a number has a decimal point: {right}", right=right)
    if equals and re.fullmatch(r"[\w \N{LEFT DOUBLE QUOTATION MARK}-\N{DOUBLE LOW-9 QUOTATION MARK}]+", value.strip()):
        right = f'{name.strip()} = "{_bare(value)}"'
        return Message("not a number; text stands in straight quotes: {right}", right=right)
    plain = f"{reason[:1].lower()}{reason[1:]}"
    return Message(
        "not TOML ({reason}); a line is a table's [name] or a key = value", reason=_TOML_REASONS.get(plain, plain)
    )


_TOML_REASONS = {
    str(reason): reason
    for reason in (
        Message("invalid value"),
        Message("invalid statement"),
        Message("unclosed array"),
        Message("unclosed inline table"),
        Message("unterminated string"),
        Message("expected '=' after a key in a key/value pair"),
        Message("expected newline or end of document after a statement"),
        Message("expected ']' at the end of a table declaration"),
        Message("invalid initial character for a key part"),
        Message("unescaped '\\' in a string"),
    )
}
"""What the reader of TOML says most often."""


def _bare(value: str) -> str:
    return re.sub(r"[^\w -]", "", value).strip()


def first_problem(error: ValidationError, data: Mapping[str, Any] | None = None) -> str:
    """Key, value and what is allowed of the first thing that is wrong."""
    return all_problems(error, data)[0]


def all_problems(
    error: ValidationError,
    data: Mapping[str, Any] | None = None,
    model: type[BaseModel] | None = None,
    lines: KeyLines = _NO_LINES,
) -> list[str]:
    """Everything that is wrong: line, key, value and what is allowed.

    Args:
        error: What the check of the data raised.
        data: What was checked, as it was written; without it, keys are told as the program calls them.
        model: What it was checked to be; without it, nothing is proposed for unknown keys.
        lines: Where its keys stand.
    """
    by_key: dict[KeyPath, list[ErrorDetails]] = {}
    for problem in error.errors():
        by_key.setdefault(_as_written(problem, data), []).append(problem)
    in_order = sorted(by_key.items(), key=lambda item: lines.line(item[0]) or 0)
    return [printable(line) for key, ones in in_order for line in _told(key, _meant(key, ones), model, lines)]


def _as_written(problem: ErrorDetails, data: Mapping[str, Any] | None) -> KeyPath:
    """The path as the file has it: with its own names, and without the kinds of value that were tried."""
    location: KeyPath = problem["loc"]
    if data is None:
        return location
    path: KeyPath = ()
    inside: Any = data
    for part in location:
        name = _name_in(inside, part)
        if name is not None:
            inside, path = inside[name], (*path, name)
    return (*path, location[-1]) if problem["type"] == "missing" else path


def _name_in(inside: Any, part: str | int) -> str | int | None:
    """What a key or place is called in a table or list; None if it isn't there."""
    if isinstance(inside, list | tuple):
        return part if isinstance(part, int) and part < len(inside) else None
    if not isinstance(inside, dict):
        return None
    others = [other for other, usual in OTHER_NAMES.items() if usual == part]
    return next((name for name in (part, *others) if name in inside), None)


_PREFIX = "Value error, "
_ADVICE = {"sets": Message("write the entry once for each set")}
"""For keys that people write and nothing is called like."""
_OTHER_KINDS: Mapping[type, Sequence[str]] = {
    dict: ("string_type",),
    str: ("model_type", "dict_type", "model_attributes_type"),
}
"""What is said of a value where it may be of this or another kind, by the kind that it is."""


def _meant(key: KeyPath, problems: Sequence[ErrorDetails]) -> Sequence[ErrorDetails]:
    """Where a table or a name is allowed, only what is wrong with the one that was written.

    A list whose entries are wrong isn't too short as well.
    """
    return [
        one
        for one in problems
        if not (one["type"] == "too_short" and one["input"])
        and not (one["loc"][-1:] != key[-1:] and one["type"] in _OTHER_KINDS.get(type(one["input"]), ()))
    ]


def _named_first(message: str) -> KeyPath:
    """The key that a message about a whole file begins with."""
    return tuple(re.split(r"[^\w.]", message.removeprefix(_PREFIX), maxsplit=1)[0].split(".", 1))


def _told(
    key: KeyPath, problems: Sequence[ErrorDetails], model: type[BaseModel] | None, lines: KeyLines
) -> Iterator[str]:
    place, name = key or _named_first(problems[0]["msg"]), _in_words(lines.within_table(key))
    allowed = list[str]()
    for one in problems:
        if one["type"] == "missing":
            yield lines.located(place, Message("{key} is missing", key=name))
        elif one["type"] == "extra_forbidden":
            yield lines.located(place, _unknown(name, str(key[-1]), list(_keys_at(model, one["loc"]))))
        elif one["type"] == "value_error":
            yield lines.located(place, _refused(name, one["input"], _reason(one)))
        else:
            allowed.append(_allowed(one))
    if allowed:
        value, meant = _value(problems[0]["input"]), one_of(list(dict.fromkeys(allowed)))
        yield lines.located(place, Message("{key} = {value}; allowed: {allowed}", key=name, value=value, allowed=meant))


def _unknown(name: str, unknown: str, known: Sequence[str]) -> Message:
    if unknown in _ADVICE:
        return Message("unknown key {key}; {advice}", key=name, advice=_ADVICE[unknown])
    if not known:
        return Message("unknown key {key}", key=name)
    return Message("unknown key {key}; allowed: {allowed}", key=name, allowed=nearest(unknown, known))


def _in_words(key: KeyPath) -> str:
    """A path as one reads it, such as "ranges, entry 2, min"."""
    words = list[str]()
    for before, part in zip((None, *key), key, strict=False):
        if isinstance(part, int):
            words.append(Message("entry {number}", number=part + 1))
        elif isinstance(before, str):
            words[-1] += f".{part}"
        else:
            words.append(part)
    return in_a_row(words)


def _reason(problem: ErrorDetails) -> str:
    """What a check of ours says."""
    error = problem.get("ctx", {}).get("error")
    told = next(iter(error.args), None) if isinstance(error, ValueError) else None
    return told if isinstance(told, Message) else problem["msg"].removeprefix(_PREFIX)


def _refused(name: str, value: object, reason: str) -> str:
    if not name:
        return reason
    if isinstance(value, dict):
        return Message("{key}: {problem}", key=name, problem=reason)
    return Message("{key} = {value}: {problem}", key=name, value=_value(value), problem=reason)


def _value(value: object) -> str:
    """As it is written in TOML."""
    if isinstance(value, dict):
        return Message("a table")
    try:
        text = json.dumps(value, ensure_ascii=False, default=str)
    except (ValueError, RecursionError):
        return Message("a value of thousands of parts")
    return _shortened(text.replace("NaN", "nan").replace("Infinity", "inf"))


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}..."


_KINDS: Mapping[str, Message] = {
    **dict.fromkeys(("bool_parsing", "bool_type"), Message("true or false")),
    **dict.fromkeys(("date_from_datetime_parsing", "date_type"), Message("a day such as 2026-01-31")),
    **dict.fromkeys(("dict_type", "model_type"), Message("a table")),
    **dict.fromkeys(("finite_number", "float_parsing", "float_type"), Message("a number")),
    **dict.fromkeys(("int_from_float", "int_parsing", "int_type"), Message("a whole number")),
    **dict.fromkeys(("list_type", "tuple_type"), Message("a list in square brackets")),
    "string_too_short": Message("some text"),
    "string_type": Message("text in quotes"),
}
_LIMITS: Mapping[str, Callable[[Mapping[str, Any]], Message]] = {
    "greater_than": lambda context: Message("more than {value:g}", value=context["gt"]),
    "greater_than_equal": lambda context: Message("at least {value:g}", value=context["ge"]),
    "less_than": lambda context: Message("less than {value:g}", value=context["lt"]),
    "less_than_equal": lambda context: Message("at most {value:g}", value=context["le"]),
    "too_long": lambda context: counted_message(
        "a list of at most {count} entry", "a list of at most {count} entries", context["max_length"]
    ),
    "too_short": lambda context: counted_message(
        "a list of at least {count} entry", "a list of at least {count} entries", context["min_length"]
    ),
}
_PATTERNS = {
    "^([A-E]|own)$": Message('"A" to "E", or "own"'),
    "^[a-z][a-z0-9_]*$": Message("small letters a to z, digits and underscores, a letter first"),
}


def _allowed(problem: ErrorDetails) -> str:
    context, kind = problem.get("ctx", {}), problem["type"]
    if kind in ("enum", "literal_error"):
        return one_of([f'"{name}"' for name in re.findall("'([^']*)'", str(context["expected"]))])
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return _PATTERNS.get(pattern, pattern.strip("^()$").replace("|", ", "))
    return _LIMITS[kind](context) if kind in _LIMITS else _KINDS.get(kind, problem["msg"])


def _keys_at(model: type[BaseModel] | None, location: KeyPath) -> Iterator[str]:
    """Keys that are allowed in the table that a path leads into."""
    models = [] if model is None else [model]
    for part in location[:-1]:
        inner = [one.model_fields[part].annotation for one in models if part in one.model_fields]
        models = [found for annotation in inner for found in _models_in(annotation)] if inner else models
    for one in models:
        yield from (field.alias or name for name, field in one.model_fields.items())


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)
