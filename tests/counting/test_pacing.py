import pytest
from scripted import followed, of_kind, reps

from posecoach.counting.events import Event, Evidence, PaceCue, PlacementNoted, RepetitionCounted
from posecoach.counting.pacing import Pacer
from posecoach.counting.state import MovingTime
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose, Pacing
from posecoach.testing import Figure

PACING = Pacing(begin="Tighten.", hold="Hold.", end="Relax.", begin_s=2.0, rest_s=3.0)
DOSE = Dose(hold_s=(5.0, 8.0), reps=(3, 3))
CYCLE_S = 2.0 + 5.0 + 3.0


def paced(seconds: float, ready: range = range(10**6)) -> list[Event]:
    """What the pacer says in steps of a tenth of a second; `ready` holds the steps with a kept start position."""
    pacer, count = Pacer(PACING, DOSE), 0
    events: list[Event] = []
    for step in range(round(10 * seconds)):
        now = pacer.step(step / 10, count, ready=step in ready)
        count += sum(isinstance(event, RepetitionCounted) for event in now)
        events += now
    return events


def test_a_cycle_calls_for_each_part_in_turn() -> None:
    """Begin, hold for the dose, end."""
    cues = [(event.time_s, event.text) for event in paced(CYCLE_S) if isinstance(event, PaceCue)]
    assert cues == [(0.0, "Tighten."), (2.0, "Hold."), (7.0, "Relax.")]


def test_paced_repetitions_never_pass_for_seen_ones() -> None:
    """They are numbered, as long as the dose says, and told as paced."""
    reps = [event for event in paced(3 * CYCLE_S + 0.5) if isinstance(event, RepetitionCounted)]
    assert [rep.number for rep in reps] == [1, 2, 3]
    assert {rep.evidence for rep in reps} == {Evidence.PACED}
    assert {rep.confidence for rep in reps} == {0.0}
    times = [(rep.start_s, rep.hold_start_s, rep.hold_end_s, rep.end_s) for rep in reps[:2]]
    assert times == [pytest.approx((start_s, start_s + 2.0, start_s + 7.0, start_s + 7.0)) for start_s in (0.0, 10.1)]
    assert {rep.hold_s for rep in reps} == {5.0}


def test_leaving_the_start_position_begins_the_cycle_anew() -> None:
    """A cycle that was broken off doesn't count."""
    events = paced(15.0, ready=range(60, 150))
    assert not any(isinstance(event, RepetitionCounted) for event in events)
    assert next(event.time_s for event in events if isinstance(event, PaceCue)) == pytest.approx(6.0)


@pytest.mark.parametrize(("noise_px", "live", "seen"), [(0.3, True, True), (12.0, True, False), (12.0, False, False)])
def test_only_movements_that_drown_in_noise_are_paced(noise_px: float, live: bool, seen: bool) -> None:
    """A body that is seen well is left alone; else it is paced if it can hear it, and told to come closer if not."""
    events = followed(load_exercise("pelvic_tilt"), [Figure.supine()] * 750, live=live, noise_px=noise_px)
    found = reps(events)
    assert bool(of_kind(PaceCue, events)) == bool(found) == (live and not seen)
    assert all(rep.evidence is Evidence.PACED for rep in found)
    notes = [event.hint for event in of_kind(PlacementNoted, events)]
    assert any("too small to be seen" in note for note in notes) == (not live and not seen)


def test_short_pauses_belong_to_continuous_movement() -> None:
    """Long ones don't."""
    moving = MovingTime()
    for start_s, end_s in ((1.0, 4.0), (5.0, 8.0), (20.0, 23.0)):
        moving.add(start_s, end_s)
    assert moving.total_s == pytest.approx(7.0 + 3.0)
