"""Frames from a camera that works, or from a recording; and how grabbing ends."""

import threading

import numpy as np
import pytest
from grabbing import WAIT_S, all_threads_end, grabber_of, newest

from posecoach.capture.grabber import Arrivals, Grabber, GrabState
from posecoach.testing.cameras import Blocked, Breaks, Film, ScriptedCamera, Unplugged

_no_thread_left = pytest.fixture(autouse=True)(all_threads_end)


def test_only_the_newest_frame_is_kept() -> None:
    """Its number tells how many were missed, and its moment is that of its arrival."""
    here, there = Blocked(), Blocked()
    camera = ScriptedCamera([Film(1.0, 30.0), here, Film(0.5, 10.0), there])
    with grabber_of(camera) as grabber:
        here.wait_until_reached()
        grab = newest(grabber)
        assert (grab.number, grab.captured_s, grab.frame.time_s) == (30, 1.0, 1.0)
        assert grabber.newest(30, 0.0) is None
        here.release()
        there.wait_until_reached()
        assert [newest(grabber).number, newest(grabber).captured_s] == [35, 1.5]
        there.release()


def test_the_end_is_not_waited_for() -> None:
    """The last frame can still be had; then there is none, at once."""
    camera = ScriptedCamera([Film(1.0, 5.0)])
    with grabber_of(camera) as grabber:
        assert grabber.newest(5, WAIT_S) is None
        assert grabber.state is GrabState.ENDED
        assert newest(grabber).number == 5
    assert camera.closed == 1


def test_the_rate_is_of_frames_as_they_arrive() -> None:
    """Whatever the camera says; before the first of them the source is opening, and none can be had."""
    before, after = Blocked(), Blocked()
    camera = ScriptedCamera([before, Film(10.0, 5.0), after])
    with grabber_of(camera) as grabber:
        before.wait_until_reached()
        assert (grabber.state, grabber.newest(0, 0.0)) == (GrabState.OPENING, None)
        before.release()
        after.wait_until_reached()
        assert grabber.rate == pytest.approx(5.0)
        assert grabber.state is GrabState.LIVE
        after.release()


def test_the_rate_follows_and_falls() -> None:
    """It is of the last three seconds, and those without a frame count."""
    arrivals = Arrivals()
    image = np.zeros((4, 4, 3), np.uint8)
    assert arrivals.rate(0.0) == 0.0
    for number in range(60):
        arrivals.add(number / 10, image)
        if number == 0:
            assert arrivals.rate(0.0) == 0.0
    assert arrivals.rate(5.9) == pytest.approx(10.0)
    for number in range(1, 16):
        arrivals.add(5.9 + number / 5, image)
    assert arrivals.rate(8.9) == pytest.approx(5.0)
    assert 2.0 < arrivals.rate(10.4) < 4.0
    assert arrivals.rate(12.0) == 0.0


def test_closing_doesnt_wait_for_a_camera_that_hangs() -> None:
    """The thread is left behind, and lets go of the camera when it can."""
    place = Blocked()
    camera = ScriptedCamera([place])
    with grabber_of(camera):
        place.wait_until_reached()
        (thread,) = [thread for thread in threading.enumerate() if thread.name == "grabber"]
    assert thread.is_alive()
    assert thread.daemon
    assert camera.closed == 0
    place.release()
    thread.join(WAIT_S)
    assert camera.closed == 1


def test_closing_cuts_a_wait_short() -> None:
    """A camera that is gone isn't waited for."""
    camera = ScriptedCamera([Film(0.1, 10.0), Unplugged(opens=1000)])
    with Grabber(camera, clock=camera.clock, reopen_every_s=3600.0) as grabber:
        assert grabber.newest(0, WAIT_S) is not None
    assert camera.opened == 1


def test_an_error_on_the_thread_reaches_whoever_asks_for_frames() -> None:
    """After the frames before it; everyone who asks, and once is enough."""
    camera = ScriptedCamera([Film(0.1, 10.0), Breaks(RuntimeError("broken"))])
    with grabber_of(camera) as grabber:
        for _ in range(2):
            with pytest.raises(RuntimeError, match="broken"):
                grabber.newest(1, WAIT_S)
        assert newest(grabber).number == 1
        assert grabber.state is GrabState.ENDED
    assert camera.closed == 1


@pytest.mark.parametrize("error", [RuntimeError("of the thread"), KeyError("of the block")])
def test_an_error_on_the_thread_is_told_at_the_end_at_the_latest(error: Exception) -> None:
    """Nobody may have asked for frames any more; the block's own error comes first."""
    place = Blocked()
    camera = ScriptedCamera([place, Breaks(RuntimeError("of the thread"))])
    with pytest.raises(type(error), match=str(error.args[0])), grabber_of(camera):
        place.release()
        if isinstance(error, KeyError):
            raise error
