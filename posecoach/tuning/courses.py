"""Recordings as they are counted again: what no threshold changes of them."""

from posecoach.coaching.hips import as_measured
from posecoach.coaching.recount import Course
from posecoach.exercise.schema import Exercise
from posecoach.pose.series import PoseSeries
from posecoach.pose.stabilise import Stabiliser

__all__ = ["course_of"]


def course_of(exercise: Exercise, series: PoseSeries) -> Course:
    """Measures landmarks as a coach of the exercise does, with any thresholds."""
    return Course.of(exercise, as_measured(exercise, Stabiliser()(series)))
