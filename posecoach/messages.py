"""English texts that can still be said in another language: each remembers its template and what was put into it."""

import errno
from collections.abc import Mapping
from typing import Any

__all__ = ["Message", "counted_message", "os_reason"]


class Message(str):
    """A text of the program, in English; a `Language` translates it.

    >>> Message("{path}: can't be read", path="clip.mp4")
    "clip.mp4: can't be read"

    Attributes:
        templates: What a catalogue of translations knows it by: one text, or the forms for one and for several.
        values: What is put into its braces.
    """

    templates: tuple[str, ...]
    values: Mapping[str, Any]

    def __new__(cls, *templates: str, **values: object) -> "Message":
        """Args: templates: literal texts, so that they can be found; values: `count` chooses between two of them."""
        template = templates[0] if len(templates) == 1 or values["count"] == 1 else templates[1]
        message = super().__new__(cls, template.format(**values))
        message.templates, message.values = templates, values
        return message

    def __getnewargs_ex__(self) -> tuple[tuple[str, ...], dict[str, Any]]:
        """For copies and other processes."""
        return self.templates, dict(self.values)


def counted_message(one: str, several: str, /, count: float, **values: object) -> Message:
    """A text whose words depend on a number, which is its `count`.

    >>> counted_message("{count} hold", "{count} holds", 1)
    '1 hold'
    """
    return Message(one, several, count=count, **values)


_OS_REASONS = {
    errno.ENOENT: Message("no such file or folder"),
    errno.EACCES: Message("permission denied"),
    errno.EPERM: Message("not permitted"),
    errno.EEXIST: Message("there is such a file already"),
    errno.ENOTDIR: Message("not a folder"),
    errno.EISDIR: Message("it is a folder"),
    errno.ENOSPC: Message("no room is left on the disk"),
    errno.EDQUOT: Message("no room is left on the disk"),
    errno.EROFS: Message("nothing can be written there"),
    errno.ENAMETOOLONG: Message("the name is too long"),
    errno.EADDRINUSE: Message("another program uses this address"),
}


def os_reason(error: OSError) -> str:
    """What the system says, in the program's words where it has some."""
    return _OS_REASONS.get(error.errno or 0) or error.strerror or str(error)
