"""Which of the found repetitions and faults are which of the true ones, as the product's tuning matches them."""

from collections.abc import Collection, Sequence
from typing import TypeAlias

from posecoach.counting.events import Event
from posecoach.tuning import matching
from posecoach.tuning.matching import FaultCount, RepetitionMatches, match_repetitions
from sample_videos.truth import Attempt, Repetition, Truth

__all__ = ["FaultCount", "RepMatches", "match_faults", "match_reps"]

RepMatches: TypeAlias = RepetitionMatches[Repetition | Attempt]
"""Counted repetitions and what they are, also of movements that turned back."""


def match_reps(events: Sequence[Event], truth: Truth) -> RepMatches:
    """Matches by shared time."""
    return match_repetitions(events, (*truth.reps, *truth.attempts), ())


def match_faults(events: Sequence[Event], truth: Truth, reps: RepMatches, checks: Collection[str]) -> list[FaultCount]:
    """A found fault is a planted one if the check is the same, and the repetition; outside of those, the time.

    Faults that were planted for a check that the exercise hasn't got are left out: nobody could find them.
    """
    planted = [fault for fault in truth.faults if fault.check in checks]
    return matching.match_faults(events, planted, reps.places)
