import json
import os
import shutil
from pathlib import Path

import pytest
from batches import InThisProcess, bridges, film

from posecoach.batch.finding import find_recordings
from posecoach.batch.options import Wanted
from posecoach.batch.run import Done, Plan, make_plan, run_plan
from posecoach.batch.status import FILE, StatusFile


def planned(*arguments: Path, out: Path, wanted: Wanted | None = None, again: bool = False) -> Plan:
    wanted = wanted or Wanted("bridge", annotate=False)
    recordings = find_recordings([str(path) for path in arguments], out)
    return make_plan(recordings, wanted.options(), StatusFile(out), again=again)


def analysed(*arguments: Path, out: Path, wanted: Wanted | None = None, again: bool = False) -> list[str]:
    """Names of the recordings that had to be analysed."""
    executor = InThisProcess()
    list(run_plan(planned(*arguments, out=out, wanted=wanted, again=again), executor))
    return executor.names


def results(out: Path) -> list[str]:
    return sorted(path.parent.relative_to(out).as_posix() for path in out.rglob("session.json"))


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    """Two recordings of one name in different folders, and a broken one."""
    film(tmp_path / "clips" / "a" / "IMG_1")
    film(tmp_path / "clips" / "b" / "IMG_1", bridges(2))
    (tmp_path / "clips" / "broken.npz").write_bytes(b"PK nonsense")
    return tmp_path / "clips"


def test_results_lie_as_the_recordings_do(clips: Path, tmp_path: Path) -> None:
    """Also those of another run, of recordings with the same names; nothing else stays in the folder."""
    out = tmp_path / "out"
    assert analysed(clips, out=out) == ["IMG_1", "IMG_1", "broken"]
    assert results(out) == ["a/IMG_1", "b/IMG_1"]
    film(tmp_path / "more" / "a" / "IMG_1", bridges(3))
    assert analysed(tmp_path / "more", out=out) == ["IMG_1"]
    first, second, _ = results(out)
    assert first == "a/IMG_1"
    assert second.startswith("a/IMG_1-")
    assert json.loads((out / first / "session.json").read_text())["rep_count"] == 1
    assert sorted(path.name for path in out.iterdir()) == ["a", "b", FILE]


def test_what_is_done_is_not_done_again(clips: Path, tmp_path: Path) -> None:
    """But for what has changed, what is new, and what is gone; a broken one stays broken, and is told."""
    out = tmp_path / "out"
    analysed(clips, out=out)
    assert analysed(clips, out=out) == []
    broken = planned(clips, out=out).recordings[2].status
    assert broken is not None
    assert broken.problem is not None
    assert "not a landmark recording" in broken.problem.reason
    shutil.rmtree(out / "b")
    film(clips / "broken")
    film(clips / "new")
    assert analysed(clips, out=out) == ["IMG_1", "broken", "new"]
    assert analysed(clips, out=out, again=True) == ["IMG_1", "IMG_1", "broken", "new"]


def test_other_settings_are_other_results(clips: Path, tmp_path: Path) -> None:
    """A dose, or another exercise; the results of before are replaced."""
    out = tmp_path / "out"
    analysed(clips / "a", out=out)
    wanted = Wanted("bridge", dose="B", annotate=False)
    assert analysed(clips / "a", out=out, wanted=wanted) == ["IMG_1"]
    assert analysed(clips / "a", out=out, wanted=wanted) == []
    assert json.loads((out / "IMG_1" / "session.json").read_text())["dose"] == "B"


def test_a_half_written_line_spoils_nothing(clips: Path, tmp_path: Path) -> None:
    """What it told is done again, and the line after it counts."""
    out = tmp_path / "out"
    analysed(clips, out=out)
    os.truncate(out / FILE, (out / FILE).stat().st_size - 40)
    assert analysed(clips, out=out) == ["broken"]
    assert analysed(clips, out=out) == []


def test_nobody_chose_a_dose(clips: Path, tmp_path: Path) -> None:
    """So no fault comes from one."""
    done: list[Done] = list(run_plan(planned(clips / "a", out=tmp_path / "out"), InThisProcess()))
    session = done[0].report.results[0].session
    assert (session.dose, session.faults, session.rep_count) == ("none", [], 1)
