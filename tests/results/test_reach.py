import json
import math

import pytest

from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose, Exercise, Personal, PersonalRange
from posecoach.pose.recording import Origin
from posecoach.results.session import Session
from posecoach.results.session_builder import FrameSpan, SessionBuilder


def rep(measure: str, low: float, high: float) -> RepetitionCounted:
    return RepetitionCounted(1, None, 1.0, 2.0, 7.0, 5.0, 8.0, (), {measure: (low, high)})


def attempt(check: str, measured: float, drive: float = 0.2) -> list[Event]:
    """A movement that turned back: the furthest value of its drive, and the one of the check that it fails."""
    return [
        Attempted(None, 1.0, 2.0, drive),
        FaultEnded(check, None, None, 1.0, 2.0, measured, "at least 167", "Higher."),
    ]


def session(exercise: Exercise, *events: Event) -> Session:
    builder = SessionBuilder(exercise, "B", Dose(reps=(4, 4)), Origin("clip.mp4"))
    builder.add(list(events))
    return builder.build(FrameSpan(270, 270, 0.0, 269 / 30, "mediapipe"))


def personal(exercise: Exercise, best: float | None) -> Exercise:
    """The exercise as anna does it."""
    known = None if best is None else PersonalRange(rest=121.0, best=best, repetitions=3)
    return exercise.model_copy(update={"personal": Personal(profile="anna", range=known)})


@pytest.mark.parametrize(
    ("exercise_id", "events", "reached", "described"),
    [
        ("bridge", [rep("hip_angle", 121.0, 171.0), *attempt("alignment", 150.0)], 171.0, 180.0),
        ("bridge", [*attempt("alignment", 144.0), *attempt("alignment", 150.04)], 150.0, 180.0),
        ("double_knee_to_chest", [rep("hip_angle", 47.0, 130.0), *attempt("knees_close", 80.0)], 47.0, 45.0),
        ("cobra", [*attempt("chest_up", -18.0), *attempt("chest_up", -12.0)], -18.0, -40.0),
        ("seated_overhead_stretch", attempt("arms_up", math.nan, drive=120.0), 120.0, 170.0),
    ],
)
def test_the_furthest_of_all_movements_is_kept(
    exercise_id: str, events: list[Event], reached: float, described: float
) -> None:
    """In the measure of the check that says how far to go, beside what it asks for, rounded as the measure is."""
    found = session(load_exercise(exercise_id), *events).range
    assert found is not None
    assert (found.reached, found.described, found.unit) == (reached, described, "deg")
    assert (found.best, found.profile) == (None, None)


@pytest.mark.parametrize(
    ("exercise_id", "events"),
    [
        ("bridge", []),
        ("leg_roll", attempt("rolled", 0.02)),
        ("bridge", attempt("alignment", math.nan)),
    ],
)
def test_nothing_is_said_where_nothing_can_be_compared(exercise_id: str, events: list[Event]) -> None:
    """No movement, an exercise whose articles say no number, or a measure that wasn't seen."""
    written = json.loads(session(load_exercise(exercise_id), *events).to_json())
    assert (written["range"], written["profile"]) == (None, None)


@pytest.mark.parametrize("best", [151.04, None])
def test_a_profiles_best_stands_beside_it(best: float | None) -> None:
    """Null if the profile doesn't know it; the profile is named all the same. Older files have neither key."""
    written = json.loads(session(personal(load_exercise("bridge"), best), *attempt("alignment", 150.0)).to_json())
    assert written["profile"] == "anna"
    assert written["range"] == {
        "measure": "hip_angle",
        "unit": "deg",
        "reached": 150.0,
        "described": 180.0,
        "best": None if best is None else 151.0,
        "profile": "anna",
    }
    del written["range"], written["profile"]
    old = Session.model_validate(written)
    assert (old.range, old.profile) == (None, None)
