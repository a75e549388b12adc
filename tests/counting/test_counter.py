"""Where a repetition counts: scripted people do what real ones do."""

from dataclasses import replace

import pytest
from scripted import DOSE, bridge_angles, bridging, faults, followed, lifted, of_kind, path, reps, through

from posecoach.counting.coach import Coach
from posecoach.counting.events import Attempted, FaultEnded, NotCounted, RepetitionCounted, RepetitionEnded, Verdict
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.landmarks import Landmark, Side
from posecoach.testing import AnyFigure, Figure, FrontFigure, scripted_series

DOWN, UP = 125.0, 178.0
LOW, EARLY = lifted(0.55), lifted(0.38)
"""Tops of bridges that count and aren't good, and that turn back too early."""
FOURS = Figure.all_fours()
HEEL_SIT, FOLDED = Figure.kneeling(85.0, 30.0), Figure.kneeling(25.0, 30.0, 165.0)


@pytest.mark.parametrize(
    ("angles", "good"),
    [
        (bridge_angles(UP, UP, UP), [True] * 3),
        # Straight into it, and out of the picture right after it.
        (path((DOWN, 0.3), (UP, 2.6), (DOWN, 0.2)), [True]),
        # Pulses that don't come all the way back.
        (path((DOWN, 1), (UP, 2.2), (143, 0), (UP, 2.2), (143, 0), (UP, 2.2), (DOWN, 1)), [True] * 3),
        # The next one begins before the seat is down.
        (path((DOWN, 1), (UP, 2.6), (DOWN, 0), (UP, 2.6), (DOWN, 1)), [True] * 2),
        # Some give way in the middle of the hold, others need two goes.
        (path((DOWN, 1), (UP, 1.3), (170, 0), (UP, 1.3), (DOWN, 1)), [True]),
        (path((DOWN, 1), (140, 1), (UP, 2.6), (DOWN, 1)), [True]),
        # Short of the end position.
        (bridge_angles(LOW, LOW), [False] * 2),
        (bridge_angles(135, 135), []),
        (bridge_angles(UP, 135, UP), [True] * 2),
        ([DOWN] * 300, []),
    ],
)
def test_bridges_count_as_people_do_them(bridge: Exercise, angles: list[float], good: list[bool]) -> None:
    """How far it went decides whether it counts, the checks whether it is good."""
    assert [rep.good for rep in reps(followed(bridge, bridging(angles)))] == good


def test_half_of_the_way_is_an_attempt(bridge: Exercise) -> None:
    """It is told with the rule that it fails, and belongs to no repetition."""
    events = followed(bridge, bridging(bridge_angles(UP, EARLY)))
    assert len(reps(events)) == 1
    (attempt,) = of_kind(Attempted, events)
    assert bridge.drive.start < attempt.reached < bridge.drive.end / 2
    (fault,) = of_kind(FaultEnded, events)
    assert (fault.check, fault.rep, fault.wanted) == ("alignment", None, "167 to 208")
    assert (fault.start_s, fault.end_s) == (attempt.start_s, attempt.end_s)
    assert fault.measured == pytest.approx(EARLY, abs=1.0)


def test_a_fault_is_told_with_its_hold_and_what_was_measured_in_it(bridge: Exercise) -> None:
    """It lies in its repetition, and says what is wanted."""
    events = followed(bridge, bridging(bridge_angles(LOW)))
    (rep,), (fault,) = reps(events), of_kind(FaultEnded, events)
    assert (fault.check, fault.rep, fault.wanted) == ("alignment", rep.number, "167 to 208")
    assert (fault.start_s, fault.end_s) == (rep.hold_start_s, rep.hold_end_s)
    assert fault.measured == pytest.approx(LOW, abs=1.0)


def test_a_person_who_goes_less_far_is_counted_by_their_own_measure(bridge: Exercise) -> None:
    """Once some repetitions are known, half of their usual way is enough; before, it isn't."""
    events = followed(bridge, bridging(bridge_angles(EARLY, LOW, LOW, EARLY)))
    assert [round(rep.start_s) for rep in reps(events)] == pytest.approx([9, 16, 23], abs=2)


