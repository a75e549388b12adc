from pathlib import Path

import cv2_enumerate_cameras
import pytest
from media import write_clip

from posecoach.capture.camera import Camera, OpenCvCamera
from posecoach.capture.choosing import gives_noise, live_source
from posecoach.capture.playback import PlayedVideo
from posecoach.errors import SourceError
from posecoach.testing.cameras import ScriptedCamera


@pytest.fixture(autouse=True)
def _two_cameras(monkeypatch: pytest.MonkeyPatch) -> None:
    cameras = [Camera(0, "USB2.0 HD UVC WebCam"), Camera(2, "Maker, Inc. Desk C920")]
    monkeypatch.setattr(cv2_enumerate_cameras, "enumerate_cameras", lambda _: cameras)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("0", "camera 0"),
        ("5", "camera 5"),
        ("desk", "camera 2"),
        ("USB2.0 HD UVC WebCam", "camera 0"),
        ("Maker, Inc.", "camera 2"),
        ("rtsp://kitchen/1.mp4", "rtsp://kitchen/1.mp4"),
        ("HTTPS://kitchen/video", "https://kitchen/video"),
    ],
)
def test_cameras_and_streams(text: str, name: str) -> None:
    """By index, name or address; nothing is opened for it."""
    source = live_source(text)
    assert isinstance(source, OpenCvCamera)
    assert source.name == name
    assert gives_noise(source) is not ("://" in name)


@pytest.mark.parametrize("name", ["clip.mp4", "desk", "Clip of Monday"])
def test_recordings(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there wins over a camera's name, whatever it is called."""
    write_clip(tmp_path / "clip.mp4", 3).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    for text in (name, str(tmp_path / name)):
        source = live_source(text)
        assert isinstance(source, PlayedVideo)
        assert source.name == name
        assert not gives_noise(source)


def test_a_recording_may_be_played_for_ever(tmp_path: Path) -> None:
    """If that is asked for."""
    path = str(write_clip(tmp_path / "clip.mp4", 1))
    for loop in (False, True):
        source = live_source(path, loop=loop)
        source.open()
        assert source.read() is not None
        assert (source.read() is not None) is loop
        source.close()


@pytest.mark.parametrize("text", ["clip.mp4", "monday.webm", "clips/monday", "./desk"])
def test_a_file_that_isnt_there(text: str) -> None:
    """What looks like a path is not looked for among the cameras."""
    with pytest.raises(SourceError, match="no such file"):
        live_source(text)


def test_what_is_no_recording(tmp_path: Path) -> None:
    """Folders and texts are told as such."""
    with pytest.raises(SourceError, match="is a folder"):
        live_source(str(tmp_path))


def test_what_is_nothing_at_all() -> None:
    """Then it was to be a camera's name."""
    with pytest.raises(SourceError, match=r"no camera 'roof'.*2: Maker"):
        live_source("roof")


def test_scripts_have_to_be_told_apart() -> None:
    """Only cameras at this computer are known to have noise."""
    assert not gives_noise(ScriptedCamera([]))
