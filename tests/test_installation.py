"""Commands that install what is missing."""

import importlib.metadata
import os
import shutil
import sys
from importlib.abc import MetaPathFinder
from pathlib import Path

import pytest
from command_line import Run

from posecoach.installation import install_command, missing_library, system_install_command

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="names Linux' packages")


def test_an_extra_is_installed_by_its_packages_names(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """From a clone as well as from an index, by this very Python; in an environment of pipx by pipx."""
    asked = [need for need in importlib.metadata.requires("posecoach") or [] if need.endswith("extra == 'tuning'")]
    packages = " ".join(f'"{need.partition(";")[0].strip()}"' for need in asked)
    assert packages.startswith('"nicegui')
    monkeypatch.setattr(sys, "executable", "/home/anna/.venv/bin/python")
    assert install_command("tuning") == f"/home/anna/.venv/bin/python -m pip install {packages}"
    monkeypatch.setattr(sys, "executable", "/home/anna m/.venv/bin/python")
    assert install_command("tuning").startswith(('"/home/anna m/.venv/bin/python" -m pip', "& "))
    (tmp_path / "pipx_metadata.json").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    assert install_command("tuning") == f"pipx inject posecoach {packages}"


@LINUX
@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt-get", "apt-get install libportaudio2 espeak-ng"),
        ("dnf", "dnf install portaudio espeak-ng"),
        ("pacman", "pacman -S portaudio espeak-ng"),
        (None, "apt-get install libportaudio2 espeak-ng"),
    ],
)
def test_packages_of_the_system_are_named_as_it_names_them(
    monkeypatch: pytest.MonkeyPatch, manager: str | None, command: str
) -> None:
    """By the manager that is there; whoever isn't root needs sudo."""
    monkeypatch.setattr(shutil, "which", lambda name: name if name == manager else None)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert system_install_command("libportaudio2", "espeak-ng") == f"sudo {command}"


class _WithoutOpenCv(MetaPathFinder):
    """Finds no commands, as where OpenCV can't be loaded."""

    def find_spec(self, fullname: str, *_: object) -> None:
        if fullname == "posecoach.cli.app":
            raise ImportError("libGL.so.1: cannot open shared object file: No such file or directory")


@LINUX
def test_where_opencv_cannot_be_loaded_one_line_says_what_to_do(
    posecoach: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the command."""
    monkeypatch.delitem(sys.modules, "posecoach.cli.app", raising=False)
    monkeypatch.setattr(sys, "meta_path", [_WithoutOpenCv(), *sys.meta_path])
    advice = f"OpenCV needs a library: libGL.so.1 isn't installed: {system_install_command('libgl1', 'libglib2.0-0')}"
    assert posecoach("exercises") == (2, "", f"posecoach: {advice}\n")


@LINUX
@pytest.mark.parametrize(
    ("library", "packages"),
    [("libGL.so.1", "libgl1 libglib2.0-0"), ("libSM.so.6", "libsm6"), ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0")],
)
def test_a_missing_library_is_told_with_its_package(
    monkeypatch: pytest.MonkeyPatch, library: str, packages: str
) -> None:
    """As Debian calls it."""
    monkeypatch.setattr(shutil, "which", lambda name: name if name == "apt-get" else None)
    found = missing_library(OSError(f"{library}: cannot open shared object file: No such file or directory"))
    assert found is not None
    assert found.endswith(f"apt-get install {packages}")
    assert missing_library(OSError("something else")) is None
