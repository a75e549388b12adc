"""Recordings: what they are, and their frames."""

import math
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Any

import av

from posecoach.capture.container import Damage, OpenVideo, StreamPacket, decode_pictures, opened_video, read_packets
from posecoach.capture.frame import NO_IMAGE, Frame
from posecoach.capture.picture import RgbConverter, fitted_size
from posecoach.capture.scan import Keyframe, TimeScale, VideoInfo, VideoScan, scan_video
from posecoach.capture.timestamps import UNTIMED
from posecoach.messages import Message, counted_message

_ATTEMPTS = 3
_SHORTEST_STEP_S = 1e-4
"""From one frame to the next; videos are written in ticks of a ninety-thousandth of a second."""
_HIDDEN_SHARE = 0.1
"""Of all packets: some formats have as many that only help to decode others, and show nothing themselves."""


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A recording that was looked through once and can be read any number of times, also side by side.

    The file is open only while frames are read.

    Attributes:
        path: Where it lies.
        scan: What looking through it found out.
        refused: Packets that the decoder refused in any reading so far.
        damaged_s: Times of the frames that it could only guess.
    """

    path: Path
    scan: VideoScan
    refused: set[tuple[int | None, ...]] = field(default_factory=set, compare=False)
    damaged_s: set[float] = field(default_factory=set, compare=False)

    @classmethod
    def open(cls, path: str | Path) -> "VideoFile":
        """Look through a recording.

        Raises:
            SourceError: If the file is missing, is not a video, or holds no frame that can be decoded.
        """
        return cls(Path(path), scan_video(Path(path)))

    @property
    def info(self) -> VideoInfo:
        """What the recording is."""
        return self.scan.info

    def has_any_between(self, start_s: float, end_s: float) -> bool:
        """Whether there may be frames with start_s <= time_s < end_s, as far as the header says."""
        return max(0.0, start_s) < end_s

    def losses(self, frames: int) -> tuple[str, ...]:
        """What could not be had of it once it was read, each as a clause about it.

        Args:
            frames: How many of its frames were had.
        """
        info = self.info
        missing = info.frame_count - frames
        lost = max(
            len(self.refused) + len(self.damaged_s), missing if missing > _HIDDEN_SHARE * info.frame_count else 0
        )
        jumps = counted_message(
            "its clock jumps, across which nothing is counted",
            "its clock jumps {count} times, across which nothing is counted",
            info.clock_jumps,
        )
        missing_ones = counted_message(
            "{count} of its {total} pictures is damaged or missing",
            "{count} of its {total} pictures are damaged or missing",
            lost,
            total=info.frame_count,
        )
        told = [
            (info.cut_off, Message("it breaks off before its end")),
            (info.joined, Message("another recording was appended to it, which isn't read")),
            (info.clock_jumps > 0, jumps),
            (lost > 0, missing_ones),
        ]
        return tuple(words for is_so, words in told if is_so)

    def frames(
        self,
        start_s: float = 0.0,
        end_s: float | None = None,
        *,
        max_side: int | None = None,
        wanted: Callable[[float], bool] = lambda _: True,
    ) -> "FrameReader":
        """The frames with start_s <= time_s < end_s, upright, in strictly increasing time.

        Readings of adjoining stretches give the same frames as one reading of the whole. Only around damage may
        they differ, because what a decoder makes of it depends on where it started; each is the same every time.

        Args:
            start_s: Media time in seconds at which to begin.
            end_s: Media time in seconds before which to stop; None reads to the end.
            max_side: Scale pictures down so that their longer side has at most this many pixels.
            wanted: Asked with the time of each frame, in their order; the image of one that isn't wanted is empty.

        Raises:
            SourceError: On the first frame, if the file can no longer be opened.
        """
        convert = RgbConverter(self.scan.orientation, fitted_size((self.info.width, self.info.height), max_side))
        return FrameReader(self, start_s, math.inf if end_s is None else end_s, convert, wanted)


@dataclass(frozen=True)
class Excerpt(VideoFile):
    """A part of a recording; its frames have the times that they have in the recording.

    Attributes:
        start_s: Media time in seconds at which it begins.
        end_s: Media time in seconds before which it ends.
    """

    start_s: float = 0.0
    end_s: float = math.inf

    @classmethod
    def of(cls, video: VideoFile, start_s: float, end_s: float | None = None) -> "Excerpt":
        """The part between two times.

        Args:
            video: The recording.
            start_s: Media time in seconds.
            end_s: As above; None for the recording's end.
        """
        end_s = math.inf if end_s is None else end_s
        return cls(video.path, video.scan, video.refused, video.damaged_s, start_s, end_s)

    @property
    def info(self) -> VideoInfo:
        """What the recording is, with the number of frames of this part, and ending where it does."""
        whole = self.scan.info
        end_s = min(self.end_s, whole.duration_s)
        share = max(0.0, end_s - self.start_s) / max(whole.duration_s, self.scan.scale.step_s)
        return replace(whole, duration_s=end_s, frame_count=round(share * whole.frame_count))

    def has_any_between(self, start_s: float, end_s: float) -> bool:
        """Whether frames of the part may lie between two times, in seconds of media time."""
        return start_s < self.end_s and end_s > self.start_s

    def frames(self, start_s: float = 0.0, end_s: float | None = None, **options: Any) -> "FrameReader":
        """Those of the part's frames that lie between two times, see `VideoFile.frames`."""
        end_s = self.end_s if end_s is None else min(end_s, self.end_s)
        return super().frames(max(start_s, self.start_s), end_s, **options)


