import errno
import io
import json
import zipfile
from io import FileIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posecoach.errors import OutputError, SourceError
from posecoach.pose.recording import LandmarkLog, LandmarkRecorder, RecordedLandmarks, load_landmarks, pack_log
from posecoach.pose.series import Landmarks, concatenate
from posecoach.testing import Figure, scripted_series

ARRAYS = ("time_s", "points", "visibility", "contour")
FRAMES = 6
SERIES = scripted_series([Figure.supine(), None] * (FRAMES // 2), noise_px=1.0)


def recorded(path: Path, *parts: Landmarks, source: str = "clip.mp4") -> Path:
    with LandmarkRecorder(source) as recorder:
        for part in parts:
            recorder.add(part)
        recorder.save(path)
    return path


def test_a_recording_comes_back_bit_for_bit(tmp_path: Path) -> None:
    """What was added in pieces is read back whole; neither a date nor how the pieces were cut gets into the bytes."""
    path = recorded(tmp_path / "a.npz", SERIES[:1], SERIES[1:])
    source, loaded = load_landmarks(path)
    assert source.source == "clip.mp4"
    assert_same(loaded, SERIES)
    assert path.read_bytes() == recorded(tmp_path / "b.npz", SERIES).read_bytes()
    with np.load(path) as arrays:  # other tools can open them, too
        assert arrays["points"].shape == (FRAMES, 33, 3)


def logged(path: Path, *parts: Landmarks) -> Path:
    log = LandmarkLog(path, "camera 0")
    for part in parts:
        log.add(part)
    log.close()
    return path


def assert_same(loaded: Landmarks, series: Landmarks) -> None:
    assert loaded.size == series.size
    for name in ARRAYS:
        assert getattr(loaded, name).dtype == getattr(series, name).dtype
        assert np.array_equal(getattr(loaded, name), getattr(series, name), equal_nan=True)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A log's bytes."""
    return logged(tmp_path_factory.mktemp("log") / "landmarks.part", SERIES).read_bytes()


def test_a_log_comes_back_bit_for_bit(tmp_path: Path) -> None:
    """What was added frame by frame is read back whole, without closing the file."""
    log = LandmarkLog(tmp_path / "landmarks.part", "camera 0")
    for index in range(FRAMES):
        log.add(SERIES[index : index + 1])
        source, loaded = load_landmarks(tmp_path / "landmarks.part")
        assert source.source == "camera 0"
        assert_same(loaded, SERIES[: index + 1])
    log.close()


@settings(max_examples=30)
@given(cut=st.integers(0, 5000))
@example(cut=0)
@example(cut=1)
@example(cut=620)
@example(cut=621)
def test_a_log_may_be_cut_off_anywhere(tmp_path_factory: pytest.TempPathFactory, whole: bytes, cut: int) -> None:
    """The frames that are there whole are read; without any it is one clear line."""
    path = tmp_path_factory.mktemp("cut") / "landmarks.part"
    path.write_bytes(whole[: len(whole) - cut] if cut < len(whole) else b"")
    frames = FRAMES - -(-cut // 620)
    if frames > 0:
        assert_same(load_landmarks(path)[1], SERIES[:frames])
    else:
        with pytest.raises(SourceError, match=r"not a landmark recording|is empty") as caught:
            load_landmarks(path)
        assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("frames", "rest"), [(1, bytes(620)), (FRAMES, b"\xff" * 620), (4095, bytes(620)), (4096, bytes(6200)), (8192, b"")]
)
def test_a_torn_end_is_no_frame(tmp_path: Path, frames: int, rest: bytes) -> None:
    """Zeros or rubbish behind the last frame, as a power failure leaves them, are passed over.

    The whole of a log, which may be longer than what is read at once, packs to what a recorder would have written.
    """
    rows = np.arange(frames) % FRAMES
    arrays = SERIES.points[rows], SERIES.visibility[rows], SERIES.contour[rows]
    series = Landmarks(np.arange(frames) / 30, *arrays, SERIES.size)
    path = logged(tmp_path / "landmarks.part", series[:1], series[1:])
    path.write_bytes(path.read_bytes() + rest)
    assert_same(load_landmarks(path)[1], series)
    pack_log(path, tmp_path / "a.npz")
    expected = recorded(tmp_path / "b.npz", series, source="camera 0")
    assert (tmp_path / "a.npz").read_bytes() == expected.read_bytes()


def test_a_frame_of_another_size_is_placed_in_the_first_ones(tmp_path: Path) -> None:
    """A recording has one size, whatever the camera does."""
    small = scripted_series([Figure.supine()] * 4, size=(640, 360))
    later = Landmarks(small.time_s + 1, small.points, small.visibility, small.contour, small.size)
    loaded = load_landmarks(logged(tmp_path / "landmarks.part", SERIES, later))[1]
    assert loaded.size == (1280, 720)
    assert np.array_equal(loaded.points[FRAMES:], 2 * small.points)
    assert_same(loaded[:FRAMES], SERIES)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (b"landmark-log/1", b"landmark-log/9", "another version"),
        (b'"size"', b'"sizes"', "not a landmark recording"),
        (b"[1280, 720]", b"1280", "not a landmark recording"),
        (b"}", b"", "not a landmark recording"),
        (b"camera 0", b"\xff\xfe", "not a landmark recording"),
    ],
)
def test_other_logs_are_refused_by_name(tmp_path: Path, whole: bytes, old: bytes, new: bytes, message: str) -> None:
    """One line that names the file."""
    path = tmp_path / "landmarks.part"
    path.write_bytes(whole.replace(old, new, 1))
    with pytest.raises(SourceError, match=message) as caught:
        load_landmarks(path)
    assert str(path) in str(caught.value)