@pytest.mark.parametrize(
    ("angles", "live", "ends"),
    [
        (path((UP, 2.6), (DOWN, 1.5), (UP, 2.6), (DOWN, 1.5)), False, [(True, False), (False, False)]),
        (path((UP, 2.6), (DOWN, 1.5), (UP, 2.6), (DOWN, 1.5)), True, [(False, False)]),
        (path((DOWN, 1.5), (UP, 1.0)), False, [(False, True)]),
        (path((UP, 1.0), (DOWN, 1.0), (UP, 1.0)), False, [(True, False), (False, True)]),
    ],
)
def test_open_ends_count(bridge: Exercise, angles: list[float], live: bool, ends: list[tuple[bool, bool]]) -> None:
    """A hold that the recording cuts off isn't too short; live, what wasn't seen from its beginning is none."""
    events = followed(bridge, bridging(angles), live=live)
    assert [(rep.open_start, rep.open_end) for rep in reps(events)] == ends
    assert faults(events) == ()


@pytest.mark.parametrize(
    ("exercise_id", "figure", "count"),
    [
        ("childs_pose", FOLDED, 1),
        ("seated_overhead_stretch", FrontFigure(seated=True).with_limbs(shoulder_angle=172.0), 1),
        ("childs_pose", HEEL_SIT, 0),
        ("bird_dog", Figure.all_fours(Side.LEFT), 0),
    ],
)
def test_a_pose_that_is_held_from_the_first_frame_to_the_last_counts(
    exercise_id: str, figure: AnyFigure, count: int
) -> None:
    """As one repetition of its whole length, where the exercise is such a pose."""
    found = reps(followed(load_exercise(exercise_id), [figure] * 240))
    assert [(rep.open_start, rep.open_end) for rep in found] == [(True, True)] * count
    assert [rep.hold_s for rep in found] == pytest.approx([8.0] * count, abs=0.3)


def test_sides_are_those_of_the_whole_movement() -> None:
    """Frames in which the legs are taken for each other don't change them."""
    birds: list[tuple[AnyFigure, float]] = [(Figure.all_fours(), 1.5)]
    for side in (Side.RIGHT, Side.LEFT, Side.RIGHT):
        birds += [(Figure.all_fours(side), 2.6), (Figure.all_fours(), 1.0)]
    series = scripted_series(through(*birds), noise_px=0.3)
    legs = [[Landmark.of(joint, side) for joint in ("hip", "knee", "ankle", "heel")] for side in Side]
    series.points[::6, legs[0] + legs[1]] = series.points[::6, legs[1] + legs[0]]
    found = reps(followed(load_exercise("bird_dog"), series))
    assert [rep.side for rep in found] == [Side.RIGHT, Side.LEFT, Side.RIGHT]


def test_getting_into_position_and_out_of_it_is_no_repetition(bridge: Exercise) -> None:
    """Nor is it told as a fault."""
    standing, lying = (Figure.standing(), 1.5), (Figure.supine(), 1.5)
    script = [*through(standing, lying), *bridging(bridge_angles(UP, UP)), *through(lying, standing)]
    events = followed(bridge, script)
    assert len(reps(events)) == 2
    assert faults(events) == ()


@pytest.mark.parametrize("wrong", [None, Figure.standing()])
def test_moments_that_look_wrong_reset_nothing(bridge: Exercise, wrong: AnyFigure | None) -> None:
    """A quarter of a second without a body, or with a wrong one."""
    figures = bridging(bridge_angles(UP, UP))
    for first in range(20, len(figures) - 10, 61):
        figures[first : first + 4] = [wrong] * 4
    assert len(reps(followed(bridge, figures))) == 2


