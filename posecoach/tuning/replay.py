"""Counting a recording again with other thresholds, from what no threshold changes."""

from posecoach.coaching.dose import Dose
from posecoach.coaching.events import Event
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.hips import as_measured
from posecoach.coaching.recount import Course, recount
from posecoach.pose.series import PoseSeries
from posecoach.pose.stabilise import Stabiliser

__all__ = ["Replay"]


class Replay:
    """One recording, ready to be counted again.

    Attributes:
        course: Its measures.
    """

    def __init__(self, exercise: Exercise, series: PoseSeries) -> None:
        """Prepares a recording.

        Args:
            exercise: The exercise, with any thresholds.
            series: The landmarks.
        """
        self.course = Course.of(exercise, as_measured(exercise, Stabiliser()(series)))

    def recount(self, exercise: Exercise, dose: Dose) -> list[Event]:
        """What a coach would have told of it, in the order of time.

        Placement, beginnings of movements, holds and faults, and values during repetitions
        (`RepetitionCounted.measures`) are left out.

        Args:
            exercise: The exercise that it was prepared for, with other thresholds.
            dose: How much is asked for.
        """
        return recount(self.course, exercise, dose)
