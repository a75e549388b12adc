import math
from pathlib import Path

import pytest
from rich.console import Console

from posecoach.analysis import Job, Result
from posecoach.cli.summary import summary
from posecoach.counting.events import Event, FaultEnded, Judgement, NotCounted, RepetitionCounted, Verdict
from posecoach.exercise.library import choose_dose, load_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import Origin
from posecoach.results.folders import ResultFolders
from posecoach.results.session_builder import FrameSpan, SessionBuilder


def printed(folder: Path, exercise_id: str, *events: Event) -> str:
    """What people read of a session."""
    exercise = load_exercise(exercise_id)
    name, dose = choose_dose(exercise, None, {})
    builder = SessionBuilder(exercise, name, dose, Origin("clip.mp4"))
    builder.add(list(events))
    session = builder.build(FrameSpan(270, 270, 0.0, 269 / 30, "mediapipe"))
    console = Console(width=120)
    with console.capture() as captured:
        console.print(summary(Result(session, folder, cut_off=False), Job(exercise, name, dose, ResultFolders(folder))))
    return captured.get()


def rep(measures: dict[str, tuple[float, float]], side: Side | None = None, **more: object) -> RepetitionCounted:
    return RepetitionCounted(1, side, 1.0, 2.0, 7.0, 5.0, 8.0, (), measures, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("exercise_id", "extremes", "shown", "hidden"),
    [
        ("bridge", (121.0, 178.2), "178°", "121"),
        ("cobra", (-38.2, 3.0), "-38°", "3°"),
        ("cat_cow", (-0.21, 0.18), "-0.21 to 0.18", "°"),
    ],
)
def test_the_furthest_value_is_shown(
    exercise_id: str, extremes: tuple[float, float], shown: str, hidden: str, tmp_path: Path
) -> None:
    """Of the measure that the articles describe; both ends where movements go both ways."""
    text = printed(tmp_path, exercise_id, rep({load_exercise(exercise_id).shown_measure: extremes}))
    row = next(line for line in text.splitlines() if line.rstrip().endswith("good"))
    assert shown in row
    assert hidden not in row.replace(shown, "")


def test_the_side_that_worked_is_shown(tmp_path: Path) -> None:
    """Not the one that is nearer to the camera."""
    text = printed(tmp_path, "bird_dog", rep({"hip_angle": (90, 99), "left_hip_angle": (91, 171)}, Side.LEFT))
    assert "171°" in text
    assert "99" not in text


def test_what_checks_could_not_tell_is_said_once(tmp_path: Path) -> None:
    """With the reason."""
    answers = (
        Judgement("feet_close", Verdict.UNCLEAR, math.nan, "hidden"),
        Judgement("alignment", Verdict.GOOD, 178.0),
    )
    text = printed(tmp_path, "bridge", rep({}, judgements=answers), rep({}, judgements=answers, open_end=True))
    assert text.count("Can't tell feet close of 2 repetitions: hidden") == 1
    assert "cut off by the end" in text


@pytest.mark.parametrize(("count", "more"), [(5, False), (7, True)])
def test_at_most_five_reasons_are_told(count: int, *, more: bool, tmp_path: Path) -> None:
    """One line each, and how many more there are."""
    text = printed(tmp_path, "bridge", *[NotCounted(10.0 * n, 10.0 * n + 5, f"reason {n}") for n in range(count)])
    assert text.count("Not counted: ") == min(count, 5)
    assert "Not counted: 0.0-5.0 s, reason 0" in text
    assert ("and 2 more" in text) == more


def test_where_something_counts_no_reason_is_needed(tmp_path: Path) -> None:
    """It stands in the file."""
    assert "Not counted" not in printed(tmp_path, "bridge", rep({}), NotCounted(10.0, 15.0, "posture: standing"))


def test_an_attempt_is_told_with_its_value(tmp_path: Path) -> None:
    """Or that it wasn't seen."""
    one, other = (FaultEnded("alignment", None, None, 1.0, 2.0, v, "at least 167", "Up.") for v in (148.04, math.nan))
    text = printed(tmp_path, "bridge", one, other)
    assert "alignment 148.0, wanted at least 167" in text
    assert "alignment not seen, wanted at least 167" in text
