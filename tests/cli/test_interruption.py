"""Commands that are ended from outside."""

import shutil
import signal
from functools import partial
from pathlib import Path

import pytest
from batches import InThisProcess
from command_line import Run

from posecoach.batch.analysing import RecordingJob, Report, analyse_recording
from posecoach.cli import analyse, exercises
from posecoach.cli.batch import Batch
from posecoach.testing import Figure, scripted_series

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@pytest.fixture
def recordings(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "first.npz", tmp_path / "second.npz"]
    for path in paths:
        scripted_series([Figure.supine()] * 60).save(path)
    return paths


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_is_one_line_that_says_what_is_kept(
    posecoach: Run, recordings: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Results of the recordings before it, and nothing half."""
    out_folder = tmp_path / "out"

    def work(job: RecordingJob) -> Report:
        if job.recording.path == recordings[1]:
            signal.raise_signal(number)
        return analyse_recording(job)

    monkeypatch.setattr(analyse, "Batch", partial(Batch, executor=lambda _: InThisProcess(work)))
    code, _, err = posecoach("analyse", *recordings, "-e", "bridge", "--out", out_folder)
    kept = f"1 of 2 recordings are done, in {out_folder}; the same command goes on from there"
    assert (code, err) == (130, f"posecoach: interrupted; {kept}\n")
    assert sorted(path.name for path in out_folder.rglob("*.*")) == ["frames.csv", "recordings.jsonl", "session.json"]


def test_a_single_analysis_that_is_interrupted_leaves_nothing(
    posecoach: Run, recordings: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also of what one before it has left."""
    out_folder = tmp_path / "out"

    def replay(*_: object) -> None:
        out_folder.mkdir()
        (out_folder / ".posecoach-left").touch()
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(analyse, "replay_landmarks", replay)
    code, _, err = posecoach("analyse", recordings[0], "-e", "bridge", "--out", out_folder)
    assert (code, err) == (130, f"posecoach: interrupted; nothing new of {recordings[0]} is kept\n")


def test_other_commands_say_that_nothing_was_written(posecoach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """And leave with the same code."""
    monkeypatch.setattr(exercises, "plain_table", lambda *_: signal.raise_signal(signal.SIGINT))
    assert posecoach("exercises") == (130, "", "posecoach: interrupted; nothing was written\n")


def test_a_folder_that_is_removed_meanwhile_is_a_line(
    posecoach: Run, recordings: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the file that couldn't be put into it."""
    monkeypatch.setattr("posecoach.analysis.run", lambda *_, **__: shutil.rmtree(tmp_path / "out"))
    code, _, err = posecoach("analyse", recordings[0], "-e", "bridge", "--out", tmp_path / "out")
    folder = tmp_path / "out" / "landmarks"
    assert (code, err) == (2, f"posecoach: {folder}/frames.csv: can't be written (its folder isn't there)\n")
