"""What commands print with: results to standard output, everything else to standard error."""

from collections.abc import Callable, Generator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from posecoach.pose.model_store import DownloadProgress

__all__ = [
    "BAD_INPUT",
    "INTERRUPTED",
    "NOTHING_HELPS",
    "UNEXPECTED",
    "analysis_progress",
    "counted",
    "download_progress",
    "err",
    "out",
    "plain_table",
    "report_error",
]

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def report_error(message: str) -> None:
    """One line that says what, where, and what to do."""
    err.print(f"[bold red]posecoach:[/] {_plain(message)}", soft_wrap=True)


def counted(number: int, thing: str) -> str:
    """A number of things, in words."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def plain_table(*headings: str) -> Table:
    """A table without lines, whose cells fold where the terminal is too narrow."""
    table = Table(*headings, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in table.columns:
        column.overflow = "fold"
    return table


@contextmanager
def analysis_progress(label: str, duration_s: float) -> Generator[Callable[[float], None], None, None]:
    """A bar with the time left; silent when standard error isn't a terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        task = progress.add_task(_plain(label), total=duration_s)
        yield lambda seconds: progress.advance(task, seconds)


@contextmanager
def download_progress() -> Generator[DownloadProgress, None, None]:
    """A bar with the bytes of a download; silent when standard error isn't a terminal."""
    columns = (TextColumn("fetching"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=err, disable=not err.is_terminal, transient=True) as progress:
        task = progress.add_task("", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _plain(text: str) -> str:
    """Text without rich's markup: file names may hold square brackets."""
    return text.replace("[", r"\[")


UNEXPECTED = 1
BAD_INPUT = 2
NOTHING_HELPS = 3
"""A fit that doesn't help on held-out recordings."""
INTERRUPTED = 130
