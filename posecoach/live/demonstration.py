"""The loop that shows how an exercise is done, played beside the camera's picture."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.video import VideoFile
from posecoach.errors import SourceError
from posecoach.exercise.library import demonstration_path

__all__ = ["DemonstrationPlayer"]

_LONGEST_SIDE = 960
"""Pixels; larger loops are scaled down while they are decoded."""


@dataclass(slots=True)
class _Loop:
    """One loop under way: a frame is decoded when its time has come.

    Attributes:
        video: The loop's file.
        began_s: When its first frame was shown, in the time it is played by.
    """

    video: VideoFile
    began_s: float
    _frames: Iterator[Frame] = field(init=False)
    _shown: Frame | None = None
    _next: Frame | None = None

    def __post_init__(self) -> None:
        self._rewind(self.began_s)

    def at(self, time_s: float) -> RgbImage | None:
        """The picture of a moment that isn't before the last one asked for; None if none can be decoded."""
        duration_s = self.video.info.duration_s
        if self._shown is None or time_s - self.began_s >= 2 * duration_s or time_s < self.began_s:
            self._rewind(time_s)
        elif time_s - self.began_s >= duration_s:
            self._rewind(self.began_s + duration_s)
        while self._next is not None and self._next.time_s <= time_s - self.began_s:
            self._shown, self._next = self._next, next(self._frames, None)
        return None if self._shown is None else self._shown.image

    def _rewind(self, began_s: float) -> None:
        self.began_s, self._frames = began_s, self.video.frames(max_side=_LONGEST_SIDE)
        self._shown, self._next = next(self._frames, None), next(self._frames, None)


@dataclass(slots=True)
class DemonstrationPlayer:
    """Plays one exercise's loop after the other.

    Decoding one of its small frames takes about as long as mirroring the camera's, so it needs no thread.

    Attributes:
        find: Where an exercise's loop is; None for one without.
    """

    find: Callable[[str], Path | None] = demonstration_path
    _exercise_id: str | None = None
    _loop: _Loop | None = None

    def at(self, exercise_id: str, time_s: float) -> RgbImage | None:
        """The picture of a moment; another exercise's loop begins with its first frame.

        Args:
            exercise_id: Which exercise.
            time_s: By any clock that doesn't run backwards.

        Returns:
            The picture, not to be drawn on; None for an exercise without a loop that can be read.
        """
        if exercise_id != self._exercise_id:
            self._exercise_id, self._loop = exercise_id, self._opened(exercise_id, time_s)
        return self._loop.at(time_s) if self._loop is not None else None

    def _opened(self, exercise_id: str, time_s: float) -> _Loop | None:
        path = self.find(exercise_id)
        try:
            return _Loop(VideoFile.open(path), time_s) if path is not None else None
        except SourceError:
            return None  # it is described all the same
