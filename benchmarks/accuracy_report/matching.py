"""Which of the found repetitions and faults are which of the true ones, as the product's tuning matches them."""

from collections.abc import Sequence
from typing import TypeAlias

from posecoach.counting.events import Event
from posecoach.tuning import matching
from posecoach.tuning.matching import FaultCount, RepetitionMatches, match_repetitions
from sample_videos.truth import Repetition, Truth

__all__ = ["FaultCount", "RepMatches", "match_faults", "match_reps"]

RepMatches: TypeAlias = RepetitionMatches[Repetition]
"""Counted repetitions and the true ones that they are."""


def match_reps(events: Sequence[Event], truth: Truth) -> RepMatches:
    """Matches by shared time; attempts take part, so that a counted one isn't taken for its neighbour."""
    return match_repetitions(events, truth.reps, truth.attempts)


def match_faults(events: Sequence[Event], truth: Truth, reps: RepMatches) -> list[FaultCount]:
    """A found fault is a planted one if the check is the same, and the repetition; outside of those, the time."""
    return matching.match_faults(events, truth.faults, reps.places)
