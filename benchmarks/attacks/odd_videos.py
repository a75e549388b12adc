"""Odd videos: clocks that jump, damage, strange sizes and formats, and files that are no videos at all."""

import struct
import wave
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from attacks.filming import COUNT, Take, film, joined, patched, pictures

__all__ = ["OddVideo", "odd_videos"]

_STEP_MS = 33
_HOUR_MS = 3_600_000
_NOISE = np.random.default_rng(0).bytes(50_000)
Packets = list[Any]


@dataclass(frozen=True)
class OddVideo:
    """A video, and how it is made.

    Attributes:
        name: What is odd about it.
        make: Writes it into a folder.
        pictures: How many must be looked at, or else told as lost; None where nobody can say.
    """

    name: str
    make: Callable[[Path], Path]
    pictures: int | None = COUNT


def odd_videos() -> list[OddVideo]:
    """All of them, always the same."""
    kinds = (_clocks, _joined, _untimed, _rates, _turns, _sizes, _damage, _packets, _strangers, _streams, _claims)
    return [video for kind in (*kinds, _formats, _changes) for video in kind()]


def _of(name: str, suffix: str, take: Take, pictures: int | None = COUNT) -> OddVideo:
    return OddVideo(f"{name} (.{suffix})", lambda folder: film(folder / f"clip.{suffix}", take), pictures)


def _join(suffix: str, takes: Sequence[Take], folder: Path) -> Path:
    return joined(folder / f"clip.{suffix}", *takes)


def _patch(box: bytes, offset: int, data: bytes, folder: Path) -> Path:
    return patched(folder / "clip.mp4", box, offset, data)


def _steady(count: int = COUNT) -> list[int]:
    return [_STEP_MS * number for number in range(count)]


def _jumping(jumps: dict[int, int], count: int = COUNT) -> list[int]:
    """Timestamps that go on by so much more from some pictures on."""
    ahead, stamps = 0, []
    for number, stamp in enumerate(_steady(count)):
        ahead += jumps.get(number, 0)
        stamps.append(stamp + ahead)
    return stamps


def _clocks() -> Iterator[OddVideo]:
    for suffix in ("mp4", "mkv", "mov", "nut"):
        for name, jump in {"11 s": 11_000, "an hour": _HOUR_MS, "ten hours": 10 * _HOUR_MS}.items():
            yield _of(f"clock jumps {name}", suffix, Take(pts_ms=_jumping({22: jump})))
    yield _of("clock jumps a year", "mkv", Take(pts_ms=_jumping({22: 365 * 24 * _HOUR_MS})))
    yield _of("clock jumps at once", "mkv", Take(pts_ms=_jumping({1: _HOUR_MS})))
    yield _of("clock jumps at last", "mkv", Take(pts_ms=_jumping({COUNT - 1: 10 * _HOUR_MS})))
    yield _of("clock jumps every fifth picture", "mp4", Take(pts_ms=_jumping(dict.fromkeys(range(5, 45, 5), _HOUR_MS))))
    yield _of("clock jumps at every picture", "mkv", Take(pts_ms=_jumping(dict.fromkeys(range(1, 45), _HOUR_MS))))
    yield _of("begins after ten hours", "mkv", Take(pts_ms=_jumping({0: 10 * _HOUR_MS})))
    yield _of("begins before 0", "mp4", Take(pts_ms=_jumping({0: -400})), None)
    yield _of("a picture far ahead", "nut", Take(options={"bf": "0"}, meanwhile=_with_outlier))


def _with_outlier(packets: Packets) -> Packets:
    return _shifted(packets, lambda place: 10_000_000 if place == 20 else 0)


def _shifted(packets: Packets, ticks: Callable[[int], int]) -> Packets:
    for place, packet in enumerate(packets):
        packet.pts += ticks(place)
    return packets


def _joined() -> Iterator[OddVideo]:
    whole, short, late = Take(), Take(count=10), Take(pts_ms=_jumping({0: 10 * _HOUR_MS}))
    for name, takes in {
        "two": (whole, whole),
        "three": (whole, whole, whole),
        "a short one and another": (short, whole),
        "the later one first": (late, whole),
        "one hours later": (whole, late),
        "another codec": (whole, replace(whole, codec="mpeg2video")),
        "one without B-frames": (whole, replace(whole, options={"bf": "0"})),
    }.items():
        expected = sum(COUNT if one.pts_ms else one.count for one in takes)
        yield OddVideo(f"joined: {name}", partial(_join, "ts", takes), expected)
    mpeg = Take(codec="mpeg2video")
    yield OddVideo("joined MPEG-PS", partial(_join, "mpg", (mpeg, mpeg)), 2 * COUNT)
    yield OddVideo("joined FLV", partial(_join, "flv", (Take("flv"), Take("flv"))), 2 * COUNT)
    yield OddVideo("joined MKV", partial(_join, "mkv", (whole, whole)), 2 * COUNT)
    yield OddVideo("joined MP4", partial(_join, "mp4", (whole, whole)), 2 * COUNT)


