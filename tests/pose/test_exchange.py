from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from posecoach import coach
from posecoach.errors import OutputError, PosecoachError, SourceError
from posecoach.pose.estimator import COCO_17, EXACT, MEDIAPIPE
from posecoach.pose.landmarks import Landmark
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure, scripted_series

SIZE = (1280, 720)
SOMEBODY, NOBODY = Figure.supine(), None
SERIES = scripted_series([SOMEBODY, NOBODY, SOMEBODY], noise_px=1.0, profile=MEDIAPIPE)
ARRAYS = ("time_s", "points", "visibility", "contour")
LANDMARKS = (
    st.integers(1, 5)
    .flatmap(
        lambda frames: st.tuples(
            arrays.arrays(np.float32, (frames, 33, 3), elements=st.floats(-5000, 5000, width=32)),
            arrays.arrays(np.float32, (frames, 33), elements=st.floats(0, 1, width=32)),
            st.sets(st.integers(0, frames - 1)),
            st.sampled_from([MEDIAPIPE, COCO_17, EXACT]),
        )
    )
    .map(lambda drawn: landmarks(*drawn))
)


def landmarks(points: Any, visibility: Any, empty: set[int], profile: Any) -> Landmarks:
    """Some landmarks, with frames in which nobody is."""
    found = Landmarks.of([row / 30 for row in range(len(points))], [None] * len(points), SIZE, profile)
    found.points[:], found.visibility[:] = points, visibility
    found.points[list(empty)] = found.visibility[list(empty)] = np.nan
    return found


def mediapipe_results(series: Landmarks, *, legacy: bool = False) -> list[SimpleNamespace]:
    """What MediaPipe would give of the same people: shares of the frame, in one API a list of people."""
    width, height = series.size
    results = []
    for points, visibility in zip(series.points.tolist(), series.visibility.tolist(), strict=True):
        marks = [
            SimpleNamespace(x=x / width, y=y / height, z=z / width, visibility=seen)
            for (x, y, z), seen in zip(points, visibility, strict=True)
        ]
        someone = not np.isnan(points).all()
        people: Any = [marks, marks[:0]] if someone else []
        if legacy:
            people = SimpleNamespace(landmark=marks) if someone else None
        results.append(SimpleNamespace(pose_landmarks=people))
    return results


@pytest.mark.parametrize("legacy", [False, True])
def test_mediapipe_results_become_pixels(legacy: bool) -> None:
    """Of both APIs; a frame without a person is NaN throughout."""
    found = Landmarks.from_mediapipe(mediapipe_results(SERIES, legacy=legacy), SERIES.time_s, SERIES.size)
    assert found.points == pytest.approx(SERIES.points, abs=1e-3, nan_ok=True)
    assert found.visibility == pytest.approx(SERIES.visibility, nan_ok=True)
    assert found.has_pose.tolist() == [True, False, True]
    assert found.profile is MEDIAPIPE


def test_a_single_mediapipe_result() -> None:
    """Frame by frame, as a live program has them."""
    found = Landmarks.from_mediapipe(mediapipe_results(SERIES)[0], 2.5, SERIES.size)
    assert (len(found), found.time_s.tolist()) == (1, [2.5])


def test_a_missing_visibility_is_no_reason_to_doubt() -> None:
    """MediaPipe's containers allow for None."""
    mark = SimpleNamespace(x=0.5, y=0.5, z=0.0, visibility=None)
    found = Landmarks.from_mediapipe(SimpleNamespace(pose_landmarks=[[mark] * 33]), 0.0, SIZE)
    assert (found.visibility == 1).all()


def test_real_mediapipe_containers() -> None:
    """The types that the Tasks API gives."""
    containers = pytest.importorskip("mediapipe.tasks.python.components.containers.landmark")
    marks = [containers.NormalizedLandmark(x=0.25, y=0.5, z=-0.1, visibility=0.75) for _ in Landmark]
    found = Landmarks.from_mediapipe(SimpleNamespace(pose_landmarks=[marks]), 0.0, SIZE)
    assert found.points[0, 0].tolist() == pytest.approx([320, 360, -128])
    assert found.visibility[0, 0] == 0.75


