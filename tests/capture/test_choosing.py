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
        ("5", "camera 5"),
        ("desk", "camera 2"),
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


@pytest.mark.parametrize("name", ["clip.mp4", "desk"])
def test_recordings(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there wins over a camera's name, whatever it is called."""
    write_clip(tmp_path / "clip.mp4", 3).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    for text in (name, str(tmp_path / name)):
        source = live_source(text)
        assert isinstance(source, PlayedVideo)
        assert source.name == name
        assert not gives_noise(source)
    looped = live_source(name, loop=True)
    looped.open()
    assert all(looped.read() is not None for _ in range(7))
    looped.close()
    assert not gives_noise(ScriptedCamera([]))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("monday.webm", "no such file"),
        ("clips/monday", "no such file"),
        ("./desk", "no such file"),
        (".", "is a folder"),
        ("roof", r"no camera 'roof'.*2: Maker"),
    ],
)
def test_what_is_neither(text: str, reason: str) -> None:
    """What looks like a path is not looked for among the cameras, and anything else was to be a camera's name."""
    with pytest.raises(SourceError, match=reason):
        live_source(text)
