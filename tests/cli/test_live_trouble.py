import io
import re
import sys
from pathlib import Path

import pytest
from command_line import Run
from live_people import filmed
from live_rig import Rig, rigged

from posecoach.capture import choosing
from posecoach.cli import live, model
from posecoach.cli.live import advice_given, note_advice
from posecoach.feedback.display import NoDisplay
from posecoach.feedback.words.phrases import Phrase

NO_CAMERA = "no camera 0: plug one in, or choose another with --camera; `posecoach doctor` lists them"
NO_DISPLAY = "there is no display: neither DISPLAY nor WAYLAND_DISPLAY is set"
QUESTIONS = 4


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """A computer on which nobody has exercised before."""
    return rigged(monkeypatch)


@pytest.fixture
def rig(fresh: Rig) -> Rig:
    """One on which the advice has been accepted."""
    note_advice()
    return fresh


def lines(text: str) -> list[str]:
    return [line.removeprefix("posecoach: ") for line in text.splitlines()]


@pytest.mark.skipif(Path("/dev/video0").exists() or sys.platform != "linux", reason="there is a camera here")
@pytest.mark.parametrize(("name", "line"), [("0", NO_CAMERA), ("Webcam", "no camera 'Webcam': there is none at all")])
def test_a_computer_without_a_camera_says_so(
    posecoach: Run, rig: Rig, monkeypatch: pytest.MonkeyPatch, name: str, line: str
) -> None:
    """As this one: one line, exit code 2, and window and voice are taken away again."""
    monkeypatch.setattr(live, "live_source", choosing.live_source)
    monkeypatch.setattr(live, "OpenCvWindow", lambda _: NoDisplay())
    code, out, err = posecoach("live", "bridge", "--camera", name)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert lines(err)[0].startswith(line)


@pytest.mark.parametrize("arguments", [("--model", "none.task"), ("--camera", "missing.mp4")])
def test_a_missing_file_is_a_line(
    posecoach: Run, rig: Rig, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, str]
) -> None:
    """A model, or a recording in the camera's place; a window that was opened before goes again."""
    monkeypatch.setattr(live, "estimator_for", model.estimator_for)
    monkeypatch.setattr(live, "live_source", choosing.live_source if "--camera" in arguments else rig.live_source)
    code, _, err = posecoach("live", "bridge", *arguments)
    assert (code, len(lines(err))) == (2, 1)
    assert arguments[1] in err
    assert not rig.titles or rig.display.closed


def test_without_a_screen_the_voice_has_to_do(posecoach: Run, rig: Rig) -> None:
    """One line says so, and how to leave."""
    rig.screen_problem = NO_DISPLAY
    code, out, err = posecoach("live", "bridge")
    assert (code, rig.titles) == (0, [])
    assert lines(err) == [f"{NO_DISPLAY}; going on with the voice alone, end with Ctrl+C"]
    assert rig.said[:2] == ["Stop if it hurts.", "Bridge."]
    assert "Bridge" in out


def test_ctrl_c_leaves_as_q_does(posecoach: Run, rig: Rig, tmp_path: Path) -> None:
    """What was recorded is there, and said to be."""
    rig.script, rig.interrupted_after = [filmed(20.0)], 20
    code, out, err = posecoach("live", "bridge", "--record", "--out", tmp_path / "out")
    assert (code, err) == (0, "")
    (folder,) = (tmp_path / "out").iterdir()
    assert f"Saved in {folder}\n" in out
    assert (folder / "1_bridge" / "landmarks.npz").exists()
    assert (rig.display.shown, rig.display.closed) == (20, True)


def test_something_unexpected_keeps_the_record(posecoach: Run, rig: Rig, tmp_path: Path) -> None:
    """One line, exit code 1; the files are complete to there."""
    rig.script, rig.estimator.fails_after_s = [filmed(5.0)], 1.0
    code, _, err = posecoach("live", "bridge", "--record", "--out", tmp_path / "out")
    assert (code, len(lines(err))) == (1, 1)
    assert "ZeroDivisionError" in err
    names = sorted(path.name for path in (tmp_path / "out").glob("*/1_bridge/*"))
    assert names == ["landmarks.npz", "session.json"]
    assert rig.display.closed


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
def test_a_record_that_can_not_be_kept_is_told(posecoach: Run, rig: Rig, tmp_path: Path) -> None:
    """The session goes on, but exit code 2 and every file that lacks something; nobody is sent to look for it."""
    (tmp_path / "out").write_text("in the way")
    code, out, err = posecoach("live", "bridge", "--record", "--out", tmp_path / "out", "--events", "/dev/full")
    assert (code, rig.said[:2]) == (2, ["Stop if it hurts.", "Bridge."])
    assert "choose another folder with --out" in err
    assert re.search(r"incomplete: .*/1_bridge/landmarks.npz, .*/1_bridge/session.json, /dev/full;", lines(err)[-1])
    assert "Saved in" not in out


