"""From a recipe to a clip and its truth, with a stand-in for everything that takes long."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import av
import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_videos import answers
from sample_videos.anatomy.body import Body, Pose, Side
from sample_videos.answers import truth_about, truth_text
from sample_videos.cameras import Camera
from sample_videos.compose import Composer, pasted
from sample_videos.effects import Image
from sample_videos.gallery import Gallery, Patch
from sample_videos.motions.movement import Movement, RepetitionKind, Stroke, Tempo
from sample_videos.nodes import STEP_PX, scene_of
from sample_videos.recipes import CameraChoice, Effects, Recipe
from sample_videos.render import film
from sample_videos.sheet import write_sheet
from sample_videos.take import Take, take_of
from sample_videos.truth import Attempt, Repetition, load_truth
from sample_videos.walker import Walker, person_mask

SIZE = (320, 180)
BODY = cast("Body", object())


def pose_at(progress: float, lean: float = 0.0) -> Pose:
    """Two hands that rise, the left one nearer to the camera."""
    heads = {
        "root": np.array([0.1 * lean, 0.0, 0.1]),
        "hand.L": np.array([-0.4, -0.2, 0.2 + progress * 0.8]),
        "hand.R": np.array([-0.4, 0.2, 0.2 + progress * 0.8]),
    }
    return Pose({bone: np.eye(3) for bone in heads}, heads)


def paths(_: Body) -> Mapping[str, Any]:
    return {
        "up": pose_at,
        "leaning": lambda progress: pose_at(progress, progress),
        "settle": lambda progress: pose_at(-0.2 * progress, 2 * progress),
        "kneeling_talk": lambda progress: pose_at(-0.2, 2 + 0.5 * progress),
    }


KINDS = {
    "clean": RepetitionKind((Stroke("up"),)),
    "lean": RepetitionKind((Stroke("leaning"),), faults=("lean",)),
    "low": RepetitionKind((Stroke("up", 0.55),), faults=("low",), counted=False),
    "twice": RepetitionKind((Stroke("up"), Stroke("leaning", 0.8))),
}


def movement(hold_s: tuple[float, float] = (0.8, 1.5)) -> Movement:
    tempo = Tempo(out_s=(0.8, 1.4), hold_s=hold_s, back_s=(0.8, 1.4), rest_s=(0.5, 1.0))
    kinds: dict[str, Mapping[Side | None, RepetitionKind]] = {
        name: {"left": kind, "right": kind} for name, kind in KINDS.items()
    }
    return Movement("raise", "standing", tempo, ("left", "right"), MappingProxyType(kinds), paths)


def take(*reps: str, seed: int = 1, hold_s: tuple[float, float] = (0.8, 1.5), **choices: Any) -> Take:
    before = choices.pop("before", None)
    camera = CameraChoice(size=SIZE, **choices.pop("camera", {}))
    recipe = Recipe(
        name="clip",
        exercise="raise",
        half="training",
        group="clean",
        person="jonas",
        room="living_room",
        camera=camera,
        seed=seed,
        reps=reps,
        before=before,
        effects=Effects.model_validate({"noise": 0, "exposure_drift": 0, "crf": 18} | choices),
    )
    moving = movement(hold_s)
    return take_of(recipe, moving, scene_of(recipe, moving.view), BODY)


@pytest.fixture(autouse=True, scope="module")
def _measures() -> Any:
    """Measures of bodies that have only hands."""

    def joints(_: Body, pose: Pose, camera: Camera) -> dict[str, tuple[float, float]]:
        places = {"left_wrist": "hand.L", "right_wrist": "hand.R", "nose": "root"}
        spots = {name: camera.project(pose.heads[bone]) for name, bone in places.items()}
        return {name: (float(x), float(y)) for name, (x, y) in spots.items()}

    def angles(_: Body, pose: Pose, __: Camera) -> dict[str, float]:
        height = float(pose.heads["hand.L"][2])
        return {"left_hip_angle": 100 * height, "right_hip_angle": 1.0, "trunk_pitch": -0.0}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(answers, "true_joints", joints)
        patch.setattr(answers, "true_angles", angles)
        yield


@dataclass
class FakeStudio:
    """Paints a green room, and people as yellow squares at their left hand; counts its pictures."""

    pictures: int = 0

    def background(self) -> Image:
        return np.full((SIZE[1], SIZE[0], 3), (40, 90, 40), np.uint8)

    def picture(self, pose: Pose, seed: int = 0) -> Patch:  # noqa: ARG002 - the renderer has it
        self.pictures += 1
        x, y = self._corner(pose)
        image = self.background()
        image[max(y - 10, 0) : y + 10, x - 10 : x + 10] = (0, 220, 220)
        left, top = max(x - 30, 0), max(y - 30, 0)
        return Patch(left, top, image[top : y + 30, left : x + 30])

    def cutout(self, pose: Pose) -> tuple[Patch, Image]:
        x, _ = self._corner(pose)
        if x < 10 or x > SIZE[0] - 10:
            return Patch(0, 0, np.zeros((0, 0, 3), np.uint8)), np.zeros((0, 0), np.uint8)
        return Patch(x - 10, 20, np.full((140, 20, 3), 250, np.uint8)), np.full((140, 20), 255, np.uint8)

    @staticmethod
    def _corner(pose: Pose) -> tuple[int, int]:
        x, y = Camera(size=SIZE).project(pose.heads["hand.L"])
        return round(float(x)), round(float(y))


def gallery(made: Take, folder: Path, studio: FakeStudio | None = None) -> Gallery:
    return Gallery(made.scene, lambda: studio or FakeStudio(), folder)


def near(times: Any, second: float) -> int:
    return int(np.abs(np.asarray(times) - second).argmin())


# What the truth says


@given(
    st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3),
    st.integers(0, 10**6),
    st.sampled_from([{}, {"gaps": True}, {"drops": 0.1}, {"before": "kneeling_talk"}]),
    st.sampled_from([(0.8, 1.5), (0.0, 0.0)]),
)
@settings(deadline=None, max_examples=25)
def test_edges_are_those_of_the_motion_shown(
    kinds: list[str], seed: int, more: dict[str, Any], hold_s: tuple[float, float]
) -> None:
    """The hands are down at the start and the end, up during the hold, and times rise."""
    made = take(*kinds, seed=seed, hold_s=hold_s, **more)
    truth, down = truth_about(made), 20 + 80 * max(line.shares[1] for line in made.lines.values()) + 0.1
    times, height = truth.times, truth.angle("left_hip_angle")
    assert np.all(np.diff(times) > 0)
    assert [rep.number for rep in truth.reps] == list(range(1, len(truth.reps) + 1))
    assert len(truth.reps) + len(truth.attempts) == len(kinds)
    parts: list[Repetition | Attempt] = [*truth.reps, *truth.attempts]
    for part in parts:
        start, end = near(times, part.start_s), near(times, part.end_s)
        assert start < end
        assert max(height[start], height[end]) < down < height[start + 1]
    for rep in truth.reps:
        if rep.hold_start_s is not None and rep.hold_end_s is not None:
            held = height[near(times, rep.hold_start_s) : near(times, rep.hold_end_s) + 1]
            assert held.min() > 93
            assert rep.start_s < rep.hold_start_s < rep.hold_end_s < rep.end_s
            assert rep.hold_s == pytest.approx(rep.hold_end_s - rep.hold_start_s, abs=1e-3)
    edges = sorted([(part.start_s, part.end_s) for part in parts])
    assert all(first[1] <= second[0] for first, second in pairwise(edges))


@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=10)
def test_phases_follow_one_another(seed: int) -> None:
    """Each repetition rises, holds and falls."""
    truth = truth_about(take("clean", "lean", seed=seed, before="kneeling_talk"))
    cycle = ["lifting", "hold", "lowering", "rest"]
    assert [phase for phase, _ in truth.phases] == ["away", "rest", *cycle, *cycle]
    assert np.all(np.diff([second for _, second in truth.phases]) > 0)


def test_faults_show_while_they_can_be_seen() -> None:
    """During the hold, or in movements without one the whole time; attempts have no repetition."""
    held = truth_about(take("clean", "lean", "low"))
    first, second = held.faults
    assert (first.check, first.rep, first.side) == ("lean", 2, "right")
    assert (first.start_s, first.end_s) == (held.reps[1].hold_start_s, held.reps[1].hold_end_s)
    assert (second.check, second.rep, second.side) == ("low", None, "left")
    turned = truth_about(take("lean", hold_s=(0, 0)))
    assert (turned.reps[0].hold_start_s, turned.reps[0].hold_s) == (None, None)
    assert (turned.faults[0].start_s, turned.faults[0].end_s) == (turned.reps[0].start_s, turned.reps[0].end_s)
    assert [phase for phase, _ in turned.phases] == ["rest", "lifting", "lowering", "rest"]


def test_an_empty_room_has_nobody() -> None:
    """But the names of all measures, so that tables stay whole."""
    truth = truth_about(take())
    assert (set(truth.frames.pose), truth.reps, truth.near_side) == ({None}, (), None)
    assert truth.phases == (("away", 0.0),)
    assert np.isnan(truth.angle("left_hip_angle")).all()


def test_mirroring_swaps_the_names_of_the_sides() -> None:
    """Joints, angles, working sides and the near side are those that the picture shows."""
    plain, mirrored = truth_about(take("clean")), truth_about(take("clean", mirrored=True))
    assert (plain.near_side, mirrored.near_side) == ("left", "right")
    assert (plain.reps[0].side, mirrored.reps[0].side) == ("left", "right")
    x, y = plain.joint("left_wrist")[0]
    assert mirrored.joint("right_wrist")[0] == pytest.approx((320 - x, y))
    assert np.array_equal(mirrored.angle("right_hip_angle"), plain.angle("left_hip_angle"))


@pytest.mark.parametrize(
    ("camera", "near"),
    [({}, "left"), ({"head": "right"}, "right"), ({"azimuth_deg": 60}, "left"), ({"azimuth_deg": 0}, None)],
)
def test_the_near_side_depends_on_how_the_person_lies(camera: dict[str, Any], near: str | None) -> None:
    """From the feet's end there is none."""
    assert truth_about(take("clean", camera=camera)).near_side == near


