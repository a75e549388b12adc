import json
from pathlib import Path

import pytest
from command_line import Run
from media import write_clip
from movements import saved

from posecoach.cli import new_exercise
from posecoach.exercise.library import data_folder, load_exercise, read_exercise
from posecoach.testing import Figure, FigureEstimator, eased, scripted_series

RATE = 25
BRIDGE = data_folder("exercises") / "bridge.toml"


def bridges(count: int = 3) -> list[Figure]:
    one = [*eased(125, 178, RATE), *[178.0] * 3 * RATE, *eased(178, 125, RATE), *[125.0] * RATE]
    return [Figure.supine(angle) for angle in [125.0] * 2 * RATE + one * count]


def landmarks(path: Path, figures: list[Figure]) -> Path:
    return saved(path, scripted_series(figures, rate_hz=RATE, noise_px=0.5))


@pytest.fixture
def shown(tmp_path: Path) -> Path:
    """Landmarks of three bridges."""
    return landmarks(tmp_path / "landmarks.npz", bridges())


def test_an_exercise_of_ones_own_can_be_analysed_at_once(posecoach: Run, shown: Path, tmp_path: Path) -> None:
    """The file goes to one's own folder, and the demonstration counts as it was done."""
    code, out, err = posecoach("exercises", "new", "My Brücke", "--from", shown)
    path = tmp_path / "config" / "exercises" / "my_brucke.toml"
    assert (code, err) == (0, "")
    told = (
        "Repetitions: 3",
        "held for",
        "hip_angle",
        "analyse VIDEO -e my_brucke",
        "It looks like the exercise Bridge",
    )
    for words in (str(path), "My Brücke", *told):
        assert words in out
    assert load_exercise("my_brucke").name == "My Brücke"
    assert list(path.parent.iterdir()) == [path]
    code, out, _ = posecoach("analyse", shown, "-e", "my_brucke", "--json", "--out", tmp_path / "out")
    assert code == 0
    assert json.loads(out)["session"]["rep_count"] == 3
    assert posecoach("exercises", "check", path)[:2] == (0, f"{path}: fine\n")
    assert "my_brucke" in posecoach("exercises")[1]


def test_a_recording_is_looked_at_by_the_estimator(
    posecoach: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A video instead of landmarks, of which only a part shows the exercise."""
    script = [*[Figure.standing()] * 2 * RATE, *bridges(2)]
    figures = FigureEstimator(lambda time_s: script[min(round(time_s * RATE), len(script) - 1)])
    monkeypatch.setattr(new_exercise, "estimator_for", lambda _: lambda: figures)
    clip = write_clip(tmp_path / "clip.mp4", len(script), rate=RATE)
    file = tmp_path / "lift.toml"
    options = ("--between", "2.5", "60", "--posture", "supine", "--reps", "2", "--article", "B", "--out", file)
    code, out, _ = posecoach("exercises", "new", "Lift", "--from", clip, *options)
    assert code == 0
    assert "to use it, put it into" in out
    exercise = read_exercise(file)
    assert (exercise.id, exercise.articles, exercise.doses["own"].reps) == ("lift", ("B",), (2, 2))
    code, _, err = posecoach("exercises", "new", "Lift", "--from", clip, "--between", "90", "99")
    assert code == 2
    assert "nothing is between 90 and 99 s" in err


def test_an_existing_file_is_left_alone(posecoach: Run, shown: Path, tmp_path: Path) -> None:
    """Without --force."""
    file = tmp_path / "lift.toml"
    file.write_text("mine", encoding="utf-8")
    arguments = ("exercises", "new", "Lift", "--from", shown, "--out", file)
    code, _, err = posecoach(*arguments)
    assert code == 2
    assert "is there already" in err
    assert "--force" in err
    assert file.read_text(encoding="utf-8") == "mine"
    assert posecoach(*arguments, "--force")[0] == 0
    assert read_exercise(file).id == "lift"


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_a_file_that_changed_meanwhile_is_left_alone(
    posecoach: Run, shown: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, force: list[str]
) -> None:
    """While the recording was looked at."""
    file = tmp_path / "lift.toml"

    def text_of(_: object) -> str:
        file.write_text("theirs", encoding="utf-8")
        return "mine"

    monkeypatch.setattr(new_exercise, "exercise_text", text_of)
    code, _, err = posecoach("exercises", "new", "Lift", "--from", shown, "--out", file, *force)
    assert (code, file.read_text(encoding="utf-8")) == (2, "theirs")
    assert f"{file}: somebody else has changed it meanwhile" in err


def test_nothing_is_written_when_nothing_is_repeated(posecoach: Run, tmp_path: Path) -> None:
    """One line with the recording's name, and exit code 2."""
    still = landmarks(tmp_path / "still.npz", [Figure.supine()] * 200)
    code, _, err = posecoach("exercises", "new", "Lift", "--from", still, "--out", tmp_path / "lift.toml")
    assert code == 2
    assert len(err.splitlines()) == 1
    assert f"{still}: no repetition can be found" in err
    assert "with --between START END, of its " in err
    assert not (tmp_path / "lift.toml").exists()


def test_a_name_that_comes_with_the_program_is_told(posecoach: Run, shown: Path) -> None:
    """One's own file takes its place."""
    assert "takes the place of the bridge" in posecoach("exercises", "new", "Bridge", "--from", shown)[1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("???",), "called after its id"),
        (("Lift\n",), "can be printed"),
        (("Lift", "--article", "Z"), "allowed: A, B, C, D, E, own"),
        (("Lift", "--out", "lift.txt"), "called after its id"),
        (("Lift", "--out", "landmarks.npz/lift.toml"), "can't be"),
    ],
)
def test_wrong_names_are_refused(
    posecoach: Run, shown: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str
) -> None:
    """Before anything is looked at; a file in a folder's place is told."""
    monkeypatch.chdir(shown.parent)
    code, _, err = posecoach("exercises", "new", *arguments, "--from", shown)
    assert code == 2
    assert words in err


