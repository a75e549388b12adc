"""Pictures of whole floors, so that nothing in them repeats."""

from collections.abc import Callable, Mapping

import cv2
import numpy as np

from sample_videos.anatomy.rotation import Array
from sample_videos.rooms import Room
from sample_videos.studio.noise import noise

__all__ = ["floor_picture"]

_TEXEL_M = 0.004
_PLANK_M = (1.9, 0.17)
_TILE_M = 0.45


def floor_picture(room: Room, width_m: float, depth_m: float) -> Array:
    """Shape (rows, columns, 3): linear colours of a floor of this size, the first row at its front edge."""
    shape = (round(depth_m / _TEXEL_M), round(width_m / _TEXEL_M))
    shade = _KINDS[room.floor](shape)
    return np.clip(np.asarray(room.floor_colour) * shade[..., None], 0.0, 1.0)


def _planks(shape: tuple[int, int]) -> Array:
    """Rows of boards of different length and shade, with grain along them."""
    random = np.random.default_rng(1)
    length, height = (round(size / _TEXEL_M) for size in _PLANK_M)
    rows, columns = shape
    shade = np.ones(shape)
    grain = noise(shape, [(rows // 2, columns // 90), (rows // 6, columns // 250)], seed=2)
    for top in range(0, rows, height):
        left = -int(random.integers(0, length))
        while left < columns:
            right = left + int(length * random.uniform(0.6, 1.2))
            board = (slice(top, top + height), slice(max(left, 0), max(right, 0)))
            shade[board] = 1 + 0.11 * np.clip(random.normal(), -1.8, 1.8)
            shade[board[0], max(left, 0) : max(left + 1, 0)] = 0.5
            left = right
        shade[top : top + 1] = 0.5
    return np.asarray(shade * (1 + 0.16 * grain))


def _carpet(shape: tuple[int, int]) -> Array:
    rows, columns = shape
    pile = noise(shape, [(rows, columns), (rows // 3, columns // 3)], seed=5)
    return np.asarray(1 + 0.16 * pile + 0.05 * noise(shape, [(9, 17), (30, 55)], seed=6))


def _tiles(shape: tuple[int, int]) -> Array:
    random = np.random.default_rng(7)
    size = round(_TILE_M / _TEXEL_M)
    rows, columns = shape
    tiles = random.normal(1, 0.03, (rows // size + 1, columns // size + 1))
    shade = np.kron(tiles, np.ones((size, size)))[:rows, :columns]
    shade *= 1 + 0.05 * noise(shape, [(rows // 20, columns // 20), (rows // 90, columns // 90)], seed=8)
    joint = (np.arange(rows) % size < 1)[:, None] | (np.arange(columns) % size < 1)[None, :]
    return np.asarray(np.where(joint, 0.7, shade))


def _concrete(shape: tuple[int, int]) -> Array:
    rows, columns = shape
    clouds = noise(shape, [(8, 16), (25, 50), (80, 160)], seed=9)
    specks = cv2.GaussianBlur(noise(shape, [(rows, columns)], seed=10), (0, 0), 0.8)
    return np.asarray(1 + 0.14 * clouds + 0.10 * specks)


_KINDS: Mapping[str, Callable[[tuple[int, int]], Array]] = {
    "planks": _planks,
    "carpet": _carpet,
    "tiles": _tiles,
    "concrete": _concrete,
}
