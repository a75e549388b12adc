"""Figures of groups of recordings."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from real_people.labels import view_group
from real_people.scoring import CheckScore, ClipScore

__all__ = ["CheckFigures", "CountFigures", "all_checks", "by_check", "by_exercise", "by_view", "count_figures"]


@dataclass(frozen=True, slots=True)
class CountFigures:
    """Repetitions and holds of a group of recordings.

    Attributes:
        name: Of the group.
        clips: Recordings.
        exact: Of those, with a count that can be defended.
        within_one: Of those, with a count at most one off.
        repetitions: Certain repetitions.
        matched: Of those, counted.
        maybe: Movements that may be counted.
        maybe_matched: Of those, counted.
        extra: Counted, and none of both.
        attempts: Movements that mustn't be counted.
        attempts_counted: Of those, counted.
        sided: Matched repetitions whose side is known.
        sides_right: Of those, with that side told.
        holds: Matched repetitions whose hold is known and was measured.
        holds_untold: Those whose hold is known and wasn't measured.
        hold_median_s: Median of measured minus labelled holds.
        hold_median_abs_s: Median of the same without the sign.
    """

    name: str
    clips: int
    exact: int
    within_one: int
    repetitions: int
    matched: int
    maybe: int
    maybe_matched: int
    extra: int
    attempts: int
    attempts_counted: int
    sided: int
    sides_right: int
    holds: int
    holds_untold: int
    hold_median_s: float | None
    hold_median_abs_s: float | None


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """A check, or all of them, in a group of recordings.

    Attributes:
        exercise: Id of the exercise.
        check: Id of the check.
        good: Judgements on what somebody saw to be good.
        false_alarms: Of those, faults.
        good_untold: Of those, left open.
        bad: Repetitions that fail it.
        bad_found: Of those, with a fault told.
        bad_untold: Of those, left open.
        bad_clips: Recordings that fail it.
        bad_clips_found: Of those, with a fault told on a repetition that fails it.
    """

    exercise: str
    check: str
    good: int
    false_alarms: int
    good_untold: int
    bad: int
    bad_found: int
    bad_untold: int
    bad_clips: int
    bad_clips_found: int


def count_figures(name: str, scores: Sequence[ClipScore]) -> CountFigures:
    """The figures of a group."""
    errors_s = [error for score in scores for error in score.hold_errors_s]
    return CountFigures(
        name=name,
        clips=len(scores),
        exact=sum(score.off == 0 for score in scores),
        within_one=sum(abs(score.off) <= 1 for score in scores),
        repetitions=sum(score.fewest for score in scores),
        matched=sum(score.matched for score in scores),
        maybe=sum(score.most - score.fewest for score in scores),
        maybe_matched=sum(score.maybe_matched for score in scores),
        extra=sum(score.extra for score in scores),
        attempts=sum(score.attempts for score in scores),
        attempts_counted=sum(score.attempts_counted for score in scores),
        sided=sum(score.sided for score in scores),
        sides_right=sum(score.sides_right for score in scores),
        holds=len(errors_s),
        holds_untold=sum(score.holds_untold for score in scores),
        hold_median_s=statistics.median(errors_s) if errors_s else None,
        hold_median_abs_s=statistics.median(map(abs, errors_s)) if errors_s else None,
    )


def by_exercise(scores: Sequence[ClipScore]) -> tuple[CountFigures, ...]:
    """The figures of each exercise."""
    names = sorted({score.exercise for score in scores})
    return tuple(count_figures(name, [one for one in scores if one.exercise == name]) for name in names)


def by_view(scores: Sequence[ClipScore]) -> tuple[CountFigures, ...]:
    """The figures of each group of views, the most frequent one first."""
    views = [view_group(score.view) for score in scores]
    names = sorted(set(views), key=lambda name: (-views.count(name), name))
    return tuple(
        count_figures(name, [one for one, view in zip(scores, views, strict=True) if view == name]) for name in names
    )


def by_check(scores: Sequence[ClipScore]) -> tuple[CheckFigures, ...]:
    """The figures of each check that somebody judged, by exercise."""
    places = sorted({(score.exercise, check.check) for score in scores for check in score.checks})
    return tuple(_check_figures(*place, [s for s in scores if s.exercise == place[0]]) for place in places)


def all_checks(scores: Sequence[ClipScore]) -> CheckFigures:
    """The figures of all checks together."""
    return _summed("all", "all", [check for score in scores for check in score.checks])


def _check_figures(exercise: str, check: str, scores: Sequence[ClipScore]) -> CheckFigures:
    return _summed(exercise, check, [one for score in scores for one in score.checks if one.check == check])


def _summed(exercise: str, check: str, scores: Sequence[CheckScore]) -> CheckFigures:
    return CheckFigures(
        exercise=exercise,
        check=check,
        good=sum(one.good for one in scores),
        false_alarms=sum(one.false_alarms for one in scores),
        good_untold=sum(one.good_untold for one in scores),
        bad=sum(one.bad for one in scores),
        bad_found=sum(one.bad_found for one in scores),
        bad_untold=sum(one.bad_untold for one in scores),
        bad_clips=sum(one.bad > 0 for one in scores),
        bad_clips_found=sum(one.bad_found > 0 for one in scores),
    )
