"""annotated.mp4: the recording with what the coach saw drawn on it."""

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.prefetch import prefetch
from posecoach.capture.video import VideoFile
from posecoach.counting.coach import Advance
from posecoach.exercise.schema import Exercise, View
from posecoach.feedback.draw.angle_arc import drive_view
from posecoach.feedback.draw.picture import Overlay
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.files import atomic_write
from posecoach.pose.landmarks import Side
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.results.outputs import Opener, Output
from posecoach.results.session import Session
from posecoach.results.video_writer import VideoWriter

__all__ = ["AnnotatedVideo", "annotated_begin_s", "annotated_video"]

_DECODED_AHEAD = 4
_LONGEST_SIDE = 3840
_LATE_S = 1.0
"""A recording's first frame may come a little late; players show nothing until it does."""

Drawn = Callable[[float, RgbImage], None]
"""Shown a frame with what is drawn on it, and its media time."""


def annotated_begin_s(first_s: float) -> float:
    """Media time of annotated.mp4's beginning: 0, or the first frame's in a later part of the recording."""
    return first_s if first_s > _LATE_S else 0.0


def annotated_video(video: VideoFile, exercise: Exercise, language: Language, drawn: Drawn | None = None) -> Opener:
    """Begins annotated.mp4; `drawn` is shown each frame with what is drawn on it."""

    @contextmanager
    def opened(folder: Path) -> Generator[Output, None, None]:
        with (
            atomic_write(folder / "annotated.mp4") as path,
            AnnotatedVideo(video, exercise, path, language, drawn) as annotated,
        ):
            yield annotated

    return opened


class AnnotatedVideo:
    """Reads the recording a second time, in step with the coach, draws, and writes.

    Reading and writing happen on threads of their own; drawing on the caller's.
    """

    def __init__(
        self,
        video: VideoFile,
        exercise: Exercise,
        path: Path,
        language: Language = ENGLISH,
        drawn: Drawn | None = None,
    ) -> None:
        """Args: path: file to write, mp4; language: of what is written on the pictures; drawn: shown each frame."""
        self._reader = video.frames(max_side=_LONGEST_SIDE)
        self._exercise, self._path, self._language, self._drawn = exercise, path, language, drawn
        self._full_width, self._frame_rate = video.info.width, video.info.frame_rate
        self._stack = ExitStack()
        self._next: Frame | None = None
        self._first_s: float | None = None
        self._overlay: Overlay | None = None
        self._writer: VideoWriter | None = None

    def __enter__(self) -> "AnnotatedVideo":
        self._frames = self._stack.enter_context(prefetch(self._reader, _DECODED_AHEAD))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, trace)

    def add(self, landmarks: Landmarks, advance: Advance) -> None:  # noqa: ARG002 - drawn are the stable poses
        """Draws and writes the frames of one advance of the coach."""
        nears = self._near_sides(advance.poses)
        for points, near, state in zip(advance.poses.points, nears, advance.states, strict=True):
            frame = self._frame_at(state.time_s)
            if frame is not None:
                overlay, writer = self._ready(frame.size)
                overlay.draw(frame.image, points * (frame.size[0] / self._full_width), near, state)
                writer.write(state.time_s - self._begin_s(state.time_s), frame.image)
                if self._drawn is not None:
                    self._drawn(state.time_s, frame.image)

    def save(self, session: Session) -> None:
        """All frames are written already."""

    def _begin_s(self, time_s: float) -> float:
        if self._first_s is None:
            self._first_s = annotated_begin_s(time_s)
        return self._first_s

    def _near_sides(self, poses: StablePoses) -> list[Side | None]:
        if self._exercise.placement.view is View.FRONT:
            return [None] * len(poses)
        return [Side.RIGHT if right else Side.LEFT for right in poses.near_is_right.tolist()]

    def _frame_at(self, time_s: float) -> Frame | None:
        """The picture of a moment, if this reading has it: around damage, readings from different places differ."""
        while self._next is None or self._next.time_s < time_s:
            self._next = next(self._frames, None)
            if self._next is None:
                return None
        return self._next if self._next.time_s == time_s else None

    def _ready(self, size: tuple[int, int]) -> tuple[Overlay, VideoWriter]:
        if self._overlay is None or self._writer is None:
            exercise, language = self._exercise, self._language
            title = language.of_exercise(exercise.id, exercise.name)
            self._overlay = Overlay(title, drive_view(exercise, language), language)
            self._writer = self._stack.enter_context(VideoWriter(self._path, size, self._frame_rate))
        return self._overlay, self._writer
