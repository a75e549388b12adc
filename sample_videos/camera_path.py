"""How the camera moves: a similarity per frame, z' = m z + t with complex numbers m and t, and z = x + iy in pixels."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.rotation import Array
from sample_videos.recipes import Effects
from sample_videos.wander import wander

__all__ = ["CameraPath", "Complex", "camera_path"]

Complex: TypeAlias = NDArray[np.complex128]

_MOST_TILTED, _MOST_SHAKEN = 1.12, 1.25
_SHAKE_HZ = (0.15, 1.8)
_TURN_DEG_PER_PX = 0.04
_KNOCK_SHARE, _KNOCK_DEG, _KNOCK_FRAMES = 0.05, (3.0, 4.0), 3


@dataclass(frozen=True)
class CameraPath:
    """Shape (n,) each: the similarity z' = m z + t of every frame."""

    m: Complex
    t: Complex

    @property
    def still(self) -> bool:
        """Whether no frame is changed at all."""
        return bool(np.all(self.m == 1) and np.all(self.t == 0))

    def matrix(self, index: int) -> Array:
        """Shape (2, 3): a frame's, for OpenCV, which counts from the first pixel's middle and not its corner."""
        m, t = self.m[index], self.t[index] + (0.5 + 0.5j) * (self.m[index] - 1)
        return np.array([[m.real, -m.imag, t.real], [m.imag, m.real, t.imag]])

    def rows(self) -> tuple[tuple[float, float, float, float], ...] | None:
        """For the truth: (a, b, tx, ty) of each frame; None if the camera stands still."""
        if self.still:
            return None
        columns = (
            _rounded(self.m.real, 6),
            _rounded(self.m.imag, 6),
            _rounded(self.t.real, 2),
            _rounded(self.t.imag, 2),
        )
        return tuple(zip(*columns, strict=True))

    def after(self, first: "CameraPath") -> "CameraPath":
        """First the other, then this."""
        return CameraPath(self.m * first.m, self.m * first.t + self.t)


def _rounded(values: Array, digits: int) -> list[float]:
    # Adding zero turns -0.0 into 0.0.
    return [float(value) for value in np.round(values, digits) + 0.0]


def camera_path(effects: Effects, size: tuple[int, int], times: Array, fps: float, seed: int) -> CameraPath:
    """Zoom, then roll, shaking and a knock, enlarged so that the picture still fills the frame."""
    rng = np.random.default_rng([seed, 2])
    focus = complex(effects.zoom_at[0] * size[0], effects.zoom_at[1] * size[1])
    path = _about(focus, np.full(len(times), effects.zoom, complex))
    moves = [_tilted(effects.tilt_deg, size, len(times)), _shaken(effects.shake_px, size, times, rng)]
    if effects.knock_at is not None:
        moves.append(_knocked(effects.knock_at * times[-1], size, times, fps, rng))
    for move in moves:
        path = move.after(path)
    most = _MOST_TILTED if effects.tilt_deg else _MOST_SHAKEN
    enlargement = np.full(len(times), _enlargement(path, size, most), complex)
    return _about(_middle(size), enlargement).after(path)


def _middle(size: tuple[int, int]) -> complex:
    return complex(size[0] / 2, size[1] / 2)


def _about(centre: complex, m: Complex) -> CameraPath:
    """Turns and enlarges about a point that stays where it is."""
    return CameraPath(m, centre - m * centre)


def _turns(degrees: Array | float) -> Complex:
    """Positive is anticlockwise on the screen, whose y axis points down."""
    return np.asarray(np.exp(-1j * np.radians(degrees)), complex)


def _tilted(degrees: float, size: tuple[int, int], count: int) -> CameraPath:
    return _about(_middle(size), np.full(count, _turns(degrees)))


def _shaken(pixels: float, size: tuple[int, int], times: Array, rng: np.random.Generator) -> CameraPath:
    across, up, roll, nearer = (wander(rng, *_SHAKE_HZ).at(times) for _ in range(4))
    growth = 1 + nearer * pixels / max(size) / 4
    path = _about(_middle(size), growth * _turns(roll * pixels * _TURN_DEG_PER_PX))
    return CameraPath(path.m, path.t + pixels * (across + 1j * up))


def _knocked(knock_s: float, size: tuple[int, int], times: Array, fps: float, rng: np.random.Generator) -> CameraPath:
    done = np.clip((times - knock_s) * fps / _KNOCK_FRAMES, 0, 1)
    side = rng.choice([-1.0, 1.0])
    shift = side * _KNOCK_SHARE * size[0] * np.exp(1j * rng.uniform(-0.4, 0.4))
    path = _about(_middle(size), _turns(done * rng.choice([-1.0, 1.0]) * rng.uniform(*_KNOCK_DEG)))
    return CameraPath(path.m, path.t + done * shift)


def _enlargement(path: CameraPath, size: tuple[int, int], most: float) -> float:
    """The smallest that keeps the picture's borders out of every frame, or the most if that doesn't."""
    if _covers(path, size, 1.0):
        return 1.0
    least = 1.0
    for _ in range(24):
        tried = (least + most) / 2
        least, most = (least, tried) if _covers(path, size, tried) else (tried, most)
    return most


def _covers(path: CameraPath, size: tuple[int, int], enlargement: float) -> bool:
    middle = _middle(size)
    corners = np.array([0, size[0], 1j * size[1], complex(*size)])
    seen = ((corners - middle) / enlargement + middle - path.t[:, None]) / path.m[:, None]
    across = (seen.real >= -1e-6) & (seen.real <= size[0] + 1e-6)
    return bool(np.all(across & (seen.imag >= -1e-6) & (seen.imag <= size[1] + 1e-6)))
