import errno
from pathlib import Path
from unittest.mock import Mock

import av
import numpy as np
import pytest
from media import write_clip

from posecoach.capture.video import VideoFile
from posecoach.errors import SourceError


def write_sound(path: Path) -> Path:
    """A file with a second of silence and no picture."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=16_000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 16_000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def moov_at_the_end(path: Path) -> Path:
    """An mp4 cut off before its index."""
    clip = write_clip(path, 20).read_bytes()
    path.write_bytes(clip[: clip.index(b"moov") - 100])
    return path


def no_picture_survives(path: Path) -> Path:
    """An mp4 whose index is whole and whose pictures are all zeros."""
    clip = bytearray(write_clip(path, 20, muxer_options={"movflags": "faststart"}).read_bytes())
    start = clip.index(b"mdat") + 4
    clip[start:] = bytes(len(clip) - start)
    path.write_bytes(clip)
    return path


def playlist(path: Path) -> Path:
    """A playlist of a video on the network."""
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://127.0.0.1:9/a.ts\n#EXT-X-ENDLIST\n")
    return path


@pytest.mark.parametrize(
    ("make", "name", "reason"),
    [
        (lambda path: path, "clip.mp4", "no such file"),
        (lambda path: path.mkdir() or path, "clip.mp4", "is a folder"),
        (lambda path: path.touch() or path, "clip.mp4", "is empty"),
        (lambda path: path.write_text("Dear diary, my back hurts.\n" * 50) and path, "clip.txt", "is not a video"),
        (playlist, "clip.m3u8", "is not a video"),
        (write_sound, "clip.mp4", "no picture, only sound"),
        (moov_at_the_end, "clip.mp4", "cut off before its index"),
        (no_picture_survives, "clip.mp4", "no picture in it can be decoded"),
    ],
)
def test_unusable_sources_are_named_in_one_line(
    make: object, name: str, reason: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """What can't be used is refused with file and reason, and FFmpeg's own messages stay silent."""
    assert callable(make)
    path = make(tmp_path / name)
    capfd.readouterr()
    with pytest.raises(SourceError) as refusal:
        VideoFile.open(path)
    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    assert reason in message
    assert "\n" not in message
    assert capfd.readouterr() == ("", "")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is told apart from a broken one; tests may run as root, who may read everything."""
    path = write_clip(tmp_path / "clip.mp4", 3)
    monkeypatch.setattr(av, "open", Mock(side_effect=av.error.PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(SourceError, match="permissions"):
        VideoFile.open(path)


def test_a_file_that_vanishes_after_the_scan(tmp_path: Path) -> None:
    """Reading frames later says the same as opening would."""
    path = write_clip(tmp_path / "clip.mp4", 3)
    video = VideoFile.open(path)
    path.unlink()
    with pytest.raises(SourceError, match="no such file"):
        next(video.frames())


@pytest.mark.parametrize("name", ["100%d.mp4", "-.mp4", "http:x.mp4"])
def test_odd_names_are_just_names(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No name is taken for a protocol, a pattern or an option."""
    write_clip(tmp_path / "clip.mp4", 3).rename(tmp_path / name)
    monkeypatch.chdir(tmp_path)
    assert len(list(VideoFile.open(name).frames())) == 3
