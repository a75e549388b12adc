import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState, Phase
from posecoach.feedback.draw.angle_arc import DriveView
from posecoach.feedback.draw.picture import LivePicture
from posecoach.feedback.draw.scene import Breath, CameraQuality, Card, Message, Scene
from posecoach.feedback.draw.shapes import GOOD, INK, Box, Colour
from posecoach.feedback.words.language import ENGLISH, Language, load_language
from posecoach.pose.landmarks import Side
from posecoach.session.moments import Stage
from posecoach.testing import Figure, scripted_pose

GREY = 128
GERMAN = load_language("de")
LONG_NAME = "Vierfüßlerstand mit Arm- und Beinheben"
CUE = "Hebe die Hüfte, bis Schultern, Hüfte und Knie eine Linie bilden, und halte sie dort, ohne den Atem anzuhalten."
STATE = CoachState(1.0, Phase.HOLD, 3, 10, Side.RIGHT, 2.4, 5.0, 172.0, Side.RIGHT)
EXERCISE = Scene(
    stage=Stage.EXERCISE,
    title=LONG_NAME,
    state=STATE,
    message=Message(CUE, fault=True),
    next_title=LONG_NAME,
    breath=Breath("Beim Heben ausatmen", 0.7),
    camera=CameraQuality("1280x720 30/s", good=False),
    muted=True,
    stats=("30.1 frames/s, 0 dropped", "landmarks 17.7 ms, drawing 2.9 ms"),
)
SCENES = {
    "placement": replace(EXERCISE, stage=Stage.PLACEMENT, state=None),
    "placement, good": replace(EXERCISE, stage=Stage.PLACEMENT, state=None, message=Message("Gut.")),
    "position": replace(EXERCISE, stage=Stage.POSITION, message=Message(CUE)),
    "countdown": replace(EXERCISE, stage=Stage.COUNTDOWN, message=None, countdown=10),
    "exercise": EXERCISE,
    "not held": replace(EXERCISE, state=replace(STATE, hold_target_s=0.0, rep_count=88)),
    "continuous": replace(EXERCISE, state=replace(STATE, hold_target_s=0.0, moving_s=23.0, moving_target_s=60.0)),
    "normal breath": replace(EXERCISE, breath=Breath("Ruhig weiteratmen und dabei locker bleiben", None)),
    "rest": replace(EXERCISE, stage=Stage.REST, card=Card("Pause", "23", (LONG_NAME, "5 Wiederholungen"), "Weiter")),
    "no card": replace(EXERCISE, stage=Stage.DONE, state=None),
}
SIZES = [(320, 240), (720, 1280), (1921, 1081)]


def drawn(scene: Scene, size: tuple[int, int], language: Language = ENGLISH) -> tuple[RgbImage, list[Box]]:
    image = np.full((size[1], size[0], 3), GREY, np.uint8)
    return image, LivePicture(language).draw(image, scene)


def assert_apart(boxes: list[Box], size: tuple[int, int]) -> None:
    assert all(box.within(size) for box in boxes)
    assert not [(one, other) for one in boxes for other in boxes if one is not other and one.overlaps(other)]


def near(image: RgbImage, colour: Colour) -> NDArray[np.bool_]:
    apart: NDArray[np.int_] = np.abs(image.astype(int) - colour).max(axis=-1)
    return apart <= 6


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_panels_keep_apart_and_inside(size: tuple[int, int], scene: Scene) -> None:
    """Nothing overlaps anything else or leaves the picture, and what a panel says stays in its box."""
    image, boxes = drawn(scene, size, GERMAN)
    assert_apart(boxes, size)
    for left, top, right, bottom in boxes:
        rows, columns = (
            (max(0, math.floor(low) - 1), math.ceil(high) + 1) for low, high in ((top, bottom), (left, right))
        )
        image[slice(*rows), slice(*columns)] = GREY
    assert scene.stage is Stage.PLACEMENT or scene.card is not None or (image == GREY).all()


@settings(max_examples=30)
@given(st.integers(320, 1920), st.floats(0.5, 2.4), st.sampled_from(sorted(SCENES)))
def test_panels_keep_apart_at_any_size(width: int, ratio: float, name: str) -> None:
    """Also in windows that nobody thought of."""
    size = (width, max(240, round(width / ratio)))
    _, boxes = drawn(SCENES[name], size, GERMAN)
    assert_apart(boxes, size)


