"""What calibration files hold, and what is refused in them."""

import errno
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sample_calibrations import ANNA, FITTED, written

from posecoach.errors import ChangedFileError, ExerciseError, OutputError
from posecoach.exercise.calibration import ExerciseCalibration, Provenance, RecordingUsed
from posecoach.exercise.calibration_files import ExerciseSection, read_calibration, write_exercise
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import PersonalRange
from posecoach.exercise.thresholds import thresholds


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "calibration" / "anna.toml"


def allowed(exercise_id: str, key: str) -> str:
    exercise = load_exercise(exercise_id)
    low, high = exercise.tunables[key]
    return f"{thresholds(exercise)[key]:g} in the exercise file, allowed {low:g} to {high:g}"


def test_a_person_can_read_the_file(path: Path) -> None:
    """Each threshold stands beside the exercise file's own value, its limits and its unit; dates are dates."""
    text = written(path, ("bridge", ANNA), ("cat_cow", FITTED))
    lines = [" ".join(line.split()) for line in text.splitlines()]
    least, below = (allowed("bridge", key) for key in ("drive.least", "checks.alignment.below"))
    end = allowed("cat_cow", "drive.end")
    assert lines[0] == "# Profile anna"
    wanted = (
        f'"drive.least" = 0.35 # of the described travel; {least}',
        f'"checks.alignment.below" = 33.25 # degrees; {below}',
        f'"drive.end" = 0.05 # trunk lengths; {end}',
        "rest = 121 # hip_angle in degrees, in the start position",
        "best = 151 # the furthest that was held; 180 is described",
        "hip_angle = 0.8 # degrees, standard deviation at rest",
        "date = 2026-03-04",
    )
    assert [line for line in wanted if line not in lines] == []


def test_an_exercise_that_is_gone_is_written_all_the_same(path: Path) -> None:
    """Without the comments that need its file."""
    text = written(path, ("no_such_exercise", ANNA))
    assert read_calibration(path).exercises == {"no_such_exercise": ANNA}
    assert "in the exercise file" not in text


def test_writing_again_keeps_all_else(path: Path) -> None:
    """Other exercises, and a person's own lines of comment, also among the tables that are replaced."""
    text = written(path, ("bridge", ANNA), ("cat_cow", FITTED))
    text = text.replace("# Profile anna", "# Anna, 2026")
    text = text.replace('"checks.alignment.below"', '# Her own idea.\n"checks.alignment.below"')
    text = text.replace("[exercises.cat_cow]", "# Not on Mondays.\n[exercises.cat_cow]")
    path.write_text(text, encoding="utf-8")
    again = ANNA.model_copy(update={"thresholds": {**ANNA.thresholds, "drive.least": 0.4}})
    text = written(path, ("bridge", again))
    assert read_calibration(path).exercises == {"bridge": again, "cat_cow": FITTED}
    assert text.startswith("# Anna, 2026\n")
    assert '\n# Her own idea.\n"checks.alignment.below" = 33.25 ' in text
    assert text.count("# Not on Mondays.") == 1
    assert written(path, ("bridge", again)) == text


PROVENANCE = 'provenance = { made_by = "me", date = 2026-01-01 }'


@pytest.mark.parametrize(
    "tables",
    [
        f"exercises = {{ bridge = {{ {PROVENANCE} }}, cobra = {{ {PROVENANCE} }} }}",
        f'exercises.bridge.fitted_to = "0"\nexercises.bridge.{PROVENANCE}\nexercises.cobra.{PROVENANCE}',
        f"[exercises]\nbridge = {{ {PROVENANCE} }}\n[exercises.cobra]\n{PROVENANCE}",
        f"[exercises.bridge.thresholds]\n[exercises.cobra]\n{PROVENANCE}\n[exercises.bridge]\n{PROVENANCE}",
        f"[exercises.cobra]\n{PROVENANCE}",
    ],
)
def test_any_way_of_writing_toml_can_be_added_to(path: Path, tables: str) -> None:
    """However a person wrote the file, its other exercise stays and the new values are in."""
    path.parent.mkdir()
    path.write_text(f'schema = "posecoach.calibration/1"\n{tables}\n', encoding="utf-8")
    other = read_calibration(path).exercises["cobra"]
    written(path, ("bridge", ANNA))
    assert read_calibration(path).exercises == {"bridge": ANNA, "cobra": other}


