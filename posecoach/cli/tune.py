"""`tune`: thresholds fitted to labelled recordings."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from posecoach.cli.console import NOTHING_HELPS, analysis_progress, out, print_json, report_error
from posecoach.cli.model import estimator_for
from posecoach.cli.options import BrowserOption, DoseOption, DryRunOption, ExerciseArgument, ModelOption
from posecoach.cli.tuning_page import share_bar, show_folder
from posecoach.cli.tuning_view import refusal, tuning_json, tuning_view
from posecoach.errors import ExerciseError, SourceError
from posecoach.exercise.calibration_files import DEFAULT, ExerciseSection, user_calibration
from posecoach.exercise.library import ExerciseLibrary, choose_dose
from posecoach.exercise.schema import Dose, Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.messages import Message, counted_message
from posecoach.pose.model_store import model_identity
from posecoach.tuning.fitting import FEWEST_RECORDINGS, Plan, Tuning, fit_thresholds, steps
from posecoach.tuning.folders import load_folder
from posecoach.tuning.landmark_cache import LandmarkCache
from posecoach.tuning.objective import Objective
from posecoach.tuning.recording import Recording
from posecoach.tuning.replays import Replays
from posecoach.tuning.wording import calibration_of
from posecoach.version import __version__

__all__ = ["tune"]


@dataclass(frozen=True, slots=True)
class _Search:
    """How to search.

    Attributes:
        trials: Thresholds tried in each search at the most.
        seed: Of how the recordings are cut into parts.
        folds: In how many parts the recordings are cut; None chooses.
    """

    trials: int
    seed: int
    folds: int | None


@dataclass(frozen=True, slots=True)
class _TuningJob:
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
    search: _Search


def _tuning_job(exercise_id: str, dose: str | None, search: _Search) -> _TuningJob:
    """What the command line asks for.

    Raises:
        ExerciseError: If there is no such exercise or dose, or its file declares nothing that can be tuned.
    """
    library = ExerciseLibrary.open()
    raw = library.raw(exercise_id)
    if not raw.tunables:
        raise ExerciseError(
            Message("{exercise}: its file declares no threshold tunable; add a table [tunables]", exercise=exercise_id)
        )
    present = thresholds(library.overlay.over(raw))
    return _TuningJob(raw, present, choose_dose(raw, dose, {})[1], search)


def _labelled_recordings(folder: Path, exercise: Exercise, model: Path | None) -> tuple[Recording, ...]:
    """The labelled recordings of a folder; what can't be used is told by name and left out.

    Raises:
        SourceError: If too few are left.
        ModelError: If landmarks have to be found and the model can't be had.
    """
    landmarker = LandmarkCache(model_identity(model), lambda: estimator_for(model))
    with share_bar(folder.name or str(folder)) as progress:
        loaded = load_folder(folder, exercise, landmarker, progress)
    for refused in loaded.refused:
        report_error(Message("left out: {reason}", reason=refused.reason), refused.error)
    if len(loaded.recordings) < FEWEST_RECORDINGS:
        raise SourceError(_too_few(folder, exercise, len(loaded.recordings), len(loaded.unlabelled)))
    return loaded.recordings


def _too_few(folder: Path, exercise: Exercise, usable: int, unlabelled: int) -> Message:
    found = counted_message("{count} usable recording", "{count} usable recordings", usable)
    others = Message("; {count} without labels (`posecoach label VIDEO` makes them)", count=unlabelled)
    return Message(
        "{folder}: {found} with labels of {exercise}{unlabelled}; tuning needs {fewest} or more, because it judges "
        "itself by those that it leaves out",
        folder=folder,
        found=found,
        exercise=exercise.id,
        unlabelled=others if unlabelled else "",
        fewest=FEWEST_RECORDINGS,
    )


def _fitted(job: _TuningJob, recordings: Sequence[Recording]) -> Tuning:
    """Fits the thresholds, and judges the fit by recordings that it hasn't seen."""
    series, labels = [one.series for one in recordings], [one.labels for one in recordings]
    with Replays(job.raw, series) as replays:
        objective = Objective(job.raw, job.dose, replays, labels)
        plan = Plan.of(objective, job.search.trials, job.search.seed, job.search.folds)
        with analysis_progress(Message("fitting"), steps(objective, plan)) as advance:
            return fit_thresholds(objective, job.present, plan, lambda: advance(1))


