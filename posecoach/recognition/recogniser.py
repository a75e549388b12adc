"""The whole way from poses to parts."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace

import numpy as np

from posecoach.recognition.claims import claims_of
from posecoach.recognition.parts import GUESSES, PAUSE_S, Part, parts_of
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import StablePoses

__all__ = ["nearest", "recognise"]

_SHORTEST_S = 8.0
"""A stretch without a part that is at least this long is looked at again by itself."""


def recognise(poses: StablePoses, exercises: Sequence[Exercise]) -> tuple[Part, ...]:
    """Finds the parts of a recording and the exercise of each.

    Every exercise's coach looks at the whole recording, and each movement it finds is weighed by how long it lasts and
    how well it fits. What no part covers is looked at again by itself: while one exercise is done, the coach of another
    may wait for the end of a movement that it believes in.

    Args:
        poses: Stable poses of the whole recording, with the hips as they were found.
        exercises: Those to choose from.

    Returns:
        Parts in the order of time; none when nothing is repeated that any exercise knows.
    """
    if not len(poses):
        return ()
    found = parts_of(claim for exercise in exercises for claim in claims_of(exercise, poses))
    if not found:
        return ()
    more = (part for rest in _rests(poses, found) for part in recognise(rest, exercises))
    return _merged(sorted([*found, *more], key=lambda part: part.start_s))


def nearest(poses: StablePoses, exercises: Sequence[Exercise]) -> tuple[str, ...]:
    """The exercises of which most was seen, best first, for a recording in which none was recognised."""
    weights = {exercise.id: sum(claim.weight for claim in claims_of(exercise, poses)) for exercise in exercises}
    ranked = sorted(weights, key=lambda exercise: (-weights[exercise], exercise))
    return tuple(exercise for exercise in ranked[:GUESSES] if weights[exercise] > 0)


def _rests(poses: StablePoses, parts: Sequence[Part]) -> Iterator[StablePoses]:
    """The stretches before, between and after the parts."""
    first_s, last_s = float(poses.time_s[0]), float(poses.time_s[-1])
    starts = [first_s, *(part.end_s for part in parts)]
    ends = [*(part.start_s for part in parts), last_s]
    for start_s, end_s in zip(starts, ends, strict=True):
        if end_s - start_s >= _SHORTEST_S:
            first, last = (int(row) for row in np.searchsorted(poses.time_s, [start_s, end_s]))
            yield _rows(poses, slice(first, last))


def _rows(poses: StablePoses, rows: slice) -> StablePoses:
    cut = {field.name: getattr(poses, field.name)[rows] for field in fields(poses) if field.name != "size"}
    return replace(poses, **cut)


def _merged(parts: Sequence[Part]) -> tuple[Part, ...]:
    """Neighbours of the same exercise as one."""
    merged: list[Part] = []
    for part in parts:
        last = merged[-1] if merged else None
        if last is None or last.exercise != part.exercise or part.start_s - last.end_s > PAUSE_S:
            merged.append(part)
        else:
            merged[-1] = replace(
                last,
                end_s=part.end_s,
                confidence=min(last.confidence, part.confidence),
                repetitions=last.repetitions + part.repetitions,
            )
    return tuple(merged)
