"""What there is to do, asked in the terminal: for whoever knows no command yet."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlparse

from posecoach.cli.console import INTERRUPTED, language, out, shown
from posecoach.errors import ExerciseError
from posecoach.exercise.data_files import read_toml
from posecoach.exercise.library import exercise_paths, read_exercise
from posecoach.exercise.plans import Plan, routine_paths
from posecoach.feedback.words.language import system_language
from posecoach.messages import Message
from posecoach.names import nearest

__all__ = ["at_a_terminal", "dragged_path", "run_menu"]

_Arguments: TypeAlias = list[str]
_Ask: TypeAlias = Callable[[], "_Arguments | None"]
"""Asks for what a command needs; None goes back to the menu."""


class _LeftError(Exception):
    """Somebody has had enough."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """One line of a menu.

    Attributes:
        text: What one gets.
        ask: Gives the command's arguments.
    """

    text: str
    ask: _Ask


def at_a_terminal() -> bool:
    """Whether somebody is there who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def run_menu() -> int:
    """Asks what to do, does it, and asks again until nothing is answered; returns the exit code."""
    try:
        while (arguments := _chosen(Message("What would you like to do?"), _MAIN, Message("leave"))) is not None:
            if arguments:
                _run(arguments)
            out.print()
    except _LeftError:
        out.print()
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _chosen(title: str, choices: Sequence[_Choice], leave: str) -> _Arguments | None:
    """Arguments of the choice that is made, empty if it was taken back; None if none is made."""
    out.print(title, style="bold")
    for number, choice in enumerate(choices, 1):
        out.print(f"  {number}  {shown(choice.text)}")
    while answer := _asked(Message("Number (Enter alone: {leave}): ", leave=leave)):
        if answer.isdecimal() and 1 <= int(answer) <= len(choices):
            return choices[int(answer) - 1].ask() or []
        out.print(Message("Type a number from 1 to {most}.", most=len(choices)))
    return None


def _asked(question: str) -> str:
    try:
        return input(shown(question)).strip()
    except (EOFError, KeyboardInterrupt):
        raise _LeftError from None


def _run(arguments: _Arguments) -> None:
    """Says the command, so that it can be typed the next time, and runs it."""
    shown = subprocess.list2cmdline(arguments) if os.name == "nt" else shlex.join(arguments)
    out.print()
    out.print(f"> posecoach {shown}", style="bold", soft_wrap=True)
    spoken = ["--language", language().code] if language().code != system_language() else []
    debug = ["--debug"] if "--debug" in sys.argv else []
    with _ctrl_c_ends_the_command():
        subprocess.run([sys.executable, "-m", "posecoach", *arguments, *spoken, *debug], check=False)


