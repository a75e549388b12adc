"""The coach: stable poses in, typed events and one state per frame out."""

import math
from dataclasses import dataclass

import numpy as np

from posecoach.coaching.dose import Dose
from posecoach.coaching.drive import DriveSide
from posecoach.coaching.drive_signal import DriveSignal
from posecoach.coaching.events import Event, FaultStarted, HoldStarted, RepetitionCounted, RepetitionStarted
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.hints import Hint
from posecoach.coaching.history import History
from posecoach.coaching.ledger import Ledger, Stretch
from posecoach.coaching.measures import Body, Values
from posecoach.coaching.movement import Moment, Movement, start_columns
from posecoach.coaching.pacing import Pacer
from posecoach.coaching.phases import Outcome, PhaseMachine, Sample
from posecoach.coaching.placement import PlacementWatch, placement_hints
from posecoach.coaching.start_position import StartPosition
from posecoach.coaching.state import CoachState, Phase
from posecoach.coaching.table import MeasureTable, Rows
from posecoach.coaching.timing import Edges
from posecoach.coaching.trailing_speed import TrailingSpeed
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["SHORTEST_OPEN_HOLD_S", "Advance", "Coach"]

SHORTEST_OPEN_HOLD_S = 3.0
"""Of an exercise without a return: a hold that the recording ends in counts from here on."""


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
        self._exercise, self._dose = exercise, dose
        self._pacer = Pacer(exercise.pacing, dose) if pace and exercise.pacing else None
        self._signal = DriveSignal(exercise.drive)
        self._machine = PhaseMachine(exercise.drive.zones)
        self._movement: Movement | None = None
        self._columns, self._start = start_columns(exercise), StartPosition()
        self._placement = PlacementWatch()
        self._speed, self._history = TrailingSpeed(), History()
        self._ledger = Ledger(exercise, dose, self._history)
        self._time_s, self.calls = 0.0, True

    def advance(self, poses: StablePoses) -> Advance:
        """Takes in the next frames."""
        table = MeasureTable.of(self._exercise, poses)
        columns = table.columns(self._exercise)
        self._history.add(poses.time_s, columns)
        rows = Rows.of(table)
        hints = placement_hints(Body(poses, self._exercise.posture.front_up), self._exercise.placement)
        speeds = self._speeds(table)
        flags = zip(table.ready.tolist(), table.engaged.tolist(), poses.near_is_right.tolist(), strict=True)
        states, events = [], []
        for index, (ready, engaged, near_is_right) in enumerate(flags):
            near = Side.RIGHT if near_is_right else Side.LEFT
            sample = self._sample(rows, index, speeds[index], ready=ready, engaged=engaged)
            events += self._step(rows, index, sample, near)
            hint = hints[index] or (Hint.TOO_SMALL if self._signal.drowned and self._pacer is None else None)
            note = self._placement.step(sample.time_s, hint)
            events += [note] if note else []
            states.append(self._state(rows, index, sample, near))
        if self._machine.stroke.time_s:
            self._history.forget(self._ledger.oldest_needed_s(self._machine.stroke.time_s[0]))
        return Advance(states, events, columns)

    def use(self, dose: Dose) -> None:
        """Goes on with another dose; what was counted stays."""
        self._dose = self._ledger.dose = dose
        if self._pacer is not None:
            self._pacer.dose = dose

    def interrupt(self) -> list[Event]:
        """Gives up the movement under way, because what is seen next doesn't follow on it; what was counted stays."""
        events = self._ledger.interrupted(self._movement)
        if self._pacer is not None:
            self._pacer.stop()
        self._movement, self._machine = None, PhaseMachine(self._exercise.drive.zones)
        self._signal.away()
        self._start.forget()
        return events

    def finish(self) -> list[Event]:
        """Ends the session: what was under way can't become a repetition any more, but its faults count.

        A hold counts all the same where the exercise ends with it.
        """
        note = self._placement.finish(self._time_s)
        return [*self._left_open(), *([note] if note else [])]

    def _left_open(self) -> list[Event]:
        machine, movement = self._machine, self._movement
        if movement is None or not machine.moving:
            return []
        drive = self._exercise.drive
        if not drive.returns and machine.hold_since_s is not None:
            stretch = self._stretch(movement, machine.stroke.edges(machine.zones))
            if drive.both_ways or stretch.edges.hold_s >= SHORTEST_OPEN_HOLD_S:
                return self._ledger.completed(stretch)
        return self._ledger.abandoned(movement)

    def _speeds(self, table: MeasureTable) -> list[float]:
        """Beyond the target, going further is holding still; where the target lies is only known for absolute ones."""
        drive = self._exercise.drive
        speeds: list[float] = self._speed(
            table.time_s, table.drive if drive.relative else np.minimum(table.drive, drive.zones.target)
        ).tolist()
        return speeds

    def _sample(self, rows: Rows, index: int, speed: float, *, ready: bool, engaged: bool) -> Sample:
        time_s, value, moving = rows.time_s[index], rows.drive[index], self._machine.moving
        if not moving and ready and engaged:
            self._signal.rest(time_s, value, speed)
            if self._columns and abs(speed) <= self._exercise.drive.still_speed:
                self._start.add(time_s, rows.all(index, self._columns))
        progress = self._signal.progress(value, moving=moving)
        away = self._movement is not None and self._movement.away(rows, index)
        return Sample(time_s, progress, self._signal.pole * speed, ready and self._signal.known, engaged, away)

    def _step(self, rows: Rows, index: int, sample: Sample, near: Side) -> list[Event]:
        self._time_s = sample.time_s
        machine = self._machine
        outcome = machine.step(sample)
        events: list[Event] = []
        if outcome is Outcome.STARTED:
            events = self._begun(sample.time_s)
        movement = self._movement
        if movement is not None and machine.moving and machine.phase is not Phase.LOST:
            holding, at_peak = machine.phase is Phase.HOLD, sample.drive >= machine.peak
            moment = Moment(rows, index, sample.drive, near, self._signal.pole, holding, at_peak)
            events += [FaultStarted(sample.time_s, check.id) for check in movement.watch(moment)]
        if outcome is Outcome.HELD:
            events.append(HoldStarted(sample.time_s))
        elif outcome is not None and outcome is not Outcome.STARTED:
            events += self._concluded(outcome, sample.time_s)
        return events + self._paced(sample)

    def _paced(self, sample: Sample) -> list[Event]:
        if self._pacer is None or not self._signal.drowned or self._machine.moving:
            return []
        if not self.calls:
            self._pacer.stop()
            return []
        events = self._pacer.step(sample.time_s, self._ledger.count, ready=sample.ready and sample.engaged)
        self._ledger.count += sum(isinstance(event, RepetitionCounted) for event in events)
        return events

    def _begun(self, time_s: float) -> list[Event]:
        levels = self._start.levels or (float("nan"),) * len(self._columns)
        self._movement = Movement(self._exercise, dict(zip(self._columns, levels, strict=True)))
        failed = self._movement.begin(time_s)
        for check in failed:
            self._ledger.remind(check.cue, time_s)
        return [RepetitionStarted(time_s), *(FaultStarted(time_s, check.id) for check in failed)]

    def _concluded(self, outcome: Outcome, time_s: float) -> list[Event]:
        machine, movement = self._machine, self._movement
        self._movement = None
        events: list[Event] = []
        if outcome is Outcome.COUNTED and movement is not None:
            events = self._ledger.completed(self._stretch(movement, machine.stroke.edges(machine.zones)))
        elif outcome is Outcome.ATTEMPTED and movement is not None:
            start_s = machine.stroke.start_s(machine.zones, machine.peak)
            edges = Edges(start_s, time_s, time_s, time_s, 0.0)
            events = self._ledger.attempted(self._stretch(movement, edges, attempt=True))
        else:
            events = self._ledger.abandoned(movement)
        machine.clear()
        if machine.phase is Phase.AWAY:
            self._signal.away()
            self._start.forget()
        return events

    def _stretch(self, movement: Movement, edges: Edges, *, attempt: bool = False) -> Stretch:
        """The movement that is over; an attempt's faults of form don't matter any more."""
        peak = self._machine.peak
        return Stretch(
            edges=edges,
            side=movement.side,
            faults=() if attempt else tuple(movement.finish(edges.hold_s)),
            refuted=attempt or movement.refuted,
            reached=self._signal.measured(peak),
            progress=peak,
            witnessed=movement.witnessed,
            pole=self._signal.pole,
            confidence=self._signal.confidence(peak),
        )

    def _state(self, rows: Rows, index: int, sample: Sample, near: Side) -> CoachState:
        machine, movement = self._machine, self._movement
        failing = movement.failing() if movement is not None else []
        side = movement.side if movement is not None else None
        hold_s = self._ledger.last_hold_s
        if machine.moving:
            since_s = machine.hold_since_s
            hold_s = sample.time_s - since_s if since_s is not None and machine.phase is Phase.HOLD else 0.0
        shortest_s, longest_s = self._dose.hold_s
        return CoachState(
            time_s=sample.time_s,
            phase=machine.phase,
            rep_count=self._ledger.count,
            rep_target=self._exercise.reps_asked(self._dose),
            moving_s=self._ledger.moving.total_s,
            moving_target_s=self._dose.moving_s[0] if self._dose.moving_s else 0.0,
            side=side,
            hold_s=hold_s,
            hold_target_s=shortest_s,
            hold_done=machine.moving and 0 < longest_s <= hold_s,
            drive=self._signal.measured(sample.drive),
            drive_side=side or (self._lagging(rows, index) if self._exercise.drive.side is DriveSide.LAGGING else near),
            cue=failing[0].check.cue if failing else self._ledger.reminder(sample.time_s),
            faults=tuple(watch.check.id for watch in failing),
            excesses=tuple(watch.excess for watch in failing),
            placement=self._placement.hint,
        )

    def _lagging(self, rows: Rows, index: int) -> Side:
        """The side that has gone less far."""
        drive = self._exercise.drive
        left, right = (drive.sign * rows.value(index, drive.measure, side) for side in Side)
        return Side.RIGHT if right < left or math.isnan(left) else Side.LEFT
