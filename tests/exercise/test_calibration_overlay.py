import datetime as dt
from pathlib import Path

import pytest

from posecoach.errors import ExerciseError
from posecoach.exercise.calibration import ExerciseCalibration, Provenance, fingerprint
from posecoach.exercise.calibration_files import DEFAULT, user_calibration, write_exercise
from posecoach.exercise.data_files import data_folder
from posecoach.exercise.library import Overlay, read_exercise
from posecoach.exercise.schema import Exercise, PersonalRange
from posecoach.exercise.thresholds import thresholds

MADE = Provenance(made_by="a test", date=dt.date(2026, 3, 4))
RANGE = PersonalRange(rest=121.0, best=151.0, repetitions=3)


@pytest.fixture
def raw() -> Exercise:
    """The bridge as its file has it."""
    return read_exercise(data_folder("exercises") / "bridge.toml")


def calibrate(path: Path, fitted_to: str | None = None, **values: float) -> None:
    """Writes thresholds, with their keys' dots as double underscores."""
    said = {key.replace("__", "."): value for key, value in values.items()}
    found = ExerciseCalibration(thresholds=said, fitted_to=fitted_to, range=RANGE, provenance=MADE)
    write_exercise(path, "bridge", found, title="A test's")


def test_later_layers_lie_over_earlier_ones(raw: Exercise) -> None:
    """Exercise file, the user's calibration, the profile; each keeps what it doesn't mention."""
    everybody = {"checks.alignment.below": 20.0, "drive.least": 0.5}
    calibrate(user_calibration(DEFAULT), fingerprint(raw), checks__alignment__below=20, drive__least=0.5)
    calibrate(user_calibration("anna"), None, drive__least=0.35)
    for profile, changed in ((None, everybody), ("anna", everybody | {"drive.least": 0.35})):
        assert thresholds(Overlay.load(profile).over(raw)) == thresholds(raw) | changed


def test_only_a_profile_speaks_of_a_person(raw: Exercise) -> None:
    """The range in a file for everybody is nobody's; an exercise that it says nothing of stays as it is."""
    calibrate(user_calibration(DEFAULT), None, drive__least=0.5)
    calibrate(user_calibration("anna"), None)
    assert Overlay.load().over(raw).personal is None
    personal = Overlay.load("anna").over(raw).personal
    assert personal is not None
    assert (personal.profile, personal.range) == ("anna", RANGE)
    cobra = read_exercise(data_folder("exercises") / "cobra.toml")
    assert Overlay.load("anna").over(cobra) == cobra


@pytest.mark.parametrize(("fitted_to", "applies"), [("0000000000000000", False), (None, True)])
def test_values_for_other_rules_are_left_out(raw: Exercise, fitted_to: str | None, *, applies: bool) -> None:
    """Unless the file says that they hold for any; which files are left out can be told."""
    own = user_calibration(DEFAULT)
    calibrate(own, fitted_to, drive__least=0.6)
    found = Overlay.load()
    assert found.over(raw).drive.least == (0.6 if applies else raw.drive.least)
    assert found.left_out(raw) == ([] if applies else [own])


def test_a_profile_outlives_a_change_of_the_rules(raw: Exercise) -> None:
    """What a person can do is the same, whatever the exercise's file says."""
    calibrate(user_calibration("anna"), "0000000000000000", drive__least=0.35)
    assert Overlay.load("anna").over(raw).drive.least == 0.35


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"drive__least": 100.0}, ["'drive.least' = 100", "allowed: 0.3 to 0.7"]),
        ({"drive__hold_enter": 150.0}, ["'drive.hold_enter'", "not tunable in bridge", "--profile anna"]),
        ({"checks__alignmnt__below": 20.0}, ["'checks.alignmnt.below'", "allowed: checks.alignment.below"]),
    ],
)
def test_impossible_thresholds_are_refused_by_name(raw: Exercise, values: dict[str, float], words: list[str]) -> None:
    """One line: file, exercise, key, value and what is allowed."""
    path = user_calibration("anna")
    calibrate(path, None, **values)
    with pytest.raises(ExerciseError) as caught:
        Overlay.load("anna").over(raw)
    message = str(caught.value)
    assert message.startswith(f"{path}: exercises.bridge.thresholds: ")
    assert [word for word in words if word not in message] == []
    assert "\n" not in message
