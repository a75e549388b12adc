"""All movements: they stay on the mat, move smoothly, and end where the exercise is described to end."""

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import pytest
from small_body import small_body

from sample_videos.anatomy.body import Pose
from sample_videos.anatomy.rotation import about
from sample_videos.cameras import Camera
from sample_videos.measures import true_angles
from sample_videos.motions.catalogue import MOVEMENTS
from sample_videos.motions.kneeling import kneeling_paths
from sample_videos.motions.movement import CLEAN, Path
from sample_videos.motions.stance import two_bones
from sample_videos.motions.upright import walking_poses

SIDE_ON = Camera(distance_m=3.0)
JOINTS = [f"{bone}.{side}" for bone in ("upperarm01", "wrist", "upperleg01", "lowerleg01", "foot") for side in "LR"]


def paths() -> Iterator[tuple[str, str]]:
    for name, movement in MOVEMENTS.items():
        for kinds in movement.kinds.values():
            for kind in kinds.values():
                yield from ((name, stroke.path) for stroke in kind.strokes)


@cache
def paths_of(exercise: str) -> Mapping[str, Path]:
    return MOVEMENTS[exercise].paths(small_body())


def pose_of(exercise: str, path: str, share: float) -> Pose:
    return paths_of(exercise)[path](share)


def lowest(pose: Pose) -> float:
    body = small_body()
    return float(body.skinned(pose).apply(body.rest)[: -2 * len(body.bones), 2].min())


def end_angles(exercise: str, path: str, share: float = 1.0) -> dict[str, float]:
    return true_angles(small_body(), pose_of(exercise, path, share), SIDE_ON)


def test_all_seventeen_exercises_are_there() -> None:
    """Each with a clean kind, a half one, and at least two faults."""
    assert len(MOVEMENTS) == 17
    for movement in MOVEMENTS.values():
        faults = {check for kinds in movement.kinds.values() for kind in kinds.values() for check in kind.faults}
        assert {CLEAN, "half"} <= set(movement.kinds)
        assert len(faults) >= 2


@pytest.mark.parametrize(("exercise", "path"), sorted(set(paths())))
def test_bodies_rest_on_the_mat(exercise: str, path: str) -> None:
    """Something touches it all the time, and nothing sinks in further than soft skin gives way."""
    for share in (0.0, 0.5, 1.0):
        assert -0.06 < lowest(pose_of(exercise, path, share)) < 0.012


@pytest.mark.parametrize(("exercise", "path"), sorted(set(paths())))
def test_movements_are_smooth(exercise: str, path: str) -> None:
    """No joint jumps: a tenth of the way is at most thirty centimetres."""
    path_of = paths_of(exercise)[path]
    places = np.array([[path_of(share).heads[joint] for joint in JOINTS] for share in np.linspace(0, 1, 11)])
    assert np.linalg.norm(np.diff(places, axis=0), axis=-1).max() < 0.3


@pytest.mark.parametrize(
    ("exercise", "path", "bones"),
    [
        ("bridge", "lift", ["foot.L", "foot.R", "wrist.L", "wrist.R"]),
        ("pelvic_tilt", "tilt", ["foot.L", "foot.R", "wrist.L", "upperarm01.L"]),
        ("leg_roll", "roll_left", ["upperarm01.L", "upperarm01.R"]),
        ("lumbar_rotation", "drop_right", ["foot.R"]),
        ("cat_cow", "cat", ["wrist.L", "wrist.R", "lowerleg01.L", "foot.R"]),
        ("cat_cow", "cow", ["wrist.L", "wrist.R", "lowerleg01.L", "foot.R"]),
        ("bird_dog", "reach_left", ["wrist.L", "lowerleg01.R", "foot.R"]),
        ("leg_reach", "reach_right", ["wrist.L", "wrist.R", "lowerleg01.L"]),
        ("back_stretch", "fold", ["lowerleg01.L", "foot.L"]),
        ("knee_to_chest", "pull_left", ["foot.R"]),
        ("leg_stretch", "raise_left", ["foot.R"]),
        ("cobra", "lift", ["wrist.L", "wrist.R", "foot.L", "upperleg01.L"]),
        ("toe_touch", "bend", ["foot.L", "foot.R"]),
        ("hip_shift_stretch", "shift_left", ["foot.R"]),
    ],
)
def test_what_is_planted_stays(exercise: str, path: str, bones: list[str]) -> None:
    """Hands, knees and feet that carry weight move by less than two and a half centimetres."""
    start = pose_of(exercise, path, 0.0)
    for share in (0.3, 0.6, 1.0):
        pose = pose_of(exercise, path, share)
        assert max(np.linalg.norm(pose.heads[bone] - start.heads[bone]) for bone in bones) < 0.025


