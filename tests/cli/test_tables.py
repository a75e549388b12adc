import csv
import json
from pathlib import Path

from command_line import Run
from movements import saved

from posecoach.testing import Figure, scripted_series

DOWN, UP = [Figure.supine(125)] * 60, [Figure.supine(175)] * 60


def test_tables_of_several_recordings(posecoach: Run, tmp_path: Path) -> None:
    """Rows of all that could be analysed, and the landmarks beside each one's results, from landmark recordings."""
    recordings = [saved(tmp_path / f"{name}.npz", scripted_series(DOWN + UP + DOWN), f"{name}.mp4") for name in "ab"]
    table, out = tmp_path / "tables" / "all.csv", tmp_path / "out"
    wanted = ("--table", table, "--trc", "--csv-landmarks")
    code, printed, err = posecoach("analyse", *recordings, tmp_path / "c.npz", "-e", "bridge", "--out", out, *wanted)
    assert code == 2
    assert "c.npz" in err
    assert printed.endswith(f"Table: {table}\n")
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["recording"], row["repetition"], row["exercise"]) for row in rows] == [
        ("a.mp4", "1", "bridge"),
        ("b.mp4", "1", "bridge"),
    ]
    for name in "ab":
        sha256 = json.loads((out / name / "session.json").read_text(encoding="utf-8"))["recording_sha256"]
        assert f" recording={name}.mp4 recording_sha256={sha256} " in (out / name / "landmarks.trc").read_text("utf-8")
        assert f",{name}.mp4,{sha256}," in (out / name / "landmarks.csv").read_text("utf-8")


def test_another_kind_of_table_is_refused_before_anything_is_analysed(posecoach: Run, tmp_path: Path) -> None:
    """In one line."""
    recording = saved(tmp_path / "a.npz", scripted_series(DOWN + UP + DOWN), "a.mp4")
    code, out, err = posecoach("analyse", recording, "-e", "bridge", "--out", tmp_path / "out", "--table", "all.xlsx")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert "let its name end in .parquet or .csv" in err
    assert not (tmp_path / "out").exists()
