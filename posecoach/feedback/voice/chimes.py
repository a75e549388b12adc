"""Tones: what they sound like, and how they reach the sound device."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from posecoach.feedback.voice.protocols import Chime
from posecoach.feedback.voice.sound_output import SoundError, first_line, sound_output
from posecoach.messages import Message

__all__ = ["RATE", "Mixer", "Samples", "SoundDeviceChimes", "tone"]

Samples = NDArray[np.float32]

RATE = 48_000
"""Samples a second; what most sound devices run at."""

_OVERTONES = (1.0, 0.3, 0.1)
"""Strengths of the first harmonics; a bare sine is hard to place in a room."""

_FADE_S = 0.01
"""Long enough that neither end of a note clicks."""

_DECAY = 3.0
"""Notes die away like a struck bar's, to a twentieth (e**-3) at their end."""


@dataclass(frozen=True, slots=True)
class _Note:
    hertz: float
    seconds: float
    loudness: float = 0.4


# In C major, so that tones that follow one another go together.
_C4, _E4, _G4, _C5, _E5, _G5, _C6 = 261.63, 329.63, 392.00, 523.25, 659.26, 783.99, 1046.50

_MOTIFS = {
    Chime.READY: (_Note(_E5, 0.3),),
    Chime.TICK: (_Note(_C6, 0.08, 0.12),),
    Chime.GO: (_Note(_C5, 0.14), _Note(_G5, 0.34)),
    Chime.REPETITION: (_Note(_G5, 0.18, 0.3),),
    Chime.HOLD_DONE: (_Note(_C6, 0.4),),
    Chime.FAULT: (_Note(_C4, 0.4, 0.5),),
    Chime.PAUSE: (_Note(_G4, 0.14), _Note(_E4, 0.34)),
    Chime.DONE: (_Note(_G5, 0.14), _Note(_C6, 0.36)),
}
"""Rising ones begin or end something, falling ones stop it, the low one is for what is wrong."""


def tone(chime: Chime) -> Samples:
    """The tone of a chime: shape (n,), -1 to 1, `RATE` samples a second, half a second at the most."""
    return np.concatenate([_sound(note) for note in _MOTIFS[chime]])


def _sound(note: _Note) -> Samples:
    time_s = np.arange(round(note.seconds * RATE)) / RATE
    phase = 2 * np.pi * note.hertz * time_s
    wave = sum(strength * np.sin(number * phase) for number, strength in enumerate(_OVERTONES, start=1))
    # Raised cosines at both ends: neither the tone nor its slope jumps.
    edge = np.clip(np.minimum(time_s, time_s[-1] - time_s) / _FADE_S, 0, 1)
    envelope = np.exp(-_DECAY * time_s / note.seconds) * (1 - np.cos(np.pi * edge)) / 2
    return np.asarray(note.loudness / sum(_OVERTONES) * envelope * wave, np.float32)


_CROSSFADE = RATE // 200
"""Samples in which a tone that is replaced fades away: 5 ms, too short to hear and too long to click."""


class Mixer:
    """Keeps the tone that is played; a new one replaces it. One thread plays, another takes the samples."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: Samples = np.zeros(0, np.float32)

    def play(self, tone: Samples) -> None:
        """Begins a tone, shape (n,)."""
        with self._lock:
            old = self._left[:_CROSSFADE]
            mixed = np.concatenate((tone, np.zeros(max(0, len(old) - len(tone)), np.float32)))
            mixed[: len(old)] += old * np.linspace(1, 0, _CROSSFADE, dtype=np.float32)[: len(old)]
            self._left = mixed

    def take(self, count: int) -> Samples:
        """The next `count` samples, silence after the tone's end."""
        with self._lock:
            taken, self._left = self._left[:count], self._left[count:]
        return np.concatenate((taken, np.zeros(count - len(taken), np.float32)))


_JOIN_S = 2.0
"""Devices that take longer to open are left to the end of the program."""


class SoundDeviceChimes:
    """`Chimes` on the sound device of the system, which stays open: devices that fall asleep swallow tones.

    Making one takes 0.1 s; the device is opened on a thread of its own.

    Args:
        output: Gives the module sounddevice, or raises SoundError.
    """

    def __init__(self, output: Callable[[], Any] = sound_output) -> None:
        self._failed: str | None = None
        self._closed = threading.Event()
        self._mixer = Mixer()
        self._tones: dict[Chime, Samples] = {chime: tone(chime) for chime in Chime}
        self._stream: Any = None
        self._opening: threading.Thread | None = None
        try:
            module = output()
        except SoundError as error:
            self._failed = error.message
            return
        self._opening = threading.Thread(target=self._open, args=(module,), name="chimes", daemon=True)
        self._opening.start()

    @property
    def failed(self) -> str | None:
        """Why there are no tones; None while they work."""
        return self._failed

    def play(self, chime: Chime) -> None:
        """Begins a tone, in place of the one that is played."""
        if self._failed is None:
            self._mixer.play(self._tones[chime])

    def close(self) -> None:
        """Gives the sound device back; closing twice does no harm."""
        self._closed.set()
        if self._opening is not None:
            self._opening.join(_JOIN_S)
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def _open(self, module: Any) -> None:
        try:
            stream = module.OutputStream(
                samplerate=RATE, channels=1, dtype="float32", callback=self._fill, finished_callback=self._finished
            )
            stream.start()
        except module.PortAudioError as error:
            self._failed = Message("the sound device fails: {reason}", reason=first_line(error))
            return
        self._stream = stream

    def _fill(self, out: Any, count: int, _time: object, _status: object) -> None:
        out[:, 0] = self._mixer.take(count)

    def _finished(self) -> None:
        if not self._closed.is_set():
            self._failed = Message("the sound device is gone")
