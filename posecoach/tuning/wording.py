"""What thresholds are called, on the page and on the command line."""

from dataclasses import dataclass

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import measured_by
from posecoach.measures import MEASURES

__all__ = ["ThresholdWords", "plain", "threshold_words", "unit_of"]

_DRIVE = {
    "rest": ("Back at the start", "from here on the start position is reached"),
    "hold_leave": ("Hold ends", "from here on the hold is over"),
    "hold_enter": ("Hold begins", "from here on the position is held"),
    "travel": ("Smallest way", "a repetition goes at least this far"),
    "still_speed": ("Stillness", "slower than this each second is holding still"),
    "clear_by": ("Clear of noise", "times the noise at rest that the hold zone must begin at"),
    "longest_s": ("Longest movement", "what lasts longer is no repetition"),
}
_CHECK = {
    "below": ("{check}: too little", "this far below {target} is still good"),
    "above": ("{check}: too much", "this far above {target} is still good"),
    "dwell_s": ("{check}: patience", "lasts this long before it is a fault"),
}
_GROUPS = {
    "drive": "What counts",
    "witness": "What counts",
    "also_back": "What counts",
    "checks": "Faults",
    "start": "Start position",
    "engaged": "Posture",
}


@dataclass(frozen=True, slots=True)
class ThresholdWords:
    """How a threshold is presented.

    Attributes:
        group: Heading that it stands under.
        title: A few words.
        meaning: What it does, in a sentence's half.
        unit: Of its value.
        decimals: Places that its value is shown with.
    """

    group: str
    title: str
    meaning: str
    unit: str
    decimals: int

    def written(self, value: float) -> str:
        """A value with its unit."""
        return f"{value:.{self.decimals}f}{self.unit}"


def threshold_words(exercise: Exercise, key: str) -> ThresholdWords:
    """The words for one of an exercise's tunables."""
    kind, *rest = key.split(".")
    title, meaning = _title(exercise, kind, rest)
    unit, decimals = _unit(exercise, key)
    return ThresholdWords(_GROUPS[kind], title, meaning, unit, decimals)


def unit_of(measure: str) -> str:
    """Of a measure, as it is written behind a number."""
    return "°" if MEASURES[measure].unit == "deg" else " trunk"


def plain(name: str) -> str:
    """An id as words."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _title(exercise: Exercise, kind: str, rest: list[str]) -> tuple[str, str]:
    if kind == "drive":
        return _DRIVE[rest[0]]
    if kind == "checks":
        check = next(check for check in exercise.checks if check.id == rest[0])
        title, meaning = _CHECK[rest[1]]
        return title.format(check=plain(check.id)), meaning.format(target=f"{check.target:g}")
    if kind == "witness" and exercise.witness is not None:
        return f"{plain(exercise.witness.measure)} moves along", "must change by at least this"
    if kind == "also_back" and exercise.also_back is not None:
        return f"{plain(exercise.also_back.measure)} is back", "within this of its value at the start"
    end = "at least" if rest[-1] == "min" else "at most"
    side = f", {rest[1]}" if len(rest) == 3 else ""
    return f"{plain(rest[0])}{side} {end}", "or it isn't the exercise" if kind == "engaged" else "or it isn't the start"


def _unit(exercise: Exercise, key: str) -> tuple[str, int]:
    field = key.rpartition(".")[2]
    if field in ("dwell_s", "longest_s"):
        return " s", 1
    if field == "clear_by":
        return "x", 1
    measure = measured_by(exercise, key)
    return unit_of(measure) + ("/s" if field == "still_speed" else ""), MEASURES[measure].decimals
