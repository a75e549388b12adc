"""The help of all commands, in the language of the person who asks for it."""

from collections.abc import Callable, Iterator
from typing import Any

from typer import rich_utils

from posecoach.messages import Message

__all__ = ["help_texts", "translate_help"]

_ANYWHERE = Message("`--language` and `--debug` may stand anywhere; `posecoach --help` says more.")
_PANELS = {
    "ARGUMENTS_PANEL_TITLE": Message("Arguments"),
    "OPTIONS_PANEL_TITLE": Message("Options"),
    "COMMANDS_PANEL_TITLE": Message("Commands"),
}


def help_texts(command: Any) -> list[str]:
    """All that the help of a command and of those below it says, in English."""
    texts: list[str] = []

    def noted(text: str) -> str:
        texts.append(text)
        return text

    _change(command, noted)
    return [text for text in texts if not isinstance(text, Message)]


def translate_help(command: Any, shown: Callable[[str], str]) -> None:
    """Puts the help of a command and of those below it into another language.

    Args:
        command: As typer makes it of its functions; changed in place.
        shown: Translates a text.
    """
    _change(command, shown)
    for name, title in _PANELS.items():
        setattr(rich_utils, name, shown(title))


def _change(command: Any, changed: Callable[[str], str]) -> None:
    for one in _all_commands(command):
        one.epilog = changed(one.epilog or _ANYWHERE)
        one.help = one.help and changed(one.help)
        for parameter in one.params:
            if getattr(parameter, "help", None):
                parameter.help = changed(parameter.help)


def _all_commands(command: Any) -> Iterator[Any]:
    yield command
    for one in getattr(command, "commands", {}).values():
        yield from _all_commands(one)
