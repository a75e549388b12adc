from dataclasses import replace

import pytest

from posecoach.coaching.coach import Coach
from posecoach.counting.events import Attempted, Event, FaultEnded, FaultStarted, RepetitionCounted
from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import load_exercise
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, FrontFigure, between, eased, scripted_series

Script = list[Figure | None]
DOSE = Dose(hold_s=(2.0, 3.0), reps=(3, 3))


def lift(top: float = 178.0, hold_s: float = 2.2, rest_s: float = 1.0, low: float = 125.0) -> list[float]:
    """Hip angles of one bridge and the rest after it, 30 a second."""
    up, down = eased(low, top, 36), eased(top, low, 36)
    return [*up, *[top] * round(30 * hold_s), *down, *[low] * round(30 * rest_s)]


def bridges(*lifts: list[float]) -> Script:
    return [Figure.supine(angle) for angle in [125.0] * 30 + [angle for one in lifts for angle in one]]


def bird(
    raised: Side, leg: float = 172.0, arm: float = 168.0, arm_side: Side | None = None, back_curve: float = 0.0
) -> Script:
    """One bird dog with a hold of 4.2 s, and the rest after it."""
    up = eased(0.0, 1.0, 36)
    shares = [*up, *[1.0] * 126, *reversed(up), *[0.0] * 30]
    return [
        Figure.all_fours(
            raised if share else None,
            leg=95 + share * (leg - 95),
            arm=85 + share * (arm - 85),
            arm_side=arm_side,
            back_curve=share * back_curve,
        )
        for share in shares
    ]


def birds(*script: Script) -> Script:
    return [Figure.all_fours()] * 30 + [figure for one in script for figure in one]


def stable(script: Script, noise_px: float = 1.0) -> StablePoses:
    return Stabiliser()(scripted_series(script, noise_px=noise_px))


def events_of(exercise: Exercise, script: Script, dose: Dose = DOSE) -> list[Event]:
    coach = Coach(exercise, dose)
    return [*coach.advance(stable(script)).events, *coach.finish()]


def reps(events: list[Event]) -> list[RepetitionCounted]:
    return [event for event in events if isinstance(event, RepetitionCounted)]


def faults(events: list[Event]) -> list[tuple[str, int | None]]:
    return [(event.check, event.rep) for event in events if isinstance(event, FaultEnded)]


@pytest.mark.parametrize("count", [0, 1, 3, 7])
def test_good_bridges_are_counted_without_a_word(bridge: Exercise, count: int) -> None:
    """As many repetitions as were made, and no fault."""
    events = events_of(bridge, bridges(*[lift()] * count))
    assert [rep.number for rep in reps(events)] == list(range(1, count + 1))
    assert faults(events) == []


def test_a_repetition_tells_its_times_and_extremes(bridge: Exercise) -> None:
    """Start, hold and end as scripted, and the range that each measure went through."""
    rep = reps(events_of(bridge, bridges(lift(hold_s=2.5))))[0]
    assert rep.side is None
    assert rep.start_s == pytest.approx(1.0, abs=0.2)
    assert rep.hold_start_s == pytest.approx(2.2, abs=0.2)
    assert rep.hold_s == pytest.approx(2.5, abs=0.2)
    assert rep.measures["hip_angle"] == pytest.approx((125.0, 178.0), abs=1.5)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        pytest.param([lift(top=160.0)], [("alignment", 1)], id="too low but counted"),
        pytest.param([lift(top=214.0)], [("alignment", 1)], id="over-arched"),
        pytest.param([lift(hold_s=0.8)], [("hold", 1)], id="held too briefly"),
        pytest.param([lift(top=160.0, hold_s=0.5)], [("alignment", 1), ("hold", 1)], id="low and brief"),
        pytest.param([lift(top=146.0)], [("alignment", None)], id="an attempt"),
        pytest.param([lift(), lift(top=159.0), lift()], [("alignment", 2)], id="the second of three"),
    ],
)
def test_bridge_faults_are_named(bridge: Exercise, script: list[list[float]], expected: list[tuple[str, int]]) -> None:
    """Each planted fault is found in its repetition, and no other."""
    assert faults(events_of(bridge, bridges(*script))) == expected


def test_an_attempt_says_how_far_it_got(bridge: Exercise) -> None:
    """It isn't counted; what it reached and when are told."""
    events = events_of(bridge, bridges(lift(top=146.0)))
    assert reps(events) == []
    attempt = next(event for event in events if isinstance(event, Attempted))
    assert attempt.reached == pytest.approx(146.0, abs=1.5)
    assert attempt.start_s == pytest.approx(1.0, abs=0.25)


