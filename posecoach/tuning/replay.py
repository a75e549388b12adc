"""Counting recordings again with other thresholds, from what no threshold changes."""

from collections.abc import Sequence

from posecoach.coaching.coach import Coach
from posecoach.coaching.dose import Dose
from posecoach.coaching.events import Event
from posecoach.coaching.exercise import Exercise
from posecoach.coaching.hips import with_hips_for
from posecoach.pose.series import PoseSeries, StablePoses
from posecoach.pose.stabilise import Stabiliser

__all__ = ["Replay", "Replays"]


class Replay:
    """One recording, ready to be counted again.

    Attributes:
        poses: Its stable poses, as the exercise measures them.
    """

    def __init__(self, exercise: Exercise, series: PoseSeries) -> None:
        """Prepares a recording.

        Args:
            exercise: The exercise, with any thresholds.
            series: The landmarks.
        """
        self.poses: StablePoses = with_hips_for(exercise, Stabiliser()(series))

    def recount(self, exercise: Exercise, dose: Dose) -> list[Event]:
        """What a coach would have told of it, in the order of time.

        Placement, beginnings of movements and values during repetitions (`RepetitionCounted.measures`) are left out.

        Args:
            exercise: The exercise that it was prepared for, with other thresholds.
            dose: How much is asked for.
        """
        coach = Coach(exercise, dose)
        return [*coach.advance(self.poses).events, *coach.finish()]


class Replays:
    """Several recordings, counted at once by as many processes as there are cores."""

    def __init__(self, exercise: Exercise, recordings: Sequence[PoseSeries], workers: int = 1) -> None:
        """Prepares them.

        Args:
            exercise: The exercise, with any thresholds.
            recordings: Their landmarks.
            workers: Processes to count with.
        """
        self._replays, self._workers = [Replay(exercise, series) for series in recordings], workers

    def __enter__(self) -> "Replays":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def recount(self, exercise: Exercise, dose: Dose) -> list[list[Event]]:
        """Events of each recording, in the order in which they were given."""
        return [replay.recount(exercise, dose) for replay in self._replays]

    def close(self) -> None:
        """Ends the processes."""
