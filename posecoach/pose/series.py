"""Poses over time, as they come from an estimator and after stabilising."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from posecoach.errors import SourceError
from posecoach.messages import Message
from posecoach.pose.estimator import MEDIAPIPE, EstimatorProfile, Pose
from posecoach.pose.landmarks import LANDMARK_COUNT

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["CONTOUR_POINTS", "LONGEST_SIDE", "ROW_SHAPES", "Floats", "Landmarks", "StablePoses", "concatenate"]

CONTOUR_POINTS = 21
"""Samples of the back's contour, evenly spaced from the shoulder (first) to the hip (last)."""

ROW_SHAPES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {"time_s": (), "points": (LANDMARK_COUNT, 3), "visibility": (LANDMARK_COUNT,), "contour": (CONTOUR_POINTS,)}
)
"""Shape of a frame's part in each array of landmarks."""
LONGEST_SIDE = 1 << 16
"""Pixels of a frame."""

Floats: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, eq=False, slots=True)
class Landmarks:
    """Poses of n frames as an estimator saw them; a frame without a person is NaN throughout.

    >>> import numpy as np
    >>> from posecoach import Landmarks
    >>> keypoints = np.full((30, 17, 3), [640.0, 180.0, 0.9])
    >>> landmarks = Landmarks.from_coco17(keypoints, np.arange(30) / 30, size=(1280, 720))
    >>> len(landmarks), landmarks.points.shape
    (30, (30, 33, 3))

    Attributes:
        time_s: Shape (n,), media time, strictly increasing.
        points: Shape (n, 33, 3), see `Pose`.
        visibility: Shape (n, 33).
        contour: Shape (n, CONTOUR_POINTS).
        size: Width and height of the frame in pixels.
        profile: Of the estimator that saw them.

    Raises:
        SourceError: If an array has another shape, times don't increase, or the size isn't one of a picture.
    """

    time_s: NDArray[np.float64]
    points: Floats
    visibility: Floats
    contour: Floats
    size: tuple[int, int]
    profile: EstimatorProfile = MEDIAPIPE

    def __post_init__(self) -> None:
        _check(self)

    def __len__(self) -> int:
        return len(self.time_s)

    def __getitem__(self, rows: slice) -> "Landmarks":
        """Some consecutive frames."""
        return _rows(self, rows)

    @property
    def has_pose(self) -> NDArray[np.bool_]:
        """Shape (n,): whether a person was found in the frame."""
        return np.asarray(~np.isnan(self.points[..., 0]).all(axis=1))

    @classmethod
    def of(
        cls,
        times_s: list[float],
        poses: list[Pose | None],
        size: tuple[int, int],
        profile: EstimatorProfile = MEDIAPIPE,
    ) -> "Landmarks":
        """Stacks single poses; None stands for a frame without a person."""
        rows = (len(times_s), LANDMARK_COUNT)
        points, visibility = np.full((*rows, 3), np.nan, np.float32), np.full(rows, np.nan, np.float32)
        contour = np.full((rows[0], CONTOUR_POINTS), np.nan, np.float32)
        nobody = cls(np.array(times_s, np.float64), points, visibility, contour, size, profile)
        return nobody.with_poses({row: pose for row, pose in enumerate(poses) if pose is not None})

    @classmethod
    def from_mediapipe(cls, results: Any, time_s: ArrayLike, size: tuple[int, int]) -> "Landmarks":
        """Poses out of what MediaPipe's Python API gives; of several people in a frame the first.

        >>> from types import SimpleNamespace
        >>> mark = SimpleNamespace(x=0.5, y=0.25, z=0.0, visibility=0.9)
        >>> someone, nobody = SimpleNamespace(pose_landmarks=[[mark] * 33]), SimpleNamespace(pose_landmarks=[])
        >>> landmarks = Landmarks.from_mediapipe([someone, nobody], [0.0, 0.04], (1280, 720))
        >>> landmarks.points[0, 0].tolist(), landmarks.has_pose.tolist()
        ([640.0, 180.0, 0.0], [True, False])

        Args:
            results: The `PoseLandmarkerResult` of a frame, or one for each of n frames; or those of
                `mp.solutions.pose`. Their landmarks are shares of the frame's width and height.
            time_s: Shape (n,), media time, strictly increasing; of one frame a number does.
            size: Width and height of the frame in pixels.

        Raises:
            SourceError: If these are no 33 landmarks, or the times don't fit.
        """
        from posecoach.pose.exchange import of_results  # noqa: PLC0415 - which makes `Landmarks`

        return of_results(results, time_s, size)

    @classmethod
    def from_coco17(cls, keypoints: NDArray[np.floating], time_s: ArrayLike, size: tuple[int, int]) -> "Landmarks":
        """Poses out of the 17 COCO keypoints, which many estimators give: nose, eyes, ears, shoulders and so on.

        >>> import numpy as np
        >>> keypoints = np.full((2, 17, 3), [640.0, 180.0, 0.9])
        >>> keypoints[1] = np.nan
        >>> Landmarks.from_coco17(keypoints, [0.0, 0.04], (1280, 720)).has_pose.tolist()
        [True, False]

        Args:
            keypoints: Shape (n, 17, 2 or 3): x right and y down in pixels, and if there is one the confidence, 0 to 1;
                a frame without a person is NaN throughout, or has no confidence.
            time_s: Shape (n,), media time, strictly increasing.
            size: Width and height of the frame in pixels.

        Raises:
            SourceError: If keypoints or times have another shape.
        """
        from posecoach.pose.exchange import of_coco17  # noqa: PLC0415 - which makes `Landmarks`

        return of_coco17(keypoints, time_s, size)

    @classmethod
    def from_movement(cls, dataset: "xr.Dataset", size: tuple[int, int], individual: str | None = None) -> "Landmarks":
        """Poses out of a dataset of the package `movement`, whose keypoints are named like landmarks.

        >>> from posecoach.testing import Figure, scripted_series
        >>> dataset = scripted_series([Figure.supine()] * 3).to_movement()
        >>> len(Landmarks.from_movement(dataset, (1280, 720)))
        3

        Keypoints with other names are left out; those that are missing count as not seen.

        Args:
            dataset: Dimensions time, space, keypoint(s) and individual(s), variables position (pixels) and confidence.
            size: Width and height of the frame in pixels.
            individual: Name of the person; None for the first.

        Raises:
            SourceError: If it isn't such a dataset, its times aren't seconds, or no name is a landmark's.
        """
        from posecoach.pose.exchange import of_dataset  # noqa: PLC0415 - which makes `Landmarks`

        return of_dataset(dataset, size, individual)

    def to_movement(self) -> "xr.Dataset":
        """The poses as a dataset of the package `movement`; depth and the back's outline are not in it.

        >>> from posecoach.testing import Figure, scripted_series
        >>> dataset = scripted_series([Figure.supine()] * 3).to_movement()
        >>> dict(dataset.sizes)
        {'time': 3, 'space': 2, 'keypoints': 33, 'individuals': 1}

        From version 0.17 on, `movement` has singular names: `rename(keypoints="keypoint", individuals="individual")`.

        Raises:
            OutputError: If xarray isn't installed.
        """
        from posecoach.pose.exchange import dataset_of  # noqa: PLC0415 - which makes `Landmarks`

        return dataset_of(self)

    @classmethod
    def load(cls, path: str | Path) -> "Landmarks":
        """Reads a `landmarks.npz`, or the `landmarks.part` of a session that broke off.

        >>> landmarks = Landmarks.load("results/clip/landmarks.npz")  # doctest: +SKIP

        Raises:
            SourceError: If the file isn't a landmark recording.
        """
        from posecoach.pose.recording import load_landmarks  # noqa: PLC0415 - which makes `Landmarks`

        return load_landmarks(Path(path))[1]

    def save(self, path: str | Path, source: str = "landmarks") -> None:
        """Writes a `landmarks.npz`, which `load`, `posecoach analyse` and `posecoach tune` read.

        >>> import tempfile
        >>> from posecoach.testing import Figure, scripted_series
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     scripted_series([Figure.supine()] * 3).save(f"{folder}/landmarks.npz")
        ...     len(Landmarks.load(f"{folder}/landmarks.npz"))
        3

        Args:
            path: File to write; `posecoach` knows it by the ending .npz.
            source: What the landmarks come from, for the session.

        Raises:
            OutputError: If it can't be written.
        """
        from posecoach.pose.recording import save_landmarks  # noqa: PLC0415 - which reads `Landmarks`

        save_landmarks(Path(path), self, source)

    def with_hips_as_found(self) -> "Landmarks":
        """The same landmarks, of which the estimator's known offset of the hips won't be taken off."""
        return replace(self, profile=replace(self.profile, hip_offsets={}))

    def with_poses(self, poses: Mapping[int, Pose]) -> "Landmarks":
        """The series with other poses in some rows."""
        points, visibility, contour = self.points.copy(), self.visibility.copy(), self.contour.copy()
        for row, pose in poses.items():
            points[row], visibility[row], contour[row] = pose.points, pose.visibility, pose.contour
        return replace(self, points=points, visibility=visibility, contour=contour)


