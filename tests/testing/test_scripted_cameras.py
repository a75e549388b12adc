import numpy as np
import pytest

from posecoach.capture.frame import Frame
from posecoach.capture.live_source import CameraFormat, LiveSource
from posecoach.errors import SourceError
from posecoach.testing.cameras import Blocked, Breaks, FailedReads, Film, Script, ScriptedCamera, Unplugged


def opened(*script: Film | FailedReads | Unplugged | Blocked | Breaks) -> ScriptedCamera:
    """A camera at the beginning of its script."""
    camera = ScriptedCamera(script)
    camera.open()
    return camera


def reads(camera: LiveSource, count: int) -> list[Frame | None]:
    """What so many reads give."""
    return [camera.read() for _ in range(count)]


@pytest.mark.parametrize("rate_hz", [5.0, 30.0])
def test_films_have_their_own_time(rate_hz: float) -> None:
    """A second of five frames is as long as one of thirty; the clock is that of the last frame."""
    camera = opened(Film(1.0, rate_hz), Film(1.0, 10.0))
    times_s = []
    while (frame := camera.read()) is not None:
        times_s.append(frame.time_s)
        assert camera.clock() == frame.time_s
    assert times_s[: round(rate_hz)] == pytest.approx([number / rate_hz for number in range(1, round(rate_hz) + 1)])
    assert times_s[round(rate_hz) :] == pytest.approx([1.0 + number / 10 for number in range(1, 11)])
    assert camera.ended


@pytest.mark.parametrize(
    ("film", "alike"), [(Film(1.0, 2.0), False), (Film(1.0, 2.0, still=True), True), (Film(1.0, 2.0, level=0), True)]
)
def test_pictures_have_noise(film: Film, alike: bool) -> None:
    """Unless the camera is to hang, or to be covered."""
    one, other = reads(opened(film), 2)
    assert one is not None
    assert other is not None
    assert np.array_equal(one.image, other.image) is alike
    assert one.image.flags.c_contiguous
    assert abs(int(one.image.mean()) - film.level) <= 8


def test_pictures_change_size() -> None:
    """The format says so, once there is a frame."""
    picture = np.full((30, 40, 3), 7, np.uint8)
    camera = opened(Film(0.5, 2.0, size=(64, 48)), Film(0.5, 2.0, picture=picture))
    assert camera.format is None
    frames = []
    formats: list[CameraFormat | None] = []
    while (frame := camera.read()) is not None:
        frames.append(frame)
        formats.append(camera.format)
    assert [frame.size for frame in frames] == [(64, 48), (40, 30)]
    assert formats == [CameraFormat(64, 48, 2.0), CameraFormat(40, 30, 2.0)]
    assert np.array_equal(frames[1].image, picture)


def test_an_unplugged_camera_must_be_opened_again() -> None:
    """Reading fails as often as it says and then goes on, as does opening; until then there is nothing to read."""
    film = Film(0.1, 10.0)
    camera = opened(film, FailedReads(2), film, Unplugged(opens=2, message="gone"), film)
    assert [frame is None for frame in reads(camera, 6)] == [False, True, True, False, True, True]
    for _ in range(2):
        with pytest.raises(SourceError, match=r"^gone$"):
            camera.open()
        assert camera.read() is None
        assert not camera.ended
    camera.open()
    assert camera.read() is not None
    assert camera.opened == 4
    with pytest.raises(SourceError, match="no camera 0: plug one in"):
        ScriptedCamera([Unplugged()]).open()


def test_a_read_blocks_until_it_is_released() -> None:
    """A test that was released before isn't held up."""
    place = Blocked()
    place.release()
    assert reads(opened(place, Film(0.1, 10.0)), 1) != [None]
    place.wait_until_reached()


def test_a_read_may_raise() -> None:
    """Whatever is to be tried."""
    error = RuntimeError("broken")
    with pytest.raises(RuntimeError) as caught:
        opened(Breaks(error)).read()
    assert caught.value is error


@pytest.mark.parametrize("script", [[], [Film(0.0)]])
def test_a_script_ends(script: Script) -> None:
    """For good."""
    camera = opened(*script)
    assert reads(camera, 2) == [None, None]
    assert camera.ended


def test_waiting_takes_scripted_time() -> None:
    """And none of the real one."""
    camera = opened(Film(1.0, 1.0), Film(1.0, 1.0))
    camera.read()
    camera.wait(3600.0)
    assert camera.clock() == 3601.0
    frame = camera.read()
    assert frame is not None
    assert frame.time_s == 3602.0
    camera.close()
    assert camera.closed == 1