def changed_rows(one: RgbImage, other: RgbImage) -> int:
    """How many rows lie between the first and the last that differ."""
    rows = np.flatnonzero((one != other).any(axis=(1, 2)))
    return int(rows[-1] - rows[0] + 1)


@pytest.mark.parametrize("size", [(640, 480), (720, 1280), (1920, 1080)], ids=str)
def test_numbers_can_be_read_from_the_mat(size: tuple[int, int]) -> None:
    """The count is a tenth of the picture, the countdown a quarter."""
    for one, other in ((1, 8), (11, 88)):
        states = [replace(STATE, rep_count=count, rep_target=99) for count in (one, other)]
        images = [drawn(replace(EXERCISE, title="Bridge", state=state), size)[0] for state in states]
        assert changed_rows(*images) >= size[1] / 10
    images = [drawn(replace(SCENES["countdown"], countdown=seconds), size)[0] for seconds in (1, 8)]
    assert changed_rows(*images) >= size[1] / 4


def test_the_frame_closes_and_turns_blue_when_the_view_is_good() -> None:
    """Shape and colour both tell."""
    fault, good = (drawn(SCENES[name], (1280, 720))[0] for name in ("placement", "placement, good"))
    top = slice(0, 16), slice(600, 680)
    corner = slice(0, 120), slice(0, 16)
    assert (fault[top] == GREY).all()
    assert near(fault[corner], INK).any()
    assert not near(fault[corner], GOOD).any()
    assert near(good[top], GOOD).any()
    assert near(good[corner], GOOD).any()


def test_a_card_hides_count_ring_and_skeleton() -> None:
    """Only the words count."""
    points = scripted_pose(Figure.supine(150.0)).points[:, :2].astype(float)
    card = Card("Keys", rows=(("q", "leave"),))
    with_body, without = (
        drawn(replace(EXERCISE, points=one, state=state, card=card), (1280, 720))[0]
        for one, state in ((points, STATE), (None, None))
    )
    assert np.array_equal(with_body, without)


@pytest.mark.parametrize(
    "less",
    [
        {"message": None},
        {"breath": None},
        {"camera": None},
        {"camera": CameraQuality("1280x720 30/s", good=True)},
        {"muted": False},
        {"stats": ()},
        {"message": Message(CUE, fault=False)},
    ],
    ids=str,
)
def test_every_part_of_a_scene_is_shown(less: dict[str, object]) -> None:
    """Leaving one out, or changing it, is seen."""
    whole, part = drawn(EXERCISE, (1280, 720))[0], drawn(replace(EXERCISE, **less), (1280, 720))[0]  # type: ignore[arg-type]
    assert not np.array_equal(whole, part)


@pytest.mark.parametrize("stage", [Stage.PLACEMENT, Stage.EXERCISE])
def test_the_skeleton_is_drawn_where_the_body_is(stage: Stage) -> None:
    """In every stage in which the body has to come or to stay in place."""
    points = scripted_pose(Figure.supine(150.0)).points[:, :2].astype(float)
    bare = Scene(stage=stage, title="Bridge", state=STATE, near=Side.RIGHT)
    view = DriveView(("shoulder", "hip", "knee"), (165.0, 195.0), "hip angle")
    seen, unseen = (drawn(replace(bare, points=one, view=view), (1280, 720))[0] for one in (points, None))
    assert (seen[300:600, 300:980] != GREY).any()
    assert (unseen[300:600, 300:980] == GREY).all()


@pytest.mark.parametrize("name", ["position", "exercise"])
def test_the_pictures_own_words_are_translated(name: str) -> None:
    """Phases, sides and headings come from the language."""
    scene = replace(SCENES[name], next_title=None, state=replace(STATE, phase=Phase.RETURNING))
    assert not np.array_equal(drawn(scene, (1280, 720))[0], drawn(scene, (1280, 720), GERMAN)[0])


def test_panels_stay_where_they_are() -> None:
    """Messages come and go, and phases change, without moving or widening anything."""
    _, with_message = drawn(EXERCISE, (1280, 720))
    _, without = drawn(replace(EXERCISE, message=None), (1280, 720))
    assert set(without) < set(with_message)
    widths = set()
    for phase in (Phase.REST, Phase.HOLD, Phase.RETURNING, Phase.LOST):
        state = replace(STATE, phase=phase, side=None if phase is Phase.REST else Side.RIGHT)
        _, boxes = drawn(replace(EXERCISE, title="Brücke", state=state), (1280, 720), GERMAN)
        widths.add(min(boxes, key=lambda box: box.left + box.top).right)
    assert len(widths) == 1
