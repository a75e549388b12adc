"""Scripted people who are led through a session frame by frame, as in a live one, and its moments in few words."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import repeat
from typing import Any, TypeAlias

import numpy as np

from posecoach.counting.events import Attempted, Event, HoldStarted, PaceCue, RepetitionCounted
from posecoach.counting.state import Hint
from posecoach.exercise.library import ExerciseLibrary
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.estimator import Pose
from posecoach.pose.landmarks import Side
from posecoach.pose.series import Landmarks, StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.session.guide import Command, Guide, Seen
from posecoach.session.moments import (
    ConditionUnmet,
    CountdownTick,
    CueGiven,
    Dosed,
    FaultRecalled,
    HintGiven,
    HoldDone,
    HoldTick,
    Moment,
    MovingTick,
    Paused,
    PositionAsked,
    Praised,
    QuestionAsked,
    RestTick,
    Resumed,
    SideAsked,
    SideChanged,
    StageEntered,
    TaskEnded,
)
from posecoach.session.task import GuidedTask
from posecoach.testing import AnyFigure, Figure, FrontFigure, between, scripted_pose

RATE_HZ = 10.0
"""Less than cameras give, because it costs less time; nothing here depends on it."""
SIZE = (1280, 720)

HOOK, UP = Figure.supine(), Figure.supine(178.0)
"""The start position and the top of a bridge."""
STANDING = FrontFigure()
ARMS_UP = STANDING.with_limbs(shoulder_angle=172.0)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a script: from one figure to another within some seconds; None for nobody."""

    start: AnyFigure | None
    end: AnyFigure | None
    seconds: float

    def at(self, time_s: float) -> AnyFigure | None:
        """The figure at a time since the beginning of this stretch."""
        if self.start is self.end or self.start is None or self.end is None:
            return self.start
        share = 0.5 - 0.5 * math.cos(math.pi * min(1.0, time_s / self.seconds))
        return between(self.start, self.end, round(share, 4))


Script: TypeAlias = Sequence[Part]


def still(figure: AnyFigure | None, seconds: float) -> list[Part]:
    return [Part(figure, figure, seconds)]


def travel(start: AnyFigure, end: AnyFigure, seconds: float = 1.2) -> list[Part]:
    return [Part(start, end, seconds)]


def rep(
    top: AnyFigure = UP, hold_s: float = 1.4, *, start: AnyFigure = HOOK, way_s: float = 1.2, rest_s: float = 0.8
) -> list[Part]:
    """From the start position to a top and back, with a hold, and the rest after it."""
    return [*travel(start, top, way_s), *still(top, hold_s), *travel(top, start, way_s), *still(start, rest_s)]


@cache
def _exercise(exercise_id: str) -> Exercise:
    """As its file has it: the scripts go to where its own zones are."""
    return ExerciseLibrary.open().raw(exercise_id)


def task(exercise_id: str = "bridge", *, rest_s: float = 0.0, note: str = "", **dose: object) -> GuidedTask:
    """An exercise with a dose of one's own."""
    return GuidedTask(_exercise(exercise_id), "own", Dose.model_validate(dose), rest_s, note)


@lru_cache(maxsize=4096)
def _pose(figure: AnyFigure) -> Pose:
    return scripted_pose(figure, SIZE)


def series_of(script: Script, steps_s: Iterator[float] | None = None, begin_s: float = 0.0) -> Landmarks:
    """A script's frames, the first of them a step after its beginning."""
    steps_s = repeat(1 / RATE_HZ) if steps_s is None else steps_s
    times_s: list[float] = []
    poses: list[Pose | None] = []
    since_s = next(steps_s)
    for part in script:
        while since_s <= part.seconds + 1e-9:
            figure = part.at(since_s)
            times_s.append(begin_s + since_s)
            poses.append(None if figure is None else _pose(figure))
            since_s += next(steps_s)
        since_s -= part.seconds
        begin_s += part.seconds
    return Landmarks.of(times_s, poses, SIZE)


def rows(poses: StablePoses) -> Iterator[StablePoses]:
    """One frame after the other."""
    for row in range(len(poses)):
        yield poses[row : row + 1]


