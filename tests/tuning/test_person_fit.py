"""How far a person goes, read off scripted people whose joint angles are known."""

import pytest
from calibrating import bridges, mirrored, moved, recorded, scaled, ways_of
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.counting.coach import Coach
from posecoach.counting.events import RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.library import load_exercise, load_exercises
from posecoach.exercise.schema import Dose, Exercise, Personal
from posecoach.exercise.thresholds import thresholds, with_thresholds
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure, scripted_series
from posecoach.tuning.person.calibration import PersonFit, fit_person

BRIDGE = load_exercise("bridge")
LIMITED = {"childs_pose": 0.85}
"""Of the way of a clean repetition; of the others, the share below. Less is no child's pose any more."""
USUALLY_LIMITED = 0.78


def personal(fit: PersonFit) -> Exercise:
    """The exercise as a profile would have it."""
    mine = Personal(profile="me", range=fit.range, camera_roll_deg=round(fit.roll.known_deg, 1))
    return with_thresholds(fit.exercise, fit.thresholds).model_copy(update={"personal": mine})


def counted(exercise: Exercise, series: Landmarks) -> list[RepetitionCounted]:
    """Repetitions in a recording, as an analysis counts them."""
    coach = Coach(exercise, Dose())
    events = [*coach.advance(series).events, *coach.finish()]
    return [event for event in events if isinstance(event, RepetitionCounted)]


@pytest.mark.parametrize("exercise_id", ["bridge", "bird_dog", "knee_to_chest", "childs_pose", "leg_roll", "cat_cow"])
def test_limited_people_do_good_repetitions_with_their_own_thresholds(exercise_id: str) -> None:
    """In all exercises: each repetition counts with its side, and goes far enough; nothing is outside the limits."""
    exercise = load_exercise(exercise_id)
    series = recorded(*ways_of(exercise_id, LIMITED.get(exercise_id, USUALLY_LIMITED)))
    fit = fit_person(exercise, series)
    reps = counted(personal(fit), series)
    sides = 2 if exercise.sides.in_turn else 1
    assert len(reps) == fit.range.repetitions == 3 * sides
    assert len({rep.side for rep in reps}) == sides
    assert fit.thresholds.keys() <= exercise.tunables.keys()
    for key, value in fit.thresholds.items():
        low, high = exercise.tunables[key]
        assert low <= value <= high
    assert exercise.attempt_rule.id not in {fault for rep in reps for fault in rep.faults}


def test_a_limited_bridge_is_good_against_the_described_one() -> None:
    """All of its repetitions count before, and none is good; its best is the person's own, not the described one."""
    series = bridges(164.0)
    fit = fit_person(BRIDGE, series)
    assert {rep.good for rep in counted(BRIDGE, series)} == {False}
    assert (fit.enough_before, [rep.good for rep in counted(personal(fit), series)]) == (0, [True] * 3)
    assert fit.range.best == pytest.approx(164.0, abs=1.5)
    assert fit.range.rest == pytest.approx(125.5, abs=1.5)
    assert fit.thresholds["checks.alignment.below"] > 19


def test_a_very_small_way_counts() -> None:
    """Somebody whose hips rise by a third of what is described does repetitions, too."""
    series = bridges(153.0)
    assert counted(BRIDGE, series) == []
    fit = fit_person(BRIDGE, series)
    assert fit.thresholds["drive.least"] < BRIDGE.drive.least
    assert [rep.good for rep in counted(personal(fit), series)] == [True] * 3


def test_who_goes_as_far_as_described_keeps_all_thresholds() -> None:
    """And who goes further: a tolerance is never made narrower."""
    for best in (178.0, 194.0):
        fit = fit_person(BRIDGE, bridges(best))
        assert (fit.thresholds, fit.enough_before) == ({}, 3)


def test_the_lesser_side_decides() -> None:
    """Its best is the range's, and its repetitions are as good as the other one's."""
    start, (left, right) = ways_of("knee_to_chest")
    _, (_, less) = ways_of("knee_to_chest", 0.6)
    fit = fit_person(load_exercise("knee_to_chest"), recorded(start, [left, less], reps=2))
    assert fit.range.best == fit.sides["right"] > fit.sides["left"] + 15
    reps = counted(personal(fit), recorded(start, [right, less], reps=2))
    assert ["knee_close" in rep.faults for rep in reps] == [False] * 4


