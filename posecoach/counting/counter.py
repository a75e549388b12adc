"""Where a repetition counts: movements in, what they come to out.

A movement is a travel of the drive out and back (`turning_points`). It is a repetition when its travel is a fair share
of the described one, or of this person's own, and clear of the noise; when it is no shorter than a moment; and when the
gate lets it pass: the body was in the exercise's posture at its start and at its end (`gate`). How well it was done is
another question, which the checks answer (`judging`).
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np

from posecoach.counting.events import (
    Attempted,
    Event,
    FaultEnded,
    Judgement,
    NotCounted,
    RepetitionCounted,
    RepetitionEnded,
    Verdict,
)
from posecoach.counting.frames import FrameLog, Row
from posecoach.counting.gate import Ends, refusal
from posecoach.counting.holds import HOLD_CHECK, hold_span, longest_unseen_s, short_hold
from posecoach.counting.judging import foreshortened, judgements
from posecoach.counting.state import Phase
from posecoach.counting.turning_points import EndPairs, Movement, TurningPoints
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Dose, Exercise
from posecoach.messages import ExerciseText, Message
from posecoach.pose.landmarks import Side

__all__ = ["RepCounter"]

_OWN_SHARE = 0.5
"""Of the person's own usual travel, that counts once it is known."""
_FLOOR_SHARE, _MOST_SHARE = 0.55, 1.33
"""Of the travel that the exercise asks for: no less than this ever counts, and no more is ever asked for."""
_KNOWN_FROM = 2
"""Repetitions, after which the person's own usual travel is known."""
_ATTEMPT_SHARE = 0.25
"""Of the described travel: a movement that turns back after this was an attempt."""
_SHORTEST_S = 0.5
"""Nothing of these exercises is done faster, there and back."""
_NEAR_SHARE = 0.25
"""Of a movement's travel: frames this close to its start or its end tell what position that was."""
_START_S = 2.0
"""Before a movement leaves its start position, that position is judged by so much time."""
_LEFT_SHARE = 0.2
"""Of the described travel: further from the start position than this, the body has left it."""
_HELD_FROM_S = 0.3
"""The end position is held once it has been for this long."""
_BACK_SHARE = 0.1
"""Of a movement's travel: closer to its start than this, it hasn't begun yet or is over."""
_HELD_SHARE = 0.6
"""Of the described travel, from which on a pose that is never left counts as held."""
_HELD_ALONE_S, _ELSEWHERE_SHARE = 3.0, 0.1
"""A pose that is there from the first frame to the last for as long, but for so few of the frames, was held."""
_JUDGED_S = 0.5
"""A shorter hold has too few frames to be judged by; then all frames near the end position are."""
_UNSEEN_S = 0.5
"""A hold in which the drive wasn't seen for longer can't be timed."""
_WRONG_VIEW = 0.7
"""How much less sure a movement is that isn't seen from the side."""


