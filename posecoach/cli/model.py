"""`model`: the pose model's file."""

from pathlib import Path

import typer

from posecoach.cli.console import download_progress, err, out
from posecoach.errors import ModelError
from posecoach.pose.model_store import ModelStatus, ModelStore, check_bundle

__all__ = ["app", "chosen_model"]

app = typer.Typer(help="Fetch, find or verify the pose model.", no_args_is_help=True)


def chosen_model(given: Path | None) -> Path:
    """The user's own bundle if one is given, else the cached one, fetched when it has to be.

    Raises:
        ModelError: If neither can be had.
    """
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
    out.print(str(chosen_model(None)), soft_wrap=True, markup=False)


@app.command()
def path() -> None:
    """Print the model's file, whether it is there or not."""
    out.print(str(ModelStore().path()), soft_wrap=True, markup=False)


@app.command()
def verify() -> None:
    """Compare the model with its known hash."""
    store = ModelStore()
    status = store.verify()
    if status is not ModelStatus.READY:
        raise ModelError(f"{store.path()}: the model is {status.value}; run `posecoach model fetch`")
    out.print(f"{store.path()}: {status.value}", soft_wrap=True, markup=False)
