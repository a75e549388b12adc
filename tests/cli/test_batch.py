"""`analyse` of many recordings."""

import json
import re
import signal
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from batches import InThisProcess, bridges, film
from command_line import Run

from posecoach.batch.options import Wanted
from posecoach.cli import analyse
from posecoach.cli.batch import Batch
from posecoach.testing import Figure, scripted_series


@pytest.fixture(autouse=True)
def executor(monkeypatch: pytest.MonkeyPatch) -> InThisProcess:
    """In place of other processes."""
    here = InThisProcess()
    monkeypatch.setattr(analyse, "Batch", partial(Batch, executor=lambda _: here))
    return here


@pytest.fixture
def clips(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two recordings and a broken one."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "120")
    film(Path("clips", "a", "IMG_1"))
    film(Path("clips", "b", "IMG_1"), bridges(2, top=160.0))
    Path("clips", "broken.npz").write_bytes(b"PK nonsense")
    return Path("clips")


OPTIONS = ("-e", "bridge", "--no-video", "--out", "out")
TABLE = """\
file               exercise  reps  good  holds  doubtful
clips/a/IMG_1.npz  bridge       1     1  2.3 s
clips/b/IMG_1.npz  bridge       2     0  4.7 s
clips/broken.npz                                not a landmark recording; give a landmarks.npz that analyse wrote
"""


def test_a_folder_is_analysed_and_a_table_tells_of_all(posecoach: Run, clips: Path, executor: InThisProcess) -> None:
    """A block for each with its name at its head; the second time, the table alone."""
    code, out, err = posecoach("analyse", clips, *OPTIONS)
    lines = [line.rstrip() for line in out.splitlines()]
    assert code == 2
    assert err == "posecoach: clips/broken.npz: not a landmark recording; give a landmarks.npz that analyse wrote\n"
    assert lines[0] == "1 of 3  clips/a/IMG_1.npz"
    assert lines[1] == "Bridge: one repetition, 1 in good form"
    assert "2 of 3  clips/b/IMG_1.npz" in lines
    assert "Session: out/b/IMG_1/session.json" in lines
    assert lines[-5:] == [*TABLE.splitlines(), "3 recordings, 1 can't be analysed; results in out/index.html"]
    code, out, err = posecoach("analyse", clips, *OPTIONS)
    lines = [line.rstrip() for line in out.splitlines()]
    assert (code, err) == (2, "")
    assert lines == [*TABLE.splitlines(), "3 recordings, 3 done before, 1 can't be analysed; results in out/index.html"]
    assert len(executor.names) == 3
    posecoach("analyse", clips, *OPTIONS, "--again")
    assert len(executor.names) == 6


def test_many_recordings_are_told_of_in_german(posecoach: Run, clips: Path) -> None:
    """Also on the page; what is kept for machines is English."""
    code, out, err = posecoach("--language", "de", "analyse", clips, *OPTIONS)
    assert code == 2
    assert err.startswith("posecoach: clips/broken.npz: keine Aufzeichnung von Körperpunkten; ")
    assert out.startswith("1 von 3  clips/a/IMG_1.npz\nBrücke: ")
    assert out.endswith("\n3 Aufnahmen, 1 nicht auswertbar; Ergebnisse in out/index.html\n")
    page = Path("out", "index.html").read_text(encoding="utf-8")
    assert '<html lang="de">' in page
    assert "1 Aufnahme nicht ausgewertet" in page
    assert "keine Aufzeichnung von Körperpunkten" in page
    assert "not a landmark recording" in Path("out", "recordings.jsonl").read_text(encoding="utf-8")


def test_machines_get_an_object_for_each_every_time(posecoach: Run, clips: Path) -> None:
    """The same whether it was analysed now or before."""
    _, first, _ = posecoach("analyse", clips, *OPTIONS, "--json")
    _, second, _ = posecoach("analyse", clips, *OPTIONS, "--json")
    assert first == second
    lines = [json.loads(line) for line in first.splitlines()]
    assert [line["recording"] for line in lines] == [f"clips/{name}.npz" for name in ("a/IMG_1", "b/IMG_1", "broken")]
    assert lines[0]["session"] == json.loads(Path("out", "a", "IMG_1", "session.json").read_text())
    assert "not a landmark recording" in lines[2]["error"]


def test_a_manifest_names_exercise_dose_subject_and_times(posecoach: Run, clips: Path) -> None:
    """A dose is judged where it is chosen; a part has a folder of its own, and the recording's times."""
    manifest = clips / "study.csv"
    rows = ("file,exercise,dose,subject,from,to", "a/IMG_1.npz,bridge,B,Anna,,", "b/IMG_1.npz,bridge,,Ben,6,")
    manifest.write_text("\n".join(rows), encoding="utf-8")
    code, out, _ = posecoach("analyse", manifest, "-e", "auto", "--no-video", "--json", "--out", "out")
    anna, ben = (json.loads(line) for line in out.splitlines())
    assert (code, anna["subject"], anna["session"]["dose"]) == (0, "Anna", "B")
    assert {fault["check"] for fault in anna["session"]["faults"]} == {"hold"}
    assert (ben["subject"], ben["session"]["dose"], ben["folder"]) == ("Ben", "none", "out/b/IMG_1-6s-end")
    assert [round(rep["start_s"]) for rep in ben["session"]["reps"]] == [7]


def test_the_index_page_has_all_results_and_sections_of_subjects(posecoach: Run, clips: Path) -> None:
    """Also those of an earlier run; a subject that is named later is named in the results that are there, too."""
    posecoach("analyse", clips, *OPTIONS)
    manifest = clips / "study.csv"
    manifest.write_text("file,subject\na/IMG_1.npz,Anna\nb/IMG_1.npz,Ben", encoding="utf-8")
    posecoach("analyse", manifest, *OPTIONS, "--group-by", "subject")
    page = Path("out", "index.html").read_text(encoding="utf-8")
    assert re.findall("<h2>([^<]*)</h2>", page) == ["Not analysed", "Anna", "Ben"]
    assert "clips/broken.npz" in page
    assert json.loads(Path("out", "a", "IMG_1", "session.json").read_text())["subject"] == "Anna"


def test_what_auto_could_not_tell_takes_moments_once_it_is_named(
    posecoach: Run, clips: Path, executor: InThisProcess
) -> None:
    """It is told with the advice to name it, and is one of those that couldn't be analysed until then."""
    film(clips / "still", scripted_series([Figure.supine()] * 100))
    code, _, err = posecoach("analyse", clips / "still.npz", clips / "a", "-e", "auto", "--no-video", "--out", "out")
    assert code == 2
    assert "clips/still.npz: no repetition of any exercise is found" in err
    assert executor.names == ["still", "IMG_1"]
    code, out, _ = posecoach("analyse", clips / "still.npz", clips / "a", *OPTIONS)
    assert (code, executor.names[2:]) == (0, ["still", "IMG_1"])
    assert "nothing counted: " in out


@pytest.fixture
def watched(clips: Path, executor: InThisProcess) -> Callable[[list[Callable[[], object]]], int]:
    """Watches the folder while things happen to it, one between every two looks; the last look is interrupted."""

    def watch(happenings: list[Callable[[], object]]) -> int:
        coming = iter(happenings)

        def pause() -> None:
            next(coming, partial(signal.raise_signal, signal.SIGINT))()

        batch = Batch(
            [str(clips)],
            Path("out"),
            Wanted("bridge", annotate=False),
            jobs=None,
            again=False,
            as_json=False,
            show=lambda *_: None,
            pause=pause,
            executor=lambda _: executor,
        )
        return batch.watch()

    return watch


def test_a_watched_folder_is_analysed_as_it_fills(
    watched: Callable[[list[Callable[[], object]]], int], clips: Path, executor: InThisProcess
) -> None:
    """A file that is still being copied is left until it is whole; what has changed is analysed again."""
    whole = film(clips / "copied").read_bytes()
    (clips / "copied.npz").unlink()
    half = partial((clips / "copied.npz").write_bytes, whole[:1000])
    rest = partial((clips / "copied.npz").write_bytes, whole)
    mend = partial(film, clips / "broken")
    code = watched([lambda: None, half, rest, lambda: None, mend, lambda: None, lambda: None])
    assert executor.names == ["IMG_1", "IMG_1", "broken", "copied", "broken"]
    assert code == 2


def test_a_cluster_does_the_same(posecoach: Run, clips: Path, tmp_path: Path) -> None:
    """With names from where the command runs; what is no cluster is told before anything is done."""
    distributed = pytest.importorskip("distributed", reason="needs the extra cluster")
    model = tmp_path / "model.task"
    model.touch()
    nobody_else = "127.0.0.1:0"
    with distributed.LocalCluster(n_workers=1, processes=False, dashboard_address=nobody_else) as cluster:
        code, out, err = posecoach(
            *("analyse", clips, *OPTIONS, "--model", model, "--cluster", cluster.scheduler_address)
        )
    assert code == 2
    assert err == "posecoach: clips/broken.npz: not a landmark recording; give a landmarks.npz that analyse wrote\n"
    assert [line.rstrip() for line in out.splitlines()[-5:-1]] == TABLE.splitlines()
    code, out, err = posecoach("analyse", clips, *OPTIONS, "--cluster", "two computers")
    assert (code, out) == (2, "")
    assert err.startswith("posecoach: two computers: not a cluster; write tcp://HOST:8786")
