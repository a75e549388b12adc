"""Recordings: what they are, and their frames."""

from collections.abc import Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from math import inf
from pathlib import Path

from posecoach.capture.clock import MediaClock
from posecoach.capture.decoding import Damage, decode_pictures
from posecoach.capture.frame import Frame
from posecoach.capture.picture import RgbConverter, fitted_size
from posecoach.capture.scan import VideoInfo, VideoScan, scan_video
from posecoach.capture.seeking import open_at


@dataclass(frozen=True, slots=True)
class VideoFile:
    """A recording that was looked through once and can be read any number of times, also side by side.

    The file is open only while frames are read.

    Attributes:
        path: Where it lies.
        scan: What looking through it found out.
    """

    path: Path
    scan: VideoScan

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

    def frames(self, start_s: float = 0.0, end_s: float | None = None, *, max_side: int | None = None) -> "FrameReader":
        """The frames with start_s <= time_s < end_s, upright, in strictly increasing time.

        Readings of adjoining stretches give the same frames as one reading of the whole. Only around damage may
        they differ, because what a decoder makes of it depends on where it started; each is the same every time.

        Args:
            start_s: Media time in seconds at which to begin.
            end_s: Media time in seconds before which to stop; None reads to the end.
            max_side: Scale pictures down so that their longer side has at most this many pixels.

        Raises:
            SourceError: On the first frame, if the file can no longer be opened.
        """
        return FrameReader(self, start_s, inf if end_s is None else end_s, max_side)


class FrameReader(Iterator[Frame]):
    """One reading of a recording's frames.

    Damaged packets are passed over; where the file breaks off the frames end quietly. Both are noted.
    The file is closed after the last frame or with `close`.
    """

    def __init__(self, video: VideoFile, start_s: float, end_s: float, max_side: int | None) -> None:
        self._scan = video.scan
        self._path = video.path
        self._damage = Damage()
        self._frames = self._read(start_s, end_s, max_side)

    @property
    def skipped_packets(self) -> int:
        """How many packets could not be decoded so far."""
        return self._damage.skipped_packets

    @property
    def broke_off(self) -> bool:
        """Whether the file could not be read to its end, or ends within a packet."""
        return self._damage.broke_off

    def __next__(self) -> Frame:
        return next(self._frames)

    def close(self) -> None:
        """Stop reading and close the file."""
        self._frames.close()

    def _read(self, start_s: float, end_s: float, max_side: int | None) -> Generator[Frame, None, None]:
        clock = MediaClock(self._scan.scale)
        info = self._scan.info
        convert = RgbConverter(self._scan.orientation, fitted_size((info.width, info.height), max_side))
        with ExitStack() as stack:
            video, packets = open_at(self._path, self._scan, start_s, self._damage, stack)
            for picture in decode_pictures(video, packets, self._damage):
                time_s = clock.time_of(picture.pts)
                if time_s is None or time_s < start_s:
                    continue
                if time_s >= end_s:
                    return
                yield Frame(time_s, convert(picture))
