"""`schema`: the JSON Schemas of the files that people write and other tools read."""

import inspect
import re
from enum import Enum
from typing import Annotated, Any

import typer
from pydantic import TypeAdapter

from posecoach.batch.status import RecordingStatus
from posecoach.cli.console import print_json
from posecoach.exercise.calibration import Calibration
from posecoach.exercise.plans import Plan
from posecoach.exercise.schema import Exercise
from posecoach.results.session import Session
from posecoach.session.moments import Moment

__all__ = ["schema"]

_ATTRIBUTES = "\n\nAttributes:\n"
_ATTRIBUTE = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


class Kind(str, Enum):
    """Files that have a schema."""

    EXERCISE = "exercise"
    PLAN = "plan"
    CALIBRATION = "calibration"
    SESSION = "session"
    RECORDING = "recording"
    EVENTS = "events"


_MODELS: dict[Kind, Any] = {
    Kind.EXERCISE: Exercise,
    Kind.PLAN: Plan,
    Kind.CALIBRATION: Calibration,
    Kind.SESSION: Session,
    Kind.RECORDING: RecordingStatus,
    Kind.EVENTS: Moment,
}


def schema(kind: Annotated[Kind, typer.Argument(help="Which file.")]) -> None:
    """Print the JSON Schema of exercise files, plans, calibrations, session.json, recordings.jsonl, or live events."""
    found: dict[str, Any] = TypeAdapter(_MODELS[kind]).json_schema()
    for part in (found, *found.get("$defs", {}).values()):
        _describe(part)
    print_json(found, indent=2)


def _describe(part: dict[str, Any]) -> None:
    """Gives each key its line of the class's description, for editors to show."""
    summary, _, attributes = inspect.cleandoc(part.get("description", "")).partition(_ATTRIBUTES)
    if attributes:
        part["description"] = summary
    for name, text in _ATTRIBUTE.findall(attributes):
        if name in part.get("properties", {}):
            part["properties"][name].setdefault("description", " ".join(text.split()))
