"""Calibration files: where they are, reading and updating them, and handing profiles on."""

import re
from dataclasses import dataclass
from pathlib import Path

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Comment, Table

from posecoach.errors import ChangedFileError, ExerciseError, OutputError
from posecoach.exercise.calibration import SCHEMA, Calibration, ExerciseCalibration
from posecoach.exercise.calibration_text import END, header, section
from posecoach.exercise.data_files import one_writer, overlaid, read_toml, user_folder
from posecoach.exercise.schema import Exercise
from posecoach.files import atomic_write, make_private_folder
from posecoach.messages import Message, os_reason
from posecoach.names import nearest

__all__ = [
    "DEFAULT",
    "ExerciseSection",
    "calibration_paths",
    "delete_profile",
    "export_profile",
    "import_profile",
    "new_profile_path",
    "profile_path",
    "profiles",
    "read_calibration",
    "user_calibration",
    "write_exercise",
]

DEFAULT = "default"
"""Name of the calibrations that hold for everybody; the others are profiles."""
_FOLDER = "calibration"
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,63}")


def calibration_paths() -> tuple[Path, ...]:
    """The user's own calibration that holds for everybody, if there is one."""
    path = user_calibration(DEFAULT)
    return (path,) if path.is_file() else ()


def user_calibration(name: str) -> Path:
    """Where a profile is kept, or with `DEFAULT` the user's own calibration for everybody; it may not exist yet.

    Raises:
        ExerciseError: If profiles can't have this name.
    """
    if _NAME.fullmatch(name) is None or (name != DEFAULT and name.lower() == DEFAULT):
        raise ExerciseError(
            Message("profile {name!r}: a name has letters a to z, digits, - and _, at most 64 of them", name=name)
        )
    return user_folder() / _FOLDER / f"{name}.toml"


def new_profile_path(name: str) -> Path:
    """Where a profile is kept that may not exist yet.

    Raises:
        ExerciseError: If profiles can't have this name.
    """
    if name.lower() == DEFAULT:
        raise ExerciseError(
            Message("profile {name!r}: this name is kept for what holds for everybody; choose another", name=name)
        )
    return user_calibration(name)


def profiles() -> dict[str, Path]:
    """Files of all profiles by name."""
    found = {path.stem: path for path in sorted((user_folder() / _FOLDER).glob("*.toml"))}
    return {name: path for name, path in found.items() if name.lower() != DEFAULT and _NAME.fullmatch(name)}


def profile_path(name: str) -> Path:
    """The file of a profile that there is.

    Raises:
        ExerciseError: If there is none, with the nearest names.
    """
    known = profiles()
    if name in known:
        return known[name]
    if not known:
        raise ExerciseError(
            Message("unknown profile {name!r}; there is none yet: `posecoach calibrate` makes one", name=name)
        )
    raise ExerciseError(
        Message("unknown profile {name!r}; did you mean {known}?", name=name, known=nearest(name, known))
    )


def delete_profile(name: str) -> None:
    """Deletes a profile's file.

    Raises:
        ExerciseError: If there is none, with the nearest names.
        OutputError: If it can't be deleted.
    """
    path = profile_path(name)
    try:
        with one_writer():
            path.unlink()
    except OSError as error:
        raise OutputError(Message("{path}: can't be deleted ({reason})", path=path, reason=os_reason(error))) from error


def read_calibration(path: Path) -> Calibration:
    """Reads and checks a calibration file.

    Raises:
        ExerciseError: If the file can't be read or is wrong, with its key, value and what is allowed.
    """
    return read_toml(path, Calibration)


def write_exercise(path: Path, exercise_id: str, values: ExerciseCalibration, *, title: str) -> None:
    """Puts what was found of an exercise into a file, in place of what it said of that exercise.

    All else in the file is kept, also lines of comment among the exercise's own tables. Numbers are written in full:
    round them before.

    Args:
        path: The file; made if there is none.
        exercise_id: Of the exercise.
        values: What was found.
        title: First line of a new file.

    Raises:
        ExerciseError: If there is a file that can't be read or is wrong; it is left as it is.
        OutputError: If it can't be written; an old file is left as it is.
    """
    with one_writer():
        _put(path, exercise_id, values, title)


