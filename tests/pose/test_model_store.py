import hashlib
import sys
import threading
import tracemalloc
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import platformdirs
import pytest

from posecoach.errors import ModelError
from posecoach.pose.model_store import (
    CACHE_DIR_VARIABLE,
    POSE_LANDMARKER_FULL,
    BundleRecipe,
    Download,
    DownloadProgress,
    ModelPart,
    ModelStatus,
    ModelStore,
    build_bundle,
    check_bundle,
    default_cache_dir,
    download_wheel,
)

FAKE_PIP = """
import pathlib, sys
folder = pathlib.Path(sys.argv[sys.argv.index("-d") + 1])
(folder / "arguments.txt").write_text(" ".join(sys.argv[1:]))
print("WARNING: something nobody needs to know", file=sys.stderr)
"""
FAKE_SUCCESS = """
print("Progress 0 of 0")
print("Progress 5 of 10", flush=True)
print("Progress 10 of 10")
(folder / "mediapipe-0.10.21.whl").write_bytes(b"wheel")
"""
FAKE_FAILURE = """
print("ERROR: the reason", file=sys.stderr)
sys.exit(1)
"""
FAKE_OFFLINE = """
print("WARNING: Retrying (Retry(total=0)) after connection broken", file=sys.stderr)
print("ERROR: No matching distribution found", file=sys.stderr)
sys.exit(1)
"""


