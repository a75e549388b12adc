"""`--profile`: whose exercises they are."""

from typing import Annotated

import typer

__all__ = ["ProfileOption"]

ProfileOption = Annotated[
    str | None,
    typer.Option("--profile", "-p", metavar="NAME", help="Whose exercises they are, see `posecoach profiles`."),
]
