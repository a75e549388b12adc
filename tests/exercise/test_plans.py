from pathlib import Path

import pytest
from refusals import in_one_line

from posecoach.errors import ExerciseError
from posecoach.exercise.lint import inspect
from posecoach.exercise.plans import Stage, load_plan, read_plan, routine_paths

ORDER = {
    "A": "leg_roll pelvic_tilt knee_to_chest bridge cat_cow bird_dog back_stretch leg_stretch toe_touch childs_pose",
    "B": "pelvic_tilt cat_cow childs_pose knee_to_chest bridge lumbar_rotation",
    "C": "seated_overhead_stretch cat_cow cobra knee_to_chest double_knee_to_chest bridge leg_reach",
    "D": "pelvic_tilt knee_to_chest bridge",
    "E": "heel_raise_bridge double_knee_to_chest hip_shift_stretch",
}


def test_routines_have_their_articles_order_and_doses() -> None:
    """Every exercise names the article among its own, and its dose is the article's; only the first one warms up."""
    assert list(routine_paths()) == list(ORDER)
    for name, order in ORDER.items():
        loaded = load_plan(name)
        assert [task.exercise.id for task in loaded.tasks] == order.split()
        assert loaded.plan.article == name
        stages = [task.planned.stage for task in loaded.tasks]
        main = [Stage.MAIN] * len(stages)
        assert stages == ([Stage.WARM_UP, *main[2:], Stage.COOL_DOWN] if name == "A" else main)
        for task in loaded.tasks:
            assert name in task.exercise.articles
            assert task.dose_name == name
            assert task.dose == task.exercise.doses[name]
    with pytest.raises(ExerciseError, match="unknown routine 'F'; allowed: A, B, C, D or E, or a plan's file"):
        load_plan("F")


OWN = """
name = "Mrs Miller, week 2"
note = "Slowly, please."

[[exercises]]
exercise = "bridge"
dose = { hold_s = [4, 6], reps = [6, 8] }
rest_s = 45
note = "Only as high as yesterday."

[[exercises]]
exercise = "cat_cow"
"""


def test_a_physiotherapists_plan_has_doses_and_notes_of_its_own(tmp_path: Path) -> None:
    """A dose is a table of its own, a name, or the usual one."""
    path = tmp_path / "miller.toml"
    path.write_text(OWN, encoding="utf-8")
    first, second = load_plan(str(path)).tasks
    assert (first.dose_name, first.dose.hold_s, first.dose.reps) == ("own", (4.0, 6.0), (6, 8))
    assert (first.planned.rest_s, first.planned.note) == (45, "Only as high as yesterday.")
    assert (second.dose_name, second.dose.reps) == ("B", (10, 10))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"bridge"', '"brigde"', ["exercises.0", "unknown exercise 'brigde'", "bridge"]),
        ('"cat_cow"', '"cat_cow"\ndose = "D"', ["exercises.1", "no dose 'D'", "allowed: A, B, C"]),
        ("rest_s = 45", "rest_s = -1", ["exercises.0.rest_s = -1", "greater than or equal to 0"]),
        ("hold_s = [4, 6]", "hold_s = [6, 4]", ["exercises.0.dose", "smallest first"]),
        ("[[exercises]]", "[[exercise]]", ["exercises is missing"]),
        ("note = ", "note ", ["not a TOML file"]),
        (OWN, "", ["name is missing"]),
        (OWN, 'name = "x"\nexercises = []', ["exercises"]),
        ('"bridge"', '"../bridge"', ["exercises.0"]),
        ("rest_s = 45", "rest_s = nan", ["exercises.0.rest_s"]),
        ("rest_s = 45", 'stage = "encore"', ["exercises.0.stage = 'encore'"]),
    ],
)
def test_a_wrong_plan_is_refused_with_key_and_value(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    """One line that begins with the file; checking the file finds it, too."""
    path = tmp_path / "plan.toml"
    path.write_text(OWN.replace(old, new), encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        read_plan(path)
    in_one_line(path, caught.value)
    assert [word for word in words if word not in str(caught.value)] == []
    assert inspect(path).problems != ()
