"""What is wrong with the arguments of a command, in one line of the program's own words."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

import typer

from posecoach.cli.console import BAD_INPUT, report_error
from posecoach.messages import Message
from posecoach.names import nearest

__all__ = ["USAGE_ERRORS", "report_usage_error"]

USAGE_ERRORS = cast("tuple[type[Exception], ...]", typer.BadParameter.__bases__)
"""What typer raises when arguments are wrong; it gives their common base no name of its own."""


def report_usage_error(error: Any) -> int:
    """Tells one of `USAGE_ERRORS`; returns the exit code."""
    # What this one has to say, the help, is printed by then.
    if type(error).__name__ != "NoArgsIsHelpError":
        report_error(_line(error), error)
    return BAD_INPUT


def _line(error: Any) -> str:
    unknown = re.match(r"No such command '(.*?)'", error.message)
    if unknown is not None:
        near = nearest(unknown[1], error.ctx.command.commands)
        return Message("there is no command {name}; did you mean {names}?", name=unknown[1], names=near)
    problem = _problem(error)
    # The parser doesn't always say of which command it read the options.
    if error.ctx is None:
        return problem
    command = error.ctx.command_path
    return Message("{problem}; `{command} --help` tells what there is", problem=problem, command=command)


def _problem(error: Any) -> str:
    if type(error).__name__ == "MissingParameter":
        return Message("{parameter} is missing", parameter=_name(error.param))
    if getattr(error, "param", None) is not None:
        return Message("{parameter}: {reason}", parameter=_name(error.param), reason=_worded(error.message, _VALUES))
    return _worded(error.message, _ARGUMENTS)


def _name(parameter: Any) -> str:
    """As it is written."""
    if parameter.param_type_name == "option":
        return " / ".join(parameter.opts)
    return str(parameter.metavar or parameter.name)


def _worded(english: str, kinds: Mapping[str, Callable[[re.Match[str]], Message]]) -> str:
    """The program's words for what typer says; of what isn't known, its own."""
    for pattern, worded in kinds.items():
        found = re.search(pattern, english, re.DOTALL)
        if found is not None:
            return worded(found)
    return english


_VALUES: Mapping[str, Callable[[re.Match[str]], Message]] = {
    r"('.*') is not one of (.*?)\.?$": lambda found: Message(
        "{value} is unknown; allowed: {allowed}", value=found[1], allowed=found[2].replace("'", "")
    ),
    r"valid integer": lambda _: Message("a whole number is needed"),
    r"valid (number|float)": lambda _: Message("a number is needed"),
    r"(?:greater than or equal to |range x>=)(\d+)": lambda found: Message(
        "at least {least} is needed", least=found[1]
    ),
}
"""By what the message about a value says."""
_ARGUMENTS: Mapping[str, Callable[[re.Match[str]], Message]] = {
    r"No such option:? '?([^\s']+)": lambda found: Message("there is no option {option}", option=found[1]),
    r"Missing command": lambda _: Message("a command is missing"),
    r"unexpected extra argument\S* \((.*)\)": lambda found: Message(
        "too many arguments: {arguments}", arguments=found[1]
    ),
    r"'(.*?)' requires (?:an|1) argument": lambda found: Message("the value of {option} is missing", option=found[1]),
    r"'(.*?)' requires (\d+) arguments": lambda found: Message(
        "{option} needs {count} values", option=found[1], count=found[2]
    ),
    r"'(.*?)' does not take a value": lambda found: Message("{option} takes no value", option=found[1]),
}
"""By what the message about arguments says."""
