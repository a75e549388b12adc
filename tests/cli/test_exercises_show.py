"""`exercises` and `exercises show`: for whoever does them, and what is measured for those who ask."""

from pathlib import Path

import pytest
import typer
from command_line import Run

from posecoach.exercise.library import data_folder, exercise_paths

LOOP = data_folder("demonstrations") / "bridge.mp4"


def flat(text: str) -> str:
    return " ".join(text.split())


def test_the_list_fits_a_terminal_and_breaks_no_id(posecoach: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """80 columns, one line for each exercise."""
    monkeypatch.setenv("COLUMNS", "80")
    lines = posecoach("exercises")[1].splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(exercise_paths())
    assert max(len(line.rstrip()) for line in lines) <= 80
    assert "5 x 4-5 s a side" in flat(next(line for line in lines if line.startswith("bird_dog")))


@pytest.mark.parametrize(
    ("exercise_id", "words"),
    [
        (
            "bridge",
            [
                "Start Lie on your back, knees bent",
                "Hold 2-3 s in the end position",
                "Breathing going: breathe out",
                "- Bring your feet closer to your seat.",
                "A (usual) 5 2-3 s Fix Your Back Pain",
                "the camera",
            ],
        ),
        ("knee_to_chest", ["sides in turn", "2-3 per side"]),
        ("toe_touch", ["go back at once", "returning: breathe in"]),
        ("hip_shift_stretch", ["facing the camera", "- Shift your weight further"]),
        ("leg_roll", ["60 s of movement"]),
    ],
)
def test_an_exercise_is_told_to_whoever_does_it(posecoach: Run, exercise_id: str, words: list[str]) -> None:
    """How it goes, what to look out for, how much, and where the camera stands; nothing that is measured."""
    code, shown, _ = posecoach("exercises", "show", exercise_id)
    assert code == 0
    assert [word for word in words if word not in flat(shown)] == []
    assert not {"hip_angle", "severity", "It belongs to the exercise"} & {*shown.split(), flat(shown)}
    assert max(len(line.rstrip()) for line in shown.splitlines()) <= 80


@pytest.mark.parametrize(
    ("exercise_id", "words"),
    [
        ("bridge", ["both sides together", "articles: A, B, C, D", "alignment", "167 to 208", "hip_angle 180°"]),
        ("toe_touch", ["standing", "at the start", "while holding", "of the way"]),
        ("knee_to_chest", ["change from the start position", "the side that works"]),
        ("hip_shift_stretch", ["camera from the front", "from this person's own start position", "no count"]),
        ("seated_overhead_stretch", ["shoulder_angle (least)", "to the last counts, too"]),
        ("cat_cow", ["in either order, is one repetition", "both"]),
        ("leg_roll", ["towards it the near side's"]),
        ("pelvic_tilt", ["times the noise", "it can be called for"]),
        ("bird_dog", ["in the start position posture all fours", "knee_angle (working)", "at least 110°"]),
    ],
)
def test_rules_come_last_for_those_who_ask(
    posecoach: Run, monkeypatch: pytest.MonkeyPatch, exercise_id: str, words: list[str]
) -> None:
    """What counts, when checks look, and what belongs to it."""
    monkeypatch.setenv("COLUMNS", "250")
    code, shown, _ = posecoach("exercises", "show", exercise_id, "--rules")
    assert code == 0
    assert [word for word in words if word not in flat(shown.partition("See it done")[2])] == []


def test_the_loop_is_played(posecoach: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In the system's player, one's own before the program's; what can't be played is told in a line."""
    played: list[str] = []
    monkeypatch.setattr(typer, "launch", played.append)
    code, shown, _ = posecoach("exercises", "show", "bridge", "--open")
    assert code == 0
    assert str(LOOP) in "".join(shown.split())
    own = tmp_path / "config" / "demonstrations" / "bridge.mp4"
    own.parent.mkdir(parents=True)
    own.write_bytes(b"video")
    assert posecoach("exercises", "show", "bridge", "--open")[0] == 0
    assert played == [str(LOOP), str(own)]
    monkeypatch.setattr(typer, "launch", lambda _: 1)
    code, _, err = posecoach("exercises", "show", "bridge", "--open")
    assert (code, err.count("\n")) == (2, 1)
    assert "no player can be opened" in err


def test_an_exercise_without_a_loop_says_where_to_put_one(posecoach: Run, tmp_path: Path) -> None:
    """One of one's own; an id that doesn't exist is refused with the nearest."""
    folder = tmp_path / "config" / "exercises"
    folder.mkdir(parents=True)
    text = (data_folder("exercises") / "bridge.toml").read_text(encoding="utf-8")
    (folder / "lift.toml").write_text(text.replace('id = "bridge"', 'id = "lift"'), encoding="utf-8")
    code, shown, err = posecoach("exercises", "show", "lift", "--open")
    assert code == 2
    assert "There is no video of it." in shown
    assert str(tmp_path / "config" / "demonstrations" / "lift.mp4") in err
    assert posecoach("exercises", "show", "brige")[0] == 2
