import math
from dataclasses import replace

import numpy as np
import pytest
from catalogues import CODES
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState, Phase
from posecoach.feedback.draw import count, panels
from posecoach.feedback.draw.angle_arc import DriveView
from posecoach.feedback.draw.picture import LivePicture
from posecoach.feedback.draw.scene import (
    Breath,
    Card,
    Demonstration,
    Message,
    Scene,
    Status,
    Summary,
    SummaryBlock,
)
from posecoach.feedback.draw.shapes import ATTENTION, GOOD, Box, Colour
from posecoach.feedback.words.language import ENGLISH, Language, load_language
from posecoach.pose.landmarks import Landmark, Side
from posecoach.session.moments import Stage
from posecoach.testing import Figure, scripted_pose

GREY = 128
GERMAN = load_language("de")
LONG_NAME = "Vierfüßlerstand mit Arm- und Beinheben"
CUE = "Hebe die Hüfte, bis Schultern, Hüfte und Knie eine Linie bilden, und halte sie dort, ohne den Atem anzuhalten."
SHORT_CUE = "Stomach tight, back flat."
STATE = CoachState(1.0, Phase.HOLD, 3, 10, Side.RIGHT, 2.4, 5.0, 172.0, Side.RIGHT)
UNSEEN = Status("Deine Füße sind nicht im Bild: Dreh die Kamera tiefer oder geh zurück.", good=False)
LOOP = np.full((360, 640, 3), 200, np.uint8)
BLOCK = SummaryBlock(
    LONG_NAME, "10 von 10 Wiederholungen", "Heb das Bein bis in Rückenhöhe.", "Der Rücken blieb flach."
)
SUMMARY = Summary("Fertig", (BLOCK,) * 4, "Nichts wurde gespeichert. Drück q zum Beenden.")
EXERCISE = Scene(
    stage=Stage.EXERCISE,
    title=LONG_NAME,
    state=STATE,
    message=Message(CUE, fault=True),
    status=Status("Ich sehe dich ganz."),
    plan="Übung 2 von 3 · noch 12 min",
    breath=Breath("Beim Heben ausatmen", 0.7),
    muted=True,
    stats=("30.1 frames/s, 0 dropped", "landmarks 17.7 ms, drawing 2.9 ms"),
)
SCENES = {
    "placement": replace(EXERCISE, stage=Stage.PLACEMENT, state=None),
    "placement, unseen": replace(EXERCISE, stage=Stage.PLACEMENT, state=None, status=UNSEEN),
    "position": replace(EXERCISE, stage=Stage.POSITION, message=Message(CUE)),
    "shown large": replace(EXERCISE, stage=Stage.POSITION, demonstration=Demonstration(LOOP, large=True)),
    "shown small": replace(EXERCISE, stage=Stage.POSITION, demonstration=Demonstration(LOOP)),
    "countdown": replace(EXERCISE, stage=Stage.COUNTDOWN, message=None, countdown=10),
    "exercise": EXERCISE,
    "not held": replace(EXERCISE, state=replace(STATE, hold_target_s=0.0, rep_count=88)),
    "continuous": replace(EXERCISE, state=replace(STATE, hold_target_s=0.0, moving_s=23.0, moving_target_s=60.0)),
    "normal breath": replace(EXERCISE, breath=Breath("Ruhig weiteratmen und dabei locker bleiben", None)),
    "rest": replace(EXERCISE, stage=Stage.REST, card=Card("Pause", "23", (LONG_NAME, "5 Wiederholungen"), "Weiter")),
    "rest, shown": replace(
        EXERCISE,
        stage=Stage.REST,
        card=Card("Pause", "23", (LONG_NAME,)),
        demonstration=Demonstration(LOOP, large=True),
    ),
    "summary": replace(EXERCISE, stage=Stage.DONE, status=None, plan=None, message=None, summary=SUMMARY),
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
    hidden = scene.card or scene.summary or (scene.demonstration is not None and scene.demonstration.large)
    assert hidden or (image == GREY).all()


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
    """The count is an eighth of the picture, the countdown a quarter."""
    for one, other in ((1, 8), (11, 88)):
        states = [replace(STATE, rep_count=count, rep_target=99) for count in (one, other)]
        images = [drawn(replace(EXERCISE, title="Bridge", state=state), size)[0] for state in states]
        assert changed_rows(*images) > size[1] / 8 - 1
    images = [drawn(replace(SCENES["countdown"], countdown=seconds), size)[0] for seconds in (1, 8)]
    assert changed_rows(*images) >= size[1] / 4


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (2560, 1440), (1080, 1920), (875, 720)], ids=str)
@pytest.mark.parametrize("code", CODES)
def test_what_stands_beside_the_count_can_be_read_from_the_mat(
    size: tuple[int, int], code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Phases, seconds, what is asked for and usual cues are an eighteenth of the window or larger."""
    smallest = size[1] / 18
    written: dict[str, float] = {}
    for module in (count, panels):
        monkeypatch.setattr(module, "text", lambda *args: written.update({args[1]: args[4]}))
    for phase in Phase:
        state = replace(STATE, phase=phase, hold_s=1.2 if phase is Phase.HOLD else 5.0, rep_count=8, rep_target=12)
        scene = replace(EXERCISE, title="Bridge", state=state, status=None, plan=None, message=Message(SHORT_CUE))
        drawn(scene, size, load_language(code))
    written.pop("i")
    assert {content: round(used) for content, used in written.items() if used < smallest} == {}


def test_seconds_held_are_written_as_the_language_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut to tenths, of which there is always one."""
    written: list[str] = []
    monkeypatch.setattr(count, "text", lambda *args: written.append(args[1]))
    for held_s in (2.07, 5.0):
        drawn(replace(EXERCISE, state=replace(STATE, hold_s=held_s, hold_target_s=4.5)), (1280, 720), GERMAN)
    assert {"2,0", "/4,5 s", "5,0"} <= set(written)


def test_what_the_camera_sees_is_told_by_shape_and_colour() -> None:
    """What is to be done about it stands on the colour of warnings, all across the bottom."""
    good, bad = (drawn(SCENES[name], (1280, 720))[0][714:718] for name in ("placement", "placement, unseen"))
    assert not near(good, ATTENTION).any()
    assert near(bad, ATTENTION).all()


def test_joints_that_are_not_where_they_should_be_are_marked() -> None:
    """A ring of the warning's colour is around each, on the side that is seen."""
    points = scripted_pose(Figure.supine(150.0)).points[:, :2].astype(float)
    scene = Scene(stage=Stage.POSITION, title="Bridge", points=points, near=Side.RIGHT)
    plain, marked = (drawn(replace(scene, marked=joints), (1280, 720))[0] for joints in ((), ("knee",)))
    changed = np.argwhere((plain != marked).any(axis=-1))
    assert changed.mean(axis=0)[::-1] == pytest.approx(points[Landmark.RIGHT_KNEE], abs=2)
    assert near(marked, ATTENTION).any()


@pytest.mark.parametrize("size", [(1280, 720), (720, 1280)], ids=str)
def test_a_demonstration_is_large_or_in_a_corner(size: tuple[int, int]) -> None:
    """Large it takes about half of the picture's width or more; small it leaves the person in view."""
    widths = []
    for name in ("shown large", "shown small"):
        columns = np.flatnonzero(near(drawn(SCENES[name], size)[0], (200, 200, 200)).sum(axis=0) > 60)
        widths.append((columns[-1] - columns[0]) / size[0])
    assert widths[0] > 0.45
    assert 0.25 < widths[1] < 0.6


def test_the_summary_closes_by_itself() -> None:
    """A bar shrinks until then, and page after page is shown."""
    bars, pages = [], []
    for shown_s in (0.0, 7.0, 15.0, 30.0):
        image, _ = drawn(replace(SCENES["summary"], summary=replace(SUMMARY, shown_s=shown_s)), (1280, 720))
        bars.append(round(float(near(image[-3], GOOD).mean()), 2))
        pages.append(image[100:600].tobytes())
    assert bars == pytest.approx([1.0, 0.77, 0.5, 0.0], abs=0.01)
    assert pages[0] != pages[1]


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
        {"status": None},
        {"status": UNSEEN},
        {"plan": None},
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
    scene = replace(SCENES[name], state=replace(STATE, phase=Phase.RETURNING))
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
