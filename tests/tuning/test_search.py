import importlib.util

import pytest

from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.search import Thresholds, middle, need_optuna, search


def test_the_top_of_a_hill_is_found(bridge: Exercise) -> None:
    """Near enough, of one threshold among several."""
    found = search(lambda values: -abs(values["checks.feet_close.above"] - 37), bridge, [thresholds(bridge)], 60, 0)
    assert found["checks.feet_close.above"] == pytest.approx(37, abs=2)


def test_the_same_seed_finds_the_same(bridge: Exercise) -> None:
    """Another one tries others."""

    def tried(seed: int) -> list[dict[str, float]]:
        seen: list[dict[str, float]] = []

        def worth(values: Thresholds) -> float:
            seen.append(dict(values))
            return -abs(values["drive.least"] - 0.5)

        search(worth, bridge, [thresholds(bridge), middle(bridge)], 30, seed)
        return seen

    first = tried(1)
    assert first == tried(1) != tried(2)
    assert first[:2] == [pytest.approx(thresholds(bridge)), pytest.approx(middle(bridge))]
    assert len(first) == 30


def test_of_equals_the_first_stays(bridge: Exercise) -> None:
    """A change needs a reason; each trial is told of."""
    told: list[None] = []
    present = thresholds(bridge) | {"checks.feet_close.above": 20.0}
    assert search(lambda _: 1.0, bridge, [present], 20, 0, lambda: told.append(None)) == pytest.approx(present)
    assert len(told) == 20


def test_without_optuna_it_is_said_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, before anything is worked out."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(SourceError, match=r"Optuna.*pip install"):
        need_optuna()
