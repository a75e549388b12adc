"""`model`: the pose model's file."""

from collections.abc import Sequence
from pathlib import Path

import typer

from posecoach.cli.console import download_progress, err, out
from posecoach.errors import ModelError
from posecoach.exercise.schema import Exercise
from posecoach.messages import Message
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.mediapipe_estimator import estimators_for
from posecoach.pose.model_store import ModelStatus, ModelStore, check_bundle

__all__ = ["app", "chosen_model", "estimator_for"]

app = typer.Typer(help="Fetch, find or verify the pose model.", no_args_is_help=True)


def estimator_for(given: Path | None, exercises: Sequence[Exercise] | None = None) -> EstimatorFactory:
    """Makes estimators that see what these exercises need; all that can be seen if none are named.

    Raises:
        ModelError: If neither the user's own bundle nor, where none is given, the cached one can be had.
    """
    bundle = chosen_model(given)
    with_contour = exercises is None or any(exercise.needs_contour for exercise in exercises)
    return estimators_for(bundle, with_contour=with_contour)


def chosen_model(given: Path | None) -> Path:
    """The user's own bundle if one is given, else the cached one, fetched when it has to be."""
    if given is not None:
        check_bundle(given)
        return given
    store = ModelStore()
    if store.verify() is ModelStatus.READY:
        return store.path()
    with download_progress() as progress:
        return store.ensure(announce=lambda line: err.print(line, soft_wrap=True), progress=progress)


@app.command()
def fetch() -> None:
    """Fetch the model unless it is there and whole."""
    out.print(str(chosen_model(None)), soft_wrap=True)


@app.command()
def path() -> None:
    """Print the model's file, whether it is there or not."""
    out.print(str(ModelStore().path()), soft_wrap=True)


@app.command()
def verify() -> None:
    """Compare the model with its known hash."""
    store = ModelStore()
    status = store.verify()
    if status is not ModelStatus.READY:
        message = {
            ModelStatus.MISSING: Message(
                "{path}: the model is missing; run `posecoach model fetch`", path=store.path()
            ),
            ModelStatus.DAMAGED: Message(
                "{path}: the model is damaged; run `posecoach model fetch`", path=store.path()
            ),
        }[status]
        raise ModelError(message)
    out.print(Message("{path}: ready", path=store.path()), soft_wrap=True)
