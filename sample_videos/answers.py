"""The truth about a clip, put together without rendering anything."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from sample_videos.anatomy.body import Pose, Side
from sample_videos.anatomy.rotation import Array
from sample_videos.edges import attempts_of, faults_of, phases_of, repetitions_of, strokes_of
from sample_videos.measures import true_angles, true_joints
from sample_videos.motions.movement import CLEAN
from sample_videos.take import Take
from sample_videos.truth import Frames, Poses, Truth

__all__ = ["near_side", "truth_about", "truth_text"]

_SIDE_ON = 45.0


def truth_about(take: Take) -> Truth:
    """All that is true of a clip; pixels and degrees to a tenth."""
    recipe, strokes = take.recipe, strokes_of(take)
    index, poses = _distinct(take)
    return Truth(
        clip=recipe.name,
        exercise=recipe.exercise,
        fps=recipe.fps,
        size=recipe.camera.size,
        near_side=near_side(take),
        reps=repetitions_of(take, strokes),
        attempts=attempts_of(take, strokes, partial(_share, take)),
        faults=faults_of(take, strokes),
        phases=phases_of(take, strokes),
        poses=_poses(take, poses),
        frames=Frames(
            time_s=tuple(round(shot.time_s, 4) for shot in take.shots), pose=index, camera=take.camera.rows()
        ),
    )


def _share(take: Take, side: Side | None, frames: range) -> float:
    """How far some frames go along the way of a repetition without a fault."""
    stroke = take.movement.kinds[CLEAN][side].strokes[0]
    line = take.lines[stroke.path]
    start, end = (_places(take, line.node(line.nearest(place))[1]) for place in (0.0, stroke.reach))
    poses = dict(take.node(shown) for shown in (take.shown[frame] for frame in frames) if shown is not None)
    ways = [float((_places(take, pose) - start) @ (end - start)) for pose in poses.values()]
    return max(ways) / float((end - start) @ (end - start))


def _places(take: Take, pose: Pose) -> Array:
    return np.array(list(true_joints(take.body, pose, take.scene.camera).values())).ravel()


def _distinct(take: Take) -> tuple[tuple[int | None, ...], list[Pose]]:
    """For each frame the index of its pose, and the poses in the order in which they appear."""
    poses: dict[str, Pose] = {}
    index: list[int | None] = []
    for shown in take.shown:
        if shown is None:
            index.append(None)
            continue
        key, pose = take.node(shown)
        poses.setdefault(key, pose)
        index.append(list(poses).index(key))
    return tuple(index), list(poses.values())


def _poses(take: Take, poses: list[Pose]) -> Poses:
    """In an empty room the names alone, which the start pose tells."""
    measured = [_measured(take, pose) for pose in poses or [take.start_pose()]]
    angles, joints = zip(*measured, strict=True)
    return Poses(angles=_columns(angles, len(poses)), joints=_columns(joints, len(poses)))


def _columns(rows: Sequence[Mapping[str, Any]], count: int) -> dict[str, Any]:
    return {name: tuple(row[name] for row in rows[:count]) for name in sorted(rows[0])}


def _measured(take: Take, pose: Pose) -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    camera, mirrored = take.scene.camera, take.recipe.effects.mirrored
    angles, joints = true_angles(take.body, pose, camera), true_joints(take.body, pose, camera)
    if mirrored:
        angles = {_swapped(name): value for name, value in angles.items()}
        joints = {_swapped(name): (camera.size[0] - x, y) for name, (x, y) in joints.items()}
    return (
        {name: _tenth(value) for name, value in angles.items()},
        {name: (_tenth(x), _tenth(y)) for name, (x, y) in joints.items()},
    )


def _tenth(value: float) -> float:
    # Adding zero turns -0.0 into 0.0.
    return round(float(value), 1) + 0.0


def _swapped(name: str) -> str:
    """The name of the same thing in a mirrored picture."""
    for side, other in (("left_", "right_"), ("right_", "left_")):
        if name.startswith(side):
            return other + name.removeprefix(side)
    return name


def near_side(take: Take) -> Side | None:
    """The side towards the camera, as the picture shows it; None from the front and in an empty room."""
    if not take.plan.spans:
        return None
    turned = take.recipe.camera.azimuth_deg % 180
    if not _SIDE_ON <= turned <= 180 - _SIDE_ON:
        return None
    left, right = (_depth(take, suffix) for suffix in (".L", ".R"))
    return "left" if (left < right) != take.recipe.effects.mirrored else "right"


def _depth(take: Take, suffix: str) -> float:
    """How far the bones of a side are from the camera on average."""
    heads = take.start_pose().heads
    camera = take.scene.camera
    return _mean(
        float((camera.place - head) @ camera.axes[:, 2]) for bone, head in heads.items() if bone.endswith(suffix)
    )


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return sum(numbers) / len(numbers)


def truth_text(truth: Truth) -> str:
    """The truth file's text, with a top-level key in each line."""
    entries = truth.model_dump(mode="json", by_alias=True)
    lines = (f"{json.dumps(key)}:{json.dumps(value, separators=(',', ':'))}" for key, value in entries.items())
    return "{\n" + ",\n".join(lines) + "\n}\n"
