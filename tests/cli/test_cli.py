import errno
import json
import shutil
import subprocess
import sys
import tempfile
import wave
from functools import partial
from pathlib import Path

import pytest
from batches import InThisProcess
from command_line import Run
from media import write_clip
from movements import saved

from posecoach.batch import analysing
from posecoach.capture.video import VideoFile
from posecoach.cli import analyse
from posecoach.cli.batch import Batch
from posecoach.exercise.library import data_folder
from posecoach.testing import Figure, FigureEstimator, eased, scripted_series


@pytest.fixture
def bridging(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the pose model, somebody who does one bridge after a second."""
    angles = [*[125.0] * 25, *eased(125, 178, 25), *[178.0] * 55, *eased(178, 125, 25), *[125.0] * 25]
    figures = FigureEstimator(lambda time_s: Figure.supine(angles[min(int(time_s * 25), len(angles) - 1)]))
    monkeypatch.setattr(analyse, "estimator_for", lambda *_: lambda: figures)
    monkeypatch.setattr(analysing, "_estimators", lambda *_, **__: lambda: figures)
    monkeypatch.setattr(analyse, "Batch", partial(Batch, executor=lambda _: InThisProcess()))


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return write_clip(tmp_path / "clip.mp4", 155, rate=25)


def bad_recording(path: Path, kind: str) -> Path:
    """A file that can't be analysed."""
    if kind == "text":
        path.write_text("This is no video.\n" * 50)
    elif kind == "audio":
        with wave.open(str(path), "wb") as sound:
            sound.setnchannels(1)
            sound.setsampwidth(2)
            sound.setframerate(8000)
            sound.writeframes(bytes(16000))
    elif kind == "landmarks":
        path = path.with_suffix(".npz")
        path.write_bytes(b"PK nonsense")
    return path


@pytest.mark.parametrize("kind", ["missing", "text", "audio", "landmarks"])
@pytest.mark.usefixtures("bridging")
def test_a_bad_recording_is_one_clear_line(posecoach: Run, tmp_path: Path, kind: str) -> None:
    """Exit code 2, the file's name, no traceback, and nothing written."""
    path = bad_recording(tmp_path / "bad.mp4", kind)
    code, out, err = posecoach("analyse", path, "--exercise", "bridge", "--out", tmp_path / "out")
    assert code == 2
    assert out == ""
    assert len(err.splitlines()) == 1
    assert str(path) in err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--exercise", "brigde"], ["'brigde'", "did you mean bridge?"]),
        (["--exercise", "bridge", "--dose", "Q"], ["no dose 'Q'", "A, B, C, D"]),
        (["--exercise", "bridge", "--set", "speed=3"], ["'speed'", "reps, hold_s"]),
        (["--exercise", "bridge", "--model", "none.task"], ["none.task"]),
    ],
)
def test_a_wrong_option_says_what_is_allowed(
    posecoach: Run, clip: Path, arguments: list[str], words: list[str]
) -> None:
    """Exit code 2 and the value, with what would be right."""
    code, _, err = posecoach("analyse", clip, *arguments)
    assert code == 2
    assert "Traceback" not in err
    assert [word for word in words if word not in err] == []


@pytest.mark.usefixtures("bridging")
def test_an_output_folder_that_cannot_be_written(posecoach: Run, clip: Path, tmp_path: Path) -> None:
    """A file in the folder's place is told before the work begins."""
    (tmp_path / "out").write_text("in the way")
    code, _, err = posecoach("analyse", clip, "-e", "bridge", "--out", tmp_path / "out")
    assert code == 2
    assert "--out" in err


