"""Cutting a recording into stretches that are analysed side by side."""

import math
from dataclasses import dataclass
from itertools import pairwise

WARM_UP_S = 0.5
"""How much of the recording a tracker sees before its segment begins, so that it has found the person by then."""

SEGMENT_S = 12.0
"""The length that segments come close to."""

UNDIVIDED_BELOW_S = 4.0
"""Shorter recordings stay whole: their warm-ups would cost more than a second worker saves."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a recording, in seconds of media time.

    Attributes:
        index: Position among the segments, from 0.
        warm_up_s: Where reading begins. What lies before `start_s` only warms up the tracker.
        start_s: First moment that belongs to the segment.
        end_s: First moment that no longer does; infinite for the last segment.
    """

    index: int
    warm_up_s: float
    start_s: float
    end_s: float


def plan_segments(duration_s: float) -> list[Segment]:
    """Cut a recording of `duration_s` seconds into equal segments.

    The cuts depend on the recording alone, never on the machine, so that results are the same everywhere.
    Together the segments cover [0, inf) even if the recording turns out longer than its header says.
    """
    count = _segment_count(duration_s)
    starts = [duration_s * index / count for index in range(1, count)]
    edges = [0.0, *starts, math.inf]
    return [
        Segment(index, max(0.0, start - WARM_UP_S), start, end) for index, (start, end) in enumerate(pairwise(edges))
    ]


def _segment_count(duration_s: float) -> int:
    if duration_s < UNDIVIDED_BELOW_S:
        return 1
    # An even number keeps two workers equally busy.
    return 2 * max(1, round(duration_s / (2 * SEGMENT_S)))
