"""Poses as one exercise measures them: with the landmarker's offset of the hips taken off where it is known."""

from posecoach.coaching.exercise import Exercise, View
from posecoach.pose.hip_offset import without_hip_offset
from posecoach.pose.series import StablePoses

__all__ = ["with_hips_for"]


def with_hips_for(exercise: Exercise, poses: StablePoses) -> StablePoses:
    """The poses with the hips where the joints are; unchanged for exercises that aren't seen from the side."""
    if exercise.placement.view is not View.SIDE:
        return poses
    return without_hip_offset(poses, exercise.posture)