@pytest.mark.parametrize(
    ("exercise", "path", "measure", "low", "high"),
    [
        ("bridge", "lift", "right_hip_angle", 174, 184),
        ("bridge", "limited", "right_hip_angle", 147, 153),
        ("bridge", "lift", "trunk_pitch", 10, 40),
        ("heel_raise_bridge", "lift", "right_hip_angle", 174, 184),
        ("knee_to_chest", "pull_right", "right_hip_angle", 35, 60),
        ("double_knee_to_chest", "pull", "right_hip_angle", 28, 55),
        ("leg_stretch", "raise_right", "right_hip_angle", 80, 108),
        ("leg_stretch", "raise_right", "right_knee_angle", 172, 181),
        ("bird_dog", "reach_left", "left_hip_angle", 170, 190),
        ("bird_dog", "reach_left", "right_shoulder_angle", 165, 180),
        ("leg_reach", "reach_left", "left_hip_angle", 170, 190),
        ("back_stretch", "fold", "left_hip_angle", 5, 45),
        ("childs_pose", "fold", "left_knee_angle", 15, 50),
        ("cobra", "lift", "left_hip_angle", 190, 235),
        ("toe_touch", "bend", "left_hip_angle", 15, 70),
        ("toe_touch", "bend", "left_knee_angle", 172, 181),
    ],
)
def test_clean_movements_end_as_described(exercise: str, path: str, measure: str, low: float, high: float) -> None:
    """Seen from the side, degrees."""
    assert low < end_angles(exercise, path)[measure] < high


@pytest.mark.parametrize(
    ("exercise", "fault", "measure", "clean", "least"),
    [
        ("bird_dog", "leg_low_left", "left_hip_angle", "reach_left", 25),
        ("bird_dog", "arm_low_left", "right_shoulder_angle", "reach_left", 25),
        ("leg_stretch", "knee_bent_right", "right_knee_angle", "raise_right", 30),
        ("toe_touch", "knees_bent", "left_knee_angle", "bend", 30),
        ("cat_cow", "cat_elbows", "left_elbow_angle", "cat", 40),
        ("cat_cow", "cow_rock", "left_knee_angle", "cow", 20),
        ("bridge", "feet_far", "right_knee_angle", "lift", 20),
        ("double_knee_to_chest", "legs_open", "right_knee_angle", "pull", 40),
        ("back_stretch", "elbows_bent", "left_elbow_angle", "fold", 10),
        ("cobra", "hips_up", "left_hip_angle", "lift", 10),
    ],
)
def test_faults_differ_clearly(exercise: str, fault: str, measure: str, clean: str, least: float) -> None:
    """From the clean end position, in the measure that tells."""
    assert abs(end_angles(exercise, fault)[measure] - end_angles(exercise, clean)[measure]) > least


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


def test_bones_reach_their_end() -> None:
    """Two bones end where they are told to, bent the way they are told to."""
    start, end = np.zeros(3), np.array([0.5, 0.0, 0.0])
    first, second = two_bones(start, end, (0.4, 0.3), np.array([0.0, 0.0, 1.0]))
    assert 0.4 * first + 0.3 * second == pytest.approx(end)
    assert first[2] > 0


def test_angles_do_not_depend_on_where_the_head_is() -> None:
    """The same pose turned round has the same hip angle, measured on the front of the body."""
    body, pose = small_body(), pose_of("bridge", "lift", 0.4)
    turned = true_angles(body, pose.turned(about([0, 0, 1], 180)), SIDE_ON)
    assert turned["left_hip_angle"] == pytest.approx(true_angles(body, pose, SIDE_ON)["right_hip_angle"], abs=1.5)