def written_as(path: Path, kind: str) -> None:
    """A file that isn't a landmark recording."""
    if kind == "text":
        path.write_text("hello")
    elif kind == "foreign":
        np.savez(path, something=np.zeros(3))
    elif kind == "cut":
        path.write_bytes(recorded(path, SERIES).read_bytes()[:3000])
    elif kind == "newer":
        with zipfile.ZipFile(recorded(path, SERIES)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        members["recording.json"] = members["recording.json"].replace(b"landmarks/1", b"landmarks/9")
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)


@pytest.mark.parametrize("kind", ["missing", "text", "foreign", "cut", "newer"])
def test_other_files_are_refused_by_name(tmp_path: Path, kind: str) -> None:
    """One line that names the file."""
    path = tmp_path / "landmarks.npz"
    written_as(path, kind)
    with pytest.raises(
        SourceError, match="another version" if kind == "newer" else "not a landmark recording"
    ) as caught:
        load_landmarks(path)
    assert str(path) in str(caught.value)


def npy(array: Any) -> bytes:
    content = io.BytesIO()
    np.save(content, array)
    return content.getvalue()


def note(**changes: Any) -> bytes:
    return json.dumps({"schema": "posecoach.landmarks/1", "source": "clip.mp4", "size": [1280, 720]} | changes).encode()


POINTS, TIMES = npy(SERIES.points), SERIES.time_s
HUGE_HEADER = POINTS.replace(b"(6, 33, 3), }", b"(9999999, 33,3),}")