@dataclass(frozen=True, eq=False, slots=True)
class StablePoses:
    """Poses after stabilising: smoothed, short gaps bridged, and only what is evidence.

    Attributes:
        time_s: Shape (n,), media time.
        points: Shape (n, 33, 2), float64 pixels; NaN where a landmark isn't evidence (not seen, outside the
            frame, jumping) for longer than a short gap.
        seen_points: Shape (n, 33, 2), pixels as the estimator saw them, believable or not; NaN without a person.
        body_length: Shape (n,), pixels of a trunk length, judged by the least foreshortened part of the body.
        found: Shape (n,), whether the estimator saw a person in the frame.
        beyond: Shape (n, 33, 2), for a landmark outside the picture: -1 to the left or above, 1 to the right or below;
            else 0.
        contour: Shape (n, CONTOUR_POINTS).
        near_is_right: Shape (n,), whether the person's right side is the one nearer to the camera.
        size: Width and height of the frame in pixels.
        profile: Of the estimator that saw them.
    """

    time_s: NDArray[np.float64]
    points: NDArray[np.float64]
    seen_points: NDArray[np.float64]
    body_length: NDArray[np.float64]
    found: NDArray[np.bool_]
    beyond: NDArray[np.int8]
    contour: Floats
    near_is_right: NDArray[np.bool_]
    size: tuple[int, int]
    profile: EstimatorProfile = MEDIAPIPE

    def __len__(self) -> int:
        return len(self.time_s)

    def __getitem__(self, rows: slice) -> "StablePoses":
        """Some consecutive frames."""
        return _rows(self, rows)

    @property
    def outside(self) -> NDArray[np.bool_]:
        """Shape (n, 33): whether the landmark lies outside the picture."""
        return np.asarray(self.beyond.any(axis=-1))


