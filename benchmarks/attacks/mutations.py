"""Files with something wrong in them, at random: in what they say, or in their bytes.

All randomness comes from a `random.Random`, so that the same seed gives the same file.
"""

import copy
import io
import json
import math
import re
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from random import Random
from typing import Any

import numpy as np

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Form", "mutated", "seeded", "zipped"]


class Form(Enum):
    """How a file is written, which decides what can be wrong with it."""

    TOML = "toml"
    JSON = "json"
    LINES = "lines"
    """Lines with numbers and cells in them, such as a table's or a catalogue's."""
    LOG = "log"
    """A line of JSON, and then bytes."""
    ZIP = "zip"
    BYTES = "bytes"


ODD_NUMBERS: tuple[Any, ...] = (
    *(0, -1, 1, 2, 7, 255, 65536, 10**9, 2**63, 10**400, True, 0.5, -0.0, 1e-9, 59.9, 1e9),
    *(math.nan, math.inf, -math.inf, 1e308, 5e-324),
)
JUMPS_S = (-1.0, 0.5, 100.0, 36_000.0, 30 * 86_400.0)
ODD_TEXTS = (
    *(
        "",
        " ",
        ".",
        "..",
        "../../x",
        "/etc/passwd",
        "C:\\x",
        "\0",
        "a\nb",
        "\x1b[2J",
        "\x7f",
        "\u202e",
        "日本",
        "\ud800",
    ),
    *("[/b]", "[slow]", "{0.__class__}", "{}", "{", "%s%n", "x" * 5000, "bridge", "hip_angle", "near", "1:2:3", "=1+1"),
)
ODD_VALUES: tuple[Any, ...] = (
    *([], {}, [[]], [0, 0], [5, 1], [{}], {"id": 1}, [math.nan, 1.0], None),
    *ODD_NUMBERS,
    *ODD_TEXTS,
)
ODD_BYTES = (
    b"\0" * 8,
    b"\xff" * 8,
    b"\xff",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"PK\x05\x06",
    b"\n",
    b"\r",
    b'"',
    b"[" * 3000,
)
ODD_TYPES = (b"|O", b">f8", b"<f8", b"<f4", b"<i8", b"|V4", b"<U9", b"|S1", b"<M8[s]", b"<c8", b"(")
NUMBER = re.compile(rb"\d+(?:[.,]\d+)?")


def seeded(seed: str) -> Random:
    """The randomness that belongs to a seed."""
    return Random(seed)  # noqa: S311 - nothing is kept secret with it


def mutated(content: bytes, form: Form, random: Random) -> bytes:
    """The same file with mistakes, most often in what it says."""
    if random.random() < 0.75:
        content = _MUTATE[form](content, random)
        return _with_other_bytes(content, random) if random.random() < 0.1 else content
    return _with_other_bytes(content, random)


def _toml(content: bytes, random: Random) -> bytes:
    return toml_text(_data(tomllib.loads(content.decode()), random)).encode("utf-8", "surrogatepass")


def _json(content: bytes, random: Random) -> bytes:
    return json.dumps(_data(json.loads(content), random)).encode()


def _data(data: Any, random: Random) -> Any:
    """One to three values dropped, replaced, doubled, swapped with another or given another key."""
    data = copy.deepcopy(data)
    for _ in range(random.randint(1, 3)):
        all_places = list(_places(data))
        if not all_places:
            break
        *path, key = random.choice(all_places)
        part = data
        for step in path:
            part = part[step]
        _change(part, key, random)
    return data


def _places(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Keys of every value in nested tables and lists."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*place, key)
        yield from _places(value, (*place, key))


def _change(part: Any, key: Any, random: Random) -> None:
    match random.choice(["number", "drop", "replace", "swap", "rename", "double", "nest"]):
        case "number" if isinstance(part[key], (int, float)):
            part[key] = random.choice([*ODD_NUMBERS, random.uniform(-400, 400), random.randint(-400, 400)])
        case "drop":
            del part[key]
        case "swap":
            other = random.choice(list(part) if isinstance(part, dict) else range(len(part)))
            part[key], part[other] = part[other], part[key]
        case "rename" if isinstance(part, dict):
            part[random.choice(ODD_TEXTS)] = part.pop(key)
        case "double" if isinstance(part, list):
            part += [copy.deepcopy(part[key]) for _ in range(random.choice([1, 2000]))]
        case "nest":
            part[key] = [part[key]] if random.random() < 0.5 else {"a": part[key]}
        case _:
            part[key] = copy.deepcopy(random.choice(ODD_VALUES))


def toml_text(data: Mapping[str, Any]) -> str:
    """Data as TOML, all tables inline."""
    return "\n".join(f"{_quoted(key)} = {_toml_value(value)}" for key, value in data.items())


def _toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_quoted(key)} = {_toml_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml_value, value)) + "]"
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


def _lines(content: bytes, random: Random) -> bytes:
    """Lines doubled, dropped or moved, and numbers and words in them replaced."""
    lines = content.splitlines(keepends=True)
    for _ in range(random.randint(1, 3)):
        row = random.randrange(len(lines))
        match random.choice(["double", "move", "drop", "number", "number", "text"]):
            case "double":
                lines.insert(random.randint(0, len(lines)), lines[row])
            case "move":
                lines.insert(random.randint(0, len(lines) - 1), lines.pop(row))
            case "drop" if len(lines) > 1:
                lines.pop(row)
            case "number" if NUMBER.search(lines[row]):
                number = str(random.choice(ODD_NUMBERS)).encode()
                lines[row] = _replaced(lines[row], random.choice(list(NUMBER.finditer(lines[row]))), number)
            case _:
                text = random.choice(ODD_TEXTS).encode("utf-8", "surrogatepass")
                words = list(re.finditer(rb"[^,;\t\"\n]+", lines[row]))
                lines[row] = _replaced(lines[row], random.choice(words), text) if words else text
    return b"".join(lines)


