"""Which of a speech engine's voices speaks a language."""

import re
from collections.abc import Sequence
from typing import Any

__all__ = ["voice_for"]

_NATURAL = ("compact", "enhanced", "premium")
"""In the ids of macOS' real voices, worst first; the others, which come first in its list, are bells and robots."""


def voice_for(language: str, voices: Sequence[Any], current: object = None) -> str | None:
    """Id of the voice to use for a language; None when no voice speaks it.

    The voice that the user has chosen in the system's settings goes before all others that speak it.

    Args:
        language: Two letters, such as "de".
        voices: The voices of pyttsx3, each with `id` and `languages`.
        current: Id of the voice that the engine uses by itself.
    """
    fitting = [voice for voice in voices if _speaks(voice, language)]
    if not fitting:
        return None
    best = max(fitting, key=lambda voice: (voice.id == current, language in _languages(voice), _quality(voice)))
    return str(best.id)


def _speaks(voice: Any, language: str) -> bool:
    languages = _languages(voice)
    if languages:
        return any(code == language or code.startswith(f"{language}-") for code in languages)
    return language in re.split("[^a-z]+", str(voice.id).lower())


def _languages(voice: Any) -> list[str]:
    """Codes such as "de" and "en-us"; engines also give en_US, or bytes with a control character in front."""
    texts = (code.decode(errors="ignore") if isinstance(code, bytes) else str(code or "") for code in voice.languages)
    codes = (re.sub("^[^a-z]+", "", text.lower()).replace("_", "-") for text in texts)
    return [code for code in codes if code]


def _quality(voice: Any) -> int:
    words = re.split("[^a-z]+", str(voice.id).lower())
    return max((rank for rank, word in enumerate(_NATURAL, start=1) if word in words), default=0)
