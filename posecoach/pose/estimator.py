"""What every pose estimator offers, and the profile of what is particular to one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    # At run time it would load OpenCV.
    from posecoach.capture.frame import RgbImage
from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark, Side
from posecoach.pose.posture import Posture

__all__ = [
    "COCO_17",
    "EXACT",
    "MEDIAPIPE",
    "PROFILES",
    "EstimatorFactory",
    "EstimatorProfile",
    "HipOffset",
    "Pose",
    "PoseEstimator",
    "model_sha256",
    "profile_of",
]


@dataclass(frozen=True, eq=False, slots=True)
class Pose:
    """One person in one frame.

    Attributes:
        points: Shape (33, 3); x right and y down in pixels of the upright frame, z in about the same scale,
            negative toward the camera.
        visibility: Shape (33,), 0 to 1.
        contour: Shape (CONTOUR_POINTS,); heights of the body's upper outline above the shoulder-hip chord in
            trunk lengths, NaN where it wasn't seen or asked for.
    """

    points: NDArray[np.float32]
    visibility: NDArray[np.float32]
    contour: NDArray[np.float32]


class PoseEstimator(Protocol):
    """Finds one person in the consecutive frames of one recording; not to be shared between threads."""

    def estimate(self, image: "RgbImage", time_s: float) -> Pose | None:
        """The person in a frame, or None when nobody is seen.

        Args:
            image: The upright, unmirrored frame.
            time_s: Its media time in seconds, used for tracking.
        """

    def close(self) -> None:
        """Gives the model's memory and threads back; closing twice does no harm."""


EstimatorFactory: TypeAlias = Callable[[], PoseEstimator]
"""Makes a new estimator, which knows nothing of earlier frames."""


def model_sha256(make: EstimatorFactory) -> str | None:
    """Hash of the model that a factory's estimators use; None if the factory has no `model_sha256`."""
    known: str | None = getattr(make, "model_sha256", None)
    return known


@dataclass(frozen=True, slots=True)
class HipOffset:
    """How far beside the joint the hips of a person seen from the side are found, in trunk lengths.

    Attributes:
        near: Hip nearer to the camera: towards the head, towards the front of the body.
        far: The other one.
    """

    near: tuple[float, float]
    far: tuple[float, float]


@dataclass(frozen=True, slots=True)
class EstimatorProfile:
    """What is particular to one estimator.

    Attributes:
        name: Of the estimator or its order of keypoints, as files have it.
        keypoints: The landmark that each of its keypoints is, in its own order.
        visible: Hysteresis of visibility: below the second a landmark is lost until it is above the first again.
        arms_visible: The same for arms, from the elbows on.
        hip_offsets: By posture; none where its hips are the joints.
    """

    name: str
    keypoints: tuple[Landmark, ...]
    visible: tuple[float, float] = (0.3, 0.12)
    arms_visible: tuple[float, float] = (0.3, 0.12)
    hip_offsets: Mapping[Posture, HipOffset] = field(default_factory=dict)

    def landmarks(self, keypoints: NDArray[np.floating]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Points and visibility, as `Pose` has them, of keypoints in this estimator's order.

        Nothing is derived: a landmark that the estimator doesn't know, or didn't see, is NaN and not visible. Depth is
        unknown, so all that is seen has depth 0.

        Args:
            keypoints: Shape (..., k, 2 or 3): x right and y down in pixels, and if there is one the confidence, 0 to 1.
                What is NaN, or has no confidence, wasn't seen.

        Returns:
            Arrays of shape (..., 33, 3) and (..., 33).
        """
        confidence = keypoints[..., 2] if keypoints.shape[-1] == 3 else np.ones(keypoints.shape[:-1])
        seen = np.isfinite(keypoints[..., :2]).all(axis=-1) & (confidence > 0)
        points = np.full((*seen.shape[:-1], LANDMARK_COUNT, 3), np.nan, np.float32)
        visibility = np.zeros(points.shape[:-1], np.float32)
        order = list(self.keypoints)
        points[..., order, :2] = np.where(seen[..., None], keypoints[..., :2], np.nan)
        points[..., order, 2] = np.where(seen, 0.0, np.nan)
        visibility[..., order] = np.where(seen, np.minimum(confidence, 1.0), 0.0)
        return points, visibility


MEDIAPIPE = EstimatorProfile(
    "mediapipe",
    keypoints=tuple(Landmark),
    # It places hidden arms upon the visible one more readily than legs, so they must be seen more clearly.
    arms_visible=(0.5, 0.25),
    # Medians over the training half of the sample clips, as `python benchmarks/bias.py --joints hip --share 0.6` prints
    # them. Kneeling and standing people have small offsets, and taking those off didn't make their angles better.
    hip_offsets={
        Posture.SUPINE: HipOffset(near=(-0.006, 0.050), far=(0.001, 0.067)),
        Posture.PRONE: HipOffset(near=(0.030, 0.068), far=(0.014, 0.019)),
        Posture.ALL_FOURS: HipOffset(near=(0.010, 0.017), far=(-0.001, 0.031)),
    },
)

_COCO_JOINTS = ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle")

COCO_17 = EstimatorProfile(
    "coco17", (Landmark.NOSE, *(Landmark.of(joint, side) for joint in _COCO_JOINTS for side in Side))
)
"""The order of the COCO keypoints, which many estimators give; it has neither hands, heels nor toes."""

EXACT = replace(MEDIAPIPE, name="exact", hip_offsets={})
"""Landmarks that lie on the joints, such as a scripted person's or those of markers."""

PROFILES: Mapping[str, EstimatorProfile] = MappingProxyType({one.name: one for one in (MEDIAPIPE, COCO_17, EXACT)})
"""By name."""


def profile_of(make: EstimatorFactory) -> EstimatorProfile:
    """Of the estimators that a factory makes; MediaPipe's if the factory has no `profile`."""
    own: EstimatorProfile = getattr(make, "profile", MEDIAPIPE)
    return own
