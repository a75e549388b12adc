"""Opening video files with FFmpeg, and decoding them past whatever is damaged."""

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition, Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from posecoach.errors import SourceError
from posecoach.messages import Message

StreamPacket: TypeAlias = "Packet[Stream]"

_MP4_BOXES = (b"ftyp", b"mdat", b"wide", b"moov", b"free")

_BEGINNINGS = (re.compile(rb"\0\0\0.ftyp", re.DOTALL), re.compile(rb"FLV\x01"))
"""Of the formats that FFmpeg reads only up to the end of a first recording."""
_LONGEST_INDEX = 1 << 24
"""Bytes that may lie behind a recording's last packet; an hour's index takes a tenth of that."""

_EBML_HEAD, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x18\x53\x80\x67"
_LONGEST_HEAD = 4096


@dataclass(frozen=True, slots=True)
class OpenVideo:
    """An opened file and the one picture stream that is read from it."""

    container: InputContainer
    stream: VideoStream


@contextmanager
def opened_video(path: Path) -> Generator[OpenVideo, None, None]:
    """Open a video file for the length of a with block.

    Raises:
        SourceError: If there is no such file, or none that holds a video.
    """
    _check_file(path)
    with _open_container(path) as container:
        stream = _picture_stream(container, path)
        # Segments are decoded side by side, so a decoder's own threads only add work (measured: up to 13 % more CPU).
        stream.thread_count = 1
        yield OpenVideo(container, stream)


def _check_file(path: Path) -> None:
    problem = None
    if not path.exists():
        problem = Message("no such file; check the path")
    elif path.is_dir():
        problem = Message("is a folder; name a video file in it")
    elif not path.is_file():
        problem = Message("is not a regular file; name a video file")
    elif path.stat().st_size == 0:
        problem = Message("the file is empty; record or copy it again")
    if problem:
        raise SourceError(Message("{path}: {problem}", path=path, problem=problem))


def no_picture(path: Path) -> SourceError:
    """The error of a recording of which nothing can be shown."""
    return SourceError(Message("{path}: no picture in it can be decoded; record or copy it again", path=path))


def _open_container(path: Path) -> InputContainer:
    try:
        # The prefix keeps colons in names from being read as protocols, the whitelist keeps playlists off the network.
        return av.open(f"file:{path}", mode="r", options={"protocol_whitelist": "file"}, metadata_errors="replace")
    except av.error.PermissionError as error:
        raise SourceError(Message("{path}: may not be read; check the file's permissions", path=path)) from error
    except av.error.FFmpegError as error:
        raise SourceError(Message("{path}: {problem}", path=path, problem=_why_unreadable(path))) from error


def _why_unreadable(path: Path) -> Message:
    with path.open("rb") as file:
        head = file.read(8)
    if head[4:] in _MP4_BOXES:
        return Message(
            "the recording was cut off before its index was written, or is damaged; "
            "record or copy it again, or repair it with a tool such as untrunc"
        )
    return Message("is not a video file; name a recording such as an .mp4, .mov, .mkv or .webm file")


def _picture_stream(container: InputContainer, path: Path) -> VideoStream:
    # FFmpeg can also "play" plain text as a terminal recording.
    if container.format.name == "tty":
        raise SourceError(Message("{path}: {problem}", path=path, problem=_why_unreadable(path)))
    streams = [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]
    if not streams:
        raise SourceError(Message("{path}: has no picture, only sound or data; name a video file", path=path))
    playable = [s for s in streams if s.codec_context is not None]
    if not playable:
        raise SourceError(Message("{path}: its video format can't be decoded; convert it to H.264", path=path))
    return playable[0]


def another_follows(path: Path, end: int) -> bool:
    """Whether a second recording was appended to a file, which FFmpeg passes over without a word.

    Args:
        path: The file.
        end: Bytes up to where the first one's packets lie.
    """
    with path.open("rb") as file:
        head = file.read(8)
        beginning = next((one for one in _BEGINNINGS if one.match(head)), None)
        file.seek(end)
        return beginning is not None and beginning.search(file.read(_LONGEST_INDEX)) is not None


def lacks_its_end(path: Path) -> bool:
    """Whether a Matroska file is shorter than its outermost element says (RFC 8794, sections 4 to 6)."""
    with path.open("rb") as file:
        head = file.read(_LONGEST_HEAD)
    if not head.startswith(_EBML_HEAD):
        return False
    size, start = _ebml_size(head, len(_EBML_HEAD))
    segment = start + size
    if head[segment : segment + len(_SEGMENT)] != _SEGMENT:
        return False
    size, start = _ebml_size(head, segment + len(_SEGMENT))
    # While it is being written, the size is unknown: all ones.
    return size + 1 != 1 << 7 * (start - segment - len(_SEGMENT)) and start + size > path.stat().st_size


def _ebml_size(data: bytes, at: int) -> tuple[int, int]:
    """An element's size, and where its content starts; as many bytes as the first one has leading zeros, and one."""
    length = 9 - data[at : at + 1].ljust(1, b"\0")[0].bit_length()
    return int.from_bytes(data[at : at + length], "big") & (1 << 7 * length) - 1, at + length


@dataclass(slots=True)
class Damage:
    """What could not be read.

    Attributes:
        refused: Packets that the decoder refused, each as its timestamps and its place in the file.
        broke_off: Whether the file could not be read to its end, or ends within a packet.
    """

    refused: set[tuple[int | None, ...]] = field(default_factory=set)
    broke_off: bool = False


def read_packets(video: OpenVideo, *streams: Stream, damage: Damage) -> Iterator[StreamPacket]:
    """Packets of some streams, from the container's position up to its end or to where reading breaks off."""
    incomplete = False
    try:
        for packet in video.container.demux(streams):
            # An empty packet would tell the decoder that the recording ends here.
            if packet.size:
                incomplete = packet.is_corrupt
                yield packet
        damage.broke_off = incomplete
    except av.error.FFmpegError:
        damage.broke_off = True
    except IndexError:
        # After the last packet PyAV looks up each stream, and trips over those that appeared midway (seen in 18.1).
        damage.broke_off = incomplete


def decode_pictures(video: OpenVideo, packets: Iterable[StreamPacket], damage: Damage) -> Iterator[VideoFrame]:
    """Pictures in the order of presentation; packets that the decoder refuses are passed over."""
    for packet in packets:
        if packet.stream is video.stream:
            yield from _decode(video, packet, damage)
    yield from _decode(video, None, damage)


def _decode(video: OpenVideo, packet: "StreamPacket | None", damage: Damage) -> list[VideoFrame]:
    try:
        return video.stream.decode(packet)
    except av.error.FFmpegError:
        if packet is not None:
            damage.refused.add((packet.pts, packet.dts, packet.pos))
        return []
