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
from posecoach.exercise.schema import Dose
from posecoach.pose.landmarks import Side
from posecoach.session.moments import CueGiven, Praised
from posecoach.session.run import CueChooser

EXERCISE = task("bird_dog").exercise
FORM, OTHER, SAFETY = "leg_level", "arm_level", "back"
DOSE = Dose(hold_s=(5.0, 5.0))
STEP_S = 0.1
STATE = CoachState(0.0, Phase.HOLD, 0, 5, None, 0.0, 5.0, 0.0, Side.LEFT)
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
) -> list[CueGiven | Praised]:
    """What a chooser says; faults that are there now come in the order of the spans."""
    chooser, said = CueChooser(EXERCISE), []
    waiting = sorted([*events_of(spans), *events], key=lambda one: one[0])
    for step in range(round(seconds / STEP_S)):
        time_s = step * STEP_S
        now = [span for span in spans if span.start_s <= time_s < span.end_s]
        due = [event for when_s, event in waiting if time_s - STEP_S < when_s - 1e-9 <= time_s]
        state = replace(
            STATE, time_s=time_s, faults=tuple(span.check for span in now), excesses=tuple(span.excess for span in now)
        )
        said += chooser.step(state, due, DOSE)
    return said


def told(*args: Sequence[Span], **more: Sequence[tuple[float, Event]]) -> list[tuple[str, float]]:
    return [(brief(one), round(one.time_s, 1)) for one in given_cues(*args, **more)]  # type: ignore[arg-type]


SPOKEN: dict[str, tuple[list[Span], list[tuple[str, float]]]] = {
    "again while it lasts": ([Span(FORM, 1.0, 15.0)], [(FORM, 1.0), (FORM, 7.0), (FORM, 13.0)]),
    "in the coach's order": (
        [Span(check, 1.0, 5.0) for check in (SAFETY, FORM, OTHER)],
        [(SAFETY, 1.0), (FORM, 3.5), (OTHER, 6.0)],
    ),
    "sooner if it gets worse": ([Span(FORM, 1.0, 1.5, 0.2), Span(FORM, 1.5, 4.0, 0.8)], [(FORM, 1.0), (FORM, 3.5)]),
    "not for a little worse": ([Span(FORM, 1.0, 1.5, 0.2), Span(FORM, 1.5, 4.0, 0.6)], [(FORM, 1.0), (FORM, 7.0)]),
    "late if there is room": ([Span(SAFETY, 1.0, 3.0), Span(FORM, 1.5, 2.0)], [(SAFETY, 1.0), (FORM, 3.5)]),
    "not again when it is over": ([Span(FORM, 1.0, 2.0)], [(FORM, 1.0)]),
    "safety first among those that are over": (
        [Span(OTHER, 0.0, 1.0), Span(FORM, 1.0, 1.5), Span(SAFETY, 1.2, 1.7)],
        [(OTHER, 0.0), (SAFETY, 2.5), (FORM, 5.0)],
    ),
}


@pytest.mark.parametrize(("spans", "cues"), SPOKEN.values(), ids=SPOKEN)
def test_faults_are_spoken_of(spans: list[Span], cues: list[tuple[str, float]]) -> None:
    """At once, again after six seconds, and one after the other."""
    assert told(spans) == [(f"cue {check}", time_s) for check, time_s in cues]


def test_old_faults_are_forgotten() -> None:
    """Six seconds later they are of no use."""
    busy = [Span(check, 1.0, 19.0) for check in (SAFETY, OTHER, "opposite")]
    cues = told([*busy, Span(FORM, 1.2, 1.4)])
    assert [words for words, _ in cues[:4]] == ["cue back", "cue arm_level", "cue opposite", "cue back"]
    assert "cue leg_level" not in [words for words, _ in cues]


def test_a_hold_that_was_too_short_has_words_of_its_own() -> None:
    """With the seconds of the dose that is asked for."""
    (cue,) = given_cues(events=[(4.0, ended(HOLD_CHECK, 2.0, 3.0)), (4.0, counted(4.0, HOLD_CHECK))])
    assert cue == CueGiven(
        cue.time_s, HOLD_CHECK, "Hold the position for 5 seconds.", "Hold the position for 5 seconds."
    )
    assert cue.time_s == pytest.approx(4.0)


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
    """Cues are apart; a check isn't told again too soon; each is of a fault that is there or was a moment ago."""
    cues = [one for one in given_cues(spans, seconds=30.0) if isinstance(one, CueGiven)]
    times_s = [cue.time_s for cue in cues]
    assert all(later - time_s >= BETWEEN_S - 1e-9 for time_s, later in pairwise(times_s))
    by_check = {span.check: span for span in spans}
    for check, span in by_check.items():
        own_s = [cue.time_s for cue in cues if cue.check == check]
        assert all(later - time_s >= AGAIN_S - 1e-9 for time_s, later in pairwise(own_s))
        assert all(span.start_s <= time_s <= span.end_s + 1.0 + AGAIN_S for time_s in own_s)
