"""Where calibrations lie, and profiles: their names, their end and their travels."""

from pathlib import Path

import pytest
from sample_calibrations import ANNA, FITTED, written

from posecoach.errors import ExerciseError, OutputError
from posecoach.exercise.calibration_files import (
    DEFAULT,
    calibration_paths,
    export_profile,
    import_profile,
    new_profile_path,
    profile_path,
    profiles,
    user_calibration,
)


def test_what_holds_for_everybody_is_found_once_it_is_there() -> None:
    """The user's own; it is nobody's profile."""
    assert calibration_paths() == ()
    own = user_calibration(DEFAULT)
    written(own, ("cat_cow", FITTED))
    assert calibration_paths() == (own,)
    assert profiles() == {}


@pytest.mark.parametrize("name", ["", "a b", "../anna", "ännchen", "-v", "x" * 65, "DEFAULT", "con\n"])
def test_a_name_that_cannot_be_a_file_is_refused(name: str) -> None:
    """In one line that says what is allowed; nobody's profile may hold for everybody."""
    with pytest.raises(ExerciseError, match=r"^profile .*letters a to z, digits, - and _") as caught:
        user_calibration(name)
    assert "\n" not in str(caught.value)
    with pytest.raises(ExerciseError, match="everybody"):
        new_profile_path("default")


def test_profiles_are_known_by_name() -> None:
    """Files of other names aren't profiles; an unknown one is told with the nearest, or with how to make one."""
    with pytest.raises(ExerciseError, match="posecoach calibrate"):
        profile_path("anna")
    for name in ("hanna", "bob"):
        written(user_calibration(name), ("bridge", ANNA))
    user_calibration("bob").with_name("not a profile.toml").touch()
    assert list(profiles()) == ["bob", "hanna"]
    assert profile_path("bob") == user_calibration("bob")
    with pytest.raises(ExerciseError, match=r"unknown profile 'anna'; did you mean hanna\?"):
        profile_path("anna")


def test_a_profile_travels(tmp_path: Path) -> None:
    """Byte for byte, to a file or into a folder, and back under any name; nothing is written over unasked."""
    text = written(user_calibration("anna"), ("bridge", ANNA))
    assert export_profile("anna", tmp_path) == tmp_path / "anna.toml"
    sent = export_profile("anna", tmp_path / "sent.toml")
    assert sent.read_text(encoding="utf-8") == text
    assert import_profile(sent, "bob").read_text(encoding="utf-8") == text
    assert list(profiles()) == ["anna", "bob"]
    with pytest.raises(OutputError, match="there already"):
        export_profile("anna", tmp_path)
    with pytest.raises(OutputError, match="there already"):
        import_profile(sent, "anna")
    export_profile("anna", tmp_path, replace=True)
    import_profile(sent, "anna", replace=True)
