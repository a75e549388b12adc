"""Keeps the pose model in the user's cache folder and fetches it when it is missing or damaged.

The bundle that MediaPipe's landmarker loads is made of the two models that an older mediapipe wheel carries. They lack
metadata that the landmarker insists on: how an input picture is normalised, (v - 127.5) / 127.5 for the detector and
v / 255 for the landmarks. A FlatBuffer refers only forward, so a header with the metadata and a new root goes in front
of each unchanged model. The headers are files in `model_headers`, because the finished bundle has to be the same bytes
everywhere for its hash to be checked.
"""

import hashlib
import importlib.metadata
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Protocol, TypeAlias

import platformdirs

from posecoach.errors import ModelError, SourceError
from posecoach.files import CODE_FOLDER, open_zip, sha256_of
from posecoach.messages import Message, os_reason
from posecoach.temporary import remove_left_over_folders, temporary_folder

__all__ = [
    "CACHE_DIR_VARIABLE",
    "POSE_LANDMARKER_FULL",
    "Announce",
    "BundleRecipe",
    "Download",
    "DownloadProgress",
    "ModelPart",
    "ModelStatus",
    "ModelStore",
    "build_bundle",
    "check_bundle",
    "default_cache_dir",
    "download_wheel",
    "model_identity",
]

CACHE_DIR_VARIABLE = "POSECOACH_CACHE_DIR"
"""Environment variable that names another cache folder."""

_WHEEL = "mediapipe==0.10.21"
# Only the models in the wheel are used, so the one platform every machine can ask for will do.
_WHEEL_OPTIONS = (
    *("--no-deps", "--only-binary=:all:"),
    *("--python-version", "3.12", "--platform", "manylinux_2_28_x86_64"),
)
_OWN_PIP = (sys.executable, "-m", "pip")
_HEADERS = Path(__file__).with_name("model_headers")
_READ_AT_ONCE = 1 << 20
_LARGEST_MODEL, _LARGEST_BUNDLE = 16 << 20, 256 << 20
"""Bytes; the larger model of the recipe has 6 MB, and the largest pose landmarker's bundle 30 MB."""


class DownloadProgress(Protocol):
    """Hears how far a download is."""

    def __call__(self, done: int, total: int | None, /) -> None:
        """Takes the bytes so far and of the whole, which is None while it isn't known."""


Announce: TypeAlias = Callable[[str], None]
"""Takes one line for the user."""

Download: TypeAlias = Callable[[Path, DownloadProgress], Path]
"""Fetches the wheel with the models into a folder and returns its path; raises `ModelError`."""


class ModelStatus(Enum):
    """What the cache folder has."""

    READY = "ready"
    MISSING = "missing"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class ModelPart:
    """One of a bundle's models.

    Attributes:
        name: Its name in the bundle.
        source: Its path in the wheel it comes from.
        sha256: Hex digest of the model in the wheel.
        header: File with what goes in front of it.
    """

    name: str
    source: str
    sha256: str
    header: Path


@dataclass(frozen=True, slots=True)
class BundleRecipe:
    """What a bundle is made of, and the hex digest of the file that comes out."""

    parts: tuple[ModelPart, ...]
    sha256: str


POSE_LANDMARKER_FULL = BundleRecipe(
    parts=(
        ModelPart(
            name="pose_detector.tflite",
            source="mediapipe/modules/pose_detection/pose_detection.tflite",
            sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
            header=_HEADERS / "pose_detector.bin",
        ),
        ModelPart(
            name="pose_landmarks_detector.tflite",
            source="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
            sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
            header=_HEADERS / "pose_landmarks_detector.bin",
        ),
    ),
    sha256="737bdcdc120ad6751b73fa7d12fcf925b3fa6ae4cf0d88132897001253b8279f",
)


def build_bundle(wheel: Path, bundle: Path, recipe: BundleRecipe = POSE_LANDMARKER_FULL) -> None:
    """Writes the bundle that `recipe` describes out of a mediapipe wheel.

    Raises:
        ModelError: The wheel is damaged or its models aren't the expected ones.
    """
    try:
        with open_zip(wheel) as source, zipfile.ZipFile(bundle, "w") as target:
            for part in recipe.parts:
                target.writestr(_member(part.name), part.header.read_bytes() + _verified(source, part))
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelError(
            Message("{wheel} doesn't contain the pose model ({reason})", wheel=wheel.name, reason=error)
        ) from error


