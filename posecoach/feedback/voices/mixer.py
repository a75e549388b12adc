"""Hands a sound device one tone at a time."""

import threading

import numpy as np

from posecoach.feedback.voices.tones import RATE, Samples

__all__ = ["Mixer"]

_FADE = RATE // 200
"""Samples in which a tone that is replaced fades away: 5 ms, too short to hear and too long to click."""


class Mixer:
    """Keeps the tone that is played; a new one replaces it. One thread plays, another takes the samples."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: Samples = np.zeros(0, np.float32)

    def play(self, tone: Samples) -> None:
        """Begins a tone, shape (n,)."""
        with self._lock:
            old = self._left[:_FADE]
            mixed = np.concatenate((tone, np.zeros(max(0, len(old) - len(tone)), np.float32)))
            mixed[: len(old)] += old * np.linspace(1, 0, _FADE, dtype=np.float32)[: len(old)]
            self._left = mixed

    def take(self, count: int) -> Samples:
        """The next `count` samples, silence after the tone's end."""
        with self._lock:
            taken, self._left = self._left[:count], self._left[count:]
        return np.concatenate((taken, np.zeros(count - len(taken), np.float32)))
