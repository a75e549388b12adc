import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from command_line import Run
from labelled_bridges import PEOPLE, labelled_folder, labels_of

from posecoach.exercise.calibration import ExerciseCalibration, Provenance, fingerprint
from posecoach.exercise.calibration_files import read_calibration, user_calibration, write_exercise
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.fitting import Tuning, fit_thresholds
from posecoach.tuning.objective import Objective
from posecoach.tuning.search import Thresholds

FEW = ("--trials", "40", "--folds", "2")
FOUR = dict(list(PEOPLE.items())[:4])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four people who do bridges, with labels."""
    return labelled_folder(
        tmp_path_factory.mktemp("labelled"), FOUR, {name: labels_of(tops) for name, tops in FOUR.items()}
    )


@pytest.fixture(scope="module")
def fits() -> dict[tuple[float, ...], Tuning]:
    """Results by the thresholds that were in force: all tests fit to the same recordings."""
    return {}


@pytest.fixture(autouse=True)
def _fitted_once(monkeypatch: pytest.MonkeyPatch, fits: dict[tuple[float, ...], Tuning]) -> None:
    """The same fit isn't worked out twice, because it takes long."""

    def remembered(objective: Objective, present: Thresholds, *more: Any) -> Tuning:
        key = tuple(present.values())
        if key not in fits:
            fits[key] = fit_thresholds(objective, present, *more)
        return fits[key]

    monkeypatch.setattr("posecoach.cli.tune.fit_thresholds", remembered)


@pytest.fixture
def spoiled(bridge: Exercise) -> dict[str, float]:
    """Thresholds of the user's own that ask for too much: attempts are taken for nothing, and good bridges for bad."""
    bad = {"drive.least": 0.62, "checks.alignment.below": 7.0}
    made = Provenance(made_by="a test", date=dt.date(2026, 3, 4))
    said = ExerciseCalibration(thresholds=bad, fitted_to=fingerprint(bridge), provenance=made)
    write_exercise(user_calibration("default"), "bridge", said, title="Mine")
    return bad


@pytest.mark.usefixtures("spoiled")
def test_a_fit_that_helps_is_written(posecoach: Run, folder: Path, bridge: Exercise) -> None:
    """Into the user's own calibration, which is in force from then on; the terminal says what it brings and why."""
    code, out, _ = posecoach("tune", "bridge", folder, *FEW)

    assert code == 0
    path = user_calibration("default")
    said = read_calibration(path).exercises["bridge"]
    assert said.fitted_to == fingerprint(bridge)
    assert [one.name for one in said.provenance.recordings] == sorted(f"{name}.npz" for name in FOUR)
    assert "--trials 40 --folds 2 --seed 0" in said.provenance.made_by
    assert str(folder) not in path.read_text(encoding="utf-8")
    assert thresholds(load_exercise("bridge")) == said.thresholds
    for words in (
        "4 recordings, 8 repetitions, 4 attempts",
        "can't pin down",
        "95% confidence",
        "anna.npz",
    ):
        assert words in " ".join(out.split())
    assert f"Written: {path}" in out.replace("\n", "")


def test_a_fit_that_does_not_help_is_not(posecoach: Run, folder: Path, tmp_path: Path) -> None:
    """Shipped thresholds count these people as they should; the reason is one line, and the exit code tells."""
    target = tmp_path / "mine.toml"
    code, _, err = posecoach("tune", "bridge", folder, "--out", target, *FEW)

    assert code == 3
    assert not target.exists()
    assert err.strip() == "posecoach: nothing written: the thresholds in force tell held-out recordings just as well"


def test_a_comparison_may_be_written_down(posecoach: Run, folder: Path, tmp_path: Path, bridge: Exercise) -> None:
    """With --confirm the file says that the values were compared and are kept; it changes none."""
    target = tmp_path / "mine.toml"
    code, _, err = posecoach("tune", "bridge", folder, "--out", target, "--confirm", *FEW)

    assert code == 3
    assert err.startswith("posecoach: no threshold written: ")
    said = read_calibration(target).exercises["bridge"]
    assert said.thresholds == {}
    assert said.fitted_to == fingerprint(bridge)
    assert said.provenance.note.startswith("No fit did better")
    assert said.provenance.scores is not None
    assert said.provenance.scores.before == said.provenance.scores.after > 0.8


def test_a_dry_run_writes_nothing(
    posecoach: Run, folder: Path, tmp_path: Path, spoiled: dict[str, float], bridge: Exercise
) -> None:
    """And JSON has every figure; what was before are the thresholds in force."""
    target = tmp_path / "mine.toml"
    code, out, _ = posecoach("tune", "bridge", folder, "--out", target, "--dry-run", "--json", *FEW)

    told = json.loads(out)
    assert code == 0
    assert not target.exists()
    assert (told["helps"], told["written"], told["reason"]) == (True, None, None)
    assert told["held_out"]["score"] > told["before"]["score"]
    assert {key: one["before"] for key, one in told["thresholds"].items()} == thresholds(bridge) | spoiled
    assert told["thresholds"]["drive.least"]["pinned_above_by"] in {f"{name}.npz" for name in FOUR}
    assert sorted(name for part in told["parts"] for name in part) == sorted(told["recordings"])


def test_what_is_interrupted_leaves_the_old_file(
    posecoach: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it was, to the byte."""
    target = tmp_path / "mine.toml"
    target.write_text('# My own.\nschema = "posecoach.calibration/1"\n', encoding="utf-8")

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("posecoach.cli.tune.fit_thresholds", interrupted)
    code, _, _ = posecoach("tune", "bridge", folder, "--out", target, *FEW)

    assert code == 130
    assert target.read_text(encoding="utf-8") == '# My own.\nschema = "posecoach.calibration/1"\n'
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["mine.toml"]


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("bridgee", "{folder}"), "did you mean"),
        (("bridge", "{unlabelled}"), "2 without labels (`posecoach label VIDEO` makes them)"),
        (("cat_cow", "{folder}"), "0 usable recordings with labels of cat_cow"),
        (("bridge", "{folder}", "--folds", "9"), "choose 2 to 4"),
        (("bridge", "{folder}", "--dose", "Z"), "no dose 'Z'"),
        (("bridge", "{folder}", "--out", "{broken}"), "line 1: schema =: not TOML"),
    ],
)
def test_bad_input_is_refused(
    posecoach: Run, folder: Path, tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    """In a line that says what and where; of recordings that can't be used, each by its name."""
    places = {name: tmp_path / name for name in ("unlabelled", "broken")}
    places["unlabelled"].mkdir()
    for name in ("a.mp4", "b.mp4"):
        places["unlabelled"].joinpath(name).touch()
    places["broken"].write_text("schema = ", encoding="utf-8")
    code, out, err = posecoach("tune", *[one.format(folder=folder, **places) for one in arguments])

    assert code == 2
    assert out == ""
    assert reason in err
    assert err.count("left out: ") == (4 if arguments[0] == "cat_cow" else 0)
