"""`analyse` and `demo`: a recording in, its results out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from posecoach.analysis import Job, analyse_video, replay_landmarks
from posecoach.auto_analysis import Choice, analyse_video_parts, replay_landmark_parts
from posecoach.batch.analysing import Report
from posecoach.batch.cluster import DaskCluster
from posecoach.batch.finding import is_one_recording
from posecoach.batch.options import Wanted
from posecoach.batch.recordings import AUTO
from posecoach.capture.video import VideoFile
from posecoach.cli.batch import Batch, write_tables
from posecoach.cli.console import analysis_progress, each, language, out, print_json, report_error
from posecoach.cli.interruption import InterruptionError
from posecoach.cli.model import estimator_for
from posecoach.cli.options import (
    AgainOption,
    ClusterOption,
    DoseOption,
    GroupByOption,
    JobsOption,
    ModelOption,
    PoseRateOption,
    ProfileOption,
    SettingsOption,
    WatchOption,
    dose_settings,
)
from posecoach.cli.outcome import AutoOutcome, NamedOutcome, Outcome
from posecoach.errors import SourceError, in_one_line
from posecoach.exercise.library import choose_dose, data_folder, load_exercise, load_exercises, own_exercises
from posecoach.exercise.schema import NO_DOSE, Exercise
from posecoach.messages import Message, in_a_row
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.recording import is_landmarks
from posecoach.results.data_set import DataSet
from posecoach.results.folders import ResultFolders
from posecoach.results.landmark_exports import LandmarkFormat
from posecoach.temporary import remove_left_over_files

__all__ = ["analyse", "demo", "each_done"]


_LEVELS = 2
"""Of folders below that of all results: a recording's, and those of its parts."""
_DEMO_CLIP = Path("clips", "bridge_alignment_maria.mp4")

_Recordings = Annotated[
    list[str],
    typer.Argument(
        metavar="RECORDING...",
        help="Recordings, landmarks.npz files of earlier analyses, folders of them, patterns such as 'clips/**/*.mp4', "
        "or tables (.csv) with the columns file, exercise, dose, subject, side, from, to.",
    ),
]
_ExerciseOption = Annotated[
    str,
    typer.Option(
        "--exercise",
        "-e",
        metavar="EXERCISE",
        help="Exercise id, see `posecoach exercises`; `auto` finds out which it is.",
    ),
]
_TableOption = Annotated[
    Path | None,
    typer.Option("--table", metavar="FILE", help="Write a row per repetition of all recordings: .parquet or .csv."),
]
_TableFramesOption = Annotated[
    Path | None,
    typer.Option("--table-frames", metavar="DIR", help="Write a row per frame: Parquet, by exercise and recording."),
]
_TrcOption = Annotated[bool, typer.Option("--trc", help="Write the landmarks as landmarks.trc, for OpenSim.")]
_CsvLandmarksOption = Annotated[
    bool, typer.Option("--csv-landmarks", help="Write the landmarks as landmarks.csv, a row per frame.")
]


def analyse(
    recordings: _Recordings,
    exercise: _ExerciseOption,
    out_folder: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Gets one folder per recording.")
    ] = Path("posecoach-out"),
    dose: DoseOption = None,
    settings: SettingsOption = None,
    profile: ProfileOption = None,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write the annotated video.")] = True,
    correct_hips: Annotated[
        bool,
        typer.Option("--correct-hips/--raw-hips", help="Take off the landmarker's known offset of the hips."),
    ] = True,
    pose_rate_hz: PoseRateOption = POSE_RATE_HZ,
    model: ModelOption = None,
    table: _TableOption = None,
    table_frames: _TableFramesOption = None,
    trc: _TrcOption = False,
    csv_landmarks: _CsvLandmarksOption = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per recording.")] = False,
    jobs: JobsOption = None,
    again: AgainOption = False,
    group_by: GroupByOption = None,
    watch: WatchOption = False,
    cluster: ClusterOption = None,
) -> None:
    """Count repetitions, time holds and name faults in recordings.

    Of several recordings, only those are analysed that are new or have changed since the last time, or that something
    else is asked of; they are compared with a dose only if one is chosen.

    Exit codes: 0 done, 2 a recording can't be analysed, or not all of it (what could be read is analysed), 1 something
    unexpected. Whatever is wrong with one, the others are analysed.
    """
    recordings, more = _without_settings(recordings) if settings else (recordings, [])
    settings = [*(settings or []), *more]
    if not recordings:
        raise SourceError(Message("no recording given; name at least one"))
    formats = tuple(kind for kind, asked in ((LandmarkFormat.TRC, trc), (LandmarkFormat.CSV, csv_landmarks)) if asked)
    data_set = DataSet(table, table_frames)
    if watch or cluster is not None or len(recordings) > 1 or not is_one_recording(recordings[0]):
        wanted = Wanted(
            exercise,
            dose,
            dose_settings(settings),
            profile,
            video,
            correct_hips,
            model,
            pose_rate_hz,
            language(),
            formats,
        )
        batch = Batch(recordings, out_folder, wanted, jobs, again, as_json, _show_report, group_by=group_by)
        batch = replace(batch, data_set=data_set)
        if cluster is not None:
            workers = DaskCluster(cluster, model)
            batch = replace(batch, executor=lambda _: workers, longest_first=True)
        raise typer.Exit(batch.watch() if watch else batch.analyse())
    paths, folders = [Path(recordings[0])], ResultFolders(out_folder)

    def job_of(chosen: Exercise) -> Job:
        return replace(
            _job(chosen, dose, settings, folders),
            annotate=video,
            correct_hips=correct_hips,
            pose_rate_hz=pose_rate_hz,
            landmark_formats=formats,
        )

    if exercise == AUTO:
        job_of_any = job_of if dose is not None or settings else _without_dose(job_of)
        choice = Choice(load_exercises(profile), job_of_any, folders, own_exercises(), pose_rate_hz=pose_rate_hz)
        analyse_one = _auto(choice, model)
    else:
        analyse_one = _named(job_of(load_exercise(exercise, profile)), model)
    results = list[Path]()

    def noted(path: Path) -> Outcome:
        outcome = analyse_one(path)
        results.extend(result.folder for result in outcome.results)
        return outcome

    code = each_done(paths, out_folder, lambda path: _analysed(path, noted, as_json=as_json))
    write_tables(data_set, results, silent=as_json)
    raise typer.Exit(code)


