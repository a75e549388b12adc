"""How one exercise went over the recordings of a person or a folder: left beside right, and from date to date."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import fmean

from posecoach.errors import PosecoachError
from posecoach.exercise.library import ExerciseLibrary
from posecoach.exercise.schema import Exercise, shown_sign
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.measures import MEASURES
from posecoach.messages import Message, counted_message, decimal
from posecoach.pose.landmarks import Side
from posecoach.results.reach import worked_column
from posecoach.results.session import RepRecord, Session

__all__ = ["FindExercise", "SideSummary", "Trend", "TrendLine", "find_exercise", "trends"]

_WIDTH, _HEIGHT, _EDGE = 120.0, 28.0, 4.0
"""Of a line's picture, in its own units."""

FindExercise = Callable[[str], Exercise | None]
"""Gives an exercise by its id; None if there is none such any more."""


@dataclass(frozen=True, slots=True)
class SideSummary:
    """What one side did in all recordings.

    Attributes:
        side: Which.
        reps: Repetitions.
        good_share: Of them, those in good form, 0 to 1.
        good: The same in words.
        hold: How long the end position was held on average, in words.
        reach: How far it went on average, in words; empty if that isn't known.
    """

    side: Side
    reps: int
    good_share: float
    good: Message
    hold: Message
    reach: str


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A value over the recordings.

    Attributes:
        title: What it is.
        words: The first and the last one.
        points: As an SVG polyline has them.
        last: x and y of the last one.
    """

    title: str
    words: str
    points: str
    last: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Trend:
    """One exercise.

    Attributes:
        exercise: Its name.
        recordings: How many.
        dated: Whether it is known when each was recorded; otherwise they are in the order of their names.
        sides: Left and right, where sides take turns.
        lines: What changes over the recordings, of at least two.
    """

    exercise: str
    recordings: Message
    dated: bool
    sides: tuple[SideSummary, ...]
    lines: tuple[TrendLine, ...]


def find_exercise() -> FindExercise:
    """Exercises as they are now, each read once."""
    try:
        library = ExerciseLibrary.open()
    except PosecoachError:
        return lambda _: None

    @cache
    def found(exercise_id: str) -> Exercise | None:
        try:
            return library.load(exercise_id)
        except PosecoachError:
            return None

    return found


def trends(sessions: Iterable[Session], find: FindExercise, language: Language = ENGLISH) -> tuple[Trend, ...]:
    """Those of each exercise, by name.

    Args:
        sessions: In the order of time.
        find: Gives exercises.
        language: Of the words; a `Message` is still to be shown in it.
    """
    by_exercise: dict[str, list[Session]] = {}
    for session in sessions:
        by_exercise.setdefault(session.exercise, []).append(session)
    made = [_trend(exercise_id, several, find(exercise_id), language) for exercise_id, several in by_exercise.items()]
    return tuple(sorted(made, key=lambda trend: trend.exercise))


def _value_words(value: float, unit: str) -> str:
    """A value as exactly as it matters to people."""
    return f"{value:.0f}°" if unit == "deg" else decimal(value, 2)


def _trend(exercise_id: str, sessions: Sequence[Session], exercise: Exercise | None, language: Language) -> Trend:
    name = exercise_id if exercise is None else language.of_exercise(exercise_id, exercise.name)
    dated = all(session.recorded_at for session in sessions)
    lines = tuple(_lines(sessions, 1.0 if exercise is None else shown_sign(exercise), language))
    count = counted_message("{count} recording", "{count} recordings", len(sessions))
    return Trend(name, count, dated, tuple(_sides(sessions, exercise)), lines)


def _sides(sessions: Sequence[Session], exercise: Exercise | None) -> Iterable[SideSummary]:
    for side in Side:
        reps = [rep for session in sessions for rep in session.reps if rep.side is side]
        if reps:
            good, hold_s = fmean(rep.good for rep in reps), fmean(rep.hold_s for rep in reps)
            yield SideSummary(
                side,
                len(reps),
                good,
                Message("{share:.0%} good of {count}", share=good, count=len(reps)),
                Message("hold {seconds:.1f} s", seconds=hold_s),
                _reach(reps, side, exercise),
            )


def _reach(reps: Sequence[RepRecord], side: Side, exercise: Exercise | None) -> str:
    """How far repetitions of a side went on average."""
    if exercise is None:
        return ""
    extremes = [rep.measures.get(worked_column(exercise.shown_measure, side)) for rep in reps]
    furthest = [one.max if shown_sign(exercise) > 0 else one.min for one in extremes if one is not None]
    if not furthest:
        return ""
    value = _value_words(fmean(furthest), MEASURES[exercise.shown_measure].unit)
    return Message("reach {value}", value=value)


def _lines(sessions: Sequence[Session], sign: float, language: Language) -> Iterable[TrendLine]:
    """What changes; upwards is better, and further."""
    if len(done := [session for session in sessions if session.reps]) > 1:
        yield _line(Message("good repetitions"), [session.technique for session in done], "{:.0%}".format)
    ranges = [session.range for session in sessions if session.range is not None]
    if len(ranges) > 1 and len({(one.measure, one.unit) for one in ranges}) == 1:
        unit = ranges[0].unit
        title = Message("furthest {measure}", measure=_measure_words(ranges[0].measure, language))
        reached = [one.reached for one in ranges]
        yield _line(title, reached, lambda value: _value_words(value, unit), sign)


def _measure_words(measure: str, language: Language) -> str:
    known = MEASURES.get(measure)
    return measure.replace("_", " ") if known is None else language.of_plan(str(known.label))


def _line(title: str, values: Sequence[float], words: Callable[[float], str], sign: float = 1.0) -> TrendLine:
    heights = [sign * value for value in values]
    lowest, spread = min(heights), max(heights) - min(heights)
    across, up = (_WIDTH - 2 * _EDGE) / (len(values) - 1), _HEIGHT - 2 * _EDGE
    # What never changes lies in the middle.
    shares = [(height - lowest) / spread if spread else 0.5 for height in heights]
    points = [(round(_EDGE + x * across, 1), round(_HEIGHT - _EDGE - up * y, 1)) for x, y in enumerate(shares)]
    told = Message("{first} to {last}", first=words(values[0]), last=words(values[-1]))
    return TrendLine(title, told, " ".join(f"{x},{y}" for x, y in points), points[-1])
