"""All movements: they stay on the mat, move smoothly, and end where the exercise is described to end."""

from collections.abc import Mapping
from functools import cache

import numpy as np
import pytest
from small_body import small_body

from sample_videos.anatomy.body import Pose
from sample_videos.cameras import Camera
from sample_videos.measures import true_angles
from sample_videos.motions.catalogue import MOVEMENTS
from sample_videos.motions.kneeling import kneeling_paths
from sample_videos.motions.movement import CLEAN, Path
from sample_videos.motions.upright import walking_poses

SIDE_ON = Camera(distance_m=3.0)
JOINTS = [f"{bone}.{side}" for bone in ("upperarm01", "wrist", "upperleg01", "lowerleg01", "foot") for side in "LR"]


@cache
def paths_of(exercise: str) -> Mapping[str, Path]:
    return MOVEMENTS[exercise].paths(small_body())


@cache
def pose_of(exercise: str, path: str, share: float) -> Pose:
    return paths_of(exercise)[path](share)


def lowest(pose: Pose) -> float:
    body = small_body()
    return float(body.skinned(pose).apply(body.rest)[: -2 * len(body.bones), 2].min())


def end_angles(exercise: str, path: str, share: float = 1.0) -> dict[str, float]:
    return true_angles(small_body(), pose_of(exercise, path, share), SIDE_ON)


@pytest.mark.parametrize("exercise", sorted(MOVEMENTS))
def test_bodies_rest_on_the_mat_and_move_smoothly(exercise: str) -> None:
    """Nothing sinks in further than soft skin gives way, and no joint jumps; there are at least two faults."""
    movement = MOVEMENTS[exercise]
    kinds = [kind for sides in movement.kinds.values() for kind in sides.values()]
    assert {CLEAN, "half"} <= set(movement.kinds)
    assert len({check for kind in kinds for check in kind.faults}) >= 2
    clean = kinds[0].strokes[0].path
    poses = [pose_of(exercise, clean, share) for share in np.linspace(0, 1, 6)]
    places = np.array([[pose.heads[joint] for joint in JOINTS] for pose in poses])
    assert np.linalg.norm(np.diff(places, axis=0), axis=-1).max() < 0.5
    for path in {stroke.path for kind in kinds for stroke in kind.strokes}:
        assert -0.06 < lowest(pose_of(exercise, path, 1.0)) < 0.012


@pytest.mark.parametrize(
    ("exercise", "path", "measure", "low", "high"),
    [
        ("bridge", "lift", "right_hip_angle", 174, 184),
        ("bridge", "limited", "right_hip_angle", 147, 153),
        ("knee_to_chest", "pull_right", "right_hip_angle", 35, 60),
        ("double_knee_to_chest", "pull", "right_hip_angle", 28, 55),
        ("leg_stretch", "raise_right", "right_hip_angle", 80, 108),
        ("bird_dog", "reach_left", "left_hip_angle", 170, 190),
        ("bird_dog", "reach_left", "right_shoulder_angle", 165, 180),
        ("back_stretch", "fold", "left_hip_angle", 5, 45),
        ("childs_pose", "fold", "left_knee_angle", 15, 50),
        ("cobra", "lift", "left_hip_angle", 190, 235),
        ("toe_touch", "bend", "left_hip_angle", 15, 70),
    ],
)
def test_clean_movements_end_as_described(exercise: str, path: str, measure: str, low: float, high: float) -> None:
    """Seen from the side, degrees."""
    assert low < end_angles(exercise, path)[measure] < high


def test_kneeling_leads_to_all_fours() -> None:
    """The way down from kneeling ends in the start position, and talking begins where it starts."""
    kneeling = kneeling_paths(small_body())
    start = pose_of("bird_dog", "reach_left", 0.0)
    for bone in ("wrist.L", "foot.R", "upperleg01.L"):
        assert kneeling["settle"](0.0).heads[bone] == pytest.approx(start.heads[bone], abs=0.02)
        assert kneeling["settle"](1.0).heads[bone] == pytest.approx(kneeling["kneeling_talk"](0.0).heads[bone])


def test_walking_goes_round() -> None:
    """Half a cycle later the other leg is ahead, and a foot is always on the ground."""
    poses = walking_poses(small_body(), 8)
    assert all(-0.02 < lowest(pose) < 0.01 for pose in poses)
    assert poses[2].heads["foot.L"][0] == pytest.approx(poses[6].heads["foot.R"][0], abs=0.01)
