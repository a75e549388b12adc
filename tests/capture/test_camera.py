from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest
from media import number_of, write_clip
from numpy.typing import NDArray

from posecoach.capture import camera as camera_module
from posecoach.capture.camera import OpenCvCamera
from posecoach.capture.frame import Frame
from posecoach.capture.live_source import CameraFormat
from posecoach.errors import SourceError

BLUE = np.full((48, 64, 3), (255, 0, 0), np.uint8)
"""As OpenCV orders it: blue, green, red."""
IN_USE = "camera 3 gives no pictures: another program may be using it; close that and try again"
MJPG = float(cv2.VideoWriter.fourcc(*"MJPG"))


@dataclass
class Device:
    """A `cv2.VideoCapture` that gives these pictures, nothings or errors, and then none, and tells these properties."""

    pictures: list[NDArray[np.uint8] | cv2.error | None]
    says: dict[int, float] = field(default_factory=dict)
    asked: list[tuple[int, float]] = field(default_factory=list)
    released: int = 0

    def set(self, prop: int, value: float) -> bool:
        self.asked.append((prop, value))
        return False

    def get(self, prop: int) -> float:
        return self.says.get(prop, 0.0)

    def grab(self) -> bool:
        return bool(self.pictures)

    def retrieve(self) -> tuple[bool, NDArray[np.uint8] | None]:
        picture = self.pictures.pop(0)
        if isinstance(picture, cv2.error):
            raise picture
        return picture is not None, picture

    def release(self) -> None:
        self.released += 1


Plug = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def plug_in(monkeypatch: pytest.MonkeyPatch) -> Plug:
    """Puts devices in place of OpenCV's, one for each opening; gives the list of what they are opened with."""

    def plug(
        *devices: Device, system: str = "Linux", exists: bool = True, allowed: bool = True
    ) -> list[tuple[object, ...]]:
        made: list[tuple[object, ...]] = []
        waiting = list(devices)

        def capture(*arguments: object) -> Device:
            made.append(arguments)
            return waiting.pop(0)

        monkeypatch.setattr(cv2, "VideoCapture", capture)
        monkeypatch.setattr(camera_module, "camera_exists", lambda _: exists)
        monkeypatch.setattr("os.access", lambda *_: allowed)
        monkeypatch.setattr("platform.system", lambda: system)
        return made

    return plug


def read_all(camera: OpenCvCamera) -> list[Frame]:
    """Frames up to the first failure."""
    frames = []
    while (frame := camera.read()) is not None:
        frames.append(frame)
    return frames


@pytest.mark.parametrize(
    ("system", "backend", "compressed"),
    [
        ("Linux", cv2.CAP_V4L2, [(cv2.CAP_PROP_FOURCC, MJPG)]),
        ("Windows", cv2.CAP_MSMF, []),
        ("Darwin", cv2.CAP_AVFOUNDATION, []),
    ],
)
def test_a_camera_is_asked_for_its_format(
    system: str, backend: int, compressed: list[tuple[int, float]], plug_in: Plug
) -> None:
    """On Linux compressed pictures first, which sizes and rates then belong to, and few of them kept waiting."""
    device = Device([BLUE])
    made = plug_in(device, system=system)
    OpenCvCamera(2, CameraFormat(1280, 720, 30.0)).open()
    assert made == [(2, backend)]
    assert device.asked == [
        *compressed,
        (cv2.CAP_PROP_FRAME_WIDTH, 1280),
        (cv2.CAP_PROP_FRAME_HEIGHT, 720),
        (cv2.CAP_PROP_FPS, 30.0),
        (cv2.CAP_PROP_BUFFERSIZE, 2),
    ]


def test_format_is_what_the_pictures_are(plug_in: Plug) -> None:
    """Not what the driver says of their size; the rate is what it says, if it does."""
    says = {cv2.CAP_PROP_FRAME_WIDTH: 1280.0, cv2.CAP_PROP_FRAME_HEIGHT: 720.0}
    plug_in(Device([BLUE], {**says, cv2.CAP_PROP_FPS: 25.0}), Device([BLUE], {**says, cv2.CAP_PROP_FPS: -1.0}))
    camera = OpenCvCamera(0)
    formats = [camera.format]
    for _ in range(2):
        camera.open()
        formats.append(camera.format)
    assert formats == [None, CameraFormat(64, 48, 25.0), CameraFormat(64, 48, 0.0)]


def test_pictures_are_rgb(plug_in: Plug) -> None:
    """And contiguous, also those of a camera that has no colours or changes its size."""
    grey = np.full((30, 41), 90, np.uint8)
    plug_in(Device([BLUE, grey]))
    camera = OpenCvCamera(0)
    camera.open()
    blue, other = read_all(camera)
    assert blue.image[0, 0].tolist() == [0, 0, 255]
    assert other.image[0, 0].tolist() == [90, 90, 90]
    assert [frame.size for frame in (blue, other)] == [(64, 48), (41, 30)]
    assert all(frame.image.flags.c_contiguous and frame.image.dtype == np.uint8 for frame in (blue, other))


