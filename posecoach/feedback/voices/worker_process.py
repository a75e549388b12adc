"""The process that speaks."""

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, cast

import posecoach
from posecoach.feedback.voices.speech_worker import Answer

__all__ = ["SpeechWorker"]

_WORKER = "posecoach.feedback.voices.speech_worker"
_PACKAGES = Path(posecoach.__file__).parents[1]


class SpeechWorker:
    """A child process that says one text after the other.

    Args:
        language: Two letters; the voice is chosen by it.
        driver: One of pyttsx3's drivers; None for the system's.

    Raises:
        OSError: If it can't be started.
    """

    def __init__(self, language: str, driver: str | None = None) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", _WORKER, language, *([driver] if driver else [])],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Engines and sound systems complain there about what does no harm.
            stderr=subprocess.DEVNULL,
            # Python looks for modules in the current folder first, and the user's may have anything in it.
            cwd=_PACKAGES,
            # No console window pops up when the program itself has none.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            encoding="ascii",
            errors="replace",
        )
        self._texts = cast("IO[str]", self._process.stdin)
        self._answers = cast("IO[str]", self._process.stdout)

    def send(self, text: str) -> None:
        """Hands a text over.

        Raises:
            OSError: If the process has ended.
        """
        self._texts.write(json.dumps(text) + "\n")
        self._texts.flush()

    def answers(self) -> Iterator[tuple[Answer, str | None]]:
        """Waits for its answers, until it ends; a failure comes with its reason."""
        for line in self._answers:
            # What the user's own start-up files print comes before anything of the worker's.
            with contextlib.suppress(ValueError, TypeError):
                kind, reason = json.loads(line)
                yield Answer(kind), reason

    def kill(self) -> None:
        """Ends it at once, in the middle of a word if need be; doesn't wait."""
        self._process.kill()

    def wait(self) -> int:
        """Its exit code, once it has ended; its pipes are closed."""
        code = self._process.wait()
        self._answers.close()
        # A text that was never read can't be written any more.
        with contextlib.suppress(OSError):
            self._texts.close()
        return code
