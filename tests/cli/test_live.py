import json
import re
from pathlib import Path

import pytest
from command_line import Run
from live_people import REP_S, filmed
from live_rig import BEGINS_S, Rig, rigged

from posecoach.cli.live import note_advice

BRIDGE = ("live", "bridge", "--set", "reps=2", "--set", "hold_s=1")
TWO_BRIDGES = filmed(BEGINS_S + 2.3 * REP_S)


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Somebody in front of a camera who has read the advice already."""
    note_advice()
    return rigged(monkeypatch)


def test_a_session_is_summed_up(posecoach: Run, rig: Rig, tmp_path: Path) -> None:
    """What was done and where it is on standard output; speed, if asked for, beside it."""
    rig.script = [TWO_BRIDGES]
    code, out, err = posecoach(*BRIDGE, "--record-video", "--stats", "--out", tmp_path / "mine")
    assert code == 0
    assert "Bridge: 2 of 2 repetitions, " in out
    assert "2 in good form\n  Every repetition was in good form.\n" in out
    (folder,) = (tmp_path / "mine").iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d_\d\d-\d\d-\d\d", folder.name)
    assert f"Saved in {folder}\n" in out
    names = sorted(path.name for path in (folder / "1_bridge").iterdir())
    assert names == ["landmarks.npz", "recording.mkv", "session.json"]
    session = json.loads((folder / "1_bridge" / "session.json").read_text(encoding="utf-8"))
    assert (session["rep_count"], session["dose"], session["source"]) == (2, "A+", "camera 0")
    lines = err.splitlines()
    assert [re.sub(r"[\d.]+", "0", line)[:17] for line in lines] == [
        "0 frames/s shown,",
        "capture to pictur",
        "landmarks 0 ms, d",
    ]
    assert [text for text in rig.said if text.startswith("Number")] == ["Number 1."]
    assert rig.estimator.closed
    assert rig.display.closed


def test_nothing_is_written_unless_asked_for(
    posecoach: Run, rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is told; nothing is said about speed."""
    monkeypatch.chdir(tmp_path)
    before = set(tmp_path.iterdir())
    code, out, err = posecoach("live", "bridge")
    assert (code, err) == (0, "")
    assert out.endswith("Nothing was saved.\n")
    assert set(tmp_path.iterdir()) == before


PLAN = """
name = "Mrs Miller, week 2"
note = "Slowly today."
[[exercises]]
exercise = "bridge"
dose = { reps = [4, 6] }
note = "Only as high as yesterday."
[[exercises]]
exercise = "cobra"
"""


@pytest.mark.parametrize(
    ("arguments", "title", "summary", "said"),
    [
        (["bridge"], "Bridge", "Bridge: 0 of 5 ", ["Bridge.", "5 repetitions, hold 2 to 3 seconds."]),
        (
            ["bridge", "cobra", "-d", "C"],
            "Bridge, Cobra",
            "Bridge: 0 of 3 ",
            ["3 repetitions, hold 20 seconds."],
        ),
        (
            ["bridge", "--set", "reps=8", "hold_s=6"],
            "Bridge",
            "Bridge: 0 of 8 ",
            ["8 repetitions, hold 6 seconds."],
        ),
        (["--routine", "D"], "Three exercises", "Pelvic tilt: 0 of 5 ", ["Stop at once when"]),
        (
            ["--plan", "plan.toml"],
            "Mrs Miller, week 2",
            "Bridge: 0 of 4 ",
            ["Slowly today.", "Only as high as"],
        ),
    ],
)
def test_what_to_do_can_be_named_in_many_ways(
    posecoach: Run,
    rig: Rig,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    title: str,
    summary: str,
    said: list[str],
) -> None:
    """It is in the window's title, in the summary and in the ear; "stop if it hurts" comes first."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    code, out, _ = posecoach("live", *arguments)
    assert code == 0
    assert rig.titles == [f"posecoach: {title}"]
    assert "cobra" not in arguments or rig.models == [["bridge", "cobra"]]
    assert out.startswith(summary)
    assert rig.said[0] == "Stop if it hurts."
    assert [text for text in said if not any(one.startswith(text) for one in rig.said)] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], ["exercises, or --routine, or --plan"]),
        (["bridge", "--routine", "A"], ["one of the three"]),
        (["--routine", "A", "--dose", "B"], ["--dose and --set are for single exercises"]),
        (["--routine", "Z"], ["unknown routine 'Z'", "A, B, C, D or E"]),
        (["--plan", "missing.toml"], ["missing.toml"]),
        (["brigde"], ["'brigde'", "did you mean bridge?"]),
        (["bridge", "cobra", "-d", "D"], ["cobra: no dose 'D'"]),
        (["bridge", "--set", "reps"], ["--set reps", "reps=8"]),
        (["bridge", "--set", "=8"], ["''", "reps, hold_s"]),
        (["bridge", "--set", "reps=1.5"], ["reps"]),
        (["bridge", "--set", "hold_s=nan"], ["hold_s"]),
        (["bridge", "--language", "xx"], ["unknown language 'xx'", "de, en"]),
        (["bridge", "--voice", "loud"], ["--voice", "off", "sounds", "full"]),
    ],
)
def test_a_wrong_wish_says_what_is_allowed(posecoach: Run, rig: Rig, arguments: list[str], words: list[str]) -> None:
    """Before anything is opened: exit code 2, no traceback."""
    code, out, err = posecoach("live", *arguments)
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert [word for word in words if word not in err] == []
    assert (rig.titles, rig.voices, rig.models) == ([], [], [])


@pytest.mark.parametrize(
    ("options", "voice", "cameras"),
    [
        ([], ("full", "en"), ["0"]),
        (["--voice", "sounds", "--camera", "HD Webcam", "--full-screen"], ("sounds", "en"), ["HD Webcam"]),
        (["-l", "de", "-c", "rtsp://cam/1"], ("full", "de"), ["rtsp://cam/1"]),
    ],
)
def test_voice_language_camera_and_screen_are_chosen(
    posecoach: Run, rig: Rig, options: list[str], voice: tuple[str, str], cameras: list[str]
) -> None:
    """And what is said is in that language."""
    assert posecoach("live", "bridge", *options)[0] == 0
    assert (rig.voices, rig.cameras) == ([voice], cameras)
    assert rig.display.full_screen == ("--full-screen" in options)
    first = {("full", "en"): ["Stop if it hurts."], ("full", "de"): ["Hör auf, wenn es wehtut."]}
    assert rig.said[:1] == first.get(voice, [])
