from dataclasses import fields, replace

import pytest
from guided import HOOK, UP, Script, rep, series_of, still

from posecoach.coaching.coach import Coach
from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted
from posecoach.counting.state import Phase
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import load_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, scripted_series

DOSE = Dose(hold_s=(2.0, 3.0), reps=(3, 3))
FOURS = Figure.all_fours()
LOW = Figure.supine(160.0)


def bridge_of(top: Figure = UP, hold_s: float = 2.2) -> Script:
    return [*still(HOOK, 1.0), *rep(top, hold_s, rest_s=1.0)]


def stable(script: Script) -> StablePoses:
    return Stabiliser()(series_of(script))


def halves(poses: StablePoses, seconds: float) -> tuple[StablePoses, StablePoses]:
    """What is before a time, and what is after it."""
    names = [one.name for one in fields(StablePoses) if one.name != "size"]
    before = poses.time_s < seconds
    first, second = (
        replace(poses, **{name: getattr(poses, name)[rows] for name in names}) for rows in (before, ~before)
    )
    return first, second


def later(poses: StablePoses, seconds: float) -> StablePoses:
    return replace(poses, time_s=poses.time_s + seconds)


def reps(events: list[Event]) -> list[RepetitionCounted]:
    return [event for event in events if isinstance(event, RepetitionCounted)]


def faults(events: list[Event]) -> list[tuple[str, int | None]]:
    return [(event.check, event.rep) for event in events if isinstance(event, FaultEnded)]


def test_another_dose_counts_from_now_on(bridge: Exercise) -> None:
    """The count stays; holds are judged, and targets told, by the new one."""
    coach = Coach(bridge, DOSE)
    events = coach.advance(stable(bridge_of())).events
    assert (faults(events), len(reps(events))) == ([], 1)
    coach.use(Dose(hold_s=(5.0, 6.0), reps=(9, 9)))
    advance = coach.advance(later(stable(bridge_of()), 10.0))
    assert faults(advance.events) == [("hold", 2)]
    last = advance.states[-1]
    assert (last.rep_count, last.rep_target, last.hold_target_s) == (2, 9, 5.0)


def test_a_paced_exercise_is_called_for_by_the_new_dose() -> None:
    """Its holds are as long as the new one says."""
    exercise = load_exercise("pelvic_tilt")
    trembling = Stabiliser()(scripted_series([HOOK] * 15 * 24, rate_hz=15.0, noise_px=6.0))
    first, second = halves(trembling, 10.0)
    coach = Coach(exercise, Dose(hold_s=(2.0, 2.0), reps=(9, 9)), pace=True)
    events = coach.advance(first).events
    coach.use(Dose(hold_s=(4.0, 4.0), reps=(9, 9)))
    held = [one.hold_s for one in reps([*events, *coach.advance(second).events])]
    assert (held[0], held[-1]) == (2.0, 4.0)


@pytest.mark.parametrize("seconds", [0.8, 1.8, 3.5, 5.0], ids=["rest", "lifting", "hold", "lowering"])
def test_an_interrupted_movement_is_given_up(bridge: Exercise, seconds: float) -> None:
    """It never counts, what was counted stays, and the next one is judged as any other."""
    coach = Coach(bridge, DOSE)
    assert len(reps(coach.advance(stable(bridge_of())).events)) == 1
    coach.advance(later(halves(stable(bridge_of()), seconds)[0], 10.0))
    assert faults(coach.interrupt()) == []
    (counted,) = reps(coach.advance(later(stable(bridge_of(hold_s=2.6)), 60.0)).events)
    assert (counted.number, counted.faults) == (2, ())
    assert counted.start_s == pytest.approx(61.0, abs=0.3)
    assert counted.hold_s == pytest.approx(2.6, abs=0.25)


def test_what_an_interrupted_movement_did_wrong_is_kept(bridge: Exercise) -> None:
    """Once, as a fault of no repetition."""
    coach = Coach(bridge, DOSE)
    coach.advance(halves(stable(bridge_of(LOW, 3.0)), 4.5)[0])
    assert faults(coach.interrupt()) == [("alignment", None)]
    assert coach.interrupt() == []
    assert coach.finish() == []


def test_a_hold_does_not_go_on_after_an_interruption(bridge: Exercise) -> None:
    """The start position must be seen first, so a body that is up already hasn't begun."""
    coach = Coach(bridge, DOSE)
    first, second = halves(stable(bridge_of(hold_s=6.0)), 4.0)
    coach.advance(first)
    coach.interrupt()
    advance = coach.advance(later(second, 20.0))
    assert advance.states[0].phase is Phase.AWAY
    assert not [event for event in advance.events if isinstance(event, RepetitionCounted | Attempted)]


def test_a_call_does_not_go_on_after_an_interruption() -> None:
    """Nobody heard it to its end, so nothing was done."""
    exercise = load_exercise("pelvic_tilt")
    trembling = Stabiliser()(scripted_series([HOOK] * 15 * 14, rate_hz=15.0, noise_px=6.0))
    first, second = halves(trembling, 10.0)
    coach = Coach(exercise, Dose(hold_s=(2.0, 2.0), reps=(9, 9)), pace=True)
    assert len(reps(coach.advance(first).events)) == 1
    coach.interrupt()
    assert reps(coach.advance(later(second, 60.0)).events) == []


def test_halves_of_a_movement_do_not_meet_over_an_interruption() -> None:
    """The second half after it doesn't follow on the first before it."""
    exercise = load_exercise("cat_cow")
    cat, cow = (replace(FOURS, back_curve=curve, neck_lift=100 * curve) for curve in (0.15, -0.15))
    first = [*still(FOURS, 1.5), *rep(cat, 1.5, start=FOURS, rest_s=1.0)]
    coach = Coach(exercise, Dose(reps=(5, 5)))
    coach.advance(stable(first))
    coach.interrupt()
    second = [*still(FOURS, 1.5), *rep(cow, 1.5, start=FOURS, rest_s=1.0)]
    assert reps(coach.advance(later(stable(second), 6.4)).events) == []


def test_faults_are_told_in_the_order_of_their_weight(bird_dog: Exercise) -> None:
    """Safety first, then what a failed attempt lacks, then the worst; with how bad each is."""
    top = Figure.all_fours(Side.RIGHT, leg=146.0, arm=115.0, back_curve=-0.14)
    states = Coach(bird_dog, DOSE).advance(stable([*still(FOURS, 1.0), *rep(top, 4.2, start=FOURS)])).states
    told = max(states, key=lambda state: len(state.faults))
    assert told.faults == ("back", "leg_level", "arm_level")
    assert len(told.excesses) == 3
    assert told.excesses[2] > told.excesses[1] > 0
    assert told.cue == next(check.cue for check in bird_dog.checks if check.id == "back")
