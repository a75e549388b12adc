"""What the chimes sound like: short tones, as samples."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.feedback.voice import Chime

__all__ = ["RATE", "Samples", "tone"]

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
