"""The clips in the repository fit their truth files and their recipes."""

from pathlib import Path

import av
import numpy as np
import pytest

from posecoach.capture.video import VideoFile
from sample_videos.recipes import Recipe, load_recipes
from sample_videos.render import CLIPS
from sample_videos.truth import Truth, load_truth, truth_path

RECIPES = list(load_recipes().values())
MOST_MEGABYTES = 40
SOME = [recipe for recipe in RECIPES if recipe.name in {"bridge_faults_kwame", "hard_rotated", "hard_variable_rate"}]
"""The accuracy benchmark looks at all of them, and `truth --all --check` at all truth files."""


def video_of(recipe: Recipe) -> Path:
    return CLIPS / f"{recipe.name}.mp4"


def truth_of(recipe: Recipe) -> Truth:
    return load_truth(truth_path(video_of(recipe)))


def stored_times(path: Path) -> list[float]:
    """Presentation times of all frames, without decoding them."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stamps = [packet.pts for packet in container.demux(stream) if packet.pts is not None]
        assert stream.time_base is not None
        return [float(stamp * stream.time_base) for stamp in sorted(stamps)]


def test_there_is_a_clip_and_a_truth_for_every_recipe_and_nothing_else() -> None:
    """In the folder of clips, which is small enough that a clone doesn't take long."""
    expected = {name for recipe in RECIPES for name in (f"{recipe.name}.mp4", f"{recipe.name}.truth.json")}
    assert {path.name for path in CLIPS.iterdir()} == expected
    assert sum(path.stat().st_size for path in CLIPS.iterdir()) <= MOST_MEGABYTES * 1e6


@pytest.mark.parametrize("recipe", SOME, ids=lambda recipe: recipe.name)
def test_truth_files_fit_their_clips(recipe: Recipe) -> None:
    """Size as shown, the time of every frame, and somebody whose trunk is in the picture."""
    truth, info = truth_of(recipe), VideoFile.open(video_of(recipe)).info
    assert (truth.clip, truth.exercise, truth.fps) == (recipe.name, recipe.exercise, recipe.fps)
    assert truth.size == (info.width, info.height)
    assert stored_times(video_of(recipe)) == pytest.approx(truth.times, abs=1e-3)
    for joint in ("left_hip", "right_hip", "left_shoulder", "right_shoulder"):
        places = truth.joint(joint)
        assert np.nanmin(places) >= 0
        assert (np.nanmax(places, axis=0) <= truth.size).all()


@pytest.mark.parametrize("recipe", SOME, ids=lambda recipe: recipe.name)
def test_truth_files_tell_one_story(recipe: Recipe) -> None:
    """Repetitions follow one another within the clip, faults lie within theirs, as many as the recipe asks for."""
    truth = truth_of(recipe)
    assert (truth.clip, truth.exercise, truth.fps) == (recipe.name, recipe.exercise, recipe.fps)
    assert len(truth.reps) + len(truth.attempts) == len(recipe.reps)
    edges = [edge for rep in truth.reps for edge in (rep.start_s, rep.end_s)]
    assert edges == sorted(edges)
    assert not edges or (edges[0] >= 0 and edges[-1] <= truth.times[-1])
    planted = [(check, rep.number) for rep in truth.reps for check in rep.faults]
    assert planted == [(fault.check, fault.rep) for fault in truth.faults if fault.rep is not None]
