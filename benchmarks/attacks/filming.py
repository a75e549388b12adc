"""Writes short excerpts of a sample clip in every odd way that PyAV knows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["COUNT", "Take", "film", "joined", "patched", "pictures"]

COUNT = 45
"""Pictures of an excerpt: a second and a half."""
_CLIP = Path(__file__).parents[2] / "sample_videos" / "clips" / "bridge_alignment_maria.mp4"
_SIZE = (480, 270)
_MILLISECONDS = Fraction(1, 1000)
Image = NDArray[np.uint8]


@cache
def pictures(count: int = COUNT, size: tuple[int, int] = _SIZE) -> tuple[Image, ...]:
    """The clip's first pictures, in another size."""
    made: list[Image] = []
    with av.open(str(_CLIP)) as container:
        for frame in container.decode(video=0):
            made.append(np.asarray(cv2.resize(frame.to_ndarray(format="rgb24"), size), np.uint8))
            if len(made) == count:
                break
    return tuple(made)


@dataclass(frozen=True)
class Take:
    """How an excerpt is written.

    Attributes:
        codec: FFmpeg's name of the encoder.
        count: Pictures.
        size: Width and height.
        pix_fmt: How pixels are stored.
        rate: Frames a second.
        pts_ms: Timestamps, instead of a rate.
        options: Of the encoder.
        muxing: Of the container.
        images: The pictures, instead of the clip's.
        meanwhile: Changes the packets on their way into the file.
    """

    codec: str = "libx264"
    count: int = COUNT
    size: tuple[int, int] = _SIZE
    pix_fmt: str = "yuv420p"
    rate: int = 30
    pts_ms: Sequence[int] | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    muxing: Mapping[str, str] = field(default_factory=dict)
    images: Sequence[Image] | None = None
    meanwhile: "Callable[[list[Any]], Iterable[Any]]" = lambda packets: packets


_QUICK = {"libx264": {"preset": "ultrafast", "g": "15", "bf": "2"}, "libx265": {"preset": "ultrafast"}}
_QUICK |= {"libvpx-vp9": {"cpu-used": "8", "deadline": "realtime"}, "libvpx": {"cpu-used": "8", "deadline": "realtime"}}
_QUICK |= {"libsvtav1": {"preset": "12"}}
_QUIET = {"libx265": {"x265-params": "log-level=none:pools=1"}, "libsvtav1": {"svtav1-params": "lp=1"}}


def film(path: Path, take: Take) -> Path:
    """Writes a video; the path's ending chooses the container."""
    images = take.images if take.images is not None else pictures(take.count, take.size)
    with av.open(str(path), "w", container_options=dict(take.muxing)) as container:
        options = {**_QUICK.get(take.codec, {}), **_QUIET.get(take.codec, {}), **take.options}
        stream: Any = container.add_stream(take.codec, rate=take.rate, options=options)
        stream.height, stream.width = images[0].shape[:2]
        stream.pix_fmt = take.pix_fmt
        stream.codec_context.time_base = Fraction(1, take.rate) if take.pts_ms is None else _MILLISECONDS
        for packet in take.meanwhile(list(_encoded(stream, images, take.pts_ms or range(len(images))))):
            container.mux(packet)
    return path


def _encoded(stream: Any, images: Sequence[Image], pts: Sequence[int]) -> Iterator[Any]:
    for image, timestamp in zip(images, pts, strict=True):
        frame = av.VideoFrame.from_ndarray(image, format="rgb24")
        frame.pts, frame.time_base = timestamp, stream.codec_context.time_base
        yield from stream.encode(frame)
    yield from stream.encode(None)


def joined(path: Path, *takes: Take) -> Path:
    """Several videos, byte after byte in one file."""
    parts = [film(path.with_stem(f"part{place}"), take) for place, take in enumerate(takes)]
    path.write_bytes(b"".join(part.read_bytes() for part in parts))
    return path


def patched(path: Path, name: bytes, offset: int, data: bytes, take: Take | None = None) -> Path:
    """An mp4 with bytes of one of its boxes overwritten, counted from behind the box's name."""
    content = bytearray(film(path, take or Take()).read_bytes())
    start = content.index(name) + len(name) + offset
    content[start : start + len(data)] = data
    path.write_bytes(content)
    return path
