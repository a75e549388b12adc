"""What one exercise's counter makes of a recording: its repetitions, and how well each agrees with the file."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from posecoach.coaching.hips import as_measured
from posecoach.counting.events import RepetitionCounted
from posecoach.counting.recount import MeasuredRecording, recount
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise, Sides
from posecoach.pose.series import StablePoses
from posecoach.recognition.fit import Fit

__all__ = ["Claim", "claims_of"]

_SAME_SIDE = 0.6
"""Left of movements that all go to the same side."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A repetition that an exercise's counter found: a stretch of time that the exercise can account for.

    Attributes:
        exercise: Its id.
        start_s: When the movement began.
        end_s: When it was over.
        fit: How well it agrees with the exercise's file, 0 to 1.
        pace: How well its hold agrees with the exercise's doses, 0 to 1, which tells apart exercises that are counted
            by the same movement.
    """

    exercise: str
    start_s: float
    end_s: float
    fit: float
    pace: float = 1.0

    @property
    def weight(self) -> float:
        """Seconds of a fitting movement that it is worth."""
        return (self.end_s - self.start_s) * self.fit

    @property
    def paced(self) -> "Claim":
        """The same with its hold weighed in full."""
        return replace(self, fit=self.fit * self.pace)


def claims_of(exercise: Exercise, poses: StablePoses) -> list[Claim]:
    """The repetitions of a recording that the exercise's counter finds, in the order of time.

    Args:
        exercise: What to look for.
        poses: Stable poses of the whole recording, with the hips as they were found.
    """
    recording = MeasuredRecording.of(exercise, as_measured(exercise, poses))
    fit = Fit(exercise, recording, poses)
    # No dose: how long is held is weighed by itself.
    events = recount(recording, exercise, Dose())
    reps = [event for event in events if isinstance(event, RepetitionCounted)]
    turns = _turns(exercise, reps)
    return [Claim(exercise.id, rep.start_s, rep.end_s, turns * fit.of(rep), fit.pace(rep)) for rep in reps]


def _turns(exercise: Exercise, reps: Sequence[RepetitionCounted]) -> float:
    """What is left of movements that go to one side of the person's own start, by how often they change sides.

    Many a movement goes away from a start position; those that are meant go to one side and then to the other.
    """
    if exercise.drive.side_by_direction is None or exercise.sides is not Sides.ALTERNATE:
        return 1.0
    changes = [first.side is not second.side for first, second in pairwise(reps)]
    share = sum(changes) / len(changes) if changes else 0.5
    return _SAME_SIDE + (1 - _SAME_SIDE) * share