def test_bird_dog_sides_are_the_raised_legs(bird_dog: Exercise) -> None:
    """Each repetition has the side of its leg, and a clean one has no fault."""
    events = events_of(bird_dog, birds(bird(Side.RIGHT), bird(Side.LEFT), bird(Side.RIGHT)))
    assert [rep.side for rep in reps(events)] == [Side.RIGHT, Side.LEFT, Side.RIGHT]
    assert faults(events) == []


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(
    ("leg", "arm", "back_curve", "check"),
    [(148.0, 168.0, 0.0, "leg_level"), (172.0, 125.0, 0.0, "arm_level"), (172.0, 168.0, -0.14, "back")],
)
def test_bird_dog_faults_are_named(
    bird_dog: Exercise, side: Side, leg: float, arm: float, back_curve: float, check: str
) -> None:
    """Each planted fault is found on either side, and no other."""
    script = birds(bird(side, leg, arm, back_curve=back_curve))
    assert faults(events_of(bird_dog, script)) == [(check, 1)]


@pytest.mark.parametrize("side", list(Side))
def test_arm_and_leg_of_one_side_are_not_opposite(bird_dog: Exercise, side: Side) -> None:
    """Raising arm and leg of the same side is its own fault."""
    assert ("opposite", 1) in faults(events_of(bird_dog, birds(bird(side, arm_side=side))))


def test_exchanged_legs_for_a_moment_do_not_change_the_side(bird_dog: Exercise) -> None:
    """The estimator may take one leg for the other for a while: the whole repetition decides."""
    script = birds(bird(Side.RIGHT))
    for index in range(90, 115):
        figure = script[index]
        assert figure is not None
        script[index] = replace(figure, left=figure.right, right=figure.left)
    assert [rep.side for rep in reps(events_of(bird_dog, script))] == [Side.RIGHT]


def test_an_arm_that_cannot_be_seen_is_no_fault(bird_dog: Exercise) -> None:
    """No evidence, no accusation."""
    arm = frozenset({Landmark.LEFT_ELBOW, Landmark.LEFT_WRIST})
    script: Script = [figure and replace(figure, hidden=arm) for figure in birds(bird(Side.RIGHT, arm=120.0))]
    events = events_of(bird_dog, script)
    assert len(reps(events)) == 1
    assert faults(events) == []


def test_kneeling_and_talking_first_is_not_counted(bird_dog: Exercise) -> None:
    """Somebody upright in front of the camera is waited for."""
    upright: Script = [replace(Figure.all_fours(Side.LEFT, leg=170), trunk_pitch=-85.0)] * 90
    events = events_of(bird_dog, upright + birds(bird(Side.LEFT)))
    assert [rep.side for rep in reps(events)] == [Side.LEFT]


@pytest.mark.parametrize("chunk", [1, 7, 64])
def test_frame_by_frame_or_all_at_once_is_the_same(bird_dog: Exercise, chunk: int) -> None:
    """Live sessions, analyses and replays agree to the last bit."""
    script = birds(bird(Side.RIGHT, arm=125.0), bird(Side.LEFT))
    script[60:64] = [None] * 4
    series = scripted_series(script, noise_px=2.0)
    whole = Coach(bird_dog, DOSE).advance(Stabiliser()(series))
    stabilise, coach = Stabiliser(), Coach(bird_dog, DOSE)
    states: list[CoachState] = []
    events: list[Event] = []
    for start in range(0, len(series), chunk):
        advance = coach.advance(stabilise(series[start : start + chunk]))
        states += advance.states
        events += advance.events
    assert repr(states) == repr(whole.states)
    assert events == whole.events


def test_states_are_complete_enough_to_draw(bridge: Exercise) -> None:
    """Count, phase, hold and cue follow the movement."""
    coach = Coach(bridge, DOSE)
    states = coach.advance(stable(bridges(lift(), lift(top=160.0)))).states
    assert states[0].phase is Phase.AWAY
    assert [state.rep_count for state in (states[0], states[-1])] == [0, 2]
    assert {state.rep_target for state in states} == {3}
    assert max(state.hold_s for state in states) == pytest.approx(2.2, abs=0.25)
    held_low = [state for state in states[200:] if state.phase is Phase.HOLD]
    assert held_low[-1].cue == bridge.attempt_rule.cue
    assert held_low[-1].faults == ("alignment",)


def test_a_fault_is_called_while_it_lasts(bridge: Exercise) -> None:
    """The cue comes during the hold, when it can still be followed."""
    events = events_of(bridge, bridges(lift(top=160.0, hold_s=3.0)))
    called = next(event for event in events if isinstance(event, FaultStarted))
    rep = reps(events)[0]
    assert rep.hold_start_s < called.time_s < rep.hold_end_s - 1.0


