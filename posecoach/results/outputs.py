"""All files of one analysis, written as it goes and put in place together when it is done."""

from contextlib import ExitStack
from pathlib import Path
from types import TracebackType

from posecoach.capture.video import VideoFile
from posecoach.counting.coach import Advance
from posecoach.errors import OutputError
from posecoach.exercise.schema import Exercise
from posecoach.file_writing import written_beside
from posecoach.pose.recording import LandmarkRecorder
from posecoach.pose.series import Landmarks
from posecoach.results.annotated_video import AnnotatedVideo
from posecoach.results.frames_table import FramesTable
from posecoach.results.session import Session

__all__ = ["Outputs"]


class Outputs:
    """The files of a session's folder.

    Leaving the context with an error leaves no file behind, and no folder that wasn't there before.

    Attributes:
        folder: Where the files go.
    """

    def __init__(self, folder: Path, source: str, exercise: Exercise, *, record: bool, video: VideoFile | None) -> None:
        """Prepares the files.

        Args:
            folder: Made when it doesn't exist.
            source: Name of the recording.
            exercise: What is done in it.
            record: Whether to write landmarks.npz.
            video: The recording to annotate; None for no annotated video.
        """
        self.folder = folder
        self._source, self._exercise, self._record, self._video = source, exercise, record, video
        self._stack = ExitStack()
        self._recorder: LandmarkRecorder | None = None
        self._annotated: AnnotatedVideo | None = None
        self._made: list[Path] = []

    def __enter__(self) -> "Outputs":
        self._make_folder()
        with ExitStack() as opening:
            table = opening.enter_context(written_beside(self.folder / "frames.csv"))
            self._table = FramesTable(opening.enter_context(table.open("w", newline="", encoding="utf-8")))
            if self._record:
                self._recorder = opening.enter_context(LandmarkRecorder(self._source))
            if self._video is not None:
                path = opening.enter_context(written_beside(self.folder / "annotated.mp4"))
                self._annotated = opening.enter_context(AnnotatedVideo(self._video, self._exercise, path))
            self._stack = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stack.__exit__(kind, error, trace)
        finally:
            self._remove_if_empty()

    def add(self, series: Landmarks, advance: Advance) -> None:
        """Appends the frames of one advance of the coach."""
        if self._recorder is not None:
            self._recorder.add(series)
        self._table.add(advance)
        if self._annotated is not None:
            self._annotated.add(advance)

    def save(self, session: Session) -> None:
        """Writes what is only known at the end."""
        if self._recorder is not None:
            with written_beside(self.folder / "landmarks.npz") as path:
                self._recorder.save(path)
        with written_beside(self.folder / "session.json") as path:
            path.write_text(session.to_json(), encoding="utf-8")

    def _remove_if_empty(self) -> None:
        for folder in self._made:
            if any(folder.iterdir()):
                return
            folder.rmdir()

    def _make_folder(self) -> None:
        self._made = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or "it can't be made"
            raise OutputError(f"{self.folder}: {reason}; choose another folder with --out") from error
