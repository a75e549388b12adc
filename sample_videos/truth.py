"""The truth beside a clip: what the person did, and where the joints were in every frame.

Times are seconds of the video, pixels are those of the picture as it is shown (after any rotation that the file asks
for). Sides are the person's own, except in a mirrored video, where no one can tell: there they are as the picture
shows them.
"""

from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from sample_videos.anatomy.body import Side
from sample_videos.anatomy.rotation import Array

__all__ = ["Attempt", "Fault", "Frames", "Poses", "Repetition", "Truth", "load_truth", "truth_path"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Repetition(_Model):
    """A repetition that counts.

    Attributes:
        number: From 1.
        side: The working side; None when both work together.
        start_s: The movement begins.
        hold_start_s: The end position is reached; None for movements without a hold.
        hold_end_s: It is left; None as above.
        end_s: The start position is reached again.
        hold_s: Seconds between the two, None as above.
        faults: Ids of the planted checks.
    """

    number: int
    side: Side | None
    start_s: float
    hold_start_s: float | None
    hold_end_s: float | None
    end_s: float
    hold_s: float | None
    faults: tuple[str, ...] = ()


class Attempt(_Model):
    """A movement that was planned to turn back early, or to be none of the exercise.

    Attributes:
        side: The working side; None when both work together.
        start_s: The movement begins.
        end_s: The start position is reached again.
        faults: Ids of the planted checks.
        share: How far it goes, of the way that a body without a fault goes, all joints in the picture together.
        counts: Whether it is a repetition all the same, which isn't good: from 0.6 of the way on; below 0.5 it mustn't
            be counted, and between the two either is right.
    """

    side: Side | None
    start_s: float
    end_s: float
    faults: tuple[str, ...] = ()
    share: float
    counts: Literal["yes", "maybe", "no"]


class Fault(_Model):
    """A planted fault: the check's id, the repetition it spoils (None: an attempt), and the time it can be seen."""

    check: str
    rep: int | None
    side: Side | None
    start_s: float
    end_s: float


class Poses(_Model):
    """The distinct poses of a clip, before any camera movement.

    Attributes:
        angles: Degrees in the image plane by measure name, a value per pose.
        joints: Pixels (x, y) by landmark name, a pair per pose.
    """

    angles: dict[str, tuple[float, ...]]
    joints: dict[str, tuple[tuple[float, float], ...]]


class Frames(_Model):
    """The frames, one entry each.

    Attributes:
        time_s: Presentation time.
        pose: Index of the pose shown; None where nobody is in view.
        camera: (a, b, tx, ty) of the similarity x' = a x - b y + tx, y' = b x + a y + ty that takes the poses' pixels
            to the frame's; None when the camera stands still. A mirrored clip's poses are mirrored already.
    """

    time_s: tuple[float, ...]
    pose: tuple[int | None, ...]
    camera: tuple[tuple[float, float, float, float], ...] | None = None


class Truth(_Model):
    """All of it.

    Attributes:
        clip: Name of the clip.
        exercise: Exercise id.
        fps: Frames a second, nominal.
        size: Width and height in pixels as shown.
        near_side: The side towards the camera; None from the front and in an empty room.
        phases: (phase, start in seconds) in their order; phases are "away", "rest", "outbound", "hold", "returning".
    """

    schema_name: Literal["posecoach.truth/2"] = Field("posecoach.truth/2", alias="schema")
    clip: str
    exercise: str
    fps: float
    size: tuple[int, int]
    near_side: Side | None
    reps: tuple[Repetition, ...]
    attempts: tuple[Attempt, ...] = ()
    faults: tuple[Fault, ...] = ()
    phases: tuple[tuple[str, float], ...]
    poses: Poses
    frames: Frames

    @property
    def times(self) -> Array:
        """Shape (n,): seconds of each frame."""
        return np.array(self.frames.time_s)

    def angle(self, measure: str) -> Array:
        """Shape (n,): a measure's true value in each frame, degrees; NaN where nobody is in view.

        Raises:
            KeyError: The clip has no such measure.
        """
        values = np.array([*self.poses.angles[measure], np.nan])
        return np.asarray(values[self._pose_index()])

    def joint(self, landmark: str) -> Array:
        """Shape (n, 2): a joint's true pixels in each frame; NaN where nobody is in view.

        Raises:
            KeyError: The clip has no such joint.
        """
        points = np.array([*self.poses.joints[landmark], (np.nan, np.nan)])[self._pose_index()]
        if self.frames.camera is None:
            return np.asarray(points)
        a, b, tx, ty = np.array(self.frames.camera).T
        x, y = points.T
        return np.stack([a * x - b * y + tx, b * x + a * y + ty], axis=-1)

    def _pose_index(self) -> list[int]:
        return [-1 if pose is None else pose for pose in self.frames.pose]


def truth_path(video: Path) -> Path:
    """Where the truth of a clip is."""
    return video.with_suffix(".truth.json")


def load_truth(path: Path) -> Truth:
    """Reads a truth file.

    Raises:
        pydantic.ValidationError: It isn't one.
    """
    return Truth.model_validate_json(path.read_text(encoding="utf-8"))
