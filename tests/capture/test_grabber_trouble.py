"""Cameras that are gone, fail, hang or show the same picture again and again."""

import threading

import pytest
from grabbing import WAIT_S, all_threads_end, grabber_of, newest

from posecoach.capture.grabber import Grabber, GrabState
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