@dataclass(frozen=True, slots=True)
class ExerciseSection:
    """What a calibration file said of an exercise when it was read, to be replaced later.

    Attributes:
        path: The file.
        exercise_id: Of the exercise.
        said: What it said; None if it said nothing, or wasn't there.
    """

    path: Path
    exercise_id: str
    said: ExerciseCalibration | None

    @classmethod
    def read(cls, path: Path, exercise_id: str) -> "ExerciseSection":
        """What a file says now.

        Raises:
            ExerciseError: If there is a file that can't be read or is wrong.
        """
        said = read_calibration(path).exercises.get(exercise_id) if path.exists() else None
        return cls(path, exercise_id, said)

    def replace(self, values: ExerciseCalibration, *, title: str) -> None:
        """Writes as `write_exercise` does, unless somebody else has changed what is said of the exercise.

        Raises:
            ChangedFileError: If somebody has; whatever else they have changed in the file is kept.
            ExerciseError: As `write_exercise` does.
            OutputError: As `write_exercise` does.
        """
        with one_writer():
            if ExerciseSection.read(self.path, self.exercise_id) != self:
                raise ChangedFileError(self.path)
            _put(self.path, self.exercise_id, values, title)


def _put(path: Path, exercise_id: str, values: ExerciseCalibration, title: str) -> None:
    _write_text(path, _update_toml(_text(path) or header(title, SCHEMA), exercise_id, values))


def _write_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all, with its folder.

    Raises:
        OutputError: If it can't be written; an old file is left as it is.
    """
    try:
        if path.is_relative_to(user_folder()):
            make_private_folder(path.parent)
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(
            Message("{path}: can't be made ({reason})", path=path.parent, reason=os_reason(error))
        ) from error
    with atomic_write(path, Message("free space, or see who may write there")) as beside:
        beside.write_text(text, encoding="utf-8")


def _text(path: Path) -> str:
    """Of a file that is right; empty if there is none."""
    if not path.exists():
        return ""
    read_calibration(path)
    return path.read_text(encoding="utf-8")


_TITLE = "Calibration"


def _update_toml(text: str, exercise_id: str, values: ExerciseCalibration) -> str:
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
            inner = (*path, key.key)
            kept |= {inner: waiting} | _own_lines(item, inner)
            waiting = []
    return kept | {(*path, END): waiting}


def _exercise(exercise_id: str) -> Exercise | None:
    """The exercise as its file has it, if there is one that is right."""
    path = overlaid("exercises").get(exercise_id)
    try:
        return None if path is None else read_toml(path, Exercise)
    except ExerciseError:
        return None


def export_profile(name: str, target: Path, *, replace: bool = False) -> Path:
    """Writes a profile to a file that can be sent.

    Args:
        name: Of the profile.
        target: The file, or a folder that gets one of the profile's name.
        replace: Whether to write over a file that is there.

    Returns:
        The file.

    Raises:
        ExerciseError: If there is no such profile, or its file is wrong.
        OutputError: If the file is there already or can't be written.
    """
    source = profile_path(name)
    path = target / source.name if target.is_dir() else target
    _copy(source, path, replace=replace)
    return path


def import_profile(source: Path, name: str, *, replace: bool = False) -> Path:
    """Takes in a profile from a file.

    Args:
        source: The file.
        name: What the profile is to be called.
        replace: Whether to write over a profile that is there.

    Returns:
        The profile's file.

    Raises:
        ExerciseError: If the name isn't possible, or the file is wrong.
        OutputError: If the profile is there already or can't be written.
    """
    path = new_profile_path(name)
    _copy(source, path, replace=replace)
    return path


def _copy(source: Path, path: Path, *, replace: bool) -> None:
    with one_writer():
        read_calibration(source)
        if path.exists() and not replace:
            raise OutputError(
                Message("{path}: is there already; choose another name, or write over it with --force", path=path)
            )
        _write_text(path, source.read_text(encoding="utf-8"))
