import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from posecoach.feedback.voice import choosing
from posecoach.feedback.voice.chimes import RATE, Samples, SoundDeviceChimes, tone
from posecoach.feedback.voice.choosing import Silence, Voice, make_voice
from posecoach.feedback.voice.protocols import Chime, VoiceMode
from posecoach.feedback.voice.sound_output import SoundError
from posecoach.messages import Message
from posecoach.testing.recorders import RecordingChimes, RecordingSpeaker

PATIENCE_S = 20.0


class PortAudioError(Exception):
    """As sounddevice's."""


class FakeDevice:
    """The module sounddevice with a device that asks for samples when the test wants it."""

    def __init__(self, error: Exception | None = None) -> None:
        self.PortAudioError = PortAudioError
        self.may_open = threading.Event()
        self.may_open.set()
        self.opening = threading.Event()
        self.closed = 0
        self._error = error
        self._stream: dict[str, Any] = {}

    def OutputStream(self, **arguments: Any) -> SimpleNamespace:  # noqa: N802 - sounddevice's name
        self.opening.set()
        assert self.may_open.wait(PATIENCE_S)
        if self._error is not None:
            raise self._error
        self._stream = arguments
        return SimpleNamespace(start=lambda: None, close=self._close)

    def heard(self, count: int) -> Samples:
        out = np.ones((count, 1), np.float32)
        self._stream["callback"](out, count, None, None)
        return out[:, 0]

    def unplug(self) -> None:
        self._stream["finished_callback"]()

    def _close(self) -> None:
        self.closed += 1
        self.unplug()


def opened(device: FakeDevice) -> SoundDeviceChimes:
    """Chimes whose device was opened, or has failed to."""
    chimes = SoundDeviceChimes(lambda: device)
    for thread in threading.enumerate():
        if thread.name == "chimes":
            thread.join(PATIENCE_S)
    return chimes


def test_a_chime_is_heard_and_the_next_replaces_it() -> None:
    """Without waiting for either."""
    device = FakeDevice()
    chimes = opened(device)
    assert not device.heard(100).any()
    chimes.play(Chime.DONE)
    assert np.array_equal(device.heard(100), tone(Chime.DONE)[:100])
    chimes.play(Chime.TICK)
    assert not device.heard(RATE)[len(tone(Chime.TICK)) :].any()
    chimes.close()
    chimes.close()
    assert (device.closed, chimes.failed) == (1, None)


def test_a_device_that_opens_slowly_is_not_waited_for() -> None:
    """What is played meanwhile is heard when it is open."""
    device = FakeDevice()
    device.may_open.clear()
    chimes = SoundDeviceChimes(lambda: device)
    assert device.opening.wait(PATIENCE_S)
    chimes.play(Chime.GO)
    device.may_open.set()
    chimes.close()
    assert np.array_equal(device.heard(100), tone(Chime.GO)[:100])


def test_no_sound_is_told_and_harms_nothing() -> None:
    """No library, no device, one that can't be opened or that goes away: one line, and playing does nothing."""

    def missing() -> Any:
        raise SoundError(Message("no sound device"))

    gone = FakeDevice()
    all_chimes = [SoundDeviceChimes(missing), opened(FakeDevice(PortAudioError("invalid rate\n(-9997)"))), opened(gone)]
    gone.unplug()
    for chimes in all_chimes:
        chimes.play(Chime.GO)
        chimes.close()
    assert [chimes.failed for chimes in all_chimes] == [
        "no sound device",
        "the sound device fails: invalid rate",
        "the sound device is gone",
    ]


def test_problems_are_told_once_and_say_what_happens_instead() -> None:
    """Polled with every frame. Without sounds nothing stands in for speech, and it isn't claimed."""
    speaker, chimes = RecordingSpeaker(lambda: 0.0), RecordingChimes(lambda: 0.0)
    voice = Voice(speaker, chimes)
    assert voice.problems() == []
    speaker.failed = "no speech engine: install espeak-ng"
    assert voice.problems() == ["no speech engine: install espeak-ng; sounds are played instead"]
    assert voice.problems() == []
    chimes.failed = "the sound device is gone"
    assert voice.problems() == ["the sound device is gone; no sounds are played"]
    assert voice.problems() == []
    speaker.failed = chimes.failed = "no device"
    assert Voice(speaker, chimes).problems() == ["no device; no sounds are played", "no device; nothing is spoken"]


@pytest.mark.parametrize(
    ("mode", "made"), [(VoiceMode.OFF, []), (VoiceMode.SOUNDS, ["c"]), (VoiceMode.FULL, ["c", "s"])]
)
def test_only_what_the_mode_needs_is_started(monkeypatch: pytest.MonkeyPatch, mode: VoiceMode, made: list[str]) -> None:
    """No engine for sounds, and nothing at all for silence, which can stand wherever something might be heard."""
    started = []

    def starts(letter: str) -> Callable[..., Silence]:
        return lambda *_: started.append(letter) or Silence()  # type: ignore[func-returns-value]

    monkeypatch.setattr(choosing, "SpeechProcess", starts("s"))
    monkeypatch.setattr(choosing, "SoundDeviceChimes", starts("c"))
    voice = make_voice(mode, "en")
    voice.speaker.say("one")
    voice.speaker.hush()
    voice.chimes.play(Chime.GO)
    assert sorted(started) == made
    assert (voice.speaker.busy, voice.problems()) == (False, [])
    for _ in range(2):
        voice.close()
