"""The chain, written once: landmarks in; stabilised, measured, counted; a session and its outputs out."""

from collections.abc import Callable, Iterable, Sequence

from posecoach.counting.coach import Coach
from posecoach.counting.events import NotCounted
from posecoach.errors import SourceError
from posecoach.messages import Message, in_a_row
from posecoach.pose.series import Landmarks
from posecoach.results.outputs import Output
from posecoach.results.session import Session
from posecoach.results.session_builder import FrameSpan, SessionBuilder

__all__ = ["has_poses", "nobody_in_view", "run"]

_FEWEST_FRAMES_WITH_POSE = 0.02
"""Of all frames; fewer are chance finds in a picture without a person."""


def has_poses(frames_with_pose: int, frames: int) -> bool:
    """Whether a person is in enough frames not to be a chance find."""
    return frames_with_pose > _FEWEST_FRAMES_WITH_POSE * frames


def nobody_in_view(source: str, losses: Sequence[str]) -> SourceError:
    """The error of a recording without a person: what could not be read of it may be why."""
    if losses:
        told = Message(
            "{source}: nobody is in view where it can be read: {losses}; copy it again",
            source=source,
            losses=in_a_row(losses),
        )
        return SourceError(told)
    return SourceError(Message("{source}: nobody is in view; film the whole body from the side", source=source))


def run(
    pieces: Iterable[Landmarks],
    coach: Coach,
    builder: SessionBuilder,
    outputs: Sequence[Output] = (),
    *,
    explain: Callable[[], str | None] = lambda: None,
    losses: Callable[[int], Sequence[str]] = lambda _: (),
) -> Session:
    """Coaches a recording.

    Args:
        pieces: Its landmarks, in consecutive pieces of at least one frame; the result doesn't depend on their length.
        coach: Follows its exercise.
        builder: Collects what it finds.
        outputs: Given each piece, and the session at the end.
        explain: Asked for one more reason when nothing was counted.
        losses: Asked what could not be read, by how many frames could.

    Raises:
        SourceError: If nobody is in view.
    """
    span = FrameSpan()
    for piece in pieces:
        advance = coach.advance(piece)
        builder.add(advance.events)
        span.add(piece)
        for output in outputs:
            output.add(piece, advance)
    if not has_poses(span.frames_with_pose, span.frames):
        raise nobody_in_view(builder.origin.source, losses(span.frames))
    builder.add(coach.finish())
    reason = None if coach.count else explain()
    if reason is not None:
        builder.add([NotCounted(span.first_s, span.last_s, reason)])
    session = builder.build(span, losses(span.frames))
    for output in outputs:
        output.save(session)
    return session
