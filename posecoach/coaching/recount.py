"""Counting a recording again with other thresholds, as fast as sliders are dragged."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import compress

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.dose import Dose
from posecoach.coaching.events import Event
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.hindsight import Past, judge
from posecoach.coaching.history import History
from posecoach.coaching.leaping import LeapingMachine, Moments
from posecoach.coaching.measures import Values
from posecoach.coaching.phases import Outcome, Sample
from posecoach.coaching.state import Phase
from posecoach.coaching.table import MeasureTable, Rows
from posecoach.coaching.tracker import Tracker
from posecoach.coaching.trailing_speed import TrailingSpeed
from posecoach.pose.series import StablePoses

__all__ = ["Course", "recount"]

_FIRST_LOOK, _LONGEST_LOOK = 96, 768
"""Moments that are looked at together; twice as many each time that nothing happened in them."""


@dataclass(frozen=True, eq=False, slots=True)
class Course:
    """What no threshold changes of a recording.

    Attributes:
        table: The measures.
        rows: The same, as plain numbers.
        speed: Shape (n,), of the drive.
        speeds: The same, as plain numbers.
        near_is_right: Shape (n,), whether the right side is nearer to the camera.
    """

    table: MeasureTable
    rows: Rows
    speed: Values
    speeds: list[float]
    near_is_right: NDArray[np.bool_]

    @classmethod
    def of(cls, exercise: Exercise, poses: StablePoses) -> "Course":
        """Measures a recording for an exercise, whatever its thresholds are."""
        table = MeasureTable.of(exercise, poses)
        speed = TrailingSpeed()(table.time_s, table.drive_to_target(exercise.drive))
        return cls(table, Rows.of(table), speed, speed.tolist(), poses.near_is_right)

    def __len__(self) -> int:
        return len(self.table.time_s)


def recount(course: Course, exercise: Exercise, dose: Dose) -> list[Event]:
    """What a coach would have told of a recording, in the order of time.

    Placement, the beginnings of movements, holds and faults, and values during repetitions are left out.

    Args:
        course: The recording.
        exercise: The exercise that it was measured for, with other thresholds.
        dose: How much is asked for.
    """
    return _Recount(course, exercise, dose).events()


class _Recount(Tracker):
    """Follows the movements by leaps, and judges each when it is over."""

    machine: LeapingMachine

    def __init__(self, course: Course, exercise: Exercise, dose: Dose) -> None:
        super().__init__(exercise, dose, History())
        self.machine = LeapingMachine(exercise.drive.zones)
        self._course = course
        table = course.table.judged_by(exercise)
        self._ready, self._engaged = table.ready.tolist(), table.engaged.tolist()
        still = table.ready & (np.abs(course.speed) <= exercise.drive.still_speed)
        self._still = still.tolist()
        learns = still if exercise.drive.clear_by is None else table.ready
        self._learns, self._lessons = learns.tolist(), np.flatnonzero(learns).tolist()
        seen = ~np.isnan(table.drive)
        self._rough = np.flatnonzero(~(seen & table.engaged)).tolist()
        self._starts, self._seen = np.flatnonzero(table.ready).tolist(), np.flatnonzero(seen).tolist()
        self._unseen = np.flatnonzero(~seen).tolist()
        self._watched: list[tuple[int, NDArray[np.bool_]]] = []
        self._end = len(course)

    def events(self) -> list[Event]:
        """All of them."""
        events: list[Event] = []
        speeds, rows, index = self._course.speeds, self._course.rows, 0
        while (index := self._leapt(index)) < self._end:
            ready, engaged = self._ready[index], self._engaged[index]
            sample = self.sample(rows, index, speeds[index], ready=ready, engaged=engaged)
            events += self._stepped(index, sample)
            index += 1
        return events + self.left_open()

    def _stepped(self, index: int, sample: Sample) -> list[Event]:
        """Goes on by a row; what it shows of form is looked at later."""
        machine = self.machine
        outcome = machine.step(sample)
        if outcome is Outcome.STARTED:
            self.begun(sample.time_s)
        if self.movement is not None and machine.moving and machine.phase is not Phase.LOST:
            self._watched.append((index, np.array([machine.phase is Phase.HOLD])))
        if outcome is None or outcome is Outcome.STARTED or outcome is Outcome.HELD:
            return []
        return self.concluded(outcome, sample.time_s)

    def concluded(self, outcome: Outcome, time_s: float) -> list[Event]:
        """What a movement came to, judged in hindsight."""
        self._judge()
        return super().concluded(outcome, time_s)

    def left_open(self) -> list[Event]:
        """The same of one that is under way at the end."""
        self._judge()
        return super().left_open()

    def _judge(self) -> None:
        if self.movement is None or not self._watched:
            return
        watched, self._watched = self._watched, []
        holding = np.concatenate([held for _, held in watched])
        first, last = watched[0][0], watched[-1][0] + len(watched[-1][1])
        rows: slice | NDArray[np.intp] = slice(first, last)
        if len(holding) < last - first:
            rows = np.concatenate([np.arange(start, start + len(held)) for start, held in watched])
        table, near = self._course.table, self._course.near_is_right[rows]
        past = Past(table, rows, table.time_s[rows], self._progress(rows), near, holding, self.signal.pole)
        judge(self.movement, past)

    def _progress(self, rows: slice | NDArray[np.intp]) -> Values:
        return np.asarray(self.signal.pole * (self._course.table.drive[rows] - self.signal.origin))

    def _leapt(self, index: int) -> int:
        """The next row that must be stepped."""
        machine = self.machine
        if machine.gone:
            return self._next(self._seen, index)
        if machine.waiting:
            return self._waited(index)
        rough = self._next(self._rough, index)
        if not machine.moving and self.exercise.drive.relative:
            rough = min(rough, self._next_lesson(index))
        return self._leapt_along(index, rough)

    def _next_lesson(self, index: int) -> int:
        """The next row in which the origin is learnt anew."""
        if not self.signal.settled:
            return index
        return self._next(self._lessons, bisect_left(self._course.rows.time_s, self.signal.learns_at_s, index))

    def _waited(self, index: int) -> int:
        end = min(self._next(self._starts, index), self._next(self._unseen, index))
        if end > index:
            broken_since_s = None
            if not self._engaged[end - 1]:
                start = end - 1
                while start > index and not self._engaged[start - 1]:
                    start -= 1
                known_s = self.machine.broken_since_s if start == index else None
                broken_since_s = self._course.rows.time_s[start] if known_s is None else known_s
            self.machine.wait(self._course.rows.time_s[end - 1], broken_since_s)
        return end

    def _leapt_along(self, index: int, rough: int) -> int:
        look = _FIRST_LOOK
        while index < rough:
            end = min(index + look, rough)
            held = self.machine.leap(self._moments(slice(index, end)))
            self._note(index, held)
            index += len(held)
            if index < end:
                break
            look = min(2 * look, _LONGEST_LOOK)
        return index

    def _moments(self, rows: slice) -> Moments:
        drive, pole = self._progress(rows), self.signal.pole
        if not self.machine.moving and self.exercise.drive.folded:
            drive = np.abs(drive)
        if not self.machine.moving and not self.signal.open:
            drive = np.zeros(len(drive))
        return Moments(self._course.table.time_s[rows], drive, pole * self._course.speed[rows], self._away(rows))

    def _away(self, rows: slice) -> NDArray[np.bool_] | None:
        back = self.exercise.also_back
        if back is None or self.movement is None:
            return None
        return self.movement.away_in(self._course.table.near[back.measure][rows])

    def _note(self, start: int, held: NDArray[np.bool_]) -> None:
        if self.machine.moving:
            self._watched.append((start, held))
            return
        rows, end = self._course.rows, start + len(held)
        if self.exercise.drive.relative:
            moments = zip(rows.time_s[start:end], rows.drive[start:end], strict=True)
            self.signal.rest_on(compress(moments, self._learns[start:end]))
        if self.columns:
            seen = zip(rows.time_s[start:end], rows.some(start, end, self.columns), strict=True)
            self.start.extend(compress(seen, self._still[start:end]))

    def _next(self, rows: list[int], index: int) -> int:
        place = bisect_left(rows, index)
        return rows[place] if place < len(rows) else self._end
