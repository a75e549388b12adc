import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from batches import film

from posecoach.batch import cluster, cluster_worker
from posecoach.batch.analysing import RecordingJob, Report, analyse_recording
from posecoach.batch.cluster import DaskCluster
from posecoach.batch.finding import find_recordings
from posecoach.batch.options import Wanted
from posecoach.batch.run import make_plan, run_plan
from posecoach.batch.status import RecordingStatus, StatusFile
from posecoach.errors import ClusterError

distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
ONE_EACH = dict.fromkeys("abcde", 1)


@pytest.fixture
def dask() -> Iterator[Any]:
    """Two workers on threads of this process."""
    local = distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address="127.0.0.1:0", silence_logs=50
    )
    with local:
        yield local


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A model that nobody loads."""
    path = tmp_path / "model.task"
    path.write_bytes(b"model")
    return path


def analyse_or_lose_worker(job: RecordingJob) -> Report:
    """Analyses a recording, unless its worker is to be lost with it; notes which one did what."""
    folder, name, worker = job.recording.path.parent, job.recording.path.stem, distributed.get_worker()
    with (folder / "notes.txt").open("a") as notes:
        notes.write(f"{name} {worker.address}\n")
    if name == "poison" or (name == "unlucky" and not (folder / "lost").exists()):
        (folder / "lost").touch()
        worker.loop.add_callback(worker.close, executor_wait=False)
        return Report()
    return analyse_recording(job)


def run(clips: Path, out: Path, executor: DaskCluster) -> dict[str, RecordingStatus]:
    """What became of each of the recordings, by its name."""
    plan = make_plan(find_recordings([str(clips)], out), Wanted("bridge", annotate=False).options(), StatusFile(out))
    done = list(run_plan(plan, executor, work=analyse_or_lose_worker))
    assert [path for path in out.rglob("*") if "posecoach-" in path.name] == []
    return {one.planned.recording.path.stem: one.status for one in done}


def failures(done: Mapping[str, RecordingStatus]) -> set[str]:
    return {name for name, status in done.items() if status.problem is not None}


def notes(clips: Path) -> list[tuple[str, str]]:
    """Which recording was begun by which worker."""
    lines = (clips / "notes.txt").read_text().splitlines()
    return [(name, worker) for name, worker in map(str.split, lines)]


def test_results_come_back(tmp_path: Path, dask: Any, model: Path) -> None:
    """Each once, as if it had been analysed here."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    for name in "abcde":
        film(clips / name)
    (clips / "broken.npz").write_bytes(b"nothing")
    done = run(clips, out, DaskCluster(dask.scheduler_address, model))
    assert {name: sum(part.reps for part in one.parts) for name, one in done.items()} == {**ONE_EACH, "broken": 0}
    assert Counter(name for name, _ in notes(clips)) == {**ONE_EACH, "broken": 1}
    assert failures(done) == {"broken"}
    assert sorted(path.name for path in out.iterdir()) == [*"abcde", "recordings.jsonl"]
    assert sorted(path.name for path in (out / "a").iterdir()) == ["frames.csv", "session.json"]


