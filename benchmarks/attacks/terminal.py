"""A command on a terminal, and what its output would do to one."""

import os
import re
import select
import signal
import sys
import time
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

__all__ = ["on_terminal", "steering"]

_LONGEST_S = 120
_COLUMNS = "2000"
"""So many that nothing is wrapped: what begins a line then has come with a line feed."""
_OURS = re.compile(rb"\x1b\[(?:\?25[lh]|2K|[0-9]*A|(?:[0-46-9]|[1-9][0-9]*)?(?:;[0-9]+)*m)")
"""Colours, but no blinking, and what moves the bars of progress."""
_RETURN = re.compile(rb"\r(?!\n|\r|\x1b|$)")
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_UNEXPECTED = re.compile(r"Traceback|unexpected \w+")


def on_terminal(arguments: Sequence[str | Path], folder: Path, environment: Mapping[str, str] | None = None) -> bytes:
    """Runs the program in a terminal of its own, whose Ctrl+C ends what waits for it; gives all that it printed."""
    if sys.platform == "win32":
        raise NotImplementedError("there are no such terminals")
    import pty  # noqa: PLC0415 - not on Windows

    program = Path(sys.executable).with_name("posecoach")
    child, terminal = pty.fork()
    if not child:
        os.chdir(folder)
        # In the background of a shell, Ctrl+C is ignored.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        variables = {**os.environ, "COLUMNS": _COLUMNS, "TERM": "xterm-256color", **(environment or {})}
        os.execve(program, [str(program), *map(str, arguments)], variables)  # noqa: S606 - our own program
    output, ended, deadline = b"", False, time.monotonic() + _LONGEST_S
    while time.monotonic() < deadline and (piece := _read(terminal)) is not None:
        output += piece
        if b"Ctrl+C ends it" in output and not ended:
            os.write(terminal, b"\x03")
            ended = True
    os.close(terminal)
    if time.monotonic() >= deadline:
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return output if time.monotonic() < deadline else output + b"unexpected waiting without end"


def _read(terminal: int) -> bytes | None:
    """What has been printed, after at most a second; None at the end."""
    if not select.select([terminal], [], [], 1.0)[0]:
        return b""
    try:
        return os.read(terminal, 1 << 16) or None
    except OSError:
        return None


def steering(output: bytes, begun: str) -> str:
    """What an output would do to a terminal beside showing text; empty if nothing.

    Args:
        output: The bytes.
        begun: A word that no line may begin with.
    """
    plain = _OURS.sub(b"", output)
    try:
        text = plain.decode()
    except UnicodeDecodeError:
        return "bytes that aren't UTF-8"
    found = {character for character in text if unicodedata.category(character) in _STEERING} - set("\r\n")
    if found:
        return f"prints {sorted(found)!a} in {text[-200:]!a}"
    if _RETURN.search(output) or any(line.startswith(begun) for line in text.splitlines()):
        return f"forges a line in {text[-200:]!a}"
    if unexpected := _UNEXPECTED.search(text):
        return text[unexpected.start() :][:200]
    return ""