class RepCounter:
    """Counts the repetitions of one exercise, frame by frame.

    Attributes:
        dose: How much is asked for.
        count: Repetitions so far.
        turning: Where the movement under way stands.
        last_hold_s: Hold of the last repetition.
        lowest: Smallest progress that was seen.
        furthest: Largest progress that was seen.
    """

    def __init__(self, exercise: Exercise, dose: Dose, log: FrameLog, *, live: bool = False) -> None:
        """Begins a session; live, a movement whose beginning wasn't seen counts nothing."""
        self.exercise, self.dose, self._log, self._live = exercise, dose, log, live
        self.count, self.last_hold_s = 0, 0.0
        self.turning, self._pairs = TurningPoints(), EndPairs()
        self._rows: list[Row] = []
        self._travels: list[float] = []
        self._usual: float | None = None
        self._returning: tuple[RepetitionCounted, Movement] | None = None
        self._held_at = -1, (0, 0)
        self._frames = self._held_frames = 0
        self.lowest, self.furthest = math.inf, -math.inf

    @property
    def need(self) -> float:
        """Travel that counts now, as a share of the described one."""
        least = self.exercise.drive.least
        own = least if self._usual is None else _OWN_SHARE * self._usual
        return max(min(max(own, _FLOOR_SHARE * least), _MOST_SHARE * least), self._noise_travel)

    @property
    def _noise_travel(self) -> float:
        """Travel that may be noise alone; 0 for a drive whose movements are large."""
        min_snr = self.exercise.drive.min_snr
        return min_snr * self._rows[-1].noise if min_snr is not None and self._rows else 0.0

    @property
    def below_noise(self) -> bool:
        """Whether even the described travel would drown in the noise."""
        return 1 < self._noise_travel < math.inf

    @property
    def held_s(self) -> float:
        """How long the movement under way has been held; 0 between two."""
        first, last = self._held_now
        return self._log.time_s(last) - self._log.time_s(first) if last > first else 0.0

    @property
    def phase(self) -> Phase | None:
        """Where the movement under way stands; None between two."""
        high, low, rows = self.turning.high, self.turning.low, self._rows
        if self.exercise.drive.bidirectional:
            return self._pairs.phase
        if high is None or low is None or not rows:
            return None
        if self.turning.outbound:
            now_s, held = self._log.time_s(rows[-1].frame), self._held_now
            if self.held_s >= _HELD_FROM_S and now_s - self._log.time_s(held[1]) <= _HELD_FROM_S:
                return Phase.HOLD
            far = rows[-1].progress >= high.value - _NEAR_SHARE * (high.value - low.value)
            return Phase.OUTBOUND if far else Phase.RETURNING
        if self._returning is not None:
            return Phase.RETURNING
        return Phase.OUTBOUND if rows[-1].progress - low.value >= _LEFT_SHARE else None

    def ends_now(self) -> Ends:
        """The frames by which the hold under way is judged."""
        movement, (first, last) = self._under_way, self._held_now
        if movement is None:
            return Ends(np.empty(0, np.intp), np.arange(first, last + 1), None)
        return replace(self._ends(movement), end=np.arange(first, last + 1))

    @property
    def _held_now(self) -> tuple[int, int]:
        """First and last frame that the movement under way has been held in by now."""
        movement, now = self._under_way, self._rows[-1].frame if self._rows else 0
        if movement is None:
            return now, now
        if self._held_at[0] != now:
            self._held_at = now, self._held(movement)
        return self._held_at[1]

    @property
    def _under_way(self) -> Movement | None:
        high, low = self.turning.high, self.turning.low
        if not self.turning.outbound or high is None or low is None or not self._rows:
            return None
        return Movement(low.frame, high.frame, self._rows[-1].frame, low.value, high.value)

    @property
    def side(self) -> Side | None:
        """The side that works in the movement under way."""
        return self._side(self._rows[-1:]) if self.turning.outbound and self._rows else None

    @property
    def oldest_needed(self) -> int:
        """Number of the oldest frame that a movement may still be judged by."""
        return self._rows[0].frame if self._rows else len(self._log)

    def step(self, row: Row) -> list[Event]:
        """Takes in the next frame; returns what it brought."""
        events = self.close() if row.cut else []
        self._frames += 1
        self._held_frames += row.in_end_position and row.progress >= _HELD_SHARE
        self._rows.append(row)
        if math.isnan(row.progress):
            return events
        self.lowest, self.furthest = min(self.lowest, row.progress), max(self.furthest, row.progress)
        events += self._returned(row)
        if self.exercise.drive.bidirectional:
            movement = self._pairs.step(row.frame, row.progress)
        else:
            movement = self.turning.step(row.frame, row.progress, self.need, max(_ATTEMPT_SHARE, self._noise_travel))
        if movement is not None and not (movement.open_start and self._live):
            events += self._completed(movement)
        self._forget()
        return events

    def close(self) -> list[Event]:
        """Ends what is under way, since what comes next doesn't follow on it."""
        events: list[Event] = []
        movement = self._pairs.finish() if self.exercise.drive.bidirectional else self.turning.finish()
        if movement is not None:
            events = self._completed(movement)
        if self._returning is not None:
            events.append(self._ended(self._rows[-1].frame))
        self.abandon()
        return events

    def abandon(self) -> None:
        """Gives up what is under way, since nobody looked at how it went on."""
        self.turning, self._pairs, self._rows, self._returning = TurningPoints(), EndPairs(), [], None

    def finish(self) -> list[Event]:
        """Ends the recording: what reached its end position counts, and so does a pose that was held throughout."""
        rows = self._rows
        events = self.close()
        if self.count == 0 and rows and not self._live and self._held_alone(rows):
            frames = np.arange(rows[0].frame, rows[-1].frame + 1)
            whole = Movement(rows[0].frame, rows[-1].frame, rows[-1].frame, 0.0, 1.0, open_start=True, open_end=True)
            ends = Ends(frames, frames, None)
            events += self._counted(whole, ends, (rows[0].frame, rows[-1].frame))
        return events

    def _held_alone(self, rows: Sequence[Row]) -> bool:
        span_s = self._log.time_s(rows[-1].frame) - self._log.time_s(rows[0].frame)
        drive = self.exercise.drive
        plain = not (drive.bidirectional or self.exercise.sides.in_turn or drive.min_snr is not None)
        return plain and span_s >= _HELD_ALONE_S and self._held_frames >= (1 - _ELSEWHERE_SHARE) * self._frames

    def _completed(self, movement: Movement) -> list[Event]:
        """What a movement comes to that is over, or half way back."""
        ends = self._ends(movement)
        span_s = self._log.time_s(movement.end) - self._log.time_s(movement.start)
        if span_s < _SHORTEST_S:
            reason: Message | None = Message("{span:.1f} s is too short", span=span_s)
        else:
            reason = refusal(self.exercise.gate, self._log, ends, reached=movement.reached)
        if reason is not None:
            return [NotCounted(self._log.time_s(movement.start), self._log.time_s(movement.end), reason)]
        if not movement.reached:
            return self._attempted(movement, ends)
        return self._counted(movement, ends, self._held(movement))

    def _counted(self, movement: Movement, ends: Ends, hold: tuple[int, int]) -> list[Event]:
        self.count += 1
        self._travels.append(movement.travel)
        if len(self._travels) >= _KNOWN_FROM:
            self._usual = median(self._travels)
        start_s, end_s = self._log.time_s(self._begins(movement)), self._log.time_s(movement.end)
        hold_start_s, hold_end_s = (self._log.time_s(frame) for frame in hold)
        self.last_hold_s = hold_end_s - hold_start_s
        # Who was still on the way when it ended may have gone further.
        on_the_way = movement.open_end and movement.peak == movement.end and self.last_hold_s < _HELD_FROM_S
        if on_the_way:
            ends = replace(ends, end=ends.end[:0])
        elif self.last_hold_s >= _JUDGED_S:
            ends = replace(ends, end=np.arange(hold[0], hold[1] + 1))
        answers = judgements(self.exercise, self._log, ends)
        told = [one for one in answers if one.verdict is Verdict.FAULT]
        faults = [self._fault(one, ends.working, hold_start_s, hold_end_s) for one in told]
        if self.dose.hold_s[0] and not (movement.open_start or movement.open_end):
            unseen_s = self._unseen_s(movement)
            if unseen_s > _UNSEEN_S:
                unseen = Message("not seen for {span:.1f} s", span=unseen_s)
                answers += (Judgement(HOLD_CHECK, Verdict.UNCLEAR, math.nan, unseen),)
            else:
                faults += short_hold(self.dose, self.count, ends.working, hold_start_s, hold_end_s)
        rep = RepetitionCounted(
            number=self.count,
            side=ends.working,
            start_s=start_s,
            hold_start_s=hold_start_s,
            hold_end_s=hold_end_s,
            hold_s=self.last_hold_s,
            end_s=end_s,
            faults=tuple(dict.fromkeys(fault.check for fault in faults)),
            measures=self._log.extremes(movement.start, movement.end),
            confidence=self._confidence(movement, ends),
            judgements=answers,
            open_start=movement.open_start,
            open_end=movement.open_end,
        )
        self._returning = None if movement.open_end else (rep, movement)
        return [*faults, rep]

    def _travelled(self, movement: Movement) -> float:
        return movement.travel * self.exercise.drive.travel

    def _attempted(self, movement: Movement, ends: Ends) -> list[Event]:
        rule, drive = self.exercise.attempt_rule, self.exercise.drive
        start_s, end_s = self._log.time_s(self._begins(movement)), self._log.time_s(movement.end)
        if isinstance(rule, Check):
            measured = self._log.median(ends.end, rule.measure, rule.side, ends.working, seen=False)
            wanted = rule.wanted
            if rule.good(measured):
                return []
        else:
            least = Message("at least {value:.3g}", value=self.need * drive.travel)
            measured, wanted = self._travelled(movement), least
        cue = ExerciseText(self.exercise.id, rule.cue)
        fault = FaultEnded(rule.id, None, ends.working, start_s, end_s, measured, wanted, cue)
        return [Attempted(ends.working, start_s, end_s, drive.measured(movement.high)), fault]

    def _fault(self, answer: Judgement, side: Side | None, start_s: float, end_s: float) -> FaultEnded:
        check = {check.id: check for check in self.exercise.checks}[answer.check]
        cue = ExerciseText(self.exercise.id, check.cue)
        return FaultEnded(check.id, self.count, side, start_s, end_s, answer.measured, check.wanted, cue)

    def _confidence(self, movement: Movement, ends: Ends) -> float:
        """How sure a movement was one of the exercise, 0 to 1: 1 from twice what counts on, seen as it should be."""
        sure = min(1.0, movement.travel / (2 * self.need))
        return sure * _WRONG_VIEW if foreshortened(self.exercise, self._log, ends.end) else sure

    def _unseen_s(self, movement: Movement) -> float:
        first, last = self._around_peak(movement)
        progress = [row.progress for row in self._between(first, last)]
        return longest_unseen_s(self._log.times_s(first, last), np.array(progress))

    def _ends(self, movement: Movement) -> Ends:
        at = self._around_peak(movement)
        limit = movement.low + _NEAR_SHARE * movement.travel
        first, last = (movement.peak, movement.end) if movement.open_start else (movement.start, movement.peak)
        start = [row.frame for row in self._between(first, last) if row.progress <= limit]
        start = [frame for frame in start if self._log.time_s(start[-1]) - self._log.time_s(frame) <= _START_S]
        near = self._between(*at)
        return Ends(np.array(start, np.intp), np.arange(at[0], at[1] + 1), self._side(near))

    def _begins(self, movement: Movement) -> int:
        """The last frame before the peak that is still at the start."""
        if movement.open_start or self.exercise.drive.bidirectional:
            return movement.start
        limit = movement.low + _BACK_SHARE * movement.travel
        return max(
            (row.frame for row in self._between(movement.start, movement.peak) if row.progress <= limit),
            default=movement.start,
        )

    def _side(self, rows: Sequence[Row]) -> Side | None:
        if not self.exercise.sides.in_turn:
            return None
        right = [row.right for row in rows if not math.isnan(row.right)]
        return Side.RIGHT if right and 2 * sum(right) > len(right) else Side.LEFT

    def _returned(self, row: Row) -> list[Event]:
        """Whether the last repetition is back at its start, or as far back as it goes."""
        if self._returning is None:
            return []
        _, movement = self._returning
        back = row.progress <= movement.low + _BACK_SHARE * movement.travel
        return [self._ended(row.frame)] if back or self.turning.outbound else []

    def _ended(self, frame: int) -> RepetitionEnded:
        rep, movement = self._returning or (None, None)
        if rep is None or movement is None:
            raise ValueError("no repetition is under way")
        self._returning = None
        after = [row for row in self._between(movement.end, frame) if not math.isnan(row.progress)]
        lowest = min((row.progress for row in after), default=movement.low)
        limit = lowest + _BACK_SHARE * (movement.high - lowest)
        end = next((row.frame for row in after if row.progress <= limit), movement.end)
        return RepetitionEnded(rep.number, self._log.time_s(end))

    def _around_peak(self, movement: Movement) -> tuple[int, int]:
        """The frames around the furthest point, by which the end position is judged."""
        limit, offset = movement.high - _NEAR_SHARE * movement.travel, self._rows[0].frame
        start = end = movement.peak
        while start > movement.start and not self._rows[start - 1 - offset].progress < limit:
            start -= 1
        while end < movement.end and not self._rows[end + 1 - offset].progress < limit:
            end += 1
        return start, end

    def _held(self, movement: Movement) -> tuple[int, int]:
        """First and last frame of the movement's hold."""
        rows = self._between(movement.start, movement.end)
        progress = np.array([row.progress for row in rows])
        times_s = self._log.times_s(movement.start, movement.end)
        first, last = hold_span(times_s, progress)
        return movement.start + first, movement.start + last

    def _between(self, first: int, last: int) -> list[Row]:
        offset = self._rows[0].frame
        return self._rows[max(0, first - offset) : last - offset + 1]

    def _forget(self) -> None:
        """Drops the frames that no movement can begin with any more, now and then."""
        low = self.turning.low
        if low is None or self.exercise.drive.bidirectional:
            return
        oldest = low.frame if self.turning.outbound is not None else self._rows[0].frame
        if self._returning is not None:
            oldest = min(oldest, self._returning[1].end)
        if oldest - self._rows[0].frame > len(self._rows) // 2 + 64:
            del self._rows[: oldest - self._rows[0].frame]
