from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import av
import cv2
import numpy as np
import pytest
from live_child import waited_for
from media import number_of, numbered_image
from numpy.typing import NDArray

from posecoach.capture.frame import RgbImage
from posecoach.capture.video import VideoFile
from posecoach.errors import OutputError
from posecoach.results.video_writer import LiveVideo, VideoWriter


def decoded(path: Path) -> list[tuple[float, NDArray[Any]]]:
    """Every frame with its own time, as any player would read it."""
    with av.open(str(path)) as container:
        return [(frame.time or 0.0, frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)]


@pytest.fixture
def _waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """An encoder that keeps up, however busy the machine is."""
    monkeypatch.setattr(VideoWriter, "offer", waited_for)


def recorded(path: Path, times_s: list[float], picture: Callable[[int], RgbImage] = numbered_image) -> Path:
    video = LiveVideo(path)
    for number, time_s in enumerate(times_s):
        video.add(time_s, picture(number))
    video.close()
    return path


@pytest.mark.usefixtures("_waited_for")
def test_frames_keep_their_own_times(tmp_path: Path) -> None:
    """The times of the session, also where it doesn't begin at 0; a frame at another's time is passed over."""
    times_s = [300.0, 300.033, 300.1, 300.1, 300.4, 300.41, 301.0, 303.0]
    frames = decoded(recorded(tmp_path / "recording.mkv", times_s))
    assert [time_s for time_s, _ in frames] == pytest.approx(sorted(set(times_s)), abs=1e-3)
    assert [number_of(image) for _, image in frames] == [0, 1, 2, 4, 5, 6, 7]


@pytest.mark.usefixtures("_waited_for")
@pytest.mark.parametrize("share", [0.4, 0.77, 0.999])
def test_a_video_may_be_cut_off_anywhere(tmp_path: Path, share: float) -> None:
    """What is there can be seen, to less than a second before the cut."""
    noise = np.random.default_rng(0)
    times_s = [index / 30 for index in range(120)]
    path = recorded(tmp_path / "recording.mkv", times_s, lambda _: noise.integers(0, 255, (64, 96, 3), dtype=np.uint8))
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    frames = decoded(path)
    assert [time_s for time_s, _ in frames] == pytest.approx(times_s[: len(frames)], abs=1e-3)
    assert len(frames) >= 120 * share - 30
    assert list(VideoFile.open(path).frames())


def test_an_encoder_that_lags_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames are left out and counted, and those that were taken are written."""
    go_on, convert = Event(), cv2.cvtColor

    def slow(*arguments: Any) -> Any:
        go_on.wait()
        return convert(*arguments)

    monkeypatch.setattr("posecoach.results.video_writer.cv2.cvtColor", slow)
    video = LiveVideo(tmp_path / "recording.mkv")
    for number in range(40):
        video.add(number / 30, numbered_image(number))
    left_out = video.left_out
    go_on.set()
    video.close()
    numbers = [number_of(image) for _, image in decoded(tmp_path / "recording.mkv")]
    assert left_out >= 30
    assert len(numbers) == 40 - left_out
    assert numbers == sorted(numbers)


def test_a_video_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    """At the end at the latest, once, and with what to do about it; without frames, no file is made."""
    LiveVideo(tmp_path / "recording.mkv").close()
    assert list(tmp_path.iterdir()) == []
    video = LiveVideo(tmp_path / "no" / "recording.mkv")
    video.add(0.0, numbered_image(0))
    with pytest.raises(OutputError, match=r"the video can't be written .*; free space, or record no video"):
        video.close()
    video.close()
