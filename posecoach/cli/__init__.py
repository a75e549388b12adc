"""The command line: parse, call, print."""

import os
import sys

from posecoach.cli.app import app
from posecoach.cli.console import INTERRUPTED, allow_any_letters, report_error, report_failure
from posecoach.cli.interruption import InterruptionError, signals_as_ctrl_c
from posecoach.temporary import remove_left_over_folders

__all__ = ["main"]


def main() -> None:
    """Runs one command.

    Exit codes: 0 done; 1 something unexpected or a failed self-check; 2 bad input or usage (of a recording that is
    cut off, what could be read has been analysed and saved); 3 a fit that doesn't help; 130 interrupted.
    """
    allow_any_letters()
    # Child processes don't look for modules in the current folder either; Python 3.10 doesn't know it.
    os.environ["PYTHONSAFEPATH"] = "1"
    remove_left_over_folders()
    try:
        with signals_as_ctrl_c():
            app([argument for argument in sys.argv[1:] if argument != "--debug"])
    except InterruptionError as interruption:
        report_error(f"interrupted; {interruption}", interruption)
        sys.exit(INTERRUPTED)
    except SystemExit as leaving:
        # This is how typer leaves with Ctrl+C.
        if leaving.code == INTERRUPTED:
            report_error("interrupted; nothing was written", leaving)
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is for --debug
        sys.exit(report_failure(error))
