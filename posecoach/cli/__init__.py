"""The command line: parse, call, print."""

import os
import sys
from collections.abc import Sequence

import typer

from posecoach.cli.console import (
    INTERRUPTED,
    UNEXPECTED,
    allow_any_letters,
    expand_wildcards,
    language,
    report_error,
    report_failure,
    speak,
)
from posecoach.cli.interruption import InterruptionError, signals_as_ctrl_c
from posecoach.cli.menu import at_a_terminal, run_menu
from posecoach.cli.usage import USAGE_ERRORS, report_usage_error
from posecoach.errors import PosecoachError
from posecoach.feedback.words.language import load_language, system_language
from posecoach.installation import missing_library
from posecoach.messages import Message
from posecoach.temporary import remove_left_over_folders

__all__ = ["main"]

_LANGUAGE_OPTION = ("--language", "-l")


def main() -> None:
    """Runs one command; without one, somebody at a terminal is asked.

    Exit codes: 0 done; 1 something unexpected or a failed self-check; 2 bad input or usage (of a recording that is
    cut off, what could be read has been analysed and saved); 3 a fit that doesn't help; 130 interrupted.
    """
    allow_any_letters()
    # Child processes don't look for modules in the current folder either; Python 3.10 doesn't know it.
    os.environ["PYTHONSAFEPATH"] = "1"
    remove_left_over_folders()
    arguments = [argument for argument in sys.argv[1:] if argument != "--debug"]
    if os.name == "nt":
        arguments = expand_wildcards(arguments)
    try:
        arguments = _choose_language(arguments)
        with signals_as_ctrl_c():
            if not arguments and at_a_terminal():
                sys.exit(run_menu())
            _run(arguments)
    except InterruptionError as interruption:
        report_error(Message("interrupted; {what}", what=interruption.args[0]), interruption)
        sys.exit(INTERRUPTED)
    except SystemExit as leaving:
        # This is how typer leaves with Ctrl+C.
        if leaving.code == INTERRUPTED:
            report_error(Message("interrupted; nothing was written"), leaving)
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is for --debug
        sys.exit(report_failure(error))


def _choose_language(arguments: Sequence[str]) -> list[str]:
    """Speaks the language that is named anywhere among the arguments, else the system's; returns the other arguments.

    Raises:
        ExerciseError: If there is no such language, or its catalogue is wrong.
    """
    chosen, others = "", list[str]()
    words = iter(arguments)
    for word in words:
        name, equals, value = word.partition("=")
        if name in _LANGUAGE_OPTION:
            chosen = value if equals else next(words, "")
        else:
            others.append(word)
    speak(load_language(chosen or system_language()))
    return others


def _run(arguments: Sequence[str]) -> None:
    """Runs a command.

    Raises:
        PosecoachError: If a library of the system is missing, with the command that installs it.
    """
    try:
        # With it come OpenCV and MediaPipe.
        from posecoach.cli.app import root_command  # noqa: PLC0415 - as said above
        from posecoach.cli.help import translate_help  # noqa: PLC0415 - typer's own help is made with it
    except ImportError as error:
        advice = missing_library(error)
        if advice is None:
            raise
        raise PosecoachError(Message("OpenCV needs a library: {advice}", advice=advice)) from error
    command = root_command()
    translate_help(command, language())
    try:
        sys.exit(command(list(arguments), standalone_mode=False))
    except USAGE_ERRORS as error:
        sys.exit(report_usage_error(error))
    except typer.Abort as error:
        report_error(Message("nothing was changed, because the question wasn't answered"), error)
        sys.exit(UNEXPECTED)