def test_a_lost_worker_is_made_up_for(tmp_path: Path, dask: Any, model: Path) -> None:
    """What it was doing is done by another one, at last; the rest once."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    for name in ("a", "b", "unlucky"):
        film(clips / name)
    done = run(clips, out, DaskCluster(dask.scheduler_address, model))
    assert failures(done) == set()
    assert Counter(name for name, _ in notes(clips)) == {"a": 1, "b": 1, "unlucky": 2}


def test_a_recording_that_kills_its_workers_is_given_up(tmp_path: Path, dask: Any, model: Path) -> None:
    """After the second, and named; it is tried again the next time, as the fault may be theirs."""
    clips, out = tmp_path / "clips", tmp_path / "out"
    for name in ("a", "poison", "z"):
        film(clips / name)
    done = run(clips, out, DaskCluster(dask.scheduler_address, model))
    assert failures(done) == {"poison"}
    assert len({worker for name, worker in notes(clips) if name == "poison"}) == 2
    problem = done["poison"].problem
    assert problem is not None
    assert problem.reason.startswith(f"{clips / 'poison.npz'}: two workers were lost while they analysed it")
    assert not problem.lasting


def test_large_results_come_in_pieces(tmp_path: Path, dask: Any, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes, and nothing stays on the worker."""
    clips = tmp_path / "clips"
    film(clips / "a")
    executor = DaskCluster(dask.scheduler_address, model)
    run(clips, tmp_path / "whole", executor)
    monkeypatch.setattr(cluster_worker, "_PIECE", 1000)
    run(clips, tmp_path / "pieces", executor)
    table = Path("a", "frames.csv")
    assert (tmp_path / "pieces" / table).read_bytes() == (tmp_path / "whole" / table).read_bytes()
    left = [path for worker in dask.workers.values() for path in Path(worker.local_directory).rglob("*.tar")]
    assert left == []


def other_version(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(cluster_worker, "__version__", "0.0.9")


def other_model(monkeypatch: pytest.MonkeyPatch, model: Path) -> None:
    monkeypatch.setattr(cluster, "model_identity", lambda _: "another")


def without_model(monkeypatch: pytest.MonkeyPatch, model: Path) -> None:
    monkeypatch.setattr(cluster, "model_identity", lambda _: "another")
    model.unlink()


def without_the_recording(monkeypatch: pytest.MonkeyPatch, _: Path) -> None:
    monkeypatch.setattr(cluster_worker, "_is_there", lambda _: False)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (other_version, r"inproc://.*: has posecoach 0\.0\.9, and this is .*; install the same version"),
        (other_model, r"inproc://.*: has another pose model than this computer; copy .*model\.task there"),
        (without_model, r"inproc://.*: .*model\.task: can't be read"),
        (without_the_recording, r"inproc://.*: doesn't see .*a\.npz; use a folder that all computers share"),
    ],
)
def test_a_worker_that_cannot_do_it_is_named(
    change: Callable[[pytest.MonkeyPatch, Path], None],
    told: str,
    tmp_path: Path,
    dask: Any,
    model: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rather than that all recordings fail."""
    film(tmp_path / "clips" / "a")
    change(monkeypatch, model)
    executor = DaskCluster(dask.scheduler_address, model)
    with pytest.raises(ClusterError, match=told):
        run(tmp_path / "clips", tmp_path / "out", executor)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("localhost", r"localhost: not a cluster; write tcp://HOST:8786"),
        ("local:0", r"local:0: not a cluster"),
        ("tcp://127.0.0.1:9", r"tcp://127\.0\.0\.1:9: no scheduler answers there"),
        ("nonsense://host", r"nonsense://host: no scheduler answers there"),
    ],
)
def test_wrong_addresses(address: str, told: str, tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with what to do."""
    film(tmp_path / "clips" / "a")
    monkeypatch.setattr(cluster, "_CONNECT_S", 0.5)
    with pytest.raises(ClusterError, match=told):
        run(tmp_path / "clips", tmp_path / "out", DaskCluster(address, model))


def test_a_cluster_without_workers(tmp_path: Path, model: Path) -> None:
    """Isn't waited for without an end."""
    film(tmp_path / "clips" / "a")
    with (
        distributed.LocalCluster(
            n_workers=0, processes=False, dashboard_address="127.0.0.1:0", silence_logs=50
        ) as empty,
        pytest.raises(ClusterError, match="has no workers; start some with `dask worker inproc://"),
    ):
        run(tmp_path / "clips", tmp_path / "out", DaskCluster(empty.scheduler_address, model, patience_s=0.0))


def test_without_dask(model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command that installs it is told."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError, match=r"a cluster needs Dask, which isn't installed: .*pip install"):
        DaskCluster("local:2", model)
