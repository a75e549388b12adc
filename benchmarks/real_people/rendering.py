"""A report on the terminal and as a document."""

from collections.abc import Iterable

from accuracy_report.rendering import markdown_table, print_grid
from rich.console import Console

from real_people.report import RealReport
from real_people.tables import grids, notes

__all__ = ["print_report", "to_markdown"]

_INTRO = """\
# How exact posecoach is on real people

Made by `{command}` on {date}, at commit {commit}, posecoach {version}. Don't edit this page: run the command with
`--markdown` instead.

**What was measured.** Recordings of people whom nobody had asked to be measured, out of public repositories, with
labels made by eye. Each went through the product's own landmarks, stabilising, counting and judging, with the
exercise's shortest dose. A count is exact if it lies between the repetitions that a physiotherapist would certainly
count and those that may be counted. A repetition is matched if a counted one shares at least 0.3 of the time that both
cover with it. Judgements are those on matched repetitions, of checks that somebody could judge by eye; bad form is
found if it is told on a repetition that has it, or, where nobody said on which, on any of the recording.
"""


def print_report(report: RealReport, console: Console) -> None:
    """Prints tables, then a line for each recording that something is wrong with."""
    for grid in grids(report):
        print_grid(grid, console)
    for title, lines in notes(report):
        console.print(f"\n{title}:")
        for line in lines:
            console.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)


def to_markdown(report: RealReport) -> str:
    """The same as a document."""
    stamp = report.stamp
    parts = [_INTRO.format(command=stamp.command, date=stamp.date, commit=stamp.commit, version=stamp.version)]
    parts += [f"## {grid.title}\n\n{markdown_table(grid)}\n" for grid in grids(report) if grid.rows]
    parts += [f"## {title}\n\n{_markdown_list(lines)}\n" for title, lines in notes(report)]
    return "\n".join(parts)


def _markdown_list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
