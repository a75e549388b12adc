from typing import Any

import pytest

from posecoach.exercise.calibration import fingerprint
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise


@pytest.mark.parametrize(
    ("exercise_id", "place", "key", "value", "same"),
    [
        ("bridge", ("placement",), "advice", "Put the camera on the floor.", True),
        ("bridge", ("checks", 0), "cue", "Higher.", True),
        ("bridge", ("checks", 0), "spoken", "Higher", True),
        ("cat_cow", ("attempt",), "cue", "Further.", True),
        ("bridge", ("drive",), "end", 0.5, False),
        ("bridge", ("gate",), "start", None, False),
        ("bridge", ("tunables",), "drive.least", (0.2, 0.8), False),
        ("bridge", ("placement",), "view", "oblique", False),
    ],
)
def test_rules_change_what_was_fitted_and_texts_do_not(
    exercise_id: str, place: tuple[str | int, ...], key: str, value: object, same: bool
) -> None:
    """Values fitted to another travel, gate, limits or view say nothing; new words need no new fit."""
    exercise = load_exercise(exercise_id)
    data = exercise.model_dump(exclude={"personal"})
    part: Any = data
    for step in place:
        part = part[step]
    assert part[key] != value
    part[key] = value
    assert (fingerprint(Exercise.model_validate(data)) == fingerprint(exercise)) is same