def _check(landmarks: Landmarks) -> None:
    frames = np.size(landmarks.time_s)
    for name, row in ROW_SHAPES.items():
        shape = np.shape(getattr(landmarks, name))
        if shape != (frames, *row):
            raise SourceError(
                Message(
                    "{name} has shape {shape}; give {wanted} for {count} frames",
                    name=name,
                    shape=shape,
                    wanted=(frames, *row),
                    count=frames,
                )
            )
    if not (np.isfinite(landmarks.time_s).all() and (np.diff(landmarks.time_s) > 0).all()):
        raise SourceError(Message("time_s doesn't increase from frame to frame; give media times in seconds"))
    if len(landmarks.size) != 2 or not all(0 < side <= LONGEST_SIDE for side in landmarks.size):
        raise SourceError(
            Message(
                "size = {size}; give a frame's width and height in pixels, 1 to {most}",
                size=landmarks.size,
                most=LONGEST_SIDE,
            )
        )


Series = TypeVar("Series", Landmarks, StablePoses)


def concatenate(parts: list[Series]) -> Series:
    """Joins consecutive series of the same recording; at least one part is needed."""
    joined: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in _per_frame(parts[0])
    }
    return replace(parts[0], **joined)


def _rows(series: Series, rows: slice) -> Series:
    some: dict[str, Any] = {name: getattr(series, name)[rows] for name in _per_frame(series)}
    return replace(series, **some)


def _per_frame(series: Landmarks | StablePoses) -> list[str]:
    return [field.name for field in fields(series) if field.name not in {"size", "profile"}]
