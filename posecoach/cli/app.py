"""The commands' common root."""

from typing import Annotated, Any

import typer

from posecoach.cli import analyse, calibrate, doctor, exercises, label, live, model, profiles, routine, schema, tune
from posecoach.cli.console import out
from posecoach.version import __version__

__all__ = ["app", "root_command"]


app = typer.Typer(
    name="posecoach",
    help="Checks posture, counts repetitions and times holds of back-pain exercises, from a webcam or a recording.",
    epilog="Not a medical device. See a physiotherapist first when pain is severe or lasting, or comes with "
    "numbness or weakness, and stop when an exercise hurts.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("analyse")(analyse.analyse)
app.command("analyze", hidden=True)(analyse.analyse)
app.command("demo")(analyse.demo)
app.command("routine")(routine.routine)
app.command("live")(live.live)
app.command("calibrate")(calibrate.calibrate)
app.command("tune")(tune.tune)
app.command("label")(label.label)
app.add_typer(exercises.app, name="exercises")
app.add_typer(profiles.app, name="profiles")
app.add_typer(model.app, name="model")
app.command("schema")(schema.schema)
app.command("doctor")(doctor.doctor)


def _print_version(value: bool) -> None:  # noqa: FBT001 - typer hands a flag's value over like this
    if value:
        out.print(f"posecoach {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    language: Annotated[
        str | None,
        typer.Option(
            "--language",
            "-l",
            metavar="CODE",
            help="Of all that is printed, shown and spoken, such as de; else the system's. May stand anywhere.",
        ),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks; may stand anywhere.")] = False,
) -> None:
    # Both are taken out of the arguments before; here they stand for the help.
    pass


def root_command() -> Any:
    """The command that all others belong to, made anew."""
    return typer.main.get_command(app)
