"""A display for where there is no screen."""

from posecoach.capture.frame import RgbImage

__all__ = ["NoDisplay"]


class NoDisplay:
    """Shows nothing and has no keys; the voice has to do."""

    size = (640, 360)
    closed = False

    def show(self, image: RgbImage) -> None:
        """Nowhere."""

    def key(self) -> str | None:
        """None."""
        return None

    def toggle_full_screen(self) -> None:
        """Fills nothing."""

    def close(self) -> None:
        """Nothing to take away."""