def test_time_counts_from_the_first_opening(plug_in: Plug) -> None:
    """It goes on when the camera is opened again; a picture's moment is when it arrives, before it is decoded."""
    now_s = [0.0]

    class Slow(Device):
        def grab(self) -> bool:
            now_s[0] += 1.0
            return super().grab()

        def retrieve(self) -> tuple[bool, NDArray[np.uint8] | None]:
            now_s[0] += 0.25
            return super().retrieve()

    plug_in(Slow([BLUE, BLUE]), Slow([BLUE]))
    camera = OpenCvCamera(0, clock=lambda: now_s[0])
    frames = []
    for opened_s in (0.0, 30.0):
        now_s[0] = opened_s
        camera.open()
        frames += read_all(camera)
        camera.close()
    assert [frame.time_s for frame in frames] == [1.0, 2.25, 31.0]


@pytest.mark.parametrize("failure", [None, cv2.error("half a picture")])
def test_a_failed_read_gives_nothing(failure: cv2.error | None, plug_in: Plug) -> None:
    """However OpenCV puts it; the next one may succeed."""
    plug_in(Device([BLUE, failure, BLUE]))
    camera = OpenCvCamera(0)
    camera.open()
    assert [camera.read() is None for _ in range(4)] == [False, True, False, True]
    assert not camera.ended


def test_closing_lets_go_of_the_device(plug_in: Plug) -> None:
    """Once; so does opening again, and nothing can be read any more."""
    first, second = Device([BLUE]), Device([BLUE, BLUE])
    plug_in(first, second)
    camera = OpenCvCamera(0)
    camera.close()
    camera.open()
    camera.open()
    assert (first.released, second.released) == (1, 0)
    camera.close()
    camera.close()
    assert second.released == 1
    assert camera.read() is None


@pytest.mark.parametrize(
    ("address", "circumstances", "error"),
    [
        (
            3,
            {"exists": False},
            "no camera 3: plug one in, or choose another with --camera; `posecoach doctor` lists them",
        ),
        (3, {}, IN_USE),
        (
            3,
            {"allowed": False},
            "camera 3 may not be used by you: have yourself added to the group `video`, and log in again",
        ),
        (3, {"system": "Darwin"}, f"{IN_USE}, or allow this one to use cameras in the system's privacy settings"),
        ("http://k/video", {}, "http://k/video can't be opened: check the address and that the camera is on"),
    ],
)
def test_why_a_camera_cant_be_used(
    address: int | str, circumstances: dict[str, bool], error: str, plug_in: Plug
) -> None:
    """It isn't there, or it is and gives nothing; what OpenCV had opened is closed."""
    device = Device([])
    plug_in(device, **circumstances)
    camera = OpenCvCamera(address)
    with pytest.raises(SourceError) as caught:
        camera.open()
    assert str(caught.value) == error
    assert device.released == 1
    assert (camera.format, camera.read()) == (None, None)


def test_an_address_is_opened_by_ffmpeg(plug_in: Plug) -> None:
    """It isn't waited for as long as OpenCV would, and isn't asked for a format."""
    device = Device([BLUE])
    made = plug_in(device)
    OpenCvCamera("rtsp://kitchen/1").open()
    limits = [cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, 5000, cv2.CAP_PROP_READ_TIMEOUT_MSEC, 5000]
    assert made == [("rtsp://kitchen/1", cv2.CAP_FFMPEG, limits)]
    assert device.asked == []


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("rtsp://me:pass@word@kitchen/1", "rtsp://kitchen/1"),
        ("http://kitchen/video?token=secret", "http://kitchen/video"),
        (1, "camera 1"),
    ],
)
def test_names_hold_no_secrets(address: int | str, name: str, plug_in: Plug) -> None:
    """They are shown and stored; an address may hold a password."""
    plug_in(Device([]))
    camera = OpenCvCamera(address)
    assert camera.name == name
    assert camera.local is isinstance(address, int)
    with pytest.raises(SourceError) as caught:
        camera.open()
    assert name in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "word" not in str(caught.value)


def test_opencv_itself_is_read(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A file stands in for a stream: every frame, the first too, until it fails; silently."""
    path = write_clip(tmp_path / "clip.mp4", 12)
    ticks_s = iter(range(100))
    camera = OpenCvCamera(str(path), clock=lambda: float(next(ticks_s)))
    camera.open()
    assert camera.format == CameraFormat(96, 64, 25.0)
    frames = read_all(camera)
    camera.close()
    assert [number_of(frame.image) for frame in frames] == list(range(12))
    assert all(one.time_s < other.time_s for one, other in pairwise(frames))
    path.unlink()
    with pytest.raises(SourceError):
        camera.open()
    assert capfd.readouterr() == ("", "")
