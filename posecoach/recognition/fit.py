"""How well a counted repetition agrees with an exercise's file: its travel, its form, its posture, its view, its hold.

Each of them leaves a share of the repetition, and the shares are multiplied. The numbers were chosen on recordings of
real people, sources left out one at a time; what is named changes little with any of them between half and twice.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.events import RepetitionCounted, Verdict
from posecoach.counting.gate import frames_in_position
from posecoach.counting.recount import MeasuredRecording, recount
from posecoach.counting.table import as_measured
from posecoach.exercise.rules import At, Gate
from posecoach.exercise.schema import Dose, Exercise, Sides, View
from posecoach.measures import Values
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.pose.sides import faces_up

__all__ = ["Claim", "claims_of"]

_WHOLE, _BEYOND = 0.8, 2.0
"""Of the described travel: from here on a movement goes all the way, and from there on too far to be this one."""
_UNMOVED = 0.6
"""Left of a pose that was held throughout: nobody saw the movement."""
_BAD_FORM, _WRONG_POSTURE, _WRONG_VIEW = 0.4, 0.1, 0.6
"""Left of a repetition that fails all checks, is never in the exercise's posture, or is seen from elsewhere."""
_SIDE_ON, _END_ON = 0.4, 0.7
"""Shoulder width in trunk lengths: up to the first a body is seen from the side, from the second on it isn't."""
_FACING = 0.35
"""The same of a body that faces the camera, at least."""
_PACE, _SETTLING_S = 0.5, 1.0
"""Power of the times by which a hold is too long or too short; a second more or less says nothing of a short one."""
_PACE_SHARE = 0.2
"""Power of the pace, in how well a repetition agrees: real people keep to no dose."""
_LONGEST_HOLDS, _LONGEST_WAY_S = 2.0, 15.0
"""A repetition takes at most so many of the longest hold asked for, and the way there and back."""
_BEFORE_S = 0.5
"""Before a movement, the start position is looked at."""
_SHARES = {Verdict.GOOD: 1.0, Verdict.UNCLEAR: 0.5, Verdict.FAULT: 0.0}


@dataclass(eq=False, slots=True)
class _Fit:
    """Weighs the repetitions that an exercise's counter found in a recording.

    Attributes:
        exercise: The exercise.
        recording: What was measured for it.
        poses: The recording's stable poses, with the hips as they were found.
    """

    exercise: Exercise
    recording: MeasuredRecording
    poses: StablePoses
    _progress: Values = field(init=False)
    _in_posture: NDArray[np.bool_] = field(init=False)
    _starts: NDArray[np.bool_] = field(init=False)
    _turned: Values = field(init=False)

    def __post_init__(self) -> None:
        self._progress = np.array([row.progress for row in self.recording.rows])
        self._in_posture = self._posture(self.exercise.posture)
        self._starts = self._in_posture
        if self.exercise.posture is Posture.KNEELING:
            # On hands and knees one kneels as well.
            self._starts = self._in_posture & ~self._posture(Posture.ALL_FOURS)
        self._turned = self.recording.table.seen["turned_away", Side.LEFT]

    def of(self, rep: RepetitionCounted) -> float:
        """How well a repetition agrees with the file."""
        rows = self._rows(rep.start_s, rep.end_s)
        shares = (
            self._travel(rep, rows),
            _left(_BAD_FORM, float(np.mean([_SHARES[one.verdict] for one in rep.judgements]))),
            _left(_WRONG_POSTURE, self._posture_share(rep, rows)),
            self._view(rows),
            self.pace(rep) ** _PACE_SHARE,
            self._length(rep),
        )
        return math.prod(shares)

    def pace(self, rep: RepetitionCounted) -> float:
        """How well its hold agrees with the nearest of the doses."""
        held = rep.hold_s + _SETTLING_S
        ranges = ([seconds + _SETTLING_S for seconds in dose.hold_s] for dose in self.exercise.doses.values())
        off = min(max(shortest / held, held / longest, 1.0) for shortest, longest in ranges)
        return float(off**-_PACE)

    def _travel(self, rep: RepetitionCounted, rows: slice) -> float:
        drive = self.exercise.drive
        if rep.open_start and rep.open_end:
            return _UNMOVED if drive.held_alone else 0.0
        if drive.bidirectional:
            return 1.0
        progress = self._progress[rows]
        travel = float(np.nanmax(progress) - np.nanmin(progress))
        return min(1.0, travel / _WHOLE, _BEYOND / travel)

    def _length(self, rep: RepetitionCounted) -> float:
        """One that lasts long is worth no more: its ends may be of two movements with something else in between."""
        longest_hold_s = max(dose.hold_s[1] for dose in self.exercise.doses.values())
        return min(1.0, (_LONGEST_HOLDS * longest_hold_s + _LONGEST_WAY_S) / max(rep.end_s - rep.start_s, 1e-9))

    def _posture_share(self, rep: RepetitionCounted, rows: slice) -> float:
        """In how much of the movement, and of the moment before it, the body is in the exercise's posture."""
        meanwhile = float(self._in_posture[rows].mean())
        if rep.open_start:
            return meanwhile
        return (meanwhile + float(self._starts[self._before(rep)].mean())) / 2

    def _view(self, rows: slice) -> float:
        turned, view = float(np.nanmedian(self._turned[rows])), self.exercise.placement.view
        if view is View.SIDE:
            away = (turned - _SIDE_ON) / (_END_ON - _SIDE_ON)
            return _left(_WRONG_VIEW, 1 - min(max(away, 0.0), 1.0))
        return _WRONG_VIEW if turned < _FACING else 1.0

    def _posture(self, posture: Posture) -> NDArray[np.bool_]:
        """Shape (n,): where the body is in a posture, with its front to the right side."""
        holds = frames_in_position(Gate(), self.recording.table, At.START, posture) & self.poses.found
        return holds if posture.front_up is None else holds & (faces_up(self.poses) == posture.front_up)

    def _before(self, rep: RepetitionCounted) -> slice:
        return self._rows(rep.start_s - _BEFORE_S, rep.start_s)

    def _rows(self, start_s: float, end_s: float) -> slice:
        first, last = np.searchsorted(self.poses.time_s, [start_s, end_s], "right")
        return slice(max(int(first) - 1, 0), max(int(last), 1))


