"""What is counted and cued in recordings of other movements, where nothing should be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from posecoach.pose.series import Landmarks
from real_people.chain import NamedPart, count, exercise_of
from real_people.clips import OtherMovement
from real_people.scoring import cue_count, repetition_count

__all__ = ["OtherFigures", "OtherScore", "Told", "other_figures", "score_other"]


@dataclass(frozen=True, slots=True)
class Told:
    """What an exercise's coach told of a recording that doesn't show it.

    Attributes:
        exercise: Id of the exercise.
        repetitions: Repetitions that were counted.
        cues: Faults that were told.
    """

    exercise: str
    repetitions: int
    cues: int


@dataclass(frozen=True, slots=True)
class OtherScore:
    """A recording of another movement.

    Attributes:
        name: Its name.
        near_miss: Whether counting it could be defended, or nearly.
        minutes: How long.
        named: What the nearest exercise's coach told; None without a nearest exercise.
        auto: What the coaches told of the exercises that were recognised; None where nobody asked.
    """

    name: str
    near_miss: bool
    minutes: float
    named: Told | None
    auto: tuple[Told, ...] | None = None


@dataclass(frozen=True, slots=True)
class OtherFigures:
    """Recordings of other movements together.

    Attributes:
        name: Of the group, and of how exercises were chosen.
        clips: Recordings.
        minutes: How long they are together.
        clips_named: Recordings for which an exercise was named at all.
        clips_counted: Recordings with a repetition.
        repetitions: Repetitions.
        cues: Faults that were told.
    """

    name: str
    clips: int
    minutes: float
    clips_named: int
    clips_counted: int
    repetitions: int
    cues: int


def score_other(other: OtherMovement, series: Landmarks, parts: Sequence[NamedPart] | None = None) -> OtherScore:
    """What is told of a recording.

    Args:
        other: The recording.
        series: Its landmarks.
        parts: The exercises that were recognised in it; None if nobody asked.
    """
    minutes = float(series.time_s[-1] - series.time_s[0]) / 60
    named = None if other.near is None else _told(other.near, series)
    auto = None if parts is None else tuple(_told(name, series) for name in sorted({one.exercise for one in parts}))
    return OtherScore(other.name, other.near_miss, minutes, named, auto)


def _told(exercise_id: str, series: Landmarks) -> Told:
    events = count(series, exercise_of(exercise_id))
    return Told(exercise_id, repetition_count(events), cue_count(events))


def other_figures(scores: Sequence[OtherScore]) -> tuple[OtherFigures, ...]:
    """Figures with the nearest exercise named, then with it recognised; near misses apart."""
    far = [score for score in scores if not score.near_miss]
    near = [score for score in scores if score.near_miss]
    groups = [
        _figures("other movements", far, _named),
        _figures("near misses", near, _named),
        _figures("other movements, auto", far, _recognised),
        _figures("near misses, auto", near, _recognised),
    ]
    return tuple(group for group in groups if group.clips)


def _named(score: OtherScore) -> tuple[Told, ...] | None:
    return None if score.named is None else (score.named,)


def _recognised(score: OtherScore) -> tuple[Told, ...] | None:
    return score.auto


def _figures(
    name: str, scores: Sequence[OtherScore], told_of: Callable[[OtherScore], tuple[Told, ...] | None]
) -> OtherFigures:
    told = [(score.minutes, coaches) for score in scores if (coaches := told_of(score)) is not None]
    return OtherFigures(
        name=name,
        clips=len(told),
        minutes=sum(minutes for minutes, _ in told),
        clips_named=sum(bool(coaches) for _, coaches in told),
        clips_counted=sum(any(one.repetitions for one in coaches) for _, coaches in told),
        repetitions=sum(one.repetitions for _, coaches in told for one in coaches),
        cues=sum(one.cues for _, coaches in told for one in coaches),
    )
