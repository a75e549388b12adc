"""Whether somebody else is beside the person who exercises, looked at on a thread of its own."""

import math
from concurrent.futures import Future, ThreadPoolExecutor

from posecoach.capture.frame import Frame
from posecoach.pose.estimator import EstimatorFactory, Pose
from posecoach.pose.people import somebody_beside

__all__ = ["CompanyWatch"]

_EVERY_S = 3.0
"""A look takes as long as some frames, on the core that is free while nobody exercises."""


class CompanyWatch:
    """Looks now and then; no frame waits for it.

    Attributes:
        seen: Whether the last two looks found somebody.
    """

    def __init__(self, make_estimator: EstimatorFactory) -> None:
        self.seen = False
        self._make_estimator = make_estimator
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="company")
        self._look: Future[bool] | None = None
        self._last, self._time_s = False, -math.inf

    def watch(self, frame: Frame, person: Pose | None) -> None:
        """Takes in a frame, of which few are looked at."""
        if self._look is not None and self._look.done():
            # What goes wrong in it does so for the person as well, who is told.
            found = self._look.exception() is None and self._look.result()
            self.seen, self._last, self._look = found and self._last, found, None
        if person is not None and self._look is None and frame.time_s - self._time_s >= _EVERY_S:
            self._time_s = frame.time_s
            self._look = self._pool.submit(somebody_beside, self._make_estimator, frame, person)

    def close(self) -> None:
        """Waits for the look under way; closing twice does no harm."""
        self._pool.shutdown()
