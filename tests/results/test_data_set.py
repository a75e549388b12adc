import csv
import json
import re
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from posecoach import coach
from posecoach.errors import OutputError, SourceError
from posecoach.pose.landmarks import Side
from posecoach.results import data_set
from posecoach.results.data_set import DataSet, write_frames, write_table
from posecoach.results.session import Session
from posecoach.results.table_columns import REPETITION_COLUMNS, Column, frame_columns
from posecoach.testing import Figure, scripted_series

ROOT = Path(__file__).parents[2]
PYARROW = pytest.mark.skipif(find_spec("pyarrow") is None, reason="needs pyarrow")
DOWN, UP, REACH = [Figure.supine(125)] * 60, [Figure.supine(175)] * 60, [Figure.all_fours(Side.LEFT)] * 60
LISTS: dict[str, Callable[[], Sequence[Column]]] = {
    "repetitions": lambda: REPETITION_COLUMNS,
    "frames": frame_columns,
}


def rendered(columns: Sequence[Column]) -> str:
    """As docs/tables.md has them."""
    kinds = {str: "text", float: "number", int: "whole number", bool: "true or false"}
    rows = [f"| `{one.name}` | {kinds[one.type]} | {one.unit} | {one.meaning} |" for one in columns]
    return "\n".join(["| column | values | unit | meaning |", "|---|---|---|---|", *rows])


def bridges(source: str = "clip.mp4") -> Session:
    return coach(scripted_series([*DOWN, *UP] * 2 + DOWN), "bridge", source=source)


def bird_dogs() -> Session:
    rest = [Figure.all_fours()] * 60
    return coach(scripted_series([*rest, *REACH, *rest]), "bird_dog", source="dog.mp4")


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", LISTS)
def test_the_page_of_tables_has_all_columns(name: str) -> None:
    """With the units and meanings that the files have."""
    assert f"<!-- {name} -->\n{rendered(LISTS[name]())}\n" in (ROOT / "docs/tables.md").read_text(encoding="utf-8")


def test_a_row_for_each_repetition(tmp_path: Path) -> None:
    """Of all sessions, each taken once, with where it comes from, its dose, its judgements and its measures."""
    sessions = [bridges(), bird_dogs()]
    write_table(tmp_path / "all.csv", iter(sessions))
    rows = read_csv(tmp_path / "all.csv")
    assert [(row["recording"], row["repetition"], row["side"]) for row in rows] == [
        ("clip.mp4", "1", ""),
        ("clip.mp4", "2", ""),
        ("dog.mp4", "1", "left"),
    ]
    first, (rep, *_) = rows[0], sessions[0].reps
    assert (first["good"], first["faults"], float(first["hold_s"])) == ("false", "hold", rep.hold_s)
    assert (first["dose_hold_min_s"], first["schema"]) == ("2.0", sessions[0].schema_)
    assert (first["check_alignment"], first["check_alignment_measured_deg"]) == ("good", "175.0")
    assert first["hip_angle_max_deg"] == str(rep.measures["hip_angle"].max)
    assert rows[2]["check_alignment"] == first["trunk_pitch_max_deg"] == ""


def test_columns_are_in_the_same_order_whatever_comes_first(tmp_path: Path) -> None:
    """So that tables can be compared; each name stands once."""
    sessions = [bridges(), bird_dogs()]
    write_table(tmp_path / "one.csv", sessions)
    write_table(tmp_path / "other.csv", sessions[::-1])
    one, other = (list(read_csv(tmp_path / name)[0]) for name in ("one.csv", "other.csv"))
    assert one == other
    assert len(set(one)) == len(one)
    assert one[: len(REPETITION_COLUMNS)] == [column.name for column in REPETITION_COLUMNS]


