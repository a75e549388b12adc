from dataclasses import replace

import numpy as np
import pytest
from guided import ARMS_UP, RATE_HZ, rows, series_of, still

from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.library import load_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.session.moments import PauseReason
from posecoach.session.pausing import Pauses

BRIDGE = load_exercise("bridge")
STATE = CoachState(0.0, Phase.REST, 0, 5, None, 0.0, 5.0, 0.0, Side.LEFT)
AWAY, LOST, REST = Phase.AWAY, Phase.LOST, Phase.REST


def states(*stretches: tuple[Phase, float]) -> list[CoachState]:
    phases = [phase for phase, seconds in stretches for _ in range(round(seconds * RATE_HZ))]
    return [replace(STATE, phase=phase, time_s=number / RATE_HZ) for number, phase in enumerate(phases)]


def back_s(pauses: Pauses, *stretches: tuple[Phase, float]) -> float | None:
    """When somebody in these phases is back."""
    return next((state.time_s for state in states(*stretches) if pauses.back(state)), None)


@pytest.mark.parametrize(
    ("reason", "stretches", "when_s"),
    [
        (PauseReason.KEY, [(REST, 10.0)], None),
        (PauseReason.KEY, [(AWAY, 2.0), (REST, 3.0)], 2.5),
        (PauseReason.GESTURE, [(LOST, 2.0), (REST, 3.0)], 2.5),
        (PauseReason.KEY, [(REST, 2.0), (AWAY, 1.0), (REST, 3.0)], None),
        (PauseReason.AWAY, [(REST, 3.0)], 0.5),
        (PauseReason.CAMERA, [(REST, 3.0)], 0.5),
        (PauseReason.AWAY, [(REST, 0.4), (AWAY, 0.1)] * 5, None),
    ],
)
def test_a_pause_ends_with_the_start_position(
    reason: PauseReason, stretches: list[tuple[Phase, float]], when_s: float | None
) -> None:
    """Kept for half a second; who paused must have left it for more than stirring, and earlier pauses don't matter."""
    pauses = Pauses(BRIDGE)
    pauses.pause(PauseReason.AWAY)
    back_s(pauses, (REST, 3.0))
    pauses.resume()
    pauses.pause(reason)
    assert back_s(pauses, *stretches) == when_s


def gone_s(pauses: Pauses, *stretches: tuple[Phase, float]) -> list[float]:
    """When somebody in these phases is found gone."""
    return [state.time_s for state in states(*stretches) if pauses.gone(state)]


def test_six_seconds_out_of_the_exercise_are_gone() -> None:
    """Whether somebody can't be seen or does something else, or both, one after the other."""
    for phase in (AWAY, LOST):
        assert gone_s(Pauses(BRIDGE), (REST, 2.0), (phase, 6.0)) == []
        assert gone_s(Pauses(BRIDGE), (REST, 2.0), (phase, 6.2))[0] == 8.1
    assert gone_s(Pauses(BRIDGE), (AWAY, 3.0), (LOST, 3.2)) == [6.1]
    assert gone_s(Pauses(BRIDGE), (AWAY, 5.0), (Phase.HOLD, 0.2), (LOST, 5.0)) == []


def test_a_pause_ends_an_absence() -> None:
    """It is counted anew after it."""
    pauses = Pauses(BRIDGE)
    gone_s(pauses, (AWAY, 5.0))
    pauses.pause(PauseReason.KEY)
    pauses.resume()
    assert gone_s(pauses, (AWAY, 5.0)) == []


def arms_up() -> StablePoses:
    return list(rows(Stabiliser()(series_of(still(ARMS_UP, 1.0)))))[-1]


@pytest.mark.parametrize("exercise_id", ["bridge", "bird_dog", "toe_touch", "seated_overhead_stretch"])
def test_arms_are_a_sign_where_they_are_not_part_of_the_exercise(exercise_id: str) -> None:
    """Told once, after two seconds; never in exercises done standing or seated."""
    exercise, poses = load_exercise(exercise_id), arms_up()
    pauses, times_s = Pauses(exercise), [number / RATE_HZ for number in range(50)]
    raised = [time_s for time_s in times_s if pauses.raised(replace(poses, time_s=np.array([time_s])))]
    assert raised == ([] if exercise.posture in (Posture.STANDING, Posture.SEATED) else [2.0])
