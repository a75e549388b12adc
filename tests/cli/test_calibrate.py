"""`posecoach calibrate`, from recordings and in front of a scripted camera."""

import json
import shlex
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from calibrating import bridges, recorded, ways_of
from command_line import Run
from live_people import RATE_HZ, REP_S, bridge_at, filmed
from live_rig import BEGINS_S, Rig, rigged
from media import write_clip
from movements import saved

from posecoach.cli import calibrate
from posecoach.cli.live import note_advice
from posecoach.exercise.calibration_files import read_calibration, user_calibration
from posecoach.exercise.library import load_exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.testing import Figure, FigureEstimator
from posecoach.tuning.person.calibration import fit_person


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """Somebody whose best bridge is some 150 degrees."""
    return saved(tmp_path / "landmarks.npz", bridges(153.0))


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Somebody in front of a camera who has read the advice already, and does bridges."""
    note_advice()
    rig = rigged(monkeypatch)
    for name in ("live_source", "estimator_for", "make_voice"):
        monkeypatch.setattr(calibrate, name, getattr(rig, name))
    return rig


def session(folder: Path) -> dict[str, object]:
    parsed: dict[str, object] = json.loads((folder / "session.json").read_text(encoding="utf-8"))
    return parsed


def test_a_limited_person_is_good_with_a_profile(posecoach: Run, tmp_path: Path) -> None:
    """All repetitions count without it and none is good, with the reason; with it all are good."""
    landmarks = saved(tmp_path / "it's limited.npz", recorded(Figure.supine(), [Figure.supine(164.0)], hold_s=2.5))
    analyse = ("analyse", landmarks, "-e", "bridge", "--no-video", "--out", tmp_path / "out")
    code, out, _ = posecoach(*analyse)
    before = session(tmp_path / "out" / "clip")
    assert (code, before["rep_count"], before["profile"]) == (0, 3, None)
    assert ", 0 in good form" in out
    assert "Furthest 16" in out
    assert f"If that is your comfortable best: posecoach calibrate bridge --from {shlex.quote(str(landmarks))}\n" in out
    assert "Lift your hips until shoulders, hips and knees are in one line." in out

    code, out, err = posecoach("calibrate", "bridge", "--from", landmarks)
    assert (code, err) == (0, "")
    assert "3 comfortable repetitions, of which 0 went far enough before" in out
    assert posecoach(*analyse, "--profile", "me")[0] == 0
    after = session(tmp_path / "out" / "clip")
    assert (after["rep_count"], after["technique"]) == (3, 1.0)
    went = after["range"]
    assert isinstance(went, dict)
    assert (went["reached"], went["best"]) == pytest.approx((164, 164), abs=4)
    assert (went["measure"], went["unit"], went["described"], went["profile"]) == ("hip_angle", "deg", 180.0, "me")

    mine = read_calibration(user_calibration("me")).exercises["bridge"]
    (used,) = mine.provenance.recordings
    assert (used.name, len(used.sha256)) == ("it's limited.npz", 64)
    assert mine.provenance.made_by.endswith(" calibrate bridge")
    assert mine.range is not None
    assert mine.range.repetitions == 3
    assert mine.noise["hip_angle"] > 0
    assert (mine.camera_roll_deg, mine.fitted_to) == (0.0, None)


def test_a_roll_is_written_and_taken_off(posecoach: Run, tmp_path: Path) -> None:
    """The recording of a rolled camera gives the thresholds of a level one."""
    level = bridges(153.0)
    middle = complex(*level.size) / 2
    places = (level.points[..., 0] + 1j * level.points[..., 1] - middle) * np.exp(-1j * np.radians(15.0)) + middle
    points = np.stack([places.real, places.imag, level.points[..., 2]], axis=-1).astype(np.float32)
    path = saved(tmp_path / "rolled.npz", replace(level, points=points))
    assert posecoach("calibrate", "bridge", "--from", path)[0] == 0
    turned = read_calibration(user_calibration("me")).exercises["bridge"]
    assert turned.camera_roll_deg == pytest.approx(15.0, abs=5.0)
    assert turned.thresholds == pytest.approx(fit_person(load_exercise("bridge"), level).thresholds, abs=0.5)
    out = tmp_path / "out"
    assert posecoach("analyse", path, "-e", "bridge", "--no-video", "--profile", "me", "-o", out)[0] == 0
    assert session(out / "clip")["rep_count"] == 3


def test_a_dry_run_only_prints(posecoach: Run, recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that would be written: the range beside the described position, and thresholds before and after."""
    monkeypatch.setenv("COLUMNS", "160")
    code, out, err = posecoach("calibrate", "bridge", "--from", recording, "--profile", "anna", "--dry-run")
    assert (code, err) == (0, "")
    assert not user_calibration("anna").exists()
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "Bridge, profile anna: 3 comfortable repetitions, of which 0 went far enough before" in lines
    assert any(line.startswith("your best 15") and line.endswith("described 180 degrees") for line in lines)
    bridge = load_exercise("bridge")
    below, (low, high) = thresholds(bridge)["checks.alignment.below"], bridge.tunables["checks.alignment.below"]
    assert any(
        line.startswith(f"checks.alignment.below {below:g} ") and line.endswith(f" {low:g} to {high:g}")
        for line in lines
    )
    assert any(line.startswith("camera level (") for line in lines)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("bridge", "--from", "nowhere.mp4"), "nowhere.mp4"),
        (("bridge", "--from", "landmarks.npz", "--profile", "default"), "profile 'default'"),
        (("cobra", "--from", "landmarks.npz"), "landmarks.npz: no repetition of Cobra"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(
    posecoach: Run, recording: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], told: str
) -> None:
    """Nothing is written."""
    monkeypatch.chdir(recording.parent)
    code, out, err = posecoach("calibrate", *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert told in err
    assert not user_calibration("me").exists()


def test_a_broken_profile_is_left_as_it_is(posecoach: Run, recording: Path) -> None:
    """And told before anybody lies down."""
    path = user_calibration("me")
    path.parent.mkdir(parents=True)
    path.write_text("schema = 1", encoding="utf-8")
    code, _, err = posecoach("calibrate", "bridge", "--from", recording)
    assert (code, len(err.splitlines())) == (2, 1)
    assert str(path) in err
    assert path.read_text(encoding="utf-8") == "schema = 1"


def test_in_front_of_a_camera_nothing_needs_the_keyboard(
    posecoach: Run, rig: Rig, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The voice asks for a rest and three comfortable repetitions, and the session ends after them; no film is kept."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    rig.script = [filmed(BEGINS_S + 4.5 * REP_S)]
    code, out, err = posecoach("calibrate", "bridge", "--profile", "anna")
    assert (code, err) == (0, "")
    assert "3 comfortable repetitions" in out
    asked = "Rest for a moment in the start position, and then go only as far as is comfortable."
    assert [text for text in rig.said if text in (asked, "3 repetitions, hold 2 seconds.")] != []
    assert asked in rig.said
    assert "Done. 3 repetitions." in rig.said
    assert not [text for text in rig.said if "in line" in text]
    mine = read_calibration(user_calibration("anna")).exercises["bridge"]
    assert (mine.provenance.recordings, mine.range and mine.range.repetitions) == ((), 3)
    assert not list(tmp_path.rglob("landmarks.npz"))


def test_who_leaves_too_early_is_told_so(posecoach: Run, rig: Rig) -> None:
    """A profile isn't made of nothing."""
    rig.keys = {1: "q"}
    code, out, err = posecoach("calibrate", "bridge")
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert not user_calibration("me").exists()


def test_a_video_is_looked_at_as_in_an_analysis(
    posecoach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that breaks off is used as far as it goes, which is told."""
    monkeypatch.setattr(calibrate, "estimator_for", lambda _model, _exercises: lambda: FigureEstimator(bridge_at))
    path = write_clip(tmp_path / "mine.mkv", round(5 * REP_S * RATE_HZ), rate=round(RATE_HZ))
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
    code, out, err = posecoach("calibrate", "bridge", "--from", path)
    assert "comfortable repetitions" in out
    assert user_calibration("me").exists()
    assert (code, "breaks off before its end" in err) == (2, True)


def test_sides_are_told_each(posecoach: Run, tmp_path: Path) -> None:
    """With the best of both."""
    path = saved(tmp_path / "landmarks.npz", recorded(*ways_of("knee_to_chest"), reps=2))
    _, out, _ = posecoach("calibrate", "knee_to_chest", "--from", path, "--dry-run")
    assert {line.split()[0] for line in out.splitlines() if line.startswith("  ")} >= {"left", "right"}