def _untimed() -> Iterator[OddVideo]:
    yield _of("no timestamps", "h264", Take())
    yield _of("no timestamps", "hevc", Take(codec="libx265"))
    yield _of("no timestamps", "m4v", Take(codec="mpeg4"))
    yield _of("no timestamps", "mjpeg", Take(codec="mjpeg", pix_fmt="yuvj420p"))
    yield _of("B-frames without timestamps", "avi", Take())
    for name, lasts in {"no time": 0, "less than no time": -40, "a year": 365 * 24 * _HOUR_MS}.items():
        for suffix in ("mkv", "nut"):
            yield _of(f"pictures last {name}", suffix, Take(pts_ms=_steady(), meanwhile=_lasting(lasts)))
    for name, stamps in {"all at once": [0] * COUNT, "backwards": _steady()[::-1]}.items():
        yield OddVideo(f"timestamps {name}", partial(_join, "ts", tuple(_single(stamps))))


def _single(stamps: Sequence[int]) -> Iterator[Take]:
    """Videos of one picture each."""
    for image, stamp in zip(pictures(), stamps, strict=True):
        yield Take(images=(image,), pts_ms=(stamp,), muxing={"muxdelay": "0"})


def _lasting(ticks: int) -> Callable[[Packets], Packets]:
    def changed(packets: Packets) -> Packets:
        for packet in packets:
            packet.duration = ticks
        return packets

    return changed


def _rates() -> Iterator[OddVideo]:
    for rate in (1, 2, 5, 12, 24, 60, 120, 240, 500, 1000):
        yield _of(f"{rate} pictures a second", "mp4", Take(rate=rate))
    steps_ms = np.random.default_rng(0).choice((1, 2, 5, 33, 100, 400, 2000), COUNT)
    yield _of("uneven", "mp4", Take(pts_ms=np.cumsum(steps_ms).tolist()))
    yield _of("bursts of a thousand a second", "mkv", Take(pts_ms=_jumping(dict.fromkeys(range(9, 45, 9), 1000))))


def _turns() -> Iterator[OddVideo]:
    one = 1 << 16
    for name, (a, b, c, d) in {
        "a quarter": (0, one, -one, 0),
        "half": (-one, 0, 0, -one),
        "three quarters": (0, -one, one, 0),
        "mirrored": (-one, 0, 0, one),
        "by 45 degrees": (46341, 46341, -46341, 46341),
        "flat": (0, 0, 0, 0),
        "enlarged a thousand times": (1000 * one, 0, 0, 1000 * one),
    }.items():
        matrix = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
        yield OddVideo(f"turned: {name}", partial(_patch, b"tkhd", 40, matrix))


def _sizes() -> Iterator[OddVideo]:
    few = {(3840, 2160): 4, (4096, 32): 8, (32, 4096): 8}
    sizes = [(1, 1), (1, 2), (2, 2), (3, 3), (5, 7), (1, 200), (200, 1), (16, 16), (17, 33), (101, 203), *few]
    for width, height in sizes:
        count = few.get((width, height), 20)
        yield _of(f"{width}x{height}", "mov", Take("png", count, (width, height), "rgb24"), count)


def _damage() -> Iterator[OddVideo]:
    for suffix, muxing in {"mp4": {"movflags": "faststart"}, "mkv": {}, "ts": {}}.items():
        for flips in (1, 10, 100, 1000):
            yield OddVideo(f"{flips} bits flipped (.{suffix})", _damaged(suffix, muxing, _flipped(flips)))
        for share in (0.1, 0.5, 0.9, 0.99):
            yield OddVideo(f"only {share:.0%} left (.{suffix})", _damaged(suffix, muxing, _cut(share)))
    yield OddVideo("its middle overwritten", _damaged("mp4", {"movflags": "faststart"}, _overwritten))


