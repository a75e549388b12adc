from array import array

import pytest

from posecoach.capture.timestamps import UNTIMED, SteadyTimestamps

GAP = 100
REGULAR = list(range(0, 40, 2))


@pytest.mark.parametrize(
    ("stamps", "steady", "jumps"),
    [
        pytest.param([10**15, 10**15 + 2, 5 * 10**15], [0, 2, 2 + GAP], 1, id="ahead"),
        pytest.param([*REGULAR, *REGULAR], [*REGULAR, *(38 + GAP + stamp for stamp in REGULAR)], 1, id="back"),
        pytest.param([0, 6, 2, 4, 1012, 8, 1010], [0, 6, 2, 4, 110, 8, 108], 1, id="among pictures out of order"),
        pytest.param([0, 10**6, *REGULAR[1:]], [0, UNTIMED, *REGULAR[1:]], 0, id="one that can't be true"),
        pytest.param([UNTIMED, 0, 1000], [UNTIMED, 0, GAP], 1, id="one missing"),
    ],
)
def test_a_clock_that_jumps_is_made_steady(stamps: list[int], steady: list[int], jumps: int) -> None:
    """Every jump becomes a gap of the same length, and the order stays."""
    found = SteadyTimestamps.of(array("q", stamps), GAP)
    assert found is not None
    assert (list(found.stamps), found.jumps) == (steady, jumps)


@pytest.mark.parametrize("stamps", [[], [UNTIMED, UNTIMED], [7, 13, 9, 11, 111], [5, 5, 5]])
def test_a_steady_clock_is_left_alone(stamps: list[int]) -> None:
    """Also with pictures out of order, and a gap that may be real."""
    assert SteadyTimestamps.of(array("q", stamps), GAP) is None
