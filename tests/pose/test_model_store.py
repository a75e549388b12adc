import hashlib
import sys
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

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


def metadata_of(model: bytes) -> Any:
    """The metadata of a model's input as the official schema reads it."""
    root = tflite_schema.Model.GetRootAsModel(model, 0)
    entry = root.Metadata(root.MetadataLength() - 1)
    assert entry.Name() == b"TFLITE_METADATA"
    content = root.Buffers(entry.Buffer()).DataAsNumpy().tobytes()
    metadata = metadata_schema.ModelMetadata.GetRootAsModelMetadata(content, 0)
    (subgraph,) = metadata_schema.ModelMetadataT.InitFromObj(metadata).subgraphMetadata
    (tensor,) = subgraph.inputTensorMetadata
    return tensor


@pytest.mark.parametrize(
    ("name", "mean", "std"), [("pose_detector.tflite", 127.5, 127.5), ("pose_landmarks_detector.tflite", 0.0, 255.0)]
)
def test_a_header_describes_its_models_input(pose_model: Path, name: str, mean: float, std: float) -> None:
    """The official reader finds an RGB picture with its normalisation."""
    tensor = metadata_of(unpacked(pose_model)[name])
    assert tensor.content.contentProperties.colorSpace == metadata_schema.ColorSpaceType.RGB
    (unit,) = tensor.processUnits
    assert unit.optionsType == metadata_schema.ProcessUnitOptions.NormalizationOptions
    assert (unit.options.mean, unit.options.std) == ([mean], [std])


def test_a_bundle_holds_its_models_uncompressed_behind_their_headers(wheel: Path, tmp_path: Path) -> None:
    """As MediaPipe maps them, and the same bytes every time."""
    first, second = tmp_path / "first.task", tmp_path / "second.task"
    for bundle in (first, second):
        build_bundle(wheel, bundle, recipe_of(tmp_path))
    assert first.read_bytes() == second.read_bytes()
    assert unpacked(first) == {"model.tflite": HEADER + MODEL}
    with zipfile.ZipFile(first) as archive:
        assert [member.compress_type for member in archive.infolist()] == [zipfile.ZIP_STORED]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"sha256": "0" * 64}, "models/tiny.tflite in models.whl isn't the expected model"),
        ({"source": "models/none.tflite"}, "models.whl doesn't contain the pose model"),
    ],
)
def test_unexpected_models_are_refused(wheel: Path, tmp_path: Path, wrong: dict[str, str], message: str) -> None:
    """A wheel with other models, or without them, is named in the error."""
    with pytest.raises(ModelError, match=message):
        build_bundle(wheel, tmp_path / "bundle.task", recipe_of(tmp_path, **wrong))


def test_a_damaged_wheel_is_refused(tmp_path: Path) -> None:
    """A download that isn't a zip is the user's kind of error, not a traceback."""
    wheel = tmp_path / "models.whl"
    wheel.write_bytes(b"half a download")
    with pytest.raises(ModelError, match=r"models\.whl"):
        build_bundle(wheel, tmp_path / "bundle.task", recipe_of(tmp_path))


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
    assert downloads.count == 1
    assert heard == [(1, 2)]
    assert len(said) == 1
    assert "isn't on this computer yet" in said[0]
    assert [file.name for file in store.cache_dir.iterdir()] == [path.name]


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


def test_a_failed_download_leaves_nothing(tmp_path: Path, recipe: BundleRecipe) -> None:
    """The download's own error comes through and the cache folder stays empty."""

    def fail(folder: Path, _progress: DownloadProgress) -> Path:
        (folder / "half").write_bytes(b"half")
        raise ModelError("no network")

    store = ModelStore(tmp_path / "cache", fail, recipe)
    with pytest.raises(ModelError, match="no network"):
        store.ensure()
    assert list(store.cache_dir.iterdir()) == []


def test_a_failed_download_leaves_the_damaged_model(store: ModelStore) -> None:
    """Nothing is removed before there is something better."""
    store.ensure()
    store.path().write_bytes(b"damaged")

    def fail(_folder: Path, _progress: DownloadProgress) -> Path:
        raise ModelError("no network")

    with pytest.raises(ModelError):
        ModelStore(store.cache_dir, fail, store.recipe).ensure()
    assert store.path().read_bytes() == b"damaged"


def test_an_unexpected_bundle_is_refused(tmp_path: Path, downloads: Downloads, recipe: BundleRecipe) -> None:
    """What doesn't have the known hash never gets into the cache."""
    store = ModelStore(tmp_path / "cache", downloads, BundleRecipe(recipe.parts, sha256="0" * 64))
    with pytest.raises(ModelError, match="--model FILE"):
        store.ensure()
    assert store.verify() is ModelStatus.MISSING


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


def test_a_pip_that_cannot_start_is_one_line(tmp_path: Path) -> None:
    """No interpreter to run pip with is the same kind of error."""
    with pytest.raises(ModelError, match="can't be run"):
        download_wheel(tmp_path, lambda _done, _total: None, pip=(str(tmp_path / "none"),))


@pytest.mark.parametrize(("version", "style"), [("23.0.1", "off"), ("24.0", "off"), ("24.1b2", "raw"), ("26.3", "raw")])
def test_old_pips_are_not_asked_for_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, style: str
) -> None:
    """Before 24.1 pip refuses the option, so it is asked for no progress at all."""
    monkeypatch.setattr("importlib.metadata.version", lambda _name: version)
    fake_pip(tmp_path, FAKE_SUCCESS)(tmp_path, lambda _done, _total: None)
    assert f"--progress-bar {style}" in (tmp_path / "arguments.txt").read_text(encoding="utf-8")


def write_zip(path: Path, names: list[str], compression: int) -> None:
    """A zip with these members."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name in names:
            archive.writestr(name, "content " * 100)


def test_a_bundle_of_the_two_models_passes(tmp_path: Path) -> None:
    """The names are what counts; whether the models are good shows when they are loaded."""
    path = tmp_path / "lite.task"
    write_zip(path, [part.name for part in POSE_LANDMARKER_FULL.parts], zipfile.ZIP_STORED)
    check_bundle(path)


@pytest.mark.parametrize(
    ("names", "compression"),
    [
        (["pose_detector.tflite"], zipfile.ZIP_STORED),
        (["pose_detector.tflite", "pose_landmarks_detector.tflite"], zipfile.ZIP_DEFLATED),
    ],
)
def test_other_zips_are_refused(tmp_path: Path, names: list[str], compression: int) -> None:
    """A model is missing, or MediaPipe couldn't read it."""
    path = tmp_path / "other.task"
    write_zip(path, names, compression)
    with pytest.raises(ModelError, match=r"other\.task: isn't a pose landmarker bundle"):
        check_bundle(path)


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    """A missing file, a folder and a file of something else are each named with the reason."""
    text = tmp_path / "text.task"
    text.write_text("not a zip", encoding="utf-8")
    for path in (tmp_path / "none.task", tmp_path, text):
        with pytest.raises(ModelError, match="can't be read as a model bundle") as caught:
            check_bundle(path)
        assert str(path) in str(caught.value)
