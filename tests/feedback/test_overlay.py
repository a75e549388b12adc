import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from posecoach.coaching.exercise import Exercise
from posecoach.coaching.state import CoachState, Phase
from posecoach.exercise_files import load_exercise
from posecoach.feedback.angle_arc import turning_sense
from posecoach.feedback.drawing import text, text_width, wrapped
from posecoach.feedback.overlay import DriveView, Overlay
from posecoach.pose.landmarks import Landmark, Side
from posecoach.testing import Figure, scripted_pose

VIEW = DriveView(("shoulder", "hip", "knee"), (165.0, 195.0), "hip angle")
STATE = CoachState(1.0, Phase.REST, 3, 5, None, 0.0, 5.0, 125.0, Side.RIGHT)
SIZES = [(202, 360), (540, 960), (640, 360), (854, 480), (1280, 720), (1921, 1081)]


def drawn(
    state: CoachState, size: tuple[int, int] = (1280, 720), points: NDArray[np.float64] | None = None
) -> NDArray[np.uint8]:
    """A grey picture with the overlay on it."""
    image = np.full((size[1], size[0], 3), 128, np.uint8)
    if points is None:
        points = scripted_pose(Figure.supine(state.drive), size, 0.2 * size[0]).points[:, :2].astype(float)
    Overlay("Bridge", VIEW).draw(image, points, Side.RIGHT, state)
    return image


STATES = {
    "away": replace(STATE, phase=Phase.AWAY, drive=math.nan),
    "lifting": replace(STATE, phase=Phase.LIFTING, drive=150.0),
    "hold": replace(STATE, phase=Phase.HOLD, drive=178.0, hold_s=2.4),
    "held": replace(STATE, phase=Phase.HOLD, drive=178.0, hold_s=61.3),
    "fault": replace(STATE, phase=Phase.HOLD, drive=158.0, cue="Lift your hips until all is in one long line. " * 2),
    "placement": replace(STATE, placement="Come closer to the camera."),
    "lost": replace(STATE, phase=Phase.LOST, drive=math.nan),
    "no hold": replace(STATE, hold_target_s=0.0, side=Side.LEFT, rep_count=128, rep_target=200),
}


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("state", STATES.values(), ids=STATES)
def test_every_state_draws_at_every_size(state: CoachState, size: tuple[int, int]) -> None:
    """From a thumbnail to beyond full HD, portrait and landscape, something is drawn and nothing breaks."""
    image = drawn(state, size)
    assert image.shape == (size[1], size[0], 3)
    assert (image != 128).mean() > 0.02


def test_a_body_that_is_not_seen_is_not_drawn() -> None:
    """With every landmark unknown only the panels are there."""
    image = drawn(STATES["lost"], points=np.full((33, 2), np.nan))
    assert (image[300:600, 300:900] == 128).all()


@pytest.mark.parametrize(
    ("before", "after", "region"),
    [
        (STATE, replace(STATE, rep_count=4), (slice(0, 200), slice(0, 300))),
        (STATE, replace(STATE, hold_s=2.0), (slice(0, 160), slice(1100, 1280))),
        (STATE, replace(STATE, cue="Lift your hips."), (slice(560, 720), slice(0, 1280))),
        (STATE, STATES["placement"], (slice(560, 720), slice(0, 1280))),
        (STATE, replace(STATE, phase=Phase.LIFTING), (slice(0, 200), slice(0, 300))),
        (STATE, replace(STATE, side=Side.LEFT), (slice(0, 200), slice(0, 300))),
    ],
    ids=["count", "hold ring", "cue", "placement", "phase", "side"],
)
def test_what_changes_is_seen_where_it_belongs(
    before: CoachState, after: CoachState, region: tuple[slice, slice]
) -> None:
    """Each part of the state has its place in the picture."""
    changed = (drawn(before) != drawn(after)).any(axis=-1)
    assert changed[region].any()
    changed[region] = False
    assert not changed.any()


def test_a_fault_and_a_hint_differ_in_shape() -> None:
    """Colour isn't the only sign: in grey the icons still differ."""
    words = "The same words."
    states = replace(STATE, cue=words), replace(STATE, placement=words)
    fault, hint = (drawn(state).mean(axis=-1) for state in states)
    assert np.abs(fault - hint).max() > 60


@pytest.mark.parametrize("value", [40.0, 125.0, 178.0, 185.0, 215.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_arc_runs_over_the_front_of_the_body(value: float, mirrored: bool) -> None:
    """Turning the first limb by the value leads to the last one, also past straight and in a mirror."""
    first = np.array([-1.0, 0.1])
    angle = math.atan2(first[1], first[0]) + math.radians(value)
    last = np.array([math.cos(angle), math.sin(angle)])
    flip = np.array([-1.0, 1.0]) if mirrored else 1.0
    assert turning_sense(first * flip, last * flip, value) == (-1 if mirrored else 1)


def test_the_angle_reaches_for_its_zone() -> None:
    """The needle changes colour inside the target zone."""
    far, near = (drawn(replace(STATE, drive=value)) for value in (158.0, 172.0))
    knee = scripted_pose(Figure.supine(172.0), (1280, 720), 256).points[Landmark.RIGHT_KNEE]
    assert not np.array_equal(far[: int(knee[1])], near[: int(knee[1])])
    orange, blue = (np.abs(far.astype(int) - colour).sum(axis=-1).min() for colour in ((240, 168, 24), (86, 180, 233)))
    assert orange < 12
    assert np.abs(near.astype(int) - (240, 168, 24)).sum(axis=-1).min() > 12
    assert blue < 12


@pytest.mark.parametrize("words", ["Hüfte höher", "Příliš žluťoučký", "抬高臀部", "Ελληνικά"])
def test_any_language_can_be_drawn(words: str) -> None:
    """Letters outside ASCII are drawn as themselves, not as question marks."""

    def rendered(content: str) -> NDArray[np.uint8]:
        image = np.zeros((80, 600, 3), np.uint8)
        text(image, content, 10, 60, 40, (255, 255, 255))
        return image

    assert rendered(words).any()
    assert not np.array_equal(rendered(words), rendered("?" * len(words)))


def test_long_text_wraps_at_words() -> None:
    """No line is wider than asked for, and no word is lost."""
    words = "Tighten your stomach and keep your back flat, without sagging."
    lines = wrapped(words, 30, 400)
    assert " ".join(lines) == words
    assert len(lines) > 1
    assert all(text_width(line, 30) <= 400 for line in lines)


@pytest.mark.parametrize("exercise_id", ["bridge", "bird_dog"])
def test_the_count_is_readable_from_the_mat(exercise_id: str) -> None:
    """The digits are at least a tenth of the picture's height."""
    exercise: Exercise = load_exercise(exercise_id)
    image = np.full((720, 1280, 3), 128, np.uint8)
    Overlay(exercise.name, VIEW).draw(image, np.full((33, 2), np.nan), Side.LEFT, replace(STATE, rep_count=8))
    white = np.flatnonzero(image[40:140, :110].min(axis=2).max(axis=1) > 235)
    assert white[-1] - white[0] + 1 >= 72
