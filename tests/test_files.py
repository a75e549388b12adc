import os
import stat
import sys
import zipfile
from pathlib import Path

import pytest

from posecoach.errors import OutputError
from posecoach.files import atomic_write, make_private_folder, open_zip, read_whole


def test_a_file_is_there_whole(tmp_path: Path) -> None:
    """The new content takes the old one's place, and nothing else stays."""
    path = tmp_path / "session.json"
    path.write_text("old")
    with atomic_write(path) as temporary:
        temporary.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_leaves_the_old_file(tmp_path: Path) -> None:
    """What fails midway leaves no trace."""
    path = tmp_path / "session.json"
    path.write_text("old")
    with pytest.raises(RuntimeError), atomic_write(path) as temporary:
        temporary.write_text("half")
        raise RuntimeError
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (OSError(28, "No space left on device"), "no room is left"),
        (PermissionError(13, "Permission denied"), "permission denied"),
    ],
)
def test_a_full_disk_is_one_clear_line(tmp_path: Path, error: OSError, message: str) -> None:
    """What the system refuses is told with the file's name."""
    path = tmp_path / "session.json"
    with pytest.raises(OutputError, match=message) as caught, atomic_write(path):
        raise error
    assert str(path) in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A folder that isn't there can't hold a file."""
    with pytest.raises(OutputError, match="can't be written"), atomic_write(tmp_path / "no" / "file.csv"):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="folders there have no such modes")
def test_what_concerns_a_person_is_closed_to_others(tmp_path: Path) -> None:
    """Folders that are made, and one that an earlier version left open; what is above them stays as it is."""
    tmp_path.chmod(0o755)
    for folder in (tmp_path / "sessions", tmp_path / "open"):
        (tmp_path / "open").mkdir(mode=0o755, exist_ok=True)
        make_private_folder(folder / "1_bridge")
        make_private_folder(folder)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (folder / "1_bridge", folder, tmp_path)]
        assert modes == [0o700, 0o700, 0o755]


def test_the_mask_of_new_files_is_never_lifted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for a moment: another thread may make a file just then."""
    monkeypatch.setattr(os, "umask", lambda _: pytest.fail("it is changed"))
    with atomic_write(tmp_path / "session.json") as temporary:
        temporary.write_text("new")


def test_a_file_that_is_too_long_is_not_read(tmp_path: Path) -> None:
    """As long as it may be it is."""
    path = tmp_path / "plan.toml"
    path.write_bytes(b"12345")
    assert read_whole(path, 5) == b"12345"
    with pytest.raises(OSError, match="too large"):
        read_whole(path, 4)


def test_a_zip_with_a_long_directory_is_not_opened(tmp_path: Path) -> None:
    """Members without any content would fill the memory all the same."""
    path = tmp_path / "model.task"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}{'x' * 60_000}", b"")
    with pytest.raises(zipfile.BadZipFile), open_zip(path):
        pass