def _left(least: float, share: float) -> float:
    """What is left of a repetition of which a share is as it should be."""
    return least + (1 - least) * share


_SAME_SIDE = 0.6
"""Left of movements that all go to the same side."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A repetition that an exercise's counter found: a stretch of time that the exercise can account for.

    Attributes:
        exercise: Its id.
        start_s: When the movement began.
        end_s: When it was over.
        fit: How well it agrees with the exercise's file, 0 to 1.
        pace: How well its hold agrees with the exercise's doses, 0 to 1, which tells apart exercises that are counted
            by the same movement.
    """

    exercise: str
    start_s: float
    end_s: float
    fit: float
    pace: float = 1.0

    @property
    def weight(self) -> float:
        """Seconds of a fitting movement that it is worth."""
        return (self.end_s - self.start_s) * self.fit

    @property
    def paced(self) -> "Claim":
        """The same with its hold weighed in full."""
        return replace(self, fit=self.fit * self.pace)


def claims_of(exercise: Exercise, poses: StablePoses) -> list[Claim]:
    """The repetitions of a recording that the exercise's counter finds, in the order of time.

    Args:
        exercise: What to look for.
        poses: Stable poses of the whole recording, with the hips as they were found.
    """
    recording = MeasuredRecording.of(exercise, as_measured(exercise, poses))
    fit = _Fit(exercise, recording, poses)
    # No dose: how long is held is weighed by itself.
    events = recount(recording, exercise, Dose())
    reps = [event for event in events if isinstance(event, RepetitionCounted)]
    turns = _turns(exercise, reps)
    return [Claim(exercise.id, rep.start_s, rep.end_s, turns * fit.of(rep), fit.pace(rep)) for rep in reps]


def _turns(exercise: Exercise, reps: Sequence[RepetitionCounted]) -> float:
    """What is left of movements that go to one side of the person's own start, by how often they change sides.

    Many a movement goes away from a start position; those that are meant go to one side and then to the other.
    """
    if exercise.drive.side_by_direction is None or exercise.sides is not Sides.ALTERNATE:
        return 1.0
    changes = [first.side is not second.side for first, second in pairwise(reps)]
    share = sum(changes) / len(changes) if changes else 0.5
    return _SAME_SIDE + (1 - _SAME_SIDE) * share
