"""Why nothing was counted, in words and numbers."""

import numpy as np

from posecoach.counting.counter import RepCounter
from posecoach.counting.events import NotCounted
from posecoach.counting.frames import FrameLog
from posecoach.exercise.postures import POSTURES, posture_seen
from posecoach.exercise.rules import Condition
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.messages import Message, decimal
from posecoach.pose.posture import Posture

__all__ = ["nothing_counted"]

_SHORTEST_S = 1.5
"""A recording that is shorter can't hold a movement there and back."""
_UPSIDE_DOWN = -0.8
"""Trunk lengths by which the hips of no body are below its feet while the shoulders are below the hips."""
_SEEN_SHARE = 0.3
"""Of the frames; with less of a person in them, nothing can be told."""


def nothing_counted(exercise: Exercise, counter: RepCounter, log: FrameLog, found: int) -> list[NotCounted]:
    """The one reason that explains a recording without a movement; none if nobody was in it.

    Args:
        exercise: What was looked for.
        counter: What it saw of the drive.
        log: The frames that are still known.
        found: Frames with a person, of all that there were.
    """
    if not found:
        return []
    frames = np.arange(log.first, len(log))
    start_s, end_s = log.time_s(int(frames[0])), log.time_s(int(frames[-1]))
    return [NotCounted(start_s, end_s, _reason(exercise, counter, log, found, end_s - start_s))]


def _reason(exercise: Exercise, counter: RepCounter, log: FrameLog, found: int, span_s: float) -> Message:
    frames = np.arange(log.first, len(log))

    def value_of(one: Condition) -> float:
        return log.median(frames, one.measure, one.side, None, seen=True)

    if span_s < _SHORTEST_S:
        return Message("{span:.1f} s is too short for a repetition", span=span_s)
    if found < _SEEN_SHARE * len(log):
        return Message("a person was found in {found} of {total} pictures", found=found, total=len(log))
    heights = [value_of(Condition(measure=name, max=0.0)) for name in ("hips_above_feet", "shoulder_height")]
    if heights[0] < _UPSIDE_DOWN and heights[1] < 0:
        return Message("the picture seems to be upside down")
    seen = posture_seen(value_of)
    if seen is not None and any(one.broken_by(value_of(one)) for one in POSTURES[exercise.posture]):
        told = Message("posture: {posture}, wanted {wanted}", posture=seen.words, wanted=exercise.posture.words)
        sideways = exercise.posture is Posture.STANDING and seen in (Posture.SUPINE, Posture.PRONE)
        return Message("{reason}; or the picture lies on its side", reason=told) if sideways else told
    return _moved(exercise, counter)


def _moved(exercise: Exercise, counter: RepCounter) -> Message:
    measure, drive = MEASURES[exercise.drive.measure], exercise.drive
    if counter.furthest < counter.lowest:
        return Message("{measure}: never seen", measure=measure.what)
    if drive.bidirectional:
        low, high = (drive.measured(progress) for progress in (counter.lowest, counter.furthest))
        return Message(
            "{measure}: {low:.2f} to {high:.2f}, wanted below {start:g} and above {end:g}",
            measure=measure.what,
            low=low,
            high=high,
            start=drive.start,
            end=drive.end,
        )
    places = 0 if measure.unit == "deg" else 2
    moved, least = (share * drive.travel for share in (counter.furthest - counter.lowest, counter.need))
    return Message(
        "{measure}: moved {moved} of at least {least} {unit}",
        measure=measure.what,
        moved=decimal(moved, places),
        least=decimal(least, places),
        unit=Message("deg") if measure.unit == "deg" else Message("trunk lengths"),
    )
