"""What a session leaves behind: a folder for each exercise."""

from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from posecoach.capture.frame import RgbImage
from posecoach.counting.events import Event
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.live_record import LiveRecord
from posecoach.session.moments import Moment
from posecoach.session.run import ExerciseRun

__all__ = ["SessionRecords"]


@dataclass(slots=True)
class SessionRecords:
    """Records one exercise after the other; an exercise that was begun again has a folder of its own.

    Attributes:
        folder: Of the session.
        origin: The camera, and when the session began.
        video: Whether to keep the camera's pictures, too.
        folders: Those of the exercises.
        problem: What kept something from being recorded; None when all was.
        incomplete: Files of exercises that are over and lack something.
    """

    folder: Path
    origin: Origin
    video: bool = False
    folders: list[Path] = field(default_factory=list)
    problem: str | None = None
    incomplete: list[Path] = field(default_factory=list)
    _reported: bool = False
    _run: ExerciseRun | None = None
    _record: LiveRecord | None = None
    _stack: ExitStack = field(default_factory=ExitStack)

    def on_frame(self, run: ExerciseRun, landmarks: Landmarks, image: RgbImage) -> None:
        """Takes in one frame that was coached."""
        if run is not self._run:
            self._begin(run)
        if self._record is not None:
            self._record.add(landmarks, image if self.video else None)
            self.problem = self.problem or self._record.problem

    def on_event(self, run: ExerciseRun, event: Moment) -> None:
        """Takes in what the coach found, and changes of the dose."""
        if self._record is not None and run is self._run:
            self._record.use(run.task.dose_name, run.task.dose)
            self._record.note([event] if isinstance(event, Event) else [])

    def problems(self) -> list[str]:
        """What kept something from being recorded, told once."""
        if self.problem is None or self._reported:
            return []
        self._reported = True
        return [self.problem]

    def close(self) -> None:
        """Writes what is only known at the end."""
        if self._record is not None:
            self._record.finish()
            self.problem = self.problem or self._record.problem
            self.incomplete += self._record.incomplete
        self._stack.close()
        self._run = self._record = None

    def _begin(self, run: ExerciseRun) -> None:
        self.close()
        task = run.task
        folder = self.folder / f"{len(self.folders) + 1}_{task.exercise.id}"
        record = LiveRecord(folder, self.origin, task.exercise, task.dose_name, task.dose, video=self.video)
        self._run, self._record = run, self._stack.enter_context(record)
        self.folders.append(record.folder)