HEADER, MODEL, SOURCE = b"header", b"model", "models/tiny.tflite"


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A wheel that carries a tiny model."""
    path = tmp_path / "models.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(SOURCE, MODEL)
    return path


@pytest.fixture
def recipe(wheel: Path, tmp_path: Path) -> BundleRecipe:
    """How to make a bundle of the tiny model."""
    bundle, made = tmp_path / "expected.task", recipe_of(tmp_path)
    build_bundle(wheel, bundle, made)
    return replace(made, sha256=hashlib.sha256(bundle.read_bytes()).hexdigest())


def recipe_of(folder: Path, source: str = SOURCE, sha256: str | None = None) -> BundleRecipe:
    header = folder / "header.bin"
    header.write_bytes(HEADER)
    return BundleRecipe((ModelPart("model.tflite", source, sha256 or hashlib.sha256(MODEL).hexdigest(), header),), "")


def unpacked(bundle: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(bundle) as archive:
        return {member.filename: archive.read(member) for member in archive.infolist()}


def test_the_shipped_headers_make_the_known_bundle(pose_model: Path, tmp_path: Path) -> None:
    """The models as the wheel has them become the very bytes whose hash is known."""
    models, wheel, bundle = unpacked(pose_model), tmp_path / "models.whl", tmp_path / "bundle.task"
    with zipfile.ZipFile(wheel, "w") as archive:
        for part in POSE_LANDMARKER_FULL.parts:
            archive.writestr(part.source, models[part.name].removeprefix(part.header.read_bytes()))
    build_bundle(wheel, bundle)
    assert hashlib.sha256(bundle.read_bytes()).hexdigest() == POSE_LANDMARKER_FULL.sha256


@pytest.mark.parametrize(
    ("wrong", "content", "message"),
    [
        ({"sha256": "0" * 64}, None, "models/tiny.tflite in models.whl isn't the expected model"),
        ({"source": "models/none.tflite"}, None, "models.whl doesn't contain the pose model"),
        ({}, b"half a download", r"models\.whl"),
    ],
)
def test_unexpected_models_are_refused(
    wheel: Path, tmp_path: Path, wrong: dict[str, str], content: bytes | None, message: str
) -> None:
    """A wheel with other models, or without them, or that is no zip, is named in the error."""
    if content is not None:
        wheel.write_bytes(content)
    with pytest.raises(ModelError, match=message):
        build_bundle(wheel, tmp_path / "bundle.task", recipe_of(tmp_path, **wrong))


def test_a_model_of_any_size_is_not_unpacked(wheel: Path, tmp_path: Path) -> None:
    """No more of it than a model has, whatever it would come to: here 100 MB of zeros in a tenth of one."""
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(SOURCE, "w") as member:
        for _ in range(100):
            member.write(bytes(1 << 20))
    tracemalloc.start()
    with pytest.raises(ModelError, match="isn't the expected model"):
        build_bundle(wheel, tmp_path / "bundle.task", recipe_of(tmp_path))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 << 20


class Downloads:
    """Copies a wheel instead of downloading one, and counts."""

    def __init__(self, wheel: Path) -> None:
        self.wheel = wheel
        self.count = 0

    def __call__(self, folder: Path, progress: DownloadProgress) -> Path:
        """The download step of a `ModelStore`."""
        self.count += 1
        progress(1, 2)
        target = folder / self.wheel.name
        target.write_bytes(self.wheel.read_bytes())
        return target


@pytest.fixture
def downloads(wheel: Path) -> Downloads:
    """A download step that needs no network."""
    return Downloads(wheel)


@pytest.fixture
def store(tmp_path: Path, downloads: Downloads, recipe: BundleRecipe) -> ModelStore:
    """A store with an empty cache folder."""
    return ModelStore(tmp_path / "cache", downloads, recipe)


def test_a_missing_model_is_fetched_once(store: ModelStore, downloads: Downloads) -> None:
    """The first call fetches and says so, the second finds it; nothing else stays in the folder."""
    said: list[str] = []
    heard: list[tuple[int, int | None]] = []
    assert store.verify() is ModelStatus.MISSING
    path = store.ensure(announce=said.append, progress=lambda done, total: heard.append((done, total)))
    assert store.ensure(announce=said.append) == path == store.path()
    assert store.verify() is ModelStatus.READY
    assert (downloads.count, heard, len(said)) == (1, [(1, 2)], 1)
    assert "isn't on this computer yet" in said[0]
    assert [file.name for file in store.cache_dir.iterdir()] == [path.name]
    with zipfile.ZipFile(path) as archive:  # as MediaPipe maps it
        assert [(one.filename, one.compress_type) for one in archive.infolist()] == [("model.tflite", 0)]
        assert archive.read("model.tflite") == HEADER + MODEL


def test_a_damaged_model_is_fetched_again(store: ModelStore, downloads: Downloads) -> None:
    """One flipped bit is noticed, announced and mended."""
    said: list[str] = []
    content = bytearray(store.ensure().read_bytes())
    content[len(content) // 2] ^= 1
    store.path().write_bytes(content)
    assert store.verify() is ModelStatus.DAMAGED
    store.ensure(announce=said.append)
    assert store.verify() is ModelStatus.READY
    assert downloads.count == 2
    assert "is damaged" in said[0]


@pytest.mark.parametrize("before", [None, b"damaged"])
def test_a_failed_download_changes_nothing(store: ModelStore, downloads: Downloads, before: bytes | None) -> None:
    """Its own error comes through, nothing half is left, and nothing is removed before there is something better."""
    if before is not None:
        store.ensure()
        store.path().write_bytes(before)

    def fail(folder: Path, _progress: DownloadProgress) -> Path:
        (folder / "half").write_bytes(b"half")
        raise ModelError("no network")

    with pytest.raises(ModelError, match="no network"):
        ModelStore(store.cache_dir, fail, store.recipe).ensure()
    assert [path.read_bytes() for path in store.cache_dir.iterdir()] == ([] if before is None else [before])
    another = replace(store.recipe, sha256="0" * 64)
    with pytest.raises(ModelError, match="--model FILE"):  # a bundle without the known hash isn't kept either
        ModelStore(store.cache_dir, downloads, another).ensure()
    assert store.verify() is (ModelStatus.MISSING if before is None else ModelStatus.DAMAGED)


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path, downloads: Downloads) -> None:
    """A file where the folder should be gives one line with the ways out."""
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    with pytest.raises(ModelError, match=CACHE_DIR_VARIABLE) as caught:
        ModelStore(blocked, downloads).ensure()
    assert str(blocked) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_two_fetches_at_once_get_on(tmp_path: Path, downloads: Downloads, recipe: BundleRecipe) -> None:
    """Both are in the middle of their download together, and both end with a good model."""
    together = threading.Barrier(2, timeout=60)

    def download(folder: Path, progress: DownloadProgress) -> Path:
        together.wait()
        return downloads(folder, progress)

    store = ModelStore(tmp_path / "cache", download, recipe)
    with ThreadPoolExecutor(2) as pool:
        paths = [future.result() for future in [pool.submit(store.ensure) for _ in range(2)]]
    assert paths == [store.path()] * 2
    assert store.verify() is ModelStatus.READY
    assert [file.name for file in store.cache_dir.iterdir()] == [store.path().name]


def test_the_environment_names_the_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The variable wins over the user's cache folder; empty counts as unset."""
    monkeypatch.setenv(CACHE_DIR_VARIABLE, str(tmp_path))
    assert ModelStore().path().parent == tmp_path
    monkeypatch.setenv(CACHE_DIR_VARIABLE, "")
    assert default_cache_dir() == platformdirs.user_cache_path("posecoach", appauthor=False)


