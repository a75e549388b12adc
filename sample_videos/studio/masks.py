"""The asset pack's masks: where on the skin's texture lips, ears and nails are."""

import cv2
import numpy as np

from sample_videos.anatomy.assets import Assets
from sample_videos.anatomy.rotation import Array

__all__ = ["mask"]


def mask(assets: Assets, part: str, size: int) -> Array:
    """Shape (size, size), 0 to 1, the first row at the texture's bottom."""
    picture = cv2.imdecode(np.frombuffer(assets.read(f"textures/mpfb_{part}.jpg"), np.uint8), cv2.IMREAD_GRAYSCALE)
    if picture is None:
        raise ValueError(f"the mask of {part} is no picture")
    return np.asarray(np.asarray(cv2.resize(picture, (size, size)), np.float64)[::-1] / 255)
