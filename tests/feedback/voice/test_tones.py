import numpy as np
import pytest

from posecoach.feedback.voice.chimes import RATE, Mixer, Samples, tone
from posecoach.feedback.voice.protocols import Chime


def pitch(samples: Samples) -> float:
    """The strongest frequency, in hertz."""
    spectrum = np.abs(np.fft.rfft(samples, 4 * RATE))
    return float(np.argmax(spectrum)) / 4


def loudness(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples**2)))


def ends(chime: Chime) -> tuple[float, float]:
    """The pitches it begins and ends with."""
    samples = tone(chime)
    return pitch(samples[: RATE // 10]), pitch(samples[-RATE // 5 :])


@pytest.mark.parametrize("chime", Chime)
def test_tones_are_short_and_do_not_click(chime: Chime) -> None:
    """They begin and end in silence, and no sample is far from the one before."""
    samples = tone(chime)
    assert samples.dtype == np.float32
    assert 0.05 * RATE < len(samples) <= 0.5 * RATE
    assert 0.05 < np.abs(samples).max() < 0.6
    assert np.abs(samples[[0, -1]]).max() < 1e-4
    # A jump of 0.1 is what a full swing of 0.5 at 1.5 kHz comes to; a cut-off note jumps further.
    assert np.abs(np.diff(samples)).max() < 0.1
    assert np.abs(samples[: RATE // 1000]).max() < 0.02


def test_tones_sound_like_what_they_mean() -> None:
    """Beginning and end rise, a pause falls, a fault is the lowest, a tick the quietest; no two are the same."""
    assert len({(*np.round(ends(chime)), len(tone(chime))) for chime in Chime}) == len(Chime)
    for chime, rises in ((Chime.GO, True), (Chime.DONE, True), (Chime.PAUSE, False)):
        first, last = ends(chime)
        assert (last > 1.15 * first) if rises else (last < 0.87 * first)
    assert min(Chime, key=lambda chime: pitch(tone(chime))) is Chime.FAULT
    assert pitch(tone(Chime.FAULT)) < 300
    assert min(Chime, key=lambda chime: loudness(tone(chime))) is Chime.TICK


@pytest.mark.parametrize("after", [1, 5000])
def test_a_tone_replaces_the_one_before_without_a_click(after: int) -> None:
    """The first fades in 5 ms; then only the second is heard."""
    first, second = tone(Chime.FAULT), tone(Chime.TICK)
    mixer = Mixer()
    mixer.play(first)
    before = mixer.take(after)
    mixer.play(second)
    heard = np.concatenate((before, mixer.take(RATE)))
    assert np.abs(np.diff(heard)).max() < 0.1
    fade = RATE // 200
    assert np.array_equal(heard[after + fade : after + len(second)], second[fade:])
    assert not heard[after + len(second) :].any()
