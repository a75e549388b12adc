"""From a decoder's picture to an upright RGB array."""

import math
from dataclasses import dataclass
from fractions import Fraction

import cv2
import numpy as np
from av.sidedata.sidedata import SideData
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter

from posecoach.capture.frame import RgbImage

_TURNS = {1: cv2.ROTATE_90_CLOCKWISE, 2: cv2.ROTATE_180, 3: cv2.ROTATE_90_COUNTERCLOCKWISE}


@dataclass(frozen=True, slots=True)
class Orientation:
    """What makes a stored picture upright: first the mirroring, then the turns.

    Attributes:
        quarter_turns: Clockwise quarter turns, 0 to 3.
        mirrored: Whether left and right are to be swapped first.
    """

    quarter_turns: int = 0
    mirrored: bool = False

    @classmethod
    def of(cls, picture: VideoFrame) -> "Orientation":
        """Read the display matrix, rounded to whole quarter turns."""
        matrix = picture.side_data.get("DISPLAYMATRIX")
        if not isinstance(matrix, SideData):
            return cls()
        # Row vectors: x' = a x + c y and y' = b x + d y, with y pointing down.
        a, b, _, c, d = (float(value) for value in np.frombuffer(bytes(matrix), np.int32)[:5])
        # VideoFrame.rotation takes a mirrored picture for one that stands on its head.
        mirrored = a * d - b * c < 0
        angle = math.atan2(-b, -a) if mirrored else math.atan2(b, a)
        return cls(round(angle / (math.pi / 2)) % 4, mirrored)

    def apply(self, image: RgbImage) -> RgbImage:
        """Mirror and turn an image; the result is C-contiguous."""
        if self.mirrored:
            image = np.asarray(cv2.flip(image, 1), np.uint8)
        if self.quarter_turns:
            image = np.asarray(cv2.rotate(image, _TURNS[self.quarter_turns]), np.uint8)
        return np.ascontiguousarray(image)

    def turned(self, size: tuple[int, int]) -> tuple[int, int]:
        """Width and height after the turns. Its own inverse."""
        width, height = size
        return (height, width) if self.quarter_turns % 2 else (width, height)


def square_pixel_size(picture: VideoFrame, pixel_aspect: Fraction | None) -> tuple[int, int]:
    """Width and height of a stored picture once its pixels are square, as angles need them."""
    plausible = pixel_aspect is not None and Fraction(1, 4) <= pixel_aspect <= 4
    widening = pixel_aspect if plausible and pixel_aspect else Fraction(1)
    return max(1, round(picture.width * widening)), picture.height


def fitted_size(size: tuple[int, int], max_side: int | None) -> tuple[int, int]:
    """Width and height scaled down so that the longer side is at most `max_side` pixels; never scaled up."""
    longer = max(size)
    if max_side is None or longer <= max_side:
        return size
    width, height = (max(1, round(side * max_side / longer)) for side in size)
    return width, height


class RgbConverter:
    """Converts a recording's pictures to upright RGB images of one size.

    One converter serves one reading: it keeps FFmpeg's scaler between pictures.
    """

    def __init__(self, orientation: Orientation, upright_size: tuple[int, int]) -> None:
        self._orientation = orientation
        self._stored_size = orientation.turned(upright_size)
        self._scaler = VideoReformatter()

    def __call__(self, picture: VideoFrame) -> RgbImage:
        """Convert one picture; the result has shape (height, width, 3) and is C-contiguous."""
        width, height = self._stored_size
        # Recordings from video calls change size midway: all of a recording's frames get the first one's.
        rgb = self._scaler.reformat(
            picture, width, height, format="rgb24", interpolation="AREA", threads=1
        ).to_ndarray()
        # Rows of odd widths are padded, which MediaPipe and OpenCV don't look at.
        return self._orientation.apply(np.ascontiguousarray(rgb, np.uint8))
