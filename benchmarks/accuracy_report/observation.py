"""What the product makes of a clip, beside the clip's truth."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.coach import Coach
from posecoach.counting.events import Event, with_ends
from posecoach.exercise.library import data_folder, read_exercise
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Body, Values
from posecoach.pose.geometry import body_length
from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import CONTOUR_POINTS, Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.pose.transforms import without_hip_offset
from sample_videos.motions.catalogue import MOVEMENTS
from sample_videos.recipes import Recipe
from sample_videos.truth import Truth

__all__ = [
    "ANGLES",
    "SIDED_ANGLES",
    "Observation",
    "align",
    "measured_angles",
    "observe",
    "shipped_exercise",
    "true_poses",
]

SIDED_ANGLES = ("hip_angle", "knee_angle", "shoulder_angle")
ANGLES = (*SIDED_ANGLES, "trunk_pitch")
"""The measures whose errors are told."""
_SAME_FRAME = 0.4
"""Of the time between two frames: presentation times closer than this are those of the same frame."""


@dataclass(frozen=True, eq=False, slots=True)
class Observation:
    """A clip with its truth, and what the product made of it.

    Attributes:
        recipe: The clip.
        truth: Its truth.
        exercise: The exercise's file; None while it has none.
        poses: Stabilised landmarks.
        rows: Shape (frames of the truth,): index of the same frame among the poses, -1 where there is none.
        events: What the coach told; empty without an exercise file.
    """

    recipe: Recipe
    truth: Truth
    exercise: Exercise | None
    poses: StablePoses
    rows: NDArray[np.int64]
    events: tuple[Event, ...]

    def at_truth(self, values: Values) -> Values:
        """Values of the poses' frames, put in the frames of the truth; NaN where there is none."""
        return np.concatenate([values, np.full_like(values[:1], np.nan)])[self.rows]


def shipped_exercise(exercise_id: str) -> Exercise | None:
    """The exercise as it comes with the program, never a user's own; None if there is none."""
    path = data_folder("exercises") / f"{exercise_id}.toml"
    return read_exercise(path) if path.is_file() else None


def observe(
    recipe: Recipe, truth: Truth, series: Landmarks, exercise: Exercise | None, *, correct_hips: bool = True
) -> Observation:
    """Stabilises and coaches as an analysis with the exercise's shortest dose does, without writing files."""
    series = series if correct_hips else series.with_hips_as_found()
    poses = Stabiliser()(series)
    if truth.near_side is not None:
        poses = without_hip_offset(poses, exercise.posture if exercise else Posture(MOVEMENTS[recipe.exercise].posture))
    rows = align(truth.times, poses.time_s, _SAME_FRAME / truth.fps)
    return Observation(recipe, truth, exercise, poses, rows, _events(series, exercise))


def _events(series: Landmarks, exercise: Exercise | None) -> tuple[Event, ...]:
    if exercise is None:
        return ()
    coach = Coach(exercise, min(exercise.doses.values(), key=lambda dose: dose.hold_s))
    return tuple(with_ends([*coach.advance(series).events, *coach.finish()]))


def align(wanted_s: Values, given_s: Values, tolerance_s: float) -> NDArray[np.int64]:
    """For each wanted time the index of the nearest given one, -1 where none is near enough; both are sorted."""
    after = np.searchsorted(given_s, wanted_s).clip(1, max(1, len(given_s) - 1))
    before = after - 1
    after = after.clip(max=len(given_s) - 1)
    nearest = np.where(np.abs(given_s[after] - wanted_s) < np.abs(given_s[before] - wanted_s), after, before)
    return np.where(np.abs(given_s[nearest] - wanted_s) <= tolerance_s, nearest, -1)


def measured_angles(observation: Observation, poses: StablePoses | None = None) -> dict[tuple[str, Side], Values]:
    """The angles that the product reads off the poses (or off others of the same clip), by measure and side."""
    exercise = observation.exercise
    front_up = _front_up(observation.truth) if exercise is None else exercise.posture.front_up
    return _angles(poses or observation.poses, front_up=front_up)


def _angles(poses: StablePoses, *, front_up: bool | None) -> dict[tuple[str, Side], Values]:
    body = Body(poses, front_up)
    return {(name, side): MEASURES[name].of(body, side) for name in ANGLES for side in Side}


def _front_up(truth: Truth) -> bool | None:
    """For an exercise without a file: which way its front faces if true joints are to give the true hip angles."""
    poses = true_poses(truth)
    return min((True, False, None), key=lambda front_up: _misfit(_angles(poses, front_up=front_up), truth))


def _misfit(values: dict[tuple[str, Side], Values], truth: Truth) -> float:
    """Median difference between the hip angles of the true joints and the true ones."""
    names = {side: f"{side.value}_hip_angle" for side in Side}
    known = [
        values["hip_angle", side] - truth.angle(name) for side, name in names.items() if name in truth.poses.angles
    ]
    both = np.abs(np.concatenate([*known, [np.nan]]))
    seen = both[~np.isnan(both)]
    return float(np.median(seen)) if len(seen) else np.inf


def true_poses(truth: Truth) -> StablePoses:
    """The true joints, as the product would have them if it made no error; NaN for landmarks without a truth."""
    count = len(truth.times)
    points = np.full((count, LANDMARK_COUNT, 2), np.nan)
    for name in truth.poses.joints:
        if name.upper() in Landmark.__members__:
            points[:, Landmark[name.upper()]] = truth.joint(name)
    return StablePoses(
        time_s=truth.times,
        points=points,
        seen_points=points,
        body_length=body_length(points),
        found=~np.isnan(points).all(axis=(1, 2)),
        beyond=np.zeros((count, LANDMARK_COUNT, 2), np.int8),
        contour=np.full((count, CONTOUR_POINTS), np.nan, np.float32),
        near_is_right=np.full(count, truth.near_side == "right"),
        size=truth.size,
    )
