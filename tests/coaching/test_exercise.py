from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from posecoach.coaching.exercise import Exercise
from posecoach.exercise_files import exercise_paths, read_exercise


@pytest.mark.parametrize("path", exercise_paths().values(), ids=exercise_paths())
def test_every_exercise_file_is_valid_and_complete(path: Path) -> None:
    """The files that come with the program load, and every text a person sees is there."""
    exercise = read_exercise(path)
    assert exercise.default_dose in exercise.doses
    assert all(rule.cue.endswith(".") and rule.spoken for rule in exercise.rules)
    assert {rule.source for rule in exercise.rules} <= set(exercise.articles)
    assert set(exercise.doses) <= {*exercise.articles, "own"}


def changed(exercise: Exercise, path: str, value: Any) -> dict[str, Any]:
    """The exercise's data with one value replaced, as in "checks.0.measure"."""
    data = exercise.model_dump(mode="json")
    *parents, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place: Any = data
    for part in parents:
        place = place[part]
    place[last] = value
    return data


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        ("posture", "floating", "Input should be 'supine'"),
        ("drive.measure", "hip_angel", "unknown measure; allowed: hip_angle"),
        ("drive.hold_enter", 120.0, "rest, hold_leave, hold_enter, target must rise or fall"),
        ("start.0.min", 400.0, "must be below max"),
        ("checks.0.below", -5.0, "greater than 0"),
        ("attempt", "elbow", "attempt must be a table of its own or one of the checks: alignment"),
        ("attempt", {"id": "too_low", "cue": "Up.", "source": "A"}, "attempt.Attempt.spoken"),
        ("default_dose", "Z", "default_dose must be one of"),
        ("doses.A.hold_s", [3, 2], "smallest first"),
        ("doses.A.reps", [0, 5], "greater than or equal to 1"),
        ("surprise", 1, "Extra inputs are not permitted"),
    ],
)
def test_a_wrong_value_is_refused_with_its_reason(bridge: Exercise, path: str, value: object, message: str) -> None:
    """Each rule of the schema speaks for itself."""
    with pytest.raises(ValidationError, match=message):
        Exercise.model_validate(changed(bridge, path, value))


def test_a_check_that_can_never_fail_is_refused(bridge: Exercise) -> None:
    """A check needs a bound on at least one side."""
    data = changed(bridge, "checks.0.below", None)
    data["checks"][0]["above"] = None
    with pytest.raises(ValidationError, match="can never fail"):
        Exercise.model_validate(data)
