"""Frames from a camera that works, or from a recording; and how grabbing ends."""

import threading
from pathlib import Path

import numpy as np
import pytest
from grabbing import WAIT_S, all_threads_end, grabber_of, newest
from media import number_of, write_clip

from posecoach.capture.grabber import Arrivals, Grabber, GrabState
from posecoach.capture.playback import PlayedVideo
from posecoach.capture.video import VideoFile
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


def test_a_frame_that_is_still_to_come_is_waited_for() -> None:
    """By a thread that asked before it was there."""
    here, there = Blocked(), Blocked()
    camera = ScriptedCamera([Film(0.1, 10.0), here, Film(0.1, 10.0), there])
    with grabber_of(camera) as grabber:
        here.wait_until_reached()
        threading.Timer(0.01, here.release).start()
        grab = grabber.newest(1, WAIT_S)
        assert grab is not None
        assert grab.number == 2
        there.release()


def test_the_end_is_not_waited_for() -> None:
    """The last frame can still be had; then there is none, at once."""
    camera = ScriptedCamera([Film(1.0, 5.0)])
    with grabber_of(camera) as grabber:
        assert grabber.newest(5, WAIT_S) is None
        assert grabber.state is GrabState.ENDED
        assert newest(grabber).number == 5
    assert camera.closed == 1


@pytest.mark.parametrize(
    ("rate_hz", "rate"),
    [pytest.param(30.0, 30.0, id="a good camera"), pytest.param(5.0, 5.0, id="in the dark")],
)
def test_the_rate_is_of_frames_as_they_arrive(rate_hz: float, rate: float) -> None:
    """Whatever the camera says."""
    place = Blocked()
    camera = ScriptedCamera([Film(10.0, rate_hz), place])
    with grabber_of(camera) as grabber:
        place.wait_until_reached()
        assert grabber.rate == pytest.approx(rate)
        assert grabber.state is GrabState.LIVE
        place.release()


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


def test_opening_is_waited_for() -> None:
    """Before the first frame the source is opening, and none can be had."""
    place = Blocked()
    camera = ScriptedCamera([place, Film(0.1, 10.0)])
    with grabber_of(camera) as grabber:
        assert camera.opened == 1
        place.wait_until_reached()
        assert grabber.state is GrabState.OPENING
        assert grabber.newest(0, 0.0) is None
        place.release()


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


def test_an_error_on_the_thread_is_told_at_the_end_at_the_latest() -> None:
    """Nobody may have asked for frames any more."""
    place = Blocked()
    camera = ScriptedCamera([place, Breaks(RuntimeError("broken"))])
    with pytest.raises(RuntimeError, match="broken"), grabber_of(camera):
        place.release()


def test_an_error_of_the_block_isnt_hidden_by_one_of_the_thread() -> None:
    """The block's own comes first."""
    place = Blocked()
    camera = ScriptedCamera([place, Breaks(RuntimeError("broken"))])
    with pytest.raises(KeyError), grabber_of(camera):
        place.release()
        raise KeyError


def test_an_error_of_closing_isnt_lost() -> None:
    """The thread's very last step may fail, too."""

    class Stuck(ScriptedCamera):
        def close(self) -> None:
            message = "stuck"
            raise OSError(message)

    with pytest.raises(OSError, match="stuck"), grabber_of(Stuck([Film(0.1, 10.0)])):
        pass


def test_a_recording_is_grabbed_like_a_camera(tmp_path: Path) -> None:
    """It plays, and ends."""
    now_s = [0.0]

    def wait(seconds: float) -> None:
        now_s[0] += seconds

    video = PlayedVideo(VideoFile.open(write_clip(tmp_path / "clip.mp4", 50)), clock=lambda: now_s[0], wait=wait)
    with Grabber(video, clock=lambda: now_s[0], watch_frozen=False) as grabber:
        assert grabber.newest(50, WAIT_S) is None
        assert grabber.state is GrabState.ENDED
        grab = newest(grabber)
        assert (grab.number, number_of(grab.frame.image)) == (50, 49)
        assert grab.frame.time_s == pytest.approx(1.96)
        assert grabber.rate == pytest.approx(25.0)
