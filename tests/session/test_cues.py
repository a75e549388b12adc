from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import pytest
from guided import brief, task
from hypothesis import given
from hypothesis import strategies as st

from posecoach.counting.events import Attempted, Event, FaultEnded, FaultStarted, RepetitionCounted
from posecoach.counting.holds import HOLD_CHECK
from posecoach.counting.state import CoachState, Phase
from posecoach.pose.landmarks import Side
from posecoach.session.moments import CueGiven, FaultRecalled, Praised
from posecoach.session.run import CueChooser

EXERCISE = task("bird_dog").exercise
FORM, OTHER, SAFETY = "leg_level", "arm_level", "back"
STEP_S = 0.1
STATE = CoachState(0.0, Phase.HOLD, 0, 5, None, 0.0, 5.0, 0.0, Side.LEFT)
RESTING = replace(STATE, phase=Phase.REST)
AGAIN_S, BETWEEN_S = 6.0, 2.5


@dataclass(frozen=True)
class Span:
    """A fault that is there for a while, and how bad it is."""

    check: str
    start_s: float
    end_s: float
    excess: float = 1.0


def counted(end_s: float, *faults: str) -> RepetitionCounted:
    return RepetitionCounted(1, None, end_s - 3, end_s - 2, end_s - 1, 1.0, end_s, faults, {})


def ended(check: str, start_s: float, end_s: float, rep: int | None = 1) -> FaultEnded:
    return FaultEnded(check, rep, None, start_s, end_s, 0.0, "", "")


def attempt(end_s: float) -> list[Event]:
    return [Attempted(None, end_s - 2, end_s, 0.0), ended(FORM, end_s - 2, end_s, None)]


def events_of(spans: Sequence[Span]) -> list[tuple[float, Event]]:
    """Called when they begin, and told when their movement is over, a second later."""
    calls = [(span.start_s, FaultStarted(span.start_s, span.check)) for span in spans]
    tales = [(span.end_s + 1.0, ended(span.check, span.start_s, span.end_s)) for span in spans]
    return [*calls, *tales]


def given_cues(
    spans: Sequence[Span] = (), events: Sequence[tuple[float, Event]] = (), seconds: float = 20.0
) -> list[CueGiven | FaultRecalled | Praised]:
    """What a chooser says; faults that are there now come in the order of the spans."""
    chooser, said = CueChooser(EXERCISE), []
    waiting = sorted([*events_of(spans), *events], key=lambda one: one[0])
    for step in range(round(seconds / STEP_S)):
        time_s = step * STEP_S
        now = [span for span in spans if span.start_s <= time_s < span.end_s]
        due = [event for when_s, event in waiting if time_s - STEP_S < when_s - 1e-9 <= time_s]
        state = replace(
            STATE if any(span.start_s <= time_s < span.end_s + 1.0 for span in spans) else RESTING,
            time_s=time_s,
            faults=tuple(span.check for span in now),
            excesses=tuple(span.excess for span in now),
        )
        said += chooser.step(state, due)
    return said


def told(*args: Sequence[Span], **more: Sequence[tuple[float, Event]]) -> list[tuple[str, float]]:
    return [(brief(one), round(one.time_s, 1)) for one in given_cues(*args, **more)]  # type: ignore[arg-type]


SPOKEN: dict[str, tuple[list[Span], list[tuple[str, float]]]] = {
    "twice while it lasts": ([Span(FORM, 1.0, 25.0)], [(FORM, 1.0), (FORM, 7.0)]),
    "in the coach's order": (
        [Span(check, 1.0, 7.0) for check in (SAFETY, FORM, OTHER)],
        [(SAFETY, 1.0), (FORM, 3.5), (OTHER, 6.0)],
    ),
    "sooner if it gets worse": ([Span(FORM, 1.0, 1.5, 0.2), Span(FORM, 1.5, 4.0, 0.8)], [(FORM, 1.0), (FORM, 3.5)]),
    "not for a little worse": ([Span(FORM, 1.0, 1.5, 0.2), Span(FORM, 1.5, 4.0, 0.6)], [(FORM, 1.0)]),
    "not again when it is over": ([Span(FORM, 1.0, 2.0)], [(FORM, 1.0)]),
}


