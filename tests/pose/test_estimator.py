from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray
from scripted import DOSE, path, reps

from posecoach.counting.coach import Coach
from posecoach.exercise.library import load_exercise
from posecoach.pose.estimator import COCO_17, MEDIAPIPE
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.pose.transforms import without_hip_offset
from posecoach.testing import AnyFigure, Figure, between, scripted_series

COCO_NAMES = (
    "nose left_eye right_eye left_ear right_ear left_shoulder right_shoulder left_elbow right_elbow left_wrist "
    "right_wrist left_hip right_hip left_knee right_knee left_ankle right_ankle"
)
COUNT = 3


def in_coco_order(series: Landmarks, *, confidence: bool = True) -> NDArray[np.float32]:
    """What an estimator of COCO keypoints gives of the same people."""
    order = list(COCO_17.keypoints)
    places = series.points[:, order, :2]
    return np.concatenate([places, series.visibility[:, order, None]], axis=-1) if confidence else places


def coco_series(series: Landmarks, *, confidence: bool = True) -> Landmarks:
    return Landmarks.from_coco17(in_coco_order(series, confidence=confidence), series.time_s, series.size)


def there_and_back(start: Figure, *ends: Figure) -> list[AnyFigure]:
    shares = path((0.0, 1.5), (1.0, 2.6), (0.0, 1.5))
    return [between(start, end, share) for end in ends for share in shares]


BRIDGES = there_and_back(Figure.supine(), *[Figure.supine(178.0)] * COUNT)
BIRD_DOGS = there_and_back(Figure.all_fours(), *map(Figure.all_fours, [Side.LEFT, Side.RIGHT, Side.LEFT]))
TOE_TOUCHES = there_and_back(Figure.standing(), *[Figure.standing(40.0)] * COUNT)


@pytest.mark.parametrize("confidence", [True, False])
@pytest.mark.parametrize(
    ("exercise", "figures", "sides"),
    [
        ("bridge", BRIDGES, [None] * COUNT),
        ("bird_dog", BIRD_DOGS, [Side.LEFT, Side.RIGHT, Side.LEFT]),
        ("toe_touch", TOE_TOUCHES, [None] * COUNT),
    ],
)
def test_coco_keypoints_are_counted(
    exercise: str, figures: Sequence[AnyFigure], sides: list[Side | None], confidence: bool
) -> None:
    """Hands, heels, toes, depth and the back's outline are missing, and no repetition is."""
    series = coco_series(scripted_series(figures, noise_px=0.3), confidence=confidence)
    coach = Coach(load_exercise(exercise), DOSE, live=False)
    events = [*coach.advance(series).events, *coach.finish()]
    assert [rep.side for rep in reps(events)] == sides


def test_the_order_of_coco_keypoints() -> None:
    """As the data set defines it."""
    assert [landmark.name.lower() for landmark in COCO_17.keypoints] == COCO_NAMES.split()


def test_nothing_is_derived() -> None:
    """What the estimator doesn't know, didn't place or gives no confidence is NaN and not visible."""
    keypoints = np.full((2, 17, 3), 0.9, np.float32)
    keypoints[0, 0, 0], keypoints[0, 9, 2] = np.nan, 0.0
    points, visibility = COCO_17.landmarks(keypoints)
    missing = {*Landmark} - {*COCO_17.keypoints}
    for row, unseen in enumerate([{*missing, Landmark.NOSE, Landmark.LEFT_WRIST}, missing]):
        assert {*np.flatnonzero(np.isnan(points[row]).all(axis=1))} == unseen
        assert {*np.flatnonzero(visibility[row] == 0)} == unseen
    assert points[1, Landmark.NOSE].tolist() == pytest.approx([0.9, 0.9, 0.0])


def test_frames_with_and_without_a_person() -> None:
    """A hidden face is no missing person; a frame without keypoints is as one in which nobody was found."""
    keypoints = in_coco_order(scripted_series([Figure.supine()] * 3))
    keypoints[1, 0], keypoints[2] = np.nan, np.nan
    series = Landmarks.from_coco17(keypoints, np.arange(3) / 30, (1280, 720))
    assert series.has_pose.tolist() == [True, True, False]
    assert np.isnan(series.visibility[2]).all()


def test_swapped_coco_legs_are_put_back() -> None:
    """Though a leg has no heel and no toes."""
    whole = scripted_series([Figure.all_fours(Side.LEFT)] * 20)
    swapped = in_coco_order(whole)
    legs = [COCO_17.keypoints.index(Landmark.of(joint, side)) for joint in ("knee", "ankle") for side in Side]
    swapped[10:, legs] = swapped[10:, [legs[1], legs[0], legs[3], legs[2]]]
    stable = Stabiliser()(Landmarks.from_coco17(swapped, whole.time_s, whole.size))
    assert stable.points[:, Landmark.LEFT_ANKLE] == pytest.approx(whole.points[:, Landmark.LEFT_ANKLE, :2], abs=1)


def test_a_camera_cut_is_a_new_view_in_coco_order_too() -> None:
    """All that was seen jumps at once, which is less than half of the landmarks that there could be."""
    keypoints = in_coco_order(scripted_series([Figure.supine()] * 20))
    keypoints[10:, :, 0] += 400
    keypoints[:, 0] = np.nan
    stable = Stabiliser()(Landmarks.from_coco17(keypoints, np.arange(20) / 30, (1280, 720)))
    moved = np.diff(stable.points[[9, 10], Landmark.LEFT_HIP, 0])
    assert moved > 100


def test_each_estimator_has_offsets_of_its_own() -> None:
    """Another one's hips are not moved by what MediaPipe's are off."""
    series = scripted_series([Figure.supine()] * 5)
    for profile, moved in ((MEDIAPIPE, True), (COCO_17, False)):
        poses = Stabiliser()(replace(series, profile=profile))
        corrected = without_hip_offset(poses, Posture.SUPINE)
        assert np.array_equal(corrected.points, poses.points, equal_nan=True) is not moved