def test_a_back_that_hardly_hollows_is_a_cow() -> None:
    """The lesser of both ends decides where it begins; the other one stays as it is."""
    exercise = load_exercise("cat_cow")
    start, (cat, _) = ways_of("cat_cow")
    _, (_, cow) = ways_of("cat_cow", 0.35)
    series = recorded(start, [cat, cow])
    assert counted(exercise, series) == []
    fit = fit_person(exercise, series)
    assert list(fit.thresholds) == ["drive.start"]
    assert len(counted(personal(fit), series)) == fit.range.repetitions == 3


def test_noise_is_read_at_rest_and_leaves_room() -> None:
    """More of it in a trembling picture, and a wider tolerance."""
    start, tops = ways_of("bridge", 0.6)
    quiet, loud = (fit_person(BRIDGE, recorded(start, tops, noise_px=noise)) for noise in (0.0, 4.0))
    assert quiet.noise["hip_angle"] < 0.1 < loud.noise["hip_angle"]
    assert loud.thresholds["checks.alignment.below"] >= quiet.thresholds["checks.alignment.below"]


def test_what_was_fitted_before_is_what_is_told_as_before() -> None:
    """A profile that is made anew doesn't build upon itself."""
    series = bridges(165.0)
    once = fit_person(BRIDGE, series)
    again = fit_person(personal(once), series)
    assert again.exercise.personal is None
    assert thresholds(again.exercise)["checks.alignment.below"] == once.thresholds["checks.alignment.below"]


@settings(max_examples=8)
@given(factor=st.floats(0.4, 1.6), right=st.floats(-120, 120), down=st.floats(-60, 60), mirror=st.booleans())
def test_where_and_how_large_the_picture_is_does_not_matter(
    factor: float, right: float, down: float, mirror: bool
) -> None:
    """Nor whether the camera mirrors: range and thresholds are the person's."""
    series = bridges(158.0, reps=2)
    expected = fit_person(BRIDGE, series)
    other = scaled(moved(series, right, down), factor)
    fit = fit_person(BRIDGE, mirrored(other) if mirror else other)
    assert fit.range.repetitions == expected.range.repetitions
    assert fit.range.best == pytest.approx(expected.range.best, abs=0.3)
    assert fit.thresholds == pytest.approx(expected.thresholds, abs=0.5)
    assert fit.roll.known_deg == expected.roll.known_deg == 0


def nobody() -> Landmarks:
    return scripted_series([None] * 60)


def once() -> Landmarks:
    return bridges(170.0, reps=1)


def lying_still() -> Landmarks:
    return scripted_series([Figure.supine()] * 90, noise_px=0.3)


def on_all_fours() -> Landmarks:
    return recorded(*ways_of("cat_cow"))


@pytest.mark.parametrize(
    ("series", "told"),
    [
        (nobody, "nobody is in view"),
        (lying_still, r"no repetition of Bridge, .*hips above .*: moved 0\S* of at least 0\S* trunk lengths"),
        (once, "one comfortable repetition of Bridge"),
        (on_all_fours, r"no repetition of Bridge, .*posture: all fours, .*; it looks like Cat and cow \(cat_cow\)"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_cannot_be_calibrated_from_is_refused_with_the_reason(series: object, told: str) -> None:
    """In one line with the numbers."""
    assert callable(series)
    with pytest.raises(SourceError, match=told) as refused:
        fit_person(BRIDGE, series(), load_exercises())
    assert "\n" not in str(refused.value)


def test_an_exercise_without_tunables_keeps_its_thresholds() -> None:
    """Range and noise are read all the same."""
    fixed = BRIDGE.model_copy(update={"tunables": {}})
    fit = fit_person(fixed, bridges(165.0))
    assert (fit.thresholds, fit.range.repetitions, fit.enough_before) == ({}, 3, 0)
    with pytest.raises(SourceError, match="no repetition"):
        fit_person(fixed, bridges(150.0))


def test_exercises_that_are_alike_are_taken_for_what_they_are_called() -> None:
    """Short holds make one look like the other; whoever names the exercise knows better."""
    series = recorded(*ways_of("leg_reach", USUALLY_LIMITED), reps=2)
    assert fit_person(load_exercise("leg_reach"), series, load_exercises()).range.repetitions == 4


def test_fidgeting_is_no_repetition() -> None:
    """Small movements between the comfortable ones neither count nor make tolerances wider."""
    usual = fit_person(BRIDGE, bridges(165.0))
    with_fidgets = recorded(Figure.supine(125.0), [Figure.supine(165.0), Figure.supine(147.0)])
    fit = fit_person(BRIDGE, with_fidgets)
    assert fit.range.repetitions == 3
    assert fit.thresholds == pytest.approx(usual.thresholds, abs=1.0)
