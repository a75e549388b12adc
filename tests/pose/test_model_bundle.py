import hashlib
import zipfile
from pathlib import Path
from typing import Any

import flatbuffers
import pytest
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite_schema

from posecoach.errors import ModelError
from posecoach.pose.model_bundle import BundleRecipe, ModelPart, build_bundle, with_normalization

SOURCE = "models/tiny.tflite"


def tiny_model(metadata: tuple[str, ...] = (), weights: bytes = b"weights") -> bytes:
    """A TFLite model without operators, as the official schema writes it."""
    model = tflite_schema.ModelT()
    model.version, model.description = 3, b"tiny"
    model.buffers = [tflite_schema.BufferT(), tflite_schema.BufferT()]
    model.buffers[1].data = list(weights)
    if metadata:
        model.metadata = [tflite_schema.MetadataT() for _ in metadata]
        for entry, name in zip(model.metadata, metadata, strict=True):
            entry.name, entry.buffer = name, 1
    builder = flatbuffers.Builder(0)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def read_model(model: bytes) -> Any:
    """The model as the official schema reads it."""
    assert tflite_schema.Model.ModelBufferHasIdentifier(model, 0)
    return tflite_schema.ModelT.InitFromObj(tflite_schema.Model.GetRootAsModel(model, 0))


def read_metadata(model: bytes) -> Any:
    """The model's last metadata as the official schema reads it."""
    parsed = read_model(model)
    assert parsed.metadata[-1].name == b"TFLITE_METADATA"
    content = bytes(parsed.buffers[parsed.metadata[-1].buffer].data)
    assert metadata_schema.ModelMetadata.ModelMetadataBufferHasIdentifier(content, 0)
    root = metadata_schema.ModelMetadata.GetRootAsModelMetadata(content, 0)
    return metadata_schema.ModelMetadataT.InitFromObj(root)


@pytest.mark.parametrize(("mean", "std"), [(127.5, 127.5), (0.0, 255.0)])
def test_metadata_describes_the_input(mean: float, std: float) -> None:
    """The official reader finds an RGB picture with its normalisation."""
    (subgraph,) = read_metadata(with_normalization(tiny_model(), mean, std)).subgraphMetadata
    (tensor,) = subgraph.inputTensorMetadata
    assert tensor.content.contentProperties.colorSpace == metadata_schema.ColorSpaceType.RGB
    (unit,) = tensor.processUnits
    assert unit.optionsType == metadata_schema.ProcessUnitOptions.NormalizationOptions
    assert (unit.options.mean, unit.options.std) == ([mean], [std])


@pytest.mark.parametrize("metadata", [(), ("min_runtime_version",), ("one", "two")])
def test_the_model_stays_as_it_is(metadata: tuple[str, ...]) -> None:
    """Version, description, weights and earlier metadata are all still there."""
    original = tiny_model(metadata)
    result = with_normalization(original, 0, 255)
    model = read_model(result)
    assert (model.version, model.description) == (3, b"tiny")
    assert bytes(model.buffers[1].data) == b"weights"
    assert [entry.name.decode() for entry in model.metadata] == [*metadata, "TFLITE_METADATA"]
    assert result.endswith(original)


def test_buffers_stay_aligned() -> None:
    """What precedes the original is a multiple of the 16 bytes that buffers are aligned to."""
    original = tiny_model()
    assert (len(with_normalization(original, 0, 255)) - len(original)) % 16 == 0


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    """A wheel that carries the tiny model."""
    path = tmp_path / "models.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(SOURCE, tiny_model())
    return path


def recipe(sha256: str | None = None, source: str = SOURCE) -> BundleRecipe:
    """How to make a bundle of the tiny model."""
    known = hashlib.sha256(tiny_model()).hexdigest()
    return BundleRecipe((ModelPart("model.tflite", source, sha256 or known, mean=0.0, std=255.0),), sha256="")


def test_bundles_are_the_same_bytes_every_time(wheel: Path, tmp_path: Path) -> None:
    """Two builds are equal, and hold the models uncompressed."""
    first, second = tmp_path / "first.task", tmp_path / "second.task"
    build_bundle(wheel, first, recipe())
    build_bundle(wheel, second, recipe())
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as bundle:
        (member,) = bundle.infolist()
        assert (member.filename, member.compress_type) == ("model.tflite", zipfile.ZIP_STORED)
        assert bundle.read(member) == with_normalization(tiny_model(), 0, 255)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (recipe(sha256="0" * 64), "models/tiny.tflite in models.whl isn't the expected model"),
        (recipe(source="models/none.tflite"), "models.whl doesn't contain the pose model"),
    ],
)
def test_unexpected_models_are_refused(wheel: Path, tmp_path: Path, wrong: BundleRecipe, message: str) -> None:
    """A wheel with other models, or without them, is named in the error."""
    with pytest.raises(ModelError, match=message):
        build_bundle(wheel, tmp_path / "bundle.task", wrong)


def test_a_damaged_wheel_is_refused(tmp_path: Path) -> None:
    """A download that isn't a zip is the user's kind of error, not a traceback."""
    wheel = tmp_path / "models.whl"
    wheel.write_bytes(b"half a download")
    with pytest.raises(ModelError, match=r"models\.whl"):
        build_bundle(wheel, tmp_path / "bundle.task", recipe())
