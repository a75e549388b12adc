from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import Mock

import cv2
import cv2_enumerate_cameras
import pytest

from posecoach.capture.camera import Camera, camera_exists, find_camera, list_cameras, quiet_opencv
from posecoach.errors import SourceError

Listing = Callable[..., None]


@pytest.fixture
def system_lists(monkeypatch: pytest.MonkeyPatch) -> Listing:
    """Sets which cameras the system lists, as pairs of index and name."""

    def lists(*pairs: tuple[int, str | None]) -> None:
        found = [SimpleNamespace(index=index, name=name) for index, name in pairs]
        monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", lambda _: found)

    return lists


@pytest.mark.parametrize(
    ("listed", "name"),
    [
        ("HD Webcam: HD Webcam", "HD Webcam"),
        ("Integrated Camera: Integrated C", "Integrated Camera"),
        ("Maker: Model", "Maker: Model"),
        (None, "camera 2"),
    ],
)
def test_cameras_have_the_names_that_the_system_gives(listed: str | None, name: str, system_lists: Listing) -> None:
    """Without the repetition that Linux adds; without a name, by number."""
    system_lists((2, listed))
    assert list_cameras() == [Camera(2, name)]


def test_cameras_come_by_index(system_lists: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever order the system lists them in; none is opened, as another program may be using it."""
    monkeypatch.setattr(cv2, "VideoCapture", lambda *_: pytest.fail("opened a camera"))
    system_lists((4, "Desk"), (0, "Lid"))
    assert [str(camera) for camera in list_cameras()] == ["0: Lid", "4: Desk"]


def test_without_a_list_each_index_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that open are cameras, and are closed again; as where parts of the system that list them are missing."""
    captures: list[Mock] = []

    def capture(index: int, _backend: int) -> Mock:
        captures.append(Mock(**{"isOpened.return_value": index in {1, 3}}))
        return captures[-1]

    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", Mock(side_effect=NotImplementedError))
    monkeypatch.setattr(cv2, "VideoCapture", capture)
    assert list_cameras() == [Camera(1, "camera 1"), Camera(3, "camera 3")]
    assert [one.release.call_count for one in captures] == [1] * 5


def test_opencv_may_speak_again_afterwards() -> None:
    """Only the block is quiet, also when it fails."""
    level = cv2.utils.logging.getLogLevel()
    with pytest.raises(KeyError), quiet_opencv():
        assert cv2.utils.logging.getLogLevel() == cv2.utils.logging.LOG_LEVEL_SILENT
        raise KeyError
    assert cv2.utils.logging.getLogLevel() == level


@pytest.mark.parametrize(
    ("text", "index"),
    [("7", 7), ("HD LID", 0), ("desk cam", 2), ("desk cam p", 4), (" pro ", 4)],
)
def test_a_camera_is_found_by_index_or_name(text: str, index: int, system_lists: Listing) -> None:
    """In any case; a whole name wins over one that it is a part of, and an index is taken as it is."""
    system_lists((0, "HD Lid Camera"), (2, "Desk Cam"), (4, "Desk Cam Pro"))
    assert find_camera(text) == index


@pytest.mark.parametrize(
    ("text", "listed", "words"),
    [
        ("lid", [], ["'lid'", "plug one in"]),
        ("roof", [(0, "Lid"), (2, "Desk")], ["no camera 'roof'", "0: Lid, 2: Desk"]),
        ("cam", [(0, "Lid cam"), (2, "Desk cam"), (3, "Other")], ["any of 0: Lid cam, 2: Desk cam:", "number"]),
        ("-1", [(0, "Lid")], ["no camera '-1'", "0: Lid"]),
    ],
)
def test_a_name_must_mean_one_camera(
    text: str, listed: list[tuple[int, str]], words: list[str], system_lists: Listing
) -> None:
    """Else the error says which cameras there are."""
    system_lists(*listed)
    with pytest.raises(SourceError) as caught:
        find_camera(text)
    assert all(word in str(caught.value) for word in words)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("system", ["Linux", "Windows"])
def test_which_cameras_exist(system: str, system_lists: Listing, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Linux those with a device file, though another program may be using them, elsewhere those listed."""
    monkeypatch.setattr("platform.system", lambda: system)
    monkeypatch.setattr(Path, "exists", lambda path: system == "Linux" and path == Path("/dev/video1"))
    system_lists(*([] if system == "Linux" else [(1, "Lid")]))
    assert [camera_exists(0), camera_exists(1)] == [False, True]
