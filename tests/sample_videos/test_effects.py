"""Light and noise."""

import numpy as np
import pytest

from sample_videos.effects import Sensor, dimming
from sample_videos.recipes import Effects

TIMES = np.arange(30) / 30


def sensor(**choices: object) -> Sensor:
    quiet: dict[str, object] = {"noise": 0, "exposure_drift": 0}
    return Sensor(Effects.model_validate(quiet | choices), (160, 90), TIMES, seed=1)


def grey(value: int = 128) -> np.typing.NDArray[np.uint8]:
    return np.full((90, 160, 3), value, np.uint8)


def test_noise_is_soft_and_new_in_every_frame() -> None:
    """As strong as was asked for; neighbours are alike, frames are not, and a clip's seed gives the same again."""
    assert np.array_equal(sensor().exposed(grey(), 0), grey())
    sensing = sensor(noise=6)
    first, second = (sensing.exposed(grey(), index).astype(float) - 128 for index in (0, 1))
    assert first.std() == pytest.approx(6, rel=0.1)
    assert first.mean() == pytest.approx(0, abs=0.3)
    assert 0.15 < np.corrcoef(first[:, 1:].ravel(), first[:, :-1].ravel())[0, 1] < 0.7
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.1
    assert np.array_equal(sensor(noise=6).exposed(grey(), 1), sensor(noise=6).exposed(grey(), 1))


def test_exposure_wanders_slowly_and_no_further_than_asked() -> None:
    """A few levels of grey, without a jump; half the light of white is 188 on the sRGB curve."""
    assert dimming(0.5)[255] == 188
    sensing = sensor(exposure_drift=0.1)
    levels = np.array([sensing.exposed(grey(), index).mean() for index in range(30)])
    assert 0 < np.ptp(levels) < 14
    assert np.abs(np.diff(levels)).max() <= 2
    assert np.array_equal(sensor(brightness=2.0).exposed(grey(255), 0), grey(255))
