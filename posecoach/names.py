"""Names and texts that others have chosen: made printable, and made into names of folders."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

from posecoach.messages import Message

__all__ = ["folder_name", "in_words", "nearest", "printable"]

_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories of characters that steer a terminal, begin a line, change the direction of writing or can't be encoded."""
_JOINERS = "\u200c\u200d"
"""Persian words and composed emoji need them, and they join only what stands beside them."""
_RAW_BYTES = range(0xDC80, 0xDD00)
"""What Python makes of bytes in file names that aren't UTF-8."""


def printable(text: str) -> str:
    r"""Text on one line that shows as it is wherever it is printed.

    What would steer a terminal, begin a new line, turn the direction of writing or can't be encoded is written as an
    escape, and bytes that aren't UTF-8 as such.

    >>> printable("clip\x1b[2J\n\udcff.mp4")
    'clip\\x1b[2J\\n\\xff.mp4'
    """
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if unicodedata.category(character) not in _STEERING or character in _JOINERS:
        return character
    if ord(character) in _RAW_BYTES:
        return f"\\x{ord(character) - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()


def nearest(wrong: str, names: Iterable[str]) -> str:
    """What may have been meant, in words: the nearest names, or all of them.

    >>> nearest("brigde", ["bridge", "cobra"])
    'bridge'
    """
    known = list(names)
    near = difflib.get_close_matches(wrong, known, n=3, cutoff=0.5) or known
    return near[0] if len(near) == 1 else f"{', '.join(near[:-1])} or {near[-1]}"


def in_words(identifier: str) -> Message:
    """An id that an exercise's file gives, for people; catalogues translate those of the program's own exercises.

    >>> in_words("feet_close")
    'Feet close'
    """
    words = identifier.replace("_", " ")
    return Message(words[:1].upper() + words[1:])


_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|]')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
"""Devices of Windows, also with something after a dot."""
_LONGEST = 100
"""Bytes; file systems take from 143 on, and hashes and numbers are appended."""
_NAMELESS = "recording"


def folder_name(recording: str) -> str:
    """A name for a recording's folder that every file system takes, and that leads nowhere else.

    Different recordings may get the same one.

    >>> folder_name("clip.mp4"), folder_name("...mp4"), folder_name("con.mp4")
    ('clip', 'recording', '_con')

    Args:
        recording: Its file's name.
    """
    # Systems disagree on how letters with accents are composed.
    name = unicodedata.normalize("NFC", printable(recording))
    stem, dot, _ = name.rpartition(".")
    plain = _NOT_IN_NAMES.sub("_", stem if dot and stem else name)
    short = plain.strip(". ").encode()[:_LONGEST].decode(errors="ignore").rstrip(". ")
    if not short:
        return _NAMELESS
    return f"_{short}" if _RESERVED.match(short) else short
