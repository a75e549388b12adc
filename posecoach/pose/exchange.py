"""Landmarks out of other tools' results, and for them: MediaPipe's Python objects, datasets of `movement`."""

import importlib.util
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posecoach.errors import OutputError, SourceError
from posecoach.installation import install_command
from posecoach.messages import Message
from posecoach.pose.estimator import COCO_17, EXACT, MEDIAPIPE, PROFILES, EstimatorProfile
from posecoach.pose.landmarks import LANDMARK_COUNT, Landmark
from posecoach.pose.series import Floats, Landmarks

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["dataset_of", "in_pixels", "of_coco17", "of_dataset", "of_results"]

_EVEN_S = 1e-3
"""Times that are apart equally but for this have a frame rate; containers round to milliseconds."""
_SPACE = ("x", "y")
# movement 0.17 went over from plural to singular names.
_KEYPOINTS, _INDIVIDUALS = ("keypoints", "keypoint"), ("individuals", "individual")


def _times_of(time_s: ArrayLike, frames: int) -> NDArray[np.float64]:
    """Shape (n,): the media times of n frames.

    Raises:
        SourceError: If there is not one for each frame.
    """
    times = np.atleast_1d(_numbers("time_s", time_s))
    if times.shape != (frames,):
        raise SourceError(
            Message(
                "time_s has shape {shape} for {count} frames; give one time in seconds for each",
                shape=times.shape,
                count=frames,
            )
        )
    return times


def _numbers(name: str, values: ArrayLike) -> NDArray[np.float64]:
    try:
        return np.asarray(values, np.float64)
    except (TypeError, ValueError) as error:
        raise SourceError(
            Message("{name} can't be read as an array of numbers: {reason}", name=name, reason=error)
        ) from error


def in_pixels(people: Any, size: tuple[int, int]) -> tuple[Floats, Floats] | None:
    """Points and visibility, as `Pose` has them, of the first person that MediaPipe found; None if it found nobody.

    Args:
        people: The `pose_landmarks` of its result: a list of people, or of its older API one person or None.
        size: Width and height of the frame in pixels.

    Raises:
        SourceError: If these are no 33 landmarks.
    """
    if not people:
        return None
    marks = people.landmark if hasattr(people, "landmark") else people[0]
    if len(marks) != LANDMARK_COUNT:
        raise SourceError(
            Message(
                "{count} landmarks instead of {wanted}; give results of a pose landmarker",
                count=len(marks),
                wanted=LANDMARK_COUNT,
            )
        )
    # A result that was made by hand may lack the visibility.
    values = [(mark.x, mark.y, mark.z, 1.0 if mark.visibility is None else mark.visibility) for mark in marks]
    landmarks = np.array(values, np.float32)
    width, height = size
    return landmarks[:, :3] * np.array([width, height, width], np.float32), landmarks[:, 3].copy()


def of_results(results: Any, time_s: ArrayLike, size: tuple[int, int]) -> Landmarks:
    """See `Landmarks.from_mediapipe`."""
    frames = results if isinstance(results, Sequence) and not hasattr(results, "pose_landmarks") else [results]
    landmarks = _nobody(_times_of(time_s, len(frames)), size)
    for row, frame in enumerate(frames):
        found = in_pixels(frame.pose_landmarks, size)
        if found is not None:
            landmarks.points[row], landmarks.visibility[row] = found
    return landmarks


def of_coco17(keypoints: NDArray[np.floating], time_s: ArrayLike, size: tuple[int, int]) -> Landmarks:
    """See `Landmarks.from_coco17`."""
    keypoints = _numbers("keypoints", keypoints)
    if keypoints.ndim != 3 or keypoints.shape[1] != len(COCO_17.keypoints) or keypoints.shape[2] not in (2, 3):
        raise SourceError(
            Message("keypoints have shape {shape}; give (frames, 17, 2 or 3) in COCO's order", shape=keypoints.shape)
        )
    landmarks = _nobody(_times_of(time_s, len(keypoints)), size, COCO_17)
    landmarks.points[:], landmarks.visibility[:] = COCO_17.landmarks(keypoints)
    landmarks.visibility[~landmarks.has_pose] = np.nan
    return landmarks


