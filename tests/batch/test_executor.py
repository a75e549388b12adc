import multiprocessing
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import av
from batches import analyse_or_die, film

from posecoach.batch.analysing import RecordingJob, analyse_recording
from posecoach.batch.executor import LocalProcesses
from posecoach.batch.finding import find_recordings
from posecoach.batch.options import Wanted
from posecoach.batch.recordings import Recording
from posecoach.batch.run import Plan, make_plan, run_plan
from posecoach.batch.status import FILE, StatusFile
from posecoach.exercise.library import data_folder


def plan_of(clips: Path, out: Path, wanted: Wanted) -> Plan:
    return make_plan(find_recordings([str(clips)], out), wanted.options(), StatusFile(out))


BRIDGE = Wanted("bridge", annotate=False)


def test_a_recording_that_kills_its_process_stops_nothing(tmp_path: Path) -> None:
    """It is tried twice, each time in a process of its own, and named; the others are done once."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    for name in ("a", "poison", "c", "d"):
        film(clips / name)
    done = [one.status for one in run_plan(plan_of(clips, out, BRIDGE), LocalProcesses(2), work=analyse_or_die)]
    problems = {Path(status.recording).stem: status.problem.reason for status in done if status.problem is not None}
    assert problems == {"poison": f"{clips / 'poison.npz'}: ended the process that analysed it, twice"}
    notes = [line.split() for line in (clips / "notes.txt").read_text().splitlines()]
    assert Counter(name for name, _ in notes) == {"a": 1, "poison": 2, "c": 1, "d": 1}
    assert len({process for name, process in notes if name == "poison"}) == 2
    assert sorted(path.name for path in out.iterdir()) == ["a", "c", "d", FILE]
    assert plan_of(clips, out, BRIDGE).to_do == []


def test_an_interrupted_run_ends_at_once_and_goes_on_later(tmp_path: Path) -> None:
    """Its processes end, nothing half is left, and only what wasn't done is done then."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    for name in ("a", "endless", "z"):
        film(clips / name)
    running = run_plan(plan_of(clips, out, BRIDGE), LocalProcesses(2), work=analyse_or_die)
    assert {Path(next(running).status.recording).stem for _ in range(2)} == {"a", "z"}
    running.close()
    assert multiprocessing.active_children() == []
    assert sorted(path.name for path in out.iterdir()) == ["a", FILE, "z"]
    assert [one.recording.path.stem for one in plan_of(clips, out, BRIDGE).to_do] == ["endless"]


def test_two_clips_at_a_time(tmp_path: Path, pose_model: Path) -> None:
    """Parts of real ones, of which nothing is known: what they show is found out, and drawn upon them."""
    clips, out, shares = data_folder("sample_videos") / "clips", tmp_path / "out", list[float]()
    ends = {"bridge_alignment_maria.mp4": 7.0, "hard_empty_room.mp4": 2.0}
    parts = [Recording(clips / name, end_s=end_s) for name, end_s in ends.items()]
    plan = make_plan(parts, Wanted("auto").options(), StatusFile(out))
    done = [one.status for one in run_plan(plan, LocalProcesses(2), progress=shares.append)]
    assert sorted((part.exercise, part.reps) for status in done for part in status.parts) == [("bridge", 1)]
    assert ["nobody is in view" in status.problem.reason for status in done if status.problem is not None] == [True]
    with av.open(str(out / "bridge_alignment_maria-0-7s" / "annotated.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) == 7 * 30
    assert shares == sorted(shares)
    assert any(0.0 < share < 0.9 for share in shares)
    assert shares[-1] == 1.0


def test_a_process_that_is_ended_while_it_waits_is_made_up_for(tmp_path: Path) -> None:
    """By the system, say, which needs its memory."""
    options, _ = BRIDGE.options().of(Recording(tmp_path))

    def jobs() -> Iterator[RecordingJob]:
        for name in ("a", "b"):
            for child in multiprocessing.active_children():
                child.kill()
                child.join()
            yield RecordingJob(Recording(film(tmp_path / name)), options, tmp_path / "out" / name)

    ended = [one for one in LocalProcesses(1).run(analyse_recording, jobs()) if one is not None]
    assert [(one.job.recording.path.stem, one.report.failure) for one in ended] == [("a", None), ("b", None)]
