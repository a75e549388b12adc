"""What an exercise file may say but can't mean."""

from typing import Any

import pytest

from posecoach.exercise.library import load_exercise
from posecoach.exercise.lint import lint
from posecoach.exercise.schema import Exercise


def changed(exercise: Exercise, **changes: Any) -> Exercise:
    data = exercise.model_dump(mode="json", exclude={"tunables"})
    for path, value in changes.items():
        place, _, key = path.rpartition("__")
        (data[place] if place else data)[key] = value
    return Exercise.model_validate(data)


def at(place: str, measure: str, **limits: float) -> dict[str, Any]:
    return {"at": place, "measure": measure, **limits}


def check(measure: str, **more: Any) -> dict[str, Any]:
    """A check that takes the place of the one that attempts fail."""
    return {"id": "alignment", "measure": measure, "cue": "Up.", "spoken": "Up", "source": "A", "above": 5, **more}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"gate__ranges": [at("end", "elbow_angle", min=190)]},
            "gate.ranges.0: elbow_angle is always 0 to 180, never at least 190",
        ),
        (
            {"gate__ranges": [at("change", "knee_angle", max=-200)]},
            "gate.ranges.0: a change of knee_angle is always -180 to 180, never at most -200",
        ),
        (
            {"gate__ranges": [at("end", "hip_bend", min=100), at("end", "hip_bend", max=90)]},
            "gate.ranges.1: at most 90 and gate.ranges.0's at least 100 of hip_bend can't be at once",
        ),
        (
            {"gate__ranges": [at("end", "hip_lift", max=0.1)]},
            "gate.ranges.0: at most 0.1 and drive.end's 0.4 of hip_lift can't be at once",
        ),
        (
            {"drive__measure": "neck_angle", "drive__start": 90, "drive__end": 200},
            "drive.end: neck_angle is always 0 to 180, never 200",
        ),
        (
            {"checks": [check("elbow_angle", target=-20)]},
            "checks.alignment: elbow_angle is always 0 to 180, never at most -15",
        ),
        (
            {"checks": [check("elbow_angle", target=170, above=15)]},
            "checks.alignment.above: nothing can be a fault, elbow_angle is always 0 to 180",
        ),
        (
            {"checks": [check("hip_lift", target=0.1, above=0.1, from_start=True)]},
            "checks.alignment: at most 0.2 and drive.end's 0.4 of hip_lift can't be at once",
        ),
        (
            {"checks": [check("hand_height", target=0, only_if=[{"measure": "hip_lift", "max": 0.2}])]},
            "checks.alignment.only_if.0: at most 0.2 and drive.end's 0.4 of hip_lift can't be at once",
        ),
    ],
)
def test_what_cannot_be_meant_is_told(bridge: Exercise, changes: dict[str, Any], line: str) -> None:
    """Values that no body has, ranges that exclude each other, and checks that the described position fails."""
    assert lint(changed(bridge, **{"drive__end": 0.4, **changes})) == [line]


def test_a_view_that_does_not_show_a_measure_is_told() -> None:
    """The outline of the back is read from the side."""
    (line,) = lint(changed(load_exercise("pelvic_tilt"), placement__view="front"))
    assert line == "placement.view = 'front': pelvic_tilt is read from the side"


@pytest.mark.parametrize(
    ("changes", "word"), [({"drive__measure": "knee_height"}, "only leg_roll tells"), ({"drive__start": 0.1}, "is 0")]
)
def test_a_side_told_by_the_direction_needs_its_measure(changes: dict[str, Any], word: str) -> None:
    """No other one is looked at, and it counts from the person's own start position."""
    (line,) = lint(changed(load_exercise("leg_roll"), **changes))
    assert word in line
