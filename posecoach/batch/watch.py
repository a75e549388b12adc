"""Watching for recordings that come, or change, while nobody is at the keyboard."""

from collections.abc import Callable, Iterator, Sequence

from posecoach.batch.recordings import Recording
from posecoach.batch.status import FileIdentity

__all__ = ["settled_recordings"]


def settled_recordings(look: Callable[[], Sequence[Recording]], pause: Callable[[], None]) -> Iterator[list[Recording]]:
    """Recordings as they come, without an end.

    A file that is still being copied changes from one look to the next, and is left until it doesn't.

    Args:
        look: Finds all recordings that are there.
        pause: Waits until the next look.
    """
    before, given = dict[Recording, FileIdentity | None](), dict[Recording, FileIdentity | None]()
    while True:
        now = {recording: FileIdentity.of(recording.path) for recording in look()}
        settled = {
            recording: file
            for recording, file in now.items()
            if file is not None and before.get(recording) == file != given.get(recording)
        }
        if settled:
            given |= settled
            yield list(settled)
        before = now
        pause()