def test_below_ninety_degrees_the_feet_are_nearer_than_the_head() -> None:
    """Whichever side the head is on."""
    for head in ("left", "right"):
        made = take("clean", camera={"azimuth_deg": 60, "head": head})
        at_the_head = made.start_pose().heads["hand.L"] + made.start_pose().heads["hand.R"]
        assert at_the_head[1] > 0
        assert (at_the_head[0] < 0) == (head == "left")


def test_truth_files_have_a_line_for_each_key(tmp_path: Path) -> None:
    """No -0.0 in them, and reading gives the same truth again."""
    truth = truth_about(take("clean", shake_px=3))
    text = truth_text(truth)
    (tmp_path / "clip.truth.json").write_text(text)
    assert load_truth(tmp_path / "clip.truth.json") == truth
    assert not re.search(r"-0\.0\b", text)
    assert [line.split('"')[1] for line in text.splitlines()[1:-1]] == list(json.loads(text))


# Which nodes there are


@given(st.integers(0, 10**6))
@settings(deadline=None, max_examples=15)
def test_neighbouring_frames_show_neighbouring_nodes_in_holds_and_rests(seed: int) -> None:
    """Swaying moves no joint by more than a few pixels."""
    made = take("clean", "low", seed=seed)
    seen = [made.scene.camera.project(made.node(spot)[1].heads["hand.L"]) for spot in made.shown if spot]
    phases = [made.plan.spans[spot.span].phase for spot in made.shown if spot]
    for before, after, *where in zip(seen, seen[1:], phases, phases[1:], strict=False):
        if where[0] == where[1] and where[0] in {"hold", "rest"}:
            assert np.linalg.norm(after - before) < 4.5


