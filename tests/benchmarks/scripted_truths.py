"""Clips that were never filmed: scripted figures, whose joints are the truth."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
from accuracy_report.observation import Observation, true_poses

from posecoach.counting.events import Event, FaultEnded, RepetitionCounted
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES, Body
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from posecoach.testing import Figure, eased, scripted_pose
from sample_videos.recipes import Recipe
from sample_videos.truth import Attempt, Fault, Frames, Poses, Repetition, Truth

RATE_HZ = 30
SIZE = (1280, 720)
_ANGLES = ("hip_angle", "knee_angle", "shoulder_angle")


def bridges(count: int, hold_s: float = 2.6) -> list[Figure | None]:
    """Bridges that count, a second of rest before and after each."""
    up, down = eased(125.0, 178.0, 36), eased(178.0, 125.0, 36)
    one = [*up, *[178.0] * round(RATE_HZ * hold_s), *down, *[125.0] * RATE_HZ]
    return [Figure.supine(angle) for angle in [125.0] * RATE_HZ + one * count]


def bridge_reps(count: int, hold_s: float = 2.6, side: Literal["left", "right"] | None = None) -> list[Repetition]:
    """The truth of `bridges`: 1.2 s up, 1.2 s down."""
    period_s = 2 * 1.2 + hold_s + 1.0
    return [rep(number + 1, 1.0 + number * period_s, hold_s, side) for number in range(count)]


def rep(number: int, start_s: float, hold_s: float, side: Literal["left", "right"] | None = None) -> Repetition:
    """A repetition with 1.2 s up and 1.2 s down."""
    held = {"hold_start_s": start_s + 1.2, "hold_end_s": start_s + 1.2 + hold_s, "hold_s": hold_s}
    return Repetition(number=number, side=side, start_s=start_s, end_s=start_s + 2.4 + hold_s, **held)


def counted(number: int, start_s: float, end_s: float, hold_s: float = 2.0, side: Side | None = None) -> Event:
    """A repetition that the coach counts."""
    return RepetitionCounted(number, side, start_s, start_s + 1.2, start_s + 1.2 + hold_s, hold_s, end_s, (), {})


def told(check: str, number: int | None, start_s: float, end_s: float) -> Event:
    """A fault that the coach tells."""
    return FaultEnded(check, number, None, start_s, end_s, 150.0, "180 +/- 15", "Lift your hips.")


def planted(check: str, number: int | None, start_s: float, end_s: float) -> Fault:
    """A fault that is really there."""
    return Fault(check=check, rep=number, side=None, start_s=start_s, end_s=end_s)


def truth_of(
    figures: Sequence[Figure | None],
    *,
    reps: Sequence[Repetition] = (),
    attempts: Sequence[Attempt] = (),
    faults: Sequence[Fault] = (),
    near_side: Literal["left", "right"] | None = "right",
) -> Truth:
    """The truth of figures; None is a frame with nobody in view."""
    shown = [figure for figure in figures if figure is not None]
    places = np.cumsum([figure is not None for figure in figures]) - 1
    points = np.stack([scripted_pose(figure, SIZE).points[:, :2] for figure in shown]).astype(np.float64)
    joints = {mark.name.lower(): tuple((x, y) for x, y in points[:, mark].tolist()) for mark in Landmark}
    frames = Frames(
        time_s=tuple(index / RATE_HZ for index in range(len(figures))),
        pose=tuple(None if figure is None else int(place) for figure, place in zip(figures, places, strict=True)),
    )
    bare = Truth(
        clip="clip",
        exercise="bridge",
        fps=RATE_HZ,
        size=SIZE,
        near_side=near_side,
        reps=tuple(reps),
        attempts=tuple(attempts),
        faults=tuple(faults),
        phases=(("rest", 0.0),),
        poses=Poses(angles={}, joints=joints),
        frames=frames,
    )
    angles = _angles(true_poses(bare), [index for index, figure in enumerate(figures) if figure is not None])
    return bare.model_copy(update={"poses": Poses(angles=angles, joints=joints)})


def _angles(poses: StablePoses, frames: Sequence[int]) -> Mapping[str, tuple[float, ...]]:
    body = Body(poses, front_up=True)
    sided = {f"{side.value}_{name}": MEASURES[name].of(body, side) for name in _ANGLES for side in Side}
    values = sided | {"trunk_pitch": MEASURES["trunk_pitch"].of(body, Side.LEFT)}
    return {name: tuple(column[frames].tolist()) for name, column in values.items()}


def recipe_of(
    name: str = "clip",
    *,
    exercise: str = "bridge",
    half: Literal["training", "held_out"] = "training",
    group: Literal["clean", "fault", "hard"] = "clean",
    tests: str = "",
) -> Recipe:
    """A clip's entry in the index."""
    person = {"person": "somebody", "room": "somewhere", "seed": 1, "reps": ("good",)}
    return Recipe(name=name, exercise=exercise, half=half, group=group, tests=tests, **person)


def observed(
    truth: Truth,
    events: Sequence[Event] = (),
    *,
    exercise: Exercise | None = None,
    recipe: Recipe | None = None,
    poses: StablePoses | None = None,
) -> Observation:
    """A clip whose landmarks are the true joints, unless others are given."""
    rows = np.arange(len(truth.times))
    return Observation(recipe or recipe_of(), truth, exercise, poses or true_poses(truth), rows, tuple(events))


def turned_about(poses: StablePoses, centre: Landmark, moved: Sequence[Landmark], degrees: float) -> StablePoses:
    """The poses with some landmarks turned about another, clockwise on the screen."""
    angle = np.radians(degrees)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = poses.points.copy()
    for mark in moved:
        points[:, mark] = points[:, centre] + (points[:, mark] - points[:, centre]) @ rotation.T
    return replace(poses, points=points)