@pytest.mark.usefixtures("bridging")
@pytest.mark.parametrize("command", ["analyse", "analyze"])
def test_the_summary_tells_what_was_done(posecoach: Run, clip: Path, tmp_path: Path, command: str) -> None:
    """Repetitions, holds and the place of the annotated video, on standard output; nothing else is said."""
    code, out, err = posecoach(command, clip, "-e", "bridge", "--raw-hips", "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    assert "1 of 5 repetitions, held 2.1 of 2 seconds, 1 in good form" in out
    assert "178°" in out
    assert "annotated.mp4" in out.replace("\n", "")


@pytest.mark.usefixtures("bridging")
def test_machines_get_json(posecoach: Run, clip: Path, tmp_path: Path) -> None:
    """One object per line, with the session as in its file; a bad recording doesn't stop the others."""
    other = shutil.copy(clip, tmp_path / "other.mp4")
    bad = bad_recording(tmp_path / "bad.mp4", "text")
    options = ("-e", "bridge", "--set", "reps=1", "hold_s=2", "--no-video", "--json", "--out", tmp_path / "out")
    code, out, _ = posecoach("analyse", clip, bad, other, *options)
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 2
    assert [line.get("error", "")[-10:] != "" for line in lines] == [False, True, False]
    session = json.loads((tmp_path / "out" / "other" / "session.json").read_text())
    assert lines[2]["session"] == session
    assert (session["dose"], session["score"]) == ("A+", 1.0)
    assert not (tmp_path / "out" / "clip" / "annotated.mp4").exists()


@pytest.mark.usefixtures("bridging")
def test_a_temporary_folder_that_is_full_is_told_as_such(
    posecoach: Run, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not as the error of a file of results."""

    def none() -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    with monkeypatch.context() as patched:
        patched.setattr(tempfile, "gettempdir", none)
        code, _, err = posecoach("analyse", clip, "-e", "bridge", "--no-video", "--out", tmp_path / "out")
    assert code == 2
    assert err.startswith("posecoach: no temporary file can be written (no such file or folder")
    assert "TMPDIR" in err


@pytest.mark.usefixtures("bridging")
def test_recordings_of_one_name_have_a_folder_each(posecoach: Run, clip: Path, tmp_path: Path) -> None:
    """Whether they are analysed together or one after the other, and the same one each time."""
    (tmp_path / "b").mkdir()
    other = write_clip(tmp_path / "b" / "clip.mp4", 160, rate=25)

    def folders(*recordings: Path) -> list[str]:
        options = ("-e", "bridge", "--no-video", "--json", "--out", tmp_path / "out")
        return [json.loads(line)["folder"] for line in posecoach("analyse", *recordings, *options)[1].splitlines()]

    together = folders(clip, other)
    assert len(set(together)) == 2
    assert [*folders(other), *folders(clip)] == together[::-1]
    assert folders(other, clip) == together[::-1]


def test_a_name_that_is_not_utf_8_costs_nothing(posecoach: Run, tmp_path: Path) -> None:
    """Its results are there, and are told on one line in letters that any terminal can show."""
    series = scripted_series([Figure.supine(angle) for angle in [125.0] * 30 + [178.0] * 60 + [125.0] * 30])
    recording = saved(tmp_path / "a\x1b[5m\n.npz", series, "a\x1b[5m\n\udcff[b].mp4")
    code, out, err = posecoach("analyse", recording, "-e", "bridge", "--json", "--out", tmp_path / "o\udcff")
    assert (code, err) == (0, "")
    assert json.loads(out)["folder"] == str(tmp_path / "o\udcff" / "a_x1b[5m_n_xff[b]")
    assert json.loads(out)["session"]["source"] == "a\\x1b[5m\\n\\xff[b].mp4"


@pytest.mark.parametrize("error", [RuntimeError("no memory"), MemoryError(), OSError(5, "broken")])
@pytest.mark.usefixtures("bridging")
def test_an_unexpected_error_is_one_recordings_line(
    posecoach: Run, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """The other recordings are analysed, and the exit code says that something failed."""

    class Broken(VideoFile):
        @classmethod
        def open(cls, path: str | Path) -> VideoFile:
            if Path(path).stem == "bad":
                raise error
            return VideoFile.open(path)

    monkeypatch.setattr(analysing, "VideoFile", Broken)
    recordings = (tmp_path / "bad.mp4", clip)
    code, _, err = posecoach("analyse", *recordings, "-e", "bridge", "--no-video", "--out", tmp_path / "out")
    assert code == 1
    assert err.startswith(f"posecoach: {recordings[0]}: unexpected {type(error).__name__}")
    assert len(err.splitlines()) == 1
    assert (tmp_path / "out" / "clip" / "session.json").exists()


@pytest.mark.usefixtures("bridging")
def test_a_cut_recording_is_analysed_and_told(posecoach: Run, tmp_path: Path) -> None:
    """Exit code 2 and a line on the cut, with the results of what could be read."""
    whole = write_clip(tmp_path / "whole.mp4", 155, rate=25, muxer_options={"movflags": "faststart"})
    path = tmp_path / "cut.mp4"
    path.write_bytes(whole.read_bytes()[: whole.stat().st_size * 7 // 10])
    code, _, err = posecoach("analyse", path, "-e", "bridge", "--no-video", "--out", tmp_path / "out")
    assert code == 2
    assert "breaks off before its end" in err
    assert (tmp_path / "out" / "cut" / "session.json").exists()


@pytest.mark.usefixtures("bridging")
def test_a_clock_that_jumps_is_told(posecoach: Run, tmp_path: Path) -> None:
    """No picture is lost, also in the annotated video; what was under way at the jump ends there."""
    pts = [40 * number + 36_000_000 * (number >= 75) for number in range(155)]
    path = write_clip(tmp_path / "clip.mp4", 155, pts=pts)
    code, out, err = posecoach("analyse", path, "-e", "bridge", "--json", "--out", tmp_path / "out")
    assert (code, len(err.splitlines())) == (2, 1)
    assert "its clock jumps, across which nothing is counted" in err
    assert json.loads(out)["session"]["frames"] == 155
    assert VideoFile.open(tmp_path / "out" / "clip" / "annotated.mp4").info.frame_count == 155


def test_an_unexpected_error_is_a_line_or_a_traceback(
    posecoach: Run, clip: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Exit code 1 and one line; with --debug, wherever it stands, the traceback."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(analyse, "estimator_for", broken)
    arguments = ("analyse", clip, "-e", "bridge", "--out", tmp_path)
    code, _, err = posecoach(*arguments)
    assert code == 1
    assert "--debug" in err
    assert len(err.splitlines()) == 1
    code, _, err = posecoach(*arguments, "--debug")
    assert code == 1
    assert "in broken\n    raise ZeroDivisionError" in err


def test_why_nothing_was_counted_is_told(
    posecoach: Run, clip: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the summary and in the file, with the time and what was wanted; not as long as something counts."""
    standing = FigureEstimator(lambda _: Figure.standing())
    monkeypatch.setattr(analyse, "estimator_for", lambda *_: lambda: standing)
    code, out, _ = posecoach("analyse", clip, "-e", "bridge", "--no-video", "--out", tmp_path / "out")
    assert code == 0
    assert "0 of 5 repetitions" in out
    assert "Not counted: 0.0-6.2 s, posture: standing, wanted supine" in out
    session = json.loads((tmp_path / "out" / "clip" / "session.json").read_text())
    assert session["not_counted"][0]["reason"] == "posture: standing, wanted supine"


def test_the_models_place_can_be_asked(posecoach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`model path` prints the file alone; `model verify` fails when it is missing."""
    monkeypatch.setenv("POSECOACH_CACHE_DIR", str(tmp_path))
    assert posecoach("model", "path") == (0, f"{tmp_path / 'pose_landmarker_full.task'}\n", "")
    code, _, err = posecoach("model", "verify")
    assert code == 2
    assert "posecoach model fetch" in err


def test_version_and_help(posecoach: Run) -> None:
    """The first things anybody tries."""
    assert posecoach("--version")[1].startswith("posecoach ")
    code, out, _ = posecoach("--help")
    assert code == 0
    assert "Not a medical device" in " ".join(out.split())


@pytest.fixture
def short_clip(tmp_path: Path) -> Path:
    """A second and a half of a real person."""
    video = VideoFile.open(data_folder("sample_videos") / "clips" / "bridge_alignment_maria.mp4")
    frames = [frame.image for frame in video.frames(end_s=1.5, max_side=640)]
    return write_clip(tmp_path / "short.mp4", frames, rate=30)


@pytest.mark.usefixtures("pose_model")
def test_an_empty_room_is_told(posecoach: Run, tmp_path: Path) -> None:
    """The real model, which is found in its folder, finds nobody: exit code 2, and nothing is written."""
    path = write_clip(tmp_path / "room.mp4", 40, (320, 240))
    code, _, err = posecoach("analyse", path, "-e", "bridge", "--out", tmp_path / "out")
    assert code == 2
    assert err.splitlines()[-1].endswith("film the whole body from the side")
    assert len(err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace, on Linux")
def test_an_analysis_opens_no_internet_socket(pose_model: Path, short_clip: Path, tmp_path: Path) -> None:
    """Nobody's exercises leave the computer: no socket of an internet family is even asked for."""
    log = tmp_path / "network.log"
    options = ["-e", "bridge", "--out", str(tmp_path / "out"), "--model", str(pose_model)]
    command = [sys.executable, "-m", "posecoach", "analyse", str(short_clip), *options]
    strace = ["strace", "-f", "-e", "trace=network", "-o", str(log)]
    done = subprocess.run([*strace, *command], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert (tmp_path / "out" / "short" / "annotated.mp4").exists()
    assert "exited with 0" in log.read_text()
    assert "AF_INET" not in log.read_text()