def fake_pip(folder: Path, script: str) -> Download:
    """The real download step with a script in pip's place."""
    program = folder / "fake_pip.py"
    program.write_text(FAKE_PIP + script, encoding="utf-8")
    return lambda target, progress: download_wheel(target, progress, pip=(sys.executable, str(program)))


def test_pip_downloads_the_wheel(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Pip gets the pinned version and a platform, its numbers arrive, and its warnings don't."""
    heard: list[tuple[int, int | None]] = []
    download = fake_pip(tmp_path, FAKE_SUCCESS)
    wheel = download(tmp_path, lambda done, total: heard.append((done, total)))
    assert wheel == tmp_path / "mediapipe-0.10.21.whl"
    assert heard == [(0, None), (5, 10), (10, 10)]
    arguments = (tmp_path / "arguments.txt").read_text(encoding="utf-8")
    for wanted in ("download --no-deps", "mediapipe==0.10.21", "--platform manylinux_2_28_x86_64"):
        assert wanted in arguments
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        pytest.param(FAKE_FAILURE, "failed: the reason;", id="pip's last word"),
        pytest.param(FAKE_OFFLINE, "failed: the package index can't be reached;", id="no network"),
        pytest.param("", "failed: it left no file;", id="no file"),
        pytest.param("sys.stderr.close(); sys.exit(1)", "failed: WARNING: something", id="no error line"),
    ],
)
def test_a_failing_pip_is_one_line(tmp_path: Path, script: str, reason: str) -> None:
    """The error says what was tried, why it failed and how to do without, in one line."""
    with pytest.raises(ModelError, match=reason) as caught:
        fake_pip(tmp_path, script)(tmp_path, lambda _done, _total: None)
    message = str(caught.value)
    assert "pip download mediapipe==0.10.21" in message
    assert "--model FILE.task" in message
    assert "\n" not in message
    with pytest.raises(ModelError, match="can't be run"):
        download_wheel(tmp_path, lambda _done, _total: None, pip=(str(tmp_path / "none"),))


@pytest.mark.parametrize(("version", "style"), [("24.0", "off"), ("24.1b2", "raw")])
def test_old_pips_are_not_asked_for_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, style: str
) -> None:
    """Before 24.1 pip refuses the option, so it is asked for no progress at all."""
    monkeypatch.setattr("importlib.metadata.version", lambda _name: version)
    fake_pip(tmp_path, FAKE_SUCCESS)(tmp_path, lambda _done, _total: None)
    assert f"--progress-bar {style}" in (tmp_path / "arguments.txt").read_text(encoding="utf-8")


TWO_MODELS = [part.name for part in POSE_LANDMARKER_FULL.parts]


@pytest.mark.parametrize(
    ("names", "compression", "problem"),
    [
        (TWO_MODELS, zipfile.ZIP_STORED, None),
        (TWO_MODELS[:1], zipfile.ZIP_STORED, "isn't a pose landmarker bundle"),
        (TWO_MODELS, zipfile.ZIP_DEFLATED, "isn't a pose landmarker bundle"),
        (None, 0, "can't be read as a model bundle"),
    ],
)
def test_other_files_are_refused(
    tmp_path: Path, names: list[str] | None, compression: int, problem: str | None
) -> None:
    """A model is missing, or MediaPipe couldn't read it; whether the two are good shows when they are loaded."""
    path = tmp_path / "other.task"
    if names is not None:
        with zipfile.ZipFile(path, "w", compression) as archive:
            for name in names:
                archive.writestr(name, "content " * 100)
    if problem is None:
        check_bundle(path)
    else:
        with pytest.raises(ModelError, match=rf"other\.task: {problem}"):
            check_bundle(path)
