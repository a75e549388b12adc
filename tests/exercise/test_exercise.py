from pathlib import Path

import pytest

from posecoach.exercise.library import exercise_paths, load_exercise, read_exercise
from posecoach.exercise.schema import Exercise


@pytest.mark.parametrize("path", exercise_paths().values(), ids=exercise_paths())
def test_every_exercise_file_is_valid_and_complete(path: Path) -> None:
    """The files that come with the program load, with all that a person reads, and checks beside what attempts fail."""
    exercise = read_exercise(path)
    assert {rule.id for rule in exercise.rules} > {exercise.attempt_rule.id}
    assert exercise.default_dose in exercise.doses
    assert all(rule.cue.endswith(".") and rule.spoken for rule in exercise.rules)
    assert {rule.source for rule in exercise.rules} <= set(exercise.articles)
    assert set(exercise.doses) <= {*exercise.articles, "own"}


def test_without_a_position_the_description_is_said(bridge: Exercise) -> None:
    """Files of one's own may lack it."""
    assert bridge.start_instruction == bridge.position
    data = bridge.model_dump(mode="json")
    del data["position"]
    without = Exercise.model_validate(data)
    assert without.start_instruction == bridge.description
    assert set(bridge.texts) - set(without.texts) == {bridge.position}


def sentences(data: object, key: str = "") -> set[str]:
    """All values of the keys that hold words, wherever they are."""
    if isinstance(data, dict):
        # "hold" and "end" are keys of numbers and postures elsewhere.
        return {text for name, value in data.items() if name != "gate" for text in sentences(value, name)}
    if isinstance(data, list):
        return {text for value in data for text in sentences(value, key)}
    words = {"name", "description", "position", "safety", "advice", "cue", "spoken", "note"}
    words |= {"outbound", "hold", "returning", "begin", "end"}
    return {data} if isinstance(data, str) and data and key in words else set()


@pytest.mark.parametrize("exercise_id", ["bridge", "pelvic_tilt", "cat_cow", "leg_roll"])
def test_the_texts_of_an_exercise_are_all_its_words(exercise_id: str) -> None:
    """Whatever a person sees or hears, each once, the name first: also of the attempt and the doses."""
    exercise = load_exercise(exercise_id)
    assert set(exercise.texts) == sentences(exercise.model_dump(mode="json"))
    assert len(set(exercise.texts)) == len(exercise.texts)
    assert exercise.texts[0] == exercise.name
