import json
import os
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from batches import InThisProcess, bridges, film

from posecoach.analysis import analyse_landmarks
from posecoach.auto_analysis import PartResult
from posecoach.batch.analysing import Failure, RecordingJob, Report
from posecoach.batch.finding import find_recordings
from posecoach.batch.options import Wanted
from posecoach.batch.run import Done, Plan, make_plan, run_plan
from posecoach.batch.status import FILE, StatusFile
from posecoach.files import sha256_of
from posecoach.pose.recording import load_landmarks, save_landmarks
from posecoach.recognition import Part
from posecoach.results.folders import ResultFolders


def planned(*arguments: Path, out: Path, wanted: Wanted | None = None, again: bool = False) -> Plan:
    wanted = wanted or Wanted("bridge", annotate=False)
    recordings = find_recordings([str(path) for path in arguments], out)
    return make_plan(recordings, wanted.options(), StatusFile(out), again=again)


def analysed(*arguments: Path, out: Path, wanted: Wanted | None = None, again: bool = False) -> list[str]:
    """Names of the recordings that had to be analysed."""
    executor = InThisProcess()
    list(run_plan(planned(*arguments, out=out, wanted=wanted, again=again), executor))
    return executor.names


def filmed(job: RecordingJob) -> Report:
    """Analyses landmarks as if they had been found in a video."""
    origin, series = load_landmarks(job.recording.path)
    exercise = job.options.exercises[0]
    seen = job.options.job(exercise, ResultFolders(job.folder), 1)
    origin = replace(origin, recording_sha256=sha256_of(job.recording.path))
    result = analyse_landmarks(series, origin, seen, job.folder / "IMG_1", video=None)
    save_landmarks(job.folder / "IMG_1" / "landmarks.npz", series, "IMG_1.mp4")
    part = Part(exercise.id, 0.0, 1.0, 1.0, 1, (exercise.id,))
    return Report(origin, (PartResult(part, seen, result),), named=True)


def untold(job: RecordingJob) -> Report:
    """Looks at a recording and can't tell what it shows."""
    origin, series = load_landmarks(job.recording.path)
    landmarks = job.folder / "IMG_1" / "landmarks.npz"
    landmarks.parent.mkdir(parents=True)
    save_landmarks(landmarks, series, origin.source)
    failure = Failure("can't tell", lasting=True)
    return Report(replace(origin, recording_sha256=sha256_of(job.recording.path)), (), failure, landmarks)


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


def test_a_folder_that_was_moved_is_known_by_its_bytes(clips: Path, tmp_path: Path) -> None:
    """The files lie elsewhere, and the results as before; another time of a file alone is no change either."""
    out = tmp_path / "out"
    # Only of videos the results tell the hash.
    (clips / "a" / "IMG_1.npz").rename(clips / "a" / "IMG_1.mp4")
    seen = InThisProcess(filmed)
    list(run_plan(planned(clips / "a", out=out), seen))
    os.utime(clips / "a" / "IMG_1.mp4", (0, 0))
    assert planned(clips / "a", out=out).to_do == []
    clips.rename(tmp_path / "moved")
    assert planned(tmp_path / "moved" / "a", out=out).to_do == []
    (tmp_path / "moved" / "a" / "IMG_1.mp4").write_bytes(b"another one")
    assert len(planned(tmp_path / "moved" / "a", out=out).to_do) == 1


def test_landmarks_are_found_once(clips: Path, tmp_path: Path) -> None:
    """Another dose, or an exercise that needs no more to be seen, takes moments; another version looks anew."""
    out = tmp_path / "out"
    (clips / "a" / "IMG_1.npz").rename(clips / "a" / "IMG_1.mp4")
    list(run_plan(planned(clips / "a", out=out), InThisProcess(filmed)))
    landmarks = out / "IMG_1" / "landmarks.npz"
    with_dose = Wanted("bridge", dose="B", annotate=False)
    assert [one.landmarks for one in planned(clips / "a", out=out, wanted=with_dose).to_do] == [landmarks]
    needs_more, raw = Wanted("auto", annotate=False), Wanted("bridge", correct_hips=False)
    for wanted in (needs_more, raw):
        assert [one.landmarks for one in planned(clips / "a", out=out, wanted=wanted).to_do] == [None]


def test_what_is_named_later_needs_no_looking(clips: Path, tmp_path: Path) -> None:
    """The landmarks of a recording of which no exercise is sure are kept for that."""
    out = tmp_path / "out"
    (clips / "a" / "IMG_1.npz").rename(clips / "a" / "IMG_1.mp4")
    list(run_plan(planned(clips / "a", out=out, wanted=Wanted("auto")), InThisProcess(untold)))
    assert planned(clips / "a", out=out, wanted=Wanted("auto")).to_do == []
    assert [one.landmarks for one in planned(clips / "a", out=out).to_do] == [out / "IMG_1" / "landmarks.npz"]


@pytest.mark.skipif(sys.platform != "linux", reason="names that aren't UTF-8")
def test_names_may_be_any_bytes(tmp_path: Path) -> None:
    """Of folders and files, whether they can be analysed or not."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    name = os.fsdecode(b"caf\xe9\n")
    film(clips / name / name)
    (clips / name / f"{name}2.npz").write_bytes(b"PK nonsense")
    assert len(analysed(clips, out=out)) == 2
    assert planned(clips, out=out).to_do == []
    assert len(results(out)) == 1


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
