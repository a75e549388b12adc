"""All that a live picture shows at one moment, in the words of the person's language."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.counting.state import CoachState
from posecoach.feedback.draw.angle_arc import DriveView
from posecoach.pose.landmarks import Side
from posecoach.session.moments import Stage

__all__ = ["Breath", "CameraQuality", "Card", "Message", "Scene"]


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence at the bottom; a fault has a warning triangle, a hint a disc."""

    text: str
    fault: bool = False


@dataclass(frozen=True, slots=True)
class Breath:
    """The breathing pacer.

    Attributes:
        text: The breathing cue.
        fill: How full the lungs should be, 0 to 1; None where the cue doesn't say whether to breathe in or out.
    """

    text: str
    fill: float | None


@dataclass(frozen=True, slots=True)
class CameraQuality:
    """How good the camera's pictures are.

    Attributes:
        text: Such as "1280x720 30/s".
        good: Whether they are good enough.
    """

    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A screen of words: advice, rest, pause, summary, keys.

    Attributes:
        title: In a few words.
        big: One thing to be read from three metres, such as the seconds left; None for none.
        rows: Lines; a pair is a narrow left column and what stands beside it.
        foot: What to do to go on; None for nothing.
    """

    title: str
    big: str | None = None
    rows: tuple[str | tuple[str, str], ...] = ()
    foot: str | None = None


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """One moment on the screen.

    Attributes:
        stage: Where the session is.
        title: Name of the exercise.
        points: Shape (33, 2), pixels of the picture that is drawn on, mirrored with it; None for no body.
        near: The side nearer to the camera; None for a body that faces it.
        view: How the drive is drawn; None for no arc.
        state: What the coach knows; None before it has seen anything.
        message: What to say at the bottom.
        countdown: Whole seconds until the exercise begins.
        next_title: Name of the next exercise.
        breath: The breathing pacer.
        camera: The camera's quality.
        card: A screen of words over the darkened picture, instead of count and ring.
        muted: Whether the sound is off.
        warning: What is wrong with the recording of the session; None for nothing.
        stats: Lines of `--stats`.
    """

    stage: Stage
    title: str
    points: NDArray[np.float64] | None = None
    near: Side | None = None
    view: DriveView | None = None
    state: CoachState | None = None
    message: Message | None = None
    countdown: int | None = None
    next_title: str | None = None
    breath: Breath | None = None
    camera: CameraQuality | None = None
    card: Card | None = None
    muted: bool = False
    warning: str | None = None
    stats: tuple[str, ...] = ()
