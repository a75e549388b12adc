"""What each of many recordings is analysed for, and what tells results of it from those of something else."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from posecoach.analysis import Job
from posecoach.batch.recordings import AUTO, Recording
from posecoach.exercise.library import choose_dose, load_exercise, load_exercises, own_exercises
from posecoach.exercise.schema import NO_DOSE, Exercise
from posecoach.feedback.words.language import ENGLISH, load_language
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.model_store import model_identity
from posecoach.results.folders import ResultFolders
from posecoach.version import __version__

__all__ = ["Fingerprint", "Options", "Wanted"]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What results are told by.

    Attributes:
        settings: Hash of all that they depend on beside the recording, but for what is drawn.
        landmarks: Hash of what their landmarks depend on.
    """

    settings: str
    landmarks: str


@dataclass(frozen=True, slots=True)
class Options:
    """What recordings are analysed for.

    Attributes:
        exercises: What they may show; if `named`, the one that they do.
        named: Whether the exercise is known.
        own: Ids of exercises that don't come with the program.
        dose: Name of the dose; None where nobody chose one.
        settings: Changed values of the dose.
        annotate: Whether to write annotated videos.
        correct_hips: Whether to take off the landmarker's known offset of the hips.
        model: The user's own pose model; None for the one that the program fetches.
        pose_rate_hz: How often a second recordings are looked at, at most.
        language: Code of that of the annotated video.
    """

    exercises: tuple[Exercise, ...]
    named: bool
    own: frozenset[str] = frozenset()
    dose: str | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    annotate: bool = True
    correct_hips: bool = True
    model: Path | None = None
    pose_rate_hz: float = POSE_RATE_HZ
    language: str = ENGLISH.code

    @property
    def needs_contour(self) -> bool:
        """Whether the back's outline has to be seen."""
        return any(exercise.needs_contour for exercise in self.exercises)

    def job(self, exercise: Exercise, folders: ResultFolders, threads: int) -> Job:
        """What to analyse a recording for, once its exercise is known.

        Raises:
            ExerciseError: If the exercise has no such dose or setting.
        """
        name, dose = "none", NO_DOSE
        if self.dose is not None or self.settings:
            name, dose = choose_dose(exercise, self.dose, self.settings)
        language = load_language(self.language)
        job = Job(exercise, name, dose, folders, self.annotate, threads, self.correct_hips, self.pose_rate_hz)
        return replace(job, language=language)

    def fingerprint(self) -> "Fingerprint":
        """What results of these options are told by.

        Raises:
            SourceError: If the user's own model can't be read.
        """
        seen = [model_identity(self.model), __version__, self.correct_hips, self.pose_rate_hz]
        exercises = [exercise.model_dump(mode="json") for exercise in self.exercises]
        asked = [exercises, self.named, sorted(self.own), self.dose, dict(self.settings)]
        return Fingerprint(_sha256([seen, asked]), _sha256(seen))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What recordings are analysed for of which nothing else is said.

    Attributes:
        exercise: Id of the exercise that they show, or `AUTO`.
        dose: Name of the dose; None where nobody chose one.
        settings: Changed values of the dose.
        profile: Name of the person they show.
        annotate: Whether to write annotated videos.
        correct_hips: Whether to take off the landmarker's known offset of the hips.
        model: The user's own pose model; None for the one that the program fetches.
        pose_rate_hz: How often a second recordings are looked at, at most.
        language: Code of that of the annotated video.
    """

    exercise: str
    dose: str | None = None
    settings: Mapping[str, float] = field(default_factory=dict)
    profile: str | None = None
    annotate: bool = True
    correct_hips: bool = True
    model: Path | None = None
    pose_rate_hz: float = POSE_RATE_HZ
    language: str = ENGLISH.code

    def options(self) -> "OptionsFor":
        """Finds the options of each recording.

        Raises:
            ExerciseError: If there is no such exercise, profile, dose or setting.
        """
        found = OptionsFor(self)
        found.of(Recording(Path()))
        return found


class OptionsFor:
    """The options of each recording, those of the same exercise and dose made once."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self._made = dict[tuple[str, str | None], tuple[Options, Fingerprint]]()

    def of(self, recording: Recording) -> tuple[Options, Fingerprint]:
        """What a recording is analysed for, and what tells such results.

        Raises:
            ExerciseError: If there is no such exercise, profile, dose or setting.
        """
        asked = recording.exercise or self._wanted.exercise, recording.dose or self._wanted.dose
        if asked not in self._made:
            options = self._options(*asked)
            self._made[asked] = options, options.fingerprint()
        return self._made[asked]

    def _options(self, exercise: str, dose: str | None) -> Options:
        wanted = self._wanted
        named = exercise != AUTO
        exercises = [load_exercise(exercise, wanted.profile)] if named else load_exercises(wanted.profile)
        if named:
            # What is wrong with the dose is told before anything is done.
            choose_dose(exercises[0], dose, wanted.settings)
        return Options(
            tuple(exercises),
            named,
            frozenset() if named else own_exercises(),
            dose,
            wanted.settings,
            wanted.annotate,
            wanted.correct_hips,
            wanted.model,
            wanted.pose_rate_hz,
            wanted.language,
        )


def _sha256(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
