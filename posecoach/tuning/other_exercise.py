"""Whether a recording shows another exercise than the one that its labels are read for."""

from collections.abc import Sequence
from dataclasses import fields, replace

import numpy as np

from posecoach.exercise.schema import Exercise
from posecoach.pose.series import PoseSeries, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import alike, recognise
from posecoach.tuning.labels import Labels

__all__ = ["other_exercise_in"]

_MARGIN_S = 3.0
"""Before and after what is labelled, to see the start position."""
_LONGEST_S = 240.0
"""So much of a recording tells which exercise it shows; more only takes longer."""
_MOST = 0.5
"""Of the labelled time: a part that covers less may be what else was done."""


def other_exercise_in(series: PoseSeries, labels: Labels, exercise: Exercise, others: Sequence[Exercise]) -> str | None:
    """Id of the exercise that the labelled time clearly shows instead; None if it may well be this one.

    It clearly shows another one if that is recognised and this one isn't even among the likeliest. Exercises that are
    alike are never told apart so: whoever labelled the recording knows better.

    Args:
        series: The recording's landmarks.
        labels: What is labelled in it.
        exercise: The exercise that it should show.
        others: All exercises there are.
    """
    movements = labels.movements
    if not movements:
        return None
    choice = {other.id: other for other in others} | {exercise.id: exercise}
    start_s, end_s = movements[0].start_s, min(movements[-1].end_s, movements[0].start_s + _LONGEST_S)
    poses = _between(Stabiliser()(series), start_s - _MARGIN_S, end_s + _MARGIN_S)
    for part in recognise(poses, choice.values()):
        covered_s = sum(max(0.0, min(part.end_s, m.end_s) - max(part.start_s, m.start_s)) for m in movements)
        labelled_s = sum(max(0.0, min(end_s, m.end_s) - m.start_s) for m in movements)
        other = choice.get(part.exercise or exercise.id, exercise)
        if not alike(other, exercise) and exercise.id not in part.guesses and covered_s > _MOST * labelled_s:
            return other.id
    return None


def _between(poses: StablePoses, start_s: float, end_s: float) -> StablePoses:
    first, last = (int(row) for row in np.searchsorted(poses.time_s, [start_s, end_s]))
    rows = {name.name: getattr(poses, name.name)[first:last] for name in fields(poses) if name.name != "size"}
    return replace(poses, **rows)