def test_nodes_are_as_far_apart_as_they_may_be() -> None:
    """Some tens of pictures carry a path; turning points and the start are met exactly."""
    made = take("clean")
    shares = made.lines["up"].shares
    assert {0.0, 0.55, 1.0} <= set(shares)
    assert 8 <= len(shares) <= 40
    spots = np.array([made.scene.camera.project(pose_at(share).heads["hand.L"]) for share in shares])
    assert np.linalg.norm(np.diff(spots, axis=0), axis=1).max() < 1.5 * STEP_PX


def test_all_paths_share_the_start_and_scenes_share_nodes() -> None:
    """The start is one node, and a clip with another seed needs hardly any other."""
    made, other = take("clean", "lean", seed=1), take("clean", "lean", seed=2)
    assert made.lines["up"].node(0)[0] == made.lines["leaning"].node(0)[0]
    assert made.lines["settle"].node(len(made.lines["settle"].shares) - 1)[0] == made.lines["kneeling_talk"].node(0)[0]
    assert made.scene.key == other.scene.key
    assert len(set(other.nodes()) - set(made.nodes())) < len(made.nodes()) / 2


# Which frames there are


def test_gaps_leave_out_frames_in_the_middle_of_movements() -> None:
    """Two or three, and the other frames are uneven."""
    made = take("clean", "clean", "clean", gaps=True)
    times = np.array([shot.time_s for shot in made.shots])
    gaps = np.flatnonzero(np.diff(times) > 0.2)
    assert 2 <= len(gaps) <= 3
    for gap in gaps:
        moment = made.plan.at((times[gap] + times[gap + 1]) / 2)
        assert moment
        assert made.plan.spans[moment.span].phase in {"lifting", "lowering"}
    assert np.diff(times).std() > 0.003


def test_drops_leave_out_as_many_frames_as_they_repeat() -> None:
    """Each a tenth here."""
    made = take("clean", "clean", drops=0.1)
    count = round(made.plan.duration_s * 30)
    contents = [shot.content_s for shot in made.shots]
    assert len(made.shots) == count - round(0.1 * count)
    assert len(contents) - len(set(contents)) == round(0.1 * count)


