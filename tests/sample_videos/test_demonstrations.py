"""The demonstration loops that come with the program: there, small, playable, and in good form."""

import sys
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from posecoach.exercise.library import data_folder, demonstration_path, exercise_paths
from posecoach.files import sha256_of
from posecoach.pose.recording import load_landmarks
from sample_videos import __main__ as commands
from sample_videos.demonstrations import DEMONSTRATIONS, FPS
from sample_videos.loop_check import LANDMARKS, coached
from sample_videos.loop_files import LOOPS

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MOST_BYTES, SHORTEST_S, LONGEST_S = 350_000, 6.0, 12.0
ALL = pytest.mark.parametrize("exercise", DEMONSTRATIONS)


def gray(frame: av.VideoFrame) -> NDArray[np.float64]:
    return frame.to_ndarray(format="gray").astype(float)


def test_every_exercise_is_shown_and_the_wheel_carries_the_loops() -> None:
    """In a folder of data as the exercises are."""
    assert set(DEMONSTRATIONS) == set(exercise_paths())
    assert {path.name for path in LOOPS.iterdir()} == {f"{exercise}.mp4" for exercise in DEMONSTRATIONS}
    assert data_folder("demonstrations") == LOOPS
    wheel = tomllib.loads((LOOPS.parent / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]
    assert wheel["wheel"]["force-include"]["demonstrations"] == "posecoach/demonstrations"


@ALL
def test_a_loop_is_small_and_ends_as_it_begins(exercise: str) -> None:
    """H.264 that every player plays, 6 to 12 seconds, and no jump from the last picture to the first."""
    path = demonstration_path(exercise)
    assert path is not None
    assert path.stat().st_size <= MOST_BYTES
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        assert (stream.codec_context.name, stream.pix_fmt) == ("h264", "yuv420p")
        stream.thread_type = "AUTO"
        frames = list(container.decode(stream))
    assert SHORTEST_S <= len(frames) / FPS <= LONGEST_S
    first, moved, last = (gray(frames[index]) for index in (0, len(frames) // 4, -1))
    assert np.abs(last - first).mean() < 2.0
    assert np.abs(moved - first).mean() > 2 * np.abs(last - first).mean()


@ALL
def test_a_loop_shows_good_form(exercise: str) -> None:
    """As counted and judged by its landmarks, which `python -m sample_videos demonstrations --check` keeps."""
    origin, landmarks = load_landmarks(LANDMARKS / f"{exercise}.npz")
    assert origin.recording_sha256 == sha256_of(LOOPS / f"{exercise}.mp4")
    verdict = coached(exercise, landmarks)
    assert verdict.good, verdict.line


def test_loops_that_cannot_be_made_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No such exercise; pictures that are missing, and nobody to render them."""
    with pytest.raises(SystemExit):
        commands.main(["demonstrations", "handstand"])
    assert "no such exercise: handstand" in capsys.readouterr().err
    monkeypatch.setattr("sample_videos.loop_files._is_rendered", lambda _: False)
    monkeypatch.setattr("sample_videos.loop_files.LOOPS", tmp_path)
    with pytest.raises(SystemExit, match=r"bridge: pictures are missing, and .*/python isn't there to render them"):
        commands.main(["demonstrations", "bridge", "--renderer", str(tmp_path / "python")])
