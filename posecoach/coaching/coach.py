"""The coach: stable poses in, typed events and one state per frame out."""

from dataclasses import dataclass

import numpy as np

from posecoach.coaching.checks import Fault
from posecoach.coaching.events import (
    Attempted,
    Event,
    FaultEnded,
    FaultStarted,
    HoldStarted,
    RepetitionCounted,
    RepetitionStarted,
)
from posecoach.coaching.exercise import Check, Dose, Exercise, Sides
from posecoach.coaching.history import History
from posecoach.coaching.measures import Body, Values
from posecoach.coaching.movement import Movement, Rows
from posecoach.coaching.phases import Outcome, PhaseMachine, Sample
from posecoach.coaching.placement import PlacementWatch, placement_messages
from posecoach.coaching.state import CoachState, Phase
from posecoach.coaching.table import MeasureTable
from posecoach.coaching.timing import Edges
from posecoach.coaching.trailing_speed import TrailingSpeed
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses

__all__ = ["HOLD_CHECK", "Advance", "Coach"]

HOLD_CHECK = "hold"
"""Check id of a hold that was shorter than the dose asks for."""
_HOLD_TOLERANCE_S = 0.25
"""How exactly a hold can be timed on video; a hold short by less is long enough."""
_REMINDER_S = 3.0


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
    """

    def __init__(self, exercise: Exercise, dose: Dose) -> None:
        self._exercise, self._dose = exercise, dose
        self._target = exercise.reps_asked(dose)
        self._machine = PhaseMachine(exercise.drive)
        self._movement = Movement(exercise)
        self._placement = PlacementWatch()
        self._speed, self._history = TrailingSpeed(), History()
        self._count, self._last_hold_s = 0, 0.0
        self._reminder, self._reminder_until_s = "", -np.inf
        self._time_s = 0.0

    def advance(self, poses: StablePoses) -> Advance:
        """Takes in the next frames."""
        table = MeasureTable.of(self._exercise, poses)
        columns = table.columns(self._exercise)
        self._history.add(poses.time_s, columns)
        rows = Rows.of(table)
        speeds = self._speed(poses.time_s, np.minimum(table.drive, self._exercise.drive.target)).tolist()
        messages = placement_messages(Body(poses, self._exercise.posture.front_up), self._exercise.placement)
        flags = zip(table.ready.tolist(), table.engaged.tolist(), poses.near_is_right.tolist(), strict=True)
        states, events = [], []
        for index, (ready, engaged, near_is_right) in enumerate(flags):
            sample = Sample(rows.time_s[index], rows.drive[index], speeds[index], ready, engaged)
            events += self._step(rows, index, sample)
            note = self._placement.step(sample.time_s, messages[index])
            events += [note] if note else []
            states.append(self._state(sample, Side.RIGHT if near_is_right else Side.LEFT))
        if self._machine.stroke.time_s:
            self._history.forget(self._machine.stroke.time_s[0])
        return Advance(states, events, columns)

    def finish(self) -> list[Event]:
        """Ends the session: what was under way can't become a repetition any more, but its faults count."""
        note = self._placement.finish(self._time_s)
        return [*self._abandoned(self._movement.side), *([note] if note else [])]

    def _step(self, rows: Rows, index: int, sample: Sample) -> list[Event]:
        self._time_s = sample.time_s
        machine, movement = self._machine, self._movement
        outcome = machine.step(sample)
        events: list[Event] = []
        if machine.moving and machine.phase is not Phase.LOST:
            if self._exercise.sides is Sides.ALTERNATE:
                movement.weigh(rows, index)
            at_peak = sample.drive >= machine.peak
            called = movement.watch(rows, index, holding=machine.phase is Phase.HOLD, at_peak=at_peak)
            events = [FaultStarted(sample.time_s, check.id) for check in called]
        if outcome is not None:
            events += self._conclude(outcome, sample.time_s)
        return events

    def _conclude(self, outcome: Outcome, time_s: float) -> list[Event]:
        if outcome is Outcome.STARTED:
            return [RepetitionStarted(time_s)]
        if outcome is Outcome.HELD:
            return [HoldStarted(time_s)]
        side = self._movement.side
        if outcome is Outcome.COUNTED:
            events = self._counted(side)
        elif outcome is Outcome.ATTEMPTED:
            events = self._attempted(side, time_s)
        else:
            events = self._abandoned(side)
        self._movement = Movement(self._exercise)
        self._machine.clear()
        return events

    def _counted(self, side: Side | None) -> list[Event]:
        edges = self._machine.stroke.edges(self._exercise.drive)
        self._count += 1
        self._last_hold_s = edges.hold_s
        faults = [_ended(fault, self._count, side) for fault in self._movement.finish(edges.hold_s)]
        faults += self._short_hold(edges, side)
        rep = RepetitionCounted(
            number=self._count,
            side=side,
            start_s=edges.start_s,
            hold_start_s=edges.hold_start_s,
            hold_end_s=edges.hold_end_s,
            hold_s=edges.hold_s,
            end_s=edges.end_s,
            faults=tuple(dict.fromkeys(fault.check for fault in faults)),
            measures=self._history.extremes(edges.start_s, edges.end_s),
        )
        return [*faults, rep]

    def _short_hold(self, edges: Edges, side: Side | None) -> list[FaultEnded]:
        shortest, longest = self._dose.hold_s
        if edges.hold_s >= shortest - _HOLD_TOLERANCE_S:
            return []
        wanted = f"{shortest:g} s" if shortest == longest else f"{shortest:g} to {longest:g} s"
        cue = f"Hold the position for {shortest:g} seconds."
        self._remind(cue, edges.end_s)
        return [
            FaultEnded(HOLD_CHECK, self._count, side, edges.hold_start_s, edges.hold_end_s, edges.hold_s, wanted, cue)
        ]

    def _attempted(self, side: Side | None, time_s: float) -> list[Event]:
        check = self._exercise.check(self._exercise.attempt_check)
        reached = self._machine.peak
        start_s = self._machine.stroke.start_s(self._exercise.drive, reached)
        self._remind(check.cue, time_s)
        fault = FaultEnded(check.id, None, side, start_s, time_s, reached, check.wanted, check.cue)
        return [Attempted(side, start_s, time_s, reached), fault]

    def _abandoned(self, side: Side | None) -> list[Event]:
        return [_ended(fault, None, side) for fault in self._movement.finish()]

    def _remind(self, cue: str, time_s: float) -> None:
        self._reminder, self._reminder_until_s = cue, time_s + _REMINDER_S

    def _cue(self, time_s: float, failing: list[Check]) -> str | None:
        if failing:
            return failing[0].cue
        return self._reminder if time_s < self._reminder_until_s else None

    def _state(self, sample: Sample, near: Side) -> CoachState:
        machine = self._machine
        failing = self._movement.open_checks() if machine.moving else []
        side = self._movement.side if machine.moving else None
        hold_s = self._last_hold_s
        if machine.moving:
            since_s = machine.hold_since_s
            hold_s = sample.time_s - since_s if since_s is not None and machine.phase is Phase.HOLD else 0.0
        return CoachState(
            time_s=sample.time_s,
            phase=machine.phase,
            rep_count=self._count,
            rep_target=self._target,
            side=side,
            hold_s=hold_s,
            hold_target_s=self._dose.hold_s[0],
            drive=sample.drive,
            drive_side=side or near,
            cue=self._cue(sample.time_s, failing),
            faults=tuple(check.id for check in failing),
            placement=self._placement.message,
        )


def _ended(fault: Fault, rep: int | None, side: Side | None) -> FaultEnded:
    check = fault.check
    return FaultEnded(check.id, rep, side, fault.start_s, fault.end_s, fault.measured, check.wanted, check.cue)
