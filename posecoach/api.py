"""The functions of the public face; everything that loads OpenCV or MediaPipe is imported when it is needed."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from posecoach.chain import run
from posecoach.counting.coach import Coach
from posecoach.exercise import library
from posecoach.exercise.plans import LoadedPlan, load_plan, routine_paths
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.recording import Origin
from posecoach.pose.series import Landmarks
from posecoach.results.session import Session
from posecoach.results.session_builder import SessionBuilder

__all__ = ["analyse", "coach", "exercises", "load_exercise", "plans"]


def analyse(
    video: str | Path,
    exercise: str | Path | Exercise,
    *,
    dose: str | Dose | None = None,
    profile: str | None = None,
    progress: Callable[[float], None] = lambda _: None,
) -> Session:
    """Finds the person in a recording, and counts and judges what they do; writes no files.

    >>> session = analyse("clip.mp4", "bridge")  # doctest: +SKIP
    >>> session.rep_count  # doctest: +SKIP
    3

    Args:
        video: The recording's file.
        exercise: What is done in it: an id as in `exercises`, an exercise file, or an exercise.
        dose: What is asked for: a dose, or the name of one of the exercise's; None for its default.
        profile: Name of a calibrated person.
        progress: Told the seconds of media time by which the work has advanced, from any thread.

    Raises:
        SourceError: If the recording can't be read, or nobody is in view.
        ExerciseError: If there is no such exercise, dose or profile.
        ModelError: If the pose model, fetched the first time, can't be had.
    """
    from posecoach.analysis import origin_of  # noqa: PLC0415 - loads OpenCV
    from posecoach.capture.video import VideoFile  # noqa: PLC0415 - as above
    from posecoach.pose.landmarking import landmark_video, usable_cores  # noqa: PLC0415 - as above
    from posecoach.pose.mediapipe_estimator import estimators_for  # noqa: PLC0415 - as above
    from posecoach.pose.model_store import ModelStore  # noqa: PLC0415 - as above

    chosen = load_exercise(exercise, profile=profile)
    recording = VideoFile.open(video)
    estimators = estimators_for(ModelStore().ensure(), with_contour=chosen.needs_contour)
    with closing(landmark_video(recording, estimators, workers=usable_cores(), progress=progress)) as pieces:
        return run(pieces, Coach(chosen, dose), _builder(chosen, dose, origin_of(recording, estimators)))


def coach(
    landmarks: Landmarks,
    exercise: str | Path | Exercise,
    *,
    dose: str | Dose | None = None,
    profile: str | None = None,
    source: str = "landmarks",
) -> Session:
    """Counts and judges what somebody does, from landmarks that are there already.

    >>> from posecoach.testing import Figure, scripted_series
    >>> down, up = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60
    >>> coach(scripted_series((down + up) * 3 + down), "bridge").rep_count
    3

    Args:
        landmarks: At least one frame.
        exercise: What is done: an id as in `exercises`, an exercise file, or an exercise.
        dose: What is asked for: a dose, or the name of one of the exercise's; None for its default.
        profile: Name of a calibrated person.
        source: What the landmarks come from, for the session.

    Raises:
        SourceError: If nobody is in view.
        ExerciseError: If there is no such exercise, dose or profile.
    """
    chosen = load_exercise(exercise, profile=profile)
    return run([landmarks], Coach(chosen, dose), _builder(chosen, dose, Origin(source)))


def exercises(profile: str | None = None) -> dict[str, Exercise]:
    """All exercises by id, with the calibrations in force over them.

    >>> exercises()["bridge"].name
    'Bridge'

    Args:
        profile: Name of a calibrated person.

    Raises:
        ExerciseError: If a file is wrong, or there is no such profile.
    """
    return {exercise.id: exercise for exercise in library.load_exercises(profile)}


def load_exercise(exercise: str | Path | Exercise, *, profile: str | None = None) -> Exercise:
    """One exercise.

    >>> load_exercise("bridge").doses["A"].reps
    (5, 5)

    Args:
        exercise: Its id as in `exercises`, or a file that ends in .toml; an exercise is returned as it is.
        profile: Name of a calibrated person, for an id.

    Raises:
        ExerciseError: If there is no such exercise or profile, or its file is wrong.
    """
    if isinstance(exercise, Exercise):
        return exercise
    if isinstance(exercise, Path) or exercise.endswith(".toml"):
        return library.read_exercise(Path(exercise))
    return library.load_exercise(exercise, profile)


def plans() -> dict[str, LoadedPlan]:
    """The routines that come with the program, and the user's own, by name.

    >>> [task.exercise.id for task in plans()["B"].tasks][:2]
    ['pelvic_tilt', 'cat_cow']

    Raises:
        ExerciseError: If a file is wrong.
    """
    return {name: load_plan(name) for name in routine_paths()}


def _builder(exercise: Exercise, dose: str | Dose | None, origin: Origin) -> SessionBuilder:
    if isinstance(dose, Dose):
        return SessionBuilder(exercise, "own", dose, origin)
    return SessionBuilder(exercise, dose or exercise.default_dose, exercise.dose_named(dose), origin)
