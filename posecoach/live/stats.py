"""How fast the live picture follows the camera."""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from posecoach.live.pose_frame import PoseFrame
from posecoach.messages import Message

__all__ = ["LiveStats", "Summary"]

_RECENT = 150
"""Frames that the lines on the screen sum up: about five seconds."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of some frames.

    Attributes:
        shown_rate: Frames a second that were shown.
        latency_ms: Median and 95th percentile from capture to the drawn frame.
        landmark_ms: Median time of estimating a pose.
        draw_ms: Median time of drawing.
        dropped: Share of the camera's frames that weren't shown.
        stalest: Most frames that the camera had given after the one that was shown.
    """

    shown_rate: float
    latency_ms: tuple[float, float]
    landmark_ms: float
    draw_ms: float
    dropped: float
    stalest: int

    def lines(self) -> tuple[str, ...]:
        """For the screen and the terminal."""
        median, high = self.latency_ms
        return (
            Message(
                "{rate:.1f} frames/s shown, {percent:.0f}% dropped", rate=self.shown_rate, percent=100 * self.dropped
            ),
            Message("capture to picture {median:.0f} ms, 95% within {high:.0f} ms", median=median, high=high),
            Message(
                "landmarks {landmarks:.1f} ms, drawing {drawing:.1f} ms",
                landmarks=self.landmark_ms,
                drawing=self.draw_ms,
            ),
        )


@dataclass(slots=True)
class LiveStats:
    """Collects times of the frames that were shown.

    Attributes:
        recent: Most frames that are remembered; None for all, as benchmarks want it.
    """

    recent: int | None = _RECENT
    _rows: deque[tuple[float, ...]] = field(init=False)

    def __post_init__(self) -> None:
        self._rows = deque(maxlen=self.recent)

    def add(self, pose_frame: PoseFrame, *, drawn_s: float, draw_s: float, newest: int) -> None:
        """Takes in a frame.

        Args:
            pose_frame: What was shown.
            drawn_s: When it was on the screen, by the clock that the pose frame's times come from.
            draw_s: Seconds that drawing it took.
            newest: Number of the newest frame that the camera had given by then.
        """
        latency_s, landmark_s = drawn_s - pose_frame.captured_s, pose_frame.landmarked_s - pose_frame.began_s
        self._rows.append((drawn_s, latency_s, landmark_s, draw_s, pose_frame.number, newest - pose_frame.number))

    def summary(self) -> Summary | None:
        """Figures of the frames remembered; None of fewer than two."""
        if len(self._rows) < 2:
            return None
        shown_s, latency_s, landmark_s, draw_s, number, stale = np.array(self._rows).T
        given = number[-1] - number[0]
        return Summary(
            shown_rate=(len(shown_s) - 1) / max(1e-9, shown_s[-1] - shown_s[0]),
            latency_ms=(1000 * float(np.median(latency_s)), 1000 * float(np.percentile(latency_s, 95))),
            landmark_ms=1000 * float(np.median(landmark_s)),
            draw_ms=1000 * float(np.median(draw_s)),
            dropped=float(1 - (len(number) - 1) / max(1.0, given)),
            stalest=int(stale.max()),
        )