texts = st.text(max_size=20)
numbers = st.floats(min_value=-1e6, max_value=1e6)
hashes = st.text(alphabet="0123456789abcdef", min_size=64, max_size=64)
provenances = st.builds(
    Provenance,
    made_by=texts,
    date=st.dates(),
    recordings=st.lists(st.builds(RecordingUsed, name=texts, sha256=hashes), max_size=2).map(tuple),
    note=texts,
)
calibrations = st.builds(
    ExerciseCalibration,
    thresholds=st.dictionaries(texts, numbers, max_size=3),
    loose=st.lists(texts, max_size=2).map(tuple),
    fitted_to=st.none() | texts,
    range=st.none() | st.builds(PersonalRange, rest=numbers, best=numbers, repetitions=st.integers(1, 20)),
    noise=st.dictionaries(texts, st.floats(min_value=0, max_value=1e6), max_size=2),
    camera_roll_deg=st.floats(-45, 45),
    provenance=provenances,
)
identifiers = st.sampled_from(["bridge", "cat_cow", "mine"])


@settings(max_examples=25)
@given(values=st.lists(st.tuples(identifiers, calibrations), min_size=1, max_size=4))
def test_whatever_is_written_reads_back(
    tmp_path_factory: pytest.TempPathFactory, values: list[tuple[str, ExerciseCalibration]]
) -> None:
    """The last word on each exercise, to the last digit and letter."""
    path = tmp_path_factory.mktemp("calibration") / "any.toml"
    written(path, *values)
    assert read_calibration(path).exercises == dict(values)
    assert list(path.parent.iterdir()) == [path]


def test_a_broken_file_is_left_alone(path: Path) -> None:
    """It is told, not written over."""
    path.parent.mkdir()
    path.write_text('schema = "posecoach.calibration/1"\ncolour = "red"\n', encoding="utf-8")
    with pytest.raises(ExerciseError, match="line 2: unknown key colour"):
        write_exercise(path, "bridge", ANNA, title="x")
    assert path.read_text(encoding="utf-8").endswith('colour = "red"\n')


def no_space(*_: object, **__: object) -> NoReturn:
    raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One line, and what was there before."""
    before = written(path, ("bridge", ANNA))
    with monkeypatch.context() as patches, pytest.raises(OutputError, match="no room is left") as caught:
        patches.setattr("posecoach.files.Path.replace", no_space)
        write_exercise(path, "bridge", FITTED, title="x")
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert path.read_text(encoding="utf-8") == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("rest = 121", "rest = true or", ["line ", "rest = true or", "not TOML"]),
        ("rest = 121", 'rest = "high"', ["line ", ': rest = "high"; allowed: a number']),
        ("rest = 121", "rest = nan", ["rest = nan; allowed: a number"]),
        ("camera_roll_deg = -1.5", "camera_roll_deg = 90", ["camera_roll_deg = 90", "45"]),
        ("camera_roll_deg = -1.5", "camera_role = 1", ["unknown key camera_role; allowed: camera_roll_deg"]),
        ("date = 2026-03-04", "", ["line ", ": date is missing"]),
        ("calibration/1", "calibration/9", ['schema = "posecoach.calibration/9"; allowed: "posecoach.calibration/1"']),
        ("exercises.bridge.range", "exercises.Bridge.range", ["exercises.Bridge"]),
    ],
)
def test_a_wrong_file_is_refused_by_key_and_value(path: Path, old: str, new: str, words: list[str]) -> None:
    """One line: file, key, value and what is allowed."""
    text = written(path, ("bridge", ANNA))
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        read_calibration(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert [word for word in words if word not in message] == []
    assert "\n" not in message


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where a file stands in its way."""
    (tmp_path / "calibration").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="calibration"):
        write_exercise(tmp_path / "calibration" / "anna.toml", "bridge", ANNA, title="x")


def test_two_commands_at_once_lose_no_exercise(path: Path) -> None:
    """Each waits for the one before, and adds to what that has written."""
    names = [f"exercise_{letter}" for letter in "abcdefgh"]
    start = Barrier(len(names))

    def write(name: str) -> None:
        section = ExerciseSection.read(path, name)
        start.wait()
        section.replace(ANNA, title="x")

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(write, names))
    assert sorted(read_calibration(path).exercises) == names


def test_what_somebody_else_changed_meanwhile_is_not_written_over(path: Path) -> None:
    """One line; but other exercises of the file may change."""
    section = ExerciseSection.read(path, "bridge")
    write_exercise(path, "cat_cow", FITTED, title="x")
    section.replace(ANNA, title="x")
    with pytest.raises(ChangedFileError, match=f"{path}: somebody else has changed it"):
        section.replace(FITTED, title="x")
    assert read_calibration(path).exercises == {"bridge": ANNA, "cat_cow": FITTED}