@dataclass(slots=True)
class MediaClock:
    """Gives each decoded frame its media time, strictly increasing.

    A frame without a timestamp follows the one before it by a step of the average frame rate. A frame whose
    timestamp doesn't lie clearly after all earlier ones has no moment of its own on screen, so it gets none here
    either.
    """

    scale: TimeScale
    _last_s: float = field(default=-math.inf, init=False)

    def time_of(self, timestamp: int | None) -> float | None:
        """Seconds since the first presented frame, or None for a frame to drop."""
        next_s = max(0.0, self._last_s + self.scale.step_s)
        time_s = next_s if timestamp is None else self.scale.seconds(timestamp)
        if time_s < self._last_s + _SHORTEST_STEP_S:
            return None
        self._last_s = time_s
        return time_s


class FrameReader(Iterator[Frame]):
    """One reading of a recording's frames.

    Damaged packets are passed over; where the file breaks off the frames end quietly. Both are noted.
    The file is closed after the last frame or with `close`.
    """

    def __init__(
        self, video: VideoFile, start_s: float, end_s: float, convert: RgbConverter, wanted: Callable[[float], bool]
    ) -> None:
        self._scan = video.scan
        self._path = video.path
        self._convert, self._wanted = convert, wanted
        self._damage, self._damaged_s = Damage(video.refused), video.damaged_s
        self._frames = self._read(start_s, end_s)

    @property
    def broke_off(self) -> bool:
        """Whether the file could not be read to its end, or ends within a packet."""
        return self._damage.broke_off

    def __next__(self) -> Frame:
        return next(self._frames)

    def close(self) -> None:
        """Stop reading and close the file."""
        self._frames.close()

    def _read(self, start_s: float, end_s: float) -> Generator[Frame, None, None]:
        if start_s >= end_s:
            return
        clock = MediaClock(self._scan.scale)
        with ExitStack() as stack:
            video, packets = open_at(self._path, self._scan, start_s, self._damage, stack)
            for picture in decode_pictures(video, packets, self._damage):
                time_s = clock.time_of(picture.pts)
                if time_s is None or time_s < start_s:
                    continue
                if time_s >= end_s:
                    return
                if picture.is_corrupt:
                    self._damaged_s.add(time_s)
                yield Frame(time_s, self._convert(picture) if self._wanted(time_s) else NO_IMAGE)


def open_at(
    path: Path, scan: VideoScan, start_s: float, damage: Damage, stack: ExitStack
) -> tuple[OpenVideo, Iterator[StreamPacket]]:
    """Open a recording, to be closed by `stack`, with the packets from a keyframe at or before `start_s` on.

    Raises:
        SourceError: If the file can't be opened.
    """
    video = stack.enter_context(opened_video(path))
    keyframes = _keyframes_before(scan, start_s)
    if not scan.seekable:
        return video, _counted(video, scan, keyframes[0].place if keyframes else 0, damage)
    for keyframe in keyframes:
        packets = _seek(video, keyframe.timestamp, keyframes[0].timestamp, damage)
        if packets is not None:
            return video, packets
    if keyframes:
        # The container's index is of no use: read from the beginning, which only takes longer.
        video = stack.enter_context(opened_video(path))
    return video, read_packets(video, video.stream, damage=damage)


def _keyframes_before(scan: VideoScan, start_s: float) -> tuple[Keyframe, ...]:
    """The keyframes to try, the latest first; none if the beginning is as good."""
    place = bisect_right(scan.keyframes, start_s, key=lambda keyframe: scan.scale.seconds(keyframe.timestamp))
    return scan.keyframes[max(1, place - _ATTEMPTS) : place][::-1]


def _counted(video: OpenVideo, scan: VideoScan, first: int, damage: Damage) -> Iterator[StreamPacket]:
    """The packets from one on by their number, since the file's timestamps lead nowhere."""
    for place, packet in enumerate(read_packets(video, video.stream, damage=damage)):
        if scan.stamps is not None:
            stamp = scan.stamps[place] if place < len(scan.stamps) else UNTIMED
            packet.pts = packet.dts = None if stamp == UNTIMED else stamp
        if place >= first:
            yield packet


def _seek(video: OpenVideo, target: int, limit: int, damage: Damage) -> Iterator[StreamPacket] | None:
    """The packets from a keyframe near `target` on, or None if the container goes beyond `limit`.

    Containers index decoding times, presentation times or byte positions, so only the packets tell where one is.
    """
    try:
        video.container.seek(target, stream=video.stream)
    except av.error.FFmpegError:
        return None
    packets = read_packets(video, video.stream, damage=damage)
    first = next((packet for packet in packets if packet.is_keyframe), None)
    if first is None or first.pts is None or first.pts > limit:
        # What breaks off where nothing is read from is no damage to this reading.
        damage.broke_off = False
        return None
    return chain([first], packets)
