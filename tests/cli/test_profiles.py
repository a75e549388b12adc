import datetime as dt
import json
from pathlib import Path

import pytest
from command_line import Run
from live_people import REP_S, filmed
from live_rig import BEGINS_S, rigged
from movements import saved

from posecoach.cli.live import note_advice
from posecoach.exercise.calibration import ExerciseCalibration, Provenance, RecordingUsed
from posecoach.exercise.calibration_files import DEFAULT, profiles, user_calibration, write_exercise
from posecoach.exercise.data_files import data_folder
from posecoach.exercise.schema import PersonalRange
from posecoach.testing import Figure, eased, scripted_series

FROM_A_CLIP = Provenance(
    made_by="posecoach calibrate bridge",
    date=dt.date(2026, 3, 4),
    recordings=(RecordingUsed(name="clip.mp4", sha256="a" * 64),),
)
BRIDGE = data_folder("exercises") / "bridge.toml"
ANNA = ExerciseCalibration(
    thresholds={"drive.least": 0.4, "checks.alignment.below": 22.0},
    range=PersonalRange(rest=125.0, best=163.6, repetitions=3),
    noise={"hip_angle": 0.82, "hand_height": 0.0131},
    camera_roll_deg=1.5,
    provenance=FROM_A_CLIP,
)


@pytest.fixture
def anna() -> Path:
    """The profile of somebody whose bridges reach 164 degrees."""
    path = user_calibration("anna")
    write_exercise(path, "bridge", ANNA, title="Anna")
    return path


def bridges(top: float) -> list[Figure]:
    """Three of them, at 30 frames a second."""
    up = eased(125, top, 36)
    one = [*up, *[top] * 160, *reversed(up), *[125.0] * 36]
    return [Figure.supine(angle) for angle in [125.0] * 30 + one * 3]


@pytest.fixture
def limited(tmp_path: Path) -> Path:
    """Landmarks of bridges that reach 164 degrees."""
    return saved(tmp_path / "limited.npz", scripted_series(bridges(164)), "limited.mp4")


@pytest.mark.usefixtures("anna")
def test_a_profile_counts_a_persons_best(posecoach: Run, limited: Path, tmp_path: Path) -> None:
    """All of their repetitions, which are good; the described position is told beside it."""
    arguments = ("-e", "auto", "--profile", "anna", "--raw-hips", "--no-video", "-o", tmp_path / "out")
    code, out, _ = posecoach("analyse", limited, *arguments)
    assert code == 0
    assert ", 3 in good form" in out
    assert "Furthest 164 of the described 180 degrees (your best 164, profile anna)." in out
    session = json.loads((tmp_path / "out" / "limited" / "session.json").read_text(encoding="utf-8"))
    assert (session["rep_count"], session["profile"], session["range"]["best"]) == (3, "anna", 163.6)


@pytest.mark.usefixtures("anna")
def test_a_profile_that_does_not_reach_either_is_told(posecoach: Run, tmp_path: Path) -> None:
    """On a bad day: how far it went of what is described and of their best."""
    path = saved(tmp_path / "low.npz", scripted_series(bridges(145)))
    _, out, _ = posecoach(
        "analyse", path, "-e", "bridge", "-p", "anna", "--raw-hips", "--no-video", "-o", tmp_path / "out"
    )
    words = "No repetition: the furthest was 145 of the described 180 degrees (your best 164, profile anna)."
    assert words in " ".join(out.split())
    assert "posecoach calibrate" not in out


@pytest.mark.usefixtures("anna")
def test_a_plan_can_be_done_with_a_profile(posecoach: Run, limited: Path, tmp_path: Path) -> None:
    """The exercises of a plan are the person's, too."""
    plan = tmp_path / "plan.toml"
    plan.write_text('name = "Mine"\n[[exercises]]\nexercise = "bridge"\n', encoding="utf-8")
    arguments = ("routine", plan, limited, "--no-video", "-o", tmp_path / "out", "--json")
    code, out, _ = posecoach(*arguments, "--profile", "anna")
    assert code == 0
    (done,) = json.loads(out)["tasks"][0]["done"]
    assert (done["rep_count"], done["technique"]) == (3, 1.0)
    (done,) = json.loads(posecoach(*arguments)[1])["tasks"][0]["done"]
    assert (done["rep_count"], done["technique"]) == (3, 0.0)