@dataclass(slots=True)
class Session:
    """A guide that is shown one script after the other."""

    guide: Guide
    steps_s: Iterator[float] = field(default_factory=lambda: repeat(1 / RATE_HZ))
    scale: float = 1.0
    shift: tuple[float, float] = (0.0, 0.0)
    tremble_px: float = 0.0
    moments: list[Moment] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    time_s: float = 0.0
    _stabilise: Stabiliser = field(default_factory=Stabiliser)

    @classmethod
    def of(cls, *tasks: GuidedTask, ask: bool = False, advise: bool = False) -> "Session":
        return cls(Guide(tasks, ask=ask, advise=advise))

    @classmethod
    def begun(cls, *tasks: GuidedTask, start: AnyFigure = HOOK) -> "Session":
        """Just past the countdown, with a body in the start position; what was said until then is forgotten."""
        session = cls.of(*tasks)
        usual, session.steps_s = session.steps_s, repeat(0.2)
        session.show(still(start, 6.0))
        session.steps_s = usual
        assert brief(session.moments[-1]) == "exercise 0"
        session.moments.clear()
        return session

    def show(self, script: Script, *, speaking: bool = False, picture: Hint | None = None) -> list[str]:
        """What the script's frames bring, in few words."""
        series = series_of(script, self.steps_s, self.time_s)
        self.time_s += sum(part.seconds for part in script)
        middle = np.array([SIZE[0] / 2, SIZE[1] / 2, 0.0], np.float32)
        shift = np.array([*self.shift, 0.0], np.float32)
        series.points[...] = (series.points - middle) * np.float32(self.scale) + middle + shift
        noise = np.random.default_rng(round(15 * self.time_s)).normal(0.0, self.tremble_px, series.points.shape)
        series.points[...] += noise.astype(np.float32)
        seen = (Seen(row, picture, speaking) for row in rows(self._stabilise(series)))
        return [words for one in seen for words in self.note(self.guide.step(one))]

    def press(self, command: Command) -> list[str]:
        return self.note(self.guide.command(command))

    def answer(self, *, yes: bool) -> list[str]:
        return self.note(self.guide.answer(yes=yes))

    def camera_stops(self, seconds: float) -> list[str]:
        """No pictures for some seconds, which is noticed; the next picture is the end of that."""
        gone = self.note(self.guide.camera_gone())
        self.time_s += seconds
        return gone

    def finish(self) -> list[str]:
        return self.note(self.guide.finish())

    @property
    def told(self) -> list[str]:
        """All moments so far in few words."""
        return in_brief(self.moments)

    def note(self, moments: list[Moment]) -> list[str]:
        """Keeps what the guide has just said, and what its coach found."""
        self.moments += moments
        self.events += self.guide.events
        return in_brief(moments)


_BRIEF: dict[type, Callable[[Any], str]] = {
    StageEntered: lambda it: f"{it.stage.value} {it.task}",
    QuestionAsked: lambda it: f"question {it.question.name}",
    PositionAsked: lambda it: "asked again" if it.again else "asked",
    ConditionUnmet: lambda it: f"unmet {it.condition.name}",
    HintGiven: lambda it: f"hint {it.hint.name}",
    CountdownTick: lambda it: f"in {it.seconds}",
    HoldStarted: lambda _: "holds",
    HoldTick: lambda it: f"hold {it.seconds}",
    HoldDone: lambda _: "held",
    MovingTick: lambda it: f"moved {it.seconds}",
    RepetitionCounted: lambda it: f"rep {it.number}{_side(it.side)}",
    Attempted: lambda it: f"attempt{_side(it.side)}",
    PaceCue: lambda _: "pace",
    CueGiven: lambda it: f"cue {it.check}",
    FaultRecalled: lambda it: f"recall {it.check}",
    Praised: lambda it: "mended" if it.mended else "praised",
    SideAsked: lambda it: f"begin {it.side.value}",
    SideChanged: lambda it: f"now {it.side.value}",
    Dosed: lambda it: f"{it.more} more",
    TaskEnded: lambda it: f"ended {it.task}{'' if it.complete else ' incomplete'}",
    RestTick: lambda it: f"rest {it.seconds}",
    Paused: lambda it: f"paused {it.reason.value}",
    Resumed: lambda _: "resumed",
}


def _side(side: Side | None) -> str:
    return f" {side.value}" if side else ""


def brief(moment: Moment) -> str:
    """A moment in few words; none for those that only the record keeps."""
    words = _BRIEF.get(type(moment))
    return words(moment) if words else ""


def in_brief(moments: Sequence[Moment]) -> list[str]:
    return [words for moment in moments if (words := brief(moment))]
