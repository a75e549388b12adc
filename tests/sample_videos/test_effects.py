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


def test_without_effects_a_picture_stays_as_it_is() -> None:
    """Not a bit differs."""
    assert np.array_equal(sensor().exposed(grey(), 0), grey())


def test_noise_has_the_deviation_asked_for_and_no_mean() -> None:
    """Measured on a grey picture."""
    noisy = sensor(noise=4).exposed(grey(), 0).astype(float)
    assert noisy.std() == pytest.approx(4, rel=0.1)
    assert noisy.mean() == pytest.approx(128, abs=0.3)


def test_noise_is_soft_and_new_in_every_frame() -> None:
    """Neighbours are alike, frames are not."""
    sensing = sensor(noise=6)
    first, second = (sensing.exposed(grey(), index).astype(float) - 128 for index in (0, 1))
    assert 0.15 < np.corrcoef(first[:, 1:].ravel(), first[:, :-1].ravel())[0, 1] < 0.7
    assert abs(np.corrcoef(first.ravel(), second.ravel())[0, 1]) < 0.1


def test_noise_is_the_same_every_time() -> None:
    """It comes from the clip's seed."""
    assert np.array_equal(sensor(noise=3).exposed(grey(), 4), sensor(noise=3).exposed(grey(), 4))


def test_dimming_scales_light_and_not_numbers() -> None:
    """Half the light of white is 188 on the sRGB curve."""
    assert dimming(0.5)[255] == 188
    assert np.array_equal(dimming(1.0), np.arange(256))
    assert np.all(np.diff(dimming(0.3).astype(int)) >= 0)


def test_exposure_wanders_slowly_and_no_further_than_asked() -> None:
    """A few levels of grey, without a jump."""
    sensing = sensor(exposure_drift=0.1)
    levels = np.array([sensing.exposed(grey(), index).mean() for index in range(30)])
    assert 0 < np.ptp(levels) < 14
    assert np.abs(np.diff(levels)).max() <= 2
    assert np.array_equal(sensor(brightness=2.0).exposed(grey(255), 0), grey(255))
