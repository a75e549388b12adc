"""What was counted and judged in one recording, beside what somebody saw."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from posecoach.counting.events import Event, FaultEnded, NotCounted, RepetitionCounted, Verdict
from posecoach.tuning.labels import Counts, LabelledMovement
from posecoach.tuning.matching import RepetitionMatches, match_repetitions
from real_people.labels import ClipLabels

__all__ = ["CheckScore", "ClipScore", "cue_count", "repetition_count", "score_clip", "verdict_of"]

_HOLD_CHECK = "hold"
"""A hold shorter than the dose asks for is no fault of form."""


@dataclass(frozen=True, slots=True)
class CheckScore:
    """One check in one recording.

    Attributes:
        check: Its id.
        good: Matched repetitions in which it is met, as somebody saw.
        false_alarms: Of those, with a fault told.
        good_untold: Of those, left open.
        bad: Repetitions in which it is failed; the whole recording is one where nobody said in which.
        bad_found: Of those, with a fault told.
        bad_untold: Of those, left open.
    """

    check: str
    good: int = 0
    false_alarms: int = 0
    good_untold: int = 0
    bad: int = 0
    bad_found: int = 0
    bad_untold: int = 0


@dataclass(frozen=True, slots=True)
class ClipScore:
    """One recording.

    Attributes:
        name: Its name.
        exercise: Id of the exercise.
        view: Where the camera saw the person from.
        fewest: Repetitions that there are for certain.
        most: Those, and those that may be counted.
        counted: Repetitions that were counted.
        matched: Of the certain ones, those that were counted.
        maybe_matched: Of those that may be counted, those that were.
        extra: Counted repetitions that are none of both.
        attempts: Movements that mustn't be counted.
        attempts_counted: Of the extra ones, those that are one of them.
        sided: Matched repetitions whose side somebody named.
        sides_right: Of those, with that side told.
        hold_errors_s: Measured minus labelled hold of each matched repetition.
        holds_untold: Matched repetitions with a labelled hold and none measured.
        checks: Those that somebody judged.
        reasons: Why time with a person in it brought no repetition.
    """

    name: str
    exercise: str
    view: str
    fewest: int
    most: int
    counted: int
    matched: int
    maybe_matched: int
    extra: int
    attempts: int
    attempts_counted: int
    sided: int
    sides_right: int
    hold_errors_s: tuple[float, ...]
    holds_untold: int
    checks: tuple[CheckScore, ...]
    reasons: tuple[str, ...]

    @property
    def off(self) -> int:
        """By how many repetitions the count is outside of what can be defended; negative for too few."""
        return min(0, self.counted - self.fewest) + max(0, self.counted - self.most)

    @property
    def missed(self) -> int:
        """Certain repetitions that weren't counted."""
        return self.fewest - self.matched


def score_clip(
    name: str, labels: ClipLabels, events: Sequence[Event], known_checks: Iterable[str] | None = None
) -> ClipScore:
    """Compares what was told of a recording with its labels.

    A counted repetition is the labelled one with which it shares most of the time that both cover, at least 0.3.

    Args:
        name: Of the recording.
        labels: What somebody saw.
        events: What was told.
        known_checks: Ids of the checks that the exercise has, a verdict on any other is left open; None for all.
    """
    repetitions = labels.those(Counts.YES, Counts.MAYBE)
    attempts = labels.those(Counts.NO)
    matches = match_repetitions(events, repetitions, attempts)
    sided = [(found, seen) for found, seen in matches.pairs if seen.side is not None]
    fewest, most = labels.wanted
    return ClipScore(
        name=name,
        exercise=labels.exercise,
        view=labels.view,
        fewest=fewest,
        most=most,
        counted=matches.counted,
        matched=_matched(matches, Counts.YES),
        maybe_matched=_matched(matches, Counts.MAYBE),
        extra=matches.extra + matches.attempts_counted,
        attempts=len(attempts),
        attempts_counted=matches.attempts_counted,
        sided=len(sided),
        sides_right=sum(found.side is seen.side for found, seen in sided),
        hold_errors_s=tuple(error for error in _hold_errors_s(matches) if not math.isnan(error)),
        holds_untold=sum(math.isnan(error) for error in _hold_errors_s(matches)),
        checks=tuple(_check_scores(labels, matches, None if known_checks is None else frozenset(known_checks))),
        reasons=tuple(event.reason for event in events if isinstance(event, NotCounted)),
    )


def verdict_of(repetition: RepetitionCounted, check: str) -> Verdict:
    """What was said of a repetition; where nothing was judged by itself, whatever is no fault is good."""
    if not repetition.judgements:
        return Verdict.FAULT if check in repetition.faults else Verdict.GOOD
    verdicts = (one.verdict for one in repetition.judgements if one.check == check)
    return next(verdicts, Verdict.UNCLEAR)


def repetition_count(events: Iterable[Event]) -> int:
    """How many repetitions were counted."""
    return sum(isinstance(event, RepetitionCounted) for event in events)


def cue_count(events: Iterable[Event]) -> int:
    """How many faults of form were told, each time."""
    return sum(isinstance(event, FaultEnded) and event.check != _HOLD_CHECK for event in events)


def _matched(matches: RepetitionMatches[LabelledMovement], counts: Counts) -> int:
    return sum(seen.counts is counts for _, seen in matches.pairs)


def _hold_errors_s(matches: RepetitionMatches[LabelledMovement]) -> list[float]:
    return [found.hold_s - seen.hold_s for found, seen in matches.pairs if seen.hold_s is not None]


def _check_scores(
    labels: ClipLabels, matches: RepetitionMatches[LabelledMovement], known: frozenset[str] | None
) -> Iterable[CheckScore]:
    for check, form in sorted(labels.checks.items()):
        said = {
            seen: verdict_of(found, check) if known is None or check in known else Verdict.UNCLEAR
            for found, seen in matches.pairs
        }
        if form == "good":
            yield _good(check, list(said.values()))
        elif form == "bad":
            failed = [one for one in labels.those(Counts.YES, Counts.MAYBE) if check in one.faults]
            yield _bad(check, [said.get(one) for one in failed]) if failed else _bad_somewhere(check, said.values())


def _good(check: str, verdicts: Sequence[Verdict]) -> CheckScore:
    false_alarms, untold = verdicts.count(Verdict.FAULT), verdicts.count(Verdict.UNCLEAR)
    return CheckScore(check, good=len(verdicts), false_alarms=false_alarms, good_untold=untold)


def _bad(check: str, verdicts: Sequence[Verdict | None]) -> CheckScore:
    """Of each repetition that fails it; None for one that wasn't counted."""
    found, untold = verdicts.count(Verdict.FAULT), verdicts.count(Verdict.UNCLEAR)
    return CheckScore(check, bad=len(verdicts), bad_found=found, bad_untold=untold)


def _bad_somewhere(check: str, verdicts: Iterable[Verdict]) -> CheckScore:
    """Of a recording in which nobody said which repetitions fail it: one fault is enough."""
    said = set(verdicts)
    found = Verdict.FAULT in said
    return CheckScore(check, bad=1, bad_found=int(found), bad_untold=int(not found and Verdict.UNCLEAR in said))
