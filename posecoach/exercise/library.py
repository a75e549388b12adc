"""Exercise files and doses by name, with the calibrations that lie over the files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from posecoach.errors import ExerciseError
from posecoach.exercise.calibration import Calibration, ExerciseCalibration, calibrated, fingerprint
from posecoach.exercise.calibration_files import calibration_paths, profile_path, read_calibration
from posecoach.exercise.data_files import TomlFile, data_folder, overlaid, user_folder
from posecoach.exercise.file_errors import first_problem
from posecoach.exercise.schema import Dose, Exercise
from posecoach.names import nearest

__all__ = [
    "ExerciseLibrary",
    "Layer",
    "Overlay",
    "choose_dose",
    "data_folder",
    "demonstration_path",
    "exercise_paths",
    "load_exercise",
    "load_exercises",
    "misnamed_exercise",
    "not_personal",
    "own_exercises",
    "read_exercise",
]


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


_SETTINGS = ("reps", "hold_s", "moving_s")


@dataclass(frozen=True, slots=True)
class ExerciseLibrary:
    """All exercises that there are, with the calibrations that lie over their files.

    Attributes:
        paths: Exercise files by exercise id.
        overlay: The calibrations.
    """

    paths: Mapping[str, Path]
    overlay: Overlay

    @classmethod
    def open(cls, profile: str | None = None) -> "ExerciseLibrary":
        """The exercises as they are for everybody, or for the person with a profile.

        Raises:
            ExerciseError: If there is no such profile, with the nearest names, or a calibration file is wrong.
        """
        return cls(exercise_paths(), Overlay.load(profile))

    def raw(self, exercise_id: str) -> Exercise:
        """The exercise with this id, as its file has it.

        Raises:
            ExerciseError: If there is none, with the nearest names, or its file is wrong.
        """
        if exercise_id not in self.paths:
            raise ExerciseError(f"unknown exercise {exercise_id!r}; did you mean {nearest(exercise_id, self.paths)}?")
        return read_exercise(self.paths[exercise_id])

    def load(self, exercise_id: str) -> Exercise:
        """The exercise with this id, with what calibrations say of it.

        Raises:
            ExerciseError: If there is none, with the nearest names, or its file or a calibration is wrong.
        """
        return self.overlay.over(self.raw(exercise_id))


def exercise_paths() -> dict[str, Path]:
    """Exercise files by exercise id; a user's own file takes the place of the one with the same name."""
    return overlaid("exercises")


def demonstration_path(exercise_id: str) -> Path | None:
    """The loop that shows an exercise, a user's own before the program's; None if there is none."""
    folders = (user_folder() / "demonstrations", data_folder("demonstrations"))
    files = (folder / f"{exercise_id}.mp4" for folder in folders)
    return next((file for file in files if file.is_file()), None)


def own_exercises() -> frozenset[str]:
    """Ids of the exercises that don't come with the program."""
    shipped = {path.stem for path in data_folder("exercises").glob("*.toml")}
    return frozenset(exercise_paths().keys() - shipped)


def load_exercise(exercise_id: str, profile: str | None = None) -> Exercise:
    """The exercise with this id, with what calibrations say of it.

    Args:
        exercise_id: Which.
        profile: Name of a person's profile; None for what holds for everybody.

    Raises:
        ExerciseError: If there is no such exercise or profile, with the nearest names, or a file is wrong.
    """
    return ExerciseLibrary.open(profile).load(exercise_id)


def load_exercises(profile: str | None = None) -> list[Exercise]:
    """All exercises, with what calibrations say of them, by id.

    Raises:
        ExerciseError: If there is no such profile, with the nearest names, or a file is wrong.
    """
    library = ExerciseLibrary.open(profile)
    return [library.load(exercise_id) for exercise_id in library.paths]


def read_exercise(path: Path) -> Exercise:
    """Reads and checks one exercise file, without calibrations.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with its key, value and what is allowed.
    """
    file = TomlFile.read(path)
    exercise = file.read_as(Exercise)
    problems = [*misnamed_exercise(file), *not_personal(exercise)]
    if problems:
        raise file.refusal(problems)
    return exercise


def misnamed_exercise(file: TomlFile) -> list[str]:
    """What is wrong with an exercise file whose id isn't the file's name; nothing if it is."""
    name, wanted = file.data.get("id"), file.path.stem
    wrong = isinstance(name, str) and name != wanted
    return (
        [f'{file.key_lines().place(("id",))}id = "{name}"; allowed: the file\'s own name, "{wanted}"'] if wrong else []
    )


def not_personal(exercise: Exercise) -> list[str]:
    """What is wrong with an exercise file that speaks of a person; nothing if it doesn't."""
    spoken = "personal" in exercise.model_fields_set
    return ["personal: what a person can do belongs into a profile, not into an exercise file"] if spoken else []


def choose_dose(exercise: Exercise, name: str | None, settings: Mapping[str, object]) -> tuple[str, Dose]:
    """The dose to follow: an article's, or the exercise's usual one, with single values changed.

    Args:
        exercise: The exercise.
        name: Key of the article, or None for the usual one.
        settings: New values of "reps", "hold_s" and "moving_s", each a number or a smallest and a largest one.

    Returns:
        The dose's name (with a plus sign when changed) and the dose.

    Raises:
        ExerciseError: If the dose or a setting doesn't exist or its value isn't possible.
    """
    key, dose = name or exercise.default_dose, exercise.dose_named(name)
    if not settings:
        return key, dose
    unknown = settings.keys() - set(_SETTINGS)
    if unknown:
        raise ExerciseError(f"unknown setting {min(unknown)!r}; allowed: {', '.join(_SETTINGS)}")
    try:
        return f"{key}+", Dose.model_validate(dose.model_dump() | dict(settings))
    except ValidationError as error:
        raise ExerciseError(f"setting {first_problem(error)}") from error