def _replaced(line: bytes, found: re.Match[bytes], new: bytes) -> bytes:
    return line[: found.start()] + new + line[found.end() :]


def _log(content: bytes, random: Random) -> bytes:
    head, _, rest = content.partition(b"\n")
    if random.random() < 0.5:
        return _json(head, random) + b"\n" + rest
    return head + b"\n" + _with_other_numbers(rest, random)


def _zip(content: bytes, random: Random) -> bytes:
    """Members dropped, doubled, renamed, swapped, compressed or changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = [(one.filename, archive.read(one)) for one in archive.infolist()]
    method = zipfile.ZIP_STORED
    for _ in range(random.randint(1, 2)):
        index, other = random.randrange(len(members)), random.randrange(len(members))
        name, held = members[index]
        match random.choice(["change"] * 5 + ["drop", "double", "rename", "swap", "compress"]):
            case "drop" if len(members) > 1:
                members.pop(index)
            case "double":
                members.append(members[index])
            case "rename":
                members[index] = random.choice(["", "../x", "/x", "x" * 60_000, members[other][0]]), held
            case "swap":
                members[index], members[other] = (name, members[other][1]), (members[other][0], held)
            case "compress":
                method = random.choice([zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
            case _:
                members[index] = name, _member(name, held, random)
    return zipped(members, method)


def zipped(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_STORED) -> bytes:
    """A zip file's bytes, which don't depend on the time."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            # `writestr` warns of names that are there already.
            archive.NameToInfo.pop(name, None)
            archive.writestr(info, content)
    return packed.getvalue()


def _member(name: str, content: bytes, random: Random) -> bytes:
    try:
        if name.endswith(".json"):
            return _json(content, random)
    except ValueError:
        return _with_other_bytes(content, random)
    return _npy(content, random) if name.endswith(".npy") else _with_other_bytes(content, random)


def _npy(content: bytes, random: Random) -> bytes:
    """A NumPy array whose header says something else, or whose numbers are others."""
    begin = content.find(b"\n") + 1
    header, values = content[:begin], content[begin:]
    numbers, types = list(NUMBER.finditer(header)), list(re.finditer(rb"[<|>]\w+", header))
    match random.choice(["number", "type", "values", "jump", "bytes"]):
        case "number" if numbers:
            new = str(random.choice([*ODD_NUMBERS, int(random.choice(numbers)[0].split(b",")[0]) + 1])).encode()
            return _replaced(header, random.choice(numbers), new) + values
        case "type" if types:
            return _replaced(header, random.choice(types), random.choice(ODD_TYPES)) + values
        case "jump" if b"<f8" in header and len(values) % 8 == 0:
            times = np.frombuffer(values).copy()
            times[random.randrange(len(times)) :] += random.choice(JUMPS_S)
            return header + times.tobytes()
        case "values" | "jump":
            return header + _with_other_numbers(values, random)
        case _:
            return _with_other_bytes(content, random)


def _with_other_numbers(values: bytes, random: Random) -> bytes:
    """One to five numbers, of four or eight bytes each, replaced."""
    changed = bytearray(values)
    for _ in range(random.randint(1, 5)):
        kind = random.choice(["<f4", "<f8"])
        width, number = int(kind[2]), random.choice([*ODD_NUMBERS[:-1], random.uniform(-2000, 2000)])
        place = random.randrange(max(1, len(changed) // width)) * width
        changed[place : place + width] = _packed(number, kind)
    return bytes(changed)


def _packed(number: Any, kind: str) -> bytes:
    with np.errstate(all="ignore"):
        return np.array(min(number, 10**300), kind).tobytes()


def _with_other_bytes(content: bytes, random: Random) -> bytes:
    """One or two pieces flipped, replaced, cut out, put in, doubled, or all after one cut off."""
    changed = bytearray(content)
    for _ in range(random.randint(1, 2)):
        begin = random.randint(0, len(changed))
        end = min(len(changed), begin + random.choice([1, 2, 4, 8, 100]))
        match random.choice(["flip", "flip", "replace", "cut", "insert", "double", "end"]):
            case "flip" if begin < len(changed):
                changed[begin] ^= 1 << random.randrange(8)
            case "replace":
                changed[begin:end] = random.choice(ODD_BYTES)
            case "cut":
                del changed[begin:end]
            case "double":
                changed[begin:begin] = changed[begin:end]
            case "end" if random.random() < 0.3:
                del changed[begin:]
            case _:
                changed[begin:begin] = random.choice([*ODD_BYTES, bytes(random.randrange(256) for _ in range(5))])
    return bytes(changed)


_MUTATE: Mapping[Form, Callable[[bytes, Random], bytes]] = {
    Form.TOML: _toml,
    Form.JSON: _json,
    Form.LINES: _lines,
    Form.LOG: _log,
    Form.ZIP: _zip,
    Form.BYTES: _with_other_bytes,
}
