import math
from dataclasses import replace

import pytest
from guided import task
from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.counting.state import CoachState, Phase
from posecoach.exercise.schema import Breathing as BreathingCues
from posecoach.feedback.draw.breathing import Breathing
from posecoach.feedback.draw.scene import Breath
from posecoach.feedback.words.language import ENGLISH, Language, load_language
from posecoach.pose.landmarks import Side
from posecoach.session.run import ExerciseRun
from posecoach.session.task import GuidedTask

BRIDGE = task("bridge")
STATE = CoachState(0.0, Phase.REST, 0, 5, None, 0.0, 5.0, 0.0, Side.LEFT)
MOVING = (Phase.OUTBOUND, Phase.HOLD, Phase.RETURNING)


def run_at(time_s: float, phase: Phase, one: GuidedTask = BRIDGE) -> ExerciseRun:
    return ExerciseRun(one, state=replace(STATE, time_s=time_s, phase=phase))


def breath(
    breathing: Breathing, time_s: float, phase: Phase, one: GuidedTask = BRIDGE, language: Language = ENGLISH
) -> Breath | None:
    return breathing.at(run_at(time_s, phase, one), language)


def fill(breathing: Breathing, time_s: float, phase: Phase) -> float:
    now = breath(breathing, time_s, phase)
    assert now is not None
    assert now.fill is not None
    return now.fill


@pytest.mark.parametrize(
    ("phase", "english", "german"),
    [
        (Phase.OUTBOUND, "Breathe out", "Atme aus"),
        (Phase.HOLD, "Keep breathing", "Atme weiter"),
        (Phase.RETURNING, "Breathe in", "Atme ein"),
    ],
)
def test_each_phase_has_its_words(phase: Phase, english: str, german: str) -> None:
    """Those of the exercise's file, in the person's language."""
    for language, text in ((ENGLISH, english), (load_language("de"), german)):
        now = breath(Breathing(), 0.0, phase, language=language)
        assert now is not None
        assert now.text == text


@pytest.mark.parametrize("phase", [Phase.REST, Phase.AWAY, Phase.LOST])
def test_nobody_is_told_how_to_breathe_at_rest(phase: Phase) -> None:
    """Nor where the file doesn't say."""
    assert breath(Breathing(), 0.0, phase) is None
    assert breath(Breathing(), 0.0, Phase.HOLD, task("toe_touch")) is None
    assert Breathing().at(ExerciseRun(BRIDGE), ENGLISH) is None


def test_lungs_fill_and_empty_within_a_breath() -> None:
    """Out with the effort, in on the way back, each in three seconds; then they stay."""
    breathing = Breathing()
    out = [fill(breathing, time_s / 10, Phase.OUTBOUND) for time_s in range(41)]
    assert out == sorted(out, reverse=True)
    assert (out[15], out[30], out[40]) == pytest.approx((out[0] / 2, 0.0, 0.0))
    assert out[0] >= 0.5
    back = [fill(breathing, 4.1 + time_s / 10, Phase.RETURNING) for time_s in range(31)]
    assert back == sorted(back)
    assert (back[0], back[30]) == pytest.approx((0.0, 1.0))


PHASES = st.lists(st.tuples(st.sampled_from(MOVING), st.floats(0.01, 6.0)), min_size=1, max_size=6)


@settings(max_examples=25)
@given(PHASES)
def test_breath_never_jumps(stretches: list[tuple[Phase, float]]) -> None:
    """However the phases follow one another, and it is always a share of the lungs."""
    breathing, time_s, before = Breathing(), 0.0, None
    for phase, seconds in stretches:
        for _ in range(max(1, round(seconds * 10))):
            now = fill(breathing, time_s, phase)
            assert -1e-9 <= now <= 1 + 1e-9
            assert before is None or abs(now - before) <= math.pi / 2 / 3.0 * 0.1 + 1e-9
            before, time_s = now, time_s + 0.1


@pytest.mark.parametrize("begin_s", [4.5, 10.5])
def test_a_breath_that_is_asked_for_can_be_seen(begin_s: float) -> None:
    """Empty lungs can't breathe out; a rest before it is not breathed through by count."""
    breathing = Breathing()
    fill(breathing, 0.0, Phase.OUTBOUND)
    assert breath(breathing, 3.0, Phase.REST) is None
    assert fill(breathing, begin_s, Phase.OUTBOUND) >= 0.5
    assert fill(breathing, begin_s + 3.0, Phase.OUTBOUND) == pytest.approx(0.0, abs=1e-6)


def test_a_cue_that_says_neither_is_breathed_to_and_fro() -> None:
    """Such as "breathe deeply": three seconds each way."""
    exercise = BRIDGE.exercise.model_copy(update={"breathing": BreathingCues(hold="Breathe deeply")})
    one = GuidedTask(exercise, "own", BRIDGE.dose)
    breathing = Breathing()
    fills = []
    for tenth in range(61):
        now = breath(breathing, tenth / 10, Phase.HOLD, one)
        assert now is not None
        fills.append(now.fill or 0.0)
    assert (min(fills), max(fills)) == pytest.approx((0.0, 1.0), abs=0.01)
