"""What the five articles say, row by row: a second copy of the facts, so that no exercise file loses one."""

import pytest

from posecoach.exercise.library import exercise_paths, load_exercise
from posecoach.exercise.schema import Sides
from posecoach.pose.posture import Posture

POSTURES = {
    "leg_roll": Posture.SUPINE,
    "lumbar_rotation": Posture.SUPINE,
    "pelvic_tilt": Posture.SUPINE,
    "knee_to_chest": Posture.SUPINE,
    "double_knee_to_chest": Posture.SUPINE,
    "bridge": Posture.SUPINE,
    "heel_raise_bridge": Posture.SUPINE,
    "cat_cow": Posture.ALL_FOURS,
    "bird_dog": Posture.ALL_FOURS,
    "leg_reach": Posture.ALL_FOURS,
    "back_stretch": Posture.ALL_FOURS,
    "childs_pose": Posture.KNEELING,
    "leg_stretch": Posture.SUPINE,
    "toe_touch": Posture.STANDING,
    "cobra": Posture.PRONE,
    "seated_overhead_stretch": Posture.SEATED,
    "hip_shift_stretch": Posture.STANDING,
}

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
    "leg_roll",
    "lumbar_rotation",
    "knee_to_chest",
    "bird_dog",
    "leg_reach",
    "leg_stretch",
    "hip_shift_stretch",
}


def test_there_are_the_seventeen_exercises() -> None:
    """All of them, and no others."""
    assert set(exercise_paths()) == set(POSTURES)
    assert len(POSTURES) == 17


@pytest.mark.parametrize(("exercise_id", "posture"), POSTURES.items())
def test_every_exercise_begins_in_its_posture(exercise_id: str, posture: Posture) -> None:
    """As described; and sides take turns where the articles say so."""
    exercise = load_exercise(exercise_id)
    assert exercise.posture is posture
    assert (exercise.sides is not Sides.TOGETHER) == (exercise_id in SIDES_TAKE_TURNS)


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


def test_leg_rolls_go_on_for_a_minute() -> None:
    """Article A: continuous, at least one minute, as a warm-up."""
    dose = load_exercise("leg_roll").doses["A"]
    assert dose.moving_s == (60, 60)


def test_no_dose_is_there_that_no_article_gives() -> None:
    """Every dose's article is among those of the exercise, and each of those has a dose."""
    given = {(exercise_id, article) for exercise_id, article, *_ in DOSES} | {("leg_roll", "A")}
    files = {(name, key) for name in exercise_paths() for key in load_exercise(name).doses}
    assert files == given
    for name in exercise_paths():
        exercise = load_exercise(name)
        assert set(exercise.articles) == set(exercise.doses)


@pytest.mark.parametrize("exercise_id", POSTURES)
def test_every_exercise_has_checks_of_its_articles(exercise_id: str) -> None:
    """At least one beside what an attempt fails, and two in all."""
    exercise = load_exercise(exercise_id)
    assert len(exercise.rules) >= 2
    assert {rule.id for rule in exercise.rules} - {exercise.attempt_rule.id}
    assert {check.source for check in exercise.checks} <= set(exercise.articles)
