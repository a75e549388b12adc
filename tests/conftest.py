"""What several test folders share."""

import sys
from pathlib import Path

import pytest
from command_line import Run
from hypothesis import HealthCheck, settings

from posecoach.cli import main
from posecoach.cli.console import speak
from posecoach.exercise.data_files import data_folder
from posecoach.exercise.library import load_exercise, read_exercise
from posecoach.exercise.schema import Exercise
from posecoach.feedback.words.language import ENGLISH
from posecoach.pose.model_store import ModelStore

settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")  # a busy machine is no reason to fail


@pytest.fixture(scope="session")
def pose_model() -> Path:
    """The real pose model: fetched once into the user's cache folder, the only download of all tests."""
    return ModelStore().ensure()


@pytest.fixture(scope="session")
def bridge() -> Exercise:
    """The bridge as its file has it, without what is fitted to recordings."""
    return read_exercise(data_folder("exercises") / "bridge.toml")


@pytest.fixture(scope="session")
def bird_dog() -> Exercise:
    """The bird dog as the program ships it."""
    return load_exercise("bird_dog")


@pytest.fixture
def posecoach(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the command line; gives its exit code and what it printed."""

    def run(*arguments: str | Path) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["posecoach", *map(str, arguments)])
        # Which `main` sets for the processes of its own command.
        monkeypatch.setenv("PYTHONSAFEPATH", "")
        with pytest.raises(SystemExit) as caught:
            main()
            raise SystemExit(0)
        captured = capfd.readouterr()
        return int(caught.value.code or 0), captured.out, captured.err

    return run


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's own exercises: an empty folder in place of the user's; and English, whatever the system speaks."""
    monkeypatch.setenv("POSECOACH_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("LANGUAGE", "en")
    speak(ENGLISH)