@pytest.mark.parametrize(
    "time_s", [[0.0], [0.0, 0.1, 0.1], [0.2, 0.1, 0.0], [0.0, np.nan, 1.0], [[0.0, 0.1, 0.2]], "now"]
)
def test_times_must_fit(time_s: Any) -> None:
    """One for each frame, and increasing."""
    with pytest.raises(SourceError, match="time_s"):
        Landmarks.from_mediapipe(mediapipe_results(SERIES), time_s, SIZE)
    with pytest.raises(SourceError, match="time_s"):
        Landmarks.from_coco17(np.ones((3, 17, 3)), time_s, SIZE)


def test_hands_are_no_pose() -> None:
    """Results of another landmarker are refused."""
    mark = SimpleNamespace(x=0.5, y=0.5, z=0.0, visibility=1.0)
    with pytest.raises(SourceError, match="21 landmarks"):
        Landmarks.from_mediapipe(SimpleNamespace(pose_landmarks=[[mark] * 21]), 0.0, SIZE)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"points": SERIES.points[:2]}, r"points has shape \(2, 33, 3\); give \(3, 33, 3\)"),
        ({"visibility": SERIES.visibility[:, :17]}, "visibility has shape"),
        ({"time_s": SERIES.time_s[:, None]}, "time_s has shape"),
        ({"time_s": SERIES.time_s[::-1]}, "time_s doesn't increase"),
        ({"size": (0, 720)}, "size"),
    ],
)
def test_arrays_must_fit_each_other(changes: dict[str, Any], message: str) -> None:
    """Landmarks that don't can't be made."""
    with pytest.raises(SourceError, match=message):
        replace(SERIES, **changes)


@pytest.mark.parametrize("shape", [(17, 3), (2, 18, 3), (2, 17, 4)])
def test_other_keypoints_are_refused(shape: tuple[int, ...]) -> None:
    """With the shape that is wanted."""
    with pytest.raises(SourceError, match=r"17, 2 or 3"):
        Landmarks.from_coco17(np.zeros(shape), [0.0, 0.1], SIZE)


@given(arrays.arrays(np.float32, (2, 17, 3), elements=st.floats(0.125, 1, width=32)))
def test_every_coco_keypoint_gets_its_place(keypoints: Any) -> None:
    """And nothing else is seen."""
    found = Landmarks.from_coco17(keypoints, [0.0, 0.1], SIZE)
    order = list(COCO_17.keypoints)
    assert np.array_equal(found.points[:, order, :2], keypoints[..., :2])
    assert np.array_equal(found.visibility[:, order], keypoints[..., 2])
    assert (np.delete(found.visibility, order, axis=1) == 0).all()


@given(LANDMARKS)
def test_what_is_saved_is_loaded(tmp_path_factory: pytest.TempPathFactory, series: Landmarks) -> None:
    """Bit for bit, with the estimator that saw it."""
    path = tmp_path_factory.mktemp("saved") / "landmarks.npz"
    series.save(path, source="clip.mp4")
    loaded = Landmarks.load(path)
    assert (loaded.size, loaded.profile) == (series.size, series.profile)
    for name in ARRAYS:
        assert np.array_equal(getattr(series, name), getattr(loaded, name), equal_nan=True)


def test_files_that_can_not_be_saved_or_loaded(tmp_path: Path) -> None:
    """Errors are those of the package."""
    with pytest.raises(OutputError):
        SERIES.save(tmp_path / "missing" / "landmarks.npz")
    with pytest.raises(SourceError):
        Landmarks.load(str(tmp_path / "landmarks.npz"))


@given(LANDMARKS)
def test_movement_gives_back_what_it_was_given(series: Landmarks) -> None:
    """But for depth and the back's outline."""
    found = Landmarks.from_movement(series.to_movement(), series.size)
    assert found.profile is series.profile
    assert np.array_equal(found.time_s, series.time_s)
    assert np.array_equal(found.points[..., :2], series.points[..., :2], equal_nan=True)
    assert np.array_equal(found.visibility, series.visibility, equal_nan=True)


def test_the_layout_that_movement_has() -> None:
    """Dimensions in its order, places and confidence, and what it says of itself."""
    dataset = SERIES.to_movement()
    assert dataset["position"].dims == ("time", "space", "keypoints", "individuals")
    assert dataset["confidence"].dims == ("time", "keypoints", "individuals")
    assert dataset["keypoints"].values.tolist()[:2] == ["nose", "left_eye_inner"]
    assert dataset.attrs == {
        "source_software": "mediapipe",
        "ds_type": "poses",
        "time_unit": "seconds",
        "fps": pytest.approx(30.0),
    }
    knee = dataset["position"].sel(keypoints="left_knee", space="y", individuals="person")
    assert np.array_equal(knee, SERIES.points[:, Landmark.LEFT_KNEE, 1], equal_nan=True)


