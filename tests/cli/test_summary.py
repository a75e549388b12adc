from pathlib import Path

import pytest
from rich.console import Console

from posecoach.analysis import Job, Result
from posecoach.cli.summary import summary
from posecoach.counting.events import RepetitionCounted
from posecoach.exercise_files import choose_dose, load_exercise
from posecoach.results.session import SessionBuilder


@pytest.mark.parametrize(
    ("exercise_id", "extremes", "shown", "hidden"),
    [
        ("bridge", (121.0, 178.2), "178°", "121"),
        ("knee_to_chest", (44.6, 126.0), "45°", "126"),
        ("toe_touch", (31.0, 176.0), "31°", "176"),
        ("cobra", (-38.2, 3.0), "-38°", "3°"),
        ("cat_cow", (-0.21, 0.18), "-0.21 to 0.18", "°"),
        ("hip_shift_stretch", (0.012, 0.174), "0.17", "°"),
    ],
)
def test_the_furthest_value_of_the_drive_is_shown(
    exercise_id: str, extremes: tuple[float, float], shown: str, hidden: str, tmp_path: Path
) -> None:
    """The largest of a drive that rises, the smallest of one that falls, in its own unit."""
    exercise = load_exercise(exercise_id)
    name, dose = choose_dose(exercise, None, {})
    builder = SessionBuilder(exercise, name, dose, "clip.mp4")
    builder.add([RepetitionCounted(1, None, 1.0, 2.0, 7.0, 5.0, 8.0, (), {exercise.drive.measure: extremes})])
    session = builder.build(duration_s=9.0, frames=270, frames_with_pose=270)
    console = Console(width=120)
    with console.capture() as printed:
        console.print(summary(Result(session, tmp_path, cut_off=False), Job(exercise, name, dose, tmp_path)))
    row = next(line for line in printed.get().splitlines() if line.endswith("good") or " good " in line[-20:])
    assert shown in row
    assert hidden not in row.replace(shown, "")
