"""What live frames come from."""

from dataclasses import dataclass
from typing import Protocol

from posecoach.capture.frame import Frame

__all__ = ["CameraFormat", "LiveSource"]


@dataclass(frozen=True, slots=True)
class CameraFormat:
    """What a source gives, or is asked for.

    Attributes:
        width: Pixels.
        height: Pixels.
        frame_rate: Frames a second; 0 when it isn't known.
    """

    width: int
    height: int
    frame_rate: float

    def __str__(self) -> str:
        rate = f", {self.frame_rate:g} frames/s" if self.frame_rate else ""
        return f"{self.width}x{self.height}{rate}"


class LiveSource(Protocol):
    """A camera, a stream, or a recording that is played at its own speed. Used by one thread at a time."""

    @property
    def name(self) -> str:
        """For people and for session files."""

    @property
    def format(self) -> CameraFormat | None:
        """What it gives; None before it was opened."""

    @property
    def ended(self) -> bool:
        """Whether it is over for good, as a recording is after its last frame; a camera never is."""

    def open(self) -> None:
        """Opens it, also again after it was closed.

        Raises:
            SourceError: If it can't be opened, in one line for the user.
        """

    def read(self) -> Frame | None:
        """Waits for the next frame; its time never runs backwards, also after the source was opened again.

        None when there is none: unplugged, failed, or over.
        """

    def close(self) -> None:
        """Lets go of it; closing twice does no harm."""
