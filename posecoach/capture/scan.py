"""What a recording is: its size, its length, and where decoding can start."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer
from av.video.frame import VideoFrame

from posecoach.capture.clock import TimeScale
from posecoach.capture.container import OpenVideo, opened_video
from posecoach.capture.decoding import Damage, decode_pictures, read_packets
from posecoach.capture.picture import Orientation, square_pixel_size
from posecoach.capture.tally import PacketTally
from posecoach.errors import SourceError

CUT_TOLERANCE_S = 0.5
"""How much earlier than its header says a complete recording may end."""

# Other formats don't write their duration down; FFmpeg then guesses it from the bit rate.
_FORMATS_WITH_DURATION = {"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"}


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
    """

    width: int
    height: int
    rotation: int
    duration_s: float
    frame_rate: float
    frame_count: int
    codec: str
    cut_off: bool


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
    )
    return VideoScan(info, orientation, scale, tally.keyframes)


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
