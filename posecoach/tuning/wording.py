"""What thresholds are called, on the page and on the command line."""

from dataclasses import dataclass

from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import measured_by
from posecoach.measures import MEASURES

__all__ = ["ThresholdWords", "plain", "threshold_words", "unit_of"]

_DRIVE = {
    "start": ("Start position", "the described travel begins here"),
    "end": ("End position", "the described travel ends here"),
    "least": ("Smallest travel", "of the described travel, the least that counts"),
    "min_snr": ("Clear of noise", "times the noise that a travel must be at least"),
}
_POLES = {
    "start": ("Hollow", "from here on down the back is hollow"),
    "end": ("Rounded", "from here on up the back is rounded"),
}
"""Of drives whose repetitions go beyond both ends."""
_CHECK = {
    "below": ("{check}: too little", "this far below {target} is still good"),
    "above": ("{check}: too much", "this far above {target} is still good"),
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
    kind, *_, field = key.split(".")
    unit, decimals = _unit(exercise, key, field)
    if kind == "drive":
        words = {**_DRIVE, **(_POLES if exercise.drive.bidirectional else {})}
        return ThresholdWords("What counts", *words[field], unit, decimals)
    check = next(check for check in exercise.checks if check.id == key.split(".")[1])
    title, meaning = _CHECK[field]
    shown = title.format(check=plain(check.id)), meaning.format(target=f"{check.target:g}")
    return ThresholdWords("Faults", *shown, unit, decimals)


def unit_of(measure: str) -> str:
    """Of a measure, as it is written behind a number."""
    return "°" if MEASURES[measure].unit == "deg" else " trunk"


def plain(name: str) -> str:
    """An id as words."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def _unit(exercise: Exercise, key: str, field: str) -> tuple[str, int]:
    if field == "least":
        return "", 2
    if field == "min_snr":
        return "x", 1
    measure = measured_by(exercise, key)
    return unit_of(measure), MEASURES[measure].decimals