@pytest.mark.parametrize(("returns", "hold_s", "count"), [(True, 5.0, 0), (False, 5.0, 1), (False, 2.0, 0)], ids=str)
def test_a_hold_that_the_recording_ends_in(bridge: Exercise, returns: bool, hold_s: float, count: int) -> None:
    """Counts where an exercise ends with its hold, unless it was too short to be one."""
    drive = bridge.drive.model_copy(update={"returns": returns})
    script = bridges([*eased(125, 178, 36), *[178.0] * round(30 * hold_s)])
    events = events_of(bridge.model_copy(update={"drive": drive}), script)
    assert [rep.hold_s for rep in reps(events)] == [pytest.approx(hold_s, abs=0.3)] * count
    assert faults(events) == []


def test_the_state_says_when_the_hold_is_long_enough(bridge: Exercise) -> None:
    """From the longest hold of the dose on, until the body goes back; never without a hold."""
    script = bridges(lift(hold_s=5.0))
    states = Coach(bridge, DOSE).advance(stable(script)).states
    done = [state for state in states if state.hold_done]
    assert {state.phase for state in done} == {Phase.HOLD}
    assert min(state.hold_s for state in done) >= 3.0
    assert len(done) == pytest.approx(60, abs=15)
    free = Coach(bridge, Dose()).advance(stable(script)).states
    assert not any(state.hold_done for state in free)


def test_exchanged_legs_in_a_hold_do_not_end_the_repetition() -> None:
    """For a tenth of a second the pulled leg seems to lie; it is one repetition all the same."""
    rest, pulled = Figure.supine(), Figure.supine().with_limbs(Side.RIGHT, hip_angle=45.0, knee_angle=45.0)
    way = [between(rest, pulled, share) for share in eased(0.0, 1.0, 36)]
    held: Script = [pulled] * 40
    script = [*[rest] * 30, *way, *held, *[rest] * 3, *held, *reversed(way), *[rest] * 30]
    assert len(reps(events_of(load_exercise("knee_to_chest"), script))) == 1


def test_a_session_that_ends_midway_keeps_its_faults(bridge: Exercise) -> None:
    """The unfinished repetition doesn't count, what was seen of it is kept."""
    events = events_of(bridge, bridges(lift(top=160.0, hold_s=4.0))[:150])
    assert reps(events) == []
    assert faults(events) == [("alignment", None)]


KNEES_UP = Figure.supine().with_limbs(hip_angle=45.0, knee_angle=45.0)
ARMS_UP = FrontFigure(seated=True).with_limbs(shoulder_angle=172.0)


@pytest.mark.parametrize("side", list(Side))
@pytest.mark.parametrize(
    ("exercise_id", "top", "lags"),
    [
        ("double_knee_to_chest", KNEES_UP, {"hip_angle": 70.0}),
        ("seated_overhead_stretch", ARMS_UP, {"shoulder_angle": 150.0}),
    ],
)
def test_the_lagging_side_drives(exercise_id: str, top: AnyFigure, lags: dict[str, float], side: Side) -> None:
    """The arc is drawn where the value is from, whether the drive rises or falls."""
    frames = scripted_series([top.with_limbs(side, **lags)] * 30)
    states = Coach(load_exercise(exercise_id), DOSE).advance(Stabiliser()(frames)).states
    assert {state.drive_side for state in states} == {side}
    assert states[-1].drive == pytest.approx(next(iter(lags.values())), abs=1.5)


@pytest.mark.parametrize("side", list(Side))
def test_a_side_that_is_not_seen_does_not_lag(side: Side) -> None:
    """The other one drives."""
    knee = frozenset({Landmark.of("knee", side)})
    frames = scripted_series([replace(KNEES_UP.with_limbs(side, hip_angle=70.0), hidden=knee)] * 30)
    state = Coach(load_exercise("double_knee_to_chest"), DOSE).advance(Stabiliser()(frames)).states[-1]
    assert state.drive_side is side.other
    assert state.drive == pytest.approx(45.0, abs=1.5)


@pytest.mark.parametrize("head_left", [True, False])
def test_where_no_side_lags_the_near_one_drives(bridge: Exercise, head_left: bool) -> None:
    """As long as no side works."""
    figure = Figure.supine(head_left=head_left)
    states = Coach(bridge, DOSE).advance(stable([figure] * 30)).states
    assert {state.drive_side for state in states} == {figure.near}
