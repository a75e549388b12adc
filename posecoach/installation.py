"""Commands that install what is missing, whichever way this program itself was installed."""

import importlib.metadata
import os
import re
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from packaging.requirements import Requirement

from posecoach.messages import Message

__all__ = ["install_command", "missing_library", "system_install_command"]


def install_command(extra: str) -> str:
    """The command that installs what an extra consists of, for this very Python.

    It names the packages and not this one, so that it is the same for a clone, a folder that is gone by now, and an
    index. `pip` is always there: the pose model is fetched with it.

    Args:
        extra: Such as "tuning".
    """
    packages = " ".join(f'"{package}"' for package in _packages(extra))
    if (Path(sys.prefix) / "pipx_metadata.json").is_file():
        return f"pipx inject posecoach {packages}"
    return f"{_python()} -m pip install {packages}"


def _packages(extra: str) -> list[str]:
    """Requirements of an extra, without its condition."""
    try:
        needs = [Requirement(text) for text in importlib.metadata.requires("posecoach") or []]
    except importlib.metadata.PackageNotFoundError:
        needs = []
    chosen = [need for need in needs if need.marker and _only_with(extra, need)]
    return [f"{need.name}{need.specifier}" for need in chosen] or [f"posecoach[{extra}]"]


def _only_with(extra: str, need: Requirement) -> bool:
    return bool(need.marker and need.marker.evaluate({"extra": extra}) and not need.marker.evaluate({"extra": ""}))


def _python() -> str:
    """This Python as a command; PowerShell calls a path in quotes only with an ampersand."""
    if " " not in sys.executable:
        return sys.executable
    return f'& "{sys.executable}"' if sys.platform == "win32" else f'"{sys.executable}"'


_MANAGERS: Mapping[str, str] = {
    "apt-get": "apt-get install",
    "dnf": "dnf install",
    "pacman": "pacman -S",
    "zypper": "zypper install",
    "apk": "apk add",
}
"""Command that installs, by the program that has to be there."""
_NAMES: Mapping[str, Mapping[str, str]] = {
    "libportaudio2": {"dnf": "portaudio", "pacman": "portaudio", "apk": "portaudio"},
    "libgl1": {"dnf": "libglvnd-glx", "pacman": "libglvnd", "zypper": "Mesa-libGL1", "apk": "mesa-gl"},
    "libglib2.0-0": {"dnf": "glib2", "pacman": "glib2", "zypper": "libglib-2_0-0", "apk": "glib"},
}
"""What Debian's packages are called elsewhere."""


_LIBRARY = re.compile(r"(lib[\w.+-]+)\.so\.(\d+)(?=: cannot open shared object file)")
_OPENCV = ("libgl1", "libglib2.0-0")
"""Without a desktop, both are missing as a rule."""


def system_install_command(*packages: str) -> str:
    """The command that installs packages of a Linux, named as Debian does, with the manager that is here."""
    manager = next(filter(shutil.which, _MANAGERS), "apt-get")
    names = " ".join(_NAMES.get(package, {}).get(manager, package) for package in packages)
    root = "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "sudo "
    return f"{root}{_MANAGERS[manager]} {names}"


def missing_library(error: Exception) -> str | None:
    """What to do about a library of a Linux that isn't there; None if that isn't what is wrong.

    Args:
        error: What the attempt to load it raised, which begins with the library's name.
    """
    found = _LIBRARY.match(str(error)) if sys.platform == "linux" else None
    if found is None:
        return None
    packages = _OPENCV if found[0].startswith(("libGL.", "libgthread")) else (_debian_package(found[1], found[2]),)
    return Message("{library} isn't installed: {command}", library=found[0], command=system_install_command(*packages))


def _debian_package(name: str, version: str) -> str:
    """Debian calls a library's package after it: libSM.so.6 is in libsm6, libxkbcommon-x11.so.0 in ...-x11-0."""
    between = "-" if name[-1].isdigit() else ""
    return f"{name.lower()}{between}{version}"
