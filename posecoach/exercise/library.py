"""Exercise files and doses by name, with the calibrations that lie over the files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from posecoach.errors import ExerciseError
from posecoach.exercise.calibration import Calibration, calibrated, fingerprint
from posecoach.exercise.calibration_files import calibration_paths, profile_path, read_calibration
from posecoach.exercise.data_files import TomlFile, data_folder, overlaid, user_folder
from posecoach.exercise.file_errors import first_problem
from posecoach.exercise.schema import Dose, Exercise
from posecoach.messages import Message
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
            ExerciseError: If it can't be put over it, with key, value and what is allowed; the line lacks the file's
                name.
        """
        said = self.calibration.exercises[exercise.id]
        place = f"exercises.{exercise.id}.thresholds"
        for key, value in said.thresholds.items():
            problem = self._outside(exercise, key, value)
            if problem is not None:
                raise ExerciseError(Message("{key}: {problem}", key=place, problem=problem))
        try:
            return calibrated(exercise, said, self.profile)
        except ValidationError as error:
            raise ExerciseError(Message("{key}: {problem}", key=place, problem=first_problem(error))) from error

    def _outside(self, exercise: Exercise, key: str, value: float) -> Message | None:
        """What is wrong with a threshold that isn't tunable, or not to this value."""
        if key not in exercise.tunables:
            return self._not_tunable(exercise, key)
        low, high = exercise.tunables[key]
        if low <= value <= high:
            return None
        return Message("{key!r} = {value:g}; allowed: {low:g} to {high:g}", key=key, value=value, low=low, high=high)

    def _not_tunable(self, exercise: Exercise, key: str) -> Message:
        allowed = nearest(key, exercise.tunables) if exercise.tunables else Message("none")
        problem = Message(
            "{key!r} is not tunable in {exercise}; allowed: {allowed}", key=key, exercise=exercise.id, allowed=allowed
        )
        if self.profile is None:
            return problem
        command = f"posecoach calibrate {exercise.id} --profile {self.profile}"
        return Message("{problem}; `{command}` makes it anew", problem=problem, command=command)


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
            if not layer.fits(exercise):
                continue
            try:
                result = layer.over(result)
            except ExerciseError as error:
                problem = Message("{path}: {problem}", path=layer.path, problem=error.message)
                raise ExerciseError(problem) from error
        return result

    def left_out(self, exercise: Exercise) -> list[Path]:
        """Files with values for an exercise that were fitted to other rules than its file has."""
        return [one.path for one in self.layers if exercise.id in one.calibration.exercises and not one.fits(exercise)]


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
            known = nearest(exercise_id, self.paths)
            raise ExerciseError(
                Message("unknown exercise {name!r}; did you mean {known}?", name=exercise_id, known=known)
            )
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
    if not isinstance(name, str) or name == wanted:
        return []
    problem = Message('id = "{name}"; allowed: the file\'s own name, "{wanted}"', name=name, wanted=wanted)
    return [file.key_lines().located(("id",), problem)]


def not_personal(exercise: Exercise) -> list[str]:
    """What is wrong with an exercise file that speaks of a person; nothing if it doesn't."""
    spoken = "personal" in exercise.model_fields_set
    problem = Message("personal: what a person can do belongs into a profile, not into an exercise file")
    return [problem] if spoken else []


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
        raise ExerciseError(
            Message("unknown setting {name!r}; allowed: {known}", name=min(unknown), known=", ".join(_SETTINGS))
        )
    try:
        return f"{key}+", Dose.model_validate(dose.model_dump() | dict(settings))
    except ValidationError as error:
        raise ExerciseError(Message("setting {problem}", problem=first_problem(error))) from error
