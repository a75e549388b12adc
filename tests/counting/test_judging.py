"""What a check says of a repetition: good, a fault, or that it can't tell."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from posecoach.counting.events import Judgement, Verdict
from posecoach.counting.frames import FrameLog
from posecoach.counting.gate import Ends
from posecoach.counting.judging import judge, judgements
from posecoach.counting.table import MeasureTable
from posecoach.exercise.rules import Check
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, scripted_series

FRAMES = 40
HOOK, BRIDGE = Figure.supine(), Figure.supine(178.0)
ALIGNMENT = {"id": "alignment", "measure": "hip_angle", "target": 180.0, "below": 15.0, "cue": "Up.", "spoken": "Up"}


def check(**changes: Any) -> Check:
    return Check(**{**ALIGNMENT, "source": "A", **changes})


def judged(exercise: Exercise, rule: Check, start: Sequence[AnyFigure], end: Landmarks) -> Judgement:
    """Its answer, from some frames in the start position and in the end position."""
    exercise = exercise.model_copy(update={"checks": (rule,)})
    log = FrameLog(exercise)
    for series in (scripted_series(start), end):
        log.add(MeasureTable.of(exercise, Stabiliser()(series)))
    frames = np.arange(len(start) + len(end))
    return judge(rule, exercise, log, Ends(frames[: len(start)], frames[len(start) :], Side.RIGHT))


def held(*figures: AnyFigure, noise_px: float = 0.0) -> Landmarks:
    """Frames of the hold, the figures for the same time each."""
    return scripted_series([one for one in figures for _ in range(FRAMES // len(figures))], noise_px=noise_px)


@pytest.mark.parametrize(("top", "verdict"), [(167.0, Verdict.GOOD), (160.0, Verdict.FAULT)])
def test_a_value_within_the_tolerance_is_good(bridge: Exercise, top: float, verdict: Verdict) -> None:
    """And one beyond it a fault, with what was measured."""
    answer = judged(bridge, check(), [HOOK], held(Figure.supine(top)))
    assert (answer.check, answer.verdict, answer.reason) == ("alignment", verdict, "")
    assert answer.measured == pytest.approx(top, abs=0.5)


def test_the_hold_is_judged_as_a_whole(bridge: Exercise) -> None:
    """Its median counts, not the worst moment; and the worst moments if they are most of it."""
    low, high = Figure.supine(150.0), BRIDGE
    assert judged(bridge, check(), [HOOK], held(high, high, high, low)).verdict is Verdict.GOOD
    assert judged(bridge, check(), [HOOK], held(low, low, low, high)).verdict is Verdict.FAULT


def test_a_hidden_joint_leaves_it_open(bridge: Exercise) -> None:
    """For most of the hold; a glimpse is enough to hide it."""
    hidden = replace(BRIDGE, hidden=frozenset({Landmark.RIGHT_KNEE, Landmark.LEFT_KNEE}))
    answer = judged(bridge, check(), [HOOK], held(hidden))
    assert (answer.verdict, answer.reason) == (Verdict.UNCLEAR, "hidden")
    assert np.isnan(answer.measured)
    assert judged(bridge, check(), [HOOK], held(BRIDGE, BRIDGE, BRIDGE, hidden)).verdict is Verdict.GOOD


def test_noise_leaves_what_is_near_the_limit_open(bridge: Exercise) -> None:
    """The same value without noise is a fault, and one far off is one with it."""
    near, far = Figure.supine(164.7), Figure.supine(130.0)
    assert judged(bridge, check(), [HOOK], held(near)).verdict is Verdict.FAULT
    assert judged(bridge, check(), [HOOK], held(near, noise_px=30.0)).verdict in {Verdict.UNCLEAR, Verdict.GOOD}
    assert judged(bridge, check(), [HOOK], held(far, noise_px=12.0)).verdict is Verdict.FAULT


def test_an_angle_that_is_not_seen_from_the_side_is_left_open(bridge: Exercise) -> None:
    """Shoulders that are wide in the picture turn the body out of its plane."""
    turned = held(Figure.supine(150.0))
    turned.points[:, Landmark.LEFT_SHOULDER, 1] -= 200
    answer = judged(bridge, check(), [HOOK], turned)
    assert (answer.verdict, answer.reason) == (Verdict.UNCLEAR, "not seen from the side")


@pytest.mark.parametrize(("before", "verdict"), [(125.0, Verdict.GOOD), (100.0, Verdict.FAULT)])
def test_a_change_counts_from_the_start_position(bridge: Exercise, before: float, verdict: Verdict) -> None:
    """Whatever the value itself is."""
    rule = check(from_start=True, target=40.0, below=None, above=20.0)
    assert judged(bridge, rule, [Figure.supine(before)] * FRAMES, held(BRIDGE)).verdict is verdict


def test_a_change_from_a_start_that_was_not_seen_is_left_open(bridge: Exercise) -> None:
    """There is nothing to count from."""
    hidden = replace(HOOK, hidden=frozenset({Landmark.RIGHT_KNEE, Landmark.LEFT_KNEE}))
    answer = judged(bridge, check(from_start=True), [hidden] * FRAMES, held(BRIDGE))
    assert answer.verdict is Verdict.UNCLEAR


def test_a_check_of_the_start_looks_there(bridge: Exercise) -> None:
    """The hold doesn't matter."""
    rule = check(when="start", target=120.0, below=20.0, above=20.0)
    assert judged(bridge, rule, [HOOK] * FRAMES, held(BRIDGE)).verdict is Verdict.GOOD


@pytest.mark.parametrize(("knee", "verdict"), [(70.0, Verdict.UNCLEAR), (130.0, Verdict.FAULT)])
def test_another_measure_may_have_to_agree(bridge: Exercise, knee: float, verdict: Verdict) -> None:
    """Before a check says anything."""
    rule = check(only_if=[{"measure": "knee_angle", "min": 110.0}])
    low = Figure.supine(150.0).with_limbs(knee_angle=knee)
    assert judged(bridge, rule, [HOOK], held(low)).verdict is verdict


def test_every_check_answers(bridge: Exercise) -> None:
    """Once, in the order of the file."""
    log = FrameLog(bridge)
    log.add(MeasureTable.of(bridge, Stabiliser()(held(HOOK, BRIDGE))))
    ends = Ends(np.arange(FRAMES // 2), np.arange(FRAMES // 2, FRAMES), None)
    assert [one.check for one in judgements(bridge, log, ends)] == [one.id for one in bridge.checks]
