"""`schema`: the JSON Schemas of the files that people write and other tools read."""

import inspect
import json
import re
from enum import Enum
from typing import Annotated, Any

import typer
from pydantic import BaseModel

from posecoach.cli.console import out
from posecoach.exercise.calibration import Calibration
from posecoach.exercise.plans import Plan
from posecoach.exercise.schema import Exercise
from posecoach.results.session import Session

__all__ = ["schema"]

_ATTRIBUTES = "\n\nAttributes:\n"
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


class Kind(str, Enum):
    """Files that have a schema."""

    EXERCISE = "exercise"
    PLAN = "plan"
    CALIBRATION = "calibration"
    SESSION = "session"


_MODELS: dict[Kind, type[BaseModel]] = {
    Kind.EXERCISE: Exercise,
    Kind.PLAN: Plan,
    Kind.CALIBRATION: Calibration,
    Kind.SESSION: Session,
}


def schema(kind: Annotated[Kind, typer.Argument(help="Which file.")]) -> None:
    """Print the JSON Schema of exercise files, of plans, of calibrations, or of session.json."""
    found = _MODELS[kind].model_json_schema()
    for part in (found, *found.get("$defs", {}).values()):
        _describe(part)
    out.print_json(json.dumps(found))


def _describe(part: dict[str, Any]) -> None:
    """Gives each key its line of the class's description, for editors to show."""
    summary, _, attributes = inspect.cleandoc(part.get("description", "")).partition(_ATTRIBUTES)
    if attributes:
        part["description"] = summary
    for name, text in _ATTRIBUTE.findall(attributes):
        if name in part.get("properties", {}):
            part["properties"][name].setdefault("description", " ".join(text.split()))