def test_the_advice_comes_once(posecoach: Run, fresh: Rig) -> None:
    """Before the first session; a key accepts it, and it is remembered."""
    fresh.script, fresh.keys = [filmed(1.5)], {6: "enter"}
    assert posecoach("live", "bridge")[0] == 0
    first = fresh.said
    assert first[:4] == [Phrase.ADVICE_NOT_MEDICAL, Phrase.ADVICE_STOP, "Stop if it hurts.", "Bridge."]
    assert advice_given()
    posecoach("live", "bridge")
    assert fresh.said[:2] == ["Stop if it hurts.", "Bridge."]


@pytest.mark.parametrize(("seconds", "keys", "given"), [(2.0, {5: "q"}, False), (19.0, {}, False), (21.5, {}, True)])
def test_advice_that_was_not_accepted_comes_again(
    posecoach: Run, fresh: Rig, tmp_path: Path, seconds: float, keys: dict[int, str], given: bool
) -> None:
    """Waiting accepts it, leaving before doesn't; nothing is recorded then, nor said to be."""
    fresh.script, fresh.keys = [filmed(seconds, rate_hz=5.0)], keys
    _, out, _ = posecoach("live", "bridge", "--voice", "off", "--record", "--out", tmp_path / "out")
    assert advice_given() is given
    assert ("Saved in" in out) == (tmp_path / "out").exists() == given


def test_advice_comes_again_where_nothing_can_be_remembered(
    posecoach: Run, fresh: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which is no reason to stop."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("POSECOACH_CONFIG_DIR", str(tmp_path / "file" / "config"))
    fresh.script, fresh.keys = [filmed(1.0)], {3: "enter"}
    assert posecoach("live", "bridge")[0] == 0
    assert not advice_given()


@pytest.mark.parametrize(
    ("answers", "goes_on", "warned", "language"),
    [
        (["n"] * QUESTIONS, True, False, "en"),
        (["", "", "", ""], True, False, "de"),
        (["n", "y", "n", "n", "n"], False, True, "en"),
        (["y", "y", "y", "y", ""], False, True, "de"),
        (["n", "n", "n", "y", "y"], True, True, "en"),
    ],
)
def test_red_flags_are_asked_for(
    posecoach: Run,
    rig: Rig,
    monkeypatch: pytest.MonkeyPatch,
    answers: list[str],
    goes_on: bool,
    warned: bool,
    language: str,
) -> None:
    """In the terminal where there is no window; only who has been sent to a professional and was there goes on."""
    rig.screen_problem = NO_DISPLAY
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(answers) + "\n"))
    code, out, _ = posecoach("live", "bridge", "--red-flags", "--language", language)
    questions = {"en": "numbness or tingling", "de": "Taubheit oder Kribbeln"}
    warnings = {"en": Phrase.SEE_A_PROFESSIONAL.value, "de": "Bitte geh zu einer Ärztin"}
    assert (code, questions[language] in out, warnings[language] in out) == (0, True, warned)
    assert bool(rig.cameras) is goes_on


def test_red_flags_need_an_answer(posecoach: Run, rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without anybody there to answer, nothing is begun."""
    rig.screen_problem = NO_DISPLAY
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert (posecoach("live", "bridge", "--red-flags")[0], rig.cameras) == (1, [])


@pytest.mark.parametrize(("last", "goes_on"), [("n", False), ("y", True)])
def test_red_flags_are_asked_on_the_screen(posecoach: Run, fresh: Rig, last: str, goes_on: bool) -> None:
    """Who refuses to go on hasn't seen the advice; what is to be done comes to the terminal, too."""
    fresh.script = [filmed(2.0)]
    fresh.keys = dict(enumerate(["n", "y", "n", "n", last, "enter"], start=1))
    code, out, err = posecoach("live", "bridge", "--red-flags")
    assert (code, err) == (0, "")
    assert advice_given() is goes_on
    assert (Phrase.SEE_A_PROFESSIONAL.value in out, "Bridge" in out) == (not goes_on, goes_on)