def test_uneven_times_have_no_frame_rate() -> None:
    """Because movement would make frame numbers of it."""
    series = Landmarks.of([0.0, 0.1, 0.4], [None] * 3, SIZE)
    assert "fps" not in series.to_movement().attrs
    assert "fps" not in series[:1].to_movement().attrs


def foreign(**changes: Any) -> xr.Dataset:
    """What another estimator gave of two people, with a keypoint that isn't known here."""
    names = ["Left_Hip", "tail", "left_knee"]
    position = np.arange(2 * 2 * 3 * 2, dtype=float).reshape(2, 2, 3, 2)
    confidence = np.full((2, 3, 2), np.nan)
    data = {
        "position": (("time", "space", "keypoints", "individuals"), position),
        "confidence": (("time", "keypoints", "individuals"), confidence),
    }
    coords = {"time": [0.0, 0.1], "space": ["x", "y"], "keypoints": names, "individuals": ["a", "b"]}
    return xr.Dataset(data, coords | changes, {"ds_type": "poses", "time_unit": "seconds", "source_software": None})


@pytest.mark.parametrize(("individual", "column"), [(None, 0), ("a", 0), ("b", 1)])
@pytest.mark.parametrize("names", [{}, {"keypoints": "keypoint", "individuals": "individual"}])
def test_keypoints_are_known_by_their_names(individual: str | None, column: int, names: dict[str, str]) -> None:
    """Plural dimensions as before movement 0.17, or singular ones; a confidence that isn't known is no doubt."""
    dataset = foreign()
    found = Landmarks.from_movement(dataset.rename(names), SIZE, individual)
    known = [Landmark.LEFT_HIP, Landmark.LEFT_KNEE]
    wanted = dataset["position"].values[:, :, [0, 2], column].swapaxes(1, 2)
    assert np.array_equal(found.points[:, known, :2], wanted)
    assert (found.visibility[:, known] == 1).all()
    assert np.isnan(np.delete(found.points, known, axis=1)).all()
    assert (np.delete(found.visibility, known, axis=1) == 0).all()


def test_one_individual_may_be_taken_out_before() -> None:
    """Then there is no such dimension any more."""
    found = Landmarks.from_movement(foreign().sel(individuals="b"), SIZE)
    assert found.points[0, Landmark.LEFT_HIP, 0] == 1


@pytest.mark.parametrize(
    ("dataset", "individual", "message"),
    [
        (foreign().assign_attrs(time_unit="frames"), None, "frame numbers"),
        (foreign(keypoints=["a", "b", "c"]), None, "no keypoint is a landmark: a, b, c"),
        (foreign(), "c", "individual"),
        (foreign().drop_vars("confidence"), None, "not a poses dataset"),
        (foreign().mean("individuals").assign(confidence=("keypoints", np.ones(3))), None, "confidence has shape"),
        (foreign().drop_dims("space"), None, "not a poses dataset"),
        (xr.Dataset(), None, "not a poses dataset"),
    ],
)
def test_other_datasets_are_refused(dataset: xr.Dataset, individual: str | None, message: str) -> None:
    """Saying what is missing."""
    with pytest.raises(SourceError, match=message):
        Landmarks.from_movement(dataset, SIZE, individual)


def test_without_xarray_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that everybody knows what to install."""
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(PosecoachError, match=r"pip install .*xarray"):
        SERIES.to_movement()


@pytest.mark.parametrize("through", ["mediapipe", "movement"])
def test_bridges_are_counted_whatever_they_came_through(through: str) -> None:
    """Three of them, out of MediaPipe's results and out of a dataset of movement."""
    down, up = [Figure.supine(125)] * 60, [Figure.supine(175)] * 60
    series = scripted_series([*down, *up] * 3 + down)
    found = (
        Landmarks.from_mediapipe(mediapipe_results(series), series.time_s, series.size)
        if through == "mediapipe"
        else Landmarks.from_movement(series.to_movement(), series.size)
    )
    assert coach(found, "bridge").rep_count == 3
