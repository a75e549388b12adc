"""The whole way from poses to parts."""

from collections.abc import Container, Iterable

import numpy as np

from posecoach.exercise.schema import Exercise
from posecoach.pose.series import StablePoses
from posecoach.recognition.claims import claims_of
from posecoach.recognition.parts import Choice, Part, parts_of

__all__ = ["recognise"]


def recognise(poses: StablePoses, exercises: Iterable[Exercise], own: Container[str] = frozenset()) -> tuple[Part, ...]:
    """Finds the parts of a recording and the exercise of each.

    Every exercise's counter looks at the whole recording, and each repetition that it finds is weighed by how long it
    lasts and how well it agrees with the exercise's file.

    Args:
        poses: Stable poses of the whole recording, with the hips as they were found.
        exercises: Those to choose from.
        own: Ids of those among them that don't come with the program, which need a clear lead over those that do.

    Returns:
        Parts in the order of time; none when nothing is done that any exercise knows.
    """
    seen_s = poses.time_s[np.flatnonzero(poses.found)]
    if not len(seen_s):
        return ()
    choice = Choice.of(exercises, own)
    claims = [claim for exercise in choice.exercises.values() for claim in claims_of(exercise, poses)]
    return parts_of(claims, choice, float(seen_s[0]), float(seen_s[-1]))
