from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from posecoach.calibrations.model import fingerprint
from posecoach.calibrations.overlay import Overlay
from posecoach.data_files import data_folder
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import read_exercise

SHIPPED = sorted(data_folder("exercises").glob("*.toml"))


def changed(exercise: Exercise, change: Callable[[dict[str, Any]], None]) -> Exercise:
    """The exercise as an edited file would give it."""
    data = exercise.model_dump(exclude={"personal"})
    change(data)
    return Exercise.model_validate(data)


def advice(data: dict[str, Any]) -> None:
    data["placement"]["advice"] = "Put the camera on the floor."


def cue(data: dict[str, Any]) -> None:
    data["checks"][0]["cue"] = "Higher."


def spoken(data: dict[str, Any]) -> None:
    data["checks"][0]["spoken"] = "Higher"


def zone(data: dict[str, Any]) -> None:
    data["drive"]["hold_enter"] += 1


def limits(data: dict[str, Any]) -> None:
    data["tunables"]["drive.hold_enter"] = (130.0, 168.0)


def view(data: dict[str, Any]) -> None:
    data["placement"]["view"] = "oblique"


@pytest.mark.parametrize("change", [advice, cue, spoken])
def test_texts_do_not_change_what_was_fitted(bridge: Exercise, change: Callable[[dict[str, Any]], None]) -> None:
    """Whoever words an exercise anew need not fit it again."""
    assert fingerprint(changed(bridge, change)) == fingerprint(bridge)


@pytest.mark.parametrize("change", [zone, limits, view])
def test_rules_do(bridge: Exercise, change: Callable[[dict[str, Any]], None]) -> None:
    """Values that were fitted to other zones, limits or another view say nothing of these."""
    assert fingerprint(changed(bridge, change)) != fingerprint(bridge)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_calibration_is_of_the_shipped_exercises(path: Path) -> None:
    """Each exercise was compared with a fit, and by the rules that its file has now."""
    exercise = read_exercise(path)
    overlay = Overlay.of([data_folder("calibration") / "default.toml"])
    assert exercise.id in overlay.layers[0].calibration.exercises
    assert overlay.left_out(exercise) == []
