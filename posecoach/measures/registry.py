"""The measures that an exercise file may name."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from posecoach.measures import angles, places, spine
from posecoach.measures.body import Body, Values
from posecoach.pose.landmarks import Side

__all__ = ["MEASURES", "Measure"]


@dataclass(frozen=True, slots=True)
class Measure:
    """A named, vectorised reading of a pose.

    Attributes:
        of: The values of n frames on one side of the body.
        meaning: One line for people.
        unit: "deg" or "trunk lengths".
        sided: Whether left and right have values of their own.
        joints: For an angle that can be drawn, its three joints with the vertex in the middle.
        from_contour: Whether it reads the back's outline, which costs the estimator time.
        possible: Smallest and largest value it can have at all.
        along_picture: Whether it is a length along the body or the floor, which a view along the body shortens.
    """

    of: Callable[[Body, Side], Values]
    meaning: str
    unit: str = "deg"
    sided: bool = True
    joints: tuple[str, str, str] | None = None
    from_contour: bool = False
    possible: tuple[float, float] = (-math.inf, math.inf)
    along_picture: bool = False

    @property
    def name(self) -> str:
        """How exercise files call it."""
        return self.of.__name__

    @property
    def label(self) -> str:
        """How people call it."""
        return self.name.replace("_", " ")

    @property
    def unit_in_words(self) -> str:
        """The unit as it is written in a sentence."""
        return "degrees" if self.unit == "deg" else self.unit

    @property
    def side_view_only(self) -> bool:
        """Whether its value is only what it says when the body is seen from the side; heights are from everywhere."""
        return self.unit == "deg" or self.along_picture

    @property
    def decimals(self) -> int:
        """Decimal places that a value is known to: a tenth of a degree, a thousandth of a trunk length."""
        return 1 if self.unit == "deg" else 3


_TRUNKS = "trunk lengths"
_INTERIOR, _LENGTH = (0.0, 180.0), (0.0, math.inf)

_ALL = (
    Measure(
        angles.hip_angle,
        "shoulder-hip-knee on the front of the body; 180 is straight, more is extended past straight",
        joints=("shoulder", "hip", "knee"),
        possible=(-60.0, 300.0),
    ),
    Measure(angles.hip_bend, "shoulder-hip-knee, whichever way it bends; 180 is straight", possible=_INTERIOR),
    Measure(angles.knee_angle, "hip-knee-ankle; 180 is straight", joints=("hip", "knee", "ankle"), possible=_INTERIOR),
    Measure(
        angles.shoulder_angle,
        "hip-shoulder-elbow; 180 is the arm in line with the trunk",
        joints=("hip", "shoulder", "elbow"),
        possible=_INTERIOR,
    ),
    Measure(
        angles.elbow_angle,
        "shoulder-elbow-wrist; 180 is straight",
        joints=("shoulder", "elbow", "wrist"),
        possible=_INTERIOR,
    ),
    Measure(angles.neck_angle, "hip-shoulder-ear; 180 is the neck in line with the trunk", possible=_INTERIOR),
    Measure(angles.opposite_arm_lead, "how much further the arm of the other side is raised than that of this side"),
    Measure(
        angles.trunk_pitch,
        "trunk against the horizontal; positive is hips above shoulders",
        sided=False,
        possible=(-90.0, 90.0),
    ),
    Measure(angles.trunk_lean, "trunk against the vertical; 0 is upright", sided=False, possible=_INTERIOR),
    Measure(angles.thigh_lean, "thigh against the vertical; positive is the hip on the head's side of the knee"),
    Measure(
        places.turned_away, "shoulder width in the picture; near 0 is side-on", _TRUNKS, sided=False, possible=_LENGTH
    ),
    Measure(
        places.trunk_in_view,
        "how much of the trunk's length shows; 1 is seen from the side",
        _TRUNKS,
        sided=False,
        possible=_LENGTH,
    ),
    Measure(places.ear_height, "ear above the shoulder", _TRUNKS),
    Measure(places.hand_height, "wrist above the shoulder", _TRUNKS),
    Measure(
        places.arm_reach, "wrist beyond the shoulder, along the trunk towards the head", _TRUNKS, along_picture=True
    ),
    Measure(places.hip_height, "hip above the knee", _TRUNKS),
    Measure(places.ankle_height, "ankle above the middle of the hips", _TRUNKS),
    Measure(places.knee_height, "middle of the knees above the middle of the hips", _TRUNKS, sided=False),
    Measure(places.leg_roll, "bent legs rolled away from the camera, from hips and near knee", _TRUNKS, sided=False),
    Measure(places.far_knee_lift, "knee away from the camera above the near one", _TRUNKS, sided=False),
    Measure(places.hip_lift, "hips above the middle between shoulders and feet", _TRUNKS, sided=False),
    Measure(places.shoulder_height, "shoulders above the hips", _TRUNKS, sided=False),
    Measure(places.shoulders_above_knees, "shoulders above the knees", _TRUNKS, sided=False),
    Measure(places.shoulders_above_feet, "shoulders above the feet", _TRUNKS, sided=False),
    Measure(places.hips_above_feet, "hips above the feet", _TRUNKS, sided=False),
    Measure(places.hands_above_hips, "hands above the hips", _TRUNKS, sided=False),
    Measure(places.hands_ahead, "hands beyond the shoulders along the floor", _TRUNKS, sided=False, along_picture=True),
    Measure(
        places.leg_elevation,
        "straight leg above the floor, from the height of its ankle; 90 is upright",
        possible=(-90.0, 90.0),
    ),
    Measure(places.foot_gap, "distance between the ankles", _TRUNKS, sided=False, possible=_LENGTH),
    Measure(places.heel_lift, "heel above the toes", _TRUNKS),
    Measure(places.foot_reach, "ankle beyond the hip, along the trunk away from the head", _TRUNKS, along_picture=True),
    Measure(places.seat_gap, "distance from hip to ankle", _TRUNKS, possible=_LENGTH, along_picture=True),
    Measure(places.knee_gap, "distance between the knees", _TRUNKS, sided=False, possible=_LENGTH),
    Measure(
        places.hip_shift,
        "hips beside the feet, towards the person's right, from the front",
        _TRUNKS,
        sided=False,
    ),
    Measure(places.shoulder_drop, "shoulder of this side below the other one", _TRUNKS),
    Measure(
        spine.back_arch,
        "outline over the middle of the back less that over the hips; positive is rounded, negative is hollow",
        _TRUNKS,
        sided=False,
        from_contour=True,
    ),
    Measure(
        spine.back_curve,
        "bulge of the back's outline between shoulder and hip; positive is rounded, negative is hollow",
        _TRUNKS,
        sided=False,
        from_contour=True,
    ),
    Measure(
        spine.spine_wave,
        "back_curve less ear_height; rises as the spine rounds and the head sinks",
        _TRUNKS,
        from_contour=True,
    ),
    Measure(
        spine.pelvic_tilt,
        "hip angle less 200 degrees per trunk length of outline over the pelvis; rises as the pelvis tilts back",
        from_contour=True,
    ),
)

MEASURES: Mapping[str, Measure] = MappingProxyType({measure.name: measure for measure in _ALL})
"""By name."""