def _verified(wheel: zipfile.ZipFile, part: ModelPart) -> bytes:
    with wheel.open(part.source) as member:
        pieces = islice(iter(partial(member.read, _READ_AT_ONCE), b""), _LARGEST_MODEL // _READ_AT_ONCE)
        model = b"".join(pieces)
    if hashlib.sha256(model).hexdigest() != part.sha256:
        name = Path(str(wheel.filename)).name
        raise ModelError(Message("{part} in {wheel} isn't the expected model", part=part.source, wheel=name))
    return model


def _member(name: str) -> zipfile.ZipInfo:
    # MediaPipe maps the models straight out of the file, so they are stored uncompressed; the date and the
    # operating system would otherwise differ from one machine to the next.
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_STORED
    member.create_system = 3
    return member


def default_cache_dir() -> Path:
    """The folder POSECOACH_CACHE_DIR names, else the user's cache folder."""
    chosen = os.environ.get(CACHE_DIR_VARIABLE)
    return Path(chosen) if chosen else platformdirs.user_cache_path("posecoach", appauthor=False)


def download_wheel(folder: Path, progress: DownloadProgress, *, pip: Sequence[str] = _OWN_PIP) -> Path:
    """Has pip fetch the mediapipe wheel that carries the models, from the package index it is set up for.

    Raises:
        ModelError: pip can't be run, or failed.
    """
    quiet = ("--progress-bar", _progress_style(), "--disable-pip-version-check", "--no-input")
    reason = _run([*pip, "download", *_WHEEL_OPTIONS, *quiet, _WHEEL, "-d", str(folder)], progress)
    wheel = next(folder.glob("*.whl"), None)
    if reason is None and wheel is not None:
        return wheel
    raise ModelError(
        Message(
            "Can't fetch the pose model, `pip download {wheel}` failed: {reason}; "
            "check the network and try again, or give a model file with --model FILE.task",
            wheel=_WHEEL,
            reason=reason or Message("it left no file"),
        )
    )


def _progress_style() -> str:
    """The progress option of the installed pip: numbers to read came with 24.1."""
    try:
        version = importlib.metadata.version("pip")
    except importlib.metadata.PackageNotFoundError:
        return "off"
    found = re.match(r"(\d+)\.(\d+)", version)
    return "raw" if found and (int(found[1]), int(found[2])) >= (24, 1) else "off"


def _run(command: Sequence[str], progress: DownloadProgress) -> str | None:
    """Runs pip and returns why it failed, if it did; nothing it says reaches the terminal."""
    said: list[str] = []
    try:
        process = _start(command)
    except OSError as error:
        return Message("{command} can't be run ({reason})", command=command[0], reason=os_reason(error))
    with process:
        try:
            for line in process.stdout or ():
                _hear(line.strip(), said, progress)
        except BaseException:
            process.kill()
            raise
    return _reason(said) if process.returncode else None


def _start(command: Sequence[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        # One stream for both kinds of output: a second pipe that nobody empties would block pip.
        stderr=subprocess.STDOUT,
        cwd=CODE_FOLDER,
        encoding="utf-8",
        errors="replace",
    )


def _hear(line: str, said: list[str], progress: DownloadProgress) -> None:
    numbers = re.fullmatch(r"Progress (\d+) of (\d+)", line)
    if numbers:
        progress(int(numbers[1]), int(numbers[2]) or None)
    elif line:
        said.append(line)


def _reason(said: Sequence[str]) -> str:
    # Without a network pip ends with "no matching distribution", which would send the user looking for the
    # wrong thing.
    if any("Retrying (" in line for line in said):
        return Message("the package index can't be reached")
    errors = [line.removeprefix("ERROR:").strip() for line in said if line.startswith("ERROR:")]
    return (errors or list(said) or [Message("no reason given")])[-1]


@dataclass(frozen=True, slots=True)
class ModelStore:
    """The pose model in a cache folder.

    Attributes:
        cache_dir: The folder; made when something is fetched.
        download: How the wheel with the models is fetched.
        recipe: How the bundle is made out of the wheel.
    """

    cache_dir: Path = field(default_factory=default_cache_dir)
    download: Download = download_wheel
    recipe: BundleRecipe = POSE_LANDMARKER_FULL

    def path(self) -> Path:
        """Where the bundle is, or will be."""
        return self.cache_dir / "pose_landmarker_full.task"

    def verify(self) -> ModelStatus:
        """Compares the cached bundle with its known hash."""
        try:
            found = sha256_of(self.path())
        except SourceError:
            return ModelStatus.MISSING
        return ModelStatus.READY if found == self.recipe.sha256 else ModelStatus.DAMAGED

    def ensure(
        self, *, announce: Announce = lambda _: None, progress: DownloadProgress = lambda _done, _total: None
    ) -> Path:
        """The verified bundle, fetched first where it has to be.

        Args:
            announce: Is told what is being fetched, and why.
            progress: Is told how far the download is.

        Raises:
            ModelError: The model can't be fetched, isn't the expected one, or can't be stored.
        """
        status = self.verify()
        if status is not ModelStatus.READY:
            announce(self._announcement(status))
            self._fetch(progress)
        return self.path()

    def _announcement(self, status: ModelStatus) -> Message:
        missing = Message("isn't on this computer yet")
        return Message(
            "The model that finds the body in a picture {why}: fetching it from {wheel} "
            "(35 MB with pip, kept in {folder})",
            why=Message("is damaged") if status is ModelStatus.DAMAGED else missing,
            wheel=_WHEEL,
            folder=self.cache_dir,
        )

    def _fetch(self, progress: DownloadProgress) -> None:
        try:
            self.cache_dir.mkdir(parents=True, exist_ok=True)
            # Inside the cache folder, because only a move within one file system is atomic.
            remove_left_over_folders(self.cache_dir)
            with temporary_folder(self.cache_dir) as folder:
                self._store(self._build(folder, progress))
        except OSError as error:
            raise ModelError(
                Message(
                    "Can't store the pose model in {folder} ({reason}); name another folder in POSECOACH_CACHE_DIR, "
                    "or give a model file with --model FILE.task",
                    folder=self.cache_dir,
                    reason=os_reason(error),
                )
            ) from error

    def _build(self, folder: Path, progress: DownloadProgress) -> Path:
        bundle = folder / self.path().name
        build_bundle(self.download(folder, progress), bundle, self.recipe)
        if sha256_of(bundle) != self.recipe.sha256:
            raise ModelError(
                Message("The pose model was damaged on the way; try again, or give a model file with --model FILE.task")
            )
        return bundle

    def _store(self, bundle: Path) -> None:
        # Another process may have been faster and use its bundle already; Windows doesn't replace open files.
        if self.verify() is not ModelStatus.READY:
            bundle.replace(self.path())


def model_identity(bundle: Path | None) -> str:
    """What tells the landmarks of one pose model from those of another.

    Args:
        bundle: The user's own model; None for the one that the program fetches, which need not be there yet.

    Raises:
        SourceError: If the bundle can't be read.
    """
    return ModelStore().recipe.sha256 if bundle is None else sha256_of(bundle)


_EXPECTED = Message("a .task file is an uncompressed zip of pose_detector.tflite and pose_landmarks_detector.tflite")


def check_bundle(path: Path) -> None:
    """Makes sure that a file looks like a pose landmarker bundle.

    Raises:
        ModelError: It doesn't exist, or isn't an uncompressed zip of the two models.
    """
    try:
        with open_zip(path) as bundle:
            members = bundle.infolist()
        size = path.stat().st_size
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelError(
            Message(
                "{path}: can't be read as a model bundle ({reason}); {expected}",
                path=path,
                reason=os_reason(error) if isinstance(error, OSError) else error,
                expected=_EXPECTED,
            )
        ) from error
    stored = {member.filename for member in members if member.compress_type == zipfile.ZIP_STORED}
    if size > _LARGEST_BUNDLE or not stored.issuperset(part.name for part in POSE_LANDMARKER_FULL.parts):
        raise ModelError(Message("{path}: isn't a pose landmarker bundle; {expected}", path=path, expected=_EXPECTED))
