"""The course of a clip."""

from dataclasses import replace
from itertools import pairwise
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_videos.anatomy.body import Pose
from sample_videos.motions.movement import Movement, RepetitionKind, Stroke, Tempo
from sample_videos.recipes import Recipe
from sample_videos.timeline import EMPTY_S, Plan, plan_of

TEMPO = Tempo(out_s=(1.2, 2.0), hold_s=(1.0, 3.0), back_s=(1.0, 1.8), rest_s=(0.6, 1.4))
KINDS = {
    "clean": RepetitionKind((Stroke("up"),)),
    "low": RepetitionKind((Stroke("up", 0.5),), faults=("low",), counted=False),
    "twice": RepetitionKind((Stroke("up"), Stroke("down", 0.8))),
    "short": RepetitionKind((Stroke("up"),), faults=("short",), hold_s=(0.2, 0.3)),
}
MOVEMENT = Movement(
    "raise",
    "standing",
    TEMPO,
    ("left", "right"),
    MappingProxyType({name: {"left": kind, "right": kind} for name, kind in KINDS.items()}),
    lambda _: {"up": lambda _: Pose({}, {}), "down": lambda _: Pose({}, {})},
)


def recipe(*reps: str, seed: int = 1, before: bool = False) -> Recipe:
    return Recipe(
        name="clip",
        exercise="raise",
        half="training",
        group="clean",
        person="jonas",
        room="living_room",
        seed=seed,
        reps=reps,
        before="kneeling_talk" if before else None,
    )


def sampled(plan: Plan) -> list[tuple[str, float]]:
    moments = [plan.at(time) for time in np.arange(0, plan.duration_s, 1 / 120)]
    return [(moment.path, moment.progress) for moment in moments if moment]


@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4), st.integers(0, 10**6), st.booleans())
@settings(deadline=None, max_examples=40)
def test_motion_never_jumps(kinds: list[str], seed: int, before: bool) -> None:
    """Spans follow one another without a gap, and paths are only left where they meet."""
    plan = plan_of(recipe(*kinds, seed=seed, before=before), MOVEMENT)
    ends = [span.end_s for span in plan.spans]
    assert [span.start_s for span in plan.spans] == [0.0, *ends[:-1]]
    assert plan.duration_s == ends[-1]
    course = sampled(plan)
    for (path, progress), (other, after) in pairwise(course):
        if path == other:
            assert abs(after - progress) < 0.06
        else:
            talk_to_settle = (path, other) == ("kneeling_talk", "settle")
            assert (progress < 0.05 and after < 0.05) or (talk_to_settle and progress < 0.05 and after > 0.95)


@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=5), st.integers(0, 10**6))
@settings(deadline=None, max_examples=40)
def test_strokes_go_up_stay_and_come_back(kinds: list[str], seed: int) -> None:
    """Lifting never falls, lowering never rises, holds last as long as was asked, and rests are at the start."""
    plan = plan_of(recipe(*kinds, seed=seed), MOVEMENT)
    for span in plan.spans:
        steps = np.diff(span.curve)
        assert span.phase != "lifting" or steps.min() >= 0
        assert span.phase != "lowering" or steps.max() <= 0
        assert span.phase != "rest" or not any(span.curve)
        if span.phase == "hold":
            assert span.effort is not None
            least, most = plan.efforts[span.effort].kind.hold_s or TEMPO.hold_s
            assert least <= span.end_s - span.start_s <= most + 1e-9


def test_a_clip_begins_and_ends_with_about_a_second_of_rest() -> None:
    """So that the first and the last repetition are whole."""
    spans = plan_of(recipe("clean"), MOVEMENT).spans
    assert [span.phase for span in spans] == ["rest", "lifting", "hold", "lowering", "rest"]
    assert [round(spans[i].end_s - spans[i].start_s) for i in (0, -1)] == [1, 1]


def test_sides_take_turns_unless_one_is_forced() -> None:
    """A forced side doesn't shift the others' turns."""
    efforts = plan_of(recipe("clean", "clean", "clean@right", "clean"), MOVEMENT).efforts
    assert [effort.side for effort in efforts] == ["left", "right", "right", "right"]


def test_without_a_hold_the_motion_turns_round_at_once() -> None:
    """A hold of no seconds makes no span."""
    turning = replace(MOVEMENT, tempo=replace(TEMPO, hold_s=(0.0, 0.0)))
    assert [span.phase for span in plan_of(recipe("clean"), turning).spans] == ["rest", "lifting", "lowering", "rest"]


def test_strokes_of_one_repetition_have_a_short_pause_between() -> None:
    """As in cat and cow."""
    spans = plan_of(recipe("twice"), MOVEMENT).spans
    pause = spans[4]
    assert (pause.phase, pause.effort, pause.stroke) == ("rest", 0, None)
    assert pause.end_s - pause.start_s < 0.5


def test_someone_kneels_and_talks_before() -> None:
    """Then they settle from the end of that path to its start."""
    talk, settle, rest, *_ = plan_of(recipe("clean", before=True), MOVEMENT).spans
    assert [(span.path, span.phase) for span in (talk, settle)] == [("kneeling_talk", "away"), ("settle", "away")]
    assert talk.curve[0] == talk.curve[-1] == 0
    assert 0.2 < max(talk.curve) <= 1
    assert (settle.curve[0], settle.curve[-1]) == (1, 0)
    assert rest.phase == "rest"


def test_an_empty_room_is_empty() -> None:
    """For some seconds."""
    plan = plan_of(recipe(), MOVEMENT)
    assert (plan.at(1.0), plan.duration_s) == (None, EMPTY_S)


def test_seeds_make_courses() -> None:
    """The same one the same, another one another."""
    first, again, other = (plan_of(recipe("clean", seed=seed), MOVEMENT) for seed in (3, 3, 4))
    assert first == again
    assert first != other


def test_some_movements_hesitate_midway_and_never_at_the_turn() -> None:
    """One in seven nearly stops, somewhere in its middle."""
    spans = plan_of(recipe(*["clean"] * 60), MOVEMENT).spans
    steps = [np.abs(np.diff(span.curve)) for span in spans if span.phase in {"lifting", "lowering"}]
    slow = [
        int(s[35:85].argmin()) + 35
        for s in steps
        if s[35:85].min() < 0.3 * s.max() and 38 < s[35:85].argmin() + 35 < 82
    ]
    assert 5 <= len(slow) <= 40


def test_an_unknown_kind_is_an_error() -> None:
    """Rather than a clean repetition."""
    with pytest.raises(KeyError, match="sideways"):
        plan_of(recipe("sideways"), MOVEMENT)
