"""How far a person goes, read off scripted people whose joint angles are known."""

from dataclasses import replace

import numpy as np
import pytest
from calibrating import WAYS, bridges, mirrored, moved, recorded, scaled, ways_of
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.coaching.hips import as_measured
from posecoach.counting.coach import Coach
from posecoach.counting.events import RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.dose import Dose
from posecoach.exercise.personal import Personal
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import thresholds, with_thresholds
from posecoach.exercise_files import exercise_paths, load_exercise, load_exercises
from posecoach.pose.landmarks import Landmark
from posecoach.pose.series import PoseSeries
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, scripted_series
from posecoach.tuning.person.calibration import PersonFit, fit_person

BRIDGE = load_exercise("bridge")
LIMITED = 0.78
"""Of the way of a clean repetition."""


def personal(fit: PersonFit) -> Exercise:
    """The exercise as a profile would have it."""
    mine = Personal(profile="me", range=fit.range, camera_roll_deg=round(fit.roll.known_deg, 1))
    return with_thresholds(fit.exercise, fit.thresholds).model_copy(update={"personal": mine})


def counted(exercise: Exercise, series: PoseSeries) -> list[RepetitionCounted]:
    """Repetitions in a recording, as an analysis counts them."""
    coach = Coach(exercise, Dose())
    events = [*coach.advance(as_measured(exercise, Stabiliser()(series))).events, *coach.finish()]
    return [event for event in events if isinstance(event, RepetitionCounted)]


def test_every_exercise_can_be_shown() -> None:
    """A new exercise needs a start and an end position in `calibrating`."""
    assert set(WAYS) == set(exercise_paths())


@pytest.mark.parametrize("exercise_id", sorted(WAYS))
def test_limited_people_count_with_their_own_thresholds(exercise_id: str) -> None:
    """In all exercises; each repetition with its side, nothing outside the limits, and the described position stays."""
    exercise = load_exercise(exercise_id)
    series = recorded(*ways_of(exercise_id, LIMITED))
    fit = fit_person(exercise, series)
    mine = personal(fit)
    reps = counted(mine, series)
    sides = 2 if exercise.sides.in_turn else 1
    assert len(reps) == fit.range.repetitions == 3 * sides
    assert len({rep.side for rep in reps}) == sides
    assert fit.thresholds.keys() <= exercise.tunables.keys()
    for key, value in fit.thresholds.items():
        low, high = exercise.tunables[key]
        assert low <= value <= high
    assert mine.drive.target == exercise.drive.target
    drive_checks = {check.id for check in exercise.checks if check.measure == exercise.drive.measure}
    assert not {fault for rep in reps for fault in rep.faults} & drive_checks


@pytest.mark.parametrize("exercise_id", ["leg_reach", "bird_dog", "lumbar_rotation"])
def test_exercises_that_are_alike_are_taken_for_what_they_are_called(exercise_id: str) -> None:
    """Short holds make one look like the other; whoever names the exercise knows better."""
    series = recorded(*ways_of(exercise_id, LIMITED), reps=2)
    assert fit_person(load_exercise(exercise_id), series, load_exercises()).range.repetitions == 4


def test_a_limited_bridge_counts_against_the_described_one() -> None:
    """None of its repetitions did before; its best is the person's own, and far from what is described."""
    series = bridges(153.0)
    fit = fit_person(BRIDGE, series)
    assert (fit.counted_before, len(counted(personal(fit), series))) == (0, 3)
    # The landmarker's hips are put back by about three degrees, which a scripted body's don't need.
    assert fit.range.best == pytest.approx(150.0, abs=1.5)
    assert fit.range.rest == pytest.approx(122.5, abs=1.5)
    assert fit.thresholds["drive.hold_enter"] < BRIDGE.drive.hold_enter
    assert fit.thresholds["checks.alignment.below"] > 30


def test_a_flexible_person_is_asked_for_more() -> None:
    """The zone begins later, and what is much less than usual is a fault, though it still counts."""
    fit = fit_person(BRIDGE, bridges(194.0))
    mine = personal(fit)
    assert fit.thresholds["drive.hold_enter"] > BRIDGE.drive.hold_enter
    assert fit.thresholds["checks.alignment.below"] < 13
    (rep, *_) = counted(mine, bridges(174.0))
    assert rep.faults == ("alignment",)


def test_a_rest_outside_the_usual_range_is_one_to_begin_from() -> None:
    """The start range grows as far as it may, and the rest zone lies above this person's rest."""
    series = bridges(186.0, rest=161.0)
    fit = fit_person(BRIDGE, series)
    assert counted(BRIDGE, series[:60]) == []
    assert fit.thresholds["start.hip_angle.max"] > 158
    assert fit.thresholds["drive.rest"] >= fit.range.rest
    assert len(counted(personal(fit), series)) == 3


def test_the_lesser_side_decides() -> None:
    """Its best is the range's, and its repetitions count as well as the other one's."""
    start, (left, right) = ways_of("knee_to_chest")
    _, (_, less) = ways_of("knee_to_chest", 0.7)
    fit = fit_person(load_exercise("knee_to_chest"), recorded(start, [left, less], reps=2))
    assert fit.range.best == fit.sides["right", 1.0] > fit.sides["left", 1.0] + 15
    assert len(counted(personal(fit), recorded(start, [right, less], reps=2))) == 4


