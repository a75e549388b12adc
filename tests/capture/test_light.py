from pathlib import Path

import numpy as np
import pytest

from posecoach.capture.frame import RgbImage
from posecoach.capture.light import Light, LightWatch, light_of
from posecoach.capture.video import VideoFile

CLIPS = Path(__file__).parents[2] / "sample_videos" / "clips"


def grey(level: int, noise: float = 3.0, size: tuple[int, int] = (1280, 720)) -> RgbImage:
    """An even picture with a sensor's noise."""
    rng = np.random.default_rng(0)
    image = level + rng.normal(0, noise, (size[1], size[0], 3))
    return np.clip(np.round(image), 0, 255).astype(np.uint8)


def night_with_a_lamp() -> RgbImage:
    """Black but for a bright twentieth of the picture."""
    image = grey(2)
    image[:160, :280] = 200
    return image


@pytest.mark.parametrize("name", ["hard_dim", "hard_backlight"])
def test_clips_that_are_counted_exactly_have_enough_light(name: str) -> None:
    """The product works on them: it must not ask for more."""
    video = VideoFile.open(CLIPS / f"{name}.mp4")
    for time_s in (0.0, 0.5 * video.info.duration_s):
        assert light_of(next(video.frames(time_s)).image, Light.DARK) is Light.FINE


@pytest.mark.parametrize(
    ("image", "light"),
    [
        (grey(0, noise=0), Light.BLACK),
        (grey(16, noise=1), Light.BLACK),
        (night_with_a_lamp(), Light.DARK),
        (grey(25), Light.DARK),
        (grey(50), Light.FINE),
        (grey(255, noise=0), Light.FINE),
        (grey(0, size=(1, 1)), Light.BLACK),
    ],
)
def test_what_a_picture_is(image: RgbImage, light: Light) -> None:
    """Black when nothing at all is bright, dark when people are no longer found; of any size."""
    assert light_of(image) is light


@pytest.mark.parametrize("before", list(Light))
def test_between_the_thresholds_the_judgement_stays(before: Light) -> None:
    """A picture at the edge doesn't flicker: it takes more light to be fine again."""
    assert light_of(grey(33), before) is (Light.FINE if before is Light.FINE else Light.DARK)


def judged(levels: list[int], rate_hz: float = 10.0) -> list[Light]:
    """One judgement after each picture."""
    watch = LightWatch()
    return [watch.step(number / rate_hz, grey(level, size=(96, 64))) for number, level in enumerate(levels)]


def test_a_change_must_last_a_second() -> None:
    """At ten pictures a second the eleventh of the new kind changes the judgement, in both directions."""
    judgements = judged([120] * 5 + [0] * 20 + [120] * 20)
    assert judgements == [Light.FINE] * 15 + [Light.BLACK] * 20 + [Light.FINE] * 10
    assert set(judged(([10] * 5 + [120]) * 10)) == {Light.FINE}  # a shadow passes
    assert set(judged([0] * 6 + [90] * 10)) == {Light.FINE}  # a camera warms up
