"""What one clip came to, before it is put together with others."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from accuracy_report.angle_errors import AngleErrors, angle_errors
from accuracy_report.matching import FaultCount, RepMatches, match_faults, match_reps
from accuracy_report.observation import Observation
from posecoach.counting.events import FaultEnded
from posecoach.counting.holds import HOLD_CHECK
from posecoach.exercise.schema import Exercise
from sample_videos.recipes import Recipe
from sample_videos.truth import Attempt, Repetition, Truth

__all__ = ["ClipResult", "Coaching", "PoseCount", "clip_result"]


@dataclass(frozen=True, slots=True)
class PoseCount:
    """Frames of the truth, counted.

    Attributes:
        in_view: With the person in view.
        found: Of those, with a pose.
        empty: With nobody in view.
        false: Of those, with a pose all the same.
        sided: With the person found, and one side nearer to the camera.
        near_right: Of those, with that side told.
    """

    in_view: int
    found: int
    empty: int
    false: int
    sided: int
    near_right: int


@dataclass(frozen=True, slots=True)
class Coaching:
    """What the coach told of a clip, beside the truth.

    Attributes:
        true_reps: Repetitions that there are; with those that turn back so late that they count.
        maybes: Movements that turn back about half of the way, which may be counted or not.
        counted: Repetitions that were counted.
        missed: True repetitions that weren't counted.
        extra: Counted repetitions that are neither true ones nor turn back.
        attempts: Movements that turn back so early that they mustn't be counted.
        attempts_counted: Those that were counted all the same.
        planted: Movements that turn back, early or late.
        planted_good: Those that were counted as good repetitions, which none of them is.
        sided: Matched repetitions that have a working side.
        sides_right: Of those, with the side told right.
        hold_errors_s: Measured minus true hold of each matched repetition that is held.
        faults: By check.
        cues: Faults that were told, each time.
    """

    true_reps: int
    maybes: int
    counted: int
    missed: int
    extra: int
    attempts: int
    attempts_counted: int
    planted: int
    planted_good: int
    sided: int
    sides_right: int
    hold_errors_s: tuple[float, ...]
    faults: tuple[FaultCount, ...]
    cues: int

    @property
    def off(self) -> int:
        """By how many repetitions the count is wrong."""
        return max(self.true_reps - self.counted, self.counted - self.true_reps - self.maybes, 0)


@dataclass(frozen=True, eq=False, slots=True)
class ClipResult:
    """A clip.

    Attributes:
        recipe: Which one.
        duration_s: How long.
        angles: Errors of each angle.
        pose: Frames with a pose.
        coaching: None while the exercise has no file.
    """

    recipe: Recipe
    duration_s: float
    angles: tuple[AngleErrors, ...]
    pose: PoseCount
    coaching: Coaching | None


def clip_result(observation: Observation) -> ClipResult:
    """Compares a clip with its truth."""
    return ClipResult(
        recipe=observation.recipe,
        duration_s=_duration_s(observation.truth),
        angles=tuple(angle_errors(observation)),
        pose=_pose_count(observation),
        coaching=None if observation.exercise is None else _coaching(observation, observation.exercise),
    )


def _duration_s(truth: Truth) -> float:
    return float(truth.times[-1] - truth.times[0]) + 1 / truth.fps


def _pose_count(observation: Observation) -> PoseCount:
    truth = observation.truth
    found = observation.at_truth(observation.poses.found.astype(np.float64)) == 1
    near_is_right = observation.at_truth(observation.poses.near_is_right.astype(np.float64)) == 1
    in_view = np.array([pose is not None for pose in truth.frames.pose])
    seen = in_view & found
    sided = seen if truth.near_side is not None else np.zeros_like(seen)
    return PoseCount(
        in_view=int(in_view.sum()),
        found=int(seen.sum()),
        empty=int((~in_view).sum()),
        false=int((~in_view & found).sum()),
        sided=int(sided.sum()),
        near_right=int((sided & (near_is_right == (truth.near_side == "right"))).sum()),
    )


def _coaching(observation: Observation, exercise: Exercise) -> Coaching:
    truth, events = observation.truth, observation.events
    reps = match_reps(events, truth)
    kinds = Counter(one.counts for one in truth.attempts)
    halves = [(found, true) for found, true in reps.pairs if isinstance(true, Attempt)]
    counted = Counter(true.counts for _, true in halves)
    true_reps = len(truth.reps) + kinds["yes"]
    return Coaching(
        true_reps=true_reps,
        maybes=kinds["maybe"],
        counted=reps.counted,
        missed=true_reps - (len(reps.pairs) - len(halves)) - counted["yes"],
        extra=reps.extra,
        attempts=kinds["no"],
        attempts_counted=counted["no"],
        planted=len(truth.attempts),
        planted_good=sum(found.good for found, _ in halves),
        sided=sum(true.side is not None for _, true in reps.pairs),
        sides_right=sum(true.side is not None and found.side == true.side for found, true in reps.pairs),
        hold_errors_s=_hold_errors_s(reps),
        faults=tuple(match_faults(events, truth, reps, {HOLD_CHECK, *(rule.id for rule in exercise.rules)})),
        cues=sum(isinstance(event, FaultEnded) for event in events),
    )


def _hold_errors_s(reps: RepMatches) -> tuple[float, ...]:
    pairs = [(found, true) for found, true in reps.pairs if isinstance(true, Repetition)]
    return tuple(found.hold_s - true.hold_s for found, true in pairs if true.hold_s is not None)
