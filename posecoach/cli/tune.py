"""`tune`: thresholds fitted to labelled recordings."""

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

import posecoach
from posecoach.calibrations.files import DEFAULT, read_calibration, user_calibration, write_exercise
from posecoach.cli.console import analysis_progress, out, report_error
from posecoach.cli.model import ModelOption, estimator_for
from posecoach.cli.tuning_page import share_bar, show_folder
from posecoach.cli.tuning_view import refusal, tuning_json, tuning_view
from posecoach.coaching.dose import Dose
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.tunables import thresholds
from posecoach.errors import ExerciseError, SourceError
from posecoach.exercise_files import ExerciseLibrary, choose_dose
from posecoach.tuning.fitting import Plan, Tuning, steps
from posecoach.tuning.fitting import tune as fit
from posecoach.tuning.folders import load_folder
from posecoach.tuning.folds import FEWEST_RECORDINGS
from posecoach.tuning.landmark_cache import LandmarkCache, model_identity
from posecoach.tuning.objective import Objective
from posecoach.tuning.provenance import calibration_of
from posecoach.tuning.recording import Recording
from posecoach.tuning.replays import Replays
from posecoach.tuning.search import need_optuna
from posecoach.tuning.space import middle

__all__ = ["tune"]

_NOT_WRITTEN = 3
"""Exit code of a fit that doesn't help on held-out recordings."""
_TRIALS = 60
_TITLE = "Thresholds fitted to labelled recordings, over those of the exercise files."


class Start(str, Enum):
    """What to begin with."""

    FILE = "file"
    MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class _Search:
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
class _Job:
    """What is to be tuned, and how.

    Attributes:
        raw: The exercise as its file has it.
        present: The thresholds to begin with.
        known: Those in force, which are kept where recordings don't say.
        dose: How much is asked for.
        search: How to search.
        start: What the present thresholds are.
    """

    raw: Exercise
    present: dict[str, float]
    known: dict[str, float]
    dose: Dose
    search: _Search
    start: Start


def tune(
    exercise: Annotated[str, typer.Argument(metavar="EXERCISE", help="Exercise id, see `posecoach exercises`.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Recordings, with label files beside them.")],
    dose: Annotated[str | None, typer.Option("--dose", "-d", help="Article whose dose was asked for (A to E).")] = None,
    trials: Annotated[
        int, typer.Option(min=2, help="Thresholds to try in each search; more find finer ones.")
    ] = _TRIALS,
    folds: Annotated[
        int | None,
        typer.Option(min=2, help="Parts that are held out in turn; one by one up to six recordings, else 5."),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same one gives the same result.")] = 0,
    start: Annotated[
        Start,
        typer.Option(
            help="Begin with the thresholds in force, or in the middle of their limits; those that the recordings "
            "can't pin down keep their value in force."
        ),
    ] = Start.FILE,
    out_file: Annotated[
        Path | None,
        typer.Option(
            "--out", "-o", metavar="FILE", help="Calibration file to write; your own for everybody if left out."
        ),
    ] = None,
    confirm: Annotated[
        bool,
        typer.Option("--confirm", help="If no fit does better, write down the comparison, and that values are kept."),
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Write nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    model: ModelOption = None,
    page: Annotated[
        bool, typer.Option("--page", help="Fit by hand instead: recordings, curves and thresholds in the browser.")
    ] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
) -> None:
    """Fit an exercise's thresholds to labelled recordings, and judge the fit by recordings that it hasn't seen.

    Exit codes: 0 done; 2 bad input; 3 the fit doesn't help on held-out recordings, so no threshold was written.
    """
    if page:
        show_folder(exercise, dose, folder, model, browse=browser)
        return
    need_optuna()
    path = _target(out_file)
    job = _job(exercise, dose, start, _Search(trials, seed, folds))
    recordings = _recordings(folder, job.raw, model)
    tuning = _fitted(job, recordings)
    reason = refusal(tuning)
    written = None if dry_run or (reason is not None and not confirm) else path
    if written is not None:
        _write(written, job, tuning, recordings)
    _tell(job, tuning, recordings, written, as_json=as_json)
    if reason is not None:
        report_error(f"{'nothing' if written is None else 'no threshold'} written: {reason}")
        raise typer.Exit(_NOT_WRITTEN)


def _target(given: Path | None) -> Path:
    """The file to write; one that is wrong is refused before anything is worked out."""
    path = given or user_calibration(DEFAULT)
    if path.exists():
        read_calibration(path)
    return path


def _job(exercise_id: str, dose: str | None, start: Start, search: _Search) -> _Job:
    library = ExerciseLibrary.open()
    raw = library.raw(exercise_id)
    if not raw.tunables:
        raise ExerciseError(f"{exercise_id}: its file declares no threshold tunable; add a table [tunables]")
    known = thresholds(library.overlay.over(raw))
    present = middle(raw) if start is Start.MIDDLE else known
    return _Job(raw, present, known, choose_dose(raw, dose, {})[1], search, start)


def _recordings(folder: Path, exercise: Exercise, model: Path | None) -> tuple[Recording, ...]:
    """The labelled ones; what can't be used is told by name and left out."""
    landmarker = LandmarkCache(model_identity(model), lambda: estimator_for(model))
    with share_bar(folder.name or str(folder)) as progress:
        loaded = load_folder(folder, exercise, landmarker, progress)
    for refused in loaded.refused:
        report_error(f"left out: {refused.reason}")
    if len(loaded.recordings) < FEWEST_RECORDINGS:
        more = f"; {len(loaded.unlabelled)} without labels" if loaded.unlabelled else ""
        raise SourceError(
            f"{folder}: {len(loaded.recordings)} usable recordings with labels of {exercise.id}{more}; tuning needs "
            f"{FEWEST_RECORDINGS} or more, because it judges itself by those that it leaves out"
        )
    return loaded.recordings


def _fitted(job: _Job, recordings: Sequence[Recording]) -> Tuning:
    series, labels = [one.series for one in recordings], [one.labels for one in recordings]
    with Replays(job.raw, series) as replays:
        objective = Objective(job.raw, job.dose, replays, labels)
        plan = Plan.of(objective, job.search.trials, job.search.seed, job.search.folds)
        with analysis_progress("fitting", steps(objective, plan)) as advance:
            return fit(objective, job.present, plan, lambda: advance(1), known=job.known)


def _write(path: Path, job: _Job, tuning: Tuning, recordings: Sequence[Recording]) -> None:
    search = job.search
    options = (
        f"--trials {search.trials} --folds {len(tuning.plan.parts)} --seed {search.seed} --start {job.start.value}"
    )
    made_by = f"posecoach {posecoach.__version__}, tune {job.raw.id} {options}"
    day = dt.datetime.now(tz=dt.timezone.utc).date()
    write_exercise(path, job.raw.id, calibration_of(job.raw, tuning, recordings, made_by, day), title=_TITLE)


def _tell(job: _Job, tuning: Tuning, recordings: Sequence[Recording], written: Path | None, *, as_json: bool) -> None:
    if as_json:
        told = {"exercise": job.raw.id, **tuning_json(tuning, recordings), "written": written and str(written)}
        out.print_json(json.dumps(told), indent=None)
        return
    out.print(tuning_view(job.raw, tuning, recordings))
    if written is not None:
        out.print(f"Written: {written}", soft_wrap=True, markup=False)
    elif tuning.verdict.helps:
        out.print("Nothing written, as --dry-run asks.")
