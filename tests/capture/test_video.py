import math
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media import number_of, numbered_image, write_clip

from posecoach.capture.frame import RgbImage
from posecoach.capture.scan import TimeScale
from posecoach.capture.video import Excerpt, MediaClock, VideoFile

LOSSLESS = {"qp": "0", "preset": "veryfast"}
MILLISECONDS = Fraction(1, 1000)


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt", "expected"),
    [
        ("clip.mp4", "libx264", "yuv420p", "h264"),
        ("clip.mov", "libx265", "yuv420p10le", "hevc"),
        ("clip.webm", "libvpx-vp9", "yuv420p", "vp9"),
        ("clip.avi", "mpeg4", "yuv420p", "mpeg4"),
    ],
)
def test_what_a_recording_is(name: str, codec: str, pix_fmt: str, expected: str, tmp_path: Path) -> None:
    """Size, rate, length and codec are read off the file."""
    info = VideoFile.open(write_clip(tmp_path / name, 50, (128, 72), codec=codec, pix_fmt=pix_fmt)).info
    assert (info.width, info.height, info.rotation) == (128, 72, 0)
    assert (info.codec, info.frame_count, info.cut_off) == (expected, 50, False)
    assert info.duration_s == pytest.approx(2.0)
    assert info.frame_rate == pytest.approx(25.0)


def test_a_part_of_a_recording(tmp_path: Path) -> None:
    """Its frames are those of the recording, with their times; what it is tells how many, and where it ends."""
    video = VideoFile.open(write_clip(tmp_path / "clip.mp4", 50))
    part = Excerpt.of(video, 0.4, 1.2)
    assert [number_of(frame.image) for frame in part.frames()] == list(range(10, 30))
    assert [frame.time_s for frame in part.frames(1.0, 5.0)] == pytest.approx([1.0, 1.04, 1.08, 1.12, 1.16])
    assert (part.info.frame_count, part.info.duration_s, part.losses(20)) == (20, 1.2, ())
    assert list(part.frames(1.2, 2.0)) == list(part.frames(0.0, 0.4)) == []
    assert [part.has_any_between(*span) for span in ((0.0, 0.4), (0.3, 0.5), (1.2, math.inf))] == [False, True, False]
    assert Excerpt.of(video, 1.0).info.duration_s == video.info.duration_s


def test_a_single_frame(tmp_path: Path) -> None:
    """One frame is a recording too, also where an mp4's edit list hides the others."""
    video = VideoFile.open(write_clip(tmp_path / "clip.mp4", 1))
    hidden = VideoFile.open(write_clip(tmp_path / "clip.mp4", 4, pts=[-120, -80, -40, 0]))
    assert [frame.time_s for frame in video.frames()] == [0.0]
    assert [video.info.duration_s, video.info.frame_rate] == pytest.approx([0.04, 25.0])
    assert [(number_of(frame.image), frame.time_s) for frame in hidden.frames()] == [(3, 0.0)]
    assert hidden.info.frame_count == 1


@pytest.mark.parametrize(("suffix", "first"), [("mp4", 5_000), ("mkv", 0), ("ts", 86_400_000)])
def test_time_counts_from_the_first_frame(suffix: str, first: int, tmp_path: Path) -> None:
    """Odd first timestamps don't move the recording."""
    pts = [first + 40 * number for number in range(30)]
    video = VideoFile.open(write_clip(tmp_path / f"clip.{suffix}", 30, (320, 240), pts=pts))
    assert [frame.time_s for frame in video.frames()] == pytest.approx([0.04 * number for number in range(30)])


