"""How to change the camera, the light, or where the person is: one sentence each, in English."""

from enum import Enum

__all__ = ["Hint"]


class Hint(str, Enum):
    """What stands in the way of a good view, told as what to do about it."""

    NOBODY = "Nobody is in view: step into the picture."
    BLACK = "The picture is black: open the camera's cover, or choose another camera."
    DARK = "It is too dark: switch on a light in front of you."
    FURTHER = "Move further away from the camera."
    NEARER = "Come closer to the camera."
    LEFT = "Move to the left of the screen."
    RIGHT = "Move to the right of the screen."
    HEAD_OUT = "Your head is out of the picture: turn the camera up or move back."
    FEET_OUT = "Your feet are out of the picture: turn the camera down or move back."
    SIDE_ON = "Turn so that the camera sees you from the side."
    FACE = "Turn to face the camera."
    TOO_SMALL = "The movement is too small to be seen from here: come closer to the camera."
    SLOW_CAMERA = "The camera gives few pictures a second: more light helps."
    CAMERA_GONE = "The camera gives no pictures: plug it in again, or close the program that uses it."
    FROZEN = "The camera's picture stands still: unplug the camera and plug it in again."
    SHOULDER_OUT = "Move back or turn the camera: your shoulder is out of the picture."
    ELBOW_OUT = "Move back or turn the camera: your elbow is out of the picture."
    WRIST_OUT = "Move back or turn the camera: your wrist is out of the picture."
    HIP_OUT = "Move back or turn the camera: your hip is out of the picture."
    KNEE_OUT = "Move back or turn the camera: your knee is out of the picture."
    ANKLE_OUT = "Move back or turn the camera: your ankle is out of the picture."

    @classmethod
    def out(cls, joint: str) -> "Hint":
        """For a joint outside of the picture."""
        return cls[f"{joint.upper()}_OUT"]
