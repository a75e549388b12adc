"""A report on the terminal and as a document."""

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from accuracy_report.grids import Grid, half_grids, hard_grids
from accuracy_report.report import HalfFigures, Report

__all__ = ["markdown_table", "print_grid", "print_report", "to_markdown"]

_HALF_NAMES = {"held_out": "Held-out half", "training": "Training half"}
_REAL_PEOPLE = """\
# How exact posecoach is

## Real people

Made by `python benchmarks/real.py`; [real_people.md](real_people.md) tells what was measured, by exercise, view and
check.

{table}
"""
_INTRO = """\
## Rendered people

Made by `{command}` on {date}, at commit {commit}, posecoach {version}. Don't edit this page: run the command with
`--markdown` instead.

**What was measured.** The clips are rendered: people made from MakeHuman bodies, whose joints are known exactly in
every frame, do each exercise well, with planted faults, and under conditions that make it hard. Each clip went
through the product's own landmarks, stabilising and coaching with the exercise's shortest dose, and what came out was
compared with the truth. The clips are split in two by person and room. The hips' offsets were fitted on the training
half alone. The exercises' thresholds were set by hand with both halves in view, so of these the held-out half is no
independent test. Rendered people are not real ones: real clothes, bodies and light can make every figure here worse.

**How to read it.** Angles are compared in every frame that has both a true and a measured value; errors are absolute,
the bias is the median of measured minus true, and frames with a true value alone are counted as without a value. Near
and far are the sides of the body towards and away from the camera; of clips filmed from the front, both sides count
together. "Side view" leaves out leg roll and lumbar rotation, whose legs leave the plane of the picture. A counted
repetition is the true one that it shares most time with. Halves are movements that were planned to turn back
half of the way: below 0.5 of it they are attempts, which mustn't be counted, from 0.6 on they are repetitions, and in
between either is right; none of them is good. A found fault is right if a fault of the same check was
planted in the same repetition, or outside of repetitions at the same time. False cues are faults told on clips
without any. A dash means that there is nothing to compare, or that the exercise has no file yet.
"""


def print_report(report: Report, console: Console) -> None:
    """Prints tables, the held-out half first."""
    for half in report.halves:
        console.rule(_half_title(half))
        for grid in half_grids(half):
            print_grid(grid, console)
    for grid in hard_grids(report.hard) if report.hard else []:
        print_grid(grid, console)
    if report.left_out:
        console.print(_left_out(report))


def print_grid(grid: Grid, console: Console) -> None:
    """Prints one table, if it has rows."""
    if not grid.rows:
        return
    table = Table(title=grid.title, title_justify="left")
    for index, column in enumerate(grid.columns):
        # Names stay in one piece, headings are broken into lines instead.
        table.add_column(column, justify="left" if index < grid.words else "right", overflow="fold", no_wrap=index == 0)
    for row in grid.rows:
        table.add_row(*row)
    console.print(table)


def to_markdown(report: Report, real_people: Grid) -> str:
    """The same tables as a document, with the summary of real people first."""
    stamp = report.stamp
    parts = [_REAL_PEOPLE.format(table=markdown_table(real_people))]
    parts += [_INTRO.format(command=stamp.command, date=stamp.date, commit=stamp.commit, version=stamp.version)]
    for half in report.halves:
        parts += [f"## {_half_title(half)}\n", *_documented(half_grids(half))]
    if report.hard:
        parts += ["## Hard clips\n", *_documented(hard_grids(report.hard))]
    if report.left_out:
        parts.append(_left_out(report) + "\n")
    return "\n".join(parts)


def _half_title(half: HalfFigures) -> str:
    count = half.together.clips
    return f"{_HALF_NAMES[half.half]}: {count} clip{'' if count == 1 else 's'}, {half.together.minutes:.1f} minutes"


def _left_out(report: Report) -> str:
    return f"Left out, because the video or its truth is missing: {', '.join(report.left_out)}."


def _documented(grids: Iterable[Grid]) -> list[str]:
    return [f"### {grid.title}\n\n{markdown_table(grid)}\n" for grid in grids if grid.rows]


def markdown_table(grid: Grid) -> str:
    """One table as Markdown."""
    rules = ["---" if index < grid.words else "---:" for index in range(len(grid.columns))]
    return "\n".join("| " + " | ".join(_escaped(row)) + " |" for row in (grid.columns, rules, *grid.rows))


def _escaped(row: Iterable[str]) -> list[str]:
    return [cell.replace("|", "\\|") for cell in row]
