"""The files that are written."""

from pathlib import Path

import av
import numpy as np
import pytest

from sample_videos.effects import Image
from sample_videos.encode import write_video
from sample_videos.frames import CLOCK


def pictures(count: int = 12) -> list[Image]:
    """A blue left and a red right half, and a white bar that moves."""
    frames = []
    for index in range(count):
        image = np.zeros((64, 96, 3), np.uint8)
        image[:, :48, 0] = image[:, 48:, 2] = 200
        image[4 * index : 4 * index + 8] = 255
        frames.append(image)
    return frames


def even(frames: list[Image], fps: int = 30) -> list[tuple[int, Image]]:
    return [(index * CLOCK // fps, image) for index, image in enumerate(frames)]


def test_colours_and_times_come_back(tmp_path: Path) -> None:
    """The stream says BT.709, and says the truth."""
    write_video(tmp_path / "a.mp4", even(pictures()), 30, 12)
    with av.open(str(tmp_path / "a.mp4")) as container:
        stream = container.streams.video[0]
        frames = list(container.decode(video=0))
        assert (stream.codec_context.name, stream.codec_context.pix_fmt) == ("h264", "yuv420p")
        assert [int(stream.codec_context.colorspace), stream.average_rate] == [1, 30]
        assert not {"creation_time", "encoder"} & {*container.metadata, *stream.metadata}
    assert [frame.time for frame in frames] == pytest.approx(np.arange(12) / 30)
    shown = frames[-1].reformat(format="bgr24", src_colorspace="ITU709").to_ndarray().astype(int)
    assert np.abs(shown[10, 20] - [200, 0, 0]).max() < 12
    assert np.abs(shown[10, 80] - [0, 0, 200]).max() < 12


def test_the_same_pictures_make_the_same_bytes(tmp_path: Path) -> None:
    """Nothing is left beside the file, and its index comes first, so that a browser can begin early."""
    for name in ("a.mp4", "b.mp4"):
        write_video(tmp_path / name, even(pictures()), 30, 20)
    data = (tmp_path / "a.mp4").read_bytes()
    assert data == (tmp_path / "b.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    assert len(list(tmp_path.iterdir())) == 2
    ticks = [0, 2500, 6100, 8900, 50000, 52999, 56001]  # uneven, with a gap
    write_video(tmp_path / "a.mp4", zip(ticks, pictures(7), strict=True), 30, 20)
    with av.open(str(tmp_path / "a.mp4")) as container:
        assert [round(float(frame.time or 0) * CLOCK) for frame in container.decode(video=0)] == ticks


@pytest.mark.parametrize("degrees", [90, 180])
def test_turned_files_are_shown_upright(tmp_path: Path, degrees: int) -> None:
    """Stored turned, and the decoder is asked to turn them back."""
    write_video(tmp_path / "a.mp4", even(pictures()), 30, 12, degrees)
    with av.open(str(tmp_path / "a.mp4")) as container:
        frame = next(container.decode(video=0))
        # PyAV counts anticlockwise, from -180.
        assert (-frame.rotation) % 360 == degrees
        stored = frame.to_ndarray(format="bgr24")
    shown = np.rot90(stored, -degrees // 90)
    assert shown.shape == (64, 96, 3)
    assert shown[40, 20, 0] > 120 > shown[40, 80, 0]
    assert shown[3].min() > 200


@pytest.mark.parametrize(("ticks", "words"), [([], "no frames"), ([0, 3000, 3000], "rise")])
def test_nothing_is_left_of_a_failure(tmp_path: Path, ticks: list[int], words: str) -> None:
    """No frames, or times that don't rise, are errors."""
    with pytest.raises(ValueError, match=words):
        write_video(tmp_path / "a.mp4", zip(ticks, pictures(len(ticks)), strict=True), 30, 20)
    assert not list(tmp_path.iterdir())
