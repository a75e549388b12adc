from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from posecoach.counting.events import (
    Attempted,
    Event,
    FaultEnded,
    NotCounted,
    PlacementNoted,
    RepetitionCounted,
    RepetitionEnded,
)
from posecoach.counting.hints import Hint
from posecoach.exercise.dose import Dose
from posecoach.exercise_files import load_exercise
from posecoach.pose.landmarks import Side
from posecoach.results.session import SessionBuilder
from posecoach.results.session_text import SessionText

BRIDGE, DOSE = load_exercise("bridge"), Dose(hold_s=(5.0, 5.0), reps=(4, 4))
REP = RepetitionCounted(1, None, 1.0, 2.0, 6.0, 4.0, 7.0, ("alignment",), {"hip_angle": (121.04, 178.25)})
FAULT = FaultEnded("alignment", 1, Side.LEFT, 12.0, 13.1, 148.0123, "180 +/- 15", "Lift your hips.")
ATTEMPT = Attempted(None, 8.0, 9.0, 140.0)
NOTE = PlacementNoted(next(iter(Hint)), 0.0, 1.5)

texts = st.text(max_size=20) | st.sampled_from(['\n "faults": []', '"reps": []', "], [", "Hüfte höher 🙂"])
events = st.one_of(
    st.builds(lambda number: replace(REP, number=number), st.integers(1, 99)),
    st.builds(lambda wanted, cue: replace(FAULT, wanted=wanted, cue=cue), texts, texts),
    st.just(ATTEMPT),
    st.just(NOTE),
    st.builds(lambda reason: NotCounted(3.0, 4.0, reason), texts),
)


def ends(builder: SessionBuilder, moment: int) -> list[Event]:
    """The end of the last repetition, told a moment after it was counted."""
    reps = builder.build(duration_s=0, frames=0, frames_with_pose=0).reps
    return [RepetitionEnded(reps[-1].number, 7.5 + moment)] if reps else []


@settings(max_examples=40)
@given(moments=st.lists(st.lists(events, max_size=4), max_size=5), source=texts)
def test_the_text_is_the_sessions_own(moments: list[list[Event]], source: str) -> None:
    """At every moment of a session that grows, byte for byte, whatever its texts hold."""
    builder, text = SessionBuilder(BRIDGE, "B", DOSE, source), SessionText()
    for number, moment in enumerate(moments):
        builder.add([*ends(builder, number), *moment])
        session = builder.build(duration_s=number, frames=30 * number, frames_with_pose=number)
        assert b"".join(text.of(session)) == session.to_json().encode()
