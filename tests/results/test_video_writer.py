from pathlib import Path

import av
import numpy as np
import pytest
from media import number_of, numbered_image

from posecoach.capture.video import VideoFile
from posecoach.errors import OutputError
from posecoach.results.video_writer import VideoWriter


def test_frames_keep_their_times(tmp_path: Path) -> None:
    """A variable frame rate comes back as it was given; a player goes on to the end of the last frame."""
    path, times_s = tmp_path / "out.mp4", [0.0, 0.033, 0.1, 0.4, 0.41, 1.0]
    with VideoWriter(path, (96, 64), 30.0) as writer:
        for number, time_s in enumerate(times_s):
            writer.write(time_s, numbered_image(number, (96, 64)))
    frames = list(VideoFile.open(path).frames())
    assert [frame.time_s for frame in frames] == pytest.approx(times_s, abs=1e-4)
    assert [number_of(frame.image) for frame in frames] == list(range(6))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert float((stream.duration or 0) * (stream.time_base or 0)) == pytest.approx(1 + 1 / 30, abs=1e-3)


@pytest.mark.parametrize(
    ("time_s", "size", "message"),
    [(0.1, (96, 64), "follow each other"), (0.2, (64, 96), "picture")],
)
def test_a_wrong_frame_is_refused(tmp_path: Path, time_s: float, size: tuple[int, int], message: str) -> None:
    """A repeated time or another size is told at once, not lost in the file."""
    with VideoWriter(tmp_path / "out.mp4", (96, 64), 30.0) as writer:
        writer.write(0.1, np.zeros((64, 96, 3), np.uint8))
        with pytest.raises(ValueError, match=message):
            writer.write(time_s, np.zeros((size[1], size[0], 3), np.uint8))


@pytest.mark.parametrize("colour", [(255, 0, 0), (250, 200, 40)])
def test_colours_come_back(tmp_path: Path, colour: tuple[int, int, int]) -> None:
    """What is written red is read red."""
    path = tmp_path / "out.mp4"
    with VideoWriter(path, (64, 64), 30.0) as writer:
        for index in range(3):
            writer.write(index / 30, np.full((64, 64, 3), colour, np.uint8))
    image = next(VideoFile.open(path).frames()).image
    assert np.abs(image[32, 32].astype(int) - colour).max() <= 4


def test_browsers_can_play_it(tmp_path: Path) -> None:
    """H.264 with subsampled colour, and the index in front so that playing starts at once."""
    path = tmp_path / "out.mp4"
    with VideoWriter(path, (65, 49), 30.0) as writer:
        for index in range(5):
            writer.write(index / 30, np.zeros((49, 65, 3), np.uint8))
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        assert (stream.width, stream.height) == (64, 48)
        context = stream.codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc) == (5, 1, 1)
    content = path.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


@pytest.mark.parametrize(("folder", "frames", "kind"), [("no", 100, np.uint8), (".", 1, np.float64)])
def test_an_encoder_that_fails_stops_the_caller(tmp_path: Path, folder: str, frames: int, kind: type) -> None:
    """More frames than the queue holds don't hang; the error comes out once, on leaving at the latest."""
    with (
        pytest.raises(OutputError, match="can't be written"),
        VideoWriter(tmp_path / folder / "out.mp4", (64, 64), 30) as writer,
    ):
        for index in range(frames):
            writer.write(index / 30, np.zeros((64, 64, 3), kind))


def test_the_callers_own_error_wins(tmp_path: Path) -> None:
    """An exception inside the context comes through, and the thread ends."""
    with pytest.raises(ZeroDivisionError), VideoWriter(tmp_path / "out.mp4", (64, 64), 30) as writer:
        writer.write(0.0, np.zeros((64, 64, 3), np.uint8))
        raise ZeroDivisionError
    assert not writer.is_running
