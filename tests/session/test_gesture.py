from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from guided import ARMS_UP, HOOK, SIZE, STANDING, Script, rows, series_of, still, travel
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.session.pausing import ArmsRaised, arms_over_head
from posecoach.testing import AnyFigure, Figure, FrontFigure

SEATED = FrontFigure(seated=True)
RAISED: dict[str, AnyFigure] = {
    "standing": ARMS_UP,
    "seated": SEATED.with_limbs(shoulder_angle=172.0),
    "wide": STANDING.with_limbs(shoulder_angle=150.0),
    "from the side": Figure.standing(shoulder_angle=172.0),
    "kneeling": Figure.kneeling(shoulder_angle=172.0),
    "an ear unseen": replace(ARMS_UP, hidden=frozenset({Landmark.RIGHT_EAR})),
}
NOT_RAISED: dict[str, AnyFigure | None] = {
    "arms down": STANDING,
    "one arm": STANDING.with_limbs(Side.LEFT, shoulder_angle=172.0),
    "hands at the head": STANDING.with_limbs(shoulder_angle=130.0, elbow_angle=40.0),
    "bent over": Figure.standing(90.0),
    "lying, arms over the head": HOOK.with_limbs(shoulder_angle=172.0),
    "all fours": Figure.all_fours(Side.LEFT),
    "a hand unseen": replace(ARMS_UP, hidden=frozenset({Landmark.LEFT_WRIST})),
    "head unseen": replace(ARMS_UP, hidden=frozenset({Landmark.LEFT_EAR, Landmark.RIGHT_EAR})),
    "nobody": None,
}


def last(figure: AnyFigure | None) -> StablePoses:
    """The last of some frames of a figure."""
    return list(rows(Stabiliser()(series_of(still(figure, 0.5)))))[-1]


@pytest.mark.parametrize("figure", RAISED.values(), ids=RAISED)
def test_arms_over_the_head_are_seen(figure: AnyFigure) -> None:
    """Standing or sitting, from the front or from the side."""
    assert arms_over_head(last(figure))


@pytest.mark.parametrize("figure", NOT_RAISED.values(), ids=NOT_RAISED)
def test_nothing_else_is_taken_for_it(figure: AnyFigure | None) -> None:
    """Neither other arms nor another posture, nor what can't be seen."""
    assert not arms_over_head(last(figure))


POSES = {name: last(figure) for name, figure in {**RAISED, **NOT_RAISED}.items() if figure is not None}


@given(st.sampled_from(sorted(POSES)), st.floats(0.2, 3.0), st.floats(-800, 800), st.floats(-500, 500), st.booleans())
def test_size_and_place_and_side_do_not_matter(
    name: str, scale: float, right: float, down: float, mirror: bool
) -> None:
    """Wherever the person is in the picture, and however large."""
    poses = POSES[name]
    points = poses.points * scale + np.array([right, down])
    if mirror:
        points[..., 0] = SIZE[0] - points[..., 0]
    assert arms_over_head(replace(poses, points=points)) == (name in RAISED)


def told_s(script: Script) -> list[float]:
    """When the sign was noticed."""
    arms = ArmsRaised()
    frames: Iterator[StablePoses] = rows(Stabiliser()(series_of(script)))
    return [float(poses.time_s[-1]) for poses in frames if arms.step(poses)]


def raised(seconds: float) -> Script:
    """Arms that come up within a second, stay and go down."""
    return [*travel(STANDING, ARMS_UP, 1.0), *still(ARMS_UP, seconds), *travel(ARMS_UP, STANDING, 1.0)]


def test_arms_must_stay_up_for_two_seconds() -> None:
    """Whoever stretches gives no sign."""
    assert told_s([*still(STANDING, 1.0), *raised(0.4), *still(STANDING, 1.0)] * 3) == []
    (when_s,) = told_s([*still(STANDING, 1.0), *raised(2.5)])
    assert when_s == pytest.approx(4.0, abs=0.5)


@settings(max_examples=30)
@given(st.lists(st.tuples(st.booleans(), st.floats(0.02, 0.2)), min_size=10, max_size=60))
def test_flickering_arms_never_tell_twice(frames: list[tuple[bool, float]]) -> None:
    """A second sign needs half a second of lowered arms, and two of raised ones."""
    arms, time_s, told = ArmsRaised(), 0.0, list[float]()
    for up, step_s in frames:
        time_s += step_s
        poses = replace(POSES["standing" if up else "arms down"], time_s=np.array([time_s]))
        if arms.step(poses):
            told.append(time_s)
    assert all(later - before >= 2.0 for before, later in pairwise(told))
    assert not told or told[0] >= 2.0
