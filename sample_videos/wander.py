"""Aimless smooth motion: breathing, swaying, a hand that holds a camera, an exposure that drifts."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sample_videos.anatomy.rotation import Array

__all__ = ["Wander", "wander"]

_WAVES = 6


@dataclass(frozen=True)
class Wander:
    """A sum of waves that stays within -1 and 1.

    Attributes:
        frequencies: Hertz of each wave.
        phases: Radians of each.
        amplitudes: They sum to 1.
    """

    frequencies: tuple[float, ...]
    phases: tuple[float, ...]
    amplitudes: tuple[float, ...]

    def at(self, times: ArrayLike) -> Array:
        """The values at some seconds, of their shape."""
        angles = 2 * np.pi * np.asarray(times, float)[..., None] * np.array(self.frequencies) + np.array(self.phases)
        return np.asarray(np.sin(angles) @ np.array(self.amplitudes))


def wander(rng: np.random.Generator, slowest: float, fastest: float) -> Wander:
    """Draws one with frequencies in a range of hertz; slow waves are larger than fast ones."""
    frequencies = np.exp(rng.uniform(np.log(slowest), np.log(fastest), _WAVES))
    amplitudes = 1 / frequencies
    phases = rng.uniform(0, 2 * np.pi, _WAVES)
    return Wander(tuple(frequencies), tuple(phases), tuple(amplitudes / amplitudes.sum()))
