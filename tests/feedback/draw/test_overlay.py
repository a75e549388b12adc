import math
import os
import subprocess
import sys
from dataclasses import replace
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from posecoach.counting.holds import hold_cue
from posecoach.counting.state import CoachState, Hint, Phase
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.draw.angle_arc import Angle, DriveView, draw_angle, turning_sense
from posecoach.feedback.draw.count import draw_progress
from posecoach.feedback.draw.page import Scale
from posecoach.feedback.draw.panels import draw_message
from posecoach.feedback.draw.picture import Overlay
from posecoach.feedback.draw.scene import Message
from posecoach.feedback.draw.text import text, text_width, wrapped
from posecoach.feedback.words.language import ENGLISH, Language, load_language
from posecoach.messages import ExerciseText
from posecoach.pose.landmarks import Landmark, Side
from posecoach.testing import Figure, FrontFigure, scripted_pose

VIEW = DriveView(("shoulder", "hip", "knee"), (165.0, 195.0), "hip angle")
STATE = CoachState(1.0, Phase.REST, 3, 5, None, 0.0, 5.0, 125.0, Side.RIGHT)
UNHELD = replace(STATE, hold_target_s=0.0)
SIZES = [(202, 360), (640, 360), (1921, 1081)]


def drawn(
    state: CoachState,
    size: tuple[int, int] = (1280, 720),
    points: NDArray[np.float64] | None = None,
    language: Language = ENGLISH,
) -> NDArray[np.uint8]:
    """A grey picture with the overlay on it."""
    image = np.full((size[1], size[0], 3), 128, np.uint8)
    if points is None:
        points = scripted_pose(Figure.supine(state.drive), size, 0.2 * size[0]).points[:, :2].astype(float)
    Overlay("Bridge", VIEW, language).draw(image, points, Side.RIGHT, state)
    return image


def test_a_hold_that_is_long_enough_says_so_unless_something_is_wrong() -> None:
    """Going back comes before the camera, and a fault before both."""
    done, hint = replace(STATE, hold_done=True), replace(STATE, placement=Hint.NEARER)
    fault = replace(STATE, cue="Lift your hips.")
    assert not np.array_equal(drawn(done), drawn(STATE))
    assert not np.array_equal(drawn(done), drawn(hint))
    assert np.array_equal(drawn(replace(hint, hold_done=True)), drawn(done))
    assert np.array_equal(drawn(replace(fault, hold_done=True)), drawn(fault))


def test_cues_and_hints_are_in_the_language(bridge: Exercise) -> None:
    """Those of the exercise, of its dose and of the camera."""
    german, cue = load_language("de"), bridge.attempt_rule.cue
    hold = hold_cue(Dose(hold_s=(5.0, 5.0)))
    for state, words in (
        (replace(STATE, cue=ExerciseText("bridge", cue)), german.of_exercise("bridge", cue)),
        (replace(STATE, cue=hold), "Halte die Position 5 Sekunden."),
    ):
        assert np.array_equal(drawn(state, language=german), drawn(replace(STATE, cue=words), language=german))
        assert not np.array_equal(
            drawn(state, language=german), drawn(replace(STATE, cue=str(state.cue)), language=german)
        )
    hint = replace(STATE, placement=Hint.NEARER)
    assert not np.array_equal(drawn(hint, language=german), drawn(hint))


def test_the_strong_limbs_are_those_that_are_measured_or_near() -> None:
    """Of a body that faces the camera neither side is nearer, so neither is faint."""
    points = scripted_pose(FrontFigure(), (1280, 720), 256).points[:, :2].astype(float)

    def strong(near: Side | None, view: DriveView | None, state: CoachState) -> list[bool]:
        image = np.full((720, 1280, 3), 128, np.uint8)
        Overlay("Hip shift", view).draw(image, points, near, state)
        legs = [points[[Landmark.of("knee", side), Landmark.of("ankle", side)]].mean(axis=0) for side in Side]
        return [bool(image[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3].max() > 240) for x, y in legs]

    leg = DriveView(("hip", "knee", "ankle"), (165.0, 195.0), "knee angle")
    assert strong(None, None, STATE) == [True, True]
    assert strong(Side.LEFT, None, STATE) == [True, False]
    assert strong(Side.LEFT, leg, replace(STATE, drive=math.nan, drive_side=Side.RIGHT)) == [True, True]


DRAWS_A_SKELETON = """
import hashlib
import numpy as np
from posecoach.feedback.draw.skeleton import draw_skeleton
from posecoach.testing import FrontFigure, scripted_pose
image = np.full((360, 202, 3), 128, np.uint8)
draw_skeleton(image, scripted_pose(FrontFigure(), (202, 360), 40).points[:, :2].astype(float), None, (None, ()), 1.2)
print(hashlib.sha256(image.tobytes()).hexdigest())
"""


def test_every_process_draws_the_same_bytes() -> None:
    """Joints that overlap are drawn in one order, whatever Python's hashes of their names are."""
    seeds = [{"PYTHONHASHSEED": str(seed)} for seed in range(2)]
    runs = [
        subprocess.run([sys.executable, "-c", DRAWS_A_SKELETON], env=os.environ | seed, capture_output=True, check=True)
        for seed in seeds
    ]
    assert len({run.stdout for run in runs}) == 1


