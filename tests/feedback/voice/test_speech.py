import queue
import threading
from collections.abc import Callable, Iterable, Iterator

import pytest

from posecoach.feedback.voice.speech import SpeechProcess, SpeechWorker
from posecoach.feedback.voice.speech_worker import Answer

PATIENCE_S = 20.0


class FakeWorker:
    """A worker that answers what the test wants."""

    def __init__(self, last_words: Iterable[tuple[Answer, str | None]] = (), exit_code: int = 0) -> None:
        self.texts: list[str] = []
        self.killed = False
        self.listening = threading.Event()
        self._last_words = last_words
        self._exit_code = exit_code
        self._answers: queue.Queue[tuple[Answer, str | None, threading.Event] | None] = queue.Queue()

    def answer(self, kind: Answer, reason: str | None = None) -> None:
        """Answers, and waits until that was taken in."""
        heard = threading.Event()
        self._answers.put((kind, reason, heard))
        assert heard.wait(PATIENCE_S)

    def die(self) -> None:
        self._answers.put(None)

    def send(self, text: str) -> None:
        self.texts.append(text)

    def answers(self) -> Iterator[tuple[Answer, str | None]]:
        self.listening.set()
        while (item := self._answers.get()) is not None:
            yield item[0], item[1]
            item[2].set()
        yield from self._last_words

    def kill(self) -> None:
        self.killed = True
        self.die()

    def wait(self) -> int:
        return self._exit_code


class Workshop:
    """Starts the workers it was given, and knows what time it is."""

    def __init__(self, *workers: FakeWorker | OSError) -> None:
        self.time_s = 0.0
        self.started: queue.Queue[FakeWorker] = queue.Queue()
        self._workers = iter(workers)

    def __call__(self) -> FakeWorker:
        worker = next(self._workers)
        if isinstance(worker, OSError):
            raise worker
        self.started.put(worker)
        return worker

    def next(self) -> FakeWorker:
        """The worker that was started now, once it is listened to."""
        worker = self.started.get(timeout=PATIENCE_S)
        assert worker.listening.wait(PATIENCE_S)
        return worker

    def clock(self) -> float:
        return self.time_s


Opened = Callable[..., tuple[SpeechProcess, Workshop]]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Makes speakers with the workers of the test, and closes them."""
    speakers = []

    def make(*workers: FakeWorker | OSError) -> tuple[SpeechProcess, Workshop]:
        workshop = Workshop(*workers)
        speakers.append(SpeechProcess(workshop, workshop.clock))
        return speakers[-1], workshop

    yield make
    for speaker in speakers:
        speaker.close()


def ended() -> None:
    """Waits until a speaker has given up."""
    for thread in threading.enumerate():
        if thread.name == "speech":
            thread.join(PATIENCE_S)
            assert not thread.is_alive()


def test_it_is_busy_while_the_engine_starts_and_while_it_speaks(opened: Opened) -> None:
    """One text after the other goes to the same worker, which isn't ended by hushing when it is silent."""
    speaker, workshop = opened(FakeWorker())
    busy = [speaker.busy]
    worker = workshop.next()
    speaker.hush()
    worker.answer(Answer.READY)
    speaker.hush()
    for text in ("one", "two"):
        busy.append(speaker.busy)
        speaker.say(text)
        busy.append(speaker.busy)
        worker.answer(Answer.DONE)
    assert busy == [True, False, True, False, True]
    assert (worker.texts, worker.killed, speaker.busy, speaker.failed) == (["one", "two"], False, False, None)


def test_an_engine_that_cannot_start_is_given_up_with_its_reason(opened: Opened) -> None:
    """Starting it again would end in the same way."""
    speaker, workshop = opened(FakeWorker())
    worker = workshop.next()
    worker.answer(Answer.FAILED, "no speech engine: install espeak-ng")
    worker.die()
    ended()
    assert (speaker.failed, speaker.busy) == ("no speech engine: install espeak-ng", False)
    speaker.say("nobody hears this")
    assert not speaker.busy


def test_a_process_that_cannot_be_started_is_a_failure(opened: Opened) -> None:
    """Such as when the system has no room for it; it still says so after closing."""
    speaker, _ = opened(OSError("no such file"))
    ended()
    speaker.close()
    assert speaker.failed == "the speech engine can't be started (no such file)"


