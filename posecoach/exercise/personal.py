"""What is known of the person who exercises, beside the thresholds that fit them."""

from typing import Annotated

from pydantic import Field

from posecoach.exercise.rules import Number, Strict

__all__ = ["Personal", "PersonalRange"]


class PersonalRange(Strict):
    """How far a person comfortably goes, as values of `Exercise.shown_measure`.

    Attributes:
        rest: In the start position, the median of the repetitions'.
        best: The furthest that was held; of sides that take turns, on the lesser one.
        repetitions: How many repetitions it was read from.
    """

    rest: Number
    best: Number
    repetitions: Annotated[int, Field(ge=1)]


class Personal(Strict):
    """One exercise as one person does it in front of their camera.

    Attributes:
        profile: Name of the profile that says so.
        range: How far they go; None when only the thresholds are their own.
        noise: Standard deviation at rest by measure, at the distance of the calibration.
        camera_roll_deg: How far the camera is rolled clockwise, so that the floor sinks to the left of its picture.
    """

    profile: str
    range: PersonalRange | None = None
    noise: dict[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = Field(default_factory=dict)
    camera_roll_deg: Annotated[float, Field(ge=-45, le=45)] = 0.0
