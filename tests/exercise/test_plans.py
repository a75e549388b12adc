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


SHORT = """
title = "Mrs Miller"
[[exercise]]
id = "Bridge"
hold = 5
repetitions = "8-12"
[[exercise]]
exercise = "bridge"
dose = { reps = "8 mal", hold_s = "2 bis 3 Sekunden" }
stage = "warm up"
"""


def test_what_everybody_writes_is_accepted(tmp_path: Path) -> None:
    """Single numbers, other names of keys, and values beside the usual dose, which they change."""
    path = tmp_path / "miller.toml"
    path.write_text(SHORT, encoding="utf-8")
    first, second = load_plan(str(path)).tasks
    assert (first.exercise.id, first.dose_name, first.dose.hold_s, first.dose.reps) == ("bridge", "A+", (5, 5), (8, 12))
    assert (second.dose_name, second.dose.hold_s, second.dose.reps) == ("own", (2, 3), (8, 8))
    assert second.planned.stage is Stage.WARM_UP
    assert inspect(path).problems == ()
    path.write_text('name = "x"\nexercises = ["bridge", "Cat cow"]', encoding="utf-8")
    assert [task.exercise.id for task in load_plan(str(path)).tasks] == ["bridge", "cat_cow"]


def test_all_errors_of_a_plan_come_at_once(tmp_path: Path) -> None:
    """In the order of its lines."""
    path = tmp_path / "plan.toml"
    path.write_text(OWN.replace("45", "-1").replace("[4, 6]", "[6, 4]").replace("cat_cow", "cat cow!"), "utf-8")
    with pytest.raises(ExerciseError) as caught:
        read_plan(path)
    lines = [str(caught.value), *caught.value.more]
    assert [line.removeprefix(f"{path}: ").split(":")[0] for line in lines] == ["line 7", "line 8", "line 12"]
    assert inspect(path).problems == tuple(lines)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"bridge"', '"brigde"', ["line 5", "unknown exercise 'brigde'", "bridge"]),
        ('"cat_cow"', '"cat_cow"\ndose = "D"', ["line 11", "no dose 'D'", "allowed: A, B, C"]),
        ("rest_s = 45", "rest_s = -1", ["line 8: rest_s = -1; allowed: at least 0"]),
        ("hold_s = [4, 6]", "hold_s = [6, 4]", ["line 7: dose.hold_s = [6, 4]", "smallest first"]),
        ("note = ", "note ", ['line 3: note "Slowly, please."']),
        ('"bridge"', "bridge", ["line 6: exercise = bridge", 'quotes: exercise = "bridge"']),
        ("rest_s = 45", "rest_s = 4,5", ["line 8", "a decimal point: rest_s = 4.5"]),
        ("rest_s = 45", "rest_s = 4\nrest_s = 5", ["line 9: rest_s = 5: this is there twice"]),
        ("rest_s = 45", "sets = 3", ["line 8: unknown key sets; write the entry once for each set"]),
        ("reps = [6, 8]", "rep = 8, raps = 1", ["line 7: unknown key dose.raps; allowed: reps"]),
        ("rest_s = 45", "reps = 8", ["line 5: reps stands beside a dose of its own"]),
        ("hold_s = [4, 6]", 'hold_s = "long"', ['line 7: dose.hold_s = "long"']),
        (OWN, "", ["name is missing"]),
        (OWN, 'name = "x"\nexercises = []', ["exercises"]),
        ('"bridge"', '"../bridge"', ['line 6: exercise = "../bridge"; allowed: small letters']),
        ("rest_s = 45", "rest_s = nan", ["line 8: rest_s = nan; allowed: a number"]),
        ("rest_s = 45", 'stage = "encore"', ['line 8: stage = "encore"; allowed: "warm-up"']),
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
