"""What a recording is: its size, its length, and where decoding can start."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.stream import Stream
from av.video.frame import VideoFrame

from posecoach.capture.container import (
    Damage,
    OpenVideo,
    StreamPacket,
    another_follows,
    decode_pictures,
    lacks_its_end,
    no_picture,
    opened_video,
    read_packets,
)
from posecoach.capture.picture import Orientation, square_pixel_size
from posecoach.capture.timestamps import GAP_S, UNTIMED, SteadyTimestamps
from posecoach.errors import SourceError
from posecoach.messages import Message

CUT_TOLERANCE_S = 0.5
"""How much earlier than its header says a complete recording may end."""

_SMALLEST_SIDE = 2
"""Pixels; videos are written in blocks of two by two."""

KEYFRAME_SPACING_S = 0.5
"""Closer keyframes are not kept: some cameras make every frame one, which would fill the memory."""

# Other formats don't write their duration down; FFmpeg then guesses it from the bit rate.
_FORMATS_WITH_DURATION = {"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"}


_DATES = ("com.apple.quicktime.creationdate", "creation_time")
_FIRST_YEAR = 1990
"""Cameras without a clock write the beginning of their time: 1904 or 1970."""


@dataclass(frozen=True, slots=True)
class TimeScale:
    """How a recording's timestamps translate to seconds.

    Attributes:
        origin: Timestamp of the first presented frame, in units of `unit`.
        unit: Seconds per timestamp tick.
        step_s: Seconds from one frame to the next, for frames without a timestamp.
    """

    origin: int
    unit: Fraction
    step_s: float

    def seconds(self, timestamp: int) -> float:
        """Seconds since the first presented frame."""
        return float((timestamp - self.origin) * self.unit)


@dataclass(frozen=True, slots=True)
class Keyframe:
    """Where a decoder may be started: all that is stored before it is also shown before it.

    Attributes:
        timestamp: When it is shown.
        place: How many picture packets are stored before it.
    """

    timestamp: int
    place: int


@dataclass(frozen=True, slots=True)
class VideoInfo:
    """What a recording is.

    Attributes:
        width: Pixels of the upright picture, pixels being square.
        height: Pixels of the upright picture.
        rotation: Degrees clockwise by which the stored picture is turned to be upright: 0, 90, 180 or 270.
        duration_s: From the first frame's start to the last one's end.
        frame_rate: Average, in frames per second.
        frame_count: Packets seen. Damaged and repeated ones count too, so there may be fewer frames.
        codec: FFmpeg's name of the format, such as h264.
        cut_off: The file ends before its header says it does, or can't be read to its end.
        joined: Another recording was appended to the file, and isn't read.
        clock_jumps: How often its clock jumped; media time goes on `GAP_S` behind each.
        recorded_at: When it was recorded, as the file itself says in ISO 8601 with a time zone; None if it doesn't.
    """

    width: int
    height: int
    rotation: int
    duration_s: float
    frame_rate: float
    frame_count: int
    codec: str
    cut_off: bool
    joined: bool = False
    clock_jumps: int = 0
    recorded_at: str | None = None


@dataclass(frozen=True, slots=True)
class VideoScan:
    """All that reading frames needs to know beforehand.

    Attributes:
        info: What the recording is.
        orientation: What makes its pictures upright.
        scale: How its timestamps translate to seconds.
        keyframes: Where decoding can start, ascending.
        seekable: Whether the file can be asked for a keyframe by its timestamp.
        stamps: Timestamps in place of the file's own, one per picture packet; None where those can be used.
    """

    info: VideoInfo
    orientation: Orientation
    scale: TimeScale
    keyframes: tuple[Keyframe, ...]
    seekable: bool
    stamps: Sequence[int] | None


@dataclass(frozen=True, slots=True)
class Timeline:
    """When a recording's pictures are shown.

    Attributes:
        unit: Seconds per timestamp tick.
        count: Picture packets that are to be shown.
        earliest: Lowest timestamp of a picture; None without any.
        latest: The highest one.
        end: Timestamp at which the last picture ends; None if that isn't known.
        keyframes: Where a decoder may be started.
        seekable: Whether the file can be asked for a keyframe by its timestamp.
        steady: Timestamps in place of the file's own; None where those can be used.
    """

    unit: Fraction
    count: int
    earliest: int | None
    latest: int | None
    end: int | None
    keyframes: tuple[Keyframe, ...]
    seekable: bool
    steady: SteadyTimestamps | None

    @property
    def frame_rate(self) -> float | None:
        """Average frames per second, or None if there are too few timestamps to tell."""
        if self.earliest is None or self.latest is None or self.latest == self.earliest:
            return None
        return (self.count - 1) / float((self.latest - self.earliest) * self.unit)


@dataclass(slots=True)
class PacketTally:
    """Sums up packets as they pass by. Its memory grows by 18 bytes a picture.

    Attributes:
        stream: The picture stream.
        file_end_s: When the last packet of any stream ends, in the file's own time.
        file_end: Bytes up to where the packets of all streams lie.
        stamps: The pictures' timestamps in the order of the file, `UNTIMED` where one is missing.
    """

    stream: Stream
    file_end_s: float = 0.0
    file_end: int = 0
    stamps: "array[int]" = field(default_factory=lambda: array("q"))
    _durations: "array[int]" = field(default_factory=lambda: array("q"))
    _keys: bytearray = field(default_factory=bytearray)
    _shown: bytearray = field(default_factory=bytearray)

    def watch(self, packets: Iterable[StreamPacket]) -> Iterator[StreamPacket]:
        """Pass packets on, summing them up."""
        for packet in packets:
            if packet.pts is not None:
                end = packet.pts + max(0, packet.duration or 0)
                self.file_end_s = max(self.file_end_s, float(end * packet.time_base))
            if packet.pos is not None:
                self.file_end = max(self.file_end, packet.pos + packet.size)
            if packet.stream is self.stream:
                self.stamps.append(UNTIMED if packet.pts is None else packet.pts)
                self._durations.append(packet.duration or 0)
                self._keys.append(packet.is_keyframe)
                self._shown.append(not packet.is_discard)
            yield packet

    def timeline(self) -> Timeline:
        """What the packets so far say of the recording's time."""
        unit = self.stream.time_base or Fraction(1)
        gap = max(1, int(GAP_S / unit))
        steady = SteadyTimestamps.of(self.stamps, gap)
        stamps = self.stamps if steady is None else steady.stamps
        shown = [place for place, stamp in enumerate(stamps) if self._shown[place] and stamp != UNTIMED]
        last = max(shown, key=stamps.__getitem__, default=None)
        lasts = 0 if last is None else min(gap, self._durations[last])
        keyframes, in_order = self._keyframes(stamps)
        return Timeline(
            unit=unit,
            count=sum(self._shown),
            earliest=min((stamps[place] for place in shown), default=None),
            latest=None if last is None else stamps[last],
            end=None if last is None or lasts <= 0 else stamps[last] + lasts,
            keyframes=_spaced(keyframes, Fraction(KEYFRAME_SPACING_S) / unit),
            seekable=steady is None and in_order,
            steady=steady,
        )

    def _keyframes(self, stamps: Sequence[int]) -> tuple[list[Keyframe], bool]:
        """The keyframes before which all is shown that is stored before them, and whether those are all.

        None after the first packet without a timestamp.
        """
        keyframes: list[Keyframe] = []
        latest, in_order = UNTIMED, True
        for place, stamp in enumerate(stamps):
            if stamp == UNTIMED:
                break
            if self._keys[place]:
                if stamp > latest:
                    keyframes.append(Keyframe(stamp, place))
                in_order = in_order and stamp > latest
            if self._shown[place]:
                latest = max(latest, stamp)
        return keyframes, in_order


