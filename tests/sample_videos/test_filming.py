"""The pictures of a clip, with a stand-in for everything that takes long."""

from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from small_takes import FakeStudio, gallery, hands_measured, pose_at, take

from sample_videos.compose import Composer
from sample_videos.render import film
from sample_videos.sheet import write_sheet
from sample_videos.truth import load_truth
from sample_videos.walker import Walker

_measures = pytest.fixture(autouse=True, scope="module")(hands_measured)


def test_a_clip_is_filmed_and_its_pictures_are_kept(tmp_path: Path) -> None:
    """The square is where the truth says it is, in every tenth frame, through roll and shaking."""
    made, studio = take("clean", shake_px=4, tilt_deg=2, zoom=1.1), FakeStudio()
    film(made, gallery(made, tmp_path / "nodes", studio), tmp_path)
    assert studio.pictures == len(made.nodes())
    truth = load_truth(tmp_path / "clip.truth.json")
    wrist = truth.joint("left_wrist")
    with av.open(str(tmp_path / "clip.mp4")) as container:
        frames = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    assert len(frames) == len(truth.times)
    for index in range(0, len(frames), 10):
        rows, columns = np.nonzero(frames[index][..., 2] > 150)
        assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(wrist[index], abs=1.5)
    again = FakeStudio()
    film(made, gallery(made, tmp_path / "nodes", again), tmp_path)
    assert again.pictures == 0


def test_motion_blur_smears_only_what_moves(tmp_path: Path) -> None:
    """The square stands sharp at rest and is longer while it rises."""
    made = take("clean", motion_blur=3)
    images = [image for _, image in Composer(made, gallery(made, tmp_path)).frames()]
    tall = [int((image[..., 2] > 60).any(axis=1).sum()) for image in images]
    assert tall[0] == 20
    assert 28 <= max(tall) <= 60


def test_the_walker_crosses_behind_the_person(tmp_path: Path) -> None:
    """From right to left in the middle of the clip, and never over the person."""
    made = take("clean", walker="maria")
    shots = gallery(made, tmp_path)
    images = [i for _, i in Composer(made, shots, Walker([pose_at(0)] * 10, made.scene.camera, shots)).frames()]
    white = [np.nonzero(image[150, :, 0] > 200)[0] for image in images]
    there = [index for index, columns in enumerate(white) if len(columns)]
    assert 0.3 <= there[0] / len(images) <= there[-1] / len(images) <= 0.6
    middles = [white[index].mean() for index in there]
    assert np.all(np.diff(middles) <= 0)
    assert middles[0] > 280
    assert middles[-1] < 40
    squares = [int(((image[..., 2] > 200) & (image[..., 0] < 60)).sum()) for image in images]
    assert min(squares) > 300


def test_the_sheet_shows_finished_clips_only(tmp_path: Path) -> None:
    """Three pictures each: down, halfway, up."""
    made = take("clean")
    film(made, gallery(made, tmp_path / "nodes"), tmp_path)
    write_sheet([made.recipe, made.recipe.model_copy(update={"name": "unfinished"})], tmp_path, tmp_path / "sheet.png")
    sheet = cv2.imread(str(tmp_path / "sheet.png"))
    assert sheet is not None
    assert sheet.shape == (138, 12 * 213, 3)
    yellow = (sheet[..., 2] > 150) & (sheet[..., 0] < 100)
    heights = [np.nonzero(yellow[:, start : start + 213])[0].mean() for start in (0, 213, 426)]
    assert heights[0] > heights[1] + 5 > heights[2] + 10
    assert not yellow[:, 639:].any()
    with pytest.raises(FileNotFoundError):
        write_sheet([made.recipe], tmp_path / "nodes", tmp_path / "sheet.png")
