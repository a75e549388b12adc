"""Speaks texts line by line, in a process of its own: `python -m ... LANGUAGE [DRIVER]`.

Speech engines block, crash, want a main thread to themselves, and can't all be stopped; a process can. Lines of JSON
come in, a text each. Lines of JSON go out, an answer and a reason each: `Answer.READY` once, then `Answer.DONE` after
each text, or `Answer.FAILED` with the reason, and the end.
"""

import importlib
import json
import os
import re
import signal
import sys
import threading
import wave
from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any

from posecoach.feedback.voice.sound_output import SoundError, first_line, sound_output
from posecoach.installation import system_install_command
from posecoach.messages import Message
from posecoach.temporary import temporary_folder

__all__ = ["Answer", "main", "voice_for"]

_WORDS_A_MINUTE = 165
"""As fast as newsreaders; the engines' own 200 is hard to follow over the sound of a room."""

_END_OF_UTTERANCE_S = 5.0
"""espeak makes a minute of speech in 0.1 s and tells its end on another thread, so more means that it never will."""

_SILENCE_S = 0.1
_BUFFERS = 3
"""Between two texts, and as many times a stream's latency; ALSA was seen to buffer more than twice its latency."""


class Answer(str, Enum):
    """What the worker reports."""

    READY = "ready"
    DONE = "done"
    FAILED = "failed"


def main(arguments: list[str]) -> int:
    """Runs until its input ends."""
    # Ctrl-C goes to every process of a terminal, and it is the parent's to end this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answer = _answering()
    try:
        say = _voice(*arguments)
        answer(Answer.READY)
        for line in sys.stdin:
            say(json.loads(line))
            answer(Answer.DONE)
    except Exception as error:  # noqa: BLE001 - whatever an engine raises, the parent has to know
        plain = Message("speech: {reason}", reason=first_line(error))
        answer(Answer.FAILED, error.message if isinstance(error, SoundError) else plain)
        return 1
    return 0


def _answering() -> Callable[..., None]:
    """Writes answers to standard output, and sends what engines print there elsewhere."""
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)

    def answer(kind: Answer, reason: Message | None = None) -> None:
        parts = None if reason is None else [reason.templates, dict(reason.values)]
        answers.write(json.dumps([kind.value, parts]) + "\n")
        answers.flush()

    return answer


def _voice(language: str, driver: str | None = None) -> Callable[[str], None]:
    """What speaks a text and returns when it was spoken."""
    engine = _Engine(language, driver)
    if engine.name != "espeak":
        return engine.say
    # pyttsx3 plays espeak's speech with a command that may not be there, and doesn't notice when it fails.
    output = sound_output()
    return lambda text: _play(output, *engine.spoken(text))


class _Engine:
    """The system's speech engine, in the voice of a language."""

    def __init__(self, language: str, driver: str | None) -> None:
        self._driver = driver
        try:
            self._make = importlib.import_module("pyttsx3.engine").Engine
            engine = self._make(driver)
        except Exception as error:  # a driver raises whatever its system raises
            advice = system_install_command("espeak-ng") if sys.platform == "linux" else first_line(error)
            raise SoundError(Message("no speech engine: {advice}", advice=advice)) from error
        self.name = str(engine)
        self._voice = _chosen(engine, language)

    def say(self, text: str) -> None:
        self._run(lambda engine: engine.say(text))

    def spoken(self, text: str) -> tuple[bytes, int]:
        """16-bit mono samples, and how many there are in a second."""
        with temporary_folder() as folder:
            name = str(folder / "spoken.wav")
            self._run(lambda engine: engine.save_to_file(text, name))
            with wave.open(name) as file:
                return file.readframes(file.getnframes()), file.getframerate()

    def _run(self, command: Callable[[Any], object]) -> None:
        # An engine of its own for each text: from the second on, pyttsx3 2.99's stop before they have begun.
        engine = self._make(self._driver)
        finished = threading.Event()
        errors: list[str] = []
        engine.connect("finished-utterance", lambda **_: finished.set())
        engine.connect("error", lambda exception, **_: errors.append(first_line(exception)))
        if self._voice is not None:
            engine.setProperty("voice", self._voice)
        engine.setProperty("rate", _WORDS_A_MINUTE)
        command(engine)
        engine.runAndWait()
        if not finished.wait(_END_OF_UTTERANCE_S):
            silent = Message("the speech engine fails: it stays silent")
            raise SoundError(Message("the speech engine fails: {reason}", reason=errors[0]) if errors else silent)


def _chosen(engine: Any, language: str) -> str | None:
    """Id of the voice; None for the engine's own."""
    try:
        voices = list(engine.getProperty("voices"))
    except Exception:  # noqa: BLE001 - pyttsx3 can't read the languages of every Windows voice
        return None
    voice = voice_for(language, voices, engine.getProperty("voice"))
    if voice is None:
        raise SoundError(
            Message("no voice for the language {code!r}: install one in the system's settings", code=language)
        )
    return voice


def _play(output: Any, samples: bytes, rate: int) -> None:
    # espeak ends each text with a third of a second of silence, which would make every second count late.
    sound = samples.rstrip(b"\0")
    try:
        with output.RawOutputStream(samplerate=rate, channels=1, dtype="int16") as stream:
            # What is still in the sound system's buffer is lost when the stream stops, so that must be silence.
            frames = int(rate * (_SILENCE_S + _BUFFERS * stream.latency))
            stream.write(sound + bytes(len(sound) % 2) + bytes(2 * frames))
    except output.PortAudioError as error:
        raise SoundError(Message("the sound device fails: {reason}", reason=first_line(error))) from error


_NATURAL = ("compact", "enhanced", "premium")
"""In the ids of macOS' real voices, worst first; the others, which come first in its list, are bells and robots."""


def voice_for(language: str, voices: Sequence[Any], current: object = None) -> str | None:
    """Id of the voice to use for a language; None when no voice speaks it.

    The voice that the user has chosen in the system's settings goes before all others that speak it.

    Args:
        language: Two letters, such as "de".
        voices: The voices of pyttsx3, each with `id` and `languages`.
        current: Id of the voice that the engine uses by itself.
    """
    fitting = [voice for voice in voices if _speaks(voice, language)]
    if not fitting:
        return None
    best = max(fitting, key=lambda voice: (voice.id == current, language in _languages(voice), _quality(voice)))
    return str(best.id)


def _speaks(voice: Any, language: str) -> bool:
    languages = _languages(voice)
    if languages:
        return any(code == language or code.startswith(f"{language}-") for code in languages)
    return language in re.split("[^a-z]+", str(voice.id).lower())


def _languages(voice: Any) -> list[str]:
    """Codes such as "de" and "en-us"; engines also give en_US, or bytes with a control character in front."""
    texts = (code.decode(errors="ignore") if isinstance(code, bytes) else str(code or "") for code in voice.languages)
    codes = (re.sub("^[^a-z]+", "", text.lower()).replace("_", "-") for text in texts)
    return [code for code in codes if code]


def _quality(voice: Any) -> int:
    words = re.split("[^a-z]+", str(voice.id).lower())
    return max((rank for rank, word in enumerate(_NATURAL, start=1) if word in words), default=0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
