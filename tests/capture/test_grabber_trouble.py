"""Cameras that are gone, fail, hang or show the same picture again and again."""

import math
import threading
from collections.abc import Sequence

import numpy as np
import pytest
from grabbing import WAIT_S, all_threads_end, grabber_of, newest

from posecoach.capture.frame import Frame
from posecoach.capture.grabber import Grabber, GrabState
from posecoach.capture.timestamps import GAP_S
from posecoach.errors import SourceError
from posecoach.testing.cameras import Blocked, FailedReads, Film, ScriptedCamera, Unplugged

_no_thread_left = pytest.fixture(autouse=True)(all_threads_end)


def test_what_cant_be_opened_is_told_at_once() -> None:
    """To whoever enters the block, so that the command can end with its one line."""
    camera = ScriptedCamera([Unplugged(message="no camera 0: plug one in")])
    with pytest.raises(SourceError, match=r"^no camera 0: plug one in$"), grabber_of(camera):
        pytest.fail("there is no camera")
    assert camera.closed == 1


def test_an_unplugged_camera_comes_back() -> None:
    """Opening is tried every second; numbers and times go on when it succeeds."""
    place = Blocked()
    camera = ScriptedCamera([Film(1.0, 10.0), Unplugged(opens=3), Film(1.0, 10.0), place])
    with grabber_of(camera) as grabber:
        place.wait_until_reached()
        assert grabber.state is GrabState.LIVE
        assert newest(grabber).number == 20
        # A second of frames, four of waiting, and a second of frames.
        assert newest(grabber).captured_s == pytest.approx(6.0)
        assert camera.opened == 5
        place.release()


def test_a_camera_is_gone_until_it_gives_a_frame() -> None:
    """What was last seen can still be had."""
    waiting, proceed, place = threading.Event(), threading.Event(), Blocked()

    def wait(_: float) -> None:
        waiting.set()
        proceed.wait(WAIT_S)

    camera = ScriptedCamera([Film(1.0, 10.0), Unplugged(opens=1), place, Film(1.0, 10.0)])
    with Grabber(camera, clock=camera.clock, wait=wait) as grabber:
        assert waiting.wait(WAIT_S)
        assert grabber.state is GrabState.GONE
        assert grabber.newest(10, 0.0) is None
        assert newest(grabber).number == 10
        proceed.set()
        place.wait_until_reached()
        assert grabber.state is GrabState.GONE
        place.release()
        assert grabber.newest(19, WAIT_S) is not None


@pytest.mark.parametrize(("failures", "opened"), [(4, 1), (12, 3)])
def test_a_spoiled_picture_is_passed_over(failures: int, opened: int) -> None:
    """Only a camera that fails five times running is opened anew."""
    camera = ScriptedCamera([Film(1.0, 10.0), FailedReads(failures), Film(1.0, 10.0)])
    with grabber_of(camera) as grabber:
        assert grabber.newest(19, WAIT_S) is not None
    assert camera.opened == opened


def test_a_read_that_waited_in_vain_is_as_good_as_five() -> None:
    """OpenCV gives up after ten seconds: five of those would be too long."""
    place = Blocked()
    camera = ScriptedCamera([Film(1.0, 10.0), place, FailedReads(), Film(1.0, 10.0)])
    with grabber_of(camera) as grabber:
        place.wait_until_reached()
        camera.wait(10.0)
        place.release()
        assert grabber.newest(19, WAIT_S) is not None
    assert camera.opened == 2


def test_a_read_that_blocks_is_noticed() -> None:
    """After two seconds without a frame, before the first one too; and it may go on."""
    first, second, last = Blocked(), Blocked(), Blocked()
    camera = ScriptedCamera([first, Film(1.0, 10.0), second, Film(0.1, 10.0), last])
    with grabber_of(camera) as grabber:
        for place, before in ((first, GrabState.OPENING), (second, GrabState.LIVE)):
            place.wait_until_reached()
            camera.wait(1.9)
            assert grabber.state is before
            camera.wait(0.1)
            assert grabber.state is GrabState.STALLED
            place.release()
        last.wait_until_reached()
        assert grabber.state is GrabState.LIVE
        last.release()


@pytest.mark.parametrize(
    ("film", "watch_frozen", "state"),
    [
        pytest.param(Film(2.5, 10.0, still=True), True, GrabState.FROZEN, id="hangs"),
        pytest.param(Film(1.5, 10.0, still=True), True, GrabState.LIVE, id="hangs for a moment"),
        pytest.param(Film(2.5, 10.0, still=True), False, GrabState.LIVE, id="a recording"),
        pytest.param(Film(2.5, 10.0, level=0), True, GrabState.LIVE, id="covered"),
    ],
)
def test_a_picture_that_stands_still(film: Film, watch_frozen: bool, state: GrabState) -> None:
    """Two seconds of equal pictures, except where they may be; the first other one, of another size say, ends it."""
    place, thawed = Blocked(), Blocked()
    other = Film(0.1, 10.0, size=(64, 48), still=True)
    camera = ScriptedCamera([Film(1.0, 10.0, level=60), film, place, other, thawed])
    with grabber_of(camera, watch_frozen=watch_frozen) as grabber:
        place.wait_until_reached()
        assert grabber.state is state
        assert newest(grabber).number == 10 + round(film.seconds * film.rate_hz)
        place.release()
        thawed.wait_until_reached()
        assert grabber.state is GrabState.LIVE
        thawed.release()


class OddClock(ScriptedCamera):
    """A camera whose frames have times of their own."""

    def __init__(self, times_s: Sequence[float]) -> None:
        super().__init__([Film(len(times_s) / 10.0, 10.0)])
        self.given: list[float] = list(times_s)

    def read(self) -> Frame | None:
        frame = super().read()
        return frame and Frame(self.given.pop(0), frame.image)


@pytest.mark.parametrize(
    ("times_s", "last_s", "unusable"),
    [
        pytest.param([1.0, math.nan, math.inf, 1.1], 1.1, 2, id="no number"),
        pytest.param([1.0, 1.1, 1.1, 0.9, 1.2], 1.2, 2, id="not later"),
        pytest.param([1.0, 1e9, 1.1], 1.1, 1, id="one far ahead"),
        pytest.param([1.0, 1e9, 1e9 + 1, 1e9 + 2], 1.0 + GAP_S + 1, 1, id="a jump ahead"),
        pytest.param([50.0, 0.1, 0.2, 0.4], 50.0 + GAP_S + 0.2, 1, id="a jump back"),
    ],
)
def test_times_only_grow(times_s: list[float], last_s: float, unusable: int) -> None:
    """A frame whose time can't be true is left out; a clock that jumps costs one frame and a gap."""
    with grabber_of(OddClock(times_s)) as grabber:
        assert grabber.newest(len(times_s), WAIT_S) is None
        assert newest(grabber).frame.time_s == pytest.approx(last_s)
        assert (grabber.unusable, newest(grabber).number) == (unusable, len(times_s) - unusable)


@pytest.mark.parametrize("shape", [(0, 0, 3), (90, 160), (90, 160, 1), (90, 160, 4)])
def test_what_is_no_picture_is_left_out(shape: tuple[int, ...]) -> None:
    """Empty, grey or with transparency."""
    camera = ScriptedCamera([Film(0.1, 10.0), Film(0.2, 10.0, picture=np.zeros(shape, np.uint8)), Film(0.1, 10.0)])
    with grabber_of(camera) as grabber:
        assert grabber.newest(2, WAIT_S) is None
        assert (grabber.unusable, newest(grabber).number, newest(grabber).frame.size) == (2, 2, (160, 90))
