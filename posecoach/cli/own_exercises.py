"""Files that people write: `exercises check`, and `edit`, `rename` and `delete` of one's own exercises."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import tomlkit
import typer
from tomlkit.exceptions import TOMLKitError

from posecoach.cli.console import BAD_INPUT, confirm, each, out
from posecoach.cli.help import help_texts
from posecoach.cli.new_exercise import id_of
from posecoach.errors import ExerciseError, OutputError
from posecoach.exercise.calibration_files import calibration_paths, profiles, read_calibration
from posecoach.exercise.data_files import data_folder, one_writer, user_folder
from posecoach.exercise.library import exercise_paths
from posecoach.exercise.lint import inspect
from posecoach.feedback.words.language import inspect_language
from posecoach.files import atomic_write, read_whole, writing
from posecoach.messages import Message, os_reason
from posecoach.names import nearest

__all__ = ["check", "delete", "edit", "rename"]

_Own = Annotated[str, typer.Argument(metavar="EXERCISE", help="Id of an exercise of your own.")]
_EDITORS = ("sensible-editor", "nano", "vim", "vi")
"""Of Linux, the first that is there."""


def check(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE...", help="Exercise files, plans, calibrations and translations (.po)."),
    ],
) -> None:
    """Check files that people write: a line for everything that is wrong, with what is allowed.

    Exit codes: 0 all are fine, or only doubtful; 2 at least one is wrong.
    """
    raise typer.Exit(each(files, _is_usable))


def _is_usable(path: Path) -> bool:
    """Prints what is to be said about a file; returns whether it can be used."""
    findings = inspect_language(path, _help_texts()) if path.suffix == ".po" else inspect(path)
    doubts = (Message("{doubt} (a warning)", doubt=doubt) for doubt in findings.lint)
    for line in [*findings.problems, *doubts] or [Message("{path}: fine", path=path)]:
        out.print(line, soft_wrap=True)
    return not findings.problems


def _help_texts() -> list[str]:
    from posecoach.cli.app import root_command  # noqa: PLC0415 - this command is one of its own

    return help_texts(root_command())


def edit(exercise: _Own) -> None:
    """Open an exercise of your own in your editor, and check it afterwards.

    The editor is the one that VISUAL or EDITOR names, else the system's. Exit codes: 0 the file is fine, 2 it is wrong.
    """
    path = _own_file(exercise)
    _open_in_editor(path)
    while not _is_usable(path):
        if not sys.stdin.isatty() or not confirm(Message("Edit it again?")):
            raise typer.Exit(BAD_INPUT)
        _open_in_editor(path)


def rename(
    exercise: _Own,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new id, or a name that an id is made of.")],
) -> None:
    """Give an exercise of your own another id, and if it isn't one itself, another name."""
    path, new_id = _own_file(exercise), id_of(name)
    if not new_id[:1].isalpha():
        raise ExerciseError(Message("{name}: a name begins with a letter, such as my_bridge", name=name))
    target = path.with_name(f"{new_id}.toml")
    if new_id in exercise_paths():
        raise OutputError(
            Message("{exercise}: there is such an exercise already; choose another name", exercise=new_id)
        )
    text = _renamed(path, new_id, None if name == new_id else name.strip())
    with one_writer(), atomic_write(target) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")
    _remove(path)
    out.print(f"{target}: {new_id}", soft_wrap=True)
    _tell_what_is_left(exercise)


def _renamed(path: Path, new_id: str, name: str | None) -> str:
    """The file's text with another id; all else is kept, comments too."""
    try:
        document = tomlkit.parse(read_whole(path).decode("utf-8"))
    except (OSError, ValueError, TOMLKitError) as error:
        raise ExerciseError(
            Message("{path}: `posecoach exercises check {path}` tells what is wrong with it", path=path)
        ) from error
    document["id"] = new_id
    if name is not None:
        document["name"] = name
    return tomlkit.dumps(document)


def delete(
    exercise: _Own, yes: Annotated[bool, typer.Option("--yes", "-y", help="Don't ask whether it is meant.")] = False
) -> None:
    """Delete an exercise of your own."""
    path = _own_file(exercise)
    if not yes and not confirm(Message("Delete exercise {exercise} ({path})?", exercise=exercise, path=path)):
        out.print(Message("Kept."))
        return
    _remove(path)
    out.print(Message("Deleted {path}.", path=path), soft_wrap=True)
    if (data_folder("exercises") / path.name).exists():
        restored = Message("{exercise} is again the one that comes with the program.", exercise=exercise)
        out.print(restored, soft_wrap=True)
    else:
        _tell_what_is_left(exercise)


def _remove(path: Path) -> None:
    with one_writer(), writing(path, Message("see whether you may delete it")):
        path.unlink()


def _own_file(exercise_id: str) -> Path:
    """The file of an exercise of one's own.

    Raises:
        ExerciseError: If there is none, or it comes with the program.
    """
    folder = user_folder() / "exercises"
    own = {path.stem: path for path in sorted(folder.glob("*.toml"))}
    if exercise_id in own:
        return own[exercise_id]
    paths = exercise_paths()
    if exercise_id in paths:
        raise ExerciseError(
            Message(
                "{exercise} comes with the program and stays as it is; for one of your own, copy {path} to {folder} "
                "and edit that",
                exercise=exercise_id,
                path=paths[exercise_id],
                folder=folder,
            )
        )
    if not own:
        raise ExerciseError(
            Message("you have no exercise {exercise!r}; `posecoach exercises new` makes one", exercise=exercise_id)
        )
    near = nearest(exercise_id, own)
    raise ExerciseError(
        Message("you have no exercise {exercise!r}; did you mean {names}?", exercise=exercise_id, names=near)
    )


def _tell_what_is_left(exercise_id: str) -> None:
    """Names calibrations that go on speaking of an exercise that isn't there any more."""
    left = list(_speaking_of(exercise_id))
    if left:
        paths = ", ".join(map(str, left))
        told = Message("Still speaking of {exercise}, which does no harm: {paths}", exercise=exercise_id, paths=paths)
        out.print(told, soft_wrap=True)


def _speaking_of(exercise_id: str) -> Iterator[Path]:
    for path in (*calibration_paths(), *profiles().values()):
        with suppress(ExerciseError):
            if exercise_id in read_calibration(path).exercises:
                yield path


def _open_in_editor(path: Path) -> None:
    """Waits until the editor is closed.

    Raises:
        OutputError: If there is none, or it fails.
    """
    try:
        subprocess.run([*_editor(), str(path)], check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        reason = os_reason(error) if isinstance(error, OSError) else str(error)
        raise OutputError(
            Message(
                "{path}: no editor could be used ({reason}); name one with the variable EDITOR, or edit the file and "
                "run `posecoach exercises check {path}`",
                path=path,
                reason=reason,
            )
        ) from error


def _editor() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return shlex.split(chosen, posix=os.name == "posix")
    if sys.platform == "win32":
        return ["notepad"]
    if sys.platform == "darwin":
        return ["open", "-W", "-t"]
    return [next(filter(shutil.which, _EDITORS), _EDITORS[-1])]
