"""Exercises with one mistake each, and files that are no text."""

from pathlib import Path

import pytest
from refusals import refused

from posecoach.errors import ExerciseError
from posecoach.exercise.data_files import data_folder
from posecoach.exercise.library import read_exercise

BRIDGE = data_folder("exercises") / "bridge.toml"
END = f"end = {read_exercise(BRIDGE).drive.end:g}"
ATTEMPT = 'attempt = "alignment"'
POSITION = f'position = "{read_exercise(BRIDGE).position}"'
BROKEN_EXERCISES: dict[str, tuple[str, ...]] = {
    "empty": ("", ""),
    "not TOML": ('name = "Bridge"', "name = Bridge", "line 3: name = Bridge", "straight quotes"),
    "a key twice": ('name = "Bridge"', 'name = "Bridge"\nname = "Bridge"'),
    "no drive": ("[drive]", "[drove]"),
    "a place that is none": ('at = "start"', 'at = "middle"'),
    "unknown measure": ('= "knee_angle"', '= "nee_angle"', 'measure = "nee_angle": unknown', "allowed: knee_angle"),
    "unknown posture": ('posture = "supine"', 'posture = "sitting"', 'posture = "sitting"; allowed: "supine"'),
    "unknown key": ('name = "Bridge"', 'name = "Bridge"\ncolour = "red"', "line 4: unknown key colour; allowed: "),
    "a key with a line break": ('name = "Bridge"', 'name = "Bridge"\n"a\\nb" = 1'),
    "a check without bounds": ("below = 13\nabove = 28\n", "", "can never fail"),
    "two checks of one id": ('id = "arms_down"', 'id = "feet_close"'),
    "a tolerance below nothing": ("below = 13", "below = -13", "below = -13; allowed: more than 0"),
    "a working side of both": ('side = "near"', 'side = "working"'),
    "an attempt at nothing": (
        ATTEMPT,
        'attempt = "height"',
        "a table of its own, or one of the checks: alignment",
    ),
    "an attempt without words": (ATTEMPT, 'attempt = { id = "low", cue = "Up.", source = "A" }', "spoken"),
    "no position": (POSITION, 'position = ""', 'position = ""; allowed: some text'),
    "ranges the wrong way round": (
        *("ranges = [", 'ranges = [{ at = "end", measure = "knee_angle", min = 9, max = 8 },'),
        "must be below max",
    ),
    "dose that holds for ever": ("hold_s = [20, 20]", "hold_s = [20, inf]"),
    "unknown usual dose": ('default_dose = "A"', 'default_dose = "Z"', 'default_dose = "Z"; allowed: one of'),
    "no doses": ("[doses.", "[dosen."),
    "a huge number of another base": (END, "end = 0x" + "f" * 5000),
    "deep nesting": ('name = "Bridge"', "name = " + "[" * 3000),
    "another's id": ('id = "bridge"', 'id = "brigde"', 'line 2: id = "brigde"; allowed: ', '"bridge"'),
    "speaks of a person": (
        "[placement]",
        '[personal]\nprofile = "anna"\n[placement]',
        "personal: what a person can do belongs into a profile",
    ),
    "a surrogate": ('name = "Bridge"', 'name = "\\ud800"'),
    "unknown joint": ('"ankle"]', '"toe"]'),
}


@pytest.mark.parametrize("name", BROKEN_EXERCISES)
def test_a_broken_exercise_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    """File, key, value and what is allowed."""
    old, new, *words = BROKEN_EXERCISES[name]
    text = BRIDGE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "bridge.toml"
    path.write_text(text.replace(old, new) if old else new, encoding="utf-8")
    with pytest.raises(ExerciseError) as caught:
        read_exercise(path)
    refused(path, caught.value)
    assert [word for word in words if word not in str(caught.value)] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a" + 500 * ".a" + " = 1", "line 1 has more than 100 dots"),
        (f"checks = [{20_000 * '{},'}]", "more than 10000 tables"),
        ("#" * (1 << 20) + "\n", "the file is too large"),
    ],
)
def test_what_would_take_all_memory_is_not_parsed(tmp_path: Path, text: str, reason: str) -> None:
    """A dotted key takes it with the square of its parts; each wrong table has a problem for each key it lacks."""
    path = tmp_path / "bridge.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError, match=reason):
        read_exercise(path)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x00", b"\xef\xbb\xbfid = 1", b"\r" * 9])
def test_bytes_that_are_no_text_are_refused(content: bytes, tmp_path: Path) -> None:
    """Other encodings, and zeros."""
    path = tmp_path / "bridge.toml"
    path.write_bytes(content)
    with pytest.raises(ExerciseError) as caught:
        read_exercise(path)
    refused(path, caught.value)
