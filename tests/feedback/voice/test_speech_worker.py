import contextlib
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from posecoach.feedback.voice.sound_output import SoundError, sound_output
from posecoach.feedback.voice.speech import SpeechWorker
from posecoach.feedback.voice.speech_worker import Answer, voice_for
from posecoach.feedback.words.language import load_language
from posecoach.installation import system_install_command

LINUX = sys.platform == "linux"
ENGINE_ADVICE, LIBRARY_ADVICE = map(system_install_command, ("espeak-ng", "libportaudio2"))
"""The packages to install have Debian's names."""

Voices = list[tuple[str, list[Any]]]
ESPEAK: Voices = [("gmw/de", ["de"]), ("gmw/en-029", ["en-029"]), ("gmw/en", ["en-gb"]), ("gmw/en-us", ["en-us"])]
WINDOWS: Voices = [("HKEY\\Voices\\TTS_MS_DE-DE_HEDDA_11.0", ["de-DE"]), ("HKEY\\Voices\\ZIRA", ["en-US"])]
MAC: Voices = [
    ("com.apple.speech.synthesis.voice.Albert", ["en_US"]),
    ("com.apple.voice.compact.de-DE.Anna", ["de_DE"]),
    ("com.apple.voice.compact.en-US.Samantha", ["en_US"]),
    ("com.apple.voice.premium.en-GB.Jamie", ["en_GB"]),
]


@pytest.mark.parametrize(
    ("voices", "language", "current", "chosen"),
    [
        (ESPEAK, "en", "gmw/en", "gmw/en"),
        (ESPEAK, "en", "gmw/de", "gmw/en-029"),
        (ESPEAK, "fr", "gmw/en", None),
        (WINDOWS, "en", WINDOWS[0][0], "HKEY\\Voices\\ZIRA"),
        (MAC, "en", MAC[2][0], MAC[2][0]),
        ([("a", [b"\x05en"]), ("b", [b"\x02de-at"]), ("c", [b"\x05de"])], "de", None, "c"),
        ([("TTS_MS_EN-US_ZIRA_11.0", []), ("TTS_MS_DE-DE_HEDDA_11.0", [None])], "de", None, "TTS_MS_DE-DE_HEDDA_11.0"),
        ([("english", []), ("garden", [])], "en", None, None),
        ([], "en", None, None),
    ],
)
def test_the_voice_speaks_the_language(voices: Voices, language: str, current: str | None, chosen: str | None) -> None:
    """The user's own first, then the plain one of the language, then a natural one; never another language's."""
    found = voice_for(language, [SimpleNamespace(id=name, languages=codes) for name, codes in voices], current)
    assert found == chosen


FAKE_ENGINE = """
import os, wave
from types import SimpleNamespace

class Engine:
    def __init__(self, driver=None):
        {init}
        self.calls, self.then = [], lambda **_: None
    def __str__(self):
        return "{name}"
    def getProperty(self, name):
        return [SimpleNamespace(id="gmw/de", languages=["de"])] if name == "voices" else "gmw/en"
    def setProperty(self, name, value):
        self.calls.append((name, value))
    def connect(self, topic, then):
        if topic == "finished-utterance":
            self.then = then
    def say(self, text):
        self.calls.append(text)
    def save_to_file(self, text, path):
        with wave.open(path, "wb") as file:
            file.setparams((1, 2, 16000, 0, "NONE", ""))
            file.writeframes(b"\\0\\1" * 800 + b"\\0" * 8000)
    def runAndWait(self):
        print("an engine that talks", end=" ", flush=True)
        {run}
        with open({log!r}, "a") as file:
            print(self.calls, file=file)
        self.then(name=None, completed=True)
"""
FAKE_DEVICE = """
class PortAudioError(Exception):
    pass

def query_devices(kind):
    {query}

class RawOutputStream:
    latency = 0.05
    def __init__(self, samplerate, channels, dtype):
        self.rate = samplerate
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
    def write(self, samples):
        {write}
        with open({log!r}, "a") as file:
            print(self.rate, len(samples) // 2, samples.count(1), file=file)
"""


class Fakes:
    """Puts an engine and a sound device of the test's in the place of the real ones, in child processes."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "log.txt"
        self._folder = folder
        (folder / "pyttsx3").mkdir()
        (folder / "pyttsx3" / "__init__.py").touch()
        self.engine()
        self.device()

    def engine(self, name: str = "espeak", init: str = "pass", run: str = "pass") -> None:
        text = FAKE_ENGINE.format(name=name, init=init, run=run, log=str(self.log))
        (self._folder / "pyttsx3" / "engine.py").write_text(text)

    def device(self, query: str = "pass", write: str = "pass", top: str = "") -> None:
        text = FAKE_DEVICE.format(query=query, write=write, log=str(self.log))
        (self._folder / "sounddevice.py").write_text(top + text)


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fakes:
    """See `Fakes`."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return Fakes(tmp_path)


