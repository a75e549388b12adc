from collections.abc import Sequence
from dataclasses import replace

import pytest

from posecoach.recognition import Claim, Part, nearest, parts_of, recognise
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import exercise_paths, load_exercise
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, eased, scripted_series

Script = list[Figure | None]


@pytest.fixture(scope="module")
def exercises() -> list[Exercise]:
    return [load_exercise(exercise) for exercise in exercise_paths()]


def bridges(count: int, top: float = 178.0) -> Script:
    """A second of rest, and bridges held for 2.4 s."""
    one = [*eased(125, top, 36), *[top] * 72, *eased(top, 125, 36), *[125.0] * 30]
    return [Figure.supine(angle) for angle in [125.0] * 30 + one * count]


def legs(count: int, arm: float, hold_s: float) -> Script:
    """A second on all fours, and legs raised in turn with the opposite arm at this angle."""
    up = eased(0.0, 1.0, 36)
    shares = [*up, *[1.0] * round(30 * hold_s), *reversed(up), *[0.0] * 30]
    script: Script = [Figure.all_fours()] * 30
    for number in range(count):
        side = Side.LEFT if number % 2 else Side.RIGHT
        script += [
            Figure.all_fours(side if share else None, leg=95 + 77 * share, arm=85 + share * (arm - 85))
            for share in shares
        ]
    return script


def stable(script: Script) -> StablePoses:
    return Stabiliser()(scripted_series(script, noise_px=1.0))


def names(parts: Sequence[Part]) -> list[str | None]:
    return [part.exercise for part in parts]


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        pytest.param(bridges(3), "bridge", id="bridge"),
        pytest.param(legs(3, arm=168.0, hold_s=4.4), "bird_dog", id="bird dog"),
        pytest.param(legs(2, arm=85.0, hold_s=10.2), "leg_reach", id="leg reach: no arm, and a long hold"),
    ],
)
def test_one_exercise_is_named(exercises: list[Exercise], script: Script, wanted: str) -> None:
    """The file that describes the movement best wins, although others count it too."""
    parts = recognise(stable(script), exercises)
    assert names(parts) == [wanted]
    assert 0 < parts[0].confidence <= 1
    assert parts[0].guesses[0] == wanted


def test_a_part_tells_its_time_and_repetitions(exercises: list[Exercise]) -> None:
    """From the first movement's beginning to the last one's end."""
    (part,) = recognise(stable(bridges(3)), exercises)
    assert part.repetitions == 3
    assert part.start_s == pytest.approx(1.0, abs=0.4)
    assert part.end_s == pytest.approx(3 * 5.8, abs=0.6)


def test_two_exercises_are_two_parts(exercises: list[Exercise]) -> None:
    """A recording is cut where the exercise changes."""
    first, second = bridges(3), legs(3, arm=168.0, hold_s=4.4)
    parts = recognise(stable(first + second), exercises)
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
def test_nothing_is_made_of_nothing(exercises: list[Exercise], script: Script) -> None:
    """Who repeats nothing does no exercise."""
    poses = stable(script)
    assert recognise(poses, exercises) == ()
    assert nearest(poses, exercises) == ()


def test_the_nearest_are_named_when_none_is_recognised(exercises: list[Exercise]) -> None:
    """A single half bridge is no part, but a guess."""
    poses = stable(bridges(1, top=146.0))
    without_small_ones = [exercise for exercise in exercises if not exercise.drive.relative]
    assert recognise(poses, without_small_ones) == ()
    assert "bridge" in nearest(poses, without_small_ones)


def test_an_exercise_without_a_file_is_not_invented(exercises: list[Exercise]) -> None:
    """Without those on all fours to choose from, legs raised on all fours are no exercise."""
    others = [exercise for exercise in exercises if exercise.posture.value not in ("all fours", "kneeling")]
    assert recognise(stable(legs(3, arm=168.0, hold_s=4.4)), others) == ()


def test_an_empty_recording_has_no_parts(exercises: list[Exercise]) -> None:
    """No frame, no part."""
    poses = stable([None] * 3)
    none = replace(poses, time_s=poses.time_s[:0])
    assert recognise(none, exercises) == ()


def claims(exercise: str, *starts_s: float, fit: float = 1.0, lasting_s: float = 6.0) -> list[Claim]:
    return [Claim(exercise, start_s, start_s + lasting_s, fit, counted=True) for start_s in starts_s]


def test_the_better_account_wins() -> None:
    """Of two exercises that count the same movements, the one that fits better; the lead is the confidence."""
    (part,) = parts_of([*claims("bridge", 0, 8, 16), *claims("pelvic_tilt", 0, 8, 16, fit=0.6)])
    assert part.exercise == "bridge"
    assert part.confidence == pytest.approx(0.4)
    assert part.guesses == ("bridge", "pelvic_tilt")


def test_a_tie_is_not_decided() -> None:
    """Nobody can tell; both are named."""
    (part,) = parts_of([*claims("bridge", 0, 8), *claims("heel_raise_bridge", 0, 8)])
    assert part.exercise is None
    assert set(part.guesses) == {"bridge", "heel_raise_bridge"}


def test_the_best_of_a_bad_lot_is_not_named() -> None:
    """Movements that no exercise describes well are don't know, even without a rival."""
    (part,) = parts_of(claims("bridge", 0, 8, 16, fit=0.35))
    assert part.exercise is None
    assert part.guesses == ("bridge",)


def test_one_odd_movement_does_not_cut_a_part() -> None:
    """A single movement that fits another exercise better costs less than two changes."""
    odd = [*claims("bridge", 0, 16), *claims("bridge", 8, fit=0.6), *claims("heel_raise_bridge", 8, fit=1.2)]
    assert names(parts_of(odd)) == ["bridge"]


def test_a_change_and_a_long_pause_cut() -> None:
    """Another exercise is another part, and so is the same one after a long pause."""
    recording = [*claims("bridge", 0, 8), *claims("cat_cow", 20, 28), *claims("cat_cow", 90, 98)]
    parts = parts_of(recording)
    assert names(parts) == ["bridge", "cat_cow", "cat_cow"]
    assert [(part.start_s, part.end_s) for part in parts] == [(0, 14), (20, 34), (90, 104)]


def test_attempts_alone_are_no_part() -> None:
    """Somebody who never gets there has done no repetition."""
    assert parts_of([replace(claim, counted=False) for claim in claims("bridge", 0, 8, 16)]) == ()
    assert parts_of([]) == ()
