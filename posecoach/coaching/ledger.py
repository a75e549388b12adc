"""What finished movements come to: repetitions, attempts, and the faults of both."""

import math
from dataclasses import dataclass

import numpy as np

from posecoach.coaching.checks import Fault
from posecoach.coaching.movement import Movement, in_time_order
from posecoach.coaching.timing import Edges
from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted
from posecoach.counting.history import History
from posecoach.counting.moving_time import MovingTime
from posecoach.exercise.dose import Dose
from posecoach.exercise.rules import Attempt, Check, Witness
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side

__all__ = ["HOLD_CHECK", "Ledger", "Stretch", "hold_cue"]

HOLD_CHECK = "hold"
"""Check id of a hold that was shorter than the dose asks for."""
_HOLD_TOLERANCE_S = 0.25
"""How exactly a hold can be timed on video; a hold short by less is long enough."""
_REMINDER_S = 3.0
_PAIR_S = 6.0
"""The second half of a movement that goes both ways begins within this, or it is the first half of another one."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A movement that is over.

    Attributes:
        edges: Its moments.
        side: The side that worked.
        faults: Its faults.
        refuted: Whether it was no more than an attempt: it turned back too early, or the witness stayed where it was.
        reached: Furthest value of the drive, as it is measured.
        progress: The same, counted from the start position if the drive is relative.
        witnessed: How far the witness moved; NaN without one.
        pole: -1 when it went to the second side of the start position, else 1.
        confidence: How sure it was no noise, 0 to 1.
    """

    edges: Edges
    side: Side | None
    faults: tuple[Fault, ...]
    refuted: bool
    reached: float
    progress: float
    witnessed: float = math.nan
    pole: float = 1.0
    confidence: float = 1.0

    def then(self, second: "Stretch") -> "Stretch":
        """Both as one: from the beginning of this to the end of the second, with this one's hold."""
        first = self.edges
        edges = Edges(first.start_s, first.hold_start_s, first.hold_end_s, second.edges.end_s, first.hold_s)
        faults = tuple(in_time_order([*self.faults, *second.faults]))
        refuted = self.refuted or second.refuted
        sure = min(self.confidence, second.confidence)
        seen = float(np.fmin(self.witnessed, second.witnessed))
        return Stretch(edges, self.side, faults, refuted, self.reached, self.progress, seen, confidence=sure)


