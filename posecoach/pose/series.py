"""Poses over time, as they come from an estimator and after stabilising."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from posecoach.pose.estimator import COCO_17, MEDIAPIPE, EstimatorProfile, Pose
from posecoach.pose.landmarks import LANDMARK_COUNT

__all__ = ["CONTOUR_POINTS", "Floats", "Landmarks", "StablePoses", "concatenate"]

CONTOUR_POINTS = 21
"""Samples of the back's contour, evenly spaced from the shoulder (first) to the hip (last)."""

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Landmarks:
    """Poses of n frames as an estimator saw them; a frame without a person is NaN throughout.

    Attributes:
        time_s: Shape (n,), media time, strictly increasing.
        points: Shape (n, 33, 3), see `Pose`.
        visibility: Shape (n, 33).
        contour: Shape (n, CONTOUR_POINTS).
        size: Width and height of the frame in pixels.
        profile: Of the estimator that saw them.
    """

    time_s: NDArray[np.float64]
    points: Floats
    visibility: Floats
    contour: Floats
    size: tuple[int, int]
    profile: EstimatorProfile = MEDIAPIPE

    def __len__(self) -> int:
        return len(self.time_s)

    def __getitem__(self, rows: slice) -> "Landmarks":
        """Some consecutive frames."""
        return _rows(self, rows)

    @property
    def has_pose(self) -> NDArray[np.bool_]:
        """Shape (n,): whether a person was found in the frame."""
        return np.asarray(~np.isnan(self.points[..., 0]).all(axis=1))

    @classmethod
    def of(
        cls,
        times_s: list[float],
        poses: list[Pose | None],
        size: tuple[int, int],
        profile: EstimatorProfile = MEDIAPIPE,
    ) -> "Landmarks":
        """Stacks single poses; None stands for a frame without a person."""
        rows = (len(times_s), LANDMARK_COUNT)
        points, visibility = np.full((*rows, 3), np.nan, np.float32), np.full(rows, np.nan, np.float32)
        contour = np.full((rows[0], CONTOUR_POINTS), np.nan, np.float32)
        nobody = cls(np.array(times_s, np.float64), points, visibility, contour, size, profile)
        return nobody.with_poses({row: pose for row, pose in enumerate(poses) if pose is not None})

    @classmethod
    def of_keypoints(
        cls,
        time_s: NDArray[np.float64],
        keypoints: NDArray[np.floating],
        size: tuple[int, int],
        profile: EstimatorProfile = COCO_17,
    ) -> "Landmarks":
        """Poses out of keypoints in another order than `Landmark`'s, see `EstimatorProfile.landmarks`.

        Args:
            time_s: Shape (n,), media time.
            keypoints: Shape (n, k, 2 or 3); NaN throughout in a frame without a person.
            size: Width and height of the frame in pixels.
            profile: Says which landmark each of the k keypoints is.
        """
        points, visibility = profile.landmarks(keypoints)
        visibility[np.isnan(points[..., 0]).all(axis=1)] = np.nan
        contour = np.full((len(time_s), CONTOUR_POINTS), np.nan, np.float32)
        return cls(time_s, points, visibility, contour, size, profile)

    def with_hips_as_found(self) -> "Landmarks":
        """The same landmarks, of which the estimator's known offset of the hips won't be taken off."""
        return replace(self, profile=replace(self.profile, hip_offsets={}))

    def with_poses(self, poses: Mapping[int, Pose]) -> "Landmarks":
        """The series with other poses in some rows."""
        points, visibility, contour = self.points.copy(), self.visibility.copy(), self.contour.copy()
        for row, pose in poses.items():
            points[row], visibility[row], contour[row] = pose.points, pose.visibility, pose.contour
        return replace(self, points=points, visibility=visibility, contour=contour)


@dataclass(frozen=True, eq=False, slots=True)
class StablePoses:
    """Poses after stabilising: smoothed, short gaps bridged, and only what is evidence.

    Attributes:
        time_s: Shape (n,), media time.
        points: Shape (n, 33, 2), float64 pixels; NaN where a landmark isn't evidence (not seen, outside the
            frame, jumping) for longer than a short gap.
        seen_points: Shape (n, 33, 2), pixels as the estimator saw them, believable or not; NaN without a person.
        body_length: Shape (n,), pixels of a trunk length, judged by the least foreshortened part of the body.
        found: Shape (n,), whether the estimator saw a person in the frame.
        beyond: Shape (n, 33, 2), for a landmark outside the picture: -1 to the left or above, 1 to the right or below;
            else 0.
        contour: Shape (n, CONTOUR_POINTS).
        near_is_right: Shape (n,), whether the person's right side is the one nearer to the camera.
        size: Width and height of the frame in pixels.
        profile: Of the estimator that saw them.
    """

    time_s: NDArray[np.float64]
    points: NDArray[np.float64]
    seen_points: NDArray[np.float64]
    body_length: NDArray[np.float64]
    found: NDArray[np.bool_]
    beyond: NDArray[np.int8]
    contour: Floats
    near_is_right: NDArray[np.bool_]
    size: tuple[int, int]
    profile: EstimatorProfile = MEDIAPIPE

    def __len__(self) -> int:
        return len(self.time_s)

    def __getitem__(self, rows: slice) -> "StablePoses":
        """Some consecutive frames."""
        return _rows(self, rows)

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Shape (n, 33): whether the landmark lies outside the picture."""
        return np.asarray(self.beyond.any(axis=-1))


Series = TypeVar("Series", Landmarks, StablePoses)


def concatenate(parts: list[Series]) -> Series:
    """Joins consecutive series of the same recording; at least one part is needed."""
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in _per_frame(parts[0])
    }
    return replace(parts[0], **joined)


def _rows(series: Series, rows: slice) -> Series:
    some: dict[str, Any] = {name: getattr(series, name)[rows] for name in _per_frame(series)}
    return replace(series, **some)


def _per_frame(series: Landmarks | StablePoses) -> list[str]:
    return [field.name for field in fields(series) if field.name not in {"size", "profile"}]
