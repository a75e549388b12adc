import sys
from pathlib import Path

import pytest
from batches import InThisProcess, film

from posecoach.batch.finding import find_recordings, is_one_recording
from posecoach.batch.options import Wanted
from posecoach.batch.run import Done, make_plan, run_plan
from posecoach.batch.status import StatusFile
from posecoach.errors import RemoteFileError

fsspec = pytest.importorskip("fsspec", reason="needs the extra cluster")


@pytest.fixture
def bucket(tmp_path: Path) -> str:
    """URL of a folder in memory with two recordings, and a file that is none."""
    files = fsspec.filesystem("memory")
    files.store.clear()
    for name in ("anna/IMG_1", "ben/IMG_1"):
        files.pipe(f"/bucket/{name}.npz", film(tmp_path / name, source=f"{name[-5:]}.mp4").read_bytes())
    files.pipe("/bucket/notes.txt", b"")
    return "memory://bucket/"


def run(argument: str, out: Path) -> list[Done]:
    plan = make_plan(find_recordings([argument], out), Wanted("bridge", annotate=False).options(), StatusFile(out))
    return list(run_plan(plan, InThisProcess()))


def test_recordings_at_a_url(bucket: str, tmp_path: Path) -> None:
    """A folder's are found, fetched, put in places as those of a folder here, and not fetched again."""
    out = tmp_path / "out"
    done = run(bucket, out)
    assert [one.status.recording for one in done] == [f"memory:///bucket/{one}/IMG_1.npz" for one in ("anna", "ben")]
    assert all(one.status.problem is None for one in done)
    assert sorted(path.parent.relative_to(out).as_posix() for path in out.rglob("session.json")) == [
        "anna/IMG_1",
        "ben/IMG_1",
    ]
    assert [path for path in out.rglob("*") if path.suffix == ".npz"] == []
    assert run(bucket, out) == []


@pytest.mark.parametrize(
    ("argument", "names"),
    [
        ("memory://bucket/**/*.npz", ["anna/IMG_1.npz", "ben/IMG_1.npz"]),
        ("memory://bucket/anna/*", ["anna/IMG_1.npz"]),
        ("memory://bucket/ben/IMG_1.npz", ["ben/IMG_1.npz"]),
    ],
)
def test_what_a_url_means(argument: str, names: list[str], bucket: str, tmp_path: Path) -> None:
    """One recording, or those that fit a pattern."""
    found = find_recordings([argument], tmp_path)
    assert [one.address.partition("bucket/")[2] for one in found] == names
    assert not is_one_recording(argument)


def test_a_manifest_may_name_urls(bucket: str, tmp_path: Path) -> None:
    """With all that it says of files here."""
    manifest = tmp_path / "study.csv"
    manifest.write_text("file,subject\nmemory://bucket/ben/IMG_1.npz,ben\nhttps://host/a%20b.mp4?key=1,anna\n")
    found = find_recordings([str(manifest)], tmp_path)
    assert [(one.path, one.subject) for one in found] == [(Path("IMG_1.npz"), "ben"), (Path("a b.mp4"), "anna")]


def test_what_cannot_be_fetched(bucket: str, tmp_path: Path) -> None:
    """Is named with its URL, and tried again the next time."""
    [done] = run("memory://bucket/nobody.mp4", tmp_path / "out")
    assert done.status.problem is not None
    assert done.status.problem.reason == "memory://bucket/nobody.mp4: can't be fetched (there is no such file)"
    assert not done.status.problem.lasting
    assert len(run("memory://bucket/nobody.mp4", tmp_path / "out")) == 1


@pytest.mark.parametrize(
    ("url", "module", "told"),
    [
        ("memory://bucket/", "fsspec.core", "URLs need fsspec, which isn't installed: .*pip install"),
        ("sftp://host/", "paramiko", r"sftp://host/: can't be fetched \(.*paramiko"),
        ("nonsense://host/", "nonsense", r"nonsense://host/: can't be fetched \(Protocol not known: nonsense"),
    ],
)
def test_a_missing_driver(url: str, module: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is named before anything is done."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(RemoteFileError, match=told):
        find_recordings([url], tmp_path)