def answers(*texts: str, language: str = "de") -> list[tuple[Answer, str | None]]:
    """What a worker answers to texts, one after the other, as far as it gets."""
    worker = SpeechWorker(language)
    heard = []
    try:
        pending = list(texts)
        for answer in worker.answers():
            heard.append(answer)
            if not pending:
                break
            with contextlib.suppress(OSError):
                worker.send(pending.pop(0))
    finally:
        worker.kill()
        worker.wait()
    return heard


def test_espeak_is_played_on_the_sound_device(fakes: Fakes) -> None:
    """In its own rate: all of its speech, and a quarter of a second of silence instead of its own; again and again."""
    done = (Answer.DONE, None)
    assert answers("eins", "zwei") == [(Answer.READY, None), done, done]
    settings = "[('voice', 'gmw/de'), ('rate', 165)]"
    played = f"16000 {800 + 16000 // 4} 800"
    assert fakes.log.read_text().splitlines() == [settings, played] * 2


def test_other_engines_play_by_themselves(fakes: Fakes) -> None:
    """Then no sound device is asked for."""
    fakes.engine(name="sapi5")
    fakes.device(query="raise PortAudioError")
    assert answers("eins") == [(Answer.READY, None), (Answer.DONE, None)]
    assert fakes.log.read_text().splitlines() == ["[('voice', 'gmw/de'), ('rate', 165), 'eins']"]


@pytest.mark.parametrize(
    ("engine", "device", "reason"),
    [
        (
            {"init": "raise RuntimeError('no library')"},
            {},
            f"no speech engine: {ENGINE_ADVICE * LINUX}",
        ),
        ({}, {"query": "raise PortAudioError('-1')"}, "no sound device"),
        (
            {},
            {"top": "raise OSError('PortAudio')\n"},
            f"no sound library: {LIBRARY_ADVICE * LINUX}",
        ),
        ({}, {"top": "raise RuntimeError('host error')\n"}, "no sound: host error"),
        ({}, {"write": "raise PortAudioError('unplugged\\nby somebody')"}, "the sound device fails: unplugged"),
        ({"run": "raise KeyError('voice')"}, {}, "speech: 'voice'"),
    ],
)
def test_failures_are_told_in_one_line(
    fakes: Fakes, engine: dict[str, str], device: dict[str, str], reason: str
) -> None:
    """Whether they come at the start or with the first text; Linux users are told what to install."""
    fakes.engine(**engine)
    fakes.device(**device)
    kind, given = answers("eins")[-1]
    assert kind is Answer.FAILED
    assert given is not None
    assert given.startswith(reason)
    assert "\n" not in given


def test_a_language_without_a_voice_is_a_failure(fakes: Fakes) -> None:
    """German read by an English voice can't be understood."""
    (kind, reason), *_ = answers(language="fr")
    assert kind is Answer.FAILED
    told = "keine Stimme für die Sprache 'fr': installier eine in den Einstellungen des Systems"
    assert load_language("de").shown(reason or "") == told


def test_an_engine_that_crashes_ends_the_process_and_nothing_else(fakes: Fakes) -> None:
    """Its exit code is told."""
    fakes.engine(init="os._exit(7)")
    worker = SpeechWorker("de")
    assert list(worker.answers()) == []
    assert worker.wait() == 7


def test_a_users_own_files_do_no_harm(fakes: Fakes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Start-up files may print: only the worker's own lines are answers; the current folder's modules aren't run."""
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "json.py").write_text("raise RuntimeError")
    monkeypatch.chdir(tmp_path / "mine")
    (tmp_path / "sitecustomize.py").write_text("print('hello')\nprint('[1, 2, 3]')\nprint(5)\nprint('[\"x\", 1]')")
    assert answers() == [(Answer.READY, None)]


def test_the_process_ends_with_its_input() -> None:
    """So it doesn't outlive a program that has crashed. Its lines are JSON, and an engine may speak more than once."""
    command = [sys.executable, "-m", "posecoach.feedback.voice.speech_worker", "en", "dummy"]
    done = subprocess.run(command, input='"one"\n"two"\n', capture_output=True, text=True, timeout=60, check=True)
    assert [json.loads(line) for line in done.stdout.splitlines()] == [["ready", None], ["done", None], ["done", None]]


def test_sound_output_asks_for_a_device_to_play_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A computer that only has microphones has none."""
    kinds = []
    monkeypatch.setitem(
        sys.modules, "sounddevice", device := SimpleNamespace(query_devices=lambda *, kind: kinds.append(kind))
    )
    assert sound_output() is device
    assert kinds == ["output"]
    monkeypatch.setitem(sys.modules, "sounddevice", None)
    with pytest.raises(SoundError, match="no sound: "):
        sound_output()
