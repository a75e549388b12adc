import copy
import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from posecoach.coaching.coach import Coach
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.measures import MEASURES
from posecoach.data_files import data_folder, toml_data
from posecoach.errors import ExerciseError
from posecoach.exercise_files import read_exercise
from posecoach.file_checks import inspect
from posecoach.plan_files import LoadedPlan, read_plan
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, eased, scripted_series

EXERCISES = sorted(data_folder("exercises").glob("*.toml"))
PLANS = sorted(data_folder("routines").glob("*.toml"))
BRIDGE = data_folder("exercises") / "bridge.toml"
FUZZ = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))

DRIVE = "rest = 147\nhold_leave = 150\nhold_enter = 154\ntarget = 180\n"
BROKEN_EXERCISES = {
    "empty": ("", ""),
    "a list": ("", "x = [1, 2]"),
    "not TOML": ('name = "Bridge"', "name = Bridge"),
    "a key twice": ('name = "Bridge"', 'name = "Bridge"\nname = "Bridge"'),
    "a table twice": ("[drive]", "[placement]\n[drive]"),
    "cut off": ("[doses.A]", "[doses."),
    "no drive": ("[drive]", "[drove]"),
    "zones swapped": (DRIVE, "rest = 180\nhold_leave = 150\nhold_enter = 154\ntarget = 147\n"),
    "zones equal": (DRIVE, "rest = 150\nhold_leave = 150\nhold_enter = 150\ntarget = 150\n"),
    "a zone that is no number": ("hold_enter = 154", "hold_enter = nan"),
    "an endless zone": ("target = 180\n\n", "target = inf\n\n"),
    "a zone in words": ("hold_enter = 154", 'hold_enter = "high"'),
    "unknown measure": ('measure = "knee_angle"', 'measure = "knie_winkel"'),
    "measure in another script": ('measure = "knee_angle"', 'measure = "knee_\u0430ngle"'),
    "empty name": ('name = "Bridge"', 'name = ""'),
    "unknown posture": ('posture = "supine"', 'posture = "upside down"'),
    "a key with a line break": ('name = "Bridge"', 'name = "Bridge"\n"a\\nb" = 1'),
    "a check without bounds": ("below = 13\nabove = 28\n", ""),
    "two checks of one id": ('id = "arms_down"', 'id = "feet_close"'),
    "a tolerance below nothing": ("below = 13", "below = -13"),
    "a working side of both": ('side = "near"', 'side = "working"'),
    "an attempt at nothing": ('attempt = "alignment"', 'attempt = "height"'),
    "an attempt that is a number": ('attempt = "alignment"', "attempt = 7"),
    "ranges the wrong way round": ("min = 85\nmax = 158", "min = 158\nmax = 85"),
    "dose the wrong way round": ("reps = [10, 15]", "reps = [15, 10]"),
    "dose of no repetitions": ("reps = [10, 15]", "reps = [0, 15]"),
    "dose of half repetitions": ("reps = [10, 15]", "reps = [1.5, 15]"),
    "dose of three numbers": ("reps = [10, 15]", "reps = [1, 2, 3]"),
    "dose that holds for ever": ("hold_s = [20, 20]", "hold_s = [20, inf]"),
    "unknown usual dose": ('default_dose = "A"', 'default_dose = "Z"'),
    "no doses": ("[doses.", "[dosen."),
    "a huge number": ("hold_enter = 154", "hold_enter = 1" + "0" * 5000),
    "a huge number of another base": ("hold_enter = 154", "hold_enter = 0x" + "f" * 5000),
    "deep nesting": ('name = "Bridge"', "name = " + "[" * 3000),
    "another's id": ('id = "bridge"', 'id = "cobra"'),
    "a date for a name": ('name = "Bridge"', "name = 2020-01-01"),
    "a surrogate": ('name = "Bridge"', 'name = "\\ud800"'),
    "unknown joint": ('"ankle"]', '"toe"]'),
}
BROKEN_PLANS = {
    "empty": "",
    "no exercises": 'name = "x"\nexercises = []',
    "a name for exercises": 'name = "x"\nexercises = "bridge"',
    "unknown exercise": 'name = "x"\n[[exercises]]\nexercise = "hop"',
    "a path for an exercise": 'name = "x"\n[[exercises]]\nexercise = "../bridge"',
    "unknown dose": 'name = "x"\n[[exercises]]\nexercise = "bridge"\ndose = "Z"',
    "a dose of its own that is wrong": 'name = "x"\n[[exercises]]\nexercise = "bridge"\ndose = { reps = [3, 2] }',
    "a dose that is a number": 'name = "x"\n[[exercises]]\nexercise = "bridge"\ndose = 3',
    "an endless rest": 'name = "x"\n[[exercises]]\nexercise = "bridge"\nrest_s = inf',
    "a rest that is no number": 'name = "x"\n[[exercises]]\nexercise = "bridge"\nrest_s = nan',
    "unknown stage": 'name = "x"\n[[exercises]]\nexercise = "bridge"\nstage = "encore"',
    "unknown article": 'name = "x"\narticle = "F"\n[[exercises]]\nexercise = "bridge"',
}


