"""What light and sensor do to the pictures."""

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_videos.anatomy.rotation import Array
from sample_videos.camera_path import CameraPath
from sample_videos.recipes import Effects
from sample_videos.wander import wander

__all__ = ["Image", "Sensor", "dimming", "moved"]

Image: TypeAlias = NDArray[np.uint8]
"""Shape (height, width, 3): blue, green, red."""

_FIELDS = 6
_ROOM = 64
_SOFTNESS = 0.6
_COLOUR_NOISE = 0.5
_DRIFT_HZ = (0.05, 0.4)


def moved(image: Image, path: CameraPath, index: int) -> Image:
    """A picture as the camera sees it in a frame; what the picture doesn't reach repeats its border."""
    if path.still:
        return image
    height, width = image.shape[:2]
    return np.asarray(
        cv2.warpAffine(image, path.matrix(index), (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def dimming(factor: float) -> Image:
    """Shape (256,): the table that scales the light of 8-bit values by a factor (the sRGB curve)."""
    values = np.arange(256) / 255
    light = factor * np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)
    back = np.where(light <= 0.0031308, light * 12.92, 1.055 * np.maximum(light, 0.0031308) ** (1 / 2.4) - 0.055)
    return np.asarray(np.clip(np.round(255 * back), 0, 255), np.uint8)


class Sensor:
    """Exposure and noise of a clip's frames, one after another."""

    def __init__(self, effects: Effects, size: tuple[int, int], times: Array, seed: int) -> None:
        rng = np.random.default_rng([seed, 3])
        self._light = effects.brightness * (1 + effects.exposure_drift * wander(rng, *_DRIFT_HZ).at(times))
        self._fields = [_noise(size, effects.noise, rng) for _ in range(_FIELDS)] if effects.noise else []
        self._rng = rng

    def exposed(self, image: Image, index: int) -> Image:
        """The picture of a frame; must be called once for each, because the noise differs every time."""
        factor = float(self._light[index])
        if factor != 1.0:
            image = np.asarray(cv2.LUT(image, dimming(factor)), np.uint8)
        return self._with_noise(image) if self._fields else image

    def _with_noise(self, image: Image) -> Image:
        """Adds a part of one of a few fields: drawing fresh numbers would take most of the time."""
        height, width = image.shape[:2]
        field, down, right = (int(value) for value in self._rng.integers((_FIELDS, _ROOM, _ROOM)))
        grain = self._fields[field][down : down + height, right : right + width]
        return np.asarray(cv2.add(image, grain, dtype=cv2.CV_8U), np.uint8)


def _noise(size: tuple[int, int], deviation: float, rng: np.random.Generator) -> NDArray[np.int16]:
    """Soft grain, mostly grey, of a given deviation; larger than the picture, to be shifted about."""
    shape = (size[1] + _ROOM, size[0] + _ROOM)
    grey, colour = rng.standard_normal((*shape, 1), np.float32), rng.standard_normal((*shape, 3), np.float32)
    grain = cv2.GaussianBlur(grey + _COLOUR_NOISE * colour, (0, 0), _SOFTNESS)
    return np.asarray(np.round(grain * (deviation / grain.std())), np.int16)
