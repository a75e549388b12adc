"""`label`: marking what is done in a recording."""

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from posecoach.cli.console import err, language, out
from posecoach.cli.model import estimator_for
from posecoach.cli.options import BrowserOption, ModelOption
from posecoach.cli.tuning_page import command_line, need_page, share_bar, show_page
from posecoach.errors import SourceError
from posecoach.exercise.library import load_exercises
from posecoach.files import read_whole, sha256_of
from posecoach.messages import Message
from posecoach.pose.model_store import model_identity
from posecoach.pose.recording import is_of_results
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import recognise
from posecoach.tuning.folders import load_recording
from posecoach.tuning.label_files import CueMark, label_paths, labels_path, mark_cues
from posecoach.tuning.label_table import read_table
from posecoach.tuning.labels import Labels
from posecoach.tuning.landmark_cache import LandmarkCache, Landmarker, Progress
from posecoach.tuning.page.job import PageJob, Tuned
from posecoach.tuning.recording import Recording

__all__ = ["label"]


def label(
    video: Annotated[
        Path, typer.Argument(metavar="VIDEO", help="A recording, or the landmarks.npz of an earlier analysis.")
    ],
    exercise: Annotated[
        str | None,
        typer.Option(
            "--exercise", "-e", metavar="EXERCISE", help="Exercise id; found out if left out, for curves and faults."
        ),
    ] = None,
    right: Annotated[
        list[str] | None,
        typer.Option(metavar="CUE@SECONDS", help="A cue of an earlier analysis is right; no page is opened."),
    ] = None,
    wrong: Annotated[
        list[str] | None, typer.Option(metavar="CUE@SECONDS", help="It is wrong, such as alignment@12.3.")
    ] = None,
    browser: BrowserOption = True,
    model: ModelOption = None,
) -> None:
    """Mark repetitions and faults of a recording by keyboard, on a page in your browser.

    Save writes them beside it, as VIDEO.labels.csv; Ctrl+C ends the page. Nothing leaves this computer.
    """
    marks = [*_marks(right or [], right=True), *_marks(wrong or [], right=False)]
    if marks:
        _mark(video, marks)
        return
    need_page()
    landmarker = LandmarkCache(model_identity(model), lambda: estimator_for(model))
    with share_bar(video.name) as progress:
        recording, target = _opened(video, exercise, landmarker, progress)
    show_page(PageJob((recording,), target, command_line(), language(), marking_only=True), browse=browser)


def _marks(cues: Sequence[str], *, right: bool) -> Iterator[CueMark]:
    for cue in cues:
        check, _, time = cue.partition("@")
        try:
            yield CueMark(check, float(time), right)
        except ValueError:
            raise SourceError(Message("{cue}: name a cue and its second, such as alignment@12.3", cue=cue)) from None


def _mark(landmarks: Path, marks: Sequence[CueMark]) -> None:
    if not is_of_results(landmarks):
        raise SourceError(
            Message(
                "{path}: name the landmarks.npz among the results of the analysis that told the cue", path=landmarks
            )
        )
    new = not label_paths(landmarks)
    found = mark_cues(landmarks, marks)
    for mark in marks:
        out.print(_told(found.path, mark), soft_wrap=True)
    if new:
        command = f"posecoach label {shlex.quote(str(landmarks))}"
        out.print(
            Message("The repetitions in it are those that were counted; {command} shows them.", command=command),
            soft_wrap=True,
        )


def _told(path: Path, mark: CueMark) -> Message:
    values = {"path": path, "cue": mark.check, "time_s": mark.time_s}
    if mark.right:
        return Message("{path}: {cue} at {time_s:.1f} s is right", **values)
    return Message("{path}: {cue} at {time_s:.1f} s is wrong", **values)


def _opened(
    video: Path, exercise: str | None, landmarker: Landmarker, progress: Progress
) -> tuple[Recording, Tuned | None]:
    """The recording, and what it shows if that can be found out."""
    found = exercise or _named_in_labels(video)
    if found is None:
        series = landmarker(video, progress)
        found = _recognised(series)
        if found is None:
            return _of_nobody_knows_what(video, series), None
        err.print(
            Message(
                "{recording} shows {exercise}; if it doesn't, name its exercise with --exercise",
                recording=video.name,
                exercise=found,
            ),
            soft_wrap=True,
        )
    target = Tuned.read(found)
    return load_recording(video, target.described, landmarker, progress), target


def _named_in_labels(video: Path) -> str | None:
    """The exercise that a table of labels beside the recording is for."""
    path = labels_path(video)
    if path is None or path.suffix != ".csv":
        return None
    try:
        return read_table(read_whole(path)).exercise
    except (OSError, SourceError):
        # Whatever is wrong with it is told when it is read for its times.
        return None


def _recognised(series: Landmarks) -> str | None:
    parts = recognise(Stabiliser()(series), load_exercises())
    named = {part.exercise for part in parts if part.exercise is not None}
    return next(iter(named)) if len(named) == 1 else None


def _of_nobody_knows_what(video: Path, series: Landmarks) -> Recording:
    labels = labels_path(video)
    if labels is not None:
        raise SourceError(Message("{path}: labels of which exercise? Name it with --exercise", path=labels))
    err.print(
        Message(
            "{recording}: can't tell which exercise it shows, so there are only times to mark", recording=video.name
        ),
        soft_wrap=True,
    )
    return Recording(video, sha256_of(video), series, Labels(None, ()))
