"""When movements begin, hold and end, read off the frames that are shown instead of off the plan."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sample_videos.anatomy.body import Side
from sample_videos.frames import Shown
from sample_videos.take import Take
from sample_videos.timeline import SETTLE, Phase
from sample_videos.truth import Attempt, Fault, Repetition

__all__ = ["StrokeEdges", "attempts_of", "faults_of", "phases_of", "repetitions_of", "strokes_of"]

_COUNTS_FROM, _ATTEMPT_BELOW = 0.6, 0.5
"""Of the way."""
_BESIDE = 1
"""The node next to the start belongs to it, because swaying shows it."""


@dataclass(frozen=True)
class StrokeEdges:
    """Frames of a stroke.

    Attributes:
        effort: Index of its effort.
        start: The last in the start position.
        plateau: The first and the last in the end position.
        end: The first that is back in the start position.
        holds: Whether the end position is meant to be held.
    """

    effort: int
    start: int
    plateau: tuple[int, int]
    end: int
    holds: bool


def strokes_of(take: Take) -> list[StrokeEdges]:
    """All strokes in order."""
    spans = take.plan.spans
    strokes: dict[tuple[int, int], list[int]] = {}
    for index, span in enumerate(spans):
        if span.effort is not None and span.stroke is not None:
            strokes.setdefault((span.effort, span.stroke), []).append(index)
    return [_stroke(take, effort, stroke, set(members)) for (effort, stroke), members in strokes.items()]


def _stroke(take: Take, effort: int, stroke: int, members: set[int]) -> StrokeEdges:
    shown = [(frame, spot) for frame, spot in enumerate(take.shown) if spot and spot.span in members]
    away = [frame for frame, spot in shown if spot.node > _BESIDE]
    reach = take.plan.efforts[effort].kind.strokes[stroke].reach
    turning = take.lines[shown[0][1].path].nearest(reach)
    plateau = [frame for frame, spot in shown if spot.node >= turning] or [_farthest(shown)]
    holds = any(take.plan.spans[index].phase == "hold" for index in members)
    last = len(take.shown) - 1
    return StrokeEdges(effort, max(away[0] - 1, 0), (plateau[0], plateau[-1]), min(away[-1] + 1, last), holds)


def _farthest(shown: list[tuple[int, Shown]]) -> int:
    """Frames may be missing at the very turn."""
    return max(shown, key=lambda pair: pair[1].node)[0]


def _of_effort(strokes: Iterable[StrokeEdges], effort: int) -> list[StrokeEdges]:
    return [stroke for stroke in strokes if stroke.effort == effort]


def _times(take: Take) -> list[float]:
    return [_seconds(shot.time_s) for shot in take.shots]


def _seconds(value: float) -> float:
    # Adding zero turns -0.0 into 0.0.
    return round(value, 4) + 0.0


def _shown_side(take: Take, side: Side | None) -> Side | None:
    """In a mirrored picture left is right."""
    if side is None or not take.recipe.effects.mirrored:
        return side
    return "left" if side == "right" else "right"


def repetitions_of(take: Take, strokes: list[StrokeEdges]) -> tuple[Repetition, ...]:
    """Those that count; the hold of several strokes is the first one's."""
    counted = [index for index, effort in enumerate(take.plan.efforts) if effort.kind.counted]
    return tuple(_repetition(take, _of_effort(strokes, index), rep + 1) for rep, index in enumerate(counted))


def _repetition(take: Take, strokes: list[StrokeEdges], number: int) -> Repetition:
    times, first = _times(take), strokes[0]
    effort = take.plan.efforts[first.effort]
    hold = tuple(times[frame] for frame in first.plateau) if first.holds else (None, None)
    return Repetition(
        number=number,
        side=_shown_side(take, effort.side),
        start_s=times[first.start],
        hold_start_s=hold[0],
        hold_end_s=hold[1],
        end_s=times[strokes[-1].end],
        hold_s=None if hold[0] is None or hold[1] is None else _seconds(hold[1] - hold[0]),
        faults=effort.kind.faults,
    )


def attempts_of(
    take: Take, strokes: list[StrokeEdges], share_of: Callable[[Side | None, range], float]
) -> tuple[Attempt, ...]:
    """Those that were planned to be none; `share_of` gives how far a side goes in some frames."""
    return tuple(
        _attempt(take, index, _of_effort(strokes, index), share_of)
        for index, effort in enumerate(take.plan.efforts)
        if not effort.kind.counted
    )


def _attempt(
    take: Take, index: int, strokes: list[StrokeEdges], share_of: Callable[[Side | None, range], float]
) -> Attempt:
    times, effort = _times(take), take.plan.efforts[index]
    share = round(share_of(effort.side, range(strokes[0].start, strokes[-1].end + 1)), 2) + 0.0
    return Attempt(
        side=_shown_side(take, effort.side),
        start_s=times[strokes[0].start],
        end_s=times[strokes[-1].end],
        faults=effort.kind.faults,
        share=share,
        counts="yes" if share >= _COUNTS_FROM else "no" if share < _ATTEMPT_BELOW else "maybe",
    )


def faults_of(take: Take, strokes: list[StrokeEdges]) -> tuple[Fault, ...]:
    """Every planted fault of every repetition and attempt, in order."""
    return tuple(_faults(take, strokes))


def _faults(take: Take, strokes: list[StrokeEdges]) -> Iterator[Fault]:
    times, number = _times(take), 0
    for index, effort in enumerate(take.plan.efforts):
        number += effort.kind.counted
        own = _of_effort(strokes, index)
        edges = own[0].plateau if own[0].holds else (own[0].start, own[-1].end)
        for check in effort.kind.faults:
            yield Fault(
                check=check,
                rep=number if effort.kind.counted else None,
                side=_shown_side(take, effort.side),
                start_s=times[edges[0]],
                end_s=times[edges[1]],
            )


def phases_of(take: Take, strokes: list[StrokeEdges]) -> tuple[tuple[str, float], ...]:
    """Each phase with the second at which it begins."""
    changes: list[tuple[Phase, int]] = _opening(take)
    for stroke in strokes:
        first, last = stroke.plateau
        turn: list[tuple[Phase, int]] = (
            [("hold", first), ("returning", last)] if stroke.holds else [("returning", (first + last) // 2)]
        )
        changes += [("outbound", stroke.start), *turn, ("rest", stroke.end)]
    times = _times(take)
    nexts = [frame for _, frame in changes[1:]] + [len(times)]
    return tuple((phase, times[frame]) for (phase, frame), after in zip(changes, nexts, strict=True) if frame < after)


def _opening(take: Take) -> list[tuple[Phase, int]]:
    """The clip's first phase, and the rest after it if the person has to come into position."""
    away = [
        frame
        for frame, spot in enumerate(take.shown)
        if spot is None
        or (take.plan.spans[spot.span].phase == "away" and not (spot.path == SETTLE and spot.node <= _BESIDE))
    ]
    if not away:
        return [("rest", 0)]
    return [("away", 0), ("rest", away[-1] + 1)] if away[-1] + 1 < len(take.shown) else [("away", 0)]