def each_done(recordings: Sequence[Path], out_folder: Path, work: Callable[[Path], bool]) -> int:
    """Does something with each of the recordings; returns the exit code, 0 if all is well with all of them.

    What analyses that were killed have left in the folder of results is removed before.

    Raises:
        InterruptionError: If somebody interrupts it.
    """
    remove_left_over_files(out_folder, _LEVELS)
    begun, done = list[Path](), list[Path]()

    def told(path: Path) -> bool:
        begun.append(path)
        whole = work(path)
        done.append(path)
        return whole

    try:
        return each(recordings, told)
    except KeyboardInterrupt as error:
        before = Message("; the results before it are in {folder}", folder=out_folder) if done else ""
        kept = Message("nothing new of {recording} is kept{before}", recording=begun[-1], before=before)
        raise InterruptionError(kept) from error


def demo(
    out_folder: Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Gets the results.")] = Path(
        "posecoach-out"
    ),
    model: ModelOption = None,
) -> None:
    """Analyse a sample clip of somebody doing bridges."""
    clip = data_folder("sample_videos") / _DEMO_CLIP
    job = _job(load_exercise("bridge"), None, [], ResultFolders(out_folder))
    raise typer.Exit(each_done([clip], out_folder, lambda path: _analysed(path, _named(job, model), as_json=False)))


def _job(exercise: Exercise, dose: str | None, settings: list[str], folders: ResultFolders) -> Job:
    name, chosen = choose_dose(exercise, dose, dose_settings(settings))
    return Job(exercise, name, chosen, folders, language=language())


def _without_settings(recordings: list[str]) -> tuple[list[str], list[str]]:
    """Tells recordings from the further settings of `--set reps=8 hold_s=6`, which stand among them."""
    settings = [one for one in recordings if "=" in Path(one).name and not Path(one).exists()]
    return [one for one in recordings if one not in settings], settings


def _analysed(path: Path, analyse_one: Callable[[Path], Outcome], *, as_json: bool) -> bool:
    """Analyses a recording and prints what came of it; returns whether all of it could be read."""
    try:
        outcome = analyse_one(path)
    except Exception as error:
        if as_json:
            print_json({"recording": str(path), "error": in_one_line(error, path)})
        raise
    if as_json:
        _report_losses(path, outcome)
        print_json({"recording": str(path), **outcome.as_json()})
    else:
        _show(path, outcome)
    return not outcome.losses


def _show(path: Path, outcome: Outcome) -> None:
    """Prints what came of a recording, for people."""
    _report_losses(path, outcome)
    out.print(outcome.shown())
    for line in outcome.advice(path):
        out.print(line, soft_wrap=True)


def _report_losses(path: Path, outcome: Outcome) -> None:
    if outcome.losses:
        report_error(
            Message(
                "{path}: {losses}; what could be read is analysed in {folder}",
                path=path,
                losses=in_a_row(outcome.losses),
                folder=outcome.folder,
            )
        )


def _show_report(path: Path, report: Report) -> None:
    """Prints what came of one of many recordings."""
    first = report.parts[0]
    if report.named and first.result is not None and first.job is not None:
        _show(path, NamedOutcome(first.result, first.job))
    else:
        _show(path, AutoOutcome(report.parts))


def _without_dose(job_of: Callable[[Exercise], Job]) -> Callable[[Exercise], Job]:
    """Jobs that judge no dose, since nobody chose one."""
    return lambda chosen: replace(job_of(chosen), dose_name="none", dose=NO_DOSE)


def _named(job: Job, model: Path | None) -> Callable[[Path], Outcome]:
    """Analyses recordings of one exercise."""

    def analyse_one(path: Path) -> Outcome:
        if is_landmarks(path):
            return NamedOutcome(replay_landmarks(path, job), job)
        video = VideoFile.open(path)
        make_estimator = estimator_for(model, [job.exercise])
        with analysis_progress(path.name, video.info.duration_s) as progress:
            return NamedOutcome(analyse_video(video, job, make_estimator, progress), job)

    return analyse_one


def _auto(choice: Choice, model: Path | None) -> Callable[[Path], Outcome]:
    """Analyses recordings of whichever of the exercises they show."""

    def analyse_one(path: Path) -> Outcome:
        if is_landmarks(path):
            return AutoOutcome(replay_landmark_parts(path, choice))
        video = VideoFile.open(path)
        make_estimator = estimator_for(model, choice.exercises)
        with analysis_progress(path.name, video.info.duration_s) as progress:
            return AutoOutcome(analyse_video_parts(video, choice, make_estimator, progress))

    return analyse_one
