"""`analyse` and `demo`: a recording in, its results out."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Group, RenderableType

from posecoach.analysis import Job, Result, analyse_video, replay_landmarks
from posecoach.auto_analysis import Choice, PartResult, analyse_video_parts, nearest_of, replay_landmark_parts
from posecoach.batch.analysing import Report
from posecoach.batch.finding import is_one_recording
from posecoach.batch.options import Wanted
from posecoach.batch.recordings import AUTO
from posecoach.capture.video import VideoFile
from posecoach.cli.batch import Batch
from posecoach.cli.console import analysis_progress, each, language, out, print_json, report_error, shown, styled
from posecoach.cli.interruption import InterruptionError
from posecoach.cli.model import estimator_for
from posecoach.cli.options import (
    AgainOption,
    DoseOption,
    JobsOption,
    ModelOption,
    PoseRateOption,
    ProfileOption,
    SettingsOption,
    WatchOption,
    dose_settings,
)
from posecoach.cli.summary import reach_advice, summary, time_span
from posecoach.errors import SourceError, in_one_line
from posecoach.exercise.library import choose_dose, data_folder, load_exercise, load_exercises, own_exercises
from posecoach.exercise.schema import NO_DOSE, Exercise
from posecoach.messages import Message
from posecoach.pose.looks import POSE_RATE_HZ
from posecoach.pose.recording import is_landmarks
from posecoach.recognition import SURE, Part
from posecoach.results.folders import ResultFolders
from posecoach.temporary import remove_left_over_files

__all__ = ["analyse", "demo", "each_done"]


class _Outcome(ABC):
    """Of one recording."""

    @property
    @abstractmethod
    def results(self) -> Sequence[Result]:
        """Of its analyses, at least one."""

    @abstractmethod
    def shown(self) -> RenderableType:
        """For people."""

    @abstractmethod
    def as_json(self) -> dict[str, Any]:
        """For machines."""

    @abstractmethod
    def advice(self, recording: Path) -> list[str]:
        """What to do about it, in lines that may end in a command."""

    @property
    def cut_off(self) -> bool:
        """Whether the recording breaks off before its end."""
        return any(result.cut_off for result in self.results)

    @property
    def losses(self) -> list[str]:
        """What could not be read of the recording."""
        return list(dict.fromkeys(words for result in self.results for words in result.losses))

    @property
    def folder(self) -> Path:
        """Where the files are: one recording's folder, or the one around those of its parts."""
        folder = self.results[0].folder
        return folder if len(self.results) == 1 else folder.parent


@dataclass(frozen=True)
class _NamedOutcome(_Outcome):
    """Of a recording whose exercise was named."""

    result: Result
    job: Job

    @property
    def results(self) -> Sequence[Result]:
        """The one."""
        return [self.result]

    def shown(self) -> RenderableType:
        """The summary."""
        return summary(self.result, self.job)

    def advice(self, recording: Path) -> list[str]:
        """The command that makes a profile, if that may help."""
        return _advice(self.result, self.job, recording)

    def as_json(self) -> dict[str, Any]:
        """Folder and session."""
        return {**_files(self.result), "cut_off": self.cut_off, "losses": self.losses, "session": _session(self.result)}


@dataclass(frozen=True)
class _AutoOutcome(_Outcome):
    """Of a recording whose exercises were recognised."""

    parts: Sequence[PartResult]

    @property
    def results(self) -> Sequence[Result]:
        """Those of the parts whose exercise is sure."""
        return [part.result for part in self.parts if part.result is not None]

    def shown(self) -> RenderableType:
        """What was recognised, each with its summary."""
        lines: list[RenderableType] = []
        for one in self.parts:
            lines.append(styled(_line(one.part), style="bold cyan"))
            if one.result is not None and one.job is not None:
                lines.append(summary(one.result, one.job))
        return Group(*lines)

    def advice(self, recording: Path) -> list[str]:
        """The commands that make a profile, where that may help."""
        known = [(one.result, one.job) for one in self.parts]
        lines = [_advice(result, job, recording) for result, job in known if result is not None and job is not None]
        return list(dict.fromkeys(line for part in lines for line in part))

    def as_json(self) -> dict[str, Any]:
        """The parts; folder and session beside them too, as for a named exercise, when there is one part."""
        line: dict[str, Any] = {
            "cut_off": self.cut_off,
            "losses": self.losses,
            "parts": [_part(one) for one in self.parts],
        }
        if len(self.parts) == 1:
            line |= {**_files(self.results[0]), "session": _session(self.results[0])}
        return line


def _advice(result: Result, job: Job, recording: Path) -> list[str]:
    line = reach_advice(result.session, job.exercise, recording)
    return [] if line is None else [line]


