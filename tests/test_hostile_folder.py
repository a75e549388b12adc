import os
import subprocess
import sys
from pathlib import Path

import hostile_folder
import pytest
from labelled_bridges import PEOPLE, labelled_folder, labels_of

MODULES = ("pip", "multiprocessing", "numpy", "json", "random", "signal", "sitecustomize", "pyttsx3")


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        ((hostile_folder.__file__, "model", "fetch"), "pip download"),
        ((hostile_folder.__file__, "tune", "bridge", ".", "--trials", "2", "--folds", "2"), "nothing written"),
        (("-m", "posecoach", "schema", "session"), "properties"),
    ],
)
def test_code_beside_the_recordings_is_never_run(tmp_path: Path, command: tuple[str, ...], wanted: str) -> None:
    """Neither by the program nor by the processes that it starts: pip, and those that count."""
    folder = labelled_folder(tmp_path / "clips", PEOPLE, {name: labels_of(tops) for name, tops in PEOPLE.items()})
    ran = tmp_path / "ran"
    for name in MODULES:
        (folder / f"{name}.py").write_text(f"open({str(ran)!r}, 'a').write('{name} ')\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, "PIP_NO_INDEX": "1", "POSECOACH_CACHE_DIR": str(tmp_path / "cache"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert wanted in done.stdout + done.stderr
    assert not ran.exists()
