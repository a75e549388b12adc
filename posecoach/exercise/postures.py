"""Postures by name, from tolerant rules over the whole body that hold in any view."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from posecoach.exercise.rules import Condition, SideOf
from posecoach.pose.posture import Posture

__all__ = ["GATE_MEASURES", "POSTURES", "posture_seen"]


def _range(measure: str, low: float | None = None, high: float | None = None) -> Condition:
    return Condition(measure=measure, side=SideOf.MEAN, min=low, max=high)


POSTURES: Mapping[Posture, tuple[Condition, ...]] = MappingProxyType(
    {
        Posture.STANDING: (_range("hips_above_feet", 1.0),),
        Posture.ALL_FOURS: (_range("knee_height", None, -0.3), _range("shoulder_height", None, 0.7)),
        Posture.SEATED: (_range("hips_above_feet", -0.5, 0.7), _range("shoulder_height", 0.6)),
        Posture.SUPINE: (_range("knee_height", -0.2), _range("shoulder_height", None, 0.4)),
        Posture.KNEELING: (_range("hips_above_feet", None, 0.9), _range("knee_angle", None, 110)),
        Posture.PRONE: (
            _range("knee_height", -0.5, 0.5),
            _range("knee_angle", 120),
            _range("shoulder_height", -0.4, 0.9),
        ),
    }
)
"""Ranges that the posture's medians lie in, in the order in which they are tried. Trunk lengths and degrees; they are
half way between what the posture and its neighbours read, not what one exercise asks for."""

GATE_MEASURES = (
    *dict.fromkeys(one.measure for ranges in POSTURES.values() for one in ranges),
    *("turned_away", "shoulder_drop", "trunk_in_view"),
)
"""What tells postures and views apart."""


def posture_seen(value_of: Callable[[Condition], float]) -> Posture | None:
    """The first posture whose ranges hold; None when the body is in none of them."""
    for posture, ranges in POSTURES.items():
        if not any(one.broken_by(value_of(one)) for one in ranges):
            return posture
    return None
