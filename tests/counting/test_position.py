"""Whether the body is in the start position and still."""

import math
from collections.abc import Sequence

import pytest
from calibrating import WAYS

from posecoach.counting.coach import Coach
from posecoach.counting.frames import Row
from posecoach.counting.placement import PositionWatch
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.pose.posture import Posture
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, between, eased, scripted_series

RATE_HZ = 30
HOOK, FOURS, HEEL_SIT = Figure.supine(), Figure.all_fours(), Figure.kneeling()
UPRIGHT = Figure.standing(shoulder_angle=10.0)
FROM_THE_FRONT = ("hip_shift_stretch", "seated_overhead_stretch")


def states(exercise_id: str, figures: Sequence[AnyFigure | None]) -> list[CoachState]:
    """What a live coach knows, frame by frame."""
    poses = Stabiliser()(scripted_series(figures, noise_px=0.5))
    return Coach(load_exercise(exercise_id), Dose(), live=True).follow(poses).states


def way(start: Figure, end: Figure, frames: int = 60) -> list[AnyFigure]:
    return [between(start, end, share) for share in eased(0.0, 1.0, frames)]


def stepped(*stretches: tuple[float, bool, float], noise: float = 0.0) -> PositionWatch:
    """A watch after stretches of progress (NaN for unseen), whether that is in position, and seconds."""
    watch, frame = PositionWatch(), 0
    for progress, inside, seconds in stretches:
        for _ in range(round(seconds * RATE_HZ)):
            watch.step(frame / RATE_HZ, Row(frame, progress, math.nan, inside, False, False, noise))
            frame += 1
    return watch


@pytest.mark.parametrize(
    "exercise_id",
    ["bridge", "leg_stretch", "cobra", "bird_dog", "leg_reach", "childs_pose", "toe_touch", *FROM_THE_FRONT],
)
def test_every_start_position_is_known(exercise_id: str) -> None:
    """Within a second and a half of being still in it; somebody elsewhere is not in it."""
    posture = load_exercise(exercise_id).posture
    assert {state.phase for state in states(exercise_id, [WAYS[exercise_id][0]] * 90)[45:]} == {Phase.REST}
    upright = posture in (Posture.KNEELING, Posture.SEATED, Posture.STANDING)
    elsewhere = Figure.prone() if upright else UPRIGHT
    assert {state.phase for state in states(exercise_id, [elsewhere] * 90)[45:]} == {Phase.AWAY}


@pytest.mark.parametrize(
    ("exercise_id", "before"),
    [
        ("bridge", [HEEL_SIT] * 60 + way(HEEL_SIT, HOOK)),
        ("bridge", [Figure.supine(178.0)] * 90 + way(Figure.supine(178.0), HOOK)),
        ("pelvic_tilt", [Figure.supine(134.0)] * 90 + way(Figure.supine(134.0), Figure.supine(121.0))),
        ("bird_dog", [HEEL_SIT] * 60 + [FOURS]),
        ("cobra", [Figure.prone(40.0)] * 90 + way(Figure.prone(40.0), Figure.prone())),
        ("leg_roll", [UPRIGHT] * 600 + way(UPRIGHT, HEEL_SIT) + way(HEEL_SIT, HOOK)),
    ],
)
def test_what_was_before_keeps_nobody_from_being_ready(exercise_id: str, before: list[AnyFigure]) -> None:
    """Wherever somebody comes from, and whatever that looked like."""
    found = states(exercise_id, [*before, *[before[-1]] * 90])
    assert {state.phase for state in found[len(before) + 45 :]} == {Phase.REST}
    assert {state.rep_count for state in found} == {0}


@pytest.mark.parametrize(
    ("stretches", "in_start", "ready"),
    [
        ([(0.0, True, 1.0)], True, True),
        ([(0.0, True, 0.2)], False, False),
        ([(0.0, False, 1.0)], False, False),
        ([(0.0, True, 1.0), (0.0, False, 0.2)], True, True),
        ([(0.0, True, 1.0), (0.0, False, 0.6)], False, False),
        ([(0.0, True, 1.0), (math.nan, False, 0.8)], True, True),
        ([(0.0, True, 1.0), (math.nan, False, 1.5), (0.0, True, 0.2)], False, False),
        ([(0.0, True, 1.0), (0.3, True, 0.1), (0.6, True, 0.1)], True, True),
        ([(number / 10, True, 0.1) for number in range(12)], True, False),
    ],
)
def test_most_of_the_last_moments_decide(
    stretches: list[tuple[float, bool, float]], in_start: bool, ready: bool
) -> None:
    """Single frames don't, unseen ones say nothing for a while, and who has been still may move."""
    watch = stepped(*stretches)
    assert (watch.in_start, watch.ready) == (in_start, ready)


def test_trembling_is_still() -> None:
    """By as much as the drive wavers anyway; while that isn't known, it is no excuse."""
    trembling = [(0.3 * (number % 2), True, 0.1) for number in range(12)]
    assert stepped(*trembling, noise=0.1).ready
    assert not stepped(*trembling).ready
    assert not stepped(*trembling, noise=math.inf).ready


def test_who_is_not_seen_is_lost_after_a_second() -> None:
    """And from the first moment until seen once."""
    assert PositionWatch().lost(0.0)
    watch = stepped((0.0, True, 1.0))
    assert not watch.lost(1.9)
    assert watch.lost(2.1)