@contextmanager
def _ctrl_c_ends_the_command() -> Generator[None, None, None]:
    """Ctrl+C goes to every process of a terminal; this one lives on."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _live() -> _Arguments | None:
    exercise = _exercise()
    return ["live", exercise] if exercise else None


def _analyse() -> _Arguments | None:
    recording = _file(Message("Which recording?"))
    if recording is None:
        return None
    exercise = _exercise(Message("Which exercise does it show? Number or name (Enter alone: find out): "))
    return ["analyse", recording, "--exercise", exercise or "auto"]


def _routine() -> _Arguments | None:
    names = {name: _name_of_plan(path) for name, path in routine_paths().items()}
    routine = _one_of(names, Message("Which routine? Number or name (Enter alone: back): "))
    return ["live", "--routine", routine] if routine else None


def _plan() -> _Arguments | None:
    plan = _file(Message("Which plan?"))
    return ["live", "--plan", plan] if plan else None


def _check() -> _Arguments | None:
    file = _file(Message("Which file?"))
    return ["exercises", "check", file] if file else None


def _new() -> _Arguments | None:
    recording = _file(Message("Which recording shows it?"))
    name = recording and _asked(Message("What is the exercise called? "))
    return ["exercises", "new", name, "--from", recording] if recording and name else None


def _profile() -> _Arguments | None:
    exercise = _exercise()
    name = exercise and _asked(Message("Whose profile is it? A short name: "))
    return ["calibrate", exercise, "--profile", name] if exercise and name else None


def _label() -> _Arguments | None:
    recording = _file(Message("Which recording?"))
    return ["label", recording] if recording else None


def _tune() -> _Arguments | None:
    exercise = _exercise()
    folder = exercise and _file(Message("Which folder of recordings?"))
    return ["tune", exercise, folder, "--page"] if exercise and folder else None


_MAKE_IT_FIT = (
    _Choice(Message("Do a plan of my own at the camera"), _plan),
    _Choice(Message("Check a plan or an exercise file"), _check),
    _Choice(Message("Make an exercise file from a recording"), _new),
    _Choice(Message("Make a profile of how far somebody can go"), _profile),
    _Choice(Message("Mark repetitions and faults in a recording"), _label),
    _Choice(Message("Set an exercise's thresholds on labelled recordings"), _tune),
)
_MAIN = (
    _Choice(Message("Exercise at the camera"), _live),
    _Choice(Message("Look at a recording: count it, and see what to mend"), _analyse),
    _Choice(Message("Do a routine at the camera"), _routine),
    _Choice(Message("Check the camera, the screen and the voice"), lambda: ["doctor"]),
    _Choice(Message("Plans and tuning"), lambda: _chosen(Message("Plans and tuning"), _MAKE_IT_FIT, Message("back"))),
    _Choice(Message("See a demonstration with a sample recording"), lambda: ["demo"]),
)


def _exercise(question: str = Message("Which exercise? Number or name (Enter alone: back): ")) -> str | None:
    names = dict[str, str]()
    for exercise_id, path in exercise_paths().items():
        # Whatever is wrong with a file of one's own is told by the commands.
        with suppress(ExerciseError):
            names[exercise_id] = language().of_exercise(exercise_id, read_exercise(path).name)
    return _one_of(names, question)


def _name_of_plan(path: Path) -> str:
    try:
        return language().of_plan(read_toml(path, Plan).name)
    except ExerciseError:
        return path.stem


def _one_of(names: Mapping[str, str], question: str) -> str | None:
    """The key that is chosen by its number, itself, or its name; None if none is."""
    for number, (key, name) in enumerate(names.items(), 1):
        out.print(f"  {number:>2}  {name}" + ("" if key == _as_key(name) else f" ({key})"))
    numbered = {str(number): key for number, key in enumerate(names, 1)}
    keys = {_as_key(key): key for key in names} | {_as_key(name): key for key, name in names.items()}
    while answer := _asked(question):
        found = numbered.get(answer) or keys.get(_as_key(answer))
        if found:
            return found
        near = nearest(_as_key(answer), keys)
        out.print(Message("There is no {answer}; did you mean {names}?", answer=answer, names=near), soft_wrap=True)
    return None


def _as_key(name: str) -> str:
    return "_".join(name.lower().split())


def _file(question: str) -> str | None:
    how = Message("{question} Type its path, or drag it here (Enter alone: back): ", question=question)
    while answer := _asked(how):
        path = dragged_path(answer)
        if path.exists():
            return str(path)
        out.print(Message("{path}: there is no such file.", path=path), soft_wrap=True)
    return None


def dragged_path(text: str) -> Path:
    """The path in what a terminal writes when a file is dragged into it: in quotes, with backslashes, or an address.

    Args:
        text: What was typed or dragged.
    """
    plain = text.strip().removeprefix("& ").strip()
    unquoted = plain[1:-1] if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'" else plain
    found = [Path(plain), Path(unquoted).expanduser()]
    if plain.startswith("file://"):
        found.append(Path(unquote(urlparse(plain).path)))
    if os.name == "posix":
        with suppress(ValueError):
            found += [Path(part).expanduser() for part in shlex.split(plain)[:1]]
    return next((path for path in found if path.exists()), found[1])
