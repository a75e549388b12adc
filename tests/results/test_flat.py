import json
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from posecoach import coach
from posecoach.errors import OutputError
from posecoach.pose.landmarks import Side
from posecoach.results.session import Session
from posecoach.testing import AnyFigure, Figure, scripted_series

DOWN, UP = [Figure.supine(125)] * 60, [Figure.supine(175)] * 60
FIXED = [
    "repetition",
    "side",
    "start_s",
    "hold_start_s",
    "hold_end_s",
    "end_s",
    "hold_s",
    "good",
    "evidence",
    "confidence",
    "open_start",
    "open_end",
    "faults",
]
UNITS = ("_s", "_deg", "_trunk_lengths")


def bridges(count: int = 3) -> Session:
    return coach(scripted_series([*DOWN, *UP] * count + DOWN), "bridge")


def bird_dogs() -> Session:
    rest, reaches = Figure.all_fours(), map(Figure.all_fours, Side)
    figures: list[AnyFigure] = [rest] * 60
    for reach in reaches:
        figures += [reach] * 60 + [rest] * 60
    return coach(scripted_series(figures), "bird_dog")


@pytest.mark.parametrize("session", [bridges(), bird_dogs()], ids=["bridges", "bird dogs"])
def test_repetitions_are_flat_records(session: Session) -> None:
    """Plain values under the same names in each; numbers say their unit."""
    records = session.repetitions
    assert len(records) == session.rep_count > 0
    assert json.loads(json.dumps(records)) == records
    for record in records:
        assert list(record) == list(records[0])
        assert list(record)[: len(FIXED)] == FIXED
        for name, value in record.items():
            assert value is None or isinstance(value, (bool, int, float, str))
            assert not isinstance(value, float) or name == "confidence" or name.endswith(UNITS)


def test_a_record_says_what_the_session_says() -> None:
    """Of a hold that was too short, and each check."""
    session = bridges(1)
    (rep,), (record,) = session.reps, session.repetitions
    assert (record["start_s"], record["hold_s"], record["faults"]) == (rep.start_s, rep.hold_s, "hold")
    assert {name: value for name, value in record.items() if name.startswith("check_")} == {
        f"check_{one.check}": one.verdict.value for one in rep.checks
    }
    assert record["hip_angle_max_deg"] == rep.measures["hip_angle"].max == 175
    assert record["knee_height_min_trunk_lengths"] == rep.measures["knee_height"].min


def test_what_one_repetition_lacks_is_none() -> None:
    """A measure that was seen in the first alone has its column in all of them."""
    session = bridges(2)
    first, second = session.reps
    less = session.model_copy(update={"reps": [first, second.model_copy(update={"measures": {}, "checks": []})]})
    records = less.repetitions
    assert list(records[0]) == list(records[1])
    assert records[1]["hip_angle_max_deg"] is records[1]["check_alignment"] is None


def test_sides_are_plain_text() -> None:
    """Where they take turns."""
    assert {record["side"] for record in bird_dogs().repetitions} == {"left", "right"}


def test_a_pandas_data_frame() -> None:
    """A row for each repetition, a column for each name."""
    pandas = pytest.importorskip("pandas")
    session = bridges()
    table = session.to_dataframe()
    assert isinstance(table, pandas.DataFrame)
    assert list(table.columns) == list(session.repetitions[0])
    assert table["hip_angle_max_deg"].tolist() == [175.0] * 3


def test_without_repetitions_the_columns_are_there() -> None:
    """So that tables of several sessions can be put together."""
    pytest.importorskip("pandas")
    table = coach(scripted_series(DOWN), "bridge").to_dataframe()
    assert (len(table), list(table.columns)) == (0, FIXED)


def test_polars_where_pandas_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes the same columns."""
    given: list[dict[str, list[Any]]] = []
    monkeypatch.setitem(sys.modules, "pandas", None)
    monkeypatch.setitem(sys.modules, "polars", SimpleNamespace(DataFrame=given.append, __spec__=True))
    bridges().to_dataframe()
    assert [len(column) for column in given[0].values()] == [3] * len(given[0])


def test_without_either_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that everybody knows what to install."""
    for library in ("pandas", "polars"):
        monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(OutputError, match=r"pip install .*pandas"):
        bridges(1).to_dataframe()
