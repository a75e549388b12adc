"""Recordings that were cut off or damaged on the way."""

from itertools import pairwise
from math import inf
from pathlib import Path

import pytest
from media import number_of, write_clip

from posecoach.capture.video import VideoFile

COUNT = 200
SIZE = (320, 240)
INDEX_FIRST = {"movflags": "faststart"}


def cut(path: Path, share: float) -> Path:
    """Keep only the first share of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


@pytest.mark.parametrize("share", [0.5, 0.99])
def test_an_mp4_cut_short_gives_what_is_left(share: float, tmp_path: Path) -> None:
    """With its index in front, the frames before the cut are there, and the cut is noted."""
    path = cut(write_clip(tmp_path / "clip.mp4", COUNT, SIZE, muxer_options=INDEX_FIRST), share)
    video = VideoFile.open(path)
    reader = video.frames()
    numbers = [number_of(frame.image) for frame in reader]
    assert video.info.cut_off
    assert reader.broke_off
    assert 5 < len(numbers) < COUNT
    # The last ones may lack the frames that they build on.
    assert numbers[:-4] == list(range(len(numbers) - 4))
    assert video.info.frame_count >= len(numbers)
    assert video.info.duration_s < COUNT / 25


@pytest.mark.parametrize(
    ("suffix", "codec", "muxer_options", "share"),
    [
        ("mkv", "libx264", {}, 0.5),
        ("mkv", "libx264", {}, 0.999),
        ("webm", "libvpx-vp9", {}, 0.999),
        ("mp4", "libx264", {"movflags": "frag_keyframe+empty_moov"}, 0.5),
    ],
)
def test_other_containers_cut_short(
    suffix: str, codec: str, muxer_options: dict[str, str], share: float, tmp_path: Path
) -> None:
    """The cut is noticed whether the reader stumbles over it or the header promised more."""
    path = write_clip(tmp_path / f"clip.{suffix}", COUNT, SIZE, codec=codec, muxer_options=muxer_options)
    assert not VideoFile.open(path).info.cut_off
    video = VideoFile.open(cut(path, share))
    numbers = [number_of(frame.image) for frame in video.frames()]
    assert video.info.cut_off
    assert numbers[:40] == list(range(40))


@pytest.mark.parametrize(
    ("suffix", "muxer_options", "read"),
    [("mp4", {}, COUNT), ("mp4", INDEX_FIRST, COUNT), ("flv", {}, COUNT), ("mkv", {}, 2 * COUNT)],
)
def test_an_appended_recording_is_read_or_told(
    suffix: str, muxer_options: dict[str, str], read: int, tmp_path: Path
) -> None:
    """Where FFmpeg goes no further than the first one's end, that is no silent loss."""
    path = write_clip(tmp_path / f"clip.{suffix}", COUNT, SIZE, muxer_options=muxer_options)
    alone = VideoFile.open(path)
    path.write_bytes(2 * path.read_bytes())
    video = VideoFile.open(path)
    frames = sum(1 for _ in video.frames())
    assert (frames, alone.info.joined, video.info.joined) == (read, False, read == COUNT)
    assert len(video.losses(frames)) == 1


def damaged(path: Path, codec: str) -> Path:
    """A clip with every 29th byte of a stretch in its middle overwritten."""
    data = bytearray(write_clip(path, COUNT, SIZE, codec=codec, muxer_options=INDEX_FIRST).read_bytes())
    start = data.index(b"mdat") + 4
    middle = start + (len(data) - start) // 3
    for place in range(middle, middle + (len(data) - start) // 6, 29):
        data[place] ^= 0x5A
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("codec", ["libx264", "libx265", "libvpx-vp9"])
def test_damage_in_the_middle_is_passed_over(codec: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Frames before and behind come, in order, alike every time, and FFmpeg's complaints stay silent."""
    video = VideoFile.open(damaged(tmp_path / "clip.mp4", codec))
    capfd.readouterr()
    reader = video.frames()
    frames = list(reader)
    numbers = [number_of(frame.image) for frame in frames]
    lost = len(video.refused) + len(video.damaged_s)
    assert video.losses(len(frames)) == (
        f"{lost} of its 200 pictures {'is' if lost == 1 else 'are'} damaged or missing",
    )
    assert len(video.refused) > 0
    assert not reader.broke_off
    assert numbers[:10] == list(range(10))
    assert numbers[-10:] == list(range(COUNT - 10, COUNT))
    assert all(one.time_s < other.time_s for one, other in pairwise(frames))
    assert capfd.readouterr() == ("", "")
    first, second = (
        [
            (frame.time_s, frame.image.tobytes())
            for start_s, end_s in pairwise([0.0, 1.9, 3.1, 4.4, inf])
            for frame in video.frames(start_s, end_s)
        ]
        for _ in range(2)
    )
    assert first == second
