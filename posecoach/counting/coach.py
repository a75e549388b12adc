"""The coach: stable poses in, typed events and one state per frame out."""

import math
from dataclasses import dataclass
from itertools import chain

import numpy as np

from posecoach.counting.counter import RepCounter
from posecoach.counting.events import (
    Event,
    HoldStarted,
    NotCounted,
    RepetitionCounted,
    RepetitionEnded,
    RepetitionStarted,
)
from posecoach.counting.form import FormWatch
from posecoach.counting.frames import Row
from posecoach.counting.pacing import Pacer
from posecoach.counting.placement import LOST_S, PlacementWatch, PositionWatch, placement_hints
from posecoach.counting.reader import PoseReader
from posecoach.counting.reasons import nothing_counted
from posecoach.counting.signals import window_s
from posecoach.counting.state import CoachState, Hint, MovingTime, Phase
from posecoach.counting.table import MeasureTable, as_measured
from posecoach.exercise.rules import Check, SideOf
from posecoach.exercise.schema import Dose, Exercise
from posecoach.measures import Body, Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser

__all__ = ["Advance", "Coach"]


@dataclass(frozen=True, eq=False, slots=True)
class Advance:
    """What some frames brought.

    >>> from posecoach import Coach, load_exercise
    >>> from posecoach.testing import Figure, scripted_series
    >>> advance = Coach(load_exercise("bridge")).advance(scripted_series([Figure.supine(hip_angle=125)] * 30))
    >>> len(advance.states), advance.events, float(advance.columns["hip_angle"][-1].round(1))
    (30, [], 125.0)

    Attributes:
        poses: The frames' stable poses, as they lie on the picture.
        states: One per frame.
        events: What happened, in the order of time.
        columns: Values per frame by column name, for tables.
    """

    poses: StablePoses
    states: list[CoachState]
    events: list[Event]
    columns: dict[str, Values]


