import datetime as dt
from pathlib import Path

import pytest

from posecoach.calibrations.files import DEFAULT, user_calibration, write_exercise
from posecoach.calibrations.model import ExerciseCalibration, Provenance, calibrated, fingerprint
from posecoach.calibrations.overlay import Overlay
from posecoach.data_files import data_folder
from posecoach.errors import ExerciseError
from posecoach.exercise.personal import PersonalRange
from posecoach.exercise.schema import Exercise
from posecoach.exercise.tunables import thresholds
from posecoach.exercise_files import read_exercise

MADE = Provenance(made_by="a test", date=dt.date(2026, 3, 4))
RANGE = PersonalRange(rest=121.0, best=151.0, repetitions=3)


@pytest.fixture
def raw() -> Exercise:
    """The bridge as its file has it."""
    return read_exercise(data_folder("exercises") / "bridge.toml")


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """In place of the calibration that comes with the program."""
    return tmp_path / "shipped" / "default.toml"


def calibrate(path: Path, fitted_to: str | None = None, **values: float) -> None:
    """Writes thresholds, with their keys' dots as double underscores."""
    said = {key.replace("__", "."): value for key, value in values.items()}
    found = ExerciseCalibration(thresholds=said, fitted_to=fitted_to, range=RANGE, provenance=MADE)
    write_exercise(path, "bridge", found, title="A test's")


def overlay(shipped: Path, profile: str | None = None) -> Overlay:
    """What `Overlay.load` gives, with another file in place of the program's."""
    own = Overlay.load(profile).layers[1:]
    return Overlay((*Overlay.of([shipped]).layers, *own))


def test_later_layers_lie_over_earlier_ones(raw: Exercise, shipped: Path) -> None:
    """Exercise file, the program's calibration, the user's, the profile; each keeps what it doesn't mention."""
    rules = fingerprint(raw)
    calibrate(shipped, rules, drive__hold_enter=155, drive__hold_leave=151, drive__rest=140)
    calibrate(user_calibration(DEFAULT), rules, drive__hold_enter=156, drive__hold_leave=152)
    calibrate(user_calibration("anna"), None, drive__hold_enter=157)
    for profile, expected in ((None, [140, 152, 156]), ("anna", [140, 152, 157])):
        exercise = overlay(shipped, profile).over(raw)
        drive = exercise.drive
        assert [drive.rest, drive.hold_leave, drive.hold_enter] == expected
        unchanged = {key: value for key, value in thresholds(exercise).items() if not key.startswith("drive.")}
        assert unchanged.items() <= thresholds(raw).items()


def test_only_a_profile_speaks_of_a_person(raw: Exercise, shipped: Path) -> None:
    """The range in a file for everybody is nobody's."""
    calibrate(shipped, None, drive__rest=140)
    calibrate(user_calibration("anna"), None)
    assert overlay(shipped).over(raw).personal is None
    personal = overlay(shipped, "anna").over(raw).personal
    assert personal is not None
    assert (personal.profile, personal.range) == ("anna", RANGE)


@pytest.mark.parametrize(("fitted_to", "applies"), [("0000000000000000", False), (None, True)])
def test_values_for_other_rules_are_left_out(
    raw: Exercise, shipped: Path, fitted_to: str | None, *, applies: bool
) -> None:
    """Unless the file says that they hold for any; which files are left out can be told."""
    calibrate(shipped, fitted_to, drive__rest=140)
    calibrate(user_calibration(DEFAULT), fitted_to, drive__hold_enter=156)
    found = overlay(shipped)
    drive = found.over(raw).drive
    assert (drive.rest, drive.hold_enter) == ((140, 156) if applies else (147, 154))
    assert found.left_out(raw) == ([] if applies else [shipped, user_calibration(DEFAULT)])


def test_a_profile_outlives_a_change_of_the_rules(raw: Exercise) -> None:
    """What a person can do is the same, whatever the exercise's file says."""
    calibrate(user_calibration("anna"), "0000000000000000", drive__rest=140)
    assert Overlay.load("anna").over(raw).drive.rest == 140


def test_a_profile_that_says_nothing_of_an_exercise_leaves_it(shipped: Path) -> None:
    """Also nobody is named."""
    calibrate(user_calibration("anna"), None, drive__rest=140)
    cobra = read_exercise(data_folder("exercises") / "cobra.toml")
    assert Overlay((Overlay.load("anna").layers[-1],)).over(cobra) == cobra


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"drive__hold_enter": 100.0}, ["'drive.hold_enter' = 100", "126 to 168"]),
        ({"drive__target": 170.0}, ["'drive.target'", "not tunable in bridge", "allowed: drive."]),
        ({"checks__alignmnt__below": 20.0}, ["'checks.alignmnt.below'", "allowed: checks.alignment.below"]),
        ({"drive__rest": 158.0}, ["drive", "must rise or fall in this order"]),
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


def test_a_broken_calibration_is_told(raw: Exercise) -> None:
    """With its file's name, before any exercise is loaded."""
    path = user_calibration(DEFAULT)
    path.parent.mkdir(parents=True)
    path.write_text("schema = 1\n", encoding="utf-8")
    with pytest.raises(ExerciseError, match="schema = 1"):
        Overlay.load()


@pytest.mark.parametrize(("own", "travel"), [((121.0, 150.0), 29.0), ((60.0, 170.0), 33.0), ((150.0, 150.0), 33.0)])
def test_a_repetition_need_not_go_further_than_the_person_can(
    raw: Exercise, own: tuple[float, float], travel: float
) -> None:
    """Nor has somebody who easily goes far to go further than is described."""
    rest, best = own
    said = ExerciseCalibration(range=PersonalRange(rest=rest, best=best, repetitions=3), provenance=MADE)
    changed = calibrated(raw, said, "anna")
    assert changed.drive.zones.travel == travel
