"""The help of all commands, in the language of the person who asks for it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from typer import rich_utils

from posecoach.feedback.words.language import Language
from posecoach.messages import Message

__all__ = ["help_texts", "translate_help"]

_ANYWHERE = Message("`--language` and `--debug` may stand anywhere; `posecoach --help` says more.")
_HELP_OPTION = Message("Show this message and exit.")
_USAGE = Message("Usage: ")
_USAGE_PIECES = {"options_metavar": Message("[OPTIONS]"), "subcommand_metavar": Message("COMMAND [ARGS]...")}
"""As attributes of a command."""
_WORDS_OF_TYPER = {
    "ARGUMENTS_PANEL_TITLE": Message("Arguments"),
    "OPTIONS_PANEL_TITLE": Message("Options"),
    "COMMANDS_PANEL_TITLE": Message("Commands"),
    "DEFAULT_STRING": Message("[default: {{}}]"),
    "REQUIRED_LONG_STRING": Message("[required]"),
}


def help_texts(command: Any) -> list[str]:
    """All that the help of a command and of those below it says, in English."""
    texts: list[str] = []

    def noted(text: str) -> str:
        texts.append(text)
        return text

    _change(command, noted)
    return [text for text in texts if not isinstance(text, Message)]


def translate_help(command: Any, language: Language) -> None:
    """Puts the help of a command and of those below it into another language.

    Args:
        command: As typer makes it of its functions; changed in place.
        language: The other language.
    """
    _change(command, language.of_plan)
    for name, words in _WORDS_OF_TYPER.items():
        setattr(rich_utils, name, language.shown(words))
    for one in _all_commands(command):
        one.get_usage = partial(_usage, one.get_usage, language.shown(_USAGE))


def _usage(get_usage: Callable[[Any], str], heading: str, context: Any) -> str:
    return get_usage(context).replace(_USAGE, heading, 1)


def _change(command: Any, changed: Callable[[str], str]) -> None:
    for one in _all_commands(command):
        one.epilog = changed(one.epilog or _ANYWHERE)
        one.help = one.help and changed(_in_paragraphs(one.help))
        for attribute, words in _USAGE_PIECES.items():
            if hasattr(one, attribute):
                setattr(one, attribute, changed(words))
        help_option = one.get_help_option(one.context_class(one))
        help_option.help = changed(_HELP_OPTION)
        for parameter in (*one.params, help_option):
            if getattr(parameter, "is_flag", False):
                # Or its type would be printed.
                parameter.metavar = ""
            for attribute in ("help", "metavar"):
                if getattr(parameter, attribute, None):
                    setattr(parameter, attribute, changed(getattr(parameter, attribute)))


def _in_paragraphs(docstring: str) -> str:
    """Typer breaks lines as wide as the terminal is."""
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in docstring.split("\n\n"))


def _all_commands(command: Any) -> Iterator[Any]:
    yield command
    for one in getattr(command, "commands", {}).values():
        yield from _all_commands(one)
