import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import av
import pytest
from command_line import Run
from media import write_clip

from posecoach.cli import analyse
from posecoach.pose.landmarks import Side
from posecoach.testing import Figure, FigureEstimator, eased

RATE = 25


def bridges(hold_s: float = 2.4) -> list[Figure | None]:
    one = [*eased(125, 178, 30), *[178.0] * round(hold_s * RATE), *eased(178, 125, 30), *[125.0] * 25]
    return [Figure.supine(angle) for angle in [125.0] * 25 + one * 2]


def birds() -> list[Figure | None]:
    up = eased(0.0, 1.0, 30)
    script: list[Figure | None] = [Figure.all_fours()] * 25
    for side in (Side.RIGHT, Side.LEFT):
        shares = [*up, *[1.0] * 110, *reversed(up), *[0.0] * 25]
        script += [
            Figure.all_fours(side if share else None, leg=95 + 77 * share, arm=85 + 83 * share) for share in shares
        ]
    return script


Filmed: TypeAlias = Callable[[list[Figure | None]], Path]


@pytest.fixture
def filmed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Filmed:
    """A clip in which, in place of what a pose model would see, a script is seen."""

    def film(script: list[Figure | None]) -> Path:
        figures = FigureEstimator(lambda time_s: script[min(round(time_s * RATE), len(script) - 1)])
        monkeypatch.setattr(analyse, "estimator_for", lambda *_: lambda: figures)
        return write_clip(tmp_path / "clip.mp4", len(script), rate=RATE)

    return film


def test_a_recognised_recording_is_analysed_as_if_it_were_named(posecoach: Run, filmed: Filmed, tmp_path: Path) -> None:
    """The exercise, its confidence and time, then the usual summary and the same session."""
    clip = filmed(bridges())
    code, out, err = posecoach("analyse", clip, "--exercise", "auto", "--dose", "A", "--out", tmp_path / "auto")
    assert (code, err) == (0, "")
    assert out.startswith("bridge (confidence ")
    assert "2 of 5 repetitions" in out
    posecoach("analyse", clip, "--exercise", "bridge", "--dose", "A", "--out", tmp_path / "named")
    for name in ("session.json", "frames.csv", "landmarks.npz"):
        auto, named = (tmp_path / folder / "clip" / name for folder in ("auto", "named"))
        assert auto.read_bytes() == named.read_bytes()
    assert (tmp_path / "auto" / "clip" / "annotated.mp4").exists()


def test_a_dose_that_nobody_chose_is_not_judged(posecoach: Run, filmed: Filmed, tmp_path: Path) -> None:
    """No hold is too short, and there is no score; a dose that is asked for is judged as usual."""
    clip, options = filmed(bridges(hold_s=1.0)), ("-e", "auto", "--no-video", "--json", "--out", tmp_path / "out")
    line = json.loads(posecoach("analyse", clip, *options)[1])
    session = line["session"]
    assert [part["session"] for part in line["parts"]] == [session]
    assert Path(line["folder"]) == tmp_path / "out" / "clip"
    assert (session["dose"], session["score"], session["technique"]) == ("none", None, 1.0)
    assert session["faults"] == []
    session = json.loads(posecoach("analyse", clip, *options, "--dose", "B")[1])["session"]
    assert (session["dose"], session["score"]) == ("B", 0.0)
    assert {fault["check"] for fault in session["faults"]} == {"hold"}
    assert "score" not in posecoach("analyse", clip, "-e", "auto", "--no-video", "--out", tmp_path / "out")[1]


def test_each_part_gets_a_folder(posecoach: Run, filmed: Filmed, tmp_path: Path) -> None:
    """Numbered and named, with the recording's media times and an annotated video of its own; machines get all."""
    first, second = bridges(), birds()
    code, out, err = posecoach("analyse", filmed(first + second), "-e", "auto", "--json", "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    line = json.loads(out)
    assert [(part["exercise"], part["repetitions"]) for part in line["parts"]] == [("bridge", 2), ("bird_dog", 2)]
    assert "session" not in line
    assert sorted(folder.name for folder in (tmp_path / "out").iterdir()) == ["clip-1-bridge", "clip-2-bird_dog"]
    session = json.loads((tmp_path / "out" / "clip-2-bird_dog" / "session.json").read_text())
    assert session["rep_count"] == 2
    assert not any(rep["open_start"] or rep["open_end"] for rep in session["reps"])
    assert session["reps"][1]["start_s"] == pytest.approx((len(first) + 25 + 195) / RATE, abs=0.5)
    assert session["duration_s"] < (len(second) + 100) / RATE
    with av.open(str(tmp_path / "out" / "clip-2-bird_dog" / "annotated.mp4")) as video:
        assert sum(1 for _ in video.decode(video=0)) == session["frames"]


def test_what_is_not_known_is_told_and_its_landmarks_are_kept(posecoach: Run, filmed: Filmed, tmp_path: Path) -> None:
    """One line on standard error and exit code 2; once its exercise is named, nothing has to be looked at again."""
    code, out, err = posecoach("analyse", filmed([Figure.supine()] * 200), "-e", "auto", "--out", tmp_path / "out")
    landmarks = tmp_path / "out" / "clip" / "landmarks.npz"
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "no repetition of any exercise is found" in err
    assert f"posecoach analyse {landmarks} -e NAME" in err
    assert [path.name for path in landmarks.parent.iterdir()] == ["landmarks.npz"]
    assert posecoach("analyse", landmarks, "-e", "bridge", "--out", tmp_path / "out")[0] == 0


def test_exercises_that_cannot_be_told_apart_are_named(posecoach: Run, filmed: Filmed, tmp_path: Path) -> None:
    """A movement that hardly is one: the best two, and what tells them apart."""
    half = [*eased(125, 163, 30), *[163.0] * 10, *eased(163, 125, 30), *[125.0] * 500]
    clip = filmed([Figure.supine(angle) for angle in [125.0] * 500 + half])
    code, _, err = posecoach("analyse", clip, "-e", "auto", "--out", tmp_path / "out")
    assert code == 2
    assert "can't tell which exercise it shows: bridge or heel_raise_bridge" in err
    assert "Lift your heels" in err


def test_nobody_is_told(posecoach: Run, filmed: Filmed, tmp_path: Path) -> None:
    """One line on standard error and exit code 2, and nothing is written."""
    code, out, err = posecoach("analyse", filmed([None] * 50), "-e", "auto", "--out", tmp_path / "out")
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1
    assert "nobody is in view" in err
    assert not (tmp_path / "out").exists()
