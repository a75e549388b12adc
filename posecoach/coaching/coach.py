"""The coach: stable poses in, typed events and one state per frame out."""

import math
from dataclasses import dataclass

from posecoach.coaching.phases import Sample
from posecoach.coaching.tracker import Tracker
from posecoach.coaching.trailing_speed import TrailingSpeed
from posecoach.counting.events import Event, RepetitionCounted
from posecoach.counting.hints import Hint
from posecoach.counting.history import History
from posecoach.counting.pacing import Pacer
from posecoach.counting.placement import PlacementWatch, placement_hints
from posecoach.counting.state import CoachState, Phase
from posecoach.counting.table import MeasureTable, Rows
from posecoach.exercise.dose import Dose
from posecoach.exercise.drive import DriveSide
from posecoach.exercise.schema import Exercise
from posecoach.measures import Body, Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["Advance", "Coach"]


@dataclass(frozen=True, eq=False, slots=True)
class Advance:
    """What some frames brought.

    Attributes:
        states: One per frame.
        events: What happened, in the order of time.
        columns: Values per frame by column name, for tables.
    """

    states: list[CoachState]
    events: list[Event]
    columns: dict[str, Values]


class Coach:
    """Follows one exercise.

    Frames may be given one by one or many at once: the result is the same. Nothing here reads a clock.

    Attributes:
        calls: Whether movements that are too small to be seen are called for now, if they are at all.
    """

    def __init__(self, exercise: Exercise, dose: Dose, *, pace: bool = False) -> None:
        """Begins a session.

        Args:
            exercise: What is done.
            dose: How much of it.
            pace: Whether to call for movements that are too small to be seen; only for somebody who can hear it.
        """
        self._exercise = exercise
        self._pacer = Pacer(exercise.pacing, dose) if pace and exercise.pacing else None
        self._placement = PlacementWatch()
        self._speed, self._history = TrailingSpeed(), History()
        self._tracker = Tracker(exercise, dose, self._history)
        self._time_s, self.calls = 0.0, True

    def advance(self, poses: StablePoses) -> Advance:
        """Takes in the next frames."""
        tracker = self._tracker
        table = MeasureTable.of(self._exercise, poses)
        columns = table.columns(self._exercise)
        self._history.add(poses.time_s, columns)
        rows = Rows.of(table)
        hints = placement_hints(Body(poses, self._exercise.posture.front_up), self._exercise.placement)
        speeds = self._speed(table.time_s, table.drive_to_target(self._exercise.drive)).tolist()
        flags = zip(table.ready.tolist(), table.engaged.tolist(), poses.near_is_right.tolist(), strict=True)
        states, events = [], []
        for index, (ready, engaged, near_is_right) in enumerate(flags):
            near = Side.RIGHT if near_is_right else Side.LEFT
            sample = tracker.sample(rows, index, speeds[index], ready=ready, engaged=engaged)
            self._time_s = sample.time_s
            events += tracker.step(rows, index, sample, near)
            events += self._paced(sample)
            hint = hints[index] or (Hint.TOO_SMALL if tracker.signal.drowned and self._pacer is None else None)
            note = self._placement.step(sample.time_s, hint)
            events += [note] if note else []
            states.append(self._state(rows, index, sample, near))
        if len(tracker.machine.stroke):
            self._history.forget(tracker.ledger.oldest_needed_s(float(tracker.machine.stroke.time_s[0])))
        return Advance(states, events, columns)

    def use(self, dose: Dose) -> None:
        """Goes on with another dose; what was counted stays."""
        self._tracker.ledger.dose = dose
        if self._pacer is not None:
            self._pacer.dose = dose

    def interrupt(self) -> list[Event]:
        """Gives up the movement under way, because what is seen next doesn't follow on it; what was counted stays."""
        if self._pacer is not None:
            self._pacer.stop()
        return self._tracker.interrupt()

    def finish(self) -> list[Event]:
        """Ends the session: what was under way can't become a repetition any more, but its faults count.

        A hold counts all the same where the exercise ends with it.
        """
        note = self._placement.finish(self._time_s)
        return [*self._tracker.left_open(), *([note] if note else [])]

    def _paced(self, sample: Sample) -> list[Event]:
        tracker = self._tracker
        if self._pacer is None or not tracker.signal.drowned or tracker.machine.moving:
            return []
        if not self.calls:
            self._pacer.stop()
            return []
        events = self._pacer.step(sample.time_s, tracker.ledger.count, ready=sample.ready and sample.engaged)
        tracker.ledger.count += sum(isinstance(event, RepetitionCounted) for event in events)
        return events

    def _state(self, rows: Rows, index: int, sample: Sample, near: Side) -> CoachState:
        tracker = self._tracker
        machine, movement, ledger = tracker.machine, tracker.movement, tracker.ledger
        failing = movement.failing() if movement is not None else []
        side = movement.side if movement is not None else None
        hold_s = ledger.last_hold_s
        if machine.moving:
            since_s = machine.hold_since_s
            hold_s = sample.time_s - since_s if since_s is not None and machine.phase is Phase.HOLD else 0.0
        dose = ledger.dose
        shortest_s, longest_s = dose.hold_s
        return CoachState(
            time_s=sample.time_s,
            phase=machine.phase,
            rep_count=ledger.count,
            rep_target=self._exercise.reps_asked(dose),
            moving_s=ledger.moving.total_s,
            moving_target_s=dose.moving_s[0] if dose.moving_s else 0.0,
            side=side,
            hold_s=hold_s,
            hold_target_s=shortest_s,
            hold_done=machine.moving and 0 < longest_s <= hold_s,
            drive=tracker.signal.measured(sample.drive),
            drive_side=side or (self._lagging(rows, index) if self._exercise.drive.side is DriveSide.LAGGING else near),
            cue=failing[0].check.cue if failing else ledger.reminder(sample.time_s),
            faults=tuple(watch.check.id for watch in failing),
            excesses=tuple(watch.excess for watch in failing),
            placement=self._placement.hint,
        )

    def _lagging(self, rows: Rows, index: int) -> Side:
        """The side that has gone less far."""
        drive = self._exercise.drive
        left, right = (drive.sign * rows.value(index, drive.measure, side) for side in Side)
        return Side.RIGHT if right < left or math.isnan(left) else Side.LEFT