@pytest.mark.parametrize(
    ("member", "content"),
    [
        ("points", HUGE_HEADER),
        ("points", POINTS[:-4]),
        ("points", npy(SERIES.points.astype(np.float64))),
        ("points", npy(np.asfortranarray(SERIES.points))),
        ("points", npy(SERIES.points[:, :17])),
        ("points", npy(np.array([None] * FRAMES, object))),
        ("points", b"\x93NUMPY\x03\x00" + POINTS[8:]),
        ("visibility", npy(SERIES.visibility[1:])),
        ("time_s", npy(TIMES[::-1])),
        ("time_s", npy(TIMES * np.nan)),
        ("time_s", npy(TIMES * 1e300)),
        ("recording.json", b"[]"),
        ("recording.json", b"[" * 60_000),
        ("recording.json", note(version="\ud800")),
        ("recording.json", note(size=[0, 720])),
        ("recording.json", note(size=[1280, 10**9])),
        ("recording.json", note(estimator=["mediapipe"])),
    ],
)
def test_what_a_file_claims_is_not_believed(tmp_path: Path, member: str, content: bytes) -> None:
    """Sizes, kinds of numbers, times and the note are looked at first; whatever is wrong is one line."""
    path = rewritten(tmp_path, {member: content})
    with pytest.raises(SourceError) as caught:
        load_landmarks(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_compressed_file_is_refused(tmp_path: Path, method: int) -> None:
    """It could take a million times as much memory as it has bytes."""
    with pytest.raises(SourceError, match="not a landmark recording"):
        load_landmarks(rewritten(tmp_path, {}, method))


@pytest.mark.parametrize("impossible", [np.inf, -1e30, np.uint32(0x7FA00000).view(np.float32)])
def test_what_is_impossible_was_not_seen(tmp_path: Path, impossible: float) -> None:
    """A landmark of which one number is infinite or huge, and one that only damage makes; all else is kept."""
    points = SERIES.points.copy()
    points.view(np.uint32)[0, 5, 1] = np.float32(impossible).view(np.uint32)
    loaded = load_landmarks(rewritten(tmp_path, {"points": npy(points)}))[1].points
    assert np.isnan(loaded[0, 5]).sum() >= 1
    assert np.array_equal(np.delete(loaded[0], 5, axis=0), np.delete(SERIES.points[0], 5, axis=0))
    loaded.astype(np.float64)  # without a warning


def test_a_source_is_a_name(tmp_path: Path) -> None:
    """A folder of results is called after it, which mustn't lie anywhere else."""
    path = rewritten(tmp_path, {"recording.json": note(source="/home/../clip\0\ud800.mp4")})
    assert load_landmarks(path)[0].source == r"clip\x00\ud800.mp4"


def rewritten(folder: Path, changes: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """A recording with other members."""
    members = {name: npy(getattr(SERIES, name)) for name in ARRAYS} | {"recording.json": note()}
    members |= changes
    with zipfile.ZipFile(folder / "landmarks.npz", "w", method) as archive:
        for name, content in members.items():
            archive.writestr(f"{name}.npy" if name in ARRAYS else name, content)
    return folder / "landmarks.npz"


@pytest.mark.parametrize("kind", ["landmarks.npz", "landmarks.part"])
@pytest.mark.parametrize("at_once", [1, 4, 100])
def test_a_recording_is_read_in_pieces(tmp_path: Path, kind: str, at_once: int) -> None:
    """Whole, or from one moment to another, which stands in it."""
    path = (recorded if kind == "landmarks.npz" else logged)(tmp_path / kind, SERIES)
    whole = RecordedLandmarks.open(path)
    assert len(whole) == FRAMES
    assert_same(concatenate(list(whole.pieces(at_once))), SERIES)
    some = whole.between(float(SERIES.time_s[2]), float(SERIES.time_s[5]))
    assert np.array_equal(some.time_s, SERIES.time_s[2:5])
    assert_same(concatenate(list(some.pieces(at_once))), SERIES[2:5])
    assert not list(whole.between(90.0, 99.0).pieces(at_once))


def test_damage_is_told_where_it_is_read(tmp_path: Path) -> None:
    """Pieces are right up to there."""
    series = scripted_series([Figure.supine()] * 60, noise_px=1.0)
    path = recorded(tmp_path / "landmarks.npz", series)
    content = path.read_bytes()
    place = content.index(series.points[-1].tobytes())
    path.write_bytes(content[:place] + b"damaged!" + content[place + 8 :])
    pieces = RecordedLandmarks.open(path).pieces(1)
    assert_same(next(pieces), series[:1])
    with pytest.raises(SourceError, match=r"landmarks\.npz: not a landmark recording"):
        list(pieces)


def test_an_earlier_log_is_not_written_over(tmp_path: Path) -> None:
    """Somebody may still want what a crash has left; a folder that isn't there can't hold a log either."""
    path = logged(tmp_path / "landmarks.part", SERIES)
    with pytest.raises(OutputError, match="there is such a file already"):
        LandmarkLog(path, "camera 0").add(SERIES)
    assert_same(load_landmarks(path)[1], SERIES)
    log = LandmarkLog(tmp_path / "no" / "landmarks.part", "camera 0")
    with pytest.raises(OutputError, match="no such file"):
        log.add(SERIES)
    log.close()


class NearlyFull(FileIO):
    """A file on a disk with room for 1000 bytes more."""

    def write(self, data: Any) -> int:
        """What fits, and then an error."""
        written = super().write(memoryview(data)[: 1000 - self.tell()])
        if data and not written:
            raise OSError(errno.ENOSPC, "No space left on device")
        return written


def test_a_full_disk_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written before is kept; of a frame that fits in part nothing is read."""
    monkeypatch.setattr("posecoach.pose.recording.FileIO", NearlyFull)
    path = tmp_path / "landmarks.part"
    log = LandmarkLog(path, "camera 0")
    log.add(SERIES[:1])
    with pytest.raises(OutputError, match="no room is left on the disk") as caught:
        log.add(SERIES[1:2])
    log.close()
    assert str(path) in str(caught.value)
    assert log.count == 1
    assert_same(load_landmarks(path)[1], SERIES[:1])
