"""`exercises check`: whether exercise, plan, calibration and language files are right."""

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from posecoach.cli.console import out
from posecoach.cli.exit_codes import BAD_INPUT
from posecoach.feedback.words.language_checks import inspect_language, is_language_file
from posecoach.file_checks import inspect, is_calibration_file

__all__ = ["check"]


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Exercise files, plans, calibrations and language files.")
    ],
) -> None:
    """Check files that people write: a line for everything that is wrong, with what is allowed.

    Exit codes: 0 all are fine, or only doubtful; 2 at least one is wrong.
    """
    failed = [not _told(path) for path in files]
    if any(failed):
        raise typer.Exit(BAD_INPUT)


def _told(path: Path) -> bool:
    """Prints what is to be said about a file; returns whether it can be used."""
    translates = is_language_file(path) and not is_calibration_file(path)
    findings = inspect_language(path) if translates else inspect(path)
    lines = [*findings.problems, *(f"{doubt} (a warning)" for doubt in findings.lint)]
    for line in lines or [f"{path}: fine"]:
        out.print(Text(line), soft_wrap=True)
    return not findings.problems