def _spaced(keyframes: Iterable[Keyframe], spacing: Fraction) -> tuple[Keyframe, ...]:
    kept: list[Keyframe] = []
    for one in keyframes:
        if not kept or one.timestamp - kept[-1].timestamp >= spacing:
            kept.append(one)
    return tuple(kept)


def scan_video(path: Path) -> VideoScan:
    """Go over all packets once, decoding only the first frame.

    Raises:
        SourceError: If the file is missing, is not a video, or holds no frame that can be decoded and seen.
    """
    with opened_video(path) as video:
        tally, damage = PacketTally(video.stream), Damage()
        packets = tally.watch(read_packets(video, *video.container.streams, damage=damage))
        first = next(decode_pictures(video, packets, Damage()), None)
        if first is None:
            raise no_picture(path)
        if min(first.width, first.height) < _SMALLEST_SIDE:
            size = f"{first.width}x{first.height}"
            raise SourceError(
                Message(
                    "{path}: pictures of {size} pixels show nobody; name a recording of a person", path=path, size=size
                )
            )
        for _ in packets:
            pass
        cut_off = damage.broke_off or _ends_early(video.container, tally) or lacks_its_end(path)
        return _summary(video, tally, first, cut_off=cut_off, joined=another_follows(path, tally.file_end))