def quadrants(width: int = 96, height: int = 64) -> RgbImage:
    """Red, green, blue and white, from the top left in reading order."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2, 0] = 255
    image[: height // 2, width // 2 :, 1] = 255
    image[height // 2 :, : width // 2, 2] = 255
    image[height // 2 :, width // 2 :] = 255
    return image


def colours(image: RgbImage) -> str:
    """The quadrants' colours in reading order."""
    height, width = image.shape[:2]
    names = {(True, False, False): "r", (False, True, False): "g", (False, False, True): "b", (True, True, True): "w"}
    centres = [image[y, x] for y in (height // 4, 3 * height // 4) for x in (width // 4, 3 * width // 4)]
    return "".join(names[r, g, b] for r, g, b in (tuple(bool(value > 128) for value in pixel) for pixel in centres))


@pytest.mark.parametrize(
    ("rotation", "mirrored", "size", "seen"),
    [
        (0, False, (96, 64), "rgbw"),
        (90, False, (64, 96), "brwg"),
        (270, False, (64, 96), "gwrb"),
        (0, True, (96, 64), "grwb"),
        (270, True, (64, 96), "rbgw"),
    ],
)
def test_pictures_are_upright(rotation: int, mirrored: bool, size: tuple[int, int], seen: str, tmp_path: Path) -> None:
    """Turned and mirrored as the container's display matrix says, clockwise."""
    path = write_clip(tmp_path / "clip.mp4", [quadrants()] * 3, rotation=rotation, mirrored=mirrored)
    video = VideoFile.open(path)
    frame = next(video.frames())
    assert colours(frame.image) == seen
    assert frame.size == size == (video.info.width, video.info.height)
    assert video.info.rotation == rotation
    assert frame.image.flags.c_contiguous


@pytest.mark.parametrize("size", [(542, 66), (101, 67), (35, 35)])
@pytest.mark.parametrize("max_side", [None, 33])
def test_images_are_contiguous_and_colours_survive(size: tuple[int, int], max_side: int | None, tmp_path: Path) -> None:
    """Widths whose rows FFmpeg pads come without the padding, and what was stored without loss comes back."""
    image = quadrants(*size)
    path = write_clip(tmp_path / "clip.mp4", [image] * 3, pix_fmt="yuv444p", options=LOSSLESS)
    for frame in VideoFile.open(path).frames(max_side=max_side):
        assert frame.image.flags.c_contiguous
        assert frame.image.dtype == np.uint8
        assert frame.image.ndim == 3
        assert colours(frame.image) == "rgbw"
        assert max_side is not None or np.abs(frame.image.astype(int) - image).max() <= 4


@pytest.mark.parametrize(
    ("size", "rotation", "max_side", "expected"),
    [
        ((160, 90), 0, 80, (80, 45)),
        ((160, 90), 90, 80, (45, 80)),
        ((160, 90), 0, 1000, (160, 90)),
        ((160, 90), 0, None, (160, 90)),
        ((800, 16), 0, 20, (20, 1)),
    ],
)
def test_max_side(
    size: tuple[int, int], rotation: int, max_side: int | None, expected: tuple[int, int], tmp_path: Path
) -> None:
    """The longer side shrinks to the limit, the shape stays; nothing is ever enlarged."""
    path = write_clip(tmp_path / "clip.mp4", 3, size, rotation=rotation)
    assert [frame.size for frame in VideoFile.open(path).frames(max_side=max_side)] == [expected] * 3


def test_pixels_become_square(tmp_path: Path) -> None:
    """Angles would be wrong on a picture stored narrower than it is shown."""
    options = {"x264-params": "sar=4/3", "preset": "veryfast"}
    video = VideoFile.open(write_clip(tmp_path / "clip.mp4", 3, (96, 72), options=options))
    assert (video.info.width, video.info.height) == (128, 72)
    assert next(video.frames()).size == (128, 72)


def test_images_belong_to_the_consumer(tmp_path: Path) -> None:
    """Drawing on a frame doesn't show on the next one."""
    video = VideoFile.open(write_clip(tmp_path / "clip.mp4", [numbered_image(5)] * 10))
    left = video.frames()
    next(left)
    left.close()
    assert list(left) == []  # a closed reading is over, and another starts afresh
    reader = video.frames()
    kept = next(reader)
    before = kept.image.copy()
    for frame in reader:
        frame.image[:] = 7
    assert np.array_equal(kept.image, before)


@pytest.mark.parametrize(
    ("timestamps", "times_s"),
    [
        pytest.param([0, 40, 80], [0.0, 0.04, 0.08], id="plain"),
        pytest.param([0, 0, 40, 40], [0.0, None, 0.04, None], id="repeated"),
        pytest.param([0, 80, 40, 120], [0.0, 0.08, None, 0.12], id="back in time"),
        pytest.param([0, None, None], [0.0, 0.04, 0.08], id="missing"),
        pytest.param([0, None, 40, 80], [0.0, 0.04, None, 0.08], id="missing, then back"),
    ],
)
def test_times_increase_strictly(timestamps: list[int | None], times_s: list[float | None]) -> None:
    """Repeated and backward timestamps get no time, missing ones a step of the frame rate."""
    clock = MediaClock(TimeScale(origin=0, unit=MILLISECONDS, step_s=0.04))
    assert [clock.time_of(timestamp) for timestamp in timestamps] == times_s
