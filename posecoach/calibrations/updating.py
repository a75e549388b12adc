"""Putting the tables of one exercise into the text of a calibration file, with all else kept."""

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Comment, Table

from posecoach.calibrations.model import SCHEMA, Calibration, ExerciseCalibration
from posecoach.calibrations.text import END, header, section
from posecoach.data_files import overlaid, read_toml
from posecoach.errors import ExerciseError
from posecoach.exercise.schema import Exercise

__all__ = ["update_toml"]

_TITLE = "Calibration"


def update_toml(text: str, exercise_id: str, values: ExerciseCalibration) -> str:
    """The text of a file with the tables of one exercise put in or replaced.

    Args:
        text: The file's, which must be right.
        exercise_id: Of the exercise.
        values: What its tables are to say.
    """
    before = _parsed(text)
    wanted = before.model_copy(update={"exercises": {**before.exercises, exercise_id: values}})
    try:
        edited = _edited(text, exercise_id, values)
        if _parsed(edited) == wanted:
            return edited
    except (TOMLKitError, AttributeError, TypeError, ValueError):
        # TOML can scatter an exercise over a file in ways that can't be edited in place; see below.
        pass
    sections = (section(one, said, _exercise(one), {}) for one, said in wanted.exercises.items())
    # Comments are lost then, but no value is.
    return _ended(header(_TITLE, SCHEMA) + "".join(sections))


def _edited(text: str, exercise_id: str, values: ExerciseCalibration) -> str:
    document = tomlkit.parse(text)
    if "exercises" not in document:
        document.append("exercises", tomlkit.table(is_super_table=True))
    exercises = document["exercises"]
    if not isinstance(exercises, Table):
        raise TypeError("not written as tables of their own")
    kept = _own_lines(exercises.get(exercise_id))
    new = tomlkit.parse(section(exercise_id, values, _exercise(exercise_id), kept))
    exercises[exercise_id] = new.item("exercises").value[exercise_id]
    return _ended(tomlkit.dumps(document))


def _ended(text: str) -> str:
    return f"{text.rstrip()}\n"


def _parsed(text: str) -> Calibration:
    return Calibration.model_validate(tomlkit.parse(text).unwrap())


def _own_lines(table: object, path: tuple[str, ...] = ()) -> dict[tuple[str, ...], list[str]]:
    """Comments on lines of their own, by the path of the key that they stand above."""
    if not isinstance(table, Table):
        return {}
    container: Container = table.value
    kept: dict[tuple[str, ...], list[str]] = {}
    waiting: list[str] = []
    for key, item in container.body:
        if isinstance(item, Comment):
            waiting.append(item.as_string().strip())
        elif key is not None:
            kept[(*path, key.key)], waiting = waiting, []
            kept |= _own_lines(item, (*path, key.key))
    return kept | {(*path, END): waiting}


def _exercise(exercise_id: str) -> Exercise | None:
    """The exercise as its file has it, if there is one that is right."""
    path = overlaid("exercises").get(exercise_id)
    try:
        return None if path is None else read_toml(path, Exercise)
    except ExerciseError:
        return None
