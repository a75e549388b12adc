from collections import Counter
from pathlib import Path

from batches import analyse_or_die, film

from posecoach.batch.executor import LocalProcesses
from posecoach.batch.finding import find_recordings
from posecoach.batch.options import Wanted
from posecoach.batch.run import make_plan, run_plan
from posecoach.batch.status import StatusFile


def test_a_recording_that_kills_its_process_stops_nothing(tmp_path: Path) -> None:
    """It is tried twice, each time in a process of its own, and named; the others are done once."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    for name in ("a", "poison", "c", "d"):
        film(clips / name)
    plan = make_plan(find_recordings([str(clips)], out), Wanted("bridge", annotate=False).options(), StatusFile(out))
    done = [one.status for one in run_plan(plan, LocalProcesses(2), work=analyse_or_die)]
    problems = {Path(status.recording).stem: status.problem.reason for status in done if status.problem is not None}
    assert problems == {"poison": f"{clips / 'poison.npz'}: ended the process that analysed it, twice"}
    notes = [line.split() for line in (clips / "notes.txt").read_text().splitlines()]
    assert Counter(name for name, _ in notes) == {"a": 1, "poison": 2, "c": 1, "d": 1}
    assert len({process for name, process in notes if name == "poison"}) == 2
    assert sorted(path.name for path in out.iterdir()) == ["a", "c", "d", "recordings.jsonl"]
