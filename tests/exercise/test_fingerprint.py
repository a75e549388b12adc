from collections.abc import Callable
from typing import Any

import pytest

from posecoach.exercise.calibration import fingerprint
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise


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


def travel(data: dict[str, Any]) -> None:
    data["drive"]["end"] += 0.01


def gate(data: dict[str, Any]) -> None:
    data["gate"]["start"] = None


def limits(data: dict[str, Any]) -> None:
    data["tunables"]["drive.least"] = (0.2, 0.8)


def view(data: dict[str, Any]) -> None:
    data["placement"]["view"] = "oblique"


@pytest.mark.parametrize("change", [advice, cue, spoken])
def test_texts_do_not_change_what_was_fitted(bridge: Exercise, change: Callable[[dict[str, Any]], None]) -> None:
    """Whoever words an exercise anew need not fit it again."""
    assert fingerprint(changed(bridge, change)) == fingerprint(bridge)


def test_the_words_for_an_attempt_are_texts_too() -> None:
    """Where no check says how far to go."""
    cat_cow = load_exercise("cat_cow")

    def worded(data: dict[str, Any]) -> None:
        data["attempt"]["cue"] = "Further."

    assert fingerprint(changed(cat_cow, worded)) == fingerprint(cat_cow)


@pytest.mark.parametrize("change", [travel, gate, limits, view])
def test_rules_do(bridge: Exercise, change: Callable[[dict[str, Any]], None]) -> None:
    """Values that were fitted to another travel, gate, limits or view say nothing of these."""
    assert fingerprint(changed(bridge, change)) != fingerprint(bridge)
