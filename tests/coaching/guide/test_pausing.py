from dataclasses import replace

import numpy as np
import pytest
from guided import ARMS_UP, HOOK, STANDING, UP, rows, series_of, still

from posecoach.coaching.guide.moments import PauseReason
from posecoach.coaching.guide.pausing import Pauses, in_start_position
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise_files import exercise_paths, load_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, FrontFigure

BRIDGE = load_exercise("bridge")
STATE = CoachState(0.0, Phase.REST, 0, 5, None, 0.0, 5.0, 0.0, Side.LEFT)
RATE_HZ = 8
STARTS: dict[str, AnyFigure] = {
    Posture.SUPINE: HOOK,
    Posture.PRONE: Figure.prone(),
    Posture.ALL_FOURS: Figure.all_fours(),
    Posture.KNEELING: Figure.kneeling(),
    Posture.STANDING: STANDING,
    Posture.SEATED: FrontFigure(seated=True),
}
ELSEWHERE = {"leg_stretch": Figure.flat(), "toe_touch": Figure.standing()}
NODDING = {"leg_reach": replace(Figure.all_fours(), neck_lift=30.0)}


def last(figure: AnyFigure | None) -> StablePoses:
    return list(rows(Stabiliser()(series_of(still(figure, 1.0)))))[-1]


def at(poses: StablePoses, time_s: float) -> StablePoses:
    return replace(poses, time_s=np.array([time_s]))


SEEN = {"start": last(HOOK), "up": last(STANDING), "arms": last(ARMS_UP), "top": last(UP), "nobody": last(None)}


def back_s(pauses: Pauses, *stretches: tuple[str, float]) -> float | None:
    """When somebody who is seen like this is back."""
    number = 0
    for name, seconds in stretches:
        for _ in range(round(seconds * RATE_HZ)):
            if pauses.back(at(SEEN[name], number / RATE_HZ)):
                return number / RATE_HZ
            number += 1
    return None


@pytest.mark.parametrize("exercise_id", sorted(exercise_paths()))
def test_every_start_position_is_known(exercise_id: str) -> None:
    """As the coach knows it, and no other."""
    exercise = load_exercise(exercise_id)
    figure = ELSEWHERE.get(exercise_id) or NODDING.get(exercise_id) or STARTS[exercise.posture]
    assert in_start_position(exercise, last(figure))
    assert not in_start_position(exercise, SEEN["nobody"])
    upright = exercise.posture in (Posture.KNEELING, Posture.SEATED, Posture.STANDING)
    assert not in_start_position(exercise, last(Figure.prone() if upright else STANDING))


@pytest.mark.parametrize(
    ("exercise_id", "figure"), [("childs_pose", HOOK), ("seated_overhead_stretch", STANDING)], ids=["lying", "standing"]
)
def test_another_posture_is_no_start_position(exercise_id: str, figure: AnyFigure) -> None:
    """Who still lies or stands there after the exercise before hasn't taken it up."""
    assert not in_start_position(load_exercise(exercise_id), last(figure))


@pytest.mark.parametrize("reason", [PauseReason.KEY, PauseReason.GESTURE])
def test_who_paused_must_leave_and_come_back(reason: PauseReason) -> None:
    """Whoever is in the start position all the time wants to stay paused."""
    pauses = Pauses(BRIDGE)
    pauses.pause(reason)
    assert back_s(pauses, ("start", 10.0)) is None
    assert back_s(pauses, ("up", 2.0), ("start", 3.0)) == 3.0


@pytest.mark.parametrize("reason", [PauseReason.AWAY, PauseReason.CAMERA])
def test_who_was_away_has_left_already(reason: PauseReason) -> None:
    """A second in the start position is enough."""
    pauses = Pauses(BRIDGE)
    pauses.pause(reason)
    assert back_s(pauses, ("start", 3.0)) == 1.0


@pytest.mark.parametrize("seen", ["up", "arms", "top", "nobody"])
def test_the_start_position_must_be_kept(seen: str) -> None:
    """For a second without a break."""
    pauses = Pauses(BRIDGE)
    pauses.pause(PauseReason.AWAY)
    assert back_s(pauses, *[("start", 0.875), (seen, 0.25)] * 5) is None


def test_each_pause_is_its_own() -> None:
    """What was seen in the last one is forgotten."""
    pauses = Pauses(BRIDGE)
    pauses.pause(PauseReason.AWAY)
    assert back_s(pauses, ("start", 3.0)) == 1.0
    pauses.resume()
    pauses.pause(PauseReason.KEY)
    assert back_s(pauses, ("start", 3.0)) is None


def test_one_bad_frame_is_not_leaving() -> None:
    """Whoever lies still after pressing a key stays paused."""
    pauses = Pauses(BRIDGE)
    pauses.pause(PauseReason.KEY)
    assert back_s(pauses, ("start", 2.0), ("nobody", 1 / RATE_HZ), ("start", 3.0)) is None


def gone_s(pauses: Pauses, *stretches: tuple[Phase, float]) -> list[float]:
    """When somebody in these phases is found gone."""
    phases = [phase for phase, seconds in stretches for _ in range(round(seconds * RATE_HZ))]
    states = [replace(STATE, phase=phase, time_s=number / RATE_HZ) for number, phase in enumerate(phases)]
    return [state.time_s for state in states if pauses.gone(state)]


@pytest.mark.parametrize("phase", [Phase.AWAY, Phase.LOST])
def test_six_seconds_out_of_the_exercise_are_gone(phase: Phase) -> None:
    """Whether somebody can't be seen or does something else."""
    assert gone_s(Pauses(BRIDGE), (Phase.REST, 2.0), (phase, 6.0)) == []
    assert gone_s(Pauses(BRIDGE), (Phase.REST, 2.0), (phase, 6.25))[0] == 8.125


def test_both_kinds_of_absence_are_one() -> None:
    """Walking out of the picture is both, one after the other."""
    assert gone_s(Pauses(BRIDGE), (Phase.AWAY, 3.0), (Phase.LOST, 3.25)) == [6.125]
    assert gone_s(Pauses(BRIDGE), (Phase.AWAY, 5.0), (Phase.HOLD, 0.25), (Phase.LOST, 5.0)) == []


@pytest.mark.parametrize("reason", list(PauseReason))
def test_a_pause_ends_an_absence(reason: PauseReason) -> None:
    """It is counted anew after it."""
    pauses = Pauses(BRIDGE)
    gone_s(pauses, (Phase.AWAY, 5.0))
    pauses.pause(reason)
    pauses.resume()
    assert gone_s(pauses, (Phase.AWAY, 5.0)) == []


@pytest.mark.parametrize("exercise_id", sorted(exercise_paths()))
def test_arms_are_a_sign_where_they_are_not_part_of_the_exercise(exercise_id: str) -> None:
    """Told once, after two seconds; never in exercises done standing or seated."""
    exercise = load_exercise(exercise_id)
    pauses = Pauses(exercise)
    raised = [number / RATE_HZ for number in range(40) if pauses.raised(at(SEEN["arms"], number / RATE_HZ))]
    assert raised == ([] if exercise.posture in (Posture.STANDING, Posture.SEATED) else [2.0])
