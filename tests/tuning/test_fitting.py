import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_bridges import DOSE, PEOPLE, Windows, bridges, labels_of, windowed

from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.agreement import pooled
from posecoach.tuning.fitting import Plan, Tuning, fit_thresholds, folds, steps
from posecoach.tuning.labels import Labels
from posecoach.tuning.objective import Objective, SmoothedScore
from posecoach.tuning.replays import Replays
from posecoach.tuning.search import possible
from posecoach.tuning.verdict import Reason

FEET, LEAST = "checks.feet_close.above", "drive.least"
TRIALS = 100

FOUR = list(PEOPLE.values())[:4]


@pytest.fixture(scope="module")
def replays(bridge: Exercise) -> Replays:
    """Four people, ready to be counted; not long enough for more than one process."""
    return Replays(bridge, [bridges(tops) for tops in FOUR], 1)


def tuned(exercise: Exercise, replays: Replays, labels: list[Labels], present: dict[str, float]) -> Tuning:
    objective = Objective(exercise, DOSE, replays, labels)
    return fit_thresholds(objective, present, Plan.of(objective, TRIALS, 0, 2))


def spoiled(exercise: Exercise, seed: int) -> dict[str, float]:
    """Each threshold moved by a third of its limits."""
    draw = random.Random(seed)  # noqa: S311 - the same draw each time
    limits = exercise.tunables
    moved = {
        key: value + draw.choice((-1, 1)) / 3 * (limits[key][1] - limits[key][0])
        for key, value in thresholds(exercise).items()
    }
    return possible(exercise, moved)


def test_spoiled_thresholds_are_mended(bridge: Exercise, replays: Replays) -> None:
    """Other people than those that were fitted to are counted as exactly as with the shipped ones."""
    tuning = tuned(bridge, replays, [labels_of(tops) for tops in FOUR], spoiled(bridge, 1))
    others = [(171.0, 151.5, 164.0), (152.5, 179.0, 163.5)]
    held_out = Objective(
        bridge, DOSE, Replays(bridge, [bridges(tops) for tops in others], 1), [labels_of(tops) for tops in others]
    )
    assert held_out.score(tuning.present, range(2)) < 1
    assert tuning.verdict.helps
    assert held_out.score(tuning.fitted, range(2)) >= held_out.score(thresholds(bridge), range(2)) == 1


def test_shuffled_labels_are_refused(bridge: Exercise, replays: Replays) -> None:
    """Repetitions at any time but their own."""
    draw = random.Random(0)  # noqa: S311 - the same draw each time
    tuning = tuned(bridge, replays, [moved(labels_of(tops), draw) for tops in FOUR], spoiled(bridge, 1))
    assert not tuning.verdict.helps


def moved(labels: Labels, draw: random.Random) -> Labels:
    """Without attempts, and each repetition somewhere else."""
    times = sorted(draw.uniform(0.0, 10.0) for _ in labels.repetitions)
    elsewhere = zip(labels.repetitions, times, strict=True)
    return replace(labels, movements=tuple(replace(one, start_s=at_s, end_s=at_s + 1.5) for one, at_s in elsewhere))


def test_a_recording_is_judged_by_thresholds_that_never_saw_it(bridge: Exercise) -> None:
    """What only one recording could teach is missing in the part that lacks it."""
    only = {FEET: (38.0, 42.0)}
    objective = windowed(bridge, *[{FEET: (20.0, 42.0)}] * 4, only)
    tuning = fit_thresholds(objective, thresholds(bridge), Plan.of(objective, TRIALS, 0))
    assert [one.right for one in tuning.held_out] == [1, 1, 1, 1, 0]
    assert [one.right for one in tuning.after] == [1] * 5
    assert tuning.verdict.reason is Reason.NO_CHANGE


def test_a_single_recording_carries_no_gain(bridge: Exercise) -> None:
    """One that others agree with is mended, and still it is only one."""
    objective = windowed(bridge, *[{FEET: (12.0, 35.0)}] * 4, {FEET: (12.0, 31.0)})
    tuning = fit_thresholds(objective, thresholds(bridge) | {FEET: 34.0}, Plan.of(objective, TRIALS, 0))
    assert not tuning.verdict.helps