class Ledger:
    """Numbers repetitions and tells what each movement came to.

    Attributes:
        dose: How much is asked for.
        count: Repetitions so far.
        moving: Time of continuous movement so far.
        last_hold_s: Hold of the last movement.
    """

    def __init__(self, exercise: Exercise, dose: Dose, history: History) -> None:
        self._exercise, self.dose, self._history = exercise, dose, history
        self.count, self.last_hold_s, self.moving = 0, 0.0, MovingTime()
        self._first: Stretch | None = None
        self._reminder, self._reminder_until_s = "", -math.inf

    def completed(self, stretch: Stretch) -> list[Event]:
        """A movement that reached the hold zone and came back."""
        self.last_hold_s = stretch.edges.hold_s
        if not self._exercise.drive.both_ways:
            return self._judged(stretch)
        first, self._first = self._first, None
        if first is None or first.pole == stretch.pole or stretch.edges.start_s - first.edges.end_s > _PAIR_S:
            self._first = stretch
            return []
        if first.refuted and not stretch.refuted:
            # What failed stands alone; the good half begins anew, and waits for its other half.
            self._first = stretch
            return self._judged(first)
        return self._judged(first.then(stretch))

    def attempted(self, stretch: Stretch) -> list[Event]:
        """A movement that turned back before the hold zone."""
        if self._exercise.drive.both_ways:
            return self.completed(stretch)
        return self._attempt(self._exercise.attempt_rule, stretch)

    def abandoned(self, movement: Movement | None) -> list[Event]:
        """A movement that can't become a repetition any more; its faults count."""
        if movement is None:
            return []
        return [_ended(fault, None, movement.side) for fault in movement.finish()]

    def interrupted(self, movement: Movement | None) -> list[Event]:
        """What comes next doesn't follow on what was: a half that waits for its other one waits in vain."""
        self._first = None
        return self.abandoned(movement)

    def oldest_needed_s(self, stroke_s: float) -> float:
        """From when on values are needed, if the next movement begins at this moment or later."""
        first = self._first
        if first is None or stroke_s - first.edges.end_s > _PAIR_S:
            return stroke_s
        return first.edges.start_s

    def reminder(self, time_s: float) -> str | None:
        """The cue of the last movement, while it is fresh."""
        return self._reminder if time_s < self._reminder_until_s else None

    def remind(self, cue: str, time_s: float) -> None:
        """Keeps a cue up for some moments."""
        self._reminder, self._reminder_until_s = cue, time_s + _REMINDER_S

    def _judged(self, stretch: Stretch) -> list[Event]:
        if not stretch.refuted:
            return self._counted(stretch)
        witness = self._exercise.witness
        stayed = witness is not None and stretch.witnessed < abs(witness.change)
        return self._attempt(witness if witness and stayed else self._exercise.attempt_rule, stretch)

    def _counted(self, stretch: Stretch) -> list[Event]:
        edges, side = stretch.edges, stretch.side
        self.count += 1
        self.moving.add(edges.start_s, edges.end_s)
        faults = [_ended(fault, self.count, side) for fault in stretch.faults]
        faults += self._short_hold(edges, side)
        rep = RepetitionCounted(
            number=self.count,
            side=side,
            start_s=edges.start_s,
            hold_start_s=edges.hold_start_s,
            hold_end_s=edges.hold_end_s,
            hold_s=edges.hold_s,
            end_s=edges.end_s,
            faults=tuple(dict.fromkeys(fault.check for fault in faults)),
            measures=self._history.extremes(edges.start_s, edges.end_s),
            confidence=stretch.confidence,
        )
        return [*faults, rep]

    def _short_hold(self, edges: Edges, side: Side | None) -> list[FaultEnded]:
        shortest, longest = self.dose.hold_s
        if edges.hold_s >= shortest - _HOLD_TOLERANCE_S:
            return []
        wanted = f"{shortest:g} s" if shortest == longest else f"{shortest:g} to {longest:g} s"
        cue = hold_cue(self.dose)
        self.remind(cue, edges.end_s)
        hold = (edges.hold_start_s, edges.hold_end_s, edges.hold_s)
        return [FaultEnded(HOLD_CHECK, self.count, side, *hold, wanted, cue)]

    def _attempt(self, rule: Check | Attempt, stretch: Stretch) -> list[Event]:
        side, start_s, end_s = stretch.side, stretch.edges.start_s, stretch.edges.end_s
        self.remind(rule.cue, end_s)
        measured, wanted = self._shortfall(rule, stretch)
        fault = FaultEnded(rule.id, None, side, start_s, end_s, measured, wanted, rule.cue)
        return [Attempted(side, start_s, end_s, stretch.reached), fault]

    def _shortfall(self, rule: Check | Attempt, stretch: Stretch) -> tuple[float, str]:
        """What an attempt came to, and what was wanted, in the terms of the rule that it fails."""
        if isinstance(rule, Check):
            return (stretch.progress if rule.from_start else stretch.reached), rule.wanted
        if isinstance(rule, Witness):
            return stretch.witnessed, rule.wanted
        return stretch.progress, f"at least {self._exercise.drive.zones.hold_enter:g}"


def hold_cue(dose: Dose) -> str:
    """What to do about a hold that was too short."""
    return f"Hold the position for {dose.hold_s[0]:g} seconds."


def _ended(fault: Fault, rep: int | None, side: Side | None) -> FaultEnded:
    check = fault.check
    return FaultEnded(check.id, rep, side, fault.start_s, fault.end_s, fault.measured, check.wanted, check.cue)