def test_a_movement_that_is_too_quick_is_none(bridge: Exercise) -> None:
    """A third of a second there and back is a glitch."""
    angles = [*[DOWN] * 60, *path((DOWN, 0.0), (UP, 0.1), (DOWN, 2.0), moving_s=0.1)]
    assert reps(followed(bridge, bridging(angles), noise_px=0.0)) == []


def test_a_jump_of_the_picture_is_no_movement(bridge: Exercise) -> None:
    """A camera that is moved while somebody rests, and one that is moved while they hold."""
    for frame in (20, 100):
        series = scripted_series(bridging(bridge_angles(UP)), noise_px=0.3)
        series.points[frame:, :, 0] += 300
        events = followed(bridge, series)
        assert {round(rep.start_s) for rep in reps(events)} <= {1, 2, 3, 4}
        assert 1 <= len(reps(events)) <= 2


def test_a_turned_picture_closes_what_was_under_way(bridge: Exercise) -> None:
    """A phone that is turned upright in the middle of a hold, and back again: nothing is held across it."""
    series = scripted_series(bridging([DOWN] * 30 + path((DOWN, 0), (UP, 6), (DOWN, 1))), noise_px=0.3)
    coach = Coach(bridge, DOSE)
    turned = replace(series, size=series.size[::-1])
    events = [*coach.advance(series[:120]).events, *coach.advance(turned[120:]).events, *coach.finish()]
    assert [rep.open_end for rep in reps(events)][:1] == [True]
    assert max(rep.hold_s for rep in reps(events)) < 5.0


@pytest.mark.parametrize("exercise_id", ["bird_dog", "pelvic_tilt", "toe_touch", "cat_cow"])
def test_a_tremor_is_no_repetition(exercise_id: str) -> None:
    """However long it lasts."""
    exercise = load_exercise(exercise_id)
    at_rest = {"all fours": FOURS, "supine": Figure.supine(), "standing": Figure.standing()}[exercise.posture.value]
    assert reps(followed(exercise, [at_rest] * 600, noise_px=4.0)) == []


def test_a_repetition_is_told_half_way_back_and_its_end_when_it_is_over(bridge: Exercise) -> None:
    """Nobody has to wait for the praise, and the files have the end as it was."""
    coach = Coach(bridge, DOSE, live=True)
    series = scripted_series(bridging(path((DOWN, 1.5), (UP, 2.6), (DOWN, 2.0))), noise_px=0.3)
    told: dict[type, float] = {}
    for row in range(len(series)):
        for event in coach.advance(series[row : row + 1]).events:
            told[type(event)] = float(series.time_s[row])
            if isinstance(event, RepetitionEnded):
                assert event.end_s == pytest.approx(6.5, abs=0.4)
    assert 5.4 < told[RepetitionCounted] < told[RepetitionEnded] < 7.0


def test_nothing_is_both_counted_and_refused(bridge: Exercise) -> None:
    """Bridges, toe touches and lying down again."""
    toe_touch = through((Figure.standing(), 1), (Figure.standing(40.0), 1), (Figure.standing(), 1))
    events = followed(bridge, [*bridging(bridge_angles(UP)), *toe_touch, *bridging(bridge_angles(UP))])
    spans = [(one.start_s, one.end_s) for one in of_kind(NotCounted, events)]
    assert len(reps(events)) == 2
    for rep in reps(events):
        assert not any(start_s < rep.hold_start_s < end_s for start_s, end_s in spans)


def test_a_hold_that_was_hardly_seen_is_not_judged(bridge: Exercise) -> None:
    """It may have been long enough; for how long nobody was seen is said."""
    figures = bridging(path((DOWN, 1.5), (UP, 2.6), (DOWN, 1.5)))
    figures[100:142] = [None] * 42
    events = followed(bridge, figures, Dose(hold_s=(5.0, 5.0)))
    (rep,) = reps(events)
    (answer,) = (one for one in rep.judgements if one.check == "hold")
    assert (answer.verdict, answer.reason[:12]) == (Verdict.UNCLEAR, "not seen for")
    assert faults(events) == ()
