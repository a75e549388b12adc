"""`exercises check`: whether exercises, plans, calibrations and translations are right."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from posecoach.cli.console import out
from posecoach.cli.exit_codes import BAD_INPUT
from posecoach.feedback.words.language import inspect_language
from posecoach.file_checks import inspect

__all__ = ["check"]


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Exercise files, plans, calibrations and translations (.po)."),
    ],
) -> None:
    """Check files that people write: a line for everything that is wrong, with what is allowed.

    Exit codes: 0 all are fine, or only doubtful; 2 at least one is wrong.
    """
    failed = [not _report(path) for path in files]
    if any(failed):
        raise typer.Exit(BAD_INPUT)


def _report(path: Path) -> bool:
    """Prints what is to be said about a file; returns whether it can be used."""
    findings = inspect_language(path) if path.suffix == ".po" else inspect(path)
    lines = [*findings.problems, *(f"{doubt} (a warning)" for doubt in findings.lint)]
    for line in lines or [f"{path}: fine"]:
        out.print(Text(line), soft_wrap=True)
    return not findings.problems
