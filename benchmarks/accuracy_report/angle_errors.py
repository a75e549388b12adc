"""Errors of the angles, frame by frame."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from accuracy_report.observation import ANGLES, SIDED_ANGLES, Observation, measured_angles
from posecoach.measures import Values
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from sample_videos.truth import Truth

__all__ = ["AngleErrors", "angle_errors", "wrapped"]


@dataclass(frozen=True, eq=False, slots=True)
class AngleErrors:
    """Measured minus true angles of one measure on one side of the body.

    Attributes:
        measure: Name of the measure.
        side: "near" or "far" from the camera, "both" for a view from the front, "" for a measure without sides.
        errors: Degrees, of the frames that have both a measured and a true value.
        missing: Frames that have a true value alone.
    """

    measure: str
    side: str
    errors: Values
    missing: int


def wrapped(degrees: Values) -> Values:
    """Differences of angles, the short way round: -180 to below 180."""
    return np.asarray((degrees + 180) % 360 - 180)


def angle_errors(observation: Observation, poses: StablePoses | None = None) -> list[AngleErrors]:
    """Errors of every angle that has a truth.

    Args:
        observation: The clip.
        poses: To be measured in place of the observation's own.
    """
    values = measured_angles(observation, poses)
    errors = []
    for measure in ANGLES:
        for label, sides in _labelled_sides(measure, observation.truth):
            true, measured = _pairs(observation, values, measure, sides)
            known = ~np.isnan(true)
            both = known & ~np.isnan(measured)
            if known.any():
                missing = int(known.sum() - both.sum())
                errors.append(AngleErrors(measure, label, wrapped(measured[both] - true[both]), missing))
    return errors


def _labelled_sides(measure: str, truth: Truth) -> list[tuple[str, Sequence[Side]]]:
    if measure not in SIDED_ANGLES:
        return [("", [Side.LEFT])]
    if truth.near_side is None:
        return [("both", list(Side))]
    near = Side(truth.near_side)
    return [("near", [near]), ("far", [near.other])]


def _pairs(
    observation: Observation, values: dict[tuple[str, Side], Values], measure: str, sides: Sequence[Side]
) -> tuple[Values, Values]:
    """True and measured values in the frames of the truth, the sides one after the other."""
    truth = observation.truth
    names = {side: f"{side.value}_{measure}" if measure in SIDED_ANGLES else measure for side in sides}
    known = {side: name for side, name in names.items() if name in truth.poses.angles}
    true = [truth.angle(name) for name in known.values()]
    measured = [observation.at_truth(values[measure, side]) for side in known]
    return np.concatenate([*true, []]), np.concatenate([*measured, []])
