"""Writes pictures as an H.264 video that is the same byte for byte each time."""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.reformatter import ColorRange, Colorspace
from av.video.stream import VideoStream

from sample_videos.effects import Image
from sample_videos.frames import CLOCK

__all__ = ["write_video"]

# The number of threads changes the bytes, so it must not be left to the machine.
_THREADS = 4
_BT709 = 1
_KEYFRAME_S = 8
_MATRIX_AT = 4 + 40
_COSINE_SINE = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}


def write_video(path: Path, frames: Iterable[tuple[int, Image]], fps: int, crf: int, rotation_deg: int = 0) -> None:
    """Encodes a clip.

    Args:
        path: File to write, an mp4.
        frames: Time stamps in ticks of `frames.CLOCK`, rising, and the pictures as they are to be shown.
        fps: Nominal frames a second.
        crf: Quality; more is smaller and worse.
        rotation_deg: How far clockwise players are asked to turn the pictures, which are stored turned the other way.

    Raises:
        ValueError: There are no frames.
    """
    partial = path.with_name(f".{path.name}.part")
    try:
        with av.open(str(partial), "w", format="mp4", container_options=_CONTAINER) as container:
            _encode(container, frames, (fps, crf), rotation_deg // 90)
        if rotation_deg:
            _ask_for_turn(partial, rotation_deg)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


_CONTAINER = {"movflags": "+faststart", "fflags": "+bitexact"}


def _encode(container: Any, frames: Iterable[tuple[int, Image]], rates: tuple[int, int], quarters: int) -> None:
    stream: VideoStream | None = None
    last = -1
    for pts, image in frames:
        if pts <= last:
            raise ValueError(f"time stamps must rise, but {pts} follows {last}")
        stored, last = np.ascontiguousarray(np.rot90(image, quarters)), pts
        stream = stream or _stream(container, *rates, stored.shape)
        container.mux(stream.encode(_frame(stored, pts)))
    if stream is None:
        raise ValueError("no frames to encode")
    container.mux(stream.encode(None))


def _stream(container: Any, fps: int, crf: int, shape: tuple[int, ...]) -> VideoStream:
    options = {"crf": str(crf), "preset": "medium", "g": str(_KEYFRAME_S * fps)}
    stream: VideoStream = container.add_stream("libx264", rate=fps, options=options)
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    context.thread_count = _THREADS
    context.time_base = Fraction(1, CLOCK)
    context.color_primaries = context.color_trc = context.colorspace = _BT709
    context.color_range = ColorRange.MPEG
    return stream


def _frame(image: Image, pts: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(image, format="bgr24")
    frame = frame.reformat(format="yuv420p", dst_colorspace=Colorspace.ITU709, dst_color_range=ColorRange.MPEG)
    frame.pts, frame.time_base = pts, Fraction(1, CLOCK)
    return frame


def _ask_for_turn(path: Path, rotation_deg: int) -> None:
    """Overwrites the matrix in the track's header, as in ISO 14496-12, with 16.16 numbers and 2.30 in the corner."""
    cos, sin = _COSINE_SINE[rotation_deg]
    matrix = np.array([cos, sin, 0, -sin, cos, 0, 0, 0, 0x4000]) * 0x10000
    data = bytearray(path.read_bytes())
    start = data.index(b"tkhd") + _MATRIX_AT
    data[start : start + 36] = matrix.astype(">i4").tobytes()
    path.write_bytes(data)
