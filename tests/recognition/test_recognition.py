from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pytest
from scripted import bridge_angles, bridging, visits

from posecoach.exercise.library import exercise_paths, load_exercise
from posecoach.exercise.schema import Exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.recognition import (
    SURE,
    Choice,
    Claim,
    Part,
    alike,
    difference,
    parts_of,
    recognise,
    recognise_pieces,
)
from posecoach.testing import AnyFigure, Figure, scripted_series

Script = list[AnyFigure | None]
Parts = Callable[..., tuple[Part, ...]]
FOURS = Figure.all_fours()


@pytest.fixture(scope="module")
def exercises() -> dict[str, Exercise]:
    return {name: load_exercise(name) for name in exercise_paths()}


def bridges(count: int) -> Script:
    """A rest, and bridges held for 2.6 s."""
    return bridging(bridge_angles(*[178.0] * count))


def legs(count: int, arm: float, hold_s: float) -> Script:
    """Legs raised in turn on all fours, with the opposite arm at this angle."""
    sides = [Side.LEFT if number % 2 else Side.RIGHT for number in range(count)]
    return [
        *visits(FOURS, *(Figure.all_fours(side, leg=172.0, arm=arm) for side in sides), held_s=hold_s),
        *[FOURS] * 30,
    ]


def stable(script: Script) -> StablePoses:
    return Stabiliser()(scripted_series(script, noise_px=1.0))


def names(parts: Sequence[Part]) -> list[str | None]:
    return [part.exercise for part in parts]


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        pytest.param(bridges(3), "bridge", id="bridge"),
        pytest.param(bridges(1), "bridge", id="a single bridge"),
        pytest.param(legs(3, arm=168.0, hold_s=4.4), "bird_dog", id="bird dog"),
        pytest.param(legs(2, arm=85.0, hold_s=10.2), "leg_reach", id="leg reach: no arm, and a long hold"),
    ],
)
def test_one_exercise_is_named(exercises: dict[str, Exercise], script: Script, wanted: str) -> None:
    """The file that describes the movement best wins, although others count it too."""
    (part,) = recognise(stable(script), exercises.values())
    assert part.exercise == part.guesses[0] == wanted
    assert SURE <= part.confidence <= 1


def test_a_long_recording_is_looked_at_in_stretches(
    exercises: dict[str, Exercise], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever they are cut, its parts are those of the whole, and no movement is lost or counted twice."""
    poses, some = stable(bridges(8) + legs(3, arm=168.0, hold_s=4.4)), [exercises["bridge"], exercises["bird_dog"]]
    whole = recognise(poses, some)
    assert [(part.exercise, part.repetitions) for part in whole] == [("bridge", 8), ("bird_dog", 3)]
    monkeypatch.setattr("posecoach.recognition.parts._AROUND_STRETCH_S", 8.0)
    for stretch_s in (5.0, 12.0):
        monkeypatch.setattr("posecoach.recognition.parts._STRETCH_S", stretch_s)
        pieces = (poses[first : first + 100] for first in range(0, len(poses), 100))
        found = recognise_pieces(pieces, some)
        assert [(part.exercise, part.repetitions) for part in found] == [("bridge", 8), ("bird_dog", 3)]
        assert [(part.start_s, part.end_s) for part in found] == [(part.start_s, part.end_s) for part in whole]


def test_a_part_tells_its_time_and_repetitions(exercises: dict[str, Exercise]) -> None:
    """From the first movement's beginning to the last one's end."""
    (part,) = recognise(stable(bridges(3)), exercises.values())
    assert part.repetitions == 3
    assert part.start_s == pytest.approx(1.5, abs=0.4)
    assert part.end_s == pytest.approx(3 * 6.7, abs=0.6)


def test_two_exercises_are_two_parts(exercises: dict[str, Exercise]) -> None:
    """A recording is cut where the exercise changes."""
    first, second = bridges(3), legs(3, arm=168.0, hold_s=4.4)
    parts = recognise(stable(first + second), exercises.values())
    assert names(parts) == ["bridge", "bird_dog"]
    change_s = len(first) / 30
    assert parts[0].end_s <= change_s + 1
    assert parts[1].start_s >= change_s - 1
    assert [part.repetitions for part in parts] == [3, 3]


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([None] * 300, id="nobody"),
        pytest.param([Figure.supine()] * 600, id="lying still"),
        pytest.param([Figure.all_fours()] * 600, id="on all fours"),
    ],
)
def test_nothing_is_made_of_nothing(exercises: dict[str, Exercise], script: Script) -> None:
    """Who repeats nothing does no exercise."""
    assert not any(names(recognise(stable(script), exercises.values())))


def test_an_exercise_without_a_file_is_not_invented(exercises: dict[str, Exercise]) -> None:
    """Without those on all fours to choose from, legs raised on all fours are no exercise."""
    others = [exercise for exercise in exercises.values() if exercise.posture.value not in ("all fours", "kneeling")]
    assert not any(names(recognise(stable(legs(3, arm=168.0, hold_s=4.4)), others)))


def test_an_empty_recording_has_no_parts(exercises: dict[str, Exercise]) -> None:
    """No frame, no part."""
    poses = stable([None] * 3)
    none = replace(poses, time_s=poses.time_s[:0], found=poses.found[:0])
    assert recognise(none, exercises.values()) == ()


def test_an_exercise_of_ones_own_needs_a_clear_lead(exercises: dict[str, Exercise]) -> None:
    """One made from a bridge doesn't take every bridge, nor make it doubtful; what only it describes is still its."""
    bridge = exercises["bridge"]
    own = bridge.model_copy(update={"id": "my_bridge", "doses": {"own": bridge.doses["A"]}, "default_dose": "own"})
    poses = stable(bridges(3))
    (alone,) = recognise(poses, exercises.values())
    (part,) = recognise(poses, [*exercises.values(), own], {"my_bridge"})
    assert (part.exercise, part.confidence) == ("bridge", alone.confidence)
    assert names(recognise(poses, [exercises["cobra"], own], {"my_bridge"})) == ["my_bridge"]


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("bridge", "heel_raise_bridge", "Lift your heels"),
        ("bird_dog", "leg_reach", "Reach your arm forward"),
        ("leg_roll", "lumbar_rotation", "leg_roll is held not at all, lumbar_rotation for 10 s"),
        ("childs_pose", "back_stretch", "childs_pose begins kneeling, back_stretch all fours"),
    ],
)
def test_like_exercises_are_told_apart(exercises: dict[str, Exercise], first: str, second: str, words: str) -> None:
    """They are counted by the same movement; form, hold or start position are what differs."""
    assert alike(exercises[first], exercises[second])
    assert words in difference(exercises[first], exercises[second])


