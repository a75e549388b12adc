"""Makes small video clips whose frames tell their number."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.stream import VideoStream

from posecoach.capture.frame import RgbImage

BITS = 8

# Keyframes every ten frames, with frames stored in another order than shown where the format knows that.
_ENCODER_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "libx264": {"preset": "veryfast", "g": "10", "bf": "2"},
    "libx265": {"preset": "ultrafast", "x265-params": "keyint=10:min-keyint=10:bframes=2:log-level=none:pools=1"},
    "libvpx-vp9": {"deadline": "good", "cpu-used": "8", "g": "10", "lag-in-frames": "12", "auto-alt-ref": "1"},
    "libsvtav1": {"preset": "12", "g": "10", "svtav1-params": "lp=1"},
}


def numbered_image(number: int, size: tuple[int, int] = (96, 64)) -> RgbImage:
    """A picture of width and height `size` that shows a number below 256 as eight black or white columns."""
    width, height = size
    bits = [255 * (number >> bit & 1) for bit in range(BITS)]
    row = np.repeat(bits, -(-width // BITS))[:width].astype(np.uint8)
    return np.ascontiguousarray(np.broadcast_to(row[None, :, None], (height, width, 3)))


def number_of(image: RgbImage) -> int:
    """The number that a picture made by `numbered_image` shows, also after compression and scaling."""
    width = image.shape[1] / BITS
    centres = [image[:, int((bit + 0.25) * width) : int((bit + 0.75) * width)] for bit in range(BITS)]
    return sum(1 << bit for bit, block in enumerate(centres) if block.mean() > 127)


def write_clip(
    path: Path,
    images_or_count: Sequence[RgbImage] | int,
    size: tuple[int, int] = (96, 64),
    *,
    codec: str = "libx264",
    rate: int = 25,
    pts: Sequence[int] | None = None,
    rotation: int = 0,
    mirrored: bool = False,
    pix_fmt: str = "yuv420p",
    options: Mapping[str, str] | None = None,
    muxer_options: Mapping[str, str] | None = None,
) -> Path:
    """Write a clip and return its path, whose ending chooses the container.

    Without pictures, so many numbered ones of a width and height are made. Timestamps are in milliseconds, instead of a
    constant frame rate. Rotation is what a player must turn the pictures by, in degrees clockwise, after it has swapped
    left and right if they are mirrored; both in mp4 and mov only.
    """
    images = _numbered(images_or_count, size) if isinstance(images_or_count, int) else images_or_count
    with av.open(str(path), "w", container_options=dict(muxer_options or {})) as container:
        stream = _video_stream(container, codec, rate, options or {})
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = pix_fmt
        stream.codec_context.time_base = Fraction(1, 1000) if pts else Fraction(1, rate)
        _encode(container, stream, images, pts or range(len(images)))
    if rotation or mirrored:
        _set_display_matrix(path, rotation, mirrored=mirrored)
    return path


def _numbered(count: int, size: tuple[int, int]) -> list[RgbImage]:
    return [numbered_image(number, size) for number in range(count)]


def _video_stream(container: Any, codec: str, rate: int, options: Mapping[str, str]) -> VideoStream:
    stream = container.add_stream(codec, rate=rate, options={**_ENCODER_OPTIONS.get(codec, {}), **options})
    assert isinstance(stream, VideoStream)
    stream.thread_count = 1
    return stream


def _encode(container: Any, stream: VideoStream, images: Sequence[RgbImage], pts: Sequence[int]) -> None:
    for image, timestamp in zip(images, pts, strict=True):
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts = timestamp
        frame.time_base = stream.codec_context.time_base
        container.mux(stream.encode(frame))
    container.mux(stream.encode(None))


def _set_display_matrix(path: Path, rotation: int, *, mirrored: bool) -> None:
    """Overwrite the matrix in an mp4's track header, as it is in the ISO base media format, with 16.16 numbers."""
    cos, sin = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[rotation]
    side = -1 if mirrored else 1
    matrix = np.array([side * cos, side * sin, 0, -sin, cos, 0, 0, 0, 1]) * 0x10000
    matrix[8] = 0x40000000
    data = bytearray(path.read_bytes())
    start = data.index(b"tkhd") + 4 + 40
    data[start : start + 36] = matrix.astype(">i4").tobytes()
    path.write_bytes(data)
