"""What `tune` is asked to fit, and how."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from posecoach.cli.console import analysis_progress, report_error
from posecoach.cli.model import estimator_for
from posecoach.cli.tuning_page import share_bar
from posecoach.errors import ExerciseError, SourceError
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import thresholds
from posecoach.exercise_files import ExerciseLibrary, choose_dose
from posecoach.tuning.fitting import Plan, Tuning, steps, tune
from posecoach.tuning.folders import load_folder
from posecoach.tuning.folds import FEWEST_RECORDINGS
from posecoach.tuning.landmark_cache import LandmarkCache, model_identity
from posecoach.tuning.objective import Objective
from posecoach.tuning.recording import Recording
from posecoach.tuning.replays import Replays

__all__ = ["Search", "TuningJob", "fitted", "labelled_recordings", "tuning_job"]


@dataclass(frozen=True, slots=True)
class Search:
    """How to search.

    Attributes:
        trials: Thresholds tried in each search.
        seed: Of all that is drawn by chance.
        folds: In how many parts the recordings are cut; None chooses.
    """

    trials: int
    seed: int
    folds: int | None


@dataclass(frozen=True, slots=True)
class TuningJob:
    """What is to be tuned, and how.

    Attributes:
        raw: The exercise as its file has it.
        present: The thresholds in force.
        dose: How much is asked for.
        search: How to search.
    """

    raw: Exercise
    present: dict[str, float]
    dose: Dose
    search: Search


def tuning_job(exercise_id: str, dose: str | None, search: Search) -> TuningJob:
    """What the command line asks for.

    Raises:
        ExerciseError: If there is no such exercise or dose, or its file declares nothing that can be tuned.
    """
    library = ExerciseLibrary.open()
    raw = library.raw(exercise_id)
    if not raw.tunables:
        raise ExerciseError(f"{exercise_id}: its file declares no threshold tunable; add a table [tunables]")
    present = thresholds(library.overlay.over(raw))
    return TuningJob(raw, present, choose_dose(raw, dose, {})[1], search)


def labelled_recordings(folder: Path, exercise: Exercise, model: Path | None) -> tuple[Recording, ...]:
    """The labelled recordings of a folder; what can't be used is told by name and left out.

    Raises:
        SourceError: If too few are left.
        ModelError: If landmarks have to be found and the model can't be had.
    """
    landmarker = LandmarkCache(model_identity(model), lambda: estimator_for(model))
    with share_bar(folder.name or str(folder)) as progress:
        loaded = load_folder(folder, exercise, landmarker, progress)
    for refused in loaded.refused:
        report_error(f"left out: {refused.reason}")
    if len(loaded.recordings) < FEWEST_RECORDINGS:
        unlabelled = f"; {len(loaded.unlabelled)} without labels (`posecoach label VIDEO` makes them)"
        raise SourceError(
            f"{folder}: {len(loaded.recordings)} usable recordings with labels of {exercise.id}"
            f"{unlabelled if loaded.unlabelled else ''}; tuning needs "
            f"{FEWEST_RECORDINGS} or more, because it judges itself by those that it leaves out"
        )
    return loaded.recordings


def fitted(job: TuningJob, recordings: Sequence[Recording]) -> Tuning:
    """Fits the thresholds, and judges the fit by recordings that it hasn't seen."""
    series, labels = [one.series for one in recordings], [one.labels for one in recordings]
    with Replays(job.raw, series) as replays:
        objective = Objective(job.raw, job.dose, replays, labels)
        plan = Plan.of(objective, job.search.trials, job.search.seed, job.search.folds)
        with analysis_progress("fitting", steps(objective, plan)) as advance:
            return tune(objective, job.present, plan, lambda: advance(1))
