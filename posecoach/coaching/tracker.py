"""From values to events: one movement after the other, each with its side, its faults and what it came to."""

import math

from posecoach.coaching.drive_signal import DriveSignal
from posecoach.coaching.ledger import Ledger, Stretch
from posecoach.coaching.movement import Moment, Movement, start_columns
from posecoach.coaching.phases import Outcome, PhaseMachine, Sample
from posecoach.coaching.start_position import StartPosition
from posecoach.coaching.timing import Edges
from posecoach.counting.events import Event, FaultStarted, HoldStarted, RepetitionStarted
from posecoach.counting.history import History
from posecoach.counting.state import Phase
from posecoach.counting.table import Rows
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side

__all__ = ["SHORTEST_OPEN_HOLD_S", "Tracker"]

SHORTEST_OPEN_HOLD_S = 3.0
"""Of an exercise without a return: a hold that the recording ends in counts from here on."""


class Tracker:
    """Follows the movements of one exercise through rows of values.

    Attributes:
        exercise: What is done.
        signal: Makes progress of the drive.
        machine: Where the body is in the movement.
        movement: The one under way; None between two.
        start: What the start position looks like, by `columns`.
        columns: Columns whose values in the start position matter later.
        ledger: What the movements came to.
    """

    def __init__(self, exercise: Exercise, dose: Dose, history: History) -> None:
        self.exercise = exercise
        self.signal = DriveSignal(exercise.drive)
        self.machine = PhaseMachine(exercise.drive.zones)
        self.movement: Movement | None = None
        self.columns, self.start = start_columns(exercise), StartPosition()
        self.ledger = Ledger(exercise, dose, history)

    def sample(self, rows: Rows, index: int, speed: float, *, ready: bool, engaged: bool) -> Sample:
        """A row as the phase machine sees it; one at rest teaches what rest is."""
        time_s, value, moving = rows.time_s[index], rows.drive[index], self.machine.moving
        if not moving and ready and engaged:
            self.signal.rest(time_s, value, speed)
            if self.columns and abs(speed) <= self.exercise.drive.still_speed:
                self.start.add(time_s, rows.all(index, self.columns))
        progress = self.signal.progress(value, moving=moving)
        away = self.movement is not None and self.movement.away(rows, index)
        open_ = moving or self.signal.open
        return Sample(time_s, progress, self.signal.pole * speed, ready and self.signal.known, engaged, away, open_)

    def step(self, rows: Rows, index: int, sample: Sample, near: Side) -> list[Event]:
        """Goes on by a row; returns what happened there."""
        machine = self.machine
        outcome = machine.step(sample)
        events: list[Event] = []
        if outcome is Outcome.STARTED:
            events = self.begun(sample.time_s)
        movement = self.movement
        if movement is not None and machine.moving and machine.phase is not Phase.LOST:
            holding, at_peak = machine.phase is Phase.HOLD, sample.drive >= machine.peak
            moment = Moment(rows, index, sample.drive, near, self.signal.pole, holding, at_peak)
            events += [FaultStarted(sample.time_s, check.id) for check in movement.watch(moment)]
        if outcome is Outcome.HELD:
            events.append(HoldStarted(sample.time_s))
        elif outcome is not None and outcome is not Outcome.STARTED:
            events += self.concluded(outcome, sample.time_s)
        return events

    def interrupt(self) -> list[Event]:
        """Gives up the movement under way."""
        events = self.ledger.interrupted(self.movement)
        self.movement, self.machine = None, PhaseMachine(self.exercise.drive.zones)
        self.signal.away()
        self.start.forget()
        return events

    def left_open(self) -> list[Event]:
        """What the movement comes to that is under way at the end."""
        machine, movement = self.machine, self.movement
        if movement is None or not machine.moving:
            return []
        drive = self.exercise.drive
        if not drive.returns and machine.hold_since_s is not None:
            stretch = self._stretch(movement, machine.stroke.edges(machine.zones))
            if drive.both_ways or stretch.edges.hold_s >= SHORTEST_OPEN_HOLD_S:
                return self.ledger.completed(stretch)
        return self.ledger.abandoned(movement)

    def concluded(self, outcome: Outcome, time_s: float) -> list[Event]:
        """What a movement came to that has just ended."""
        machine, movement = self.machine, self.movement
        self.movement = None
        events: list[Event] = []
        if outcome is Outcome.COUNTED and movement is not None:
            events = self.ledger.completed(self._stretch(movement, machine.stroke.edges(machine.zones)))
        elif outcome is Outcome.ATTEMPTED and movement is not None:
            start_s = machine.stroke.start_s(machine.zones, machine.peak)
            edges = Edges(start_s, time_s, time_s, time_s, 0.0)
            events = self.ledger.attempted(self._stretch(movement, edges, attempt=True))
        else:
            events = self.ledger.abandoned(movement)
        machine.clear()
        if machine.phase is Phase.AWAY:
            self.signal.away()
            self.start.forget()
        return events

    def begun(self, time_s: float) -> list[Event]:
        """A movement begins; tells which checks its start position fails."""
        levels = self.start.rest().levels or (math.nan,) * len(self.columns)
        self.movement = Movement(self.exercise, dict(zip(self.columns, levels, strict=True)))
        failed = self.movement.begin(time_s)
        for check in failed:
            self.ledger.remind(check.cue, time_s)
        return [RepetitionStarted(time_s), *(FaultStarted(time_s, check.id) for check in failed)]

    def _stretch(self, movement: Movement, edges: Edges, *, attempt: bool = False) -> Stretch:
        """The movement that is over; an attempt's faults of form don't matter any more."""
        peak = self.machine.peak
        return Stretch(
            edges=edges,
            side=movement.side,
            faults=() if attempt else tuple(movement.finish(edges.hold_s)),
            refuted=attempt or movement.refuted,
            reached=self.signal.measured(peak),
            progress=peak,
            witnessed=movement.witnessed,
            pole=self.signal.pole,
            confidence=self.signal.confidence(peak),
        )
