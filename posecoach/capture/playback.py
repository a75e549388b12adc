"""Recordings in place of a camera."""

import time
from collections.abc import Callable, Generator
from contextlib import closing

from posecoach.capture.frame import Frame
from posecoach.capture.live_source import CameraFormat
from posecoach.capture.video import VideoFile

__all__ = ["PlayedVideo"]


class PlayedVideo:
    """Recordings played one after the other at their own speed; a `LiveSource`.

    A frame's time is media time: that of the recording, and of each further recording or round one frame's step after
    the last frame before it. A late reader gets every frame all the same, only later.

    Args:
        videos: The recordings; their pictures may differ in size.
        loop: Whether to begin anew after the last one, for ever.
        clock: Seconds that never run backwards.
        wait: Waits for some seconds.
    """

    def __init__(
        self,
        *videos: VideoFile,
        loop: bool = False,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], object] = time.sleep,
    ) -> None:
        if not videos:
            message = "there must be a recording to play"
            raise ValueError(message)
        self._videos = videos
        self._loop = loop
        self._clock = clock
        self._wait = wait
        self._frames: Generator[Frame, None, None] | None = None
        self._first: Frame | None = None
        self._ended = False
        self._format: CameraFormat | None = None
        self._next_s = 0.0
        self._begun_s: float | None = None

    @property
    def name(self) -> str:
        """The recordings' file names."""
        return ", ".join(video.path.name for video in self._videos)

    @property
    def format(self) -> CameraFormat | None:
        """What the recording that is being played gives."""
        return self._format

    @property
    def ended(self) -> bool:
        """Whether there is no further frame, which is known once `read` has given None."""
        return self._ended

    def open(self) -> None:
        """Begins with the first recording, also when opened again; its time goes on where it was.

        Raises:
            SourceError: If the first file can no longer be opened.
        """
        self.close()
        self._begun_s = None
        self._frames = self._play()
        # Read ahead to find out here whether the file can be read.
        self._first = next(self._frames, None)
        self._ended = self._first is None

    def read(self) -> Frame | None:
        """Waits until the next frame's moment has come; None after the last one, or when it isn't open.

        Raises:
            SourceError: If a further file can no longer be opened.
        """
        if self._frames is None:
            return None
        first, self._first = self._first, None
        frame = first or next(self._frames, None)
        if frame is None:
            self._ended = True
        else:
            self._wait_for(frame)
        return frame

    def close(self) -> None:
        """Closes the file; closing twice does no harm."""
        if self._frames is not None:
            self._frames.close()
        self._frames = self._first = None

    def _wait_for(self, frame: Frame) -> None:
        now_s = self._clock()
        if self._begun_s is None:
            self._begun_s = now_s - frame.time_s
        early_s = self._begun_s + frame.time_s - now_s
        if early_s > 0:
            self._wait(early_s)

    def _play(self) -> Generator[Frame, None, None]:
        while True:
            begun_s = self._next_s
            for video in self._videos:
                yield from self._play_one(video)
            # A recording that has lost all its frames would be looped without ever giving one.
            if not self._loop or self._next_s == begun_s:
                return

    def _play_one(self, video: VideoFile) -> Generator[Frame, None, None]:
        start_s = self._next_s
        with closing(video.frames()) as frames:
            for frame in frames:
                time_s = start_s + frame.time_s
                self._next_s = time_s + video.scan.scale.step_s
                self._format = CameraFormat(*frame.size, video.info.frame_rate)
                yield Frame(time_s, frame.image)
