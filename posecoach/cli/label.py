"""`label`: marking what is done in a recording."""

from pathlib import Path
from typing import Annotated

import typer

from posecoach.cli.console import err, language
from posecoach.cli.model import estimator_for
from posecoach.cli.options import BrowserOption, ModelOption
from posecoach.cli.tuning_page import command_line, need_page, share_bar, show_page
from posecoach.errors import SourceError
from posecoach.exercise.library import load_exercises
from posecoach.files import read_whole, sha256_of
from posecoach.messages import Message
from posecoach.pose.model_store import model_identity
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import recognise
from posecoach.tuning.folders import load_recording
from posecoach.tuning.label_files import labels_path
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
    browser: BrowserOption = True,
    model: ModelOption = None,
) -> None:
    """Mark repetitions and faults of a recording by keyboard, on a page in your browser.

    Save writes them beside it, as VIDEO.labels.csv; Ctrl+C ends the page. Nothing leaves this computer.
    """
    need_page()
    landmarker = LandmarkCache(model_identity(model), lambda: estimator_for(model))
    with share_bar(video.name) as progress:
        recording, target = _opened(video, exercise, landmarker, progress)
    show_page(PageJob((recording,), target, command_line(), language(), marking_only=True), browse=browser)


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
