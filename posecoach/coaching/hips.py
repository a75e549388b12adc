"""Poses as one exercise measures them: hips where the joints are, and the camera level where it is known not to be."""

from posecoach.exercise.schema import Exercise, View
from posecoach.pose.series import StablePoses
from posecoach.pose.transforms import levelled, without_hip_offset

__all__ = ["as_measured", "levelled_for", "with_hips_for"]


def as_measured(exercise: Exercise, poses: StablePoses) -> StablePoses:
    """What a coach of the exercise is given of the poses that were found; they no longer lie on the picture."""
    return levelled_for(exercise, with_hips_for(exercise, poses))


def with_hips_for(exercise: Exercise, poses: StablePoses) -> StablePoses:
    """The poses with the hips where the joints are; unchanged for exercises that aren't seen from the side."""
    if exercise.placement.view is not View.SIDE:
        return poses
    return without_hip_offset(poses, exercise.posture)


def levelled_for(exercise: Exercise, poses: StablePoses) -> StablePoses:
    """The poses as a level camera would have seen them; unchanged for an exercise without a profile."""
    return poses if exercise.personal is None else levelled(poses, exercise.personal.camera_roll_deg)
