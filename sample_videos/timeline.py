"""What the person means to do and when: the clip's repetitions as spans of smooth motion along the movement's paths."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from sample_videos.anatomy.body import Side
from sample_videos.anatomy.rotation import Array
from sample_videos.motions.movement import Movement, RepetitionKind, Stroke, Tempo
from sample_videos.recipes import Recipe
from sample_videos.wander import Wander, wander

__all__ = ["EMPTY_S", "SETTLE", "TALK", "Effort", "Moment", "Phase", "Plan", "Span", "plan_of"]

Phase: TypeAlias = Literal["away", "rest", "outbound", "hold", "returning"]

EMPTY_S = 6.0
"""Seconds of an empty room."""

TALK = "kneeling_talk"
SETTLE = "settle"
"""Optional paths: kneeling and talking; and from the start pose (0) to where the talking begins (1)."""

_SAMPLES = 121
_EDGE_REST_S = (0.9, 1.2)
_PAUSE_S = (0.15, 0.4)
_TALK_S = (4.6, 5.4)
_SETTLE_S = (2.3, 2.7)
_HESITATION_ODDS = 0.15
_SWAY_FROM = 0.35


@dataclass(frozen=True)
class Effort:
    """A repetition or an attempt."""

    kind: RepetitionKind
    side: Side | None


@dataclass(frozen=True)
class Span:
    """A stretch of time on one path.

    Attributes:
        start_s: Seconds of the clip.
        end_s: As above.
        path: Name of the path.
        phase: What the person does.
        curve: Progress along the path, evenly spaced over the span.
        effort: Index of the effort it belongs to; None before, between and after them.
        stroke: Index of the stroke within the effort.
        sway: How the person fails to keep still; None while moving.
    """

    start_s: float
    end_s: float
    path: str
    phase: Phase
    curve: tuple[float, ...]
    effort: int | None = None
    stroke: int | None = None
    sway: Wander | None = None

    def progress(self, time: float) -> float:
        """Progress along the path at a second of the clip."""
        return float(np.interp(time, np.linspace(self.start_s, self.end_s, len(self.curve)), self.curve))

    def sways(self, time: float) -> bool:
        """Whether the person has just given way a little; never near the span's ends."""
        if self.sway is None:
            return False
        share = (time - self.start_s) / (self.end_s - self.start_s)
        window = min(1.0, 4 * share, 4 * (1 - share))
        return bool(window * float(self.sway.at(time)) > _SWAY_FROM)


@dataclass(frozen=True)
class Moment:
    """Where the person is on which path; `sways` asks for the pose beside it."""

    span: int
    path: str
    progress: float
    sways: bool


@dataclass(frozen=True)
class Plan:
    """The whole clip; without spans the room is empty."""

    spans: tuple[Span, ...]
    efforts: tuple[Effort, ...]
    duration_s: float

    def at(self, time: float) -> Moment | None:
        """What happens at a second; times outside the clip are its ends."""
        if not self.spans:
            return None
        index = max(0, bisect_right(self.spans, time, key=lambda span: span.start_s) - 1)
        span = self.spans[index]
        return Moment(index, span.path, span.progress(time), span.sways(time))


def plan_of(recipe: Recipe, movement: Movement) -> Plan:
    """Draws the clip's course from its seed.

    Raises:
        KeyError: The movement lacks a kind of repetition, or the kind lacks a side.
    """
    if not recipe.reps:
        return Plan((), (), EMPTY_S)
    efforts = tuple(_effort(name, turn, movement) for turn, name in enumerate(recipe.reps))
    draft = _Draft(movement.tempo, np.random.default_rng([recipe.seed, 0]))
    if recipe.before is not None:
        draft.arrive()
    draft.rest(efforts[0].kind.strokes[0].path, _EDGE_REST_S)
    for index, effort in enumerate(efforts):
        draft.perform(index, effort.kind)
        if index + 1 < len(efforts):
            draft.rest(efforts[index + 1].kind.strokes[0].path, movement.tempo.rest_s)
    draft.rest(efforts[-1].kind.strokes[-1].path, _EDGE_REST_S)
    return Plan(tuple(draft.spans), efforts, draft.now)


