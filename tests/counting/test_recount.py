"""Counting again with other thresholds gives what the coach would have told."""

import pytest
from scripted import DOSE, bridge_angles, bridging, followed, lifted, reps

from posecoach.counting.events import Attempted, Event, FaultEnded, NotCounted, RepetitionCounted
from posecoach.counting.recount import MeasuredRecording, recount
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose, Exercise
from posecoach.exercise.thresholds import with_thresholds
from posecoach.pose.series import Landmarks
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import scripted_series

KEPT = (RepetitionCounted, FaultEnded, Attempted, NotCounted)
BRIDGES = scripted_series(bridging(bridge_angles(178.0, lifted(0.55), 178.0)), noise_px=0.3)


def measured(exercise: Exercise, series: Landmarks) -> MeasuredRecording:
    return MeasuredRecording.of(exercise, Stabiliser()(series))


def told(exercise: Exercise, series: Landmarks, dose: Dose = DOSE) -> list[Event]:
    """What a coach tells of it, without what a recount leaves out."""
    return [event for event in followed(exercise, series, dose) if isinstance(event, KEPT)]


@pytest.mark.parametrize(
    ("values", "dose", "good"),
    [
        ({}, DOSE, [True, False, True]),
        ({"checks.alignment.below": 55.0}, DOSE, [True, True, True]),
        ({"drive.least": 0.65}, DOSE, [True, True]),
        ({}, Dose(hold_s=(9.0, 9.0)), [False, False, False]),
    ],
)
def test_other_thresholds_and_doses_count_as_if_they_were_the_files_own(
    values: dict[str, float], dose: Dose, good: list[bool]
) -> None:
    """The recording is measured once."""
    exercise = load_exercise("bridge")
    recording, changed = measured(exercise, BRIDGES), with_thresholds(exercise, values)
    events = recount(recording, changed, dose)
    assert [rep.good for rep in reps(events)] == good
    assert events == told(changed, BRIDGES, dose)


def test_another_described_way_is_counted_in_its_own_shares(bridge: Exercise) -> None:
    """As if it had been measured for it."""
    further = bridge.model_copy(update={"drive": bridge.drive.model_copy(update={"end": 0.6})})
    events, own = recount(measured(bridge, BRIDGES), further, DOSE), told(further, BRIDGES)
    assert [rep.start_s for rep in reps(events)] == [rep.start_s for rep in reps(own)]
    assert len(reps(events)) == 2
