import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from command_line import Run
from movements import saved

from posecoach.pose.landmarks import Side
from posecoach.testing import Figure, eased, scripted_series

Script = list[Figure | None]


def moved(shares: Sequence[float], figure_at: Callable[[float], Figure]) -> Script:
    """A second of rest, then three movements out and back with holds, 30 frames a second."""
    up = eased(0.0, 1.0, 36)
    one = [*up, *[1.0] * round(30 * shares[0]), *reversed(up), *[0.0] * 36]
    return [figure_at(share) for share in [0.0] * 30 + one * 3]


def bridges() -> Script:
    return moved([5.2], lambda share: Figure.supine(125 + 53 * share))


def birds() -> Script:
    return moved(
        [4.2], lambda share: Figure.all_fours(Side.RIGHT if share else None, leg=95 + 77 * share, arm=85 + 83 * share)
    )


def recorded(folder: Path, name: str, script: Script) -> Path:
    """Landmarks of a script, as an analysis leaves them."""
    return saved(folder / f"{name}.npz", scripted_series(script), f"{name}.mp4")


PLAN = """
name = "Two of them"

[[exercises]]
exercise = "bridge"
dose = { hold_s = [5, 5], reps = [3, 3] }
rest_s = 30

[[exercises]]
exercise = "bird_dog"
note = "Slowly."

[[exercises]]
exercise = "cobra"
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_a_recording_is_compared_with_the_plan(posecoach: Run, plan: Path, tmp_path: Path) -> None:
    """Each exercise with its own dose, the rest between two, and what is missing; the file says the same."""
    recording = recorded(tmp_path, "both", [*bridges(), *[None] * 90, *birds()])
    code, out, err = posecoach("routine", plan, recording, "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    result = json.loads((tmp_path / "out" / "routine.json").read_text())
    assert result["schema"] == "posecoach.routine/1"
    assert result["missing"] == ["cobra"]
    assert result["in_order"] is True
    bridge, bird_dog, cobra = result["tasks"]
    assert [bridge["dose"], bridge["score"], bridge["done"][0]["rep_count"]] == ["own", 1.0, 3]
    assert bridge["rest_s"] == pytest.approx(4.0, abs=2.5)
    assert bird_dog["done"][0]["rep_count"] == 3
    assert cobra["done"] == []
    assert result["score"] == pytest.approx((1.0 + bird_dog["score"]) / 3, abs=1e-3)
    for words in ("Two of them", "bird_dog", "not seen", "routine.json"):
        assert words in out
    assert (Path(bridge["done"][0]["folder"]) / "session.json").is_file()


def test_recordings_of_single_exercises_make_a_routine_too(posecoach: Run, plan: Path, tmp_path: Path) -> None:
    """One after the other; those that stand in another order than the plan's are told."""
    recordings = [recorded(tmp_path, "first", birds()), recorded(tmp_path, "second", bridges())]
    code, out, _ = posecoach("routine", plan, *recordings, "--out", tmp_path / "out", "--json")
    result = json.loads(out)
    assert code == 0
    assert [task["done"][0]["source"] for task in result["tasks"][:2]] == ["second.mp4", "first.mp4"]
    assert result["in_order"] is False
    assert result["tasks"][0]["rest_s"] is None


def test_a_recording_without_any_of_it_is_an_error(posecoach: Run, plan: Path, tmp_path: Path) -> None:
    """Exit code 2 and one line; there is no routine.json."""
    recording = recorded(tmp_path, "still", [Figure.supine()] * 200)
    code, _, err = posecoach("routine", plan, recording, "--out", tmp_path / "out")
    assert code == 2
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "out" / "routine.json").exists()


def test_routines_and_plans_are_shown(posecoach: Run, plan: Path) -> None:
    """The list of all, and one with its doses, stages and notes."""
    assert "Ten exercises at home" in posecoach("routine")[1]
    _, out, _ = posecoach("routine", "A")
    for words in ("Leg roll (warm-up)", "for 60 s", "5 per side", "20-30 s", "(cool-down)"):
        assert words in out
    assert "Slowly." in posecoach("routine", plan)[1]


def test_an_unknown_routine_is_one_line(posecoach: Run) -> None:
    """With those there are."""
    code, _, err = posecoach("routine", "Z")
    assert code == 2
    assert "unknown routine 'Z'; allowed: A, B, C, D or E" in err