@pytest.mark.parametrize(("spans", "cues"), SPOKEN.values(), ids=SPOKEN)
def test_faults_are_spoken_of(spans: list[Span], cues: list[tuple[str, float]]) -> None:
    """At once, again after six seconds, and one after the other."""
    assert [one for one in told(spans) if one[0].startswith("cue")] == [(f"cue {check}", at_s) for check, at_s in cues]


def test_what_was_not_told_is_recalled_at_rest() -> None:
    """The most important of it, once the movement is over; the rest is forgotten."""
    spans = [Span(OTHER, 0.0, 3.0), Span(FORM, 0.5, 1.5), Span(SAFETY, 0.7, 1.7)]
    assert told(spans) == [(f"cue {OTHER}", 0.0), (f"recall {SAFETY}", 4.0)]


def test_a_hold_that_was_too_short_is_recalled_with_its_seconds() -> None:
    """Not as if it could still be followed."""
    short = replace(ended(HOLD_CHECK, 2.0, 3.0), measured=1.0)
    (recalled,) = given_cues(events=[(4.0, short), (4.0, counted(4.0, HOLD_CHECK))])
    assert (recalled.check, recalled.held_s) == (HOLD_CHECK, 1.0)  # type: ignore[union-attr]
    assert recalled.time_s == pytest.approx(4.0)


def test_what_was_done_well_meanwhile_is_not_recalled() -> None:
    """A repetition without the fault makes it a thing of the past."""
    spans = [Span(FORM, 0.0, 9.0), Span(OTHER, 1.0, 1.5)]
    assert (f"recall {OTHER}", 10.0) in told(spans)
    assert not [one for one in told(spans, events=[(5.0, counted(5.0))]) if one[0] == f"recall {OTHER}"]


@pytest.mark.parametrize(
    ("events", "praised_s"),
    [
        ([(4.0, counted(4.0, FORM)), (8.0, counted(8.0))], [8.0]),
        ([(4.0, counted(4.0, FORM)), (8.0, counted(8.0)), (12.0, counted(12.0))], [8.0]),
        ([(4.0, counted(4.0, FORM)), (8.0, counted(8.0, OTHER)), (12.0, counted(12.0))], [12.0]),
        ([(4.0, event) for event in attempt(4.0)] + [(8.0, counted(8.0))], [8.0]),
        ([(4.0, counted(4.0)), (8.0, counted(8.0))], []),
        ([(4.0, counted(4.0, FORM))], []),
    ],
)
def test_a_mended_fault_is_praised(events: list[tuple[float, Event]], praised_s: list[float]) -> None:
    """Once, with the first repetition in good form after one with a fault or an attempt."""
    praise = [one for one in given_cues(events=events) if isinstance(one, Praised)]
    assert [one.time_s for one in praise] == praised_s
    assert all(one.mended for one in praise)


SPANS = st.lists(
    st.builds(
        lambda check, start, length, excess: Span(check, start / 10, (start + length) / 10, excess / 10),
        st.sampled_from([FORM, OTHER, SAFETY, "opposite"]),
        st.integers(0, 150),
        st.integers(1, 80),
        st.integers(1, 30),
    ),
    max_size=8,
).map(lambda spans: list({span.check: span for span in spans}.values()))
"""At most one of each check, so that how bad each is told is known."""


@given(SPANS)
def test_no_sequence_of_faults_makes_a_nag(spans: list[Span]) -> None:
    """Cues are apart; a check isn't told again too soon, or more than twice; each is of a fault that is there."""
    cues = [one for one in given_cues(spans, seconds=30.0) if isinstance(one, CueGiven)]
    times_s = [cue.time_s for cue in cues]
    assert all(later - time_s >= BETWEEN_S - 1e-9 for time_s, later in pairwise(times_s))
    by_check = {span.check: span for span in spans}
    for check, span in by_check.items():
        own_s = [cue.time_s for cue in cues if cue.check == check]
        assert all(later - time_s >= AGAIN_S - 1e-9 for time_s, later in pairwise(own_s))
        assert all(span.start_s <= time_s <= span.end_s for time_s in own_s)
        assert len(own_s) <= 2
