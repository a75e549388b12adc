from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from media import number_of, write_clip

from posecoach.capture.live_source import CameraFormat
from posecoach.capture.playback import PlayedVideo
from posecoach.capture.video import VideoFile
from posecoach.errors import SourceError


class Wall:
    """A clock on the wall that waiting moves on, and nothing else."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.waits: list[float] = []

    def clock(self) -> float:
        return self.now_s

    def wait(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now_s += seconds


Clip = Callable[..., VideoFile]


@pytest.fixture
def clip(tmp_path: Path) -> Clip:
    """Writes a recording."""

    def write(
        name: str = "clip.mp4", count: int = 4, size: tuple[int, int] = (96, 64), **settings: object
    ) -> VideoFile:
        return VideoFile.open(write_clip(tmp_path / name, count, size, **settings))  # type: ignore[arg-type] # as given

    return write


def played(video: PlayedVideo, count: int = 1000) -> list[tuple[int, float]]:
    """Numbers and times of the next frames, up to the end."""
    seen: list[tuple[int, float]] = []
    while len(seen) < count and (frame := video.read()) is not None:
        seen.append((number_of(frame.image), frame.time_s))
    return seen


def opened(*videos: VideoFile, wall: Wall | None = None, loop: bool = False) -> PlayedVideo:
    """Recordings that are being played to a clock of their own."""
    wall = wall or Wall()
    video = PlayedVideo(*videos, loop=loop, clock=wall.clock, wait=wall.wait)
    video.open()
    return video


def test_frames_come_at_their_own_speed(clip: Clip) -> None:
    """Each when its time has come, also where the recording's rate changes, up to the end; times are media times."""
    wall = Wall()
    video = opened(clip(count=5, pts=[0, 40, 240, 280, 1000]), wall=wall)
    arrivals_s = []
    times_s = []
    while (frame := video.read()) is not None:
        arrivals_s.append(wall.now_s - 1000.0)
        times_s.append(frame.time_s)
    assert times_s == pytest.approx([0.0, 0.04, 0.24, 0.28, 1.0])
    assert arrivals_s == pytest.approx(times_s)
    assert (video.read(), video.ended) == (None, True)


def test_a_late_reader_misses_nothing(clip: Clip) -> None:
    """What is overdue comes at once, and then the recording's speed holds again."""
    wall = Wall()
    video = opened(clip(count=10), wall=wall)
    video.read()
    wall.now_s += 0.2
    assert [number for number, _ in played(video, 5)] == [1, 2, 3, 4, 5]
    assert wall.waits == []
    assert [number for number, _ in played(video)] == [6, 7, 8, 9]
    assert wall.waits == pytest.approx([0.04] * 4)


def test_a_loop_goes_on_without_a_seam(clip: Clip) -> None:
    """Round after round, one frame's step after the last frame before."""
    wall = Wall()
    video = opened(clip(), wall=wall, loop=True)
    seen = played(video, 10)
    assert [number for number, _ in seen] == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]
    assert [time_s for _, time_s in seen] == pytest.approx([0.04 * place for place in range(10)])
    assert wall.waits == pytest.approx([0.04] * 9)
    assert not video.ended


def test_recordings_follow_each_other(clip: Clip) -> None:
    """Also when their pictures differ in size and rate; the format is that of the one being played."""
    one, other = clip("one.mp4", 3, rate=10), clip("other.mp4", 2, (128, 96), rate=50)
    video = opened(one, other)
    frames = []
    formats = []
    while (frame := video.read()) is not None:
        frames.append(frame)
        formats.append(video.format)
    assert [frame.size for frame in frames] == [(96, 64)] * 3 + [(128, 96)] * 2
    assert [frame.time_s for frame in frames] == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.32])
    assert formats == [CameraFormat(96, 64, 10.0)] * 3 + [CameraFormat(128, 96, 50.0)] * 2
    assert video.name == "one.mp4, other.mp4"


def test_opened_again_it_begins_anew_and_its_time_goes_on(clip: Clip) -> None:
    """As every live source's time does; what passed in between isn't caught up with, and before there is nothing."""
    wall = Wall()
    video = PlayedVideo(clip(), clock=wall.clock, wait=wall.wait)
    assert (video.format, video.read(), video.ended, video.name) == (None, None, False, "clip.mp4")
    video.open()
    first = played(video)
    video.close()
    video.close()
    assert video.read() is None
    wall.now_s += 60
    video.open()
    assert not video.ended
    second = played(video)
    assert [number for number, _ in second] == [0, 1, 2, 3]
    assert all(one < other for (_, one), (_, other) in pairwise(first + second))
    assert wall.waits == pytest.approx([0.04] * 6)


def test_a_file_that_has_gone_is_told(clip: Clip) -> None:
    """When opening, if it is the first; when its turn has come, if it is a later one; and there must be one."""
    with pytest.raises(ValueError, match="recording"):
        PlayedVideo()
    one, other = clip("one.mp4", 1), clip("other.mp4")
    other.path.unlink()
    with pytest.raises(SourceError, match=r"other\.mp4"):
        opened(other)
    video = opened(one, other)
    assert video.read() is not None
    with pytest.raises(SourceError, match=r"other\.mp4"):
        video.read()
    assert video.read() is None
    assert video.ended
