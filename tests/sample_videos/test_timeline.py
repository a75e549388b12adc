"""The course of a clip."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_takes import KINDS, movement, recipe

from sample_videos.timeline import EMPTY_S, Plan, plan_of

MOVEMENT = movement(hold_s=(1.0, 3.0))


def sampled(plan: Plan) -> list[tuple[str, float]]:
    moments = [plan.at(time) for time in np.arange(0, plan.duration_s, 1 / 120)]
    return [(moment.path, moment.progress) for moment in moments if moment]


@given(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3), st.integers(0, 10**6), st.booleans())
@settings(deadline=None, max_examples=12)
def test_motion_never_jumps(kinds: list[str], seed: int, before: bool) -> None:
    """Spans follow one another without a gap, and paths are only left where they meet."""
    plan = plan_of(recipe(*kinds, seed=seed, before="kneeling_talk" if before else None), MOVEMENT)
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
@settings(deadline=None, max_examples=15)
def test_strokes_go_up_stay_and_come_back(kinds: list[str], seed: int) -> None:
    """The way out never falls, the way back never rises, holds last as asked, and rests are at the start."""
    plan = plan_of(recipe(*kinds, seed=seed), MOVEMENT)
    for span in plan.spans:
        steps = np.diff(span.curve)
        assert span.phase != "outbound" or steps.min() >= 0
        assert span.phase != "returning" or steps.max() <= 0
        assert span.phase != "rest" or not any(span.curve)
        if span.phase == "hold":
            assert span.effort is not None
            least, most = plan.efforts[span.effort].kind.hold_s or MOVEMENT.tempo.hold_s
            assert least <= span.end_s - span.start_s <= most + 1e-9


def test_a_clip_begins_and_ends_with_about_a_second_of_rest() -> None:
    """So that the first and the last repetition are whole; a hold of no seconds makes no span."""
    spans = plan_of(recipe("clean"), MOVEMENT).spans
    assert [span.phase for span in spans] == ["rest", "outbound", "hold", "returning", "rest"]
    assert [round(spans[i].end_s - spans[i].start_s) for i in (0, -1)] == [1, 1]
    turning = replace(MOVEMENT, tempo=replace(MOVEMENT.tempo, hold_s=(0.0, 0.0)))
    assert [span.phase for span in plan_of(recipe("clean"), turning).spans] == ["rest", "outbound", "returning", "rest"]
    pause = plan_of(recipe("twice"), MOVEMENT).spans[4]  # as in cat and cow
    assert (pause.phase, pause.effort, pause.stroke) == ("rest", 0, None)
    assert pause.end_s - pause.start_s < 0.5
    empty = plan_of(recipe(), MOVEMENT)
    assert (empty.at(1.0), empty.duration_s) == (None, EMPTY_S)


def test_sides_take_turns_unless_one_is_forced() -> None:
    """A forced side doesn't shift the others' turns; seeds make courses, and unknown kinds are errors."""
    with pytest.raises(KeyError, match="sideways"):
        plan_of(recipe("sideways"), MOVEMENT)
    plans = [plan_of(recipe("clean", "clean", "clean@right", "clean", seed=seed), MOVEMENT) for seed in (3, 3, 4)]
    assert [effort.side for effort in plans[0].efforts] == ["left", "right", "right", "right"]
    assert plans[0] == plans[1] != plans[2]