def test_loose_thresholds_are_centred_only_where_that_is_needed(bridge: Exercise) -> None:
    """Kept at first; but a bad value that nothing speaks against in a part is mended only by the middle."""
    windows = [{FEET: (12.0, 42.0)}] * 3 + [{FEET: (12.0, 30.0)}] * 2
    objective = windowed(bridge, *windows)
    plan = Plan(TRIALS, 0, ((0,), (1,), (2,), (3, 4)))
    tuning = fit_thresholds(objective, thresholds(bridge) | {FEET: 40.0}, plan)
    assert tuning.verdict.helps
    assert tuning.centred
    good = windowed(bridge, *[{FEET: (12.0, 30.0)}] * 5)
    assert not fit_thresholds(good, thresholds(bridge) | {FEET: 40.0}, Plan.of(good, TRIALS, 0)).centred


def test_tuning_again_comes_to_the_same(bridge: Exercise) -> None:
    """Every number, with the same seed; and no more steps are told than were announced."""
    told: list[None] = []
    results = []
    for _ in range(2):
        objective = windowed(bridge, {FEET: (30.0, 40.0)}, {FEET: (28.0, 36.0)}, {FEET: (12.0, 38.0)})
        plan = Plan.of(objective, TRIALS, 3)
        results.append(fit_thresholds(objective, thresholds(bridge), plan, lambda: told.append(None)))
    assert results[0] == results[1]
    assert len(told) <= 2 * steps(objective, plan)


def test_what_was_counted_is_remembered(bridge: Exercise) -> None:
    """The same thresholds are asked for once, whichever recordings they are asked of."""
    windows = Windows([{}, {}, {}])
    objective = Objective(bridge, DOSE, windows, [labels_of(())] * 3)
    for recordings in ([0], [1, 2], [0, 1, 2]):
        objective.score(thresholds(bridge), recordings)
    assert windows.questions == objective.recounts == 1


def test_a_cliff_is_worth_less_than_an_insensitive_range(bridge: Exercise) -> None:
    """Both agree as well themselves, but one of them only just."""
    objective = windowed(bridge, {FEET: (20.0, 30.0)})
    score = SmoothedScore(objective, [0])
    edge, inside = thresholds(bridge) | {FEET: 29.9}, thresholds(bridge) | {FEET: 25.0}
    assert objective.score(edge, [0]) == objective.score(inside, [0]) == 1
    assert score(inside) > score(edge)


def test_thresholds_that_contradict_each_other_count_nothing(bridge: Exercise) -> None:
    """A search never tries them; should a rule forbid them all the same, it goes on."""
    touching = {"drive.start": (-0.1, 0.5), "drive.end": (0.2, 0.6)}
    objective = windowed(bridge.model_copy(update={"tunables": touching}), {})
    assert objective.score({"drive.start": 0.3, "drive.end": 0.3}, [0]) == 0
    assert pooled(objective.agreements({"drive.start": 0.0, "drive.end": 0.4})).score == 1


@given(repetitions=st.lists(st.integers(0, 30), min_size=3, max_size=30), seed=st.integers(0, 9))
def test_each_recording_is_held_out_once(repetitions: list[int], seed: int) -> None:
    """One by one up to six, else in five parts of like sizes."""
    parts = folds(repetitions, None, seed)
    assert sorted(index for part in parts for index in part) == list(range(len(repetitions)))
    assert len(parts) == (len(repetitions) if len(repetitions) <= 6 else 5)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1


def test_parts_have_long_and_short_recordings() -> None:
    """Not all long ones in one part."""
    lengths = [10] * 5 + [1] * 5
    assert [sorted(lengths[index] for index in part) for part in folds(lengths, None, 0)] == [[1, 10]] * 5


@pytest.mark.parametrize(("total", "count", "reason"), [(2, None, "needs 3"), (4, 5, "choose 2 to 4")])
def test_too_few_recordings_are_refused(total: int, count: int | None, reason: str) -> None:
    """With how many there must be."""
    with pytest.raises(SourceError, match=reason):
        folds([3] * total, count, 0)
