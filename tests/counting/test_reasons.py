"""Whoever gets nothing counted is told why."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from scripted import bridge_angles, bridging, followed, of_kind, reps

from posecoach.counting.events import NotCounted
from posecoach.exercise.library import load_exercise
from posecoach.pose.series import Landmarks
from posecoach.testing import AnyFigure, Figure, scripted_series

BRIDGES = scripted_series(bridging(bridge_angles(178.0, 178.0)), noise_px=0.3)


def turned(series: Landmarks, quarters: int) -> Landmarks:
    """The picture, turned by quarters of a circle."""
    points = series.points.copy()
    for _ in range(quarters):
        points[..., 0], points[..., 1] = series.size[0] - points[..., 1], points[..., 0].copy()
    return replace(series, points=points)


def still(figure: AnyFigure, seconds: float) -> list[AnyFigure | None]:
    return [figure] * round(30 * seconds)


@pytest.mark.parametrize(
    ("exercise_id", "script", "words"),
    [
        ("bridge", still(Figure.supine(), 8), r".*: moved 0\.00 of at least 0\.21 trunk lengths"),
        ("childs_pose", still(Figure.all_fours(), 8), ".*: moved 0 of at least 22 deg"),
        ("cat_cow", still(Figure.all_fours(), 8), r".*: 0\.00 to 0\.00, wanted below -0\.045 and above 0\.03"),
        ("bridge", still(Figure.supine(), 1), "1.0 s is too short for a repetition"),
        ("bridge", still(Figure.standing(), 8), "posture: standing, wanted supine"),
        ("bridge", turned(BRIDGES, 2), "posture: .*, wanted supine|the picture seems to be upside down"),
        ("toe_touch", turned(scripted_series(still(Figure.standing(), 8)), 2), "the picture seems to be upside down"),
        (
            "toe_touch",
            turned(scripted_series(still(Figure.standing(), 8)), 1),
            "posture: .*, wanted standing; or the picture lies on its side",
        ),
        ("bridge", [*still(Figure.supine(), 2), *[None] * 400], "a person was found in 60 of 460 pictures"),
        ("cobra", bridging(bridge_angles(178.0)), "posture: supine, wanted prone"),
        ("bridge", bridging(bridge_angles(128.0, 128.0)), r".*: moved 0\.0\d of at least 0\.21 trunk lengths"),
    ],
)
def test_a_recording_without_a_repetition_is_explained(
    exercise_id: str, script: Landmarks | Sequence[AnyFigure | None], words: str
) -> None:
    """In words and numbers: which posture, how far, how long."""
    events = followed(load_exercise(exercise_id), script)
    assert reps(events) == []
    reasons = [one.reason for one in of_kind(NotCounted, events)]
    assert reasons
    assert any(re.fullmatch(words, reason) for reason in reasons), reasons


def test_reasons_have_their_time() -> None:
    """They lie in the recording."""
    (one,) = of_kind(NotCounted, followed(load_exercise("bridge"), still(Figure.standing(), 8)))
    assert [one.start_s, one.end_s] == pytest.approx([0.0, 8.0], abs=0.1)


def test_nobody_is_no_reason() -> None:
    """An empty room is told elsewhere."""
    assert of_kind(NotCounted, followed(load_exercise("bridge"), [None] * 100)) == []


def test_where_something_counts_only_refused_movements_are_explained() -> None:
    """A recording of bridges needs no excuse."""
    events = followed(load_exercise("bridge"), BRIDGES)
    assert len(reps(events)) == 2
    assert of_kind(NotCounted, events) == []