# The pictures


def test_a_clip_is_filmed_and_its_pictures_are_kept(tmp_path: Path) -> None:
    """The square is where the truth says it is, in every tenth frame, through roll and shaking."""
    made, studio = take("clean", shake_px=4, tilt_deg=2, zoom=1.1), FakeStudio()
    film(made, gallery(made, tmp_path / "nodes", studio), tmp_path)
    assert studio.pictures == len(made.nodes())
    truth = load_truth(tmp_path / "clip.truth.json")
    wrist = truth.joint("left_wrist")
    with av.open(str(tmp_path / "clip.mp4")) as container:
        frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    assert len(frames) == len(truth.times)
    for index in range(0, len(frames), 10):
        rows, columns = np.nonzero(frames[index][..., 2] > 150)
        assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(wrist[index], abs=1.5)
    again = FakeStudio()
    film(made, gallery(made, tmp_path / "nodes", again), tmp_path)
    assert again.pictures == 0


def test_mirrored_pictures_fit_the_truth(tmp_path: Path) -> None:
    """The left hand is called the right one."""
    made = take("clean", mirrored=True)
    truth = truth_about(made)
    _, image = next(Composer(made, gallery(made, tmp_path)).frames())
    rows, columns = np.nonzero(image[..., 2] > 150)
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(truth.joint("right_wrist")[0], abs=1)


def test_motion_blur_smears_only_what_moves(tmp_path: Path) -> None:
    """The square stands sharp at rest and is longer while it rises."""
    made = take("clean", motion_blur=3)
    images = [image for _, image in Composer(made, gallery(made, tmp_path)).frames()]
    tall = [int((image[..., 2] > 60).any(axis=1).sum()) for image in images]
    assert tall[0] == 20
    assert 28 <= max(tall) <= 60


def test_the_walker_crosses_behind_the_person(tmp_path: Path) -> None:
    """From right to left in the middle of the clip, and never over the person."""
    made = take("clean", walker="maria")
    shots = gallery(made, tmp_path)
    images = [i for _, i in Composer(made, shots, Walker([pose_at(0)] * 10, made.scene.camera, shots)).frames()]
    white = [np.nonzero(image[150, :, 0] > 200)[0] for image in images]
    there = [index for index, columns in enumerate(white) if len(columns)]
    assert 0.3 <= there[0] / len(images) <= there[-1] / len(images) <= 0.6
    middles = [white[index].mean() for index in there]
    assert np.all(np.diff(middles) <= 0)
    assert middles[0] > 280
    assert middles[-1] < 40
    squares = [int(((image[..., 2] > 200) & (image[..., 0] < 60)).sum()) for image in images]
    assert min(squares) > 300


def test_pasting_leaves_no_edge() -> None:
    """A patch that is a little brighter fades into the background, but reaches the picture's own border."""
    background = np.full((80, 100, 3), 100, np.uint8)
    image = pasted(background, Patch(40, 40, np.full((40, 50, 3), 112, np.uint8)))
    assert np.abs(np.diff(image[..., 0].astype(int), axis=0)).max() <= 2
    assert image[-1, 65, 0] == 112
    assert np.array_equal(background, np.full((80, 100, 3), 100))


def test_the_person_mask_ignores_grain() -> None:
    """Single pixels that differ are the renderer's noise."""
    background = np.full((80, 100, 3), 100, np.uint8)
    picture = background.copy()
    picture[::9, ::9] = 130
    cv2.rectangle(picture, (30, 30), (60, 60), (200, 100, 50), -1)
    mask = person_mask(picture, background)
    assert mask[45, 45] == pytest.approx(1)
    assert mask[5, 80] < 0.01


def test_the_sheet_shows_finished_clips_only(tmp_path: Path) -> None:
    """Three pictures each: down, halfway, up."""
    made = take("clean")
    film(made, gallery(made, tmp_path / "nodes"), tmp_path)
    write_sheet([made.recipe, made.recipe.model_copy(update={"name": "unfinished"})], tmp_path, tmp_path / "sheet.png")
    sheet = cv2.imread(str(tmp_path / "sheet.png"))
    assert sheet is not None
    assert sheet.shape == (138, 12 * 213, 3)
    yellow = (sheet[..., 2] > 150) & (sheet[..., 0] < 100)
    heights = [np.nonzero(yellow[:, start : start + 213])[0].mean() for start in (0, 213, 426)]
    assert heights[0] > heights[1] + 5 > heights[2] + 10
    assert not yellow[:, 639:].any()
    with pytest.raises(FileNotFoundError):
        write_sheet([made.recipe], tmp_path / "nodes", tmp_path / "sheet.png")