class Coach:
    """Follows one exercise: stabilises landmarks, measures, counts, and says what happened.

    Frames may be given one by one or many at once: the result is the same. Nothing here reads a clock. What is known
    of a frame lags behind by half of the drive's smoothing window, 0.15 to 0.25 s.

    >>> from posecoach import Coach, load_exercise
    >>> from posecoach.testing import Figure, scripted_series
    >>> down, up = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60
    >>> coach = Coach(load_exercise("bridge"), live=True)
    >>> landmarks = scripted_series(down + up + down)
    >>> for frame in range(len(landmarks)):
    ...     advance = coach.advance(landmarks[frame : frame + 1])
    >>> coach.count, advance.states[-1].cue
    (1, 'Hold the position for 2 seconds.')

    Attributes:
        state: What is known of the newest frame; None before the first.
        calls: Whether movements that are too small to be seen are called for now, if they are at all.
        counts: Whether movements are counted now; otherwise it only looks where the body is.
    """

    def __init__(self, exercise: Exercise, dose: Dose | str | None = None, *, live: bool = False) -> None:
        """Begins a session.

        Args:
            exercise: What is done.
            dose: How much of it, or the name of one of the exercise's doses; None for its default.
            live: Whether somebody does it right now: movements that are too small to be seen are called for, and one
                whose beginning wasn't seen is none.
        """
        self._exercise, self._live = exercise, live
        dose = dose if isinstance(dose, Dose) else exercise.dose_named(dose)
        self.state: CoachState | None = None
        self._stabilise = Stabiliser()
        self._reader = PoseReader(exercise)
        self._counter = RepCounter(exercise, dose, self._reader.log, live=live)
        self._pacer = Pacer(exercise.pacing, dose) if live and exercise.pacing else None
        self._position, self._form = PositionWatch(), FormWatch(exercise, self._reader.log)
        self._placement, self._moving = PlacementWatch(), MovingTime()
        self._pending: list[Row] = []
        self._last_s: float | None = None
        self._found_s = -math.inf
        self._next = self._from = self._found = 0
        self._outbound = self._holding = self._held = self._refused = False
        self.calls = self.counts = True

    @property
    def count(self) -> int:
        """Repetitions so far."""
        return self._counter.count

    def advance(self, landmarks: Landmarks) -> Advance:
        """Takes in the next frames, at least one."""
        return self.follow(self._stabilise(landmarks))

    def follow(self, found: StablePoses) -> Advance:
        """Takes in the next frames of somebody whose landmarks are stabilised already."""
        poses = as_measured(self._exercise, found)
        table = MeasureTable.of(self._exercise, poses)
        self._pending += self._reader(poses, table)
        hints = placement_hints(Body(poses, self._exercise.posture.front_up), self._exercise.placement)
        shown = self._shown(table)
        self._found += int(poses.found.sum())
        states: list[CoachState] = []
        events: list[Event] = []
        for index, time_s in enumerate(poses.time_s.tolist()):
            self._last_s = time_s
            self._found_s = time_s if poses.found[index] else self._found_s
            events += self._rows_until(time_s - window_s(self._exercise) / 2)
            hint = hints[index] or (Hint.TOO_SMALL if self._counter.below_noise and self._pacer is None else None)
            note = self._placement.step(time_s, hint)
            events += [note] if note else []
            near = Side.RIGHT if table.near_is_right[index] else Side.LEFT
            states.append(self._state(time_s, near, {side: values[index] for side, values in shown.items()}))
        self._reader.log.forget(min(self._counter.oldest_needed, self._next))
        self.state = states[-1]
        return Advance(found, states, events, table.columns(self._exercise))

    def use(self, dose: Dose) -> None:
        """Goes on with another dose; what was counted stays."""
        self._counter.dose = dose
        if self._pacer is not None:
            self._pacer.dose = dose

    def interrupt(self) -> None:
        """Gives up the movement under way, because what is seen next doesn't follow on it; what was counted stays."""
        if self._pacer is not None:
            self._pacer.stop()
        self._counter.abandon()
        self._from = len(self._reader.log)

    def finish(self) -> list[Event]:
        """Ends the session: a movement under way counts if it has reached its end position."""
        events = self._rows_until(math.inf) + self._took(self._counter.finish())
        note = self._placement.finish(self._last_s or 0.0)
        events += [note] if note else []
        if self._counter.count == 0 and not self._refused and self._last_s is not None:
            events += nothing_counted(self._exercise, self._counter, self._reader.log, self._found)
        return events

    def _rows_until(self, time_s: float) -> list[Event]:
        """Takes in the rows whose smoothing window was complete by a moment."""
        if time_s == math.inf:
            self._pending += self._reader.finish()
        log = self._reader.log
        count = 0
        while count < len(self._pending) and log.time_s(self._pending[count].frame) <= time_s + _SAME_S:
            count += 1
        rows, self._pending = self._pending[:count], self._pending[count:]
        return list(chain.from_iterable(self._row(row) for row in rows))

    def _row(self, row: Row) -> list[Event]:
        time_s = self._reader.log.time_s(row.frame)
        self._next = row.frame + 1
        counts = self.counts and row.frame >= self._from
        events = self._took(self._counter.step(row)) if counts else []
        self._form.remind(events, time_s)
        self._position.step(time_s, row)
        faults = self._form.step(time_s, self._counter)
        self._restart_in_start_position()
        return [*events, *self._begun(time_s), *faults, *(self._paced(time_s) if counts else [])]

    def _took(self, events: list[Event]) -> list[Event]:
        for event in events:
            if isinstance(event, RepetitionCounted):
                self._moving.add(event.start_s, event.end_s)
            elif isinstance(event, RepetitionEnded):
                self._moving.extend(event.end_s)
            self._refused |= isinstance(event, NotCounted)
        return events

    def _restart_in_start_position(self) -> None:
        """Whoever has come into the start position from elsewhere is at the beginning, not in a movement."""
        arrived = self._live and self._position.ready and self._position.still
        if arrived and self._counter.turning.outbound and not self._form.begins:
            self._counter.abandon()

    @property
    def _under_way(self) -> bool:
        """Whether a movement is that may be one of the exercise."""
        if self._exercise.drive.bidirectional:
            # Of a body at one end nobody knows whether it has just got there or reads like that at rest.
            phase = self._counter.phase
            return phase is Phase.OUTBOUND or (self._outbound and phase is Phase.HOLD)
        return bool(self._counter.turning.outbound) and self._form.belongs

    def _begun(self, time_s: float) -> list[Event]:
        outbound = self._under_way
        phase = self._counter.phase if outbound else None
        # Close to the furthest point a hold goes on, even if it isn't quite still.
        self._holding = phase is Phase.HOLD or (self._holding and phase is Phase.OUTBOUND)
        begins, holds = outbound and not self._outbound, self._holding and not self._held
        self._outbound, self._held = outbound, self._holding or (outbound and self._held)
        return [*([RepetitionStarted(time_s)] if begins else []), *([HoldStarted(time_s)] if holds else [])]

    def _paced(self, time_s: float) -> list[Event]:
        counter = self._counter
        if self._pacer is None or not counter.below_noise or counter.turning.outbound:
            return []
        if not self.calls:
            self._pacer.stop()
            return []
        events = self._pacer.step(time_s, counter.count, ready=self._position.in_start)
        counter.count += sum(isinstance(event, RepetitionCounted) for event in events)
        return events

    def _state(self, time_s: float, near: Side, shown: dict[Side, float]) -> CoachState:
        counter, dose = self._counter, self._counter.dose
        moving, phase = self._under_way, self._phase(time_s)
        side = counter.side if moving else None
        hold_s = counter.held_s if moving else counter.last_hold_s
        shown_side = self._shown_side(near, side, shown)
        return CoachState(
            time_s=time_s,
            phase=phase,
            rep_count=counter.count,
            rep_target=self._exercise.reps_asked(dose),
            moving_s=self._moving.total_s,
            moving_target_s=dose.moving_s[0] if dose.moving_s else 0.0,
            side=side,
            hold_s=hold_s,
            hold_target_s=dose.hold_s[0],
            hold_done=moving and 0 < dose.hold_s[1] <= hold_s,
            drive=shown[shown_side],
            drive_side=shown_side,
            cue=self._form.cue(time_s),
            faults=self._form.failing,
            excesses=self._form.excesses,
            placement=self._placement.hint,
        )

    def _phase(self, time_s: float) -> Phase:
        if self._position.lost(time_s):
            elsewhere = time_s - self._found_s <= LOST_S and not self._position.fits
            return Phase.AWAY if elsewhere else Phase.LOST
        rest = Phase.REST if self._position.ready else Phase.AWAY
        if self._holding:
            return Phase.HOLD
        if self._under_way:
            return self._counter.phase or rest
        settled = self._position.ready and self._position.still
        if self._exercise.drive.bidirectional and self._counter.count:
            settled = False
        return rest if settled or self._counter.turning.outbound else self._counter.phase or rest

    def _shown(self, table: MeasureTable) -> dict[Side, list[float]]:
        measure = self._exercise.shown_measure
        return {side: np.asarray(table.values[measure, side]).tolist() for side in Side}

    def _shown_side(self, near: Side, working: Side | None, shown: dict[Side, float]) -> Side:
        rule = self._exercise.attempt_rule
        wanted = rule.side if isinstance(rule, Check) else SideOf.NEAR
        if wanted in (SideOf.LEAST, SideOf.MOST):
            sign = 1 if wanted is SideOf.LEAST else -1
            return min(Side, key=lambda side: (math.isnan(shown[side]), sign * shown[side]))
        return working or near


_SAME_S = 1e-6
