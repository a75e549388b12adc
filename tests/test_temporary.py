import subprocess
import sys
from pathlib import Path

import pytest

from posecoach import temporary
from posecoach.files import atomic_write
from posecoach.temporary import TemporaryFile, remove_left_over_files, remove_left_over_folders, temporary_folder

WRITER = """
import os, signal, sys
from pathlib import Path
from posecoach import temporary
from posecoach.files import atomic_write
from posecoach.temporary import temporary_folder
folder = Path(sys.argv[1])
with atomic_write(folder / "1_bridge" / "session.json") as beside, temporary_folder(folder) as own:
    beside.write_text("half")
    (own / "landmarks.npz").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it has no such signal")
def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    """Files in the folders below too, and whole folders; nothing else is."""
    folder = tmp_path / "1_bridge"
    folder.mkdir()
    (folder / ".posecoach-notes").mkdir()
    kept = {tmp_path / ".hidden", folder / "session.json", folder}
    (tmp_path / ".hidden").touch()
    (folder / "session.json").touch()
    assert subprocess.run([sys.executable, "-c", WRITER, str(tmp_path)], check=False).returncode == -9
    assert len(set(tmp_path.rglob("*")) - kept) == 5
    remove_left_over_files(tmp_path, 1)
    remove_left_over_folders(tmp_path)
    assert set(tmp_path.rglob("*")) == {*kept, folder / ".posecoach-notes"}


def test_what_is_still_written_is_left_alone(tmp_path: Path) -> None:
    """By another part of this process as by another one."""
    beside = atomic_write(tmp_path / "session.json")
    with TemporaryFile(tmp_path) as file, temporary_folder(tmp_path) as folder, beside as written:
        remove_left_over_files(tmp_path)
        remove_left_over_folders(tmp_path)
        assert (file.path.exists(), folder.exists(), written.exists()) == (True, True, True)
    assert list(tmp_path.iterdir()) == [tmp_path / "session.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="an open file can't be removed there")
def test_a_folder_that_is_removed_before_it_is_held_is_made_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Two processes that begin at once don't take each other's for left over."""
    hold = temporary._hold  # noqa: SLF001 - there is no other way to come between
    sweeps = iter([True])

    def swept_before_held(handle: int) -> bool:
        if next(sweeps, False):
            remove_left_over_folders(tmp_path)
        return hold(handle)

    monkeypatch.setattr(temporary, "_hold", swept_before_held)
    with temporary_folder(tmp_path) as folder:
        assert folder.is_dir()