def _summary(video: OpenVideo, tally: PacketTally, first: VideoFrame, *, cut_off: bool, joined: bool) -> VideoScan:
    timeline = tally.timeline()
    frame_rate = timeline.frame_rate or float(video.stream.guessed_rate or 25)
    scale = TimeScale(_origin(video, tally, timeline, first), timeline.unit, 1 / frame_rate)
    orientation = Orientation.of(first)
    width, height = orientation.turned(square_pixel_size(first, video.stream.sample_aspect_ratio))
    info = VideoInfo(
        width=width,
        height=height,
        rotation=90 * orientation.quarter_turns,
        duration_s=_duration_s(timeline, scale),
        frame_rate=frame_rate,
        frame_count=timeline.count,
        codec=video.stream.codec.canonical_name,
        cut_off=cut_off,
        joined=joined,
        clock_jumps=timeline.steady.jumps if timeline.steady is not None else 0,
        recorded_at=_recorded_at(video.container.metadata),
    )
    stamps = None if timeline.steady is None else timeline.steady.stamps
    return VideoScan(info, orientation, scale, timeline.keyframes, timeline.seekable, stamps)


def _recorded_at(metadata: Mapping[str, str]) -> str | None:
    """Phones write local time with its zone under the first key, and UTC under the second."""
    for key in _DATES:
        try:
            date = datetime.fromisoformat(metadata.get(key, "").replace("Z", "+00:00"))
        except ValueError:
            continue
        if date.tzinfo is not None and date.year >= _FIRST_YEAR:
            return date.isoformat()
    return None


def _origin(video: OpenVideo, tally: PacketTally, timeline: Timeline, first: VideoFrame) -> int:
    if timeline.steady is None:
        return (first.pts if first.pts is not None else video.stream.start_time) or 0
    known = first.pts is not None and first.pts in tally.stamps
    stamp = timeline.steady.stamps[tally.stamps.index(first.pts)] if known and first.pts is not None else UNTIMED
    return stamp if stamp != UNTIMED else timeline.earliest or 0


def _duration_s(timeline: Timeline, scale: TimeScale) -> float:
    if timeline.end is not None:
        return scale.seconds(timeline.end)
    if timeline.latest is not None:
        return scale.seconds(timeline.latest) + scale.step_s
    return timeline.count * scale.step_s


def _ends_early(container: InputContainer, tally: PacketTally) -> bool:
    if container.format.name not in _FORMATS_WITH_DURATION or container.duration is None:
        return False
    return tally.file_end_s + CUT_TOLERANCE_S < container.duration / 1_000_000
