"""`--set`: single values of a dose."""

from collections.abc import Sequence

from posecoach.errors import ExerciseError

__all__ = ["dose_settings"]


def dose_settings(texts: Sequence[str]) -> dict[str, float]:
    """Values by name, from texts such as "reps=8".

    Raises:
        ExerciseError: If one isn't a name and a number.
    """
    return dict(_setting(text) for text in texts)


def _setting(text: str) -> tuple[str, float]:
    name, _, value = text.partition("=")
    try:
        return name.strip(), float(value)
    except ValueError:
        raise ExerciseError(f"--set {text}: write a name and a number, such as reps=8 or hold_s=6") from None
