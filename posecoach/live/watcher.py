"""Looking for the person on a thread of its own, always in the newest frame."""

import time
from collections.abc import Callable
from dataclasses import replace
from threading import Condition, Thread
from types import TracebackType

from posecoach.capture.frame import Frame
from posecoach.capture.grabber import Grab, Grabber, GrabState
from posecoach.live.sighting import Sighting
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.follower import PersonFollower

__all__ = ["Watcher"]

_WAIT_S = 0.2
"""How long to wait for a frame before looking whether to stop."""
_JOIN_S = 5.0


class Watcher:
    """`Sightings` of a grabber's frames. The estimator is made, used and closed on the watcher's thread.

    While one frame is looked at, the one before can be drawn: that is what keeps up with a camera on two cores.
    """

    def __init__(
        self, grabber: Grabber, make_estimator: EstimatorFactory, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._grabber, self._make_estimator, self._clock = grabber, make_estimator, clock
        self._condition = Condition()
        self._sighting: Sighting | None = None
        self._error: BaseException | None = None
        self._stopping = self._anew = False
        self._thread = Thread(target=self._run, name="watcher", daemon=True)

    def __enter__(self) -> "Watcher":
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

    def next(self, timeout_s: float) -> Sighting | None:
        """See `Sightings`."""
        with self._condition:
            self._condition.wait_for(lambda: self._sighting is not None or self._error is not None, timeout_s)
            if self._error is not None:
                raise self._error
            sighting, self._sighting = self._sighting, None
            return sighting

    def look_anew(self) -> None:
        """See `Sightings`; making another estimator takes as long as a few frames."""
        self._anew = True

    def preview(self) -> Frame | None:
        """See `Sightings`."""
        grab = self._grabber.newest(0, 0.0)
        return grab.frame if grab is not None else None

    def _run(self) -> None:
        try:
            follower = PersonFollower(self._make_estimator())
            try:
                self._watch(follower)
            finally:
                follower.close()
        except BaseException as error:  # noqa: BLE001 - whatever stops this thread must reach the caller
            with self._condition:
                self._error = error
                self._condition.notify_all()

    def _watch(self, follower: PersonFollower) -> None:
        seen = 0
        while not self._stopping:
            grab = self._grabber.newest(seen, _WAIT_S)
            if grab is not None:
                seen = grab.number
                sighting = self._looked(follower, grab)
                with self._condition:
                    if self._sighting is not None and self._sighting.anew:
                        # Nobody took that one; whoever takes this one has to know all the same.
                        sighting = replace(sighting, anew=True)
                    self._sighting = sighting
                    self._condition.notify_all()
            elif self._grabber.state is GrabState.ENDED:
                return

    def _looked(self, follower: PersonFollower, grab: Grab) -> Sighting:
        anew, self._anew = self._anew, False
        if anew:
            follower.estimator.close()
            follower.estimator = self._make_estimator()
        looked_s = self._clock()
        pose = follower.estimate(grab.frame.image, grab.frame.time_s)
        return Sighting(grab.frame, pose, grab.number, grab.captured_s, looked_s, self._clock(), anew)