@pytest.mark.usefixtures("anna")
def test_a_live_session_knows_the_profile(posecoach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also the exercises of a plan; the record says whose it is."""
    note_advice()
    monkeypatch.chdir(tmp_path)
    plan = 'name = "Mine"\n[[exercises]]\nexercise = "bridge"\ndose = { hold_s = [1, 1], reps = [1, 1] }\n'
    Path("plan.toml").write_text(plan, encoding="utf-8")
    rigged(monkeypatch).script = [filmed(BEGINS_S + 1.1 * REP_S)]
    arguments = ("--plan", "plan.toml", "--profile", "anna", "--record", "--out", tmp_path / "out")
    assert posecoach("live", *arguments)[0] == 0
    (path,) = (tmp_path / "out").glob("*/1_bridge/session.json")
    session = json.loads(path.read_text(encoding="utf-8"))
    assert (session["rep_count"], session["profile"], session["range"]["best"]) == (1, "anna", 163.6)


@pytest.mark.parametrize("command", [["analyse", "x.mp4", "-e", "auto"], ["routine", "A", "x.mp4"], ["live", "bridge"]])
@pytest.mark.usefixtures("anna")
def test_an_unknown_profile_is_one_line(posecoach: Run, command: list[str]) -> None:
    """Wherever it is named, with the nearest."""
    code, out, err = posecoach(*command, "--profile", "ana")
    assert (code, out, err) == (2, "", "posecoach: unknown profile 'ana'; did you mean anna?\n")


def test_profiles_are_listed(posecoach: Run, anna: Path) -> None:
    """With their exercises and when they were calibrated; a broken one doesn't hide the others."""
    later = FROM_A_CLIP.model_copy(update={"date": dt.date(2026, 4, 1)})
    write_exercise(anna, "cobra", ANNA.model_copy(update={"thresholds": {}, "provenance": later}), title="")
    anna.with_name("bob.toml").write_text("colour = 1\n", encoding="utf-8")
    code, out, err = posecoach("profiles")
    assert code == 0
    assert [line.split() for line in out.splitlines()[1:]] == [
        ["anna", "bridge,", "cobra", "2026-03-04", "to", "2026-04-01"]
    ]
    assert str(anna.with_name("bob.toml")) in err


def test_without_profiles_it_is_said_how_to_make_one(posecoach: Run) -> None:
    """No empty table."""
    code, out, _ = posecoach("profiles")
    assert code == 0
    assert "posecoach calibrate" in out


def test_a_profile_is_shown(posecoach: Run, anna: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Yours beside the described, the file's values and their limits; noise, roll and where it comes from."""
    monkeypatch.setenv("COLUMNS", "160")
    code, out, err = posecoach("profiles", "show", "anna")
    assert (code, err) == (0, "")
    lines = [" ".join(line.split()) for line in out.splitlines()]
    wanted = (
        f"anna {anna}",
        "Bridge (bridge) 2026-03-04, posecoach calibrate bridge from clip.mp4",
        "Your best 164, described 180 (hip_angle, degrees, 125 in the start position; from 3 repetitions).",
        "The camera is rolled 1.5 degrees clockwise.",
        "Noise at rest: hip_angle 0.82 degrees, hand_height 0.013 trunk lengths.",
        "drive.least 0.4 0.45 0.3 to 0.7 of the described travel",
        "checks.alignment.below 22 13 6 to 60 degrees",
    )
    assert [line for line in wanted if line not in lines] == []


def test_what_cannot_be_used_of_a_profile_is_shown_too(posecoach: Run, anna: Path) -> None:
    """An exercise that is gone, a key that isn't tunable; the reason stands beside it."""
    write_exercise(anna, "gone", ANNA, title="")
    write_exercise(anna, "bridge", ANNA.model_copy(update={"thresholds": {"drive.hold_enter": 150.0}}), title="")
    code, out, err = posecoach("profiles", "show", "anna")
    assert code == 0
    assert "There is no such exercise any more." in out
    assert "drive.hold_enter" in out
    assert "not tunable" in err


def test_deleting_asks_first(posecoach: Run, anna: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless told not to."""
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "")
    assert posecoach("profiles", "delete", "anna")[1] == "Kept.\n"
    assert anna.exists()
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "yes")
    assert posecoach("profiles", "delete", "anna")[1] == f"Deleted {anna}.\n"
    assert profiles() == {}
    assert posecoach("profiles", "delete", "anna", "--yes")[0] == 2


def test_a_profile_travels(posecoach: Run, anna: Path, tmp_path: Path) -> None:
    """Out to a file, and in again under another name."""
    sent = tmp_path / "sent.toml"
    assert posecoach("profiles", "export", "anna", sent)[:2] == (0, f"{sent}: profile anna\n")
    code, out, err = posecoach("profiles", "import", sent, "--name", "anna_2")
    assert (code, out, err) == (0, f"Profile anna_2: {user_calibration('anna_2')}\n", "")
    assert user_calibration("anna_2").read_bytes() == anna.read_bytes()
    assert posecoach("profiles", "import", sent)[0] == 0
    assert list(profiles()) == ["anna", "anna_2", "sent"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "sent.toml", "--name", "anna"], "--force"),
        (["import", "none.toml"], "none.toml: can't be read"),
        (["import", "wild.toml"], "'drive.least' = 10; allowed: 0.3 to 0.7"),
        (["export", "anna", "sent.toml"], "--force"),
        (["show", "ana"], "did you mean anna?"),
    ],
)
@pytest.mark.usefixtures("anna")
def test_what_cannot_be_done_is_one_line(
    posecoach: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    """Exit code 2, and no profile more or less."""
    monkeypatch.chdir(tmp_path)
    write_exercise(Path("sent.toml"), "bridge", ANNA, title="")
    wild = ANNA.model_copy(update={"thresholds": {"drive.least": 10.0}})
    write_exercise(Path("wild.toml"), "bridge", wild, title="")
    code, out, err = posecoach("profiles", *arguments)
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert words in err
    assert list(profiles()) == ["anna"]


def test_calibrations_are_checked_like_other_files(posecoach: Run, anna: Path) -> None:
    """Wrong values are told; what is only doubtful is a warning."""
    assert posecoach("exercises", "check", anna) == (0, f"{anna}: fine\n", "")
    write_exercise(anna, "gone", ANNA, title="")
    code, out, _ = posecoach("exercises", "check", anna)
    assert (code, "exercises.gone: there is no such exercise" in out) == (0, True)
    anna.write_text(anna.read_text(encoding="utf-8").replace('drive.least" = 0.4', 'drive.least" = 4'), "utf-8")
    code, out, _ = posecoach("exercises", "check", anna)
    assert code == 2
    assert f"{anna}: exercises.bridge.thresholds: 'drive.least' = 4; allowed: 0.3 to 0.7\n" in out
    anna.write_text('schema = "posecoach.calibration/1"\ncolour = 1\n', "utf-8")
    assert "unknown key colour" in posecoach("exercises", "check", anna)[1]


def test_values_for_other_rules_are_told(posecoach: Run) -> None:
    """By `check` of the calibration and of the exercise, and by `show`: they aren't used until it is fitted again."""
    own = user_calibration(DEFAULT)
    write_exercise(own, "bridge", ANNA.model_copy(update={"fitted_to": "0" * 16}), title="")
    code, out, _ = posecoach("exercises", "check", own)
    assert (code, "fitted to other rules" in out) == (0, True)
    for command in (["check", str(BRIDGE)], ["show", "bridge"]):
        _, out, _ = posecoach("exercises", *command)
        assert f"{own} was fitted to other rules of bridge" in out
        assert "posecoach tune bridge FOLDER" in out


@pytest.mark.usefixtures("anna")
def test_an_exercise_is_shown_as_a_profile_has_it(posecoach: Run) -> None:
    """Its tolerances are the person's, and it says so."""
    _, out, _ = posecoach("exercises", "show", "bridge", "--rules", "--profile", "anna")
    assert "158 to" in out
    assert "2 thresholds from profile anna, of 2026-03-04." in out
    assert "158 to" not in posecoach("exercises", "show", "bridge", "--rules")[1]
