import numpy as np
import pytest
from guided import HOOK, SIZE, STANDING
from hypothesis import given
from hypothesis import strategies as st

from posecoach.counting.state import Hint
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise, View
from posecoach.measures import Body
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.session.setting_up import SetUp, setting_up
from posecoach.testing import AnyFigure, Figure, scripted_pose

BRIDGE, SHIFT, TOUCH = (load_exercise(name) for name in ("bridge", "hip_shift_stretch", "toe_touch"))
FLAT, UPRIGHT = Figure.flat(), Figure.standing()
Shift = tuple[float, float]
HERE = (0.0, 0.0)
ABOVE, BELOW = (0, -1), (0, 1)


def seen(
    figure: AnyFigure | None, shift: Shift = HERE, scale: float = 1.0, size: tuple[int, int] = SIZE
) -> StablePoses:
    """One frame of a figure that is larger, and further right and down, than where it fits the picture."""
    pose = None if figure is None else scripted_pose(figure, SIZE)
    series = Landmarks.of([0.0], [pose], size)
    middle = np.array([SIZE[0] / 2, SIZE[1] / 2])
    factor = size[0] / SIZE[0]
    series.points[..., :2] = ((series.points[..., :2] - middle) * scale + middle + np.array(shift)) * factor
    return Stabiliser()(series)


def judged(exercise: Exercise, poses: StablePoses, picture: Hint | None = None) -> SetUp:
    return setting_up(Body(poses, exercise.posture.front_up), exercise.placement, picture)


@pytest.mark.parametrize(
    ("exercise", "figure", "shift", "scale", "hint", "ready"),
    [
        pytest.param(BRIDGE, HOOK, HERE, 1.0, None, True, id="all is well"),
        pytest.param(BRIDGE, HOOK, (500, 0), 1.0, Hint.RIGHT, False, id="the feet are out"),
        pytest.param(BRIDGE, HOOK, (-450, 0), 1.0, Hint.LEFT, False, id="half of the trunk is out"),
        pytest.param(BRIDGE, HOOK, (-690, 0), 1.0, Hint.LEFT, False, id="most of the body is out"),
        pytest.param(BRIDGE, FLAT, HERE, 1.5, Hint.FURTHER, True, id="head and toes are out"),
        pytest.param(BRIDGE, FLAT, HERE, 1.7, Hint.FURTHER, False, id="feet are out, and no room to move aside"),
        pytest.param(BRIDGE, FLAT, HERE, 3.0, Hint.FURTHER, False, id="cut off at both ends"),
        pytest.param(BRIDGE, HOOK, HERE, 0.4, Hint.NEARER, False, id="too far away"),
        pytest.param(BRIDGE, None, HERE, 1.0, Hint.NOBODY, False, id="nobody"),
        pytest.param(BRIDGE, STANDING, HERE, 1.0, Hint.SIDE_ON, False, id="facing the camera"),
        pytest.param(BRIDGE, HOOK, (0, 300), 1.0, Hint.FEET_OUT, True, id="toes below the picture"),
        pytest.param(BRIDGE, HOOK, (0, 400), 1.0, Hint.ANKLE_OUT, False, id="ankles below the picture"),
        pytest.param(SHIFT, STANDING, HERE, 1.0, None, True, id="front"),
        pytest.param(SHIFT, STANDING, (0, -250), 1.0, Hint.HEAD_OUT, True, id="front: head"),
        pytest.param(SHIFT, STANDING, (-650, 0), 1.0, Hint.LEFT, False, id="front: half is out"),
        pytest.param(SHIFT, STANDING, HERE, 1.2, Hint.FEET_OUT, False, id="front: too near"),
        pytest.param(SHIFT, UPRIGHT, HERE, 1.0, Hint.FACE, False, id="front: turned away"),
    ],
)
def test_one_hint_tells_what_helps_most(
    exercise: Exercise, figure: AnyFigure | None, shift: Shift, scale: float, hint: Hint | None, ready: bool
) -> None:
    """Left and right are those of the mirrored screen; what isn't required doesn't hold anybody up."""
    assert judged(exercise, seen(figure, shift, scale)) == SetUp(hint, ready)


@pytest.mark.parametrize(
    ("picture", "figure", "shift", "hint", "ready"),
    [
        (Hint.BLACK, HOOK, HERE, Hint.BLACK, False),
        (Hint.DARK, None, HERE, Hint.DARK, False),
        (Hint.DARK, HOOK, HERE, Hint.DARK, True),
        (Hint.SLOW_CAMERA, HOOK, (500, 0), Hint.RIGHT, False),
        (Hint.SLOW_CAMERA, HOOK, HERE, Hint.SLOW_CAMERA, True),
    ],
)
def test_a_bad_picture_is_told_when_nothing_else_is(
    picture: Hint, figure: AnyFigure | None, shift: Shift, hint: Hint, ready: bool
) -> None:
    """But for a black one, and for one too dark to find anybody in."""
    assert judged(BRIDGE, seen(figure, shift), picture) == SetUp(hint, ready)


@pytest.mark.parametrize("side", list(Side))
def test_only_the_near_side_matters_from_the_side(side: Side) -> None:
    """The far ankle is hidden anyway; from the front, either matters."""
    poses = seen(HOOK)
    poses.beyond[0, Landmark.of("ankle", side)] = BELOW
    assert judged(BRIDGE, poses).ready == (side is not HOOK.near)
    front = seen(STANDING)
    front.beyond[0, Landmark.of("ankle", side)] = BELOW
    assert not judged(SHIFT, front).ready


def test_head_and_toes_out_at_once_need_more_room() -> None:
    """Turning the camera would bring in the one and lose more of the other."""
    poses = seen(STANDING)
    for side in Side:
        poses.beyond[0, Landmark.of("ear", side)] = ABOVE
        poses.beyond[0, Landmark.of("foot_index", side)] = BELOW
    assert judged(SHIFT, poses) == SetUp(Hint.FURTHER, ready=True)


def test_an_oblique_view_is_judged_like_one_from_the_side() -> None:
    """By the near side, but without asking to turn."""
    placement = BRIDGE.placement.model_copy(update={"view": View.OBLIQUE})
    oblique = BRIDGE.model_copy(update={"placement": placement})
    assert judged(oblique, seen(HOOK, (500, 0))).hint is Hint.RIGHT
    assert judged(oblique, seen(STANDING)).hint is None


SHOWN = st.tuples(
    st.sampled_from([(BRIDGE, HOOK), (BRIDGE, FLAT), (SHIFT, STANDING), (TOUCH, UPRIGHT), (BRIDGE, STANDING)]),
    st.tuples(st.integers(-900, 900), st.integers(-500, 500)),
    st.floats(0.3, 2.5),
)


@given(SHOWN, st.sampled_from([(640, 360), (1920, 1080), (3840, 2160)]))
def test_a_sharper_picture_tells_the_same(
    shown: tuple[tuple[Exercise, AnyFigure], Shift, float], size: tuple[int, int]
) -> None:
    """Nothing here counts in pixels."""
    (exercise, figure), shift, scale = shown
    assert judged(exercise, seen(figure, shift, scale, size)) == judged(exercise, seen(figure, shift, scale))


def test_a_person_without_any_landmark_to_believe_is_not_seen() -> None:
    """Found, but nowhere: no place to tell the way from."""
    poses = seen(HOOK, (0, 3000))
    assert np.isnan(poses.points).all()
    assert not judged(BRIDGE, poses).ready
