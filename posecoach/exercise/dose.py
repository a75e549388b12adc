"""How much of an exercise is asked for."""

from typing import Annotated

from pydantic import Field, model_validator

from posecoach.exercise.rules import Strict

__all__ = ["NO_DOSE", "Dose"]

_Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Count = Annotated[int, Field(ge=1)]


class Dose(Strict):
    """How much one article asks for.

    Attributes:
        hold_s: Shortest and longest hold of a repetition in seconds; zero when it isn't held.
        reps: Fewest and most repetitions, of each side when sides take turns.
        moving_s: Shortest and longest time of continuous movement, which then counts instead of repetitions.
        note: What the article says or leaves open.
    """

    hold_s: tuple[_Seconds, _Seconds] = (0.0, 0.0)
    reps: tuple[_Count, _Count] = (1, 1)
    moving_s: tuple[_Seconds, _Seconds] | None = None
    note: str = ""

    @model_validator(mode="after")
    def _ordered(self) -> "Dose":
        ranges = (self.hold_s, self.reps, self.moving_s or (0.0, 0.0))
        if any(first > last for first, last in ranges):
            msg = "a range is written smallest first"
            raise ValueError(msg)
        return self


NO_DOSE = Dose.model_construct(hold_s=(0.0, 0.0), reps=(0, 0), moving_s=None, note="")
"""Where nobody chose one: nothing is asked for. No file can say so."""