def test_other_exercises_are_not_alike(exercises: dict[str, Exercise]) -> None:
    """The drive, or where it must be done, differs; and that is what is told."""
    bridge, knee, both = (exercises[name] for name in ("bridge", "knee_to_chest", "double_knee_to_chest"))
    assert not alike(bridge, knee)
    assert not alike(knee, both)
    assert "bridge is counted by: hips above" in difference(bridge, knee)
    assert "both sides together" in difference(knee, both)


def claims(exercise: str, *starts_s: float, fit: float = 1.0, lasting_s: float = 6.0) -> list[Claim]:
    return [Claim(exercise, start_s, start_s + lasting_s, fit) for start_s in starts_s]


@pytest.fixture
def parts(exercises: dict[str, Exercise]) -> Parts:
    """Parts of claims in a recording that is no longer than they are."""

    def found(*groups: Iterable[Claim]) -> tuple[Part, ...]:
        all_claims = [claim for group in groups for claim in group]
        starts, ends = ([getattr(claim, name) for claim in all_claims] for name in ("start_s", "end_s"))
        return parts_of(all_claims, Choice.of(exercises.values()), min(starts, default=0.0), max(ends, default=0.0))

    return found


def test_the_better_account_wins(parts: Parts) -> None:
    """Of two exercises that count the same movements, the one that fits better; a rival leaves less confidence."""
    (alone,) = parts(claims("bridge", 0, 8, 16))
    (part,) = parts(claims("bridge", 0, 8, 16), claims("pelvic_tilt", 0, 8, 16, fit=0.5))
    assert part.exercise == alone.exercise == "bridge"
    assert part.confidence < alone.confidence
    assert part.guesses == ("bridge", "pelvic_tilt")


def test_a_tie_is_not_decided(parts: Parts) -> None:
    """Nobody can tell; both are named, and what tells them apart."""
    (part,) = parts(claims("cobra", 0, 8, fit=0.7), claims("bird_dog", 0, 8, fit=0.7))
    assert part.exercise is None
    assert set(part.guesses) == {"cobra", "bird_dog"}
    assert "prone" in part.difference


def test_of_like_exercises_the_better_one_is_named(parts: Parts) -> None:
    """The movement is sure and the count the same; how sure the name is, the confidence says."""
    (part,) = parts(claims("bridge", 0, 8), claims("heel_raise_bridge", 0, 8, fit=0.99))
    assert part.exercise == "bridge"
    assert part.confidence < SURE + 0.1
    (clear,) = parts(claims("bridge", 0, 8), claims("heel_raise_bridge", 0, 8, fit=0.5))
    assert clear.confidence > part.confidence


def test_the_best_of_a_bad_lot_is_not_named(parts: Parts) -> None:
    """Movements that no exercise describes well are don't know, even without a rival."""
    (part,) = parts(claims("bridge", 0, 8, 16, fit=0.15))
    assert part.exercise is None
    assert part.guesses == ("bridge",)


def test_what_is_not_accounted_for_leaves_doubt(exercises: dict[str, Exercise]) -> None:
    """A movement in a minute of something else; what is further away says nothing."""
    choice, found = Choice.of(exercises.values()), claims("bridge", 100)
    confidences = [parts_of(found, choice, 100 - s, 106 + s)[0].confidence for s in (0, 10, 30, 90)]
    assert confidences[0] > confidences[1] > confidences[2] == confidences[3]


def test_one_odd_movement_does_not_cut_a_part(parts: Parts) -> None:
    """A single movement that fits another exercise better costs less than two changes."""
    odd = [*claims("bridge", 0, 16), *claims("bridge", 8, fit=0.6), *claims("cobra", 8, fit=1.2)]
    assert [part.guesses[0] for part in parts(odd)] == ["bridge"]


def test_a_change_and_a_long_pause_cut(parts: Parts) -> None:
    """Another exercise is another part, and so is the same one after a long pause."""
    found = parts(claims("bridge", 0, 8), claims("cat_cow", 20, 28), claims("cat_cow", 90, 98))
    assert [part.guesses[0] for part in found] == ["bridge", "cat_cow", "cat_cow"]
    assert [(part.start_s, part.end_s) for part in found] == [(0, 14), (20, 34), (90, 104)]
