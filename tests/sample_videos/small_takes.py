"""Takes of a person who has only hands, and a stand-in for the studio that renders them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

import numpy as np
import pytest

from sample_videos import answers
from sample_videos.anatomy.body import Body, Pose, Side
from sample_videos.cameras import Camera
from sample_videos.effects import Image
from sample_videos.gallery import Gallery, Patch
from sample_videos.motions.movement import Movement, RepetitionKind, Stroke, Tempo
from sample_videos.nodes import scene_of
from sample_videos.recipes import CameraChoice, Effects, Recipe
from sample_videos.take import Take, take_of

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
    "lowest": RepetitionKind((Stroke("up", 0.4),), faults=("low",), counted=False),
    "lower": RepetitionKind((Stroke("up", 0.7),), faults=("low",), counted=False),
    "twice": RepetitionKind((Stroke("up"), Stroke("leaning", 0.8))),
    "short": RepetitionKind((Stroke("up"),), faults=("short",), hold_s=(0.2, 0.3)),
}


def movement(hold_s: tuple[float, float] = (0.8, 1.5)) -> Movement:
    tempo = Tempo(out_s=(0.8, 1.4), hold_s=hold_s, back_s=(0.8, 1.4), rest_s=(0.5, 1.0))
    kinds: dict[str, Mapping[Side | None, RepetitionKind]] = {
        name: {"left": kind, "right": kind} for name, kind in KINDS.items()
    }
    return Movement("raise", "standing", tempo, ("left", "right"), MappingProxyType(kinds), paths)


def recipe(*reps: str, **choices: Any) -> Recipe:
    """What is asked for: these repetitions, and the rest as chosen."""
    who = {
        "exercise": "raise",
        "half": "training",
        "group": "clean",
        "person": "jonas",
        "room": "living_room",
        "seed": 1,
    }
    return Recipe.model_validate({"name": "clip", "reps": reps, **who, **choices})


def take(*reps: str, seed: int = 1, hold_s: tuple[float, float] = (0.8, 1.5), **choices: Any) -> Take:
    """A take of these repetitions; effects and the rest of its recipe as chosen."""
    before, camera = choices.pop("before", None), CameraChoice(size=SIZE, **choices.pop("camera", {}))
    effects = Effects.model_validate({"noise": 0, "exposure_drift": 0, "crf": 18} | choices)
    asked, moving = recipe(*reps, seed=seed, before=before, camera=camera, effects=effects), movement(hold_s)
    return take_of(asked, moving, scene_of(asked, moving.view), BODY)


def hands_measured() -> Iterator[None]:
    """For a fixture: measures of bodies that have only hands."""

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
    """The pictures of a take, kept in a folder."""
    return Gallery(made.scene, lambda: studio or FakeStudio(), folder)
