from pathlib import Path

import pytest

from posecoach.errors import ExerciseError
from posecoach.exercise.library import (
    choose_dose,
    data_folder,
    demonstration_path,
    exercise_paths,
    load_exercise,
    load_exercises,
    read_exercise,
)
from posecoach.exercise.schema import Exercise

BRIDGE = data_folder("exercises") / "bridge.toml"


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own exercise folder."""
    monkeypatch.setenv("POSECOACH_CONFIG_DIR", str(tmp_path))
    (tmp_path / "exercises").mkdir()
    return tmp_path / "exercises"


def test_a_users_own_file_takes_the_place_of_ours(own_folder: Path) -> None:
    """A file of the same name overlays it, one of another name is added."""
    text = BRIDGE.read_text(encoding="utf-8")
    (own_folder / "bridge.toml").write_text(text.replace('name = "Bridge"', 'name = "My bridge"'), encoding="utf-8")
    (own_folder / "my_bridge.toml").write_text(text.replace('id = "bridge"', 'id = "my_bridge"'), encoding="utf-8")
    assert load_exercise("bridge").name == "My bridge"
    assert load_exercise("my_bridge").name == "Bridge"
    assert {"bird_dog", "bridge", "my_bridge"} <= set(exercise_paths())
    assert load_exercises() == [load_exercise(exercise_id) for exercise_id in exercise_paths()]


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """One that isn't there."""
    with pytest.raises(ExerciseError, match="can't be read"):
        read_exercise(tmp_path / "none.toml")


@pytest.mark.parametrize(("wrong", "near"), [("brige", "bridge"), ("xyz", "bird_dog")])
def test_an_unknown_exercise_gets_the_nearest_names(wrong: str, near: str) -> None:
    """A typing error is answered with what was meant, nonsense with all there are."""
    with pytest.raises(ExerciseError, match=near):
        load_exercise(wrong)


@pytest.mark.parametrize(
    ("name", "settings", "expected"),
    [
        (None, {}, ("A", (2.0, 3.0), (5, 5))),
        ("B", {}, ("B", (5.0, 5.0), (10, 15))),
        ("B", {"reps": 8.0}, ("B+", (5.0, 5.0), (8, 8))),
        (None, {"reps": 3.0, "hold_s": 6.0}, ("A+", (6.0, 6.0), (3, 3))),
    ],
)
def test_doses_are_chosen_and_changed(
    bridge: Exercise, name: str | None, settings: dict[str, float], expected: tuple[str, object, object]
) -> None:
    """An article's dose, the usual one, or a physiotherapist's own values over either."""
    found, dose = choose_dose(bridge, name, settings)
    assert (found, dose.hold_s, dose.reps) == expected


@pytest.mark.parametrize(("name", "settings"), [("Z", {}), (None, {"speed": 1.0}), (None, {"reps": 2.5})])
def test_an_impossible_dose_is_refused(bridge: Exercise, name: str | None, settings: dict[str, float]) -> None:
    """Unknown names and values that make no sense."""
    with pytest.raises(ExerciseError):
        choose_dose(bridge, name, settings)


def test_a_demonstration_is_the_users_own_or_ours_or_none(own_folder: Path) -> None:
    """By the exercise's id."""
    assert demonstration_path("bridge") == data_folder("demonstrations") / "bridge.mp4"
    assert demonstration_path("lift") is None
    own = own_folder.parent / "demonstrations" / "bridge.mp4"
    own.parent.mkdir()
    own.touch()
    assert demonstration_path("bridge") == own
