"""Folders of recordings, and the scripts that measure and pack them."""

import json
from pathlib import Path

import pytest
from pack_real import main as pack
from real import main
from real_people.clips import read_folder
from real_people.landmarks import load_all
from scripted_truths import bridges

from posecoach.errors import SourceError
from posecoach.pose.recording import LandmarkRecorder
from posecoach.testing import scripted_series

WIDTH = 100
LABELS = "# exercise: bridge\nstart_s,end_s,faults,counts\n1,6,,yes\n7,12,,yes\n"
FORM = '{"view": "side head right", "checks": {"alignment": "good", "feet_close": "bad"}}'
SOURCES = "file,repository,commit,path,licence,view,note\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two bridges counted right, three taken for two, and another movement that is two bridges."""
    folder = tmp_path / "clips"
    others = folder / "other_movements"
    others.mkdir(parents=True)
    for path, count in ((folder / "right.npz", 2), (folder / "wrong.npz", 3), (others / "plank.npz", 2)):
        with LandmarkRecorder(f"{path.stem}.mp4") as recorder:
            recorder.add(scripted_series(bridges(count)))
            recorder.save(path)
    for name in ("right", "wrong"):
        (folder / f"{name}.csv").write_text(LABELS)
        (folder / f"{name}.json").write_text(FORM)
    (folder / "notes.txt").write_text("nothing")
    header = "stem,shows,near,also_counts,usable,note\n"
    (others / "clips.csv").write_text(header + "plank,plank,bridge,,yes,still\ngone,squat,toe_touch,,yes,\n")
    rows = [f"{name},somebody/something,abc,videos/a.mp4,none,side,secret" for name in ("right.mp4", "wrong.mp4")]
    rows.append("other_movements/plank.mp4,somebody/something,abc,videos/b.mp4,none,side,secret")
    (folder / "sources.csv").write_text(SOURCES + "\n".join(rows) + "\n")
    return folder


def test_a_folder_is_measured(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables that fit the terminal, all numbers, and the document."""
    files = [tmp_path / "a.json", tmp_path / "a.md"]
    main([str(folder), "--workers", "1", "--variants", "--json", str(files[0]), "--markdown", str(files[1])])
    printed, data, text = capsys.readouterr().out, *(path.read_text(encoding="utf-8") for path in files)
    report = json.loads(data)
    assert (report["together"]["exact"], report["together"]["clips"], report["together"]["extra"]) == (1, 2, 1)
    assert (report["all_checks"]["good"], report["all_checks"]["bad"]) == (4, 2)
    assert report["others"][0]["repetitions"] == 2
    assert report["variants"][0]["figures"]["exact"] == 1
    assert max(map(len, printed.split("Not exact:", maxsplit=1)[0].splitlines())) <= WIDTH
    for shown in (printed, text):
        assert "1 of 2 (50 %)" in shown
        assert "wrong: 3 of 2 (bridge, side head right)" in shown
        assert "plank: bridge counts 2" in shown
    assert "`python benchmarks/real.py clips --variants`" in text


def test_exercises_are_recognised_when_asked(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In labelled recordings and in other movements."""
    main([str(folder), "--workers", "1", "--auto", "--json", str(tmp_path / "a.json")])
    report = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert {one["outcome"] for one in report["namings"]} == {"right"}
    assert sum(one["named"] for one in report["confidence"]) == 2
    assert "plank: bridge counts 2; recognised as bridge, counts 2" in capsys.readouterr().out


def test_only_one_exercise_may_be_measured(folder: Path, tmp_path: Path) -> None:
    """With the other movements that are nearest to it; two processes come to the same. Others may lie elsewhere."""
    (folder / "right.csv").write_text(LABELS.replace("bridge", "pelvic_tilt"))
    main([str(folder), "--only", "bridge", "--json", str(tmp_path / "a.json")])
    report = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert [one["name"] for one in report["clips"]] == ["wrong"]
    assert [one["name"] for one in report["other_clips"]] == ["plank"]
    (folder / "other_movements" / "plank.npz").rename(tmp_path / "plank.npz")
    (other,) = read_folder(folder, tmp_path).others
    assert (other.name, other.near, other.near_miss) == ("plank", None, False)


def test_recordings_without_labels_are_left_out(folder: Path) -> None:
    """By name; so are those that say not to use them, and movements that contain an exercise."""
    (folder / "wrong.csv").unlink()
    (folder / "other_movements" / "clips.csv").write_text(
        "stem,shows,near,also_counts,usable,note\nplank,plank,bridge,bridge:2,yes,not a negative\n"
    )
    found = read_folder(folder)
    assert [clip.name for clip in found.clips] == ["right"]
    assert found.left_out == ("wrong",)
    assert found.others == ()
    (folder / "right.json").write_text('{"usable": false}')
    with pytest.raises(SourceError, match="no recording with a label file"):
        read_folder(folder)


def test_a_packed_folder_is_measured_like_the_one_it_is_made_of(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It has the same labels, says where each recording is from, and forgets what an earlier run wrote."""
    out = tmp_path / "packed"
    out.mkdir()
    (out / "README.md").write_text("Read me.")
    (out / "old.npz").write_bytes(b"old")
    pack([str(folder), "--out", str(out)])
    assert "packing changes no count" in capsys.readouterr().out
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [f"{name}.{suffix}" for name in ("right", "wrong") for suffix in ("csv", "json", "npz")]
        + ["README.md", "other_movements", "sources.csv"]
    )
    packed, given = read_folder(out), read_folder(folder)
    assert [clip.labels for clip in packed.clips] == [clip.labels for clip in given.clips]
    full, small = (load_all(one.recordings).values() for one in (given, packed))
    assert [len(series) for series in small] == [len(series) for series in full]
    sources = (out / "sources.csv").read_text(encoding="utf-8")
    assert "secret" not in sources
    assert sources.splitlines()[3] == "plank.npz,somebody/something,abc,videos/b.mp4,side"
    assert "gone" not in (out / "other_movements" / "clips.csv").read_text(encoding="utf-8")


def test_wrong_use_ends_with_a_line(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not with a traceback."""
    with pytest.raises(SystemExit, match=r"real.py: .*no recording with a label file"):
        main([str(tmp_path / "nowhere")])
    (folder / "sources.csv").write_text(SOURCES)
    with pytest.raises(SystemExit, match=r"pack_real.py: .*no source of right, wrong, plank"):
        pack([str(folder), "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit):
        main([str(folder), "--expect"])
    assert "--expect is for all that comes with the checkout" in capsys.readouterr().err