@pytest.fixture(autouse=True)
def _no_files_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POSECOACH_CONFIG_DIR", str(tmp_path / "config"))


def refused(path: Path, error: ExerciseError) -> None:
    """One clear line that starts with the path; and the check of files finds the same."""
    in_one_line(path, error)
    assert str(error) in inspect(path).problems


def in_one_line(path: Path, error: ExerciseError) -> None:
    assert str(error).startswith(f"{path}: ")
    assert len(str(error).splitlines()) == 1


@pytest.mark.parametrize("name", BROKEN_EXERCISES)
def test_a_broken_exercise_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    """File, key, value and what is allowed."""
    old, new = BROKEN_EXERCISES[name]
    text = BRIDGE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "bridge.toml"
    path.write_text(text.replace(old, new) if old else new, encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        read_exercise(path)
    refused(path, caught.value)


@pytest.mark.parametrize("name", BROKEN_PLANS)
def test_a_broken_plan_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    """File, key, value and what is allowed."""
    path = tmp_path / "plan.toml"
    path.write_text(BROKEN_PLANS[name], encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        read_plan(path)
    in_one_line(path, caught.value)
    assert inspect(path).problems != ()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00", b'name = "\xc3"', b"\xef\xbb\xbfid = 1", b"\r" * 9])
def test_bytes_that_are_no_text_are_refused(content: bytes, tmp_path: Path) -> None:
    """Other encodings, and zeros."""
    path = tmp_path / "bridge.toml"
    path.write_bytes(content)
    with pytest.raises(ExerciseError) as caught:
        read_exercise(path)
    refused(path, caught.value)


# Mutations of what files hold.

ODD_NUMBERS = st.one_of(
    st.sampled_from([math.nan, math.inf, -math.inf, 1e308, -1e308, 5e-324, 0, -1, 10**400, 2**63, True, False]),
    st.floats(),
    st.integers(-400, 400),
)
ODD_VALUES = st.one_of(
    ODD_NUMBERS,
    st.sampled_from(["", " ", "bridge", "hip_angle", "near", "a\nb", "\u202e", "\x7f", "日本", "x" * 5000]),
    st.sampled_from([[], {}, [[]], [0, 0], [5, 1], {"id": 1}, [{}], [math.nan, 1.0]]),
    st.text(max_size=8),
)


def places(data: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Keys of every value in nested tables and lists."""
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield (*place, key)
        yield from places(value, (*place, key))


def mutated(data: dict[str, Any], draw: st.DrawFn) -> dict[str, Any]:
    """One to three values dropped, replaced, doubled, swapped with another or given another key."""
    data = copy.deepcopy(data)
    for _ in range(draw(st.integers(1, 3))):
        known = list(places(data))
        *path, key = draw(st.sampled_from(known))
        part: Any = data
        for step in path:
            part = part[step]
        number = isinstance(part[key], (int, float))
        match draw(st.sampled_from(["number", "drop", "replace", "swap", "rename", "double"])):
            case "number" if number:
                part[key] = draw(ODD_NUMBERS)
            case "drop":
                del part[key]
            case "replace":
                part[key] = copy.deepcopy(draw(ODD_VALUES))
            case "swap":
                others = list(part) if isinstance(part, dict) else list(range(len(part)))
                other = draw(st.sampled_from(others))
                part[key], part[other] = part[other], part[key]
            case "rename" if isinstance(part, dict):
                part[draw(st.text(max_size=5))] = part.pop(key)
            case "double" if isinstance(part, list):
                part.append(copy.deepcopy(part[key]))
            case _:
                part[key] = copy.deepcopy(draw(ODD_VALUES))
        if not data:
            break
    return data


def toml_text(data: dict[str, Any]) -> str:
    """Data as TOML, all tables inline."""
    return "\n".join(f"{quoted(key)} = {toml_value(value)}" for key, value in data.items())


def toml_value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(key)} = {toml_value(one)}" for key, one in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    if isinstance(value, str):
        return quoted(value)
    return str(value).lower() if isinstance(value, bool) else repr(value)


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")


@st.composite
def wrong_data(draw: st.DrawFn, paths: list[Path]) -> tuple[Path, bytes]:
    """A file's name, and bytes that hold what it holds, but for some mutations."""
    path = draw(st.sampled_from(paths))
    return path, toml_text(mutated(toml_data(path), draw)).encode("utf-8", "surrogatepass")


@st.composite
def wrong_text(draw: st.DrawFn, paths: list[Path]) -> tuple[Path, bytes]:
    """A file's name and its bytes, cut, with lines doubled or moved, or with some bytes replaced."""
    path = draw(st.sampled_from(paths))
    content = path.read_bytes()
    match draw(st.sampled_from(["cut", "lines", "bytes", "insert"])):
        case "cut":
            content = content[: draw(st.integers(0, len(content)))]
        case "lines":
            lines = content.splitlines(keepends=True)
            row = draw(st.integers(0, len(lines) - 1))
            lines.insert(draw(st.integers(0, len(lines))), lines[row] if draw(st.booleans()) else lines.pop(row))
            content = b"".join(lines)
        case "bytes":
            changed = bytearray(content)
            for _ in range(draw(st.integers(1, 4))):
                changed[draw(st.integers(0, len(changed) - 1))] = draw(st.integers(0, 255))
            content = bytes(changed)
        case _:
            place = draw(st.integers(0, len(content)))
            content = content[:place] + draw(st.binary(max_size=12)) + content[place:]
    return path, content


@pytest.fixture(scope="module")
def moment() -> StablePoses:
    """A second of somebody who begins a bridge."""
    return Stabiliser()(scripted_series([Figure.supine(angle) for angle in eased(125.0, 178.0, 30)]))


@FUZZ
@given(wrong=st.one_of(wrong_data(EXERCISES), wrong_text(EXERCISES)))
def test_a_wrong_exercise_is_refused_or_can_be_followed(
    wrong: tuple[Path, bytes], moment: StablePoses, tmp_path: Path
) -> None:
    """Whatever is wrong with it: never another exception, and what is accepted is whole."""
    original, content = wrong
    path = tmp_path / original.name
    path.write_bytes(content)
    try:
        exercise = read_exercise(path)
    except ExerciseError as error:
        refused(path, error)
        return
    assert inspect(path).problems == ()
    whole(exercise, path)
    followed(exercise, moment)


@FUZZ
@given(wrong=st.one_of(wrong_data(PLANS), wrong_text(PLANS)))
def test_a_wrong_plan_is_refused_or_can_be_followed(wrong: tuple[Path, bytes], tmp_path: Path) -> None:
    """As for exercises."""
    path = tmp_path / "plan.toml"
    path.write_bytes(wrong[1])
    try:
        loaded: LoadedPlan = read_plan(path)
    except ExerciseError as error:
        in_one_line(path, error)
        return
    assert inspect(path).problems == ()
    assert len(loaded.tasks) == len(loaded.plan.exercises) > 0
    assert all(0 <= task.planned.rest_s <= 3600 for task in loaded.tasks)
    assert all(task.dose.reps[0] <= task.dose.reps[1] for task in loaded.tasks)


def whole(exercise: Exercise, path: Path) -> None:
    """What every exercise that is accepted must be."""
    zones = exercise.drive.zones
    assert zones.rest < zones.hold_leave < zones.hold_enter <= zones.target
    numbers = (zones.rest, zones.hold_leave, zones.hold_enter, zones.target, zones.travel, zones.still_speed)
    assert np.isfinite(numbers).all()
    assert min(zones.travel, zones.still_speed, zones.longest_s) > 0
    assert exercise.id == path.stem
    assert set(exercise.measures) <= set(MEASURES)
    ids = [rule.id for rule in exercise.rules]
    assert len(set(ids)) == len(ids)
    for check in exercise.checks:
        limits = [limit for limit in (check.target, check.below, check.above, check.dwell_s) if limit is not None]
        assert np.isfinite(limits).all()
        assert check.lowest <= check.target <= check.highest
    for condition in (*exercise.start, *exercise.engaged):
        assert condition.min < condition.max
    for dose in exercise.doses.values():
        assert 0 <= dose.hold_s[0] <= dose.hold_s[1] < math.inf
        assert 1 <= dose.reps[0] <= dose.reps[1]
    assert exercise.default_dose in exercise.doses


def followed(exercise: Exercise, poses: StablePoses) -> None:
    """Thirty frames and the end."""
    coach = Coach(exercise, exercise.doses[exercise.default_dose])
    assert len(coach.advance(poses).states) == len(poses) == 30
    coach.finish()
