"""What shows pictures to the person and hears their keys."""

from typing import Protocol

from posecoach.capture.frame import RgbImage

__all__ = ["Display"]


class Display(Protocol):
    """A window, or what stands in for one. Used on the main thread only."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the largest picture that needs no scaling to be shown."""

    @property
    def closed(self) -> bool:
        """Whether there is nobody to show anything to any more."""

    def show(self, image: RgbImage) -> None:
        """Shows a picture of any size until the next one; once closed, nothing."""

    def key(self) -> str | None:
        """The newest key pressed since the last call, without waiting.

        "space", "enter", "escape", the character in lower case, or "other"; F11 is "f".
        """

    def toggle_full_screen(self) -> None:
        """Fills the screen, or goes back."""

    def close(self) -> None:
        """Takes the window away; closing twice does no harm."""