@pytest.mark.parametrize(
    ("zone", "value", "good"),
    [((145.0, 360.0), 178.0, True), ((0.0, 80.0), 45.0, True), ((145.0, 360.0), 120.0, False)],
)
def test_the_needle_changes_colour_in_its_zone(zone: tuple[float, float], value: float, good: bool) -> None:
    """A zone may have one end: an arm overhead has none beyond straight, a knee at the chest none below."""
    view = DriveView(("hip", "shoulder", "elbow"), zone, "shoulder angle")
    image = np.full((400, 400, 3), 128, np.uint8)
    draw_angle(image, Angle((200, 200), 100, 90, -1, value), view, 4.0)
    assert view.is_good(value) == good
    blue, orange = (np.abs(image.astype(int) - one).sum(axis=-1) < 30 for one in ((86, 180, 233), (240, 168, 24)))
    assert orange.any() != good
    columns = np.flatnonzero(blue.any(axis=0))
    assert columns[0] > 180  # the arc stays on its own side of the joint
    assert columns[-1] > 250 or not good


@pytest.mark.parametrize(
    ("before", "after", "region"),
    [
        (STATE, replace(STATE, rep_count=4), (slice(0, 240), slice(0, 400))),
        (STATE, replace(STATE, hold_s=2.0), (slice(0, 240), slice(1040, 1280))),
        (STATE, replace(STATE, cue="Lift your hips."), (slice(560, 720), slice(0, 1280))),
        (STATE, replace(STATE, placement=Hint.NEARER), (slice(560, 720), slice(0, 1280))),
        (STATE, replace(STATE, phase=Phase.OUTBOUND), (slice(0, 240), slice(0, 400))),
        (STATE, replace(STATE, side=Side.LEFT), (slice(0, 240), slice(0, 400))),
        (UNHELD, replace(UNHELD, phase=Phase.HOLD), (slice(0, 240), slice(0, 400))),
    ],
    ids=["count", "hold ring", "cue", "placement", "phase", "side", "no hold"],
)
def test_what_changes_is_seen_where_it_belongs(
    before: CoachState, after: CoachState, region: tuple[slice, slice]
) -> None:
    """Each part of the state has its place in the picture."""
    changed = (drawn(before) != drawn(after)).any(axis=-1)
    assert changed[region].any()
    changed[region] = False
    assert not changed.any()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("count", [(0, 5), (128, 200)], ids=str)
def test_panels_stay_in_the_picture_and_apart(size: tuple[int, int], count: tuple[int, int]) -> None:
    """Count, ring and message never cover each other, however long the texts are."""
    image, scale = np.full((size[1], size[0], 3), 128, np.uint8), Scale.of(*size)
    held = replace(STATE, phase=Phase.HOLD, drive=178.0, hold_s=61.3)
    state = replace(held, rep_count=count[0], rep_target=count[1], side=Side.RIGHT)
    cue = Message("Keep your hips level and pull the raised leg back. " * 2, fault=True)
    boxes = [*draw_progress(image, "Alternating leg and arm reach", state, scale), draw_message(image, cue, scale)]
    assert all(box.within(size) for box in boxes)
    assert not any(one.overlaps(other) for one in boxes for other in boxes if one is not other)


@pytest.mark.parametrize("place", [(20.0, 20.0), (1260.0, 700.0), (150.0, 120.0)])
def test_the_value_keeps_clear_of_panels_and_edges(place: tuple[float, float]) -> None:
    """Wherever the joint is, drawing its angle there leaves the count readable."""
    points = np.full((33, 2), np.nan)
    for joint, (x, y) in {"hip": (0, 0), "shoulder": (90, 10), "knee": (-60, 60)}.items():
        points[Landmark.of(joint, Side.RIGHT)] = place[0] + x, place[1] + y
    image = drawn(replace(STATE, rep_count=8, drive=130.0), points=points)
    plain = drawn(replace(STATE, rep_count=8, drive=math.nan), points=np.full((33, 2), np.nan))
    digits = (plain[:200, :200] >= 245).all(axis=-1)
    assert (image[:200, :200][digits] >= 235).all()  # antialiased edges mix with what is below


def test_a_fault_and_a_hint_differ_in_shape() -> None:
    """Colour isn't the only sign: in grey the icons still differ."""
    words = "The same words."
    states = replace(STATE, cue=words), replace(STATE, placement=cast("Hint", words))
    fault, hint = (drawn(state).mean(axis=-1) for state in states)
    assert np.abs(fault - hint).max() > 60


@pytest.mark.parametrize("value", [40.0, 178.0, 215.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_arc_runs_over_the_front_of_the_body(value: float, mirrored: bool) -> None:
    """Turning the first limb by the value leads to the last one, also past straight and in a mirror."""
    first = np.array([-1.0, 0.1])
    angle = math.atan2(first[1], first[0]) + math.radians(value)
    last = np.array([math.cos(angle), math.sin(angle)])
    flip = np.array([-1.0, 1.0]) if mirrored else 1.0
    assert turning_sense(first * flip, last * flip, value) == (-1 if mirrored else 1)


@pytest.mark.parametrize("words", ["Hüfte höher", "抬高臀部"])
def test_any_language_can_be_drawn(words: str) -> None:
    """Letters outside ASCII are drawn as themselves, not as question marks."""

    def rendered(content: str) -> NDArray[np.uint8]:
        image = np.zeros((80, 600, 3), np.uint8)
        text(image, content, 10, 60, 40, (255, 255, 255))
        return image

    assert rendered(words).any()
    assert not np.array_equal(rendered(words), rendered("?" * len(words)))


@pytest.mark.parametrize(
    ("words", "joint"),
    [
        ("Tighten your stomach and keep your back flat, without sagging.", " "),
        ("抬高臀部直到肩膀臀部和膝盖成一条直线", ""),
    ],
)
def test_long_text_wraps(words: str, joint: str) -> None:
    """At words, or between characters where there are no spaces; no line is too wide, and nothing is lost."""
    lines = wrapped(words, 30, 400)
    assert joint.join(lines) == words
    assert len(lines) > 1
    assert all(text_width(line, 30) <= 400 for line in lines)
    assert text_width(lines[0], 30) > 200
