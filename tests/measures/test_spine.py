import math
from dataclasses import replace

import numpy as np
import pytest
from figures import believed, measured

from posecoach.testing import Figure


@pytest.mark.parametrize("curve", [-0.15, 0.0, 0.12])
def test_the_back_is_rounded_or_hollow(curve: float) -> None:
    """The bulge is what the figure was built with."""
    poses = believed(Figure.all_fours(back_curve=curve))
    assert measured("back_curve", poses, front_up=False) == pytest.approx(curve, abs=1e-3)


@pytest.mark.parametrize(("missing", "known"), [(5, True), (12, False)])
def test_the_back_is_read_from_the_rays_that_were_seen(missing: int, known: bool) -> None:
    """A few lost rays don't bend the parabola; with too few left there is no value."""
    poses = believed(Figure.all_fours(back_curve=-0.12))
    poses.contour[0, 4 : 4 + missing] = np.nan
    value = measured("back_curve", poses, front_up=False)
    assert value == pytest.approx(-0.12, abs=1e-3) if known else math.isnan(value)


@pytest.mark.parametrize(("curve", "bend"), [(0.15, 0.0), (0.0, 20.0), (0.15, 20.0), (-0.15, -20.0)])
def test_the_spine_wave_adds_back_and_head(curve: float, bend: float) -> None:
    """It rises as the back rounds and as the head sinks."""
    level, moved = (
        believed(replace(Figure.all_fours(), back_curve=share * curve, neck_lift=share * bend)) for share in (0, 1)
    )
    change = measured("spine_wave", moved, front_up=False) - measured("spine_wave", level, front_up=False)
    assert change == pytest.approx(curve + 0.45 * math.sin(math.radians(bend)), abs=0.01)


def test_the_pelvis_tilts_with_the_hip_angle_and_the_outline() -> None:
    """A larger hip angle and a lower outline over the pelvis both say so."""
    flat, turned = (believed(Figure.supine(angle)) for angle in (125.0, 133.0))
    rise = measured("pelvic_tilt", turned, front_up=True) - measured("pelvic_tilt", flat, front_up=True)
    assert rise == pytest.approx(8.0, abs=0.1)
    sunk = replace(flat, contour=flat.contour - np.float32(0.025))
    change = measured("pelvic_tilt", sunk, front_up=True) - measured("pelvic_tilt", flat, front_up=True)
    assert change == pytest.approx(5.0, abs=0.1)


@pytest.mark.filterwarnings("error")
def test_a_pelvis_without_an_outline_is_unknown() -> None:
    """Nothing is guessed, and nothing is said on standard error."""
    poses = believed(Figure.supine())
    poses.contour[0, 15:] = np.nan
    assert math.isnan(measured("pelvic_tilt", poses, front_up=True))
