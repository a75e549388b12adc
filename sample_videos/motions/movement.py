"""What a movement is made of: paths of poses, strokes along them, and the ways to do a repetition."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Literal, Protocol, TypeAlias

from sample_videos.anatomy.body import SIDES, Body, Pose, Side

__all__ = [
    "CLEAN",
    "Movement",
    "Path",
    "Posture",
    "RepetitionKind",
    "SidedPath",
    "Stroke",
    "Tempo",
    "View",
    "both_sides",
]

CLEAN = "clean"
"""The kind of repetition without a fault."""

Path: TypeAlias = Callable[[float], Pose]
"""Takes 0 (start position) to 1 (end position) and gives the pose on the way, in the world: mat's top z = 0."""


class SidedPath(Protocol):
    """A path for either working side."""

    def __call__(self, share: float, /, side: Side) -> Pose:
        """The pose at a place on the path, 0 to 1."""


View: TypeAlias = Literal["side", "front"]

Posture: TypeAlias = Literal["supine", "prone", "all fours", "kneeling", "seated", "standing"]


@dataclass(frozen=True)
class Tempo:
    """Ranges of seconds that a repetition's parts are drawn from; a hold of (0, 0) turns round at once."""

    out_s: tuple[float, float]
    hold_s: tuple[float, float]
    back_s: tuple[float, float]
    rest_s: tuple[float, float]


@dataclass(frozen=True)
class Stroke:
    """Once along a path and back.

    Attributes:
        path: Name of the path.
        reach: How far along it the turning point lies.
    """

    path: str
    reach: float = 1.0


@dataclass(frozen=True)
class RepetitionKind:
    """One way to do a repetition.

    Attributes:
        strokes: In their order; most exercises have one, cat_cow has two.
        faults: Ids of the checks that it must fail.
        counted: Whether it counts as a repetition; otherwise it is an attempt.
        hold_s: Another hold than the tempo's, for faults of time.
    """

    strokes: tuple[Stroke, ...]
    faults: tuple[str, ...] = ()
    counted: bool = True
    hold_s: tuple[float, float] | None = None


@dataclass(frozen=True)
class Movement:
    """An exercise as the renderer knows it.

    Attributes:
        exercise: Its id.
        posture: What the body rests on.
        tempo: Of its repetitions.
        sides: The working sides in the order of the repetitions, or (None,) when both work together.
        kinds: Repetition kinds by name, each by side. Every movement has `CLEAN`; the others are named for their fault.
        paths: Makes the movement's paths for a body; all start in the same pose.
        view: Whether the camera sees the person from the side or from the front.
    """

    exercise: str
    posture: Posture
    tempo: Tempo
    sides: tuple[Side | None, ...]
    kinds: Mapping[str, Mapping[Side | None, RepetitionKind]]
    paths: Callable[[Body], Mapping[str, Path]]
    view: View = "side"


def both_sides(paths: Mapping[str, SidedPath]) -> dict[str, Path]:
    """A path for each side, named for it."""
    return {f"{name}_{side}": partial(path, side=side) for name, path in paths.items() for side in SIDES}
