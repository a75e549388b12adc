import math

import numpy as np
import pytest

from posecoach.coaching.phases import Outcome, PhaseMachine, Sample
from posecoach.coaching.trailing_speed import TrailingSpeed
from posecoach.counting.state import Phase
from posecoach.exercise.drive import Drive, Zones
from posecoach.exercise.schema import Exercise
from posecoach.testing import eased

RATE_HZ = 30
REST = [125.0] * 30
UP = eased(125, 178, 39)
DOWN = eased(178, 125, 39)
HELD = [178.0] * 60


def follow(
    exercise: Exercise, values: list[float], *, ready: bool = True, disengaged: range = range(0)
) -> tuple[PhaseMachine, list[Outcome]]:
    """The machine after the values, and what they brought."""
    return followed(exercise.drive.zones, values, ready=ready, disengaged=disengaged)


def followed(
    zones: Zones,
    values: list[float],
    *,
    ready: bool = True,
    disengaged: range = range(0),
    away: range = range(0),
    closed: range = range(0),
) -> tuple[PhaseMachine, list[Outcome]]:
    machine = PhaseMachine(zones)
    time_s = np.arange(len(values)) / RATE_HZ
    speeds = TrailingSpeed()(time_s, np.minimum(values, zones.target))
    outcomes = []
    for index, value in enumerate(values):
        engaged = index not in disengaged
        flags = {"away": index in away, "open": index not in closed}
        outcome = machine.step(Sample(float(time_s[index]), value, float(speeds[index]), ready, engaged, **flags))
        if outcome is not None:
            outcomes.append(outcome)
        if outcome not in {None, Outcome.STARTED, Outcome.HELD}:
            machine.clear()
    return machine, outcomes


S, H, C, T, X = Outcome.STARTED, Outcome.HELD, Outcome.COUNTED, Outcome.ATTEMPTED, Outcome.ABANDONED


@pytest.mark.parametrize(
    ("values", "outcomes"),
    [
        pytest.param(REST * 10, [], id="lying still"),
        pytest.param(REST + UP + HELD + DOWN + REST, [S, H, C], id="one repetition"),
        pytest.param(REST + (UP + HELD + DOWN + REST) * 3, [S, H, C] * 3, id="three repetitions"),
        pytest.param(REST + (UP + HELD + DOWN) * 3, [S, H, C] * 3, id="touch and go"),
        pytest.param(REST + UP + HELD * 10 + DOWN, [S, H, C], id="twenty seconds"),
        pytest.param(REST + eased(125, 176, 18) + eased(176, 125, 18), [S, H, C], id="bouncing"),
        pytest.param(REST + eased(125, 146, 30) + eased(146, 125, 30), [S, T], id="too low"),
        pytest.param(REST + eased(125, 136, 30) + eased(136, 125, 30), [S, X], id="shifting about"),
        pytest.param(HELD + DOWN + REST, [], id="starts at the top"),
        pytest.param(REST + UP + HELD, [S, H], id="ends at the top"),
        pytest.param([*REST, 178.0, *REST], [S, X], id="a single wild frame"),
        pytest.param(
            REST + UP + HELD + eased(178, 152, 20) + eased(152, 178, 20) + HELD + DOWN,
            [S, H, C],
            id="sags and recovers",
        ),
        pytest.param(REST + UP + HELD + [math.nan] * 10 + HELD + DOWN, [S, H, C], id="a short loss"),
        pytest.param(REST + UP + HELD + [math.nan] * 200 + REST, [S, H, X], id="lost for long"),
        pytest.param(REST + UP + HELD + [math.nan] * 45 + REST, [S, H, X], id="return not seen"),
        pytest.param(
            REST + UP + [math.nan] * 200 + HELD + DOWN + REST + UP + HELD + DOWN, [S, X, S, H, C], id="lost, then again"
        ),
    ],
)
def test_only_a_whole_movement_counts(bridge: Exercise, values: list[float], outcomes: list[Outcome]) -> None:
    """Start position, travel, hold zone and return must all be seen."""
    found = [outcome for outcome in follow(bridge, values)[1] if (outcome is not H or H in outcomes)]
    assert found == outcomes


def test_nothing_counts_before_the_start_position(bridge: Exercise) -> None:
    """Movements that resemble the exercise, made while getting ready, are not counted."""
    machine, outcomes = follow(bridge, REST + UP + HELD + DOWN, ready=False)
    assert outcomes == []
    assert machine.phase is Phase.AWAY


