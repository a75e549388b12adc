"""Whether a movement belongs to the exercise, judged by the medians of the frames near its start and near its end."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.frames import FrameLog
from posecoach.counting.table import MeasureTable, where_held
from posecoach.exercise.postures import POSTURES, posture_seen
from posecoach.exercise.rules import At, Condition, Gate, GateRange, SideOf
from posecoach.measures import MEASURES
from posecoach.messages import Message
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture

__all__ = ["Ends", "frames_in_position", "refusal"]


_WIDE, _LEVEL = 0.5, 0.7
"""Trunk lengths from which on shoulders are wide, and of their width, by which one of them may be lower."""


@dataclass(frozen=True, eq=False, slots=True)
class Ends:
    """The frames by which a movement is judged.

    Attributes:
        start: Numbers of the frames near its start position.
        end: Numbers of the frames near its end position.
        working: The side that works, if one does.
    """

    start: NDArray[np.intp]
    end: NDArray[np.intp]
    working: Side | None


def refusal(gate: Gate, log: FrameLog, ends: Ends, *, reached: bool = True) -> Message | None:
    """Why a movement isn't one of the exercise, in words and numbers; None if it may be one.

    Args:
        gate: Of the exercise.
        log: The frames.
        ends: Those by which the movement is judged.
        reached: Whether it went far enough to be in the end position, whose ranges it must then keep.
    """
    for at, posture, frames in ((At.START, gate.start, ends.start), (At.END, gate.end, ends.end)):
        reason = None if posture is None else _not_in(posture, log, frames, at)
        if reason is not None:
            return reason
    along = _seen_along(log, ends.end)
    for one in gate.ranges:
        if (along and one.at is At.CHANGE) or (one.at is At.END and not reached):
            continue
        value = _value(one, log, ends)
        if one.broken_by(value):
            return _told(one, value)
    return None


def _seen_along(log: FrameLog, frames: NDArray[np.intp]) -> bool:
    """Whether the body is seen along its length: the shoulders wide, and level in the picture.

    Shoulders that are wide and one above the other are those of somebody who lies on the side.
    """
    width = log.median(frames, "turned_away", SideOf.MEAN, None, seen=True)
    drop = log.median(frames, "shoulder_drop", SideOf.MOST, None, seen=True)
    return width >= _WIDE and drop < width * _LEVEL


def frames_in_position(gate: Gate, table: MeasureTable, at: At, posture: Posture | None) -> NDArray[np.bool_]:
    """Shape (n,): where a posture and the gate's ranges of the start or the end position hold, frame by frame.

    Ranges of the working side are left out, since it isn't known yet.
    """
    own = [one for one in gate.ranges if one.at is at and one.side not in (SideOf.WORKING, SideOf.RESTING)]
    conditions = (*(POSTURES[posture] if posture is not None else ()), *own)
    return where_held(conditions, partial(table.on_side, seen=True), len(table.time_s))


def _not_in(posture: Posture, log: FrameLog, frames: NDArray[np.intp], at: At) -> Message | None:
    def value_of(one: Condition) -> float:
        return log.median(frames, one.measure, one.side, None, seen=True)

    along = at is At.START and posture is not Posture.STANDING and _seen_along(log, frames)
    if along or not any(one.broken_by(value_of(one)) for one in POSTURES[posture]):
        return None
    seen = posture_seen(value_of)
    found = seen.words if seen else Message("none that is known")
    if at is At.START:
        return Message("posture at the start: {posture}, wanted {wanted}", posture=found, wanted=posture.words)
    return Message("posture at the end: {posture}, wanted {wanted}", posture=found, wanted=posture.words)


def _value(one: GateRange, log: FrameLog, ends: Ends) -> float:
    def median(frames: NDArray[np.intp]) -> float:
        return log.median(frames, one.measure, one.side, ends.working, seen=True)

    if one.at is At.CHANGE:
        return median(ends.end) - median(ends.start)
    return median(ends.start if one.at is At.START else ends.end)


_WHERE = {At.START: Message("at the start"), At.END: Message("at the end"), At.CHANGE: Message("change")}


def _told(one: GateRange, value: float) -> Message:
    what = MEASURES[one.measure].what
    if one.side is SideOf.WORKING:
        what = Message("{measure} of the working side", measure=what)
    elif one.side is SideOf.RESTING:
        what = Message("{measure} of the resting side", measure=what)
    return Message(
        "{measure} {where}: {value:.2f}, wanted {wanted}",
        measure=what,
        where=_WHERE[one.at],
        value=value,
        wanted=one.wanted,
    )
