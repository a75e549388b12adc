"""What a recording is: its size, its length, and where decoding can start."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.stream import Stream
from av.video.frame import VideoFrame

from posecoach.capture.container import Damage, OpenVideo, StreamPacket, decode_pictures, opened_video, read_packets
from posecoach.capture.picture import Orientation, square_pixel_size
from posecoach.errors import SourceError

CUT_TOLERANCE_S = 0.5
"""How much earlier than its header says a complete recording may end."""

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
    recorded_at: str | None = None


@dataclass(frozen=True, slots=True)
class VideoScan:
    """All that reading frames needs to know beforehand.

    Attributes:
        info: What the recording is.
        orientation: What makes its pictures upright.
        scale: How its timestamps translate to seconds.
        keyframes: Timestamps at which decoding can start, ascending.
    """

    info: VideoInfo
    orientation: Orientation
    scale: TimeScale
    keyframes: tuple[int, ...]


@dataclass(slots=True)
class PacketTally:
    """Sums up packets as they pass by. Its memory grows by two keyframes a second at most.

    Attributes:
        stream: The picture stream.
        count: Picture packets that are to be shown.
        file_end_s: Where the last packet of any stream ends, in the file's own time.
        latest: Highest timestamp of a picture.
    """

    stream: Stream
    count: int = 0
    file_end_s: float = 0.0
    latest: int | None = None
    _earliest: int | None = None
    _end: int = 0
    _keyframes: list[int] = field(default_factory=list)
    _untimed: bool = False
    _jumps_back: bool = False

    @property
    def keyframes(self) -> tuple[int, ...]:
        """Timestamps, ascending, at which a decoder may be started.

        Everything before such a keyframe in the file is also shown before it, so that a reading started there
        drops the same frames as one from the beginning. None are left if the recording's clock jumps back, and none
        after its first packet without a timestamp.
        """
        return () if self._jumps_back else tuple(self._keyframes)

    @property
    def frame_rate(self) -> float | None:
        """Average frames per second, or None if there are too few timestamps to tell."""
        if self._earliest is None or self.latest is None or self.latest == self._earliest:
            return None
        return (self.count - 1) / float((self.latest - self._earliest) * self._unit)

    @property
    def end(self) -> int | None:
        """Timestamp at which the last picture ends, or None without timestamps or its duration."""
        if self.latest is None or self._end <= self.latest:
            return None
        return self._end

    @property
    def _unit(self) -> Fraction:
        return self.stream.time_base or Fraction(1)

    def watch(self, packets: Iterable[StreamPacket]) -> Iterator[StreamPacket]:
        """Pass packets on, summing them up."""
        for packet in packets:
            self._add(packet)
            yield packet

    def _add(self, packet: StreamPacket) -> None:
        if packet.pts is not None:
            end = packet.pts + (packet.duration or 0)
            self.file_end_s = max(self.file_end_s, float(end * packet.time_base))
        if packet.stream is self.stream:
            self._add_picture(packet)

    def _add_picture(self, packet: StreamPacket) -> None:
        self.count += not packet.is_discard
        if packet.pts is None:
            self._untimed = True
            return
        if packet.is_keyframe:
            self._add_keyframe(packet.pts)
        if not packet.is_discard:
            self._earliest = packet.pts if self._earliest is None else min(self._earliest, packet.pts)
            self.latest = packet.pts if self.latest is None else max(self.latest, packet.pts)
            self._end = max(self._end, packet.pts + (packet.duration or 0))

    def _add_keyframe(self, timestamp: int) -> None:
        if self.latest is not None and timestamp <= self.latest:
            self._jumps_back = True
        elif not self._untimed and self._is_spaced(timestamp):
            self._keyframes.append(timestamp)

    def _is_spaced(self, timestamp: int) -> bool:
        if not self._keyframes:
            return True
        return (timestamp - self._keyframes[-1]) * self._unit >= KEYFRAME_SPACING_S


def scan_video(path: Path) -> VideoScan:
    """Go over all packets once, decoding only the first frame.

    Raises:
        SourceError: If the file is missing, is not a video, or holds no frame that can be decoded.
    """
    with opened_video(path) as video:
        tally, damage = PacketTally(video.stream), Damage()
        packets = tally.watch(read_packets(video, *video.container.streams, damage=damage))
        first = next(decode_pictures(video, packets, Damage()), None)
        if first is None:
            raise SourceError(f"{path}: no picture in it can be decoded; record or copy it again")
        for _ in packets:
            pass
        cut_off = damage.broke_off or _ends_early(video.container, tally)
        return _summary(video, tally, first, cut_off=cut_off)


def _summary(video: OpenVideo, tally: PacketTally, first: VideoFrame, *, cut_off: bool) -> VideoScan:
    frame_rate = tally.frame_rate or float(video.stream.guessed_rate or 25)
    scale = _time_scale(video, first, frame_rate)
    orientation = Orientation.of(first)
    width, height = orientation.turned(square_pixel_size(first, video.stream.sample_aspect_ratio))
    info = VideoInfo(
        width=width,
        height=height,
        rotation=90 * orientation.quarter_turns,
        duration_s=_duration_s(tally, scale),
        frame_rate=frame_rate,
        frame_count=tally.count,
        codec=video.stream.codec.canonical_name,
        cut_off=cut_off,
        recorded_at=_recorded_at(video.container.metadata),
    )
    return VideoScan(info, orientation, scale, tally.keyframes)


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


def _time_scale(video: OpenVideo, first: VideoFrame, frame_rate: float) -> TimeScale:
    origin = first.pts if first.pts is not None else video.stream.start_time
    return TimeScale(origin or 0, video.stream.time_base or Fraction(1), 1 / frame_rate)


def _duration_s(tally: PacketTally, scale: TimeScale) -> float:
    if tally.end is not None:
        return scale.seconds(tally.end)
    if tally.latest is not None:
        return scale.seconds(tally.latest) + scale.step_s
    return tally.count * scale.step_s


def _ends_early(container: InputContainer, tally: PacketTally) -> bool:
    if container.format.name not in _FORMATS_WITH_DURATION or container.duration is None:
        return False
    return tally.file_end_s + CUT_TOLERANCE_S < container.duration / 1_000_000
