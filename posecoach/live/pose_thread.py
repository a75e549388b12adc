"""Estimating poses on a thread of its own, always in the newest frame; and looking for somebody else on another."""

import math
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from threading import Condition, Thread
from types import TracebackType

from posecoach.capture.frame import Frame
from posecoach.capture.grabber import Grab, Grabber, GrabState
from posecoach.live.pose_frame import PoseFrame
from posecoach.pose.estimator import EstimatorFactory, Pose
from posecoach.pose.follower import PersonFollower
from posecoach.pose.people import somebody_beside

__all__ = ["CompanyWatch", "PoseThread"]

_WAIT_S = 0.2
"""How long to wait for a frame before looking whether to stop."""
_JOIN_S = 5.0


class PoseThread:
    """`PoseFrames` of a grabber's frames. The estimator is made, used and closed on its thread.

    While one frame's pose is estimated, the one before can be drawn: that is what keeps up with a camera on two cores.
    """

    def __init__(
        self, grabber: Grabber, make_estimator: EstimatorFactory, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._grabber, self._make_estimator, self._clock = grabber, make_estimator, clock
        self._condition = Condition()
        self._pose_frame: PoseFrame | None = None
        self._error: BaseException | None = None
        self._stopping = self._reset = False
        self._size: tuple[int, int] | None = None
        self._thread = Thread(target=self._run, name="poses", daemon=True)

    def __enter__(self) -> "PoseThread":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stopping = True
        self._thread.join(_JOIN_S)

    @property
    def state(self) -> GrabState:
        """What the camera does."""
        return self._grabber.state

    @property
    def rate(self) -> float:
        """Frames a second that the camera gives."""
        return self._grabber.rate

    @property
    def given(self) -> int:
        """How many frames the camera has given so far."""
        grab = self._grabber.newest(0, 0.0)
        return grab.number if grab is not None else 0

    def next(self, timeout_s: float) -> PoseFrame | None:
        """See `PoseFrames`."""
        with self._condition:
            self._condition.wait_for(lambda: self._pose_frame is not None or self._error is not None, timeout_s)
            if self._error is not None:
                raise self._error
            pose_frame, self._pose_frame = self._pose_frame, None
            return pose_frame

    def reset_tracking(self) -> None:
        """See `PoseFrames`; making another estimator takes as long as a few frames."""
        self._reset = True

    def preview(self) -> Frame | None:
        """See `PoseFrames`."""
        grab = self._grabber.newest(0, 0.0)
        return grab.frame if grab is not None else None

    def _run(self) -> None:
        try:
            follower = PersonFollower(self._make_estimator())
            try:
                self._follow(follower)
            finally:
                follower.close()
        except BaseException as error:  # noqa: BLE001 - whatever stops this thread must reach the caller
            with self._condition:
                self._error = error
                self._condition.notify_all()

    def _follow(self, follower: PersonFollower) -> None:
        seen = 0
        while not self._stopping:
            grab = self._grabber.newest(seen, _WAIT_S)
            if grab is not None:
                seen = grab.number
                pose_frame = self._estimated(follower, grab)
                with self._condition:
                    if self._pose_frame is not None and self._pose_frame.tracking_reset:
                        # Nobody took that one; whoever takes this one has to know all the same.
                        pose_frame = replace(pose_frame, tracking_reset=True)
                    self._pose_frame = pose_frame
                    self._condition.notify_all()
            elif self._grabber.state is GrabState.ENDED:
                return

    def _estimated(self, follower: PersonFollower, grab: Grab) -> PoseFrame:
        # Where the person was in a picture of another size, as of a phone that was turned, says nothing.
        turned = self._size is not None and grab.frame.size != self._size
        reset, self._reset, self._size = self._reset or turned, False, grab.frame.size
        if turned:
            follower.forget()
        if reset:
            follower.estimator.close()
            follower.estimator = self._make_estimator()
        began_s = self._clock()
        pose = follower.estimate(grab.frame.image, grab.frame.time_s)
        return PoseFrame(grab.frame, pose, grab.number, grab.captured_s, began_s, self._clock(), reset)


_EVERY_S = 3.0
"""A look takes as long as a few frames, on the core that is free while nobody moves."""


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
