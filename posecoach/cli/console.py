"""What commands print with: results to standard output, everything else to standard error.

Text is printed as it is: square brackets are no markup, and a line stays one line. Whatever others have written, names
of files above all, can't steer the terminal.
"""

import errno
import glob
import io
import json
import os
import sys
import traceback
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from typing import Any, TypeVar

import typer
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from posecoach.errors import PosecoachError, in_one_line
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.messages import Message, os_reason
from posecoach.names import printable
from posecoach.pose.model_store import DownloadProgress

__all__ = [
    "BAD_INPUT",
    "INTERRUPTED",
    "NOTHING_HELPS",
    "UNEXPECTED",
    "allow_any_letters",
    "analysis_progress",
    "confirm",
    "download_progress",
    "each",
    "err",
    "expand_wildcards",
    "language",
    "out",
    "plain_table",
    "print_json",
    "report_error",
    "report_failure",
    "report_losses",
    "shown",
    "speak",
    "styled",
    "translated",
    "worst",
]

Thing = TypeVar("Thing")

_MOST_LINES = 30
_FULL = (errno.ENOSPC, errno.EDQUOT)
"""Errors of a disk; those of the program's own files are told with the file's name."""


class _PrintableConsole(Console):
    """Translates all messages and makes all text printable, wherever in a table or group it stands."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, highlight=False, markup=False, emoji=False)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        return super().render(_printable(renderable) if isinstance(renderable, Text) else renderable, options)

    def render_str(self, text: str, **options: Any) -> Text:
        return super().render_str(printable(shown(text)), **options)


def _printable(text: Text) -> Text:
    """The same text if it is printable; else without the styles of its parts."""
    plain = printable(text.plain)
    if plain == text.plain:
        return text
    return Text(plain, text.style, justify=text.justify, overflow=text.overflow, no_wrap=text.no_wrap, end=text.end)


class _Words:
    """Of the command: chosen once, when it begins."""

    language: Language = ENGLISH


def speak(language: Language) -> None:
    """From here on, all that is printed is in this language."""
    _Words.language = language


def language() -> Language:
    """What people are spoken to in."""
    return _Words.language


def shown(text: str) -> str:
    """A text in the command's language; what is printed as it is, or in a table, needn't ask for it."""
    return _Words.language.shown(text)


def translated(text: str) -> str:
    """One of the fixed texts that are no messages, such as a measure's label, in the command's language."""
    return _Words.language.of_plan(text)


def styled(text: str, *, style: str = "") -> Text:
    """A text in the command's language, for one with a style or in parts."""
    return Text(shown(text), style)


out = _PrintableConsole()
err = _PrintableConsole(stderr=True)


def allow_any_letters() -> None:
    """Where the terminal's encoding lacks a letter, its code is printed instead of ending the command."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def expand_wildcards(arguments: Iterable[str]) -> list[str]:
    """Names of files in place of patterns such as *.mp4, which the shells of Windows leave to the program."""
    return [name for argument in arguments for name in _matching(argument) or [argument]]


def _matching(argument: str) -> list[str]:
    # A file may be called clip[1].mp4.
    is_pattern = glob.has_magic(argument) and not os.path.lexists(argument)
    return sorted(glob.glob(argument, recursive=True)) if is_pattern else []  # noqa: PTH207 - it may be absolute


def report_error(message: str, error: BaseException | None = None) -> None:
    """One line that says what, where, and what to do; with --debug, after the traceback of the error.

    What else is wrong with the same file follows, a line each.
    """
    if error is not None and "--debug" in sys.argv:
        for line in "".join(traceback.format_exception(error)).splitlines():
            err.print(line, soft_wrap=True)
    for line in (message, *_more(error)):
        err.print(Text.assemble(("posecoach:", "bold red"), f" {printable(shown(line))}"), soft_wrap=True)


def _more(error: BaseException | None) -> list[str]:
    """What else is wrong, as far as somebody will read it at once."""
    lines = list(error.more) if isinstance(error, PosecoachError) else []
    left = len(lines) - _MOST_LINES
    return [*lines[:_MOST_LINES], *([Message("and {count} more", count=left)] if left > 0 else [])]


def report_failure(error: Exception, subject: object = None) -> int:
    """Tells an error in one line, whatever it is; returns the exit code that it means.

    Args:
        error: What went wrong.
        subject: What it went wrong with, for errors that don't say that themselves.
    """
    if isinstance(error, OSError) and error.errno in _FULL:
        report_error(
            Message("no room is left for what is printed ({reason}); free space", reason=os_reason(error)), error
        )
        return BAD_INPUT
    report_error(in_one_line(error, subject), error)
    return BAD_INPUT if isinstance(error, PosecoachError) else UNEXPECTED


def report_losses(recording: object, losses: Iterable[str]) -> None:
    """Tells what could not be read of a recording whose rest was used."""
    told = ", ".join(map(shown, losses))
    report_error(Message("{recording}: {losses}; what could be read was used", recording=recording, losses=told))


def each(things: Iterable[Thing], work: Callable[[Thing], bool]) -> int:
    """Does something with each of some things: what goes wrong with one is a line of its own, and the rest goes on.

    Args:
        things: What there is.
        work: Returns whether all is well with one; what it raises is told.

    Returns:
        The exit code: 0 if all is well with all of them.
    """
    return worst([_done(thing, work) for thing in things])


def worst(codes: Iterable[int]) -> int:
    """The exit code of several things."""
    found = set(codes)
    return UNEXPECTED if UNEXPECTED in found else max(found, default=0)


def _done(thing: Thing, work: Callable[[Thing], bool]) -> int:
    try:
        return 0 if work(thing) else BAD_INPUT
    except Exception as error:  # noqa: BLE001 - whatever it is, the others have nothing to do with it
        return report_failure(error, thing)


def print_json(data: object, indent: int | None = None) -> None:
    """Prints for machines: in ASCII, so that it gets through every pipe, and names that aren't UTF-8 do as well."""
    for line in json.dumps(data, indent=indent).splitlines():
        out.print(line, soft_wrap=True)


def confirm(question: str) -> bool:
    """Asks a question whose answer is no unless somebody says yes, in a word or its first letter, or in English."""
    spoken = language()
    (yes_key, yes), (no_key, no) = spoken.choices
    hint = Message("{question} [{yes}/{no}]", question=question, yes=yes_key, no=no_key.upper())
    while answer := typer.prompt(printable(shown(hint)), default="", show_default=False).strip().lower():
        meant = spoken.answer(answer[0])
        if meant is not None and answer in (answer[0], yes, no, "yes", "no"):
            return meant
        out.print(Message("Type {yes} or {no}.", yes=yes, no=no))
    return False


def plain_table(*headings: str) -> Table:
    """A table without lines, whose cells fold where the terminal is too narrow."""
    table = Table(*headings, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in table.columns:
        column.overflow = "fold"
    return table


@contextmanager
def analysis_progress(label: str, duration_s: float) -> Generator[Callable[[float], None], None, None]:
    """A bar with the time left; silent when standard error isn't a terminal."""
    name = TextColumn("{task.description}", markup=False)
    columns = (name, BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        task = progress.add_task(shown(label), total=duration_s)
        yield lambda seconds: progress.advance(task, seconds)


@contextmanager
def download_progress() -> Generator[DownloadProgress, None, None]:
    """A bar with the bytes of a download; silent when standard error isn't a terminal."""
    columns = (TextColumn(shown(Message("fetching"))), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


UNEXPECTED = 1
BAD_INPUT = 2
NOTHING_HELPS = 3
"""A fit that doesn't help on held-out recordings."""
INTERRUPTED = 130
