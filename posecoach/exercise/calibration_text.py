"""The text of a calibration file: tables that a person can read and edit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import tomlkit

from posecoach.exercise.calibration import ExerciseCalibration, Provenance
from posecoach.exercise.schema import Exercise, described_reach
from posecoach.exercise.thresholds import all_thresholds
from posecoach.measures import MEASURES
from posecoach.names import printable

__all__ = ["END", "Comments", "header", "measure_unit", "section"]

Comments = Mapping[tuple[str, ...], list[str]]
"""A person's own lines of comment, by the path of the key that they stand above."""
END = ""
"""In place of a key: comments at the end of a table."""
_WIDEST = 48
"""Letters of a value beside which comments are still put under each other."""

_MEANINGS = {
    ("fitted_to",): "fingerprint of the rules these values were fitted to; with other rules they don't apply",
    ("camera_roll_deg",): "degrees that the camera is rolled clockwise",
    ("loose",): "the recordings can't pin these down",
    ("range", "repetitions"): "that this was read from",
    ("provenance", "folds"): "parts that the recordings were cut into for the comparison",
    ("provenance", "trials"): "values tried for each part",
    ("provenance", "scores", "before"): "agreement with the labels of recordings that weren't fitted to; 1 is all",
    ("provenance", "scores", "after"): "the same with the fitted values",
    ("provenance", "scores", "gain"): "mean over the recordings",
    ("provenance", "scores", "gain_low"): "lower end of the gain's interval",
    ("provenance", "scores", "gain_high"): "upper end",
    ("provenance", "scores", "confidence"): "of the interval",
}


@dataclass(frozen=True, slots=True)
class _Line:
    key: str
    value: str
    comment: str = ""

    @property
    def text(self) -> str:
        return f"{_key(self.key)} = {self.value}"


def header(title: str, schema: str) -> str:
    """How a new file begins."""
    told = [
        *title.split("\n"),
        "Values may be edited. Lines of comment are kept when posecoach writes this file again.",
    ]
    return "".join(f"# {printable(line)}".rstrip() + "\n" for line in told) + f'schema = "{schema}"\n\n'


def section(exercise_id: str, values: ExerciseCalibration, exercise: Exercise | None, kept: Comments) -> str:
    """All tables of one exercise.

    Args:
        exercise_id: Which.
        values: What they say.
        exercise: As its file has it, for the comments; None if there is no such file any more.
        kept: Lines of comment to put back where they stood.
    """
    described = _Describing(exercise)
    tables = [
        ((), _general(values)),
        (
            ("thresholds",),
            [_Line(key, _number(value), described.threshold(key)) for key, value in values.thresholds.items()],
        ),
        (("range",), list(described.range(values))),
        (("noise",), [_Line(key, _number(value), described.noise(key)) for key, value in values.noise.items()]),
        (("provenance",), list(_provenance(values.provenance))),
        (("provenance", "scores"), _scores(values.provenance)),
    ]
    present = [(path, lines) for path, lines in tables if lines or not path]
    return "".join(_table(exercise_id, path, lines, kept) for path, lines in present)


class _Describing:
    """Comments that need the exercise."""

    def __init__(self, exercise: Exercise | None) -> None:
        self._exercise = exercise
        self._ours = {} if exercise is None else all_thresholds(exercise)

    def threshold(self, key: str) -> str:
        one = self._ours.get(key)
        if one is None or one.limits is None:
            return ""
        low, high = one.limits
        return f"{one.unit}; {one.value:g} in the exercise file, allowed {low:g} to {high:g}"

    def range(self, values: ExerciseCalibration) -> Iterator[_Line]:
        found = values.range
        if found is None:
            return
        shown = None if self._exercise is None else self._exercise.shown_measure
        measure = "" if shown is None else f"{shown} in {measure_unit(shown)}, "
        asked = None if self._exercise is None else described_reach(self._exercise)
        described = "" if asked is None else f"; {asked:g} is described"
        yield _Line("rest", _number(found.rest), f"{measure}in the start position")
        yield _Line("best", _number(found.best), f"the furthest that was held{described}")
        yield _Line("repetitions", str(found.repetitions))

    @staticmethod
    def noise(measure: str) -> str:
        return f"{measure_unit(measure)}, standard deviation at rest".removeprefix(", ")


def _general(values: ExerciseCalibration) -> list[_Line]:
    return [
        *([_Line("fitted_to", _string(values.fitted_to))] if values.fitted_to is not None else []),
        *([_Line("camera_roll_deg", _number(values.camera_roll_deg))] if values.camera_roll_deg else []),
        *([_Line("loose", f"[{', '.join(_string(key) for key in values.loose)}]")] if values.loose else []),
    ]


def _provenance(provenance: Provenance) -> Iterator[_Line]:
    yield _Line("made_by", _string(provenance.made_by))
    yield _Line("date", provenance.date.isoformat())
    if provenance.note:
        yield _Line("note", _string(provenance.note))
    for key in ("folds", "trials"):
        if (count := getattr(provenance, key)) is not None:
            yield _Line(key, str(count))
    if provenance.recordings:
        recordings = [one.model_dump(exclude_none=True) for one in provenance.recordings]
        entries = [", ".join(f"{key} = {_string(text)}" for key, text in one.items()) for one in recordings]
        yield _Line("recordings", "".join(["[\n", *(f"  {{ {entry} }},\n" for entry in entries), "]"]))


def _scores(provenance: Provenance) -> list[_Line]:
    if provenance.scores is None:
        return []
    return [_Line(key, _number(value)) for key, value in provenance.scores.model_dump().items()]


def _table(exercise_id: str, path: tuple[str, ...], lines: list[_Line], kept: Comments) -> str:
    written = [f"[{'.'.join(('exercises', exercise_id, *path))}]\n"]
    width = max((len(line.text) for line in lines if len(line.text) <= _WIDEST), default=0)
    for line in lines:
        place = (*path, line.key)
        comment = printable(line.comment or _MEANINGS.get(place, ""))
        written += [f"{own}\n" for own in kept.get(place, [])]
        written.append(f"{line.text:{width}}  # {comment}\n" if comment else f"{line.text}\n")
    written.append("\n")
    written += [f"{own}\n" for own in kept.get((*path, END), [])]
    return "".join(written)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "a").replace("-", "a").isalnum()
    return key if bare else _string(key)


def _string(text: str) -> str:
    return tomlkit.string(text).as_string()


def _number(value: float) -> str:
    return repr(float(value)).removesuffix(".0")


def measure_unit(measure: str) -> str:
    """Unit of a measure in words; nothing for one that doesn't exist."""
    return MEASURES[measure].unit_in_words if measure in MEASURES else ""
