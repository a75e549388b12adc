"""Counting a recording again with other thresholds, as fast as sliders are dragged."""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.coaching.hindsight import Past, judge
from posecoach.coaching.leaping import LeapingMachine, Moments, before
from posecoach.coaching.phases import Outcome, Sample
from posecoach.coaching.rest_ahead import OriginLessons, StillMoments, progress_by
from posecoach.coaching.tracker import Tracker
from posecoach.coaching.trailing_speed import TrailingSpeed
from posecoach.counting.events import Event
from posecoach.counting.history import History
from posecoach.counting.state import Phase
from posecoach.counting.table import MeasureTable, Rows
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.measures import Values
from posecoach.pose.series import StablePoses

__all__ = ["Course", "recount"]

_FIRST_LOOK, _LONGEST_LOOK = 96, 768
"""Moments that are looked at together; twice as many each time that nothing happened in them."""
_REST_LOOK = 192
"""The same at rest, where what is learnt on the way tells how far a look goes."""


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
        self._ready, self._engaged = table.ready, table.engaged
        still = table.ready & (np.abs(course.speed) <= exercise.drive.still_speed)
        self._lessons = OriginLessons(table, still if exercise.drive.clear_by is None else table.ready)
        self._still_moments = StillMoments(course.rows, self.columns, still)
        self._seen = ~np.isnan(table.drive)
        self._wakes = table.ready | ~self._seen
        self._rough: list[int] = np.flatnonzero(~(self._seen & table.engaged)).tolist()
        self._watched: list[tuple[int, NDArray[np.bool_]]] = []
        self._end = len(course)

    def events(self) -> list[Event]:
        """All of them."""
        events: list[Event] = []
        speeds, rows, index = self._course.speeds, self._course.rows, 0
        while (index := self._leapt(index)) < self._end:
            ready, engaged = bool(self._ready[index]), bool(self._engaged[index])
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
        self._judge(form=outcome is not Outcome.ATTEMPTED)
        return super().concluded(outcome, time_s)

    def left_open(self) -> list[Event]:
        """The same of one that is under way at the end."""
        self._judge(form=True)
        return super().left_open()

    def _judge(self, *, form: bool) -> None:
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
        judge(self.movement, past, form=form)

    def _progress(self, rows: slice | NDArray[np.intp]) -> Values:
        return np.asarray(self.signal.pole * (self._course.table.drive[rows] - self.signal.origin))

    def _leapt(self, index: int) -> int:
        """The next row that must be stepped."""
        machine = self.machine
        if machine.gone:
            return index + before(self._seen[index:])
        if machine.waiting:
            return self._waited(index)
        place = bisect_left(self._rough, index)
        rough = self._rough[place] if place < len(self._rough) else self._end
        if machine.moving:
            return self._moved(index, rough)
        return self._rested(index, rough) if machine.phase is Phase.REST else index

    def _waited(self, index: int) -> int:
        end = index + before(self._wakes[index:])
        if end > index:
            broken = before(self._engaged[index:end][::-1])
            start = end - broken
            broken_since_s = None
            if broken:
                known_s = self.machine.broken_since_s if start == index else None
                broken_since_s = self._course.rows.time_s[start] if known_s is None else known_s
            self.machine.wait(self._course.rows.time_s[end - 1], broken_since_s)
        return end

    def _moved(self, index: int, rough: int) -> int:
        """Along a movement, whose origin stays as it is."""
        look = _FIRST_LOOK
        while index < rough:
            rows = slice(index, min(index + look, rough))
            held = self.machine.leap(self._moments(rows, self._progress(rows)))
            self._watched.append((index, held))
            index += len(held)
            if index < rows.stop:
                break
            look = min(2 * look, _LONGEST_LOOK)
        return index

    def _rested(self, index: int, rough: int) -> int:
        """At rest, where the origin is learnt on the way."""
        go = self._learning_along if self.exercise.drive.relative else self._resting_along
        while index < rough:
            end = min(index + _REST_LOOK, rough)
            rest = index + self._guessed(index, end)
            if rest > index:
                start, index = index, go(slice(index, rest))
                self._still_moments.show(self.start, slice(start, index))
            if index < end:
                break
        return index

    def _guessed(self, index: int, end: int) -> int:
        """How many of the next rows will turn out to be at rest, by the origin of now.

        Learning from those that turn out to be part of a movement would take time for nothing.
        """
        if not self.signal.open:
            return end - index
        return self.machine.rests_for(self._folded(self._progress(slice(index, end))), None)

    def _resting_along(self, rows: slice) -> int:
        """Up to a movement, where the drive doesn't count from the start position."""
        return int(rows.start) + len(self.machine.leap(self._moments(rows, self._progress(rows))))

    def _learning_along(self, rows: slice) -> int:
        """Up to a movement, as far as there is none by what is learnt on the way."""
        signal = self.signal.copy()
        lessons = [signal.lesson, *self._lessons.teach(signal, rows)]
        progress, is_open = progress_by(lessons, self._course.table.drive[rows], signal.pole)
        end = int(rows.start) + len(self.machine.leap(self._moments(rows, self._folded(progress), is_open)))
        if end == rows.stop:
            self.signal = signal
        else:
            self._lessons.teach(self.signal, slice(rows.start, end))
        return end

    def _folded(self, progress: Values) -> Values:
        return np.asarray(np.abs(progress)) if self.exercise.drive.folded else progress

    def _moments(self, rows: slice, drive: Values, is_open: NDArray[np.bool_] | None = None) -> Moments:
        speed = self.signal.pole * self._course.speed[rows]
        return Moments(self._course.table.time_s[rows], drive, speed, self._away(rows), is_open)

    def _away(self, rows: slice) -> NDArray[np.bool_] | None:
        back = self.exercise.also_back
        if back is None or self.movement is None:
            return None
        return self.movement.away_in(self._course.table.near[back.measure][rows])
