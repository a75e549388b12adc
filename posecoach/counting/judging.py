"""The answer of each check about a repetition: good, a fault, or that it can't tell and why."""

import math

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.events import Judgement, Verdict
from posecoach.counting.frames import FrameLog, median
from posecoach.counting.gate import Ends
from posecoach.exercise.rules import Check, SideOf, When
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import MEASURES, Values
from posecoach.messages import Message

__all__ = ["foreshortened", "judge", "judgements"]

_SEEN_SHARE = 0.5
"""Of the frames, in which a value must be seen."""
_TURNED, _TRUNK_SHARE = 0.6, 0.7
"""Shoulders wider than this in the picture, in trunk lengths, or a trunk that shows less of its length: from there on
angles in the picture aren't those of a body seen from the side. At 45 degrees they read 0.46 and 0.7."""
_NORMAL = 1.4826
"""Median absolute deviation to standard deviation, of normally distributed noise."""
_MEDIAN_ERROR, _INDEPENDENT_S = 1.2533, 0.1
"""A median's standard error for one value, in standard deviations; and how far apart frames tell different things."""


def judgements(exercise: Exercise, log: FrameLog, ends: Ends) -> tuple[Judgement, ...]:
    """The answers of all checks of the exercise."""
    return tuple(judge(check, exercise, log, ends) for check in exercise.checks)


def judge(check: Check, exercise: Exercise, log: FrameLog, ends: Ends) -> Judgement:
    """The answer of one check, from the median of the frames it looks at and from how much they waver."""
    frames = ends.start if check.when is When.START else ends.end
    if not len(frames):
        return Judgement(check.id, Verdict.UNCLEAR, math.nan, Message("it wasn't seen to the end"))
    values = _agreeing(check, log, frames, ends)
    known = values[~np.isnan(values)]
    if len(known) < _SEEN_SHARE * len(values) or not len(known):
        return Judgement(check.id, Verdict.UNCLEAR, math.nan, Message("hidden"))
    measured = float(np.median(known))
    if check.from_start:
        measured -= median(_values(check, log, ends.start, ends))
        if math.isnan(measured):
            return Judgement(check.id, Verdict.UNCLEAR, math.nan, Message("its start position wasn't seen"))
    if MEASURES[check.measure].side_view_only and foreshortened(exercise, log, frames):
        return Judgement(check.id, Verdict.UNCLEAR, measured, Message("not seen from the side"))
    return _verdict(check, measured, _uncertainty(known, log.time_s(int(frames[-1])) - log.time_s(int(frames[0]))))


def _verdict(check: Check, measured: float, noise: float) -> Judgement:
    beyond = max(check.lowest - measured, measured - check.highest)
    if beyond <= 0:
        return Judgement(check.id, Verdict.GOOD, measured)
    if beyond <= noise:
        return Judgement(check.id, Verdict.UNCLEAR, measured, Message("too close to the limit for its noise"))
    return Judgement(check.id, Verdict.FAULT, measured)


def _values(check: Check, log: FrameLog, frames: NDArray[np.intp], ends: Ends) -> Values:
    return log.values(frames, check.measure, check.side, ends.working, seen=False)


def _agreeing(check: Check, log: FrameLog, frames: NDArray[np.intp], ends: Ends) -> Values:
    """The check's measure in some frames; NaN where another measure doesn't agree."""
    values = _values(check, log, frames, ends)
    for one in check.only_if:
        other = log.values(frames, one.measure, one.side, ends.working, seen=False)
        values = np.where((other >= one.lowest) & (other <= one.highest), values, np.nan)
    return values


def foreshortened(exercise: Exercise, log: FrameLog, frames: NDArray[np.intp]) -> bool:
    """Whether an exercise that is seen from the side is seen from elsewhere."""
    if exercise.placement.view is not View.SIDE:
        return False
    shares = (log.median(frames, name, SideOf.MEAN, None, seen=True) for name in ("turned_away", "trunk_in_view"))
    turned, trunk = shares
    return turned > _TURNED or trunk < _TRUNK_SHARE


def _uncertainty(values: Values, span_s: float) -> float:
    """Standard error of the values' median; frames that follow each other closely tell the same."""
    deviation = _NORMAL * float(np.median(np.abs(values - np.median(values))))
    return _MEDIAN_ERROR * deviation / math.sqrt(1 + span_s / _INDEPENDENT_S)
