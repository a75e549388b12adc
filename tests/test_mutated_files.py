"""Files with random mistakes, for everything that reads files: refused, or whole."""

import math
from pathlib import Path
from random import Random

import numpy as np
import pytest
from attacks.mutations import Form, mutated
from attacks.readers import READERS, Reader, harm_of_mutation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from refusals import in_one_line, refused

from posecoach.counting.coach import Coach
from posecoach.errors import ExerciseError
from posecoach.exercise.data_files import data_folder
from posecoach.exercise.library import read_exercise
from posecoach.exercise.lint import inspect
from posecoach.exercise.plans import LoadedPlan, read_plan
from posecoach.exercise.schema import Exercise
from posecoach.measures import MEASURES
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, eased, scripted_series

EXERCISES = sorted(data_folder("exercises").glob("*.toml"))
PLANS = sorted(data_folder("routines").glob("*.toml"))
FUZZ = settings(max_examples=100, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
RANDOMS = st.randoms(use_true_random=False)
OTHER_READERS = [reader for reader in READERS if reader.name not in {"exercise", "plan"}]


def wrong(paths: list[Path]) -> st.SearchStrategy[tuple[Path, bytes]]:
    """A file's name, and its bytes but for some mistakes."""
    return st.builds(
        lambda path, random: (path, mutated(path.read_bytes(), Form.TOML, random)), st.sampled_from(paths), RANDOMS
    )


@FUZZ
@pytest.mark.parametrize("reader", OTHER_READERS, ids=[reader.name for reader in OTHER_READERS])
@given(random=RANDOMS)
def test_a_file_with_mistakes_does_no_harm(reader: Reader, random: Random) -> None:
    """It is refused in one line, or read; in seconds, and within a gigabyte."""
    assert harm_of_mutation(reader, random) == ""


@pytest.fixture(scope="module")
def moment() -> StablePoses:
    """A second of somebody who begins a bridge."""
    return Stabiliser()(scripted_series([Figure.supine(angle) for angle in eased(125.0, 178.0, 30)]))


@FUZZ
@given(wrong=wrong(EXERCISES))
def test_a_wrong_exercise_is_refused_or_can_be_followed(
    wrong: tuple[Path, bytes], moment: StablePoses, tmp_path: Path
) -> None:
    """Whatever is wrong with it: never another exception, and what is accepted is whole."""
    original, content = wrong
    path = tmp_path / original.name
    path.write_bytes(content)
    try:
        exercise = read_exercise(path)
    except ExerciseError as error:
        refused(path, error)
        return
    assert inspect(path).problems == ()
    whole(exercise, path)
    followed(exercise, moment)


@FUZZ
@given(wrong=wrong(PLANS))
def test_a_wrong_plan_is_refused_or_can_be_followed(wrong: tuple[Path, bytes], tmp_path: Path) -> None:
    """As for exercises."""
    path = tmp_path / "plan.toml"
    path.write_bytes(wrong[1])
    try:
        loaded: LoadedPlan = read_plan(path)
    except ExerciseError as error:
        in_one_line(path, error)
        return
    assert inspect(path).problems == ()
    assert len(loaded.tasks) == len(loaded.plan.exercises) > 0
    assert all(0 <= task.planned.rest_s <= 3600 for task in loaded.tasks)
    assert all(task.dose.reps[0] <= task.dose.reps[1] for task in loaded.tasks)


def whole(exercise: Exercise, path: Path) -> None:
    """What every exercise that is accepted must be."""
    drive = exercise.drive
    assert np.isfinite([drive.start, drive.end, drive.travel]).all()
    assert 0 < drive.least < 1
    assert drive.travel > 0
    assert exercise.id == path.stem
    assert set(exercise.measures) <= set(MEASURES)
    ids = [rule.id for rule in exercise.rules]
    assert len(set(ids)) == len(ids)
    for check in exercise.checks:
        limits = [limit for limit in (check.target, check.below, check.above) if limit is not None]
        assert np.isfinite(limits).all()
        assert check.lowest <= check.target <= check.highest
    for one in exercise.gate.ranges:
        assert one.lowest < one.highest
    for dose in exercise.doses.values():
        assert 0 <= dose.hold_s[0] <= dose.hold_s[1] < math.inf
        assert 1 <= dose.reps[0] <= dose.reps[1]
    assert exercise.default_dose in exercise.doses


def followed(exercise: Exercise, poses: StablePoses) -> None:
    """Thirty frames and the end."""
    coach = Coach(exercise, exercise.doses[exercise.default_dose])
    assert len(coach.follow(poses).states) == len(poses) == 30
    coach.finish()