def _effort(name: str, turn: int, movement: Movement) -> Effort:
    """A kind's name may end in "@left" or "@right", which chooses the side out of turn."""
    kind, _, forced = name.partition("@")
    side = movement.sides[turn % len(movement.sides)]
    if forced:
        side = "left" if forced == "left" else "right"
    return Effort(movement.kinds[kind][side], side)


class _Draft:
    """Writes spans one after another."""

    def __init__(self, tempo: Tempo, rng: np.random.Generator) -> None:
        self.spans: list[Span] = []
        self.now = 0.0
        self._tempo = tempo
        self._rng = rng

    def arrive(self) -> None:
        """Kneels and talks, then takes the start position."""
        seconds = self._drawn(_TALK_S)
        share = np.linspace(0, 1, _SAMPLES)
        ends = _minimum_jerk(np.clip(np.minimum(share, 1 - share) / 0.1, 0, 1))
        talking = ends * (1 + wander(self._rng, 0.25, 1.2).at(share * seconds)) / 2
        self._write(TALK, "away", seconds, tuple(talking))
        seconds = self._drawn(_SETTLE_S)
        self._write(SETTLE, "away", seconds, tuple(1 - _minimum_jerk(self._course(seconds))))

    def rest(self, path: str, seconds: tuple[float, float], effort: int | None = None) -> None:
        """Stays in the start position."""
        self._stay(path, "rest", self._drawn(seconds), 0.0, (effort, None))

    def perform(self, effort: int, kind: RepetitionKind) -> None:
        """All strokes of a repetition."""
        for index, stroke in enumerate(kind.strokes):
            if index:
                self.rest(stroke.path, _PAUSE_S, effort)
            self._stroke(stroke, kind.hold_s or self._tempo.hold_s, (effort, index))

    def _stroke(self, stroke: Stroke, hold_s: tuple[float, float], where: tuple[int, int]) -> None:
        self._move(stroke, "outbound", self._drawn(self._tempo.out_s), where)
        self._stay(stroke.path, "hold", self._drawn(hold_s), stroke.reach, where)
        self._move(stroke, "returning", self._drawn(self._tempo.back_s), where)

    def _move(self, stroke: Stroke, phase: Phase, seconds: float, where: tuple[int, int]) -> None:
        done = _minimum_jerk(self._course(seconds))
        curve = stroke.reach * (done if phase == "outbound" else 1 - done)
        self._write(stroke.path, phase, seconds, tuple(curve), where)

    def _stay(
        self, path: str, phase: Phase, seconds: float, progress: float, where: tuple[int | None, int | None]
    ) -> None:
        if seconds > 0:
            self._write(path, phase, seconds, (progress, progress), where, wander(self._rng, 0.18, 0.6))

    def _write(
        self,
        path: str,
        phase: Phase,
        seconds: float,
        curve: tuple[float, ...],
        where: tuple[int | None, int | None] = (None, None),
        sway: Wander | None = None,
    ) -> None:
        self.spans.append(Span(self.now, self.now + seconds, path, phase, curve, *where, sway))
        self.now += seconds

    def _drawn(self, between: tuple[float, float]) -> float:
        return float(self._rng.uniform(*between))

    def _course(self, seconds: float) -> Array:
        """How far through the motion the person is at even times, 0 to 1; now and then it nearly stops midway."""
        share = np.linspace(0, 1, _SAMPLES)
        hesitates, middle = self._rng.random() < _HESITATION_ODDS, self._rng.uniform(0.35, 0.65)
        width = self._rng.uniform(0.15, 0.4) / max(seconds, 0.5) / 2
        if not hesitates:
            return share
        speed = 1 - 0.95 * np.exp(-(((share - middle) / width) ** 2))
        way = np.concatenate([[0.0], np.cumsum((speed[1:] + speed[:-1]) / 2)])
        return np.asarray(way / way[-1])


def _minimum_jerk(share: Array) -> Array:
    """The course that people's reaching follows (Flash and Hogan, 1985)."""
    return np.asarray(share**3 * (10 - 15 * share + 6 * share**2))
