"""Scripted people who rest for a moment and then do comfortable repetitions, for tests of calibration."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from movements import there_and_back

from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Landmarks
from posecoach.testing import AnyFigure, Figure, FrontFigure, between, scripted_series

RATE_HZ = 15.0
"""As slow as cameras are, because it costs less time."""
HOOK, FLAT, FOURS = Figure.supine(), Figure.flat(), Figure.all_fours()
DOWN = replace(FOURS, neck_lift=30.0)
SEAT_BACK = replace(
    FOURS.with_limbs(hip_angle=25.0, knee_angle=35.0, shoulder_angle=165.0), trunk_pitch=10.0, neck_lift=15.0
)
SHIFTED = FrontFigure(hip_shift=0.17).with_limbs(Side.RIGHT, knee_angle=150.0)
SEATED = FrontFigure(seated=True)
KNEES_AWAY, KNEES_ASIDE = replace(HOOK.with_limbs(roll=-30.0), hip_roll=0.1), HOOK.with_limbs(roll=60.0)

WAYS: Mapping[str, tuple[AnyFigure, tuple[AnyFigure, ...]]] = MappingProxyType(
    {
        "bridge": (HOOK, (Figure.supine(178.0),)),
        "heel_raise_bridge": (HOOK, (Figure.supine(178.0).with_limbs(heel_lift=0.14),)),
        "knee_to_chest": (HOOK, tuple(HOOK.with_limbs(side, hip_angle=45.0, knee_angle=45.0) for side in Side)),
        "double_knee_to_chest": (HOOK, (HOOK.with_limbs(hip_angle=40.0, knee_angle=45.0),)),
        "leg_stretch": (FLAT, tuple(FLAT.with_limbs(side, hip_angle=80.0) for side in Side)),
        "bird_dog": (FOURS, tuple(Figure.all_fours(side) for side in Side)),
        "leg_reach": (DOWN, tuple(replace(Figure.all_fours(side, arm=85.0), neck_lift=30.0) for side in Side)),
        "back_stretch": (FOURS, (SEAT_BACK,)),
        "childs_pose": (Figure.kneeling(85.0, 30.0), (Figure.kneeling(25.0, 30.0, 165.0),)),
        "cobra": (Figure.prone(), (Figure.prone(40.0),)),
        "toe_touch": (Figure.standing(), (Figure.standing(40.0),)),
        "hip_shift_stretch": (FrontFigure(), (replace(SHIFTED.with_limbs(knee_angle=178.0), hip_shift=-0.17), SHIFTED)),
        "seated_overhead_stretch": (SEATED, (SEATED.with_limbs(shoulder_angle=172.0),)),
        "cat_cow": (
            FOURS,
            (replace(FOURS, back_curve=0.15, neck_lift=20.0), replace(FOURS, back_curve=-0.15, neck_lift=-20.0)),
        ),
        "pelvic_tilt": (HOOK, (Figure.supine(134.0),)),
        "leg_roll": (HOOK, (KNEES_AWAY, KNEES_ASIDE)),
        "lumbar_rotation": (HOOK, (KNEES_AWAY, KNEES_ASIDE)),
    }
)
"""Start position and end positions of a clean repetition, or of one to the left and one to the right, by exercise."""


def ways_of(exercise_id: str, share: float = 1.0) -> tuple[AnyFigure, list[AnyFigure]]:
    """The same for somebody who goes this share of the way."""
    start, tops = WAYS[exercise_id]
    return start, [between(start, top, share) for top in tops]


def recorded(
    start: AnyFigure, tops: Sequence[AnyFigure], *, reps: int = 3, hold_s: float = 1.0, noise_px: float = 0.3
) -> Landmarks:
    """A rest, and then so many repetitions to each of the tops in turn."""
    steps, held, rest = round(1.2 * RATE_HZ), round(hold_s * RATE_HZ), round(1.0 * RATE_HZ)
    script = [start] * round(1.5 * RATE_HZ)
    for top in [*tops] * reps:
        shares = there_and_back(0.0, 1.0, moving=steps, held=held, resting=rest)
        script += [between(start, top, share) for share in shares]
    return scripted_series(script, rate_hz=RATE_HZ, noise_px=noise_px)


def bridges(best: float, rest: float = 125.0, *, reps: int = 3) -> Landmarks:
    """Bridges up to a hip angle, from one that may lie above the usual rest."""
    return recorded(Figure.supine(rest), [Figure.supine(best)], reps=reps)


def mirrored(series: Landmarks) -> Landmarks:
    """The same in a mirror: left and right change places in the picture and on the body."""
    points, visibility = series.points.copy(), series.visibility.copy()
    points[..., 0] = series.size[0] - points[..., 0]
    order = list(range(len(Landmark)))
    for mark in Landmark:
        if "LEFT" in mark.name:
            other = Landmark[mark.name.replace("LEFT", "RIGHT")]
            order[mark], order[other] = other, mark
    return replace(series, points=points[:, order], visibility=visibility[:, order])


def scaled(series: Landmarks, factor: float) -> Landmarks:
    """The same in a picture of another size."""
    width, height = series.size
    size = (round(width * factor), round(height * factor))
    return replace(series, points=(series.points * factor).astype(np.float32), size=size)


def moved(series: Landmarks, right: float, down: float) -> Landmarks:
    """The same somewhere else in the picture, by some pixels."""
    return replace(series, points=(series.points + np.array([right, down, 0.0])).astype(np.float32))
