"""What is put over exercise files when exercises are loaded, layer by layer."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from posecoach.calibrations.files import calibration_paths, profile_path, read_calibration
from posecoach.calibrations.model import Calibration, ExerciseCalibration, calibrated, fingerprint
from posecoach.data_files import first_problem, nearest
from posecoach.errors import ExerciseError
from posecoach.exercise.schema import Exercise

__all__ = ["Layer", "Overlay"]


@dataclass(frozen=True, slots=True)
class Layer:
    """One calibration file.

    Attributes:
        path: Of the file.
        calibration: What it says.
        profile: Name of the profile that it is; None for one that holds for everybody.
    """

    path: Path
    calibration: Calibration
    profile: str | None = None

    def fits(self, exercise: Exercise) -> bool:
        """Whether it says something of an exercise, as its file has it, and that was fitted to the file's rules.

        A profile always fits: what a person can do doesn't change with the file.
        """
        said = self.calibration.exercises.get(exercise.id)
        if said is None:
            return False
        return self.profile is not None or said.fitted_to in (None, fingerprint(exercise))

    def over(self, exercise: Exercise) -> Exercise:
        """An exercise that it says something of, with that over it.

        Raises:
            ExerciseError: If it can't be put over it, with file, key, value and what is allowed.
        """
        said = self.calibration.exercises[exercise.id]
        place = f"{self.path}: exercises.{exercise.id}.thresholds"
        anew = f"; `posecoach calibrate {exercise.id} --profile {self.profile}` makes it anew" if self.profile else ""
        _refuse_outside(exercise, said, place, anew)
        try:
            return calibrated(exercise, said, self.profile)
        except ValidationError as error:
            raise ExerciseError(f"{place}: {first_problem(error)}") from error


@dataclass(frozen=True, slots=True)
class Overlay:
    """All calibrations that are put over exercise files, in this order.

    Attributes:
        layers: The first lies undermost.
    """

    layers: tuple[Layer, ...]

    @classmethod
    def load(cls, profile: str | None = None) -> "Overlay":
        """What the user fitted for everybody, and on top a person's profile.

        Raises:
            ExerciseError: If a file is wrong or there is no such profile.
        """
        everybody = cls.of(calibration_paths())
        if profile is None:
            return everybody
        path = profile_path(profile)
        return cls((*everybody.layers, Layer(path, read_calibration(path), profile)))

    @classmethod
    def of(cls, paths: Iterable[Path]) -> "Overlay":
        """Files that hold for everybody.

        Raises:
            ExerciseError: If one is wrong.
        """
        return cls(tuple(Layer(path, read_calibration(path)) for path in paths))

    def over(self, exercise: Exercise) -> Exercise:
        """An exercise with the layers that fit it.

        Args:
            exercise: As its file has it.

        Raises:
            ExerciseError: If one can't be put over it, with file, key, value and what is allowed.
        """
        result = exercise
        for layer in self.layers:
            if layer.fits(exercise):
                result = layer.over(result)
        return result

    def left_out(self, exercise: Exercise) -> list[Path]:
        """Files with values for an exercise that were fitted to other rules than its file has."""
        return [one.path for one in self.layers if exercise.id in one.calibration.exercises and not one.fits(exercise)]


def _refuse_outside(exercise: Exercise, said: ExerciseCalibration, place: str, anew: str) -> None:
    for key, value in said.thresholds.items():
        if key not in exercise.tunables:
            allowed = nearest(key, exercise.tunables) if exercise.tunables else "none"
            raise ExerciseError(f"{place}: {key!r} is not tunable in {exercise.id}; allowed: {allowed}{anew}")
        low, high = exercise.tunables[key]
        if not low <= value <= high:
            raise ExerciseError(f"{place}: {key!r} = {value:g}; allowed: {low:g} to {high:g}")
