"""Profiles that go from one computer to another."""

from pathlib import Path

from posecoach.calibrations.files import new_profile_path, profile_path, read_calibration, write_text
from posecoach.errors import OutputError

__all__ = ["export_profile", "import_profile"]


def export_profile(name: str, target: Path, *, replace: bool = False) -> Path:
    """Writes a profile to a file that can be sent.

    Args:
        name: Of the profile.
        target: The file, or a folder that gets one of the profile's name.
        replace: Whether to write over a file that is there.

    Returns:
        The file.

    Raises:
        ExerciseError: If there is no such profile, or its file is wrong.
        OutputError: If the file is there already or can't be written.
    """
    source = profile_path(name)
    path = target / source.name if target.is_dir() else target
    _copy(source, path, replace=replace)
    return path


def import_profile(source: Path, name: str, *, replace: bool = False) -> Path:
    """Takes in a profile from a file.

    Args:
        source: The file.
        name: What the profile is to be called.
        replace: Whether to write over a profile that is there.

    Returns:
        The profile's file.

    Raises:
        ExerciseError: If the name isn't possible, or the file is wrong.
        OutputError: If the profile is there already or can't be written.
    """
    path = new_profile_path(name)
    _copy(source, path, replace=replace)
    return path


def _copy(source: Path, path: Path, *, replace: bool) -> None:
    read_calibration(source)
    if path.exists() and not replace:
        raise OutputError(f"{path}: is there already; choose another name, or write over it with --force")
    write_text(path, source.read_text(encoding="utf-8"))
