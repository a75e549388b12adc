import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import bridge_angles, bridging

from posecoach.counting.coach import Coach
from posecoach.counting.events import Event, FaultStarted, HoldStarted, PlacementNoted, RepetitionStarted, with_ends
from posecoach.counting.recount import recount
from posecoach.exercise.schema import Dose, Exercise
from posecoach.exercise.thresholds import with_thresholds
from posecoach.pose.series import Landmarks
from posecoach.testing import scripted_series
from posecoach.tuning.replays import Replays, measured, partition

DOSE = Dose(hold_s=(2.0, 3.0), reps=(3, 3))


def bridges(*tops: float) -> Landmarks:
    """A recording with a bridge for each of these hip angles."""
    return scripted_series(bridging(bridge_angles(*tops)), noise_px=1.0)


def told(exercise: Exercise, series: Landmarks) -> list[Event]:
    """What a coach tells of a recording, as far as a replay does, too."""
    coach = Coach(exercise, DOSE)
    events = with_ends([*coach.advance(series).events, *coach.finish()])
    beginnings = (PlacementNoted, RepetitionStarted, HoldStarted, FaultStarted)
    return [event for event in events if not isinstance(event, beginnings)]


def test_a_replay_tells_what_the_coach_tells(bridge: Exercise) -> None:
    """The hips' offset apart, which scripted figures don't have, the stages are those of an analysis."""
    series = bridges(175.0, 150.0, 160.0)
    front = bridge.model_copy(update={"placement": bridge.placement.model_copy(update={"view": "oblique"})})
    assert recount(measured(front, series), front, DOSE) == told(front, series)


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_number_of_processes_changes_nothing(bridge: Exercise, workers: int) -> None:
    """Each recording's events come back in its place, with the thresholds of each question."""
    recordings = [bridges(175.0), bridges(175.0, 158.0, 140.0), bridges()]
    strict = with_thresholds(bridge, {"drive.least": 0.6})
    expected = [[recount(measured(bridge, one), exercise, DOSE) for one in recordings] for exercise in (bridge, strict)]
    with Replays(bridge, recordings, workers) as replays:
        assert [replays.recount(exercise, DOSE) for exercise in (bridge, strict)] == expected
    assert expected[0] != expected[1]


def test_no_recordings_are_no_error(bridge: Exercise) -> None:
    """There is nothing to tell."""
    with Replays(bridge, []) as replays:
        assert replays.recount(bridge, DOSE) == []


@given(st.lists(st.integers(1, 1000), max_size=30), st.integers(1, 8))
def test_work_is_shared_out_evenly(sizes: list[int], workers: int) -> None:
    """Everything is done once, and nobody has more than the largest piece more than another."""
    shares = partition(sizes, workers)
    assert sorted(index for share in shares for index in share) == list(range(len(sizes)))
    assert len(shares) == max(1, min(workers, len(sizes)))
    loads = [sum(sizes[index] for index in share) for share in shares]
    assert max(loads) - min(loads) <= max(sizes, default=0)
