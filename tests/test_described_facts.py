"""What the five articles say, row by row: a second copy of the facts, so that no exercise file loses one."""

import pytest

from posecoach.exercise.library import exercise_paths, load_exercise
from posecoach.exercise.schema import Sides
from posecoach.pose.posture import Posture

POSTURES = {
    Posture.SUPINE: "leg_roll lumbar_rotation pelvic_tilt knee_to_chest double_knee_to_chest bridge heel_raise_bridge"
    " leg_stretch",
    Posture.ALL_FOURS: "cat_cow bird_dog leg_reach back_stretch",
    Posture.KNEELING: "childs_pose",
    Posture.STANDING: "toe_touch hip_shift_stretch",
    Posture.PRONE: "cobra",
    Posture.SEATED: "seated_overhead_stretch",
}
POSTURE_OF = {exercise_id: posture for posture, ids in POSTURES.items() for exercise_id in ids.split()}

# Exercise, article, hold, repetitions (of each side where sides take turns); None where the article says nothing.
DOSES = [
    ("lumbar_rotation", "B", (10, 10), (5, 10)),
    ("pelvic_tilt", "A", (2, 3), (10, 10)),
    ("pelvic_tilt", "B", (5, 5), (10, 15)),
    ("pelvic_tilt", "D", (5, 5), (5, 5)),
    ("knee_to_chest", "A", (2, 2), (5, 5)),
    ("knee_to_chest", "B", (20, 20), (2, 3)),
    ("knee_to_chest", "C", None, (3, 3)),
    ("knee_to_chest", "D", (5, 5), (5, 5)),
    ("double_knee_to_chest", "C", (40, 40), (1, 1)),
    ("double_knee_to_chest", "E", None, None),
    ("bridge", "A", (2, 3), (5, 5)),
    ("bridge", "B", (5, 5), (10, 15)),
    ("bridge", "C", (20, 20), (3, 3)),
    ("bridge", "D", (5, 5), (5, 5)),
    ("heel_raise_bridge", "E", None, None),
    ("cat_cow", "A", None, (5, 5)),
    ("cat_cow", "B", None, (10, 10)),
    ("cat_cow", "C", None, (3, 4)),
    ("bird_dog", "A", (4, 5), None),
    ("leg_reach", "C", (10, 10), (3, 3)),
    ("back_stretch", "A", (20, 30), None),
    ("childs_pose", "A", (10, 20), None),
    ("childs_pose", "B", (20, 30), None),
    ("leg_stretch", "A", None, None),
    ("toe_touch", "A", None, (10, 10)),
    ("cobra", "C", (30, 30), (3, 3)),
    ("seated_overhead_stretch", "C", (20, 30), None),
    ("hip_shift_stretch", "E", None, None),
]

SIDES_TAKE_TURNS = {
    *("leg_roll", "lumbar_rotation", "knee_to_chest", "bird_dog", "leg_reach", "leg_stretch", "hip_shift_stretch")
}


def test_every_exercise_begins_in_its_posture() -> None:
    """All seventeen, and no others, as described; and sides take turns where the articles say so."""
    exercises = [load_exercise(exercise_id) for exercise_id in exercise_paths()]
    assert len(exercises) == 17
    assert {exercise.id: exercise.posture for exercise in exercises} == POSTURE_OF
    assert {exercise.id for exercise in exercises if exercise.sides is not Sides.TOGETHER} == SIDES_TAKE_TURNS


@pytest.mark.parametrize(("exercise_id", "article", "hold_s", "reps"), DOSES)
def test_every_dose_has_its_articles_numbers(
    exercise_id: str, article: str, hold_s: tuple[int, int] | None, reps: tuple[int, int] | None
) -> None:
    """What an article leaves open is this program's choice; a note says so unless one repetition is all there is."""
    dose = load_exercise(exercise_id).doses[article]
    if hold_s is not None:
        assert dose.hold_s == hold_s
    if reps is not None:
        assert dose.reps == reps
    if hold_s is None and exercise_id not in {"cat_cow", "toe_touch"}:
        assert "article" in dose.note
    if reps is None and dose.reps != (1, 1):
        assert "article" in dose.note


def test_no_dose_is_there_that_no_article_gives() -> None:
    """Every dose's article is one of the exercise's, and each of those has a dose; rolling goes on for a minute."""
    given = {(exercise_id, article) for exercise_id, article, *_ in DOSES} | {("leg_roll", "A")}
    assert {(name, key) for name in exercise_paths() for key in load_exercise(name).doses} == given
    assert all(set(load_exercise(name).articles) == set(load_exercise(name).doses) for name in exercise_paths())
    assert load_exercise("leg_roll").doses["A"].moving_s == (60, 60)
