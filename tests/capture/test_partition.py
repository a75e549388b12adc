"""Any way of cutting a recording into stretches gives the same frames."""

from collections.abc import Sequence
from contextlib import ExitStack
from itertools import pairwise
from math import inf
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from media import number_of, numbered_image, write_clip

from posecoach.capture.container import Damage
from posecoach.capture.frame import Frame
from posecoach.capture.timestamps import GAP_S
from posecoach.capture.video import VideoFile, open_at

COUNT = 80

# Uneven and with gaps, as phones record in dim light.
VARIABLE_PTS = [37 * number + number % 3 * 7 + (900 if number > 50 else 0) for number in range(COUNT)]

OPEN_GOP_X265 = {"x265-params": "open-gop=1:keyint=16:bframes=4:log-level=none:pools=1"}

CLIPS = {
    "h264.mp4": ("libx264", "yuv420p", None, None),
    "h264 variable.mp4": ("libx264", "yuv420p", None, VARIABLE_PTS),
    "h264 late.mkv": ("libx264", "yuv420p", None, [5_000 + 40 * number for number in range(COUNT)]),
    "h264 negative.mp4": ("libx264", "yuv420p", None, [40 * number - 330 for number in range(COUNT)]),
    "h264.ts": ("libx264", "yuv420p", None, None),
    "hevc 10 bit open gop.mp4": ("libx265", "yuv420p10le", OPEN_GOP_X265, None),
    "vp9 variable.webm": ("libvpx-vp9", "yuv420p", None, VARIABLE_PTS),
    "av1.mp4": ("libsvtav1", "yuv420p", None, None),
    # The clock jumps within a group of pictures that are stored in another order than shown.
    "h264 jumps.mp4": (
        "libx264",
        "yuv420p",
        None,
        [40 * number + 36_000_000 * (number > 36) for number in range(COUNT)],
    ),
    "h264 joined.ts": ("libx264", "yuv420p", None, None),
}


def joined(path: Path) -> Path:
    """Two streams one after the other, each with a clock of its own."""
    images = [numbered_image(number) for number in range(COUNT)]
    halves = [write_clip(path.with_stem(str(at)), images[at : at + COUNT // 2]) for at in (0, COUNT // 2)]
    path.write_bytes(b"".join(half.read_bytes() for half in halves))
    return path


@pytest.fixture(scope="module", params=CLIPS)
def video(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> VideoFile:
    """One clip after the other."""
    codec, pix_fmt, options, pts = CLIPS[request.param]
    path = tmp_path_factory.mktemp("clips") / request.param
    if "joined" in path.name:
        return VideoFile.open(joined(path))
    return VideoFile.open(write_clip(path, COUNT, codec=codec, pix_fmt=pix_fmt, options=options, pts=pts))


@pytest.fixture(scope="module")
def whole(video: VideoFile) -> list[Frame]:
    """The frames of one sequential reading."""
    return list(video.frames())


def assert_same(frames: Sequence[Frame], expected: Sequence[Frame]) -> None:
    """The frames agree in time and in every pixel."""
    assert [frame.time_s for frame in frames] == [frame.time_s for frame in expected]
    assert all(np.array_equal(one.image, other.image) for one, other in zip(frames, expected, strict=True))


def test_the_right_frames_come_in_order(video: VideoFile, whole: list[Frame]) -> None:
    """Every picture is there once, in the order of presentation."""
    numbers = [number_of(frame.image) for frame in whole]
    # An mp4's edit list says that what lies before 0 isn't shown.
    first = 9 if "negative" in video.path.name else 0
    assert numbers == list(range(first, COUNT))
    assert whole[0].time_s == 0
    assert all(0 < other.time_s - one.time_s <= GAP_S for one, other in pairwise(whole))
    assert video.info.clock_jumps == ("jumps" in video.path.name or "joined" in video.path.name)


@settings(max_examples=8, deadline=None)
@given(cuts=st.lists(st.floats(min_value=0, max_value=4), max_size=4))
def test_any_partition_gives_the_same_frames(video: VideoFile, whole: list[Frame], cuts: list[float]) -> None:
    """Times and pixels are those of one sequential reading."""
    edges = [0.0, *sorted(cuts), inf]
    frames = [frame for start_s, end_s in pairwise(edges) for frame in video.frames(start_s, end_s)]
    assert_same(frames, whole)
    assert not video.refused | video.damaged_s


def test_cuts_at_frames_and_keyframes(video: VideoFile, whole: list[Frame]) -> None:
    """A cut exactly at a frame's time puts the frame behind the cut."""
    keyframes_s = [video.scan.scale.seconds(keyframe.timestamp) for keyframe in video.scan.keyframes]
    for cut in sorted({*keyframes_s, *(frame.time_s for frame in whole[::11])}):
        assert_same(
            [*video.frames(0, cut), *video.frames(cut)] if cut > 0 else list(video.frames(cut)),
            whole,
        )
        behind = next(video.frames(cut, inf))
        assert behind.time_s >= cut


def test_reading_starts_near_the_wanted_time(video: VideoFile) -> None:
    """A late stretch begins at the keyframe before it, not at the beginning; where nothing is, nothing comes."""
    for start_s, end_s in ((2.0, 1.0), (100.0, None)):
        assert list(video.frames(start_s, end_s)) == []
    if video.path.suffix == ".ts":  # it has no index
        return
    start_s = 0.8 * video.info.duration_s
    timestamps = [keyframe.timestamp for keyframe in video.scan.keyframes]
    reached = [timestamp for timestamp in timestamps if video.scan.scale.seconds(timestamp) <= start_s]
    with ExitStack() as stack:
        _, packets = open_at(video.path, video.scan, start_s, Damage(), stack)
        timestamp = next(packets).pts
    assert timestamp == reached[-1]