def test_all_problems_of_all_files_are_told(posecoach: Run, tmp_path: Path) -> None:
    """A line each, with file, key, value and what is allowed; a file that is right is told too."""
    bad, plan = tmp_path / "bridge.toml", tmp_path / "plan.toml"
    text = BRIDGE.read_text(encoding="utf-8").replace('posture = "supine"', 'posture = "lying"')
    bad.write_text(text.replace("hold_s = [2, 3]", "hold_s = [3, 2]").replace('name = "Bridge"', ""), encoding="utf-8")
    plan.write_text(
        'name = "x"\n[[exercises]]\nexercise = "brigde"\n[[exercises]]\nexercise = "bridge"\ndose = "Z"\n', "utf-8"
    )
    code, out, _ = posecoach("exercises", "check", BRIDGE, bad, plan, tmp_path / "none.toml")
    assert code == 2
    lines = out.splitlines()
    wanted = [
        (BRIDGE, "fine"),
        (bad, "name is missing"),
        (bad, 'posture = "lying"; allowed: "supine", '),
        (bad, "hold_s = [3, 2]: a range is written smallest first"),
        (plan, "line 2: unknown exercise 'brigde'"),
        (plan, "line 4: bridge: no dose 'Z'; allowed: A, B, C, D"),
        (tmp_path / "none.toml", "can't be read"),
    ]
    assert len(lines) == len(wanted)
    for line, (path, words) in zip(lines, wanted, strict=True):
        assert line.startswith(f"{path}: ")
        assert words in line


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "ranges = [",
            'ranges = [{ at = "end", measure = "knee_angle", min = 190 },',
            "gate.ranges.0: knee_angle is always 0 to 180, never at least 190",
        ),
        ("", "", "takes the place of the exercise of this name"),
    ],
)
def test_what_cannot_work_is_a_warning(posecoach: Run, tmp_path: Path, old: str, new: str, words: str) -> None:
    """It loads, so the exit code is 0."""
    text = BRIDGE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "bridge.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    code, out, _ = posecoach("exercises", "check", path)
    assert code == 0
    assert [line for line in out.splitlines() if words in line and line.endswith("(a warning)")] != []


def test_what_comes_with_the_program_is_fine(posecoach: Run) -> None:
    """No warnings either."""
    files = [*data_folder("exercises").glob("*.toml"), *data_folder("routines").glob("*.toml")]
    code, out, _ = posecoach("exercises", "check", *files)
    assert (code, out) == (0, "".join(f"{path}: fine\n" for path in files))


@pytest.mark.parametrize(
    ("kind", "part", "key", "words"),
    [
        ("exercise", "Drive", "least", "Of the described travel, the least that counts as a repetition."),
        ("plan", "Dose", "reps", "Fewest and most repetitions, of each side when sides take turns."),
        ("calibration", "ExerciseCalibration", "loose", "Keys that the recordings can't pin down."),
    ],
)
def test_schemas_describe_their_keys(posecoach: Run, kind: str, part: str, key: str, words: str) -> None:
    """For editors to show; the descriptions are those of the classes."""
    schema = json.loads(posecoach("schema", kind)[1])
    assert schema["$defs"][part]["properties"][key]["description"] == words
    assert all("Attributes:" not in one.get("description", "") for one in (schema, *schema["$defs"].values()))


def test_the_schema_of_sessions_is_printed(posecoach: Run) -> None:
    """For other tools."""
    assert "rep_count" in json.loads(posecoach("schema", "session")[1])["properties"]