def test_an_engine_that_ends_is_started_again_once(opened: Opened) -> None:
    """Not a second time in a row; but one that has spoken since may end again, as may happen in an hour."""
    speaker, workshop = opened(*(FakeWorker(exit_code=-11) for _ in range(5)))
    for _ in range(3):
        worker = workshop.next()
        worker.answer(Answer.READY)
        speaker.say("one")
        worker.answer(Answer.DONE)
        worker.die()
    fourth = workshop.next()
    assert (speaker.busy, speaker.failed) == (True, None)
    fourth.answer(Answer.READY)
    assert not speaker.busy
    fourth.die()
    ended()
    assert (speaker.failed, speaker.busy) == ("the speech engine ends by itself (exit code -11)", False)


def test_a_failure_while_speaking_is_told_if_it_comes_again(opened: Opened) -> None:
    """A sound device that was unplugged may be there again with the next start."""
    speaker, workshop = opened(FakeWorker(), FakeWorker())
    for _ in range(2):
        worker = workshop.next()
        worker.answer(Answer.READY)
        speaker.say("one")
        worker.answer(Answer.FAILED, "the sound device fails: unplugged")
        worker.die()
    ended()
    assert speaker.failed == "the sound device fails: unplugged"


@pytest.mark.parametrize(("text", "allowed_s"), [(None, 15), ("a", 9), ("a sentence that takes its time", 15)])
def test_an_engine_that_hangs_is_ended(opened: Opened, text: str | None, allowed_s: float) -> None:
    """When it starts, or in the middle of a text; a long text may take longer."""
    speaker, workshop = opened(FakeWorker(), FakeWorker())
    for _ in range(2):
        worker = workshop.next()
        if text is not None:
            worker.answer(Answer.READY)
            speaker.say(text)
        workshop.time_s += allowed_s
        assert speaker.busy
        assert not worker.killed
        workshop.time_s += 10
        assert speaker.busy
        assert worker.killed
    ended()
    assert (speaker.failed, speaker.busy) == ("the speech engine doesn't answer", False)


@pytest.mark.parametrize("last_word", list(Answer))
def test_hushing_ends_the_worker_and_starts_another(opened: Opened, last_word: Answer) -> None:
    """Whatever the first one still answers; hushing often is no failure."""
    speaker, workshop = opened(*(FakeWorker([(last_word, "too late")]) for _ in range(4)))
    for _ in range(3):
        worker = workshop.next()
        worker.answer(Answer.READY)
        speaker.say("a long sentence")
        speaker.hush()
        assert worker.killed
        assert speaker.busy
    worker = workshop.next()
    assert speaker.busy
    worker.answer(Answer.READY)
    assert (speaker.busy, speaker.failed) == (False, None)


def test_closing_ends_the_worker_for_good(opened: Opened) -> None:
    """Also twice; nothing is started afterwards, and that is no failure."""
    speaker, workshop = opened(FakeWorker())
    worker = workshop.next()
    worker.answer(Answer.READY)
    speaker.say("one")
    for _ in range(2):
        speaker.close()
    speaker.say("two")
    assert (worker.killed, worker.texts, speaker.busy, speaker.failed) == (True, ["one"], False, None)
    assert workshop.started.empty()


class Watched(SpeechWorker):
    """A real worker that tells which answers were taken in."""

    def __init__(self, heard: "queue.Queue[Answer]") -> None:
        super().__init__("en", "dummy")
        self._heard = heard

    def answers(self) -> Iterator[tuple[Answer, str | None]]:
        for answer, reason in super().answers():
            yield answer, reason
            self._heard.put(answer)


def test_a_real_process_speaks_is_hushed_and_speaks_again() -> None:
    """With pyttsx3's engine that makes no sound."""
    heard: queue.Queue[Answer] = queue.Queue()
    speaker = SpeechProcess(lambda: Watched(heard))
    try:
        assert heard.get(timeout=PATIENCE_S) is Answer.READY
        speaker.say("one")
        speaker.hush()
        assert heard.get(timeout=PATIENCE_S) is Answer.READY
        for text in ("two", "zwölf \n\u4e09"):
            speaker.say(text)
            assert heard.get(timeout=PATIENCE_S) is Answer.DONE
        assert (speaker.busy, speaker.failed) == (False, None)
    finally:
        speaker.close()
