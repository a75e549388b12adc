from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path

import av
import pytest
from av.video.stream import VideoStream
from media import write_clip

from posecoach.capture.scan import PacketTally


@pytest.fixture
def stream(tmp_path: Path) -> Iterator[VideoStream]:
    """A picture stream that counts time in milliseconds."""
    with av.open(str(write_clip(tmp_path / "clip.mkv", 2))) as container:
        assert container.streams.video[0].time_base == Fraction(1, 1000)
        yield container.streams.video[0]


def tallied(stream: VideoStream, timestamps: Iterable[int | None], keyframe_every: int = 1) -> PacketTally:
    """The tally of 40 ms packets with these timestamps."""
    packets = []
    for number, timestamp in enumerate(timestamps):
        packet = av.Packet(b"picture")
        packet.stream = stream
        packet.time_base = Fraction(1, 1000)
        packet.pts = timestamp
        packet.duration = 40
        packet.is_keyframe = number % keyframe_every == 0
        packets.append(packet)
    tally = PacketTally(stream)
    assert list(tally.watch(packets)) == packets
    return tally


@pytest.mark.parametrize(
    ("timestamps", "keyframes"),
    [
        pytest.param([], (), id="none"),
        pytest.param([0, 40, 499, 500, 540, 1000], (0, 500, 1000), id="close ones are thinned out"),
        pytest.param([0, 500, None, 1000, 1500], (0, 500), id="none after a missing timestamp"),
        pytest.param([None, 500, 1000], (), id="missing at once"),
        pytest.param([0, 600, 300, 1200], (0, 600, 1200), id="one shown too early is none"),
    ],
)
def test_where_a_decoder_may_be_started(
    stream: VideoStream, timestamps: list[int | None], keyframes: tuple[int, ...]
) -> None:
    """Only where a reading from there can't differ from a reading from the beginning."""
    timeline = tallied(stream, timestamps).timeline()
    assert tuple(keyframe.timestamp for keyframe in timeline.keyframes) == keyframes


def test_pictures_stored_out_of_order(stream: VideoStream) -> None:
    """Frames shown before the keyframe they are stored behind don't disqualify it."""
    timeline = tallied(stream, [0, 800, 400, 1600, 1200], keyframe_every=3).timeline()
    assert [(keyframe.timestamp, keyframe.place) for keyframe in timeline.keyframes] == [(0, 0), (1600, 3)]
    assert (timeline.latest, timeline.end, timeline.count) == (1600, 1640, 5)
    assert timeline.frame_rate == pytest.approx(2.5)


@pytest.mark.parametrize("timestamps", [[], [0], [None, None]])
def test_too_little_to_tell_a_rate(stream: VideoStream, timestamps: list[int | None]) -> None:
    """Without two timestamps there is no rate."""
    assert tallied(stream, timestamps).timeline().frame_rate is None
