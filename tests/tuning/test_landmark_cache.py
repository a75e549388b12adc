"""Landmarks of recordings are found once and kept."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from media import write_clip
from movements import saved

from posecoach.errors import ModelError, SourceError
from posecoach.files import sha256_of
from posecoach.pose.estimator import EstimatorFactory
from posecoach.pose.model_store import model_identity
from posecoach.pose.series import Landmarks
from posecoach.testing import Figure, FigureEstimator, scripted_series
from posecoach.tuning.landmark_cache import LandmarkCache

FRAMES, RATE_HZ = 30, 10
SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


class Looks:
    """Prepares estimators and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def prepare(self) -> EstimatorFactory:
        self.count += 1
        return lambda: FigureEstimator(lambda time_s: Figure.supine(125 + time_s))


@pytest.fixture
def looks() -> Looks:
    """How often somebody looked at a recording."""
    return Looks()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    """Three seconds."""
    return write_clip(tmp_path / "clip.mp4", FRAMES, rate=RATE_HZ)


def cache(tmp_path: Path, looks: Looks, model: str = "a", *, with_contour: bool = True) -> LandmarkCache:
    return LandmarkCache(model, looks.prepare, with_contour, tmp_path / "cache", workers=2)


def same(one: Landmarks, other: Landmarks) -> bool:
    arrays = ("time_s", "points", "visibility", "contour")
    return one.size == other.size and all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True) for name in arrays
    )


def no_progress(_share: float) -> None:
    pass


def test_a_recording_is_looked_at_once(tmp_path: Path, clip: Path, looks: Looks) -> None:
    """The second time its landmarks are those that were kept, to the last bit."""
    found = cache(tmp_path, looks)(clip, no_progress)
    assert (len(found), looks.count) == (FRAMES, 1)
    assert found.has_pose.all()
    assert same(cache(tmp_path, looks)(clip, no_progress), found)
    assert looks.count == 1
    assert list((tmp_path / "cache").iterdir()) == [cache(tmp_path, looks).path(clip)]


def test_a_recording_is_known_by_its_bytes(tmp_path: Path, clip: Path, looks: Looks) -> None:
    """A copy of another name is the same recording; another one of the same name isn't."""
    cache(tmp_path, looks)(clip, no_progress)
    copy = tmp_path / "copy.mp4"
    copy.write_bytes(clip.read_bytes())
    cache(tmp_path, looks)(copy, no_progress)
    assert looks.count == 1
    write_clip(clip, FRAMES // 2, rate=RATE_HZ)
    assert len(cache(tmp_path, looks)(clip, no_progress)) == FRAMES // 2
    assert looks.count == 2


def test_another_model_or_outline_is_looked_for_anew(tmp_path: Path, clip: Path, looks: Looks) -> None:
    """Landmarks depend on what found them."""
    for model, with_contour in (("a", True), ("b", True), ("a", False), ("a", True)):
        cache(tmp_path, looks, model, with_contour=with_contour)(clip, no_progress)
    assert looks.count == 3


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def with_a_flipped_bit(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [cut_off, with_a_flipped_bit])
def test_damaged_landmarks_are_found_again(
    tmp_path: Path, clip: Path, looks: Looks, damage: Callable[[bytes], bytes]
) -> None:
    """Nobody is told, and the file is whole again."""
    keeper = cache(tmp_path, looks)
    found = keeper(clip, no_progress)
    kept = keeper.path(clip)
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    assert same(keeper(clip, no_progress), found)
    assert looks.count == 2
    assert kept.read_bytes() == whole


def test_nothing_half_done_is_kept(tmp_path: Path, clip: Path) -> None:
    """An estimator that fails leaves nothing behind that looks like landmarks."""
    looks = Looks()

    def broken() -> FigureEstimator:
        raise ModelError("the model is broken")

    keeper = LandmarkCache("a", lambda: broken, folder=tmp_path / "cache", workers=1)
    with pytest.raises(ModelError):
        keeper(clip, no_progress)
    assert not list((tmp_path / "cache").glob("**/*"))
    assert cache(tmp_path, looks)(clip, no_progress).has_pose.all()


def test_a_folder_that_cannot_be_written_to_only_costs_time(tmp_path: Path, clip: Path, looks: Looks) -> None:
    """A file stands where the folder should be: landmarks are found each time."""
    (tmp_path / "cache").touch()
    for count in (1, 2):
        assert len(cache(tmp_path, looks)(clip, no_progress)) == FRAMES
        assert looks.count == count
    assert (tmp_path / "cache").read_bytes() == b""


def test_a_landmark_recording_stands_for_its_video(tmp_path: Path, looks: Looks) -> None:
    """It is loaded as it is; no model is needed and nothing is kept."""
    series = scripted_series([Figure.supine()] * 10)
    saved(tmp_path / "landmarks.npz", series)
    assert same(cache(tmp_path, looks)(tmp_path / "landmarks.npz", no_progress), series)
    assert looks.count == 0
    assert not (tmp_path / "cache").exists()


def test_progress_rises_to_the_whole(tmp_path: Path, clip: Path, looks: Looks) -> None:
    """As shares of the recording; what is kept is there at once."""
    shares: list[float] = []
    cache(tmp_path, looks)(clip, shares.append)
    assert shares == sorted(shares)
    assert len(shares) > FRAMES / 2
    assert 0 <= shares[0] < 0.1
    assert shares[-1] == 1.0
    shares.clear()
    cache(tmp_path, looks)(clip, shares.append)
    assert shares == [1.0]


def test_what_is_no_recording_is_refused(tmp_path: Path, looks: Looks) -> None:
    """By name, before a model is fetched for it."""
    path = tmp_path / "clip.mp4"
    path.write_bytes(b"no video")
    with pytest.raises(SourceError, match=r"clip\.mp4"):
        cache(tmp_path, looks)(path, no_progress)
    with pytest.raises(SourceError, match=r"none\.mp4: can't be read"):
        cache(tmp_path, looks)(tmp_path / "none.mp4", no_progress)
    assert looks.count == 0


def test_models_are_told_apart_by_their_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own is known before it is fetched."""
    monkeypatch.setenv("POSECOACH_CACHE_DIR", str(tmp_path / "none"))
    own = model_identity(None)
    bundle = tmp_path / "lite.task"
    bundle.touch()
    assert model_identity(bundle) == sha256_of(bundle) == SHA256_OF_NOTHING
    assert len(own) == len(SHA256_OF_NOTHING)
    assert own != SHA256_OF_NOTHING
    assert not (tmp_path / "none").exists()
    assert LandmarkCache("a", Looks().prepare).folder == tmp_path / "none" / "landmarks"
