"""One exercise of a guided session, and how much of its dose is done."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from posecoach.counting.events import RepetitionCounted
from posecoach.exercise.schema import Dose, Exercise, Sides
from posecoach.pose.landmarks import Side

__all__ = ["Achievement", "GuidedTask", "Progress"]


@dataclass(frozen=True, slots=True)
class GuidedTask:
    """What to do.

    Attributes:
        exercise: The exercise.
        dose_name: Name of its dose.
        dose: How much of it.
        rest_s: Rest after it, in seconds.
        note: Spoken before it begins.
    """

    exercise: Exercise
    dose_name: str
    dose: Dose
    rest_s: float = 20.0
    note: str = ""

    @property
    def next_dose(self) -> tuple[str, Dose]:
        """Name and dose after this one among the exercise's, in a circle; the first after one of its own."""
        doses = list(self.exercise.doses.items())
        names = [name for name, _ in doses]
        place = names.index(self.dose_name) + 1 if self.dose_name in names else 0
        return doses[place % len(doses)]


@dataclass(frozen=True, slots=True)
class Achievement:
    """What an exercise came to.

    Attributes:
        count: Repetitions.
        asked: The fewest that the dose asks for, of both sides together; 0 where nobody chose a dose.
        good: Repetitions without a fault.
        holds_s: How long each was held.
        faults: How many repetitions had each fault, by the check's id.
        moving_s: Seconds of continuous movement.
    """

    count: int
    asked: int
    good: int
    holds_s: tuple[float, ...]
    faults: Mapping[str, int]
    moving_s: float = 0.0

    @property
    def usual_fault(self) -> str | None:
        """The fault of most repetitions, if a third of them or more had one."""
        check = max(self.faults, key=self.faults.__getitem__, default=None)
        return check if check is not None and 3 * self.faults[check] >= self.count else None


@dataclass(slots=True)
class Progress:
    """Counts repetitions against a dose, side by side where sides take turns.

    Attributes:
        task: What is asked for.
        count: Repetitions so far.
        good: Those without a fault.
        sides: Repetitions by side.
        moving_s: Seconds of continuous movement so far.
        holds_s: How long each repetition was held.
        faults: How many repetitions had each fault.
    """

    task: GuidedTask
    count: int = 0
    good: int = 0
    sides: dict[Side, int] = field(default_factory=lambda: dict.fromkeys(Side, 0))
    moving_s: float = 0.0
    holds_s: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, rep: RepetitionCounted) -> None:
        """Takes in a repetition."""
        self.count += 1
        self.good += not rep.faults
        self.holds_s.append(rep.hold_s)
        self.faults.update(rep.faults)
        if rep.side is not None:
            self.sides[rep.side] += 1

    @property
    def achievement(self) -> Achievement:
        """What it has come to so far."""
        asked = self.task.exercise.reps_asked(self.task.dose)
        return Achievement(self.count, asked, self.good, tuple(self.holds_s), self.faults, self.moving_s)

    @property
    def enough(self) -> bool:
        """Whether the fewest repetitions of the dose, or its shortest time, are done."""
        dose = self.task.dose
        if dose.moving_s is not None:
            return self.moving_s >= dose.moving_s[0]
        if self.task.exercise.sides.in_turn:
            return min(self.sides.values()) >= dose.reps[0]
        return self.count >= dose.reps[0]

    @property
    def more(self) -> int:
        """Repetitions that the dose allows beyond the fewest."""
        dose = self.task.dose
        return 0 if dose.moving_s is not None or self.task.exercise.sides.in_turn else dose.reps[1] - dose.reps[0]

    @property
    def full(self) -> bool:
        """Whether the dose allows no more."""
        return self.enough and (self.more == 0 or self.count >= self.task.dose.reps[1])

    @property
    def last(self) -> bool:
        """Whether one more repetition is all that the dose allows."""
        return self.task.dose.moving_s is None and self._missing == 1

    @property
    def _missing(self) -> int:
        dose = self.task.dose
        if self.task.exercise.sides.in_turn:
            return sum(max(0, dose.reps[0] - done) for done in self.sides.values())
        return dose.reps[1] - self.count

    def next_side(self, usual: Side) -> Side | None:
        """The side whose turn it is, where sides take turns: the one with fewer repetitions, else the usual one."""
        exercise, dose = self.task.exercise, self.task.dose
        if not exercise.sides.in_turn or dose.moving_s is not None:
            return None
        begun = [side for side, done in self.sides.items() if 0 < done < dose.reps[0]]
        if exercise.sides is Sides.EACH and begun:
            return begun[0]
        fewer = min(self.sides.values())
        return usual if self.sides[usual] == fewer else usual.other

    def side_after(self, rep: RepetitionCounted) -> Side | None:
        """The side whose turn it is after a repetition; None when that needn't be said."""
        exercise, dose = self.task.exercise, self.task.dose
        if rep.side is None or not exercise.sides.in_turn or dose.moving_s is not None or self.enough:
            return None
        other = rep.side.other
        if self.sides[other] >= dose.reps[0]:
            return rep.side
        waits = exercise.sides is Sides.EACH and self.sides[rep.side] < dose.reps[0]
        return None if waits else other
