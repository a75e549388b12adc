"""Exercises and routines with something wrong in them, at random: in what they hold, or in their bytes."""

import copy
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from posecoach.exercise.data_files import toml_data

ODD_NUMBERS = st.one_of(
    st.sampled_from([math.nan, math.inf, -math.inf, 1e308, 5e-324, 0, -1, 10**400, True]),
    st.floats(),
    st.integers(-400, 400),
)
ODD_VALUES = st.one_of(
    ODD_NUMBERS,
    st.sampled_from(["", " ", "bridge", "hip_angle", "near", "a\nb", "\u202e", "\x7f", "日本", "x" * 5000]),
    st.sampled_from([[], {}, [[]], [0, 0], [5, 1], {"id": 1}, [{}], [math.nan, 1.0]]),
    st.text(max_size=8),
)


def places(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Keys of every value in nested tables and lists."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*place, key)
        yield from places(value, (*place, key))


def mutated(data: dict[str, Any], draw: st.DrawFn) -> dict[str, Any]:
    """One to three values dropped, replaced, doubled, swapped with another or given another key."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        *path, key = draw(st.sampled_from(list(places(data))))
        part: Any = data
        for step in path:
            part = part[step]
        match draw(st.sampled_from(["number", "drop", "replace", "swap", "rename", "double"])):
            case "number" if isinstance(part[key], (int, float)):
                part[key] = draw(ODD_NUMBERS)
            case "drop":
                del part[key]
            case "swap":
                other = draw(st.sampled_from(list(part) if isinstance(part, dict) else range(len(part))))
                part[key], part[other] = part[other], part[key]
            case "rename" if isinstance(part, dict):
                part[draw(st.text(max_size=5))] = part.pop(key)
            case "double" if isinstance(part, list):
                part.append(copy.deepcopy(part[key]))
            case _:
                part[key] = copy.deepcopy(draw(ODD_VALUES))
        if not data:
            break
    return data


def toml_text(data: dict[str, Any]) -> str:
    """Data as TOML, all tables inline."""
    return "\n".join(f"{quoted(key)} = {toml_value(value)}" for key, value in data.items())


def toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


@st.composite
def wrong_data(draw: st.DrawFn, paths: list[Path]) -> tuple[Path, bytes]:
    """A file's name, and bytes that hold what it holds, but for some mutations."""
    path = draw(st.sampled_from(paths))
    return path, toml_text(mutated(toml_data(path), draw)).encode("utf-8", "surrogatepass")


@st.composite
def wrong_text(draw: st.DrawFn, paths: list[Path]) -> tuple[Path, bytes]:
    """A file's name and its bytes, with some cut out, with others put in, or with lines doubled or moved."""
    path = draw(st.sampled_from(paths))
    content = path.read_bytes()
    if draw(st.booleans()):
        lines = content.splitlines(keepends=True)
        row = draw(st.integers(0, len(lines) - 1))
        lines.insert(draw(st.integers(0, len(lines))), lines[row] if draw(st.booleans()) else lines.pop(row))
        return path, b"".join(lines)
    begin = draw(st.integers(0, len(content)))
    end = draw(st.sampled_from([begin, begin + 1, len(content)]))
    return path, content[:begin] + draw(st.binary(max_size=12)) + content[end:]
