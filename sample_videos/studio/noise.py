"""Smooth random pictures."""

from collections.abc import Sequence

import cv2
import numpy as np

from sample_videos.anatomy.rotation import Array

__all__ = ["noise"]


def noise(shape: tuple[int, int], cells: Sequence[tuple[int, int]], seed: int) -> Array:
    """Shape `shape`: the mean of random grids with so many (rows, columns), each stretched over the whole picture."""
    random = np.random.default_rng(seed)
    total = np.zeros(shape, np.float32)
    for rows, columns in cells:
        grid = random.normal(size=(max(rows, 1), max(columns, 1))).astype(np.float32)
        total += cv2.resize(grid, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC) / len(cells)
    return np.asarray(total, float)
