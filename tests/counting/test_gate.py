"""Which movements belong to an exercise, by the medians of the frames near their start and their end."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from posecoach.counting.frames import FrameLog
from posecoach.counting.gate import Ends, frames_in_position, refusal
from posecoach.counting.table import MeasureTable
from posecoach.exercise.library import load_exercise
from posecoach.exercise.rules import At
from posecoach.pose.landmarks import Side
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import AnyFigure, Figure, FrontFigure, scripted_series

HOOK, FLAT, FOURS = Figure.supine(), Figure.flat(), Figure.all_fours()
BRIDGE, UPRIGHT = Figure.supine(178.0), Figure.standing()
ONE_KNEE = HOOK.with_limbs(Side.RIGHT, hip_angle=45.0, knee_angle=45.0)
BOTH_KNEES = HOOK.with_limbs(hip_angle=45.0, knee_angle=45.0)
SEATED = FrontFigure(seated=True).with_limbs(shoulder_angle=172.0)
FRAMES = 20


def refused(
    exercise_id: str, start: Sequence[AnyFigure | None], end: Sequence[AnyFigure | None], side: Side | None = None
) -> str | None:
    """What the gate says of a movement between two positions, of which these frames were seen."""
    exercise, log = load_exercise(exercise_id), FrameLog(load_exercise(exercise_id))
    for figures in (start, end):
        # Each position by itself, so that nothing is smoothed over the way between them.
        log.add(MeasureTable.of(exercise, Stabiliser()(scripted_series(figures))))
    frames = np.arange(len(start) + len(end))
    return refusal(exercise.gate, log, Ends(frames[: len(start)], frames[len(start) :], side))


@pytest.mark.parametrize(
    ("exercise_id", "start", "end", "side", "words"),
    [
        ("bridge", HOOK, BRIDGE, None, None),
        ("bridge", UPRIGHT, BRIDGE, None, "posture at the start: standing, wanted supine"),
        (
            "bridge",
            FLAT,
            BRIDGE,
            None,
            "middle of the knees above the middle of the hips at the start: 0.07, wanted at least 0.2",
        ),
        ("bridge", HOOK, replace(HOOK.with_limbs(hip_angle=75.0), trunk_pitch=-50.0), None, "at the end"),
        ("knee_to_chest", HOOK, ONE_KNEE, Side.RIGHT, None),
        ("knee_to_chest", HOOK, BOTH_KNEES, Side.RIGHT, "of the resting side at the end"),
        ("bird_dog", FOURS, Figure.all_fours(Side.LEFT), Side.LEFT, None),
        ("seated_overhead_stretch", FrontFigure(seated=True), SEATED, None, None),
        ("seated_overhead_stretch", FrontFigure(), replace(SEATED, seated=False), None, "wanted -0.5 to 0.7"),
    ],
)
def test_a_movement_of_another_exercise_is_refused(
    exercise_id: str, start: AnyFigure, end: AnyFigure, side: Side | None, words: str | None
) -> None:
    """With where it was seen, what was seen, and what was wanted."""
    reason = refused(exercise_id, [start] * FRAMES, [end] * FRAMES, side)
    assert (reason is None) if words is None else words in str(reason)


def test_single_frames_that_look_wrong_change_nothing() -> None:
    """Nor do holes."""
    start: list[AnyFigure | None] = [HOOK] * FRAMES
    end: list[AnyFigure | None] = [BRIDGE] * FRAMES
    start[2:6], end[8:12], end[15:18] = [UPRIGHT] * 4, [FLAT] * 4, [None] * 3
    assert refused("bridge", start, end) is None


def test_what_was_not_seen_refuses_nothing() -> None:
    """Whoever was out of the picture may have been in posture."""
    assert refused("bridge", [None] * FRAMES, [BRIDGE] * FRAMES) is None


@pytest.mark.parametrize(
    ("figure", "at", "fits"),
    [(HOOK, At.START, True), (FLAT, At.START, False), (UPRIGHT, At.START, False), (BRIDGE, At.END, True)],
)
def test_positions_are_seen_frame_by_frame(figure: AnyFigure, at: At, *, fits: bool) -> None:
    """For who is in the start position now, before there is a movement."""
    exercise = load_exercise("bridge")
    table = MeasureTable.of(exercise, Stabiliser()(scripted_series([figure] * FRAMES)))
    posture = exercise.posture if at is At.START else exercise.gate.end
    assert (frames_in_position(exercise.gate, table, at, posture) == fits).all()
