"""A display that nobody looks at."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from posecoach.capture.frame import RgbImage

__all__ = ["RecordingDisplay"]


def _none(number: int) -> bool:  # noqa: ARG001 - keeps no picture, whichever it is
    return False


@dataclass(slots=True)
class RecordingDisplay:
    """Keeps what it is shown and presses keys by itself.

    Attributes:
        size: Width and height that it asks for.
        keys: Keys by the number of the picture after which they are pressed, counted from 1; 0 is before any.
        keep: Which pictures to keep besides the last, by their numbers.
        closes_after: Number of the picture after which the window is closed; None for never.
        kept: The pictures kept, by their numbers.
        last: The picture shown last; None before any.
        shown: How many were shown.
        full_screen: Whether it fills the screen.
        closed: Whether the window is closed.
    """

    size: tuple[int, int] = (1280, 720)
    keys: Mapping[int, str] = field(default_factory=dict)
    keep: Callable[[int], bool] = _none
    closes_after: int | None = None
    kept: dict[int, RgbImage] = field(default_factory=dict)
    last: RgbImage | None = None
    shown: int = 0
    full_screen: bool = False
    closed: bool = False
    _pressed: set[int] = field(default_factory=set)

    def show(self, image: RgbImage) -> None:
        """Keeps a copy, since the caller may draw on the picture again."""
        if self.closed:
            return
        self.shown += 1
        self.last = image.copy()
        if self.keep(self.shown):
            self.kept[self.shown] = self.last
        self.closed = self.shown == self.closes_after

    def key(self) -> str | None:
        """The key of the picture shown last, once."""
        if self.closed or self.shown in self._pressed:
            return None
        self._pressed.add(self.shown)
        return self.keys.get(self.shown)

    def toggle_full_screen(self) -> None:
        """Notes it."""
        self.full_screen = not self.full_screen

    def close(self) -> None:
        """Closes it; closing twice does no harm."""
        self.closed = True