def _line(part: Part) -> str:
    time, near = time_span(part.start_s, part.end_s), nearest_of(part)
    if part.exercise is None:
        return Message("can't tell which exercise it is, {time}: {likeness}", time=time, likeness=near)
    unsure = Message("; {likeness}", likeness=near) if part.confidence < SURE else ""
    return Message(
        "{exercise} (confidence {confidence:.2f}), {time}{unsure}",
        exercise=part.exercise,
        confidence=part.confidence,
        time=time,
        unsure=unsure,
    )


def _part(one: PartResult) -> dict[str, Any]:
    part = one.part
    line: dict[str, Any] = {
        "exercise": part.exercise,
        "start_s": round(part.start_s, 3),
        "end_s": round(part.end_s, 3),
        "confidence": round(part.confidence, 3),
        "repetitions": part.repetitions,
        "guesses": list(part.guesses),
        "difference": part.difference,
    }
    return line | ({**_files(one.result), "session": _session(one.result)} if one.result is not None else {})


def _files(result: Result) -> dict[str, str]:
    return {"folder": str(result.folder)}


def _session(result: Result) -> dict[str, Any]:
    session: dict[str, Any] = json.loads(result.session.to_json())
    return session


_LEVELS = 2
"""Of folders below that of all results: a recording's, and those of its parts."""
_DEMO_CLIP = Path("clips", "bridge_alignment_maria.mp4")

_Recordings = Annotated[
    list[str],
    typer.Argument(
        metavar="VIDEO|FOLDER|PATTERN|MANIFEST...",
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
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per recording.")] = False,
    jobs: JobsOption = None,
    again: AgainOption = False,
    watch: WatchOption = False,
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
    if watch or len(recordings) > 1 or not is_one_recording(recordings[0]):
        wanted = Wanted(
            exercise, dose, dose_settings(settings), profile, video, correct_hips, model, pose_rate_hz, language().code
        )
        batch = Batch(recordings, out_folder, wanted, jobs, again, as_json, _show_report)
        raise typer.Exit(batch.watch() if watch else batch.analyse())
    paths, folders = [Path(recordings[0])], ResultFolders(out_folder)

    def job_of(chosen: Exercise) -> Job:
        job = _job(chosen, dose, settings, folders)
        return replace(job, annotate=video, correct_hips=correct_hips, pose_rate_hz=pose_rate_hz)

    if exercise == AUTO:
        job_of_any = job_of if dose is not None or settings else _without_dose(job_of)
        choice = Choice(load_exercises(profile), job_of_any, folders, own_exercises(), pose_rate_hz=pose_rate_hz)
        analyse_one = _auto(choice, model)
    else:
        analyse_one = _named(job_of(load_exercise(exercise, profile)), model)
    raise typer.Exit(each_done(paths, out_folder, lambda path: _analysed(path, analyse_one, as_json=as_json)))


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


def _analysed(path: Path, analyse_one: Callable[[Path], _Outcome], *, as_json: bool) -> bool:
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


def _show(path: Path, outcome: _Outcome) -> None:
    """Prints what came of a recording, for people."""
    _report_losses(path, outcome)
    out.print(outcome.shown())
    for line in outcome.advice(path):
        out.print(line, soft_wrap=True)


def _report_losses(path: Path, outcome: _Outcome) -> None:
    if outcome.losses:
        report_error(
            Message(
                "{path}: {losses}; what could be read is analysed in {folder}",
                path=path,
                losses=", ".join(map(shown, outcome.losses)),
                folder=outcome.folder,
            )
        )


def _show_report(path: Path, report: Report) -> None:
    """Prints what came of one of many recordings."""
    first = report.parts[0]
    if report.named and first.result is not None and first.job is not None:
        _show(path, _NamedOutcome(first.result, first.job))
    else:
        _show(path, _AutoOutcome(report.parts))


def _without_dose(job_of: Callable[[Exercise], Job]) -> Callable[[Exercise], Job]:
    """Jobs that judge no dose, since nobody chose one."""
    return lambda chosen: replace(job_of(chosen), dose_name="none", dose=NO_DOSE)


def _named(job: Job, model: Path | None) -> Callable[[Path], _Outcome]:
    """Analyses recordings of one exercise."""

    def analyse_one(path: Path) -> _Outcome:
        if is_landmarks(path):
            return _NamedOutcome(replay_landmarks(path, job), job)
        video = VideoFile.open(path)
        make_estimator = estimator_for(model, [job.exercise])
        with analysis_progress(path.name, video.info.duration_s) as progress:
            return _NamedOutcome(analyse_video(video, job, make_estimator, progress), job)

    return analyse_one


def _auto(choice: Choice, model: Path | None) -> Callable[[Path], _Outcome]:
    """Analyses recordings of whichever of the exercises they show."""

    def analyse_one(path: Path) -> _Outcome:
        if is_landmarks(path):
            return _AutoOutcome(replay_landmark_parts(path, choice))
        video = VideoFile.open(path)
        make_estimator = estimator_for(model, choice.exercises)
        with analysis_progress(path.name, video.info.duration_s) as progress:
            return _AutoOutcome(analyse_video_parts(video, choice, make_estimator, progress))

    return analyse_one