def _damaged(suffix: str, muxing: dict[str, str], damage: Callable[[bytearray], bytearray]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        path = film(folder / f"clip.{suffix}", Take(muxing=muxing))
        path.write_bytes(damage(bytearray(path.read_bytes())))
        return path

    return make


def _flipped(count: int) -> Callable[[bytearray], bytearray]:
    def damage(content: bytearray) -> bytearray:
        rng = np.random.default_rng(count)
        for place in rng.integers(8 * len(content) // 10, 8 * len(content), count).tolist():
            content[place // 8] ^= 1 << place % 8
        return content

    return damage


def _cut(share: float) -> Callable[[bytearray], bytearray]:
    return lambda content: content[: int(share * len(content))]


def _overwritten(content: bytearray) -> bytearray:
    third = len(content) // 3
    content[third : 2 * third] = b"\x5a" * third
    return content


def _packets() -> Iterator[OddVideo]:
    # Nobody can say of a picture that isn't in the file at all that it is missing; what makes no sense as x264's
    # isn't written either.
    for name, (left, change) in {
        "the first keyframe is missing": (44, lambda packets: packets[1:]),
        "all keyframes are missing": (42, lambda packets: [one for one in packets if not one.is_keyframe]),
        "the second keyframe is missing": (44, lambda packets: [one for at, one in enumerate(packets) if at != 15]),
        "every fifth packet is missing": (36, lambda packets: [one for at, one in enumerate(packets) if at % 5]),
        "every fifth packet is cut": (45, lambda packets: _rewritten(packets, lambda data: data[: len(data) // 2])),
        "every fifth packet is zeros": (36, lambda packets: _rewritten(packets, lambda data: bytes(len(data)))),
        "every fifth packet is noise": (36, lambda packets: _rewritten(packets, lambda data: _NOISE[: len(data)])),
    }.items():
        for codec, suffix in (("libx264", "mkv"), ("libvpx-vp9", "webm")):
            yield _of(f"{codec}: {name}", suffix, Take(codec, meanwhile=change), left)


def _rewritten(packets: Packets, change: Callable[[bytes], bytes]) -> Iterator[Any]:
    for place, packet in enumerate(packets):
        if place % 5 != 3:
            yield packet
            continue
        other = av.Packet(change(bytes(packet)))
        other.stream, other.time_base = packet.stream, packet.time_base
        other.pts, other.dts, other.duration = packet.pts, packet.dts, packet.duration
        yield other


def _strangers() -> Iterator[OddVideo]:
    for suffix in ("avi", "txt", "jpg", "MP4", "npz"):
        yield OddVideo(f"an mp4 called .{suffix}", partial(_called, suffix))
    contents: dict[str, bytes] = {
        "empty.mp4": b"",
        "byte.mp4": b"\x00",
        "text.mp4": b"This is no video.\n" * 50,
        "page.mp4": b"<html><body>not found</body></html>",
        "noise.mp4": _NOISE,
        "zeros.mp4": bytes(50_000),
        "begun.mp4": struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 0),
        "playlist.m3u8": b"#EXTM3U\n#EXTINF:1,\nclip.ts\n#EXTINF:1,\nhttp://127.0.0.1:9/clip.ts\n",
        "list.ffconcat": b"ffconcat version 1.0\nfile /etc/passwd\n",
        "words.srt": b"1\n00:00:00,000 --> 00:00:02,000\nbridge\n",
        "meta.txt": b";FFMETADATA1\ntitle=bridge\n",
    }
    for name, content in contents.items():
        yield OddVideo(f"no video: {name}", partial(_written, name, content), None)
    yield OddVideo("no video: a picture", _picture, None)
    yield OddVideo("no video: sound", _sound, None)


def _called(suffix: str, folder: Path) -> Path:
    path = film(folder / "clip.mp4", Take())
    return path.rename(path.with_suffix(f".{suffix}"))


def _written(name: str, content: bytes, folder: Path) -> Path:
    (folder / name).write_bytes(content)
    return folder / name


def _picture(folder: Path) -> Path:
    cv2.imwrite(str(folder / "clip.png"), np.asarray(pictures()[0]))
    return folder / "clip.png"


def _sound(folder: Path) -> Path:
    with wave.open(str(folder / "clip.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(bytes(16_000))
    return folder / "clip.wav"


def _streams() -> Iterator[OddVideo]:
    for name, others in {
        "a small second video": [("mpeg4", (64, 64))],
        "a large second video": [("mpeg4", (640, 360))],
        "five more videos": [("mpeg4", (64, 64))] * 5,
    }.items():
        yield OddVideo(f"streams: {name}", partial(_several, others))
    yield OddVideo("streams: an attached picture first", _attached)


def _several(others: Sequence[tuple[str, tuple[int, int]]], folder: Path) -> Path:
    path = folder / "clip.mkv"
    with av.open(str(path), "w") as container:
        streams = []
        for codec, size in [("libx264", (480, 270)), *others]:
            stream: Any = container.add_stream(codec, rate=30)
            stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
            streams.append((stream, pictures(COUNT, size)))
        for number in range(COUNT):
            for stream, images in streams:
                container.mux(stream.encode(av.VideoFrame.from_ndarray(images[number], format="rgb24")))
        for stream, _ in streams:
            container.mux(stream.encode(None))
    return path


def _attached(folder: Path) -> Path:
    path = film(folder / "plain.mkv", Take())
    cover = cv2.imencode(".jpg", np.asarray(pictures()[0]))[1].tobytes()
    with av.open(str(path)) as source, av.open(str(folder / "clip.mkv"), "w") as target:
        attached: Any = target.add_attachment("cover.jpg", "image/jpeg", cover)
        stream = target.add_stream_from_template(source.streams.video[0])
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = stream
                target.mux(packet)
        del attached
    return folder / "clip.mkv"


def _claims() -> Iterator[OddVideo]:
    long, none = struct.pack(">I", 0xFFFFFFF0), struct.pack(">I", 0)
    for name, (box, offset, data) in {
        "lasts for months": (b"mvhd", 16, long),
        "lasts no time": (b"mvhd", 16, none),
        "its track lasts for months": (b"mdhd", 16, long),
        "its track has no clock": (b"mdhd", 12, none),
        "its clock ticks four billion times a second": (b"mdhd", 12, long),
        "a billion pictures": (b"stsz", 8, struct.pack(">I", 1_000_000_000)),
        "each picture lasts for hours": (b"stts", 12, struct.pack(">I", 0x7FFFFFF0)),
        "65535 pixels wide": (b"avc1", 24, struct.pack(">HH", 65535, 65535)),
    }.items():
        yield OddVideo(f"says: {name}", partial(_patch, box, offset, data))


def _formats() -> Iterator[OddVideo]:
    for codec, suffix, pix_fmt in (
        *(("libx264", "mp4", one) for one in ("gray", "yuv422p", "yuv444p", "yuv420p10le", "gray10le")),
        *(("libx265", "mp4", one) for one in ("yuv420p", "yuv420p10le", "yuv420p12le", "gray")),
        *(("libvpx-vp9", "webm", one) for one in ("yuv420p", "yuva420p", "yuv444p")),
        *(("ffv1", "mkv", one) for one in ("gray", "gray16le", "yuva420p", "bgra", "yuv420p16le", "rgb48le")),
        ("libvpx", "webm", "yuv420p"),
        ("libsvtav1", "mp4", "yuv420p10le"),
        ("mpeg4", "avi", "yuv420p"),
        ("mpeg2video", "mpg", "yuv420p"),
        ("mjpeg", "avi", "yuvj420p"),
        ("png", "mov", "rgba"),
        ("gif", "gif", "rgb8"),
        ("prores_ks", "mov", "yuva444p10le"),
        ("qtrle", "mov", "argb"),
        ("flv", "flv", "yuv420p"),
        ("wmv2", "asf", "yuv420p"),
        ("huffyuv", "avi", "rgb24"),
        ("rawvideo", "nut", "rgb565le"),
    ):
        yield _of(f"{codec} {pix_fmt}", suffix, Take(codec, pix_fmt=pix_fmt))


def _changes() -> Iterator[OddVideo]:
    whole = Take()
    for size in ((270, 480), (160, 90), (960, 540), (2, 2)):
        other = replace(whole, size=size, pts_ms=_jumping({0: 1500}))
        yield OddVideo(f"changes to {size[0]}x{size[1]}", partial(_join, "ts", (whole, other)), 2 * COUNT)
    yield _of("a single picture", "mp4", Take(count=1), 1)
    yield _of("interlaced", "ts", Take("mpeg2video", options={"flags": "+ildct+ilme"}))
    yield _of("one keyframe for all", "mp4", Take(options={"g": "1000", "x264-params": "intra-refresh=1"}))
