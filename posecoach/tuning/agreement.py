"""How well what the coach told of recordings agrees with their labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from posecoach.counting.events import Event, FaultEnded
from posecoach.counting.holds import HOLD_CHECK
from posecoach.tuning.labels import Counts, LabelledMovement, Labels
from posecoach.tuning.matching import FaultCount, RepetitionMatches, match_faults, match_repetitions

__all__ = ["Agreement", "agreement", "pooled"]

_SIDES, _HOLDS, _FAULTS = 4.0, 2.0, 1.0
"""Weights of what is told about repetitions, as far as the labels speak of it."""
_EXACT_HOLD_S = 0.25
"""Nobody times a hold on video more exactly, neither a person nor the coach: errors up to this cost nothing."""
_WRONG_HOLD_S = 1.5
"""A hold that is wrong by this is as good as not timed at all."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """One recording, or several put together.

    Attributes:
        labelled: Repetitions that there are.
        right: Of those, counted.
        extra: Counted, although nothing or something else was there.
        attempts: Attempts that there are.
        attempts_counted: Of those, counted as repetitions.
        sided: Labelled repetitions whose side is known.
        sides_right: Of those, counted and with the side told right.
        held: Labelled repetitions whose hold is known.
        holds_timed: Of those, counted.
        hold_error_s: Sum of those holds' absolute errors, seconds.
        hold_credit: Sum of what each hold is worth, 0 to 1.
        faults_right: Faults told that are labelled; this and the two below are 0 where faults weren't looked for, but
            for cues that somebody has called right or wrong.
        faults_false: Faults told that aren't.
        faults_missed: Labelled faults that weren't told.
    """

    labelled: int = 0
    right: int = 0
    extra: int = 0
    attempts: int = 0
    attempts_counted: int = 0
    sided: int = 0
    sides_right: int = 0
    held: int = 0
    holds_timed: int = 0
    hold_error_s: float = 0.0
    hold_credit: float = 0.0
    faults_right: int = 0
    faults_false: int = 0
    faults_missed: int = 0

    @property
    def missed(self) -> int:
        """Labelled repetitions that weren't counted."""
        return self.labelled - self.right

    @property
    def counted(self) -> int:
        """Repetitions that were counted."""
        return self.right + self.extra + self.attempts_counted

    @property
    def quality(self) -> float:
        """How well sides, holds and faults were told, 0 to 1; 1 where the labels speak of none of them."""
        faults = self.faults_right + self.faults_false + self.faults_missed
        parts = [
            (_SIDES, self.sides_right, self.sided),
            (_HOLDS, self.hold_credit, self.held),
            (_FAULTS, self.faults_right, faults),
        ]
        known = [(weight, got / whole) for weight, got, whole in parts if whole]
        return sum(weight * share for weight, share in known) / sum(weight for weight, _ in known) if known else 1.0

    @property
    def score(self) -> float:
        """0 to 1: repetitions that are right, of those that are labelled and those that were counted in vain.

        All that is wrong with sides, holds and faults weighs together as much as one repetition counted in vain, at
        the most. So one that is missed or counted in vain is never paid for by them, in one recording or in several
        put together. Among them a side weighs twice as much as a hold, and a hold twice as much as a fault.
        """
        wanted = self.labelled + self.extra + self.attempts_counted + (1.0 - self.quality)
        return (self.right if self.labelled else 1.0) / (wanted if self.labelled else 1.0 + wanted)


def agreement(events: Sequence[Event], labels: Labels) -> Agreement:
    """Compares what was told of a recording with its labels.

    Holds that are shorter than the dose asks for are no faults here: labels say how long a hold is. Movements that may
    be counted or not are left out, with their faults.
    """
    attempts = labels.those(Counts.NO)
    matches = match_repetitions(events, labels.repetitions, attempts, labels.those(Counts.MAYBE))
    sided = [(found, true) for found, true in matches.pairs if true.side is not None]
    errors_s = [abs(found.hold_s - true.hold_s) for found, true in matches.pairs if true.hold_s is not None]
    faults = _fault_counts(events, labels, matches)
    return Agreement(
        labelled=len(labels.repetitions),
        right=len(matches.pairs),
        extra=matches.extra,
        attempts=len(attempts),
        attempts_counted=matches.attempts_counted,
        sided=sum(true.side is not None for true in labels.repetitions),
        sides_right=sum(found.side is true.side for found, true in sided),
        held=sum(true.hold_s is not None for true in labels.repetitions),
        holds_timed=len(errors_s),
        hold_error_s=sum(errors_s),
        hold_credit=sum(_hold_credit(error_s) for error_s in errors_s),
        faults_right=sum(count.right for count in faults),
        faults_false=sum(count.false for count in faults),
        faults_missed=sum(count.missed for count in faults),
    )


def pooled(agreements: Iterable[Agreement]) -> Agreement:
    """Several recordings as though they were one."""
    given = list(agreements)
    return Agreement(**{one.name: sum(getattr(each, one.name) for each in given) for one in fields(Agreement)})


def _hold_credit(error_s: float) -> float:
    return min(1.0, max(0.0, (_WRONG_HOLD_S - error_s) / (_WRONG_HOLD_S - _EXACT_HOLD_S)))


@dataclass(frozen=True, slots=True)
class _LabelledFault:
    check: str
    rep: int | None
    start_s: float
    end_s: float


def _fault_counts(
    events: Sequence[Event], labels: Labels, matches: RepetitionMatches[LabelledMovement]
) -> list[FaultCount]:
    """Labels name the repetition that a fault spoils, not its own time, so the repetition's time stands for it."""
    there = [
        _LabelledFault(check, place, one.start_s, one.end_s)
        for place, one in enumerate(labels.repetitions, start=1)
        for check in labels.known_faults(one)
    ]
    attempts, maybes = labels.those(Counts.NO), labels.those(Counts.MAYBE)
    there += [
        _LabelledFault(check, None, one.start_s, one.end_s) for one in attempts for check in labels.known_faults(one)
    ]
    told = [
        event
        for event in events
        if isinstance(event, FaultEnded)
        and not any(_in(event, one) for one in maybes)
        and (labels.faults_known or any(_in(event, one) and one.speaks_of(event.check) for one in labels.movements))
    ]
    counts = match_faults(told, there, matches.places)
    return [count for count in counts if count.check != HOLD_CHECK]


def _in(fault: FaultEnded, movement: LabelledMovement) -> bool:
    return movement.start_s <= (fault.start_s + fault.end_s) / 2 <= movement.end_s
