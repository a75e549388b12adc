"""Counting a recording again with other thresholds, by the same counter, as fast as sliders are dragged."""

from dataclasses import dataclass, replace

from posecoach.counting.counter import RepCounter
from posecoach.counting.events import Event, with_ends
from posecoach.counting.frames import FrameLog, Row
from posecoach.counting.reader import PoseReader
from posecoach.counting.table import MeasureTable
from posecoach.exercise.drive import Drive
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.series import StablePoses

__all__ = ["MeasuredRecording", "recount"]


@dataclass(frozen=True, eq=False, slots=True)
class MeasuredRecording:
    """What no threshold changes of a recording.

    Attributes:
        table: The measures, for curves.
        log: The same, for the counter.
        rows: What the counter takes in, frame by frame.
        drive: The drive that the rows' progress is a share of.
    """

    table: MeasureTable
    log: FrameLog
    rows: tuple[Row, ...]
    drive: Drive

    @classmethod
    def of(cls, exercise: Exercise, poses: StablePoses) -> "MeasuredRecording":
        """Measures a recording for an exercise, whatever its thresholds are."""
        reader, table = PoseReader(exercise), MeasureTable.of(exercise, poses)
        rows = (*reader(poses, table), *reader.finish())
        return cls(table, reader.log, rows, exercise.drive)

    def __len__(self) -> int:
        return len(self.table.time_s)

    def rows_for(self, drive: Drive) -> tuple[Row, ...]:
        """The rows with their progress as a share of another drive's travel."""
        if (drive.start, drive.end) == (self.drive.start, self.drive.end):
            return self.rows
        scale, start = 1 / (drive.end - drive.start), drive.start
        return tuple(replace(row, progress=(self.drive.measured(row.progress) - start) * scale) for row in self.rows)


def recount(recording: MeasuredRecording, exercise: Exercise, dose: Dose) -> list[Event]:
    """What a coach would have told of a recording, in the order of time.

    Placement, and the beginnings of movements, holds and faults, are left out.

    Args:
        recording: The recording.
        exercise: The exercise that it was measured for, with other thresholds.
        dose: How much is asked for.
    """
    counter = RepCounter(exercise, dose, recording.log)
    events = [event for row in recording.rows_for(exercise.drive) for event in counter.step(row)]
    return with_ends([*events, *counter.finish()])