_TRIALS = 100
_TITLE = "Thresholds fitted to labelled recordings, over those of the exercise files."

_Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help="Recordings, with label files beside them.")]
_Trials = Annotated[
    int,
    typer.Option(
        min=2, metavar="NUMBER", help="Thresholds to try in each search at the most; too few leave some as they are."
    ),
]
_Folds = Annotated[
    int | None,
    typer.Option(
        min=2, metavar="NUMBER", help="Parts that are held out in turn; one by one up to six recordings, else 5."
    ),
]
_Seed = Annotated[int, typer.Option(metavar="NUMBER", help="Of the parts; the same one cuts the same way.")]
_Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", metavar="FILE", help="Calibration file to write; your own for everybody if left out."),
]
_Confirm = Annotated[
    bool,
    typer.Option("--confirm", help="If no fit does better, write down the comparison, and that values are kept."),
]
_Page = Annotated[
    bool, typer.Option("--page", help="Fit by hand instead: recordings, curves and thresholds in the browser.")
]


def tune(
    exercise: ExerciseArgument,
    folder: _Folder,
    dose: DoseOption = None,
    trials: _Trials = _TRIALS,
    folds: _Folds = None,
    seed: _Seed = 0,
    out_file: _Out = None,
    confirm: _Confirm = False,
    dry_run: DryRunOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    model: ModelOption = None,
    page: _Page = False,
    browser: BrowserOption = True,
) -> None:
    """Fit an exercise's thresholds to labelled recordings, and judge the fit by recordings that it hasn't seen.

    Exit codes: 0 done; 2 bad input; 3 the fit doesn't help on held-out recordings, so no threshold was written.
    """
    if page:
        show_folder(exercise, dose, folder, model, browse=browser)
        return
    path = out_file or user_calibration(DEFAULT)
    section = ExerciseSection.read(path, exercise)
    job = _tuning_job(exercise, dose, _Search(trials, seed, folds))
    recordings = _labelled_recordings(folder, job.raw, model)
    tuning = _fitted(job, recordings)
    reason = refusal(tuning)
    written = None if dry_run or (reason is not None and not confirm) else path
    if written is not None:
        _write(section, job, tuning, recordings)
    tell = _print_json if as_json else _show
    tell(job, tuning, recordings, written)
    if reason is not None:
        nothing = Message("nothing written: {reason}", reason=reason)
        report_error(nothing if written is None else Message("no threshold written: {reason}", reason=reason))
        raise typer.Exit(NOTHING_HELPS)


def _write(section: ExerciseSection, job: _TuningJob, tuning: Tuning, recordings: Sequence[Recording]) -> None:
    search = job.search
    options = f"--trials {search.trials} --folds {len(tuning.plan.parts)} --seed {search.seed}"
    made_by = f"posecoach {__version__}, tune {job.raw.id} {options}"
    day = dt.datetime.now(tz=dt.timezone.utc).date()
    section.replace(calibration_of(job.raw, tuning, recordings, made_by, day), title=_TITLE)


def _print_json(job: _TuningJob, tuning: Tuning, recordings: Sequence[Recording], written: Path | None) -> None:
    told = {"exercise": job.raw.id, **tuning_json(tuning, recordings), "written": written and str(written)}
    print_json(told)


def _show(job: _TuningJob, tuning: Tuning, recordings: Sequence[Recording], written: Path | None) -> None:
    out.print(tuning_view(job.raw, tuning, recordings))
    if written is not None:
        out.print(Message("Written: {path}", path=written), soft_wrap=True)
    elif tuning.verdict.helps:
        out.print(Message("Nothing written, as --dry-run asks."))
