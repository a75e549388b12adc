"""Speech in a child process, as a speaker that is never waited for."""

import contextlib
import json
import math
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, auto
from typing import IO, Protocol, cast

from posecoach.feedback.voice.speech_worker import Answer
from posecoach.files import CODE_FOLDER
from posecoach.messages import Message, os_reason

__all__ = ["SpeechProcess", "SpeechWorker", "Worker"]

_START_S = 20.0
"""An engine starts in half a second; on Windows the first start ever writes modules, on a Mac it loads a framework."""

_UTTERANCE_S = (10.0, 0.25)
"""A text may take so long, and so much longer for each letter: about three times as long as it takes."""

_JOIN_S = 5.0
"""A process that was killed is gone in moments."""

_ENDS_IN_A_ROW = 1
"""So often in a row an engine may end by itself and is started again."""


class Worker(Protocol):
    """What `SpeechWorker` does."""

    def send(self, text: str) -> None:
        """Hands a text over, or raises OSError."""

    def answers(self) -> Iterable[tuple[Answer, str | None]]:
        """Waits for its answers, until it ends."""

    def kill(self) -> None:
        """Ends it at once; doesn't wait."""

    def wait(self) -> int:
        """Its exit code, once it has ended."""


class _Phase(Enum):
    STARTING = auto()
    IDLE = auto()
    SPEAKING = auto()
    FAILED = auto()
    CLOSED = auto()


class SpeechProcess:
    """A `Speaker` whose engine runs in a child process.

    It is busy while the engine starts. An engine that ends by itself, or doesn't answer, is started again; one that
    can't start, or fails again before it has said anything, is given up.

    Args:
        start: Starts a worker.
        clock: Seconds, to know when an engine hangs.
    """

    def __init__(self, start: Callable[[], Worker], clock: Callable[[], float] = time.monotonic) -> None:
        self._start = start
        self._clock = clock
        self._lock = threading.Lock()
        self._phase = _Phase.STARTING
        self._deadline_s = math.inf
        self._worker: Worker | None = None
        self._hushed = False
        self._ends = 0
        self._reason: str | None = None
        self._thread = threading.Thread(target=self._serve, name="speech", daemon=True)
        self._thread.start()

    @property
    def failed(self) -> str | None:
        """Why it was given up; None while it works."""
        return self._reason if self._phase is _Phase.FAILED else None

    @property
    def busy(self) -> bool:
        """Whether it starts or speaks."""
        with self._lock:
            if self._phase not in (_Phase.STARTING, _Phase.SPEAKING):
                return False
            if self._clock() > self._deadline_s and self._worker is not None:
                self._reason = Message("the speech engine doesn't answer")
                self._deadline_s = math.inf
                self._worker.kill()
            return True

    def say(self, text: str) -> None:
        """Begins to say something; does nothing while busy, or once it has failed or was closed."""
        with self._lock:
            if self._phase is not _Phase.IDLE or self._worker is None:
                return
            self._phase = _Phase.SPEAKING
            self._deadline_s = self._clock() + _UTTERANCE_S[0] + _UTTERANCE_S[1] * len(text)
            try:
                self._worker.send(text)
            except OSError:
                # It has just ended; the thread that reads its answers knows that, too.
                return

    def hush(self) -> None:
        """Stops what is being said; the engine starts again, as that is the only way that works with all engines."""
        with self._lock:
            if self._phase is _Phase.SPEAKING and self._worker is not None:
                self._hushed = True
                self._phase = _Phase.STARTING
                self._deadline_s = math.inf
                self._worker.kill()

    def close(self) -> None:
        """Ends the engine; closing twice does no harm."""
        with self._lock:
            if not self._is_over():
                self._phase = _Phase.CLOSED
            if self._worker is not None:
                self._worker.kill()
        self._thread.join(_JOIN_S)

    def _serve(self) -> None:
        """Runs one worker after the other."""
        while (worker := self._next()) is not None:
            for answer, reason in worker.answers():
                self._hear(answer, reason)
            self._ended(worker.wait())

    def _next(self) -> Worker | None:
        if self._is_over():
            return None
        try:
            worker = self._start()
        except OSError as error:
            with self._lock:
                self._give_up(Message("the speech engine can't be started ({reason})", reason=os_reason(error)))
            return None
        with self._lock:
            if self._is_over():
                worker.kill()  # closed while it was being started
            self._worker = worker
            self._deadline_s = self._clock() + _START_S
        return worker

    def _hear(self, answer: Answer, reason: str | None) -> None:
        with self._lock:
            if self._hushed:
                return  # these are the last words of the engine that was stopped
            if answer is Answer.READY and self._phase is _Phase.STARTING:
                self._phase = _Phase.IDLE
            elif answer is Answer.DONE and self._phase is _Phase.SPEAKING:
                self._phase = _Phase.IDLE
                self._ends = 0
                self._reason = None
            elif answer is Answer.FAILED and self._phase is _Phase.STARTING:
                self._give_up(reason or Message("the speech engine can't be used"))
            elif answer is Answer.FAILED:
                self._reason = reason

    def _ended(self, code: int) -> None:
        with self._lock:
            self._worker = None
            if self._is_over():
                return
            self._phase = _Phase.STARTING
            self._deadline_s = math.inf
            self._ends += not self._hushed
            self._hushed = False
            if self._ends > _ENDS_IN_A_ROW:
                self._give_up(self._reason or Message("the speech engine ends by itself (exit code {code})", code=code))

    def _is_over(self) -> bool:
        return self._phase in (_Phase.FAILED, _Phase.CLOSED)

    def _give_up(self, reason: str) -> None:
        if not self._is_over():
            self._reason = reason
            self._phase = _Phase.FAILED


_WORKER = "posecoach.feedback.voice.speech_worker"


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
            cwd=CODE_FOLDER,
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
                kind, parts = json.loads(line)
                yield Answer(kind), None if parts is None else Message(*parts[0], **parts[1])

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