@pytest.mark.parametrize(("frames", "outcomes"), [(10, [S, H, C]), (40, [S, H, X])])
def test_leaving_the_posture_gives_the_movement_up(bridge: Exercise, frames: int, outcomes: list[Outcome]) -> None:
    """A wrong moment of the pose is forgiven, sitting up is not."""
    start = len(REST + UP) + 20
    _, found = follow(bridge, REST + UP + HELD + DOWN + REST, disengaged=range(start, start + frames))
    assert found == outcomes


def test_phases_follow_one_another(bridge: Exercise) -> None:
    """The phases of a repetition come in order."""
    values = REST + UP + HELD + DOWN + REST
    phases = [follow(bridge, values[:count])[0].phase for count in range(1, len(values), 3)]
    order = list(dict.fromkeys(phases))
    assert order == [Phase.AWAY, Phase.REST, Phase.LIFTING, Phase.HOLD, Phase.LOWERING]
    assert phases[-1] is Phase.REST


KNEE_ZONES = Drive(measure="hip_angle", rest=108, hold_leave=90, hold_enter=84, target=30, travel=40).zones
KNEE_REST, KNEE_IN, KNEE_OUT = [125.0] * 30, eased(125, 45, 39), eased(45, 125, 39)
KNEE_HELD = [45.0] * 60


@pytest.mark.parametrize(
    ("values", "outcomes"),
    [
        pytest.param(KNEE_REST * 5, [], id="lying still"),
        pytest.param(KNEE_REST + KNEE_IN + KNEE_HELD + KNEE_OUT + KNEE_REST, [S, H, C], id="one repetition"),
        pytest.param(KNEE_REST + eased(125, 95, 30) + eased(95, 125, 30), [S, T], id="not near enough"),
        pytest.param(KNEE_HELD + KNEE_OUT + KNEE_REST, [], id="starts with the knee at the chest"),
    ],
)
def test_a_drive_may_fall(values: list[float], outcomes: list[Outcome]) -> None:
    """A knee that comes to the chest is a movement like any other."""
    assert followed(KNEE_ZONES, [-value for value in values])[1] == outcomes


@pytest.mark.parametrize(("frames", "outcomes"), [(4, [S, H]), (12, [S, H, C])])
def test_the_return_must_last(bridge: Exercise, frames: int, outcomes: list[Outcome]) -> None:
    """The estimator takes one leg for the other for moments: a flicker to rest doesn't end a hold."""
    values = REST + UP + HELD + [125.0] * frames + ([] if C in outcomes else HELD)
    assert follow(bridge, values)[1] == outcomes


@pytest.mark.parametrize(
    ("away", "outcomes"), [(range(0), [S, H, C, S, H, C]), (range(60, 200), [S, H, C])], ids=["back", "still away"]
)
def test_a_drive_that_comes_back_halfway_ends_nothing(bridge: Exercise, away: range, outcomes: list[Outcome]) -> None:
    """While something else says that the movement isn't over."""
    values = REST + UP + HELD + DOWN + UP + HELD + DOWN + REST
    assert followed(bridge.drive.zones, values, away=away)[1] == outcomes


@pytest.mark.parametrize(("longest_s", "outcomes"), [(None, [S, H, C]), (30.0, [S, H, C]), (3.0, [S, H, X])])
def test_a_movement_may_last_too_long(bridge: Exercise, longest_s: float | None, outcomes: list[Outcome]) -> None:
    """What goes on for longer than a repetition can is none."""
    drive = bridge.drive.model_copy(update={"longest_s": longest_s})
    found = followed(drive.zones, REST + UP + HELD * 2 + DOWN + REST)[1]
    assert found[: len(outcomes)] == outcomes


def test_a_lost_body_is_said_to_be_lost(bridge: Exercise) -> None:
    """Not being seen is a phase of its own, and the hold goes on afterwards."""
    seen = REST + UP + HELD
    assert follow(bridge, [*seen, math.nan])[0].phase is Phase.LOST
    assert follow(bridge, [*seen, math.nan, 178.0])[0].phase is Phase.HOLD


def test_no_movement_begins_while_none_is_looked_for(bridge: Exercise) -> None:
    """Once it is looked for again, what is under way by then counts as begun."""
    values = REST + UP + HELD + DOWN + REST
    whole = range(len(values))
    assert followed(bridge.drive.zones, values, closed=whole)[1] == []
    begun, outcomes = followed(bridge.drive.zones, values, closed=range(len(REST) + len(UP) // 2))
    assert outcomes == [S, H, C]
    assert begun.phase is Phase.REST