def test_the_lesser_direction_decides() -> None:
    """A cat that is rounder than the cow is hollow."""
    start, (cat, _) = ways_of("cat_cow")
    _, (_, cow) = ways_of("cat_cow", 0.7)
    series = recorded(start, [cat, cow])
    fit = fit_person(load_exercise("cat_cow"), series)
    assert (fit.range.rest, fit.range.repetitions) == (0.0, 3)
    assert fit.range.best == fit.sides["", -1.0] < fit.sides["", 1.0]
    assert len(counted(personal(fit), series)) == 3


def test_fidgeting_is_no_repetition() -> None:
    """Small movements between the comfortable ones neither count nor make the zones wider."""
    usual = fit_person(BRIDGE, bridges(165.0))
    with_fidgets = recorded(Figure.supine(125.0), [Figure.supine(165.0), Figure.supine(138.0)])
    fit = fit_person(BRIDGE, with_fidgets)
    assert fit.range.repetitions == 3
    assert fit.thresholds == pytest.approx(usual.thresholds, abs=1.0)


def test_noise_is_read_at_rest_and_leaves_room() -> None:
    """More of it in a trembling picture, and a hold zone that begins earlier."""
    start, tops = ways_of("pelvic_tilt")
    quiet, loud = (
        fit_person(load_exercise("pelvic_tilt"), recorded(start, tops, noise_px=noise)) for noise in (0.0, 1.0)
    )
    assert quiet.noise["pelvic_tilt"] < 0.05 < loud.noise["pelvic_tilt"]
    assert loud.thresholds["drive.hold_enter"] <= quiet.thresholds["drive.hold_enter"]


def test_what_was_fitted_before_is_what_is_told_as_before() -> None:
    """A profile that is made anew doesn't build upon itself."""
    series = bridges(165.0)
    once = fit_person(BRIDGE, series)
    again = fit_person(personal(once), series)
    assert again.exercise.personal is None
    assert thresholds(again.exercise)["drive.rest"] == once.thresholds["drive.rest"]


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


def nobody() -> PoseSeries:
    return scripted_series([None] * 60)


def too_little() -> PoseSeries:
    return bridges(131.0)


def once() -> PoseSeries:
    return bridges(170.0, reps=1)


def lying_still() -> PoseSeries:
    return scripted_series([Figure.supine()] * 90, noise_px=0.3)


def on_all_fours() -> PoseSeries:
    return recorded(*ways_of("cat_cow"))


def legs_stretched() -> PoseSeries:
    return scripted_series([Figure.flat()] * 90)


@pytest.mark.parametrize(
    ("series", "told"),
    [
        (nobody, "nobody is in view"),
        (
            too_little,
            r"goes from 12\d degrees to 12\d degrees, with a noise of 0.\d degrees; what counts, .* to 14\d degrees",
        ),
        (lying_still, r"goes from 12\d degrees to 12\d degrees, with a noise of 0.\d degrees; what counts, "),
        (once, "one comfortable repetition of Bridge"),
        (legs_stretched, "start position isn't seen: hip_angle is 17[0-9] degrees, allowed are 85 to 170"),
        (on_all_fours, r"shows Cat and cow \(cat_cow\), not Bridge \(bridge\)"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_what_cannot_be_calibrated_from_is_refused_with_the_reason(series: object, told: str) -> None:
    """In one line with the numbers."""
    assert callable(series)
    with pytest.raises(SourceError, match=told) as refused:
        fit_person(BRIDGE, series(), load_exercises())
    assert "\n" not in str(refused.value)


def test_a_movement_that_drowns_in_noise_is_refused() -> None:
    """With the noise, and with what would stand out from it."""
    tilt = load_exercise("pelvic_tilt")
    start, tops = ways_of("pelvic_tilt", 0.8)
    with pytest.raises(SourceError, match=r"with a noise of \d.* what counts, .* goes to \d"):
        fit_person(tilt, recorded(start, tops, noise_px=12.0))


def test_an_exercise_without_tunables_keeps_its_thresholds() -> None:
    """Range and noise are read all the same, if the repetitions count as they are."""
    fixed = BRIDGE.model_copy(update={"tunables": {}})
    fit = fit_person(fixed, bridges(178.0))
    assert (fit.thresholds, fit.range.repetitions) == ({}, 3)
    with pytest.raises(SourceError, match="what counts"):
        fit_person(fixed, bridges(152.0))


def test_a_hidden_far_side_changes_nothing() -> None:
    """As in many recordings of people who lie."""
    hidden = frozenset(mark for mark in Landmark if "LEFT" in mark.name and mark > Landmark.LEFT_HIP)
    start, top = (replace(Figure.supine(angle), hidden=hidden) for angle in (125.0, 160.0))
    fit = fit_person(BRIDGE, recorded(start, [top]))
    assert fit.range.repetitions == 3
    assert np.isclose(fit.range.best, fit_person(BRIDGE, bridges(160.0)).range.best, atol=0.5)
