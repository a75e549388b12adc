"""The 33 body landmarks, in MediaPipe's order, and the two sides of the body."""

from enum import Enum, IntEnum

from posecoach.messages import Message

__all__ = ["ARM_LANDMARKS", "LANDMARK_COUNT", "Landmark", "Side"]

LANDMARK_COUNT = 33


class Side(str, Enum):
    """A side of the person's own body, never of the picture."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def words(self) -> Message:
        """How people call it."""
        return Message("left") if self is Side.LEFT else Message("right")

    @property
    def other(self) -> "Side":
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Landmark(IntEnum):
    """Index of each landmark along the landmark axis."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32

    @classmethod
    def of(cls, joint: str, side: Side) -> "Landmark":
        """The landmark of a joint ("hip", "foot_index", ...) on one side of the body."""
        return cls[f"{side.name}_{joint.upper()}"]


ARM_LANDMARKS = tuple(
    Landmark.of(joint, side) for joint in ("elbow", "wrist", "pinky", "index", "thumb") for side in Side
)
"""Of both arms, from the elbows on."""
