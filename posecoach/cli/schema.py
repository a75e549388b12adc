"""`schema`: the JSON Schemas of the files that people write and other tools read."""

import json
from enum import Enum
from typing import Annotated

import typer

from posecoach.cli.console import out
from posecoach.coaching.exercise import Exercise
from posecoach.results.session import Session

__all__ = ["schema"]


class Kind(str, Enum):
    """Files that have a schema."""

    EXERCISE = "exercise"
    SESSION = "session"


def schema(kind: Annotated[Kind, typer.Argument(help="Which file.")]) -> None:
    """Print the JSON Schema of exercise files or of session.json."""
    model = Exercise.model_json_schema() if kind is Kind.EXERCISE else Session.model_json_schema()
    out.print_json(json.dumps(model))
