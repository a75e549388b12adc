"""The command line: parse, call, print."""

import errno
import os
import sys

from posecoach.cli.app import app
from posecoach.cli.console import BAD_INPUT, INTERRUPTED, UNEXPECTED, report_error
from posecoach.cli.interruption import InterruptionError, signals_as_ctrl_c
from posecoach.errors import PosecoachError
from posecoach.temporary import remove_left_over_folders

__all__ = ["main"]

_FULL = (errno.ENOSPC, errno.EDQUOT)
"""Errors of a disk; those of the program's own files are told with the file's name."""


def main() -> None:
    """Runs one command.

    Exit codes: 0 done; 1 something unexpected or a failed self-check; 2 bad input or usage (of a recording that is
    cut off, what could be read has been analysed and saved); 3 a fit that doesn't help; 130 interrupted.
    """
    debug = "--debug" in sys.argv
    # Child processes don't look for modules in the current folder either; Python 3.10 doesn't know it.
    os.environ["PYTHONSAFEPATH"] = "1"
    remove_left_over_folders()
    try:
        with signals_as_ctrl_c():
            app([argument for argument in sys.argv[1:] if argument != "--debug"])
    except PosecoachError as error:
        _leave(str(error), BAD_INPUT, debug=debug)
    except InterruptionError as interruption:
        _leave(f"interrupted; {interruption}", INTERRUPTED, debug=debug)
    except SystemExit as leaving:
        # This is how typer leaves with Ctrl+C.
        if leaving.code == INTERRUPTED:
            report_error("interrupted; nothing was written")
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a traceback is for --debug
        if isinstance(error, OSError) and error.errno in _FULL:
            _leave(f"no room is left for what is printed ({error.strerror}); free space", BAD_INPUT, debug=debug)
        _leave(
            f"unexpected {type(error).__name__}: {error}; run again with --debug to see where",
            UNEXPECTED,
            debug=debug,
        )


def _leave(message: str, code: int, *, debug: bool) -> None:
    if debug:
        raise  # noqa: PLE0704 - called while an exception is being handled
    report_error(message)
    sys.exit(code)
