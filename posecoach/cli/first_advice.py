"""Whether the safety advice was shown already: it comes before the first session, and only then."""

from contextlib import suppress

from posecoach.data_files import user_folder

__all__ = ["advice_given", "note_advice"]

_NOTE = "advice_given"


def advice_given() -> bool:
    """Whether somebody has been through it on this computer."""
    return (user_folder() / _NOTE).exists()


def note_advice() -> None:
    """Remembers it; where nothing can be written, the advice comes again."""
    with suppress(OSError):
        user_folder().mkdir(parents=True, exist_ok=True)
        (user_folder() / _NOTE).touch()