def dataset_of(landmarks: Landmarks) -> "xr.Dataset":
    """See `Landmarks.to_movement`."""
    if importlib.util.find_spec("xarray") is None:
        command = install_command("movement")
        raise OutputError(Message("to_movement needs xarray, which isn't installed: {command}", command=command))
    import xarray as xr  # noqa: PLC0415 - an extra

    steps = np.diff(landmarks.time_s)
    even = len(steps) > 0 and np.ptp(steps) <= 2 * _EVEN_S
    dims = ("time", "space", _KEYPOINTS[0], _INDIVIDUALS[0])
    return xr.Dataset(
        {
            "position": (dims, landmarks.points[..., :2].swapaxes(1, 2)[..., None].copy()),
            "confidence": ((dims[0], *dims[2:]), landmarks.visibility[..., None].copy()),
        },
        {
            "time": landmarks.time_s.copy(),
            "space": list(_SPACE),
            dims[2]: [mark.name.lower() for mark in Landmark],
            dims[3]: ["person"],
        },
        {
            "source_software": landmarks.profile.name,
            "ds_type": "poses",
            "time_unit": "seconds",
            **({"fps": float(1 / steps.mean())} if even else {}),
        },
    )


def of_dataset(dataset: "xr.Dataset", size: tuple[int, int], individual: str | None = None) -> Landmarks:
    """See `Landmarks.from_movement`."""
    if dataset.attrs.get("time_unit") == "frames":
        raise SourceError(Message("the dataset's times are frame numbers; load it with fps, so that they are seconds"))
    try:
        time_s, names, places, confidence = _arrays(_one_person(dataset, individual))
    except (LookupError, ValueError) as error:
        raise SourceError(
            Message("not a poses dataset of movement, or not with this individual: {reason}", reason=error)
        ) from error
    if confidence.shape != places.shape[:2]:
        raise SourceError(
            Message(
                "confidence has shape {shape}; give {wanted}, as position has it",
                shape=confidence.shape,
                wanted=places.shape[:2],
            )
        )
    known = {row: _BY_NAME[name] for row, name in enumerate(names) if name in _BY_NAME}
    if not known:
        raise SourceError(
            Message("no keypoint is a landmark: {names}; rename them, such as to left_hip", names=", ".join(names))
        )
    profile = PROFILES.get(dataset.attrs.get("source_software") or "", EXACT)
    landmarks = _nobody(_times_of(time_s, len(places)), size, profile)
    rows, order = list(known), list(known.values())
    landmarks.points[:, order, :2], landmarks.points[:, order, 2] = places[:, rows], 0.0
    landmarks.points[np.isnan(landmarks.points[..., :2]).any(axis=-1)] = np.nan
    seen = ~np.isnan(landmarks.points[..., 0])
    # A dataset whose confidence isn't known has NaN there.
    landmarks.visibility[:, order] = np.nan_to_num(confidence[:, rows], nan=1.0)
    landmarks.visibility[~seen] = 0.0
    landmarks.visibility[~landmarks.has_pose] = np.nan
    return landmarks


_BY_NAME = {mark.name.lower(): mark for mark in Landmark}


def _one_person(dataset: "xr.Dataset", individual: str | None) -> "xr.Dataset":
    """The dataset of one individual; one that was taken out already has no such dimension."""
    for dim in _INDIVIDUALS:
        if dim in dataset.dims:
            return dataset.isel({dim: 0}) if individual is None else dataset.sel({dim: individual})
    return dataset


def _arrays(person: "xr.Dataset") -> tuple[NDArray[Any], list[str], NDArray[Any], NDArray[Any]]:
    """Times, names of k keypoints, their places of shape (n, k, 2) and confidence of shape (n, k)."""
    keypoint = _KEYPOINTS[1] if _KEYPOINTS[1] in person.dims else _KEYPOINTS[0]
    person = person.transpose("time", keypoint, "space").sel(space=list(_SPACE))
    names = [str(name).lower() for name in person[keypoint].values]
    return person["time"].values, names, person["position"].values, person["confidence"].values


def _nobody(time_s: NDArray[np.float64], size: tuple[int, int], profile: EstimatorProfile = MEDIAPIPE) -> Landmarks:
    return Landmarks.of(time_s.tolist(), [None] * len(time_s), size, profile)
