"""All that a live picture shows at one moment, in the words of the person's language."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.counting.state import CoachState
from posecoach.feedback.draw.angle_arc import DriveView
from posecoach.feedback.draw.layout import Layout
from posecoach.pose.landmarks import Side
from posecoach.session.moments import Stage

__all__ = ["Breath", "Card", "Demonstration", "Message", "Scene", "Status", "Summary", "SummaryBlock"]


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
class Status:
    """What the camera sees of the person, in one line.

    Attributes:
        text: Such as "I see all of you."
        good: Whether nothing has to be done about it.
    """

    text: str
    good: bool = True


@dataclass(frozen=True, eq=False, slots=True)
class Demonstration:
    """How the exercise is done.

    Attributes:
        image: The loop's picture of this moment, of any size.
        large: Whether it is what matters now; else it stands in a corner.
    """

    image: RgbImage
    large: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A screen of words: advice, a question, rest, pause, keys.

    Attributes:
        title: In a few words.
        big: One thing to be read from three metres, such as the seconds left; None for none.
        rows: Lines; a pair is a narrow left column and what stands beside it.
        foot: What to do to go on; None for nothing.
        choices: Keys that answer, and what each of them says.
    """

    title: str
    big: str | None = None
    rows: tuple[str | tuple[str, str], ...] = ()
    foot: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryBlock:
    """What one exercise came to; a line that is empty is left out.

    Attributes:
        title: Name of the exercise.
        done: How much of what was asked for was done, and how well.
        help: The one thing that would help most next time.
        well: One thing that went well.
    """

    title: str
    done: str
    help: str = ""
    well: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a session came to.

    Attributes:
        title: In a word.
        blocks: One for each exercise.
        foot: Where it was saved or that it wasn't, and how to leave.
        shown_s: How long it has been on the screen.
        stays_s: How long it will have been when it closes by itself.
    """

    title: str
    blocks: tuple[SummaryBlock, ...]
    foot: str
    shown_s: float = 0.0
    stays_s: float = 30.0


@dataclass(frozen=True, eq=False, slots=True)
class Scene:
    """One moment on the screen.

    Attributes:
        stage: Where the session is.
        title: Name of the exercise.
        layout: Where the camera picture and panels are; None for a camera picture that fills the window.
        status: What the camera sees of the person; None where nobody is looked for.
        plan: How far the session is, such as "Exercise 2 of 3"; None for nothing.
        points: Shape (33, 2), pixels of the picture that is drawn on, mirrored with it; None for no body.
        near: The side nearer to the camera; None for a body that faces it.
        marked: Joints of the parts of the body that are not where they should be.
        view: How the drive is drawn; None for no arc.
        state: What the coach knows; None before it has seen anything.
        sided: Whether sides take turns, so that room is kept for naming one.
        message: What to do now.
        countdown: Whole seconds until the exercise begins.
        demonstration: How the exercise is done; None for nothing to show.
        breath: The breathing pacer.
        card: A screen of words over the darkened picture, instead of count and ring.
        summary: What the session came to, over the darkened picture.
        muted: Whether the sound is off.
        warning: What is wrong with the recording of the session; None for nothing.
        stats: Lines of `--stats`, with which the angle is written beside its arc.
    """

    stage: Stage
    title: str
    layout: Layout | None = None
    status: Status | None = None
    plan: str | None = None
    points: NDArray[np.float64] | None = None
    near: Side | None = None
    marked: tuple[str, ...] = ()
    view: DriveView | None = None
    state: CoachState | None = None
    sided: bool = True
    message: Message | None = None
    countdown: int | None = None
    demonstration: Demonstration | None = None
    breath: Breath | None = None
    card: Card | None = None
    summary: Summary | None = None
    muted: bool = False
    warning: str | None = None
    stats: tuple[str, ...] = ()
