"""What to call measures when talking to the person who exercises."""

from dataclasses import dataclass

from posecoach.exercise.rules import SideOf
from posecoach.measures import MEASURES

__all__ = ["advice", "check_id", "cue", "description", "number", "position", "spoken"]

_STRAIGHT_DEG = 160.0
_PARTS = {
    "hip_angle": "hip",
    "knee_angle": "knee",
    "shoulder_angle": "upper arm",
    "elbow_angle": "elbow",
    "neck_angle": "neck",
    "trunk_pitch": "back",
    "trunk_lean": "upper body",
}
_WHOSE = {SideOf.WORKING: "working ", SideOf.RESTING: "other "}
_POSTURES = {
    "supine": "on your back",
    "prone": "on your stomach",
    "all fours": "on hands and knees",
    "kneeling": "kneeling",
    "seated": "seated",
    "standing": "standing",
}
_POSITIONS = {
    "supine": "Lie on your back",
    "prone": "Lie on your stomach",
    "all fours": "Get on your hands and knees",
    "kneeling": "Kneel",
    "seated": "Sit",
    "standing": "Stand",
}
_HEIGHTS = {"standing": "hip height", "seated": "chest height"}
_VIEWS = {"side": "side-on", "oblique": "between the side and the foot end", "front": "in front of you"}


@dataclass(frozen=True, slots=True)
class _Manner:
    """How a part is held."""

    words: str
    short: str


def cue(measure: str, side: SideOf, target: float) -> str:
    """What to do about a measure that is out of its range, on the screen."""
    return f"Keep your {_WHOSE.get(side, '')}{_PARTS[measure]} {_manner(measure, target).words}."


def spoken(measure: str, side: SideOf, target: float) -> str:
    """The same for the ear."""
    return f"{_WHOSE.get(side, '')}{_PARTS[measure]} {_manner(measure, target).short}".capitalize()


def check_id(measure: str, side: SideOf) -> str:
    """Name of the fault."""
    return f"{_WHOSE.get(side, '')}{_PARTS[measure]}".replace(" ", "_")


def _manner(measure: str, target: float) -> _Manner:
    if measure == "trunk_pitch":
        return _Manner("at the slope shown", "as shown")
    if measure == "trunk_lean":
        return _Manner("upright, as shown", "upright") if target < 20 else _Manner("leaning as shown", "as shown")
    if measure in ("shoulder_angle", "neck_angle"):
        return _Manner(
            "in line with your trunk, as shown" if target > _STRAIGHT_DEG else "where it was shown", "as shown"
        )
    straight = target > _STRAIGHT_DEG
    return _Manner("as straight as shown", "straight") if straight else _Manner("bent as far as shown", "as shown")


def description(posture: str, drive: str, target: float) -> str:
    """The movement in a sentence."""
    read = drive.replace("_", " ")
    return f"Begin {_POSTURES[posture]}, move until the {read} is about {number(drive, target)}, and come back slowly."


def position(posture: str) -> str:
    """How to get into the start position."""
    return f"{_POSITIONS[posture]}, as shown."


def advice(posture: str, view: str) -> str:
    """One sentence for setting the camera up."""
    height = _HEIGHTS.get(posture, "mat height")
    return f"Put the camera at {height}, {_VIEWS[view]}, two to three metres away, with your whole body in view."


def number(measure: str, value: float) -> str:
    """A value with its unit."""
    return f"{value:.0f} degrees" if MEASURES[measure].unit == "deg" else f"{value:.2f} trunk lengths"
