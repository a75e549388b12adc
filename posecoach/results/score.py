"""How much of what a dose asks for was done well."""

from collections.abc import Sequence
from typing import Protocol

from posecoach.counting.holds import HOLD_CHECK
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise

__all__ = ["score"]


class _Rep(Protocol):
    @property
    def faults(self) -> Sequence[str]: ...
    @property
    def hold_s(self) -> float: ...


def score(exercise: Exercise, dose: Dose, reps: Sequence[_Rep], moving_s: float) -> float | None:
    """Between 0 and 1; None where no repetition is asked for, since nobody chose a dose.

    Continuous movement: its time out of the time asked for. Poses that are held: the time in good form out of the time
    asked for. All others: good repetitions out of those asked for.
    """
    asked = exercise.reps_asked(dose)
    if dose.moving_s is not None:
        return min(1.0, moving_s / dose.moving_s[0]) if dose.moving_s[0] else 1.0
    if not asked:
        return None
    if not exercise.drive.held_alone or dose.hold_s[0] == 0:
        return min(1.0, sum(not rep.faults for rep in reps) / asked)
    held = sum(min(dose.hold_s[0], rep.hold_s) for rep in reps if set(rep.faults) <= {HOLD_CHECK})
    return min(1.0, held / (asked * dose.hold_s[0]))