@PYARROW
def test_a_parquet_file_says_its_units(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the rows of the CSV file with types, in groups of rows; null where a row has no such value."""
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    monkeypatch.setattr(data_set, "_ROWS_AT_ONCE", 2)
    sessions = [bridges(), bird_dogs()]
    for name in ("all.parquet", "all.csv"):
        write_table(tmp_path / name, sessions)
    with parquet.ParquetFile(tmp_path / "all.parquet") as file:
        assert file.num_row_groups == 2
        table = file.read()
    rows, as_text = table.to_pylist(), read_csv(tmp_path / "all.csv")
    for row, texts in zip(rows, as_text, strict=True):
        assert {name: "" if value is None else str(value) for name, value in row.items()} == {
            name: text.capitalize() if text in {"true", "false"} else text for name, text in texts.items()
        }
    assert rows[0]["good"] is False
    assert rows[2]["hip_lift_max_trunk_lengths"] is None
    units = {field.name: field.metadata[b"unit"].decode() for field in table.schema}
    assert (units["hold_s"], units["hip_angle_max_deg"], units["side"]) == ("s", "deg", "")
    assert all(name.endswith(unit.replace(" ", "_").lower()) for name, unit in units.items())


@pytest.fixture
def results(tmp_path: Path) -> Path:
    """A folder as an analysis leaves it, of a recording with a name that no folder can have."""
    folder = tmp_path / "clip"
    folder.mkdir()
    (folder / "session.json").write_text(bridges("50% a=b: c.mp4").to_json(), encoding="utf-8")
    lines = ["time_s,phase,side,hip_angle,left_hip_angle", "0.0000,rest,,125.0,", "0.0333,hold,left,126.5,120.0"]
    (folder / "frames.csv").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder


@PYARROW
def test_a_row_for_each_frame(tmp_path: Path, results: Path) -> None:
    """In folders that say exercise and recording; written again, it takes the place of the first."""
    from pyarrow import parquet  # noqa: PLC0415 - an extra

    for _ in range(2):
        write_frames(tmp_path / "frames", [results])
    rows: list[dict[str, Any]] = parquet.read_table(tmp_path / "frames").to_pylist()
    assert [(row["frame"], row["time_s"], row["phase"], row["side"]) for row in rows] == [
        (1, 0.0, "rest", None),
        (2, 0.0333, "hold", "left"),
    ]
    assert [row["left_hip_angle_deg"] for row in rows] == [None, 120.0]
    assert {(row["exercise"], row["recording"], row["knee_angle_deg"]) for row in rows} == {
        ("bridge", "50% a=b: c.mp4", None)
    }


@PYARROW
@pytest.mark.parametrize("frames", ["time_s,phase,side,shoe_size\n0,rest,,1\n", "time_s,phase,side\nnow,rest,\n", None])
def test_frames_that_are_none(tmp_path: Path, results: Path, frames: str | None) -> None:
    """The file is named, and no half table stays."""
    if frames is None:
        (results / "frames.csv").unlink()
    else:
        (results / "frames.csv").write_text(frames, encoding="utf-8")
    with pytest.raises(SourceError, match=r"frames\.csv: can't be read .*analyse the recording again"):
        write_frames(tmp_path / "frames", [results])
    assert not list((tmp_path / "frames").rglob("*.parquet"))


@pytest.mark.parametrize("wanted", [{"table": Path("all.parquet")}, {"frames": Path("frames")}])
def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch, wanted: dict[str, Path]) -> None:
    """Before anything is analysed; a CSV file needs none."""
    monkeypatch.setattr(data_set, "find_spec", lambda _: None)
    with pytest.raises(OutputError, match=r"pip install .*(pyarrow|tables)"):
        DataSet(**wanted)
    assert DataSet(Path("all.csv")).table == Path("all.csv")


def test_another_kind_of_table() -> None:
    """What can be had is named."""
    with pytest.raises(OutputError, match=re.escape("all.xlsx: no such kind of table; let its name end in .parquet")):
        DataSet(Path("all.xlsx"))


def test_a_session_that_knew_no_units(tmp_path: Path) -> None:
    """One of an earlier version has no column of judged values."""
    session = json.loads(bridges().to_json())
    for check in (check for rep in session["reps"] for check in rep["checks"]):
        del check["unit"]
    write_table(tmp_path / "all.csv", [Session.model_validate(session)])
    row = read_csv(tmp_path / "all.csv")[0]
    assert row["check_alignment"] == "good"
    assert not [name for name in row if name.startswith("check_") and "measured" in name]
