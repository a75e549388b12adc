"""What is to be done in front of the camera, from whichever way it was named."""

from dataclasses import dataclass
from pathlib import Path

from posecoach.cli.dose_settings import dose_settings
from posecoach.errors import ExerciseError
from posecoach.exercise.plan import Plan, PlannedExercise
from posecoach.exercise_files import ExerciseLibrary, choose_dose
from posecoach.plan_files import LoadedPlan, Task, load_plan

__all__ = ["Asked", "plan_of"]


@dataclass(frozen=True, slots=True)
class Asked:
    """How the command line names what to do.

    Attributes:
        exercises: Exercise ids, in their order.
        routine: A routine's name.
        plan: A plan's file.
        dose: The article whose dose is asked for.
        settings: Changes of the dose, NAME=VALUE.
        profile: Whose exercises they are.
    """

    exercises: list[str]
    routine: str | None
    plan: Path | None
    dose: str | None
    settings: list[str]
    profile: str | None


def plan_of(asked: Asked) -> LoadedPlan:
    """What is to be done.

    Raises:
        ExerciseError: If it isn't named in exactly one way, or a file or setting is wrong.
    """
    # The further settings of `--set reps=8 hold_s=6` stand among the exercises.
    more = [name for name in asked.exercises if "=" in name] if asked.settings else []
    exercises = [name for name in asked.exercises if name not in more]
    settings = [*asked.settings, *more]
    named = [name for name in (asked.routine, asked.plan) if name is not None]
    if len(named) + bool(exercises) != 1:
        raise ExerciseError("name what to do: exercises, or --routine, or --plan; one of the three")
    if exercises:
        return _of_exercises(exercises, asked.dose, settings, asked.profile)
    if asked.dose is not None or settings:
        raise ExerciseError("--dose and --set are for single exercises; a plan brings its own doses")
    return load_plan(str(named[0]), asked.profile)


def _of_exercises(exercises: list[str], dose: str | None, settings: list[str], profile: str | None) -> LoadedPlan:
    """Exercises by name, one after the other."""
    changes, library = dose_settings(settings), ExerciseLibrary.open(profile)
    tasks = []
    for exercise in map(library.load, exercises):
        planned = PlannedExercise(exercise=exercise.id)
        tasks.append(Task(exercise, *choose_dose(exercise, dose, changes), planned))
    names = ", ".join(task.exercise.name for task in tasks)
    return LoadedPlan(Plan(name=names, exercises=tuple(task.planned for task in tasks)), tuple(tasks))
