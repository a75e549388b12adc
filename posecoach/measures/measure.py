"""What is known of a measure beside its values, said where its function stands: a decorator of it."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from posecoach.measures.body import Body, Values
from posecoach.messages import Message
from posecoach.pose.landmarks import Side

__all__ = ["INTERIOR", "LENGTH", "Measure", "angle", "distance"]

INTERIOR, LENGTH = (0.0, 180.0), (0.0, math.inf)
"""What interior angles and lengths without a direction can be."""
_ANY = (-math.inf, math.inf)


@dataclass(frozen=True, slots=True)
class Measure:
    """A named, vectorised reading of a pose.

    Attributes:
        of: The values of n frames on one side of the body.
        what: What it measures, for people.
        scale: How its values are read; None where the unit says that.
        unit: "deg" or "trunk lengths".
        sided: Whether left and right have values of their own.
        joints: For an angle that can be drawn, its three joints with the vertex in the middle.
        from_contour: Whether it reads the back's outline, which costs the estimator time.
        possible: Smallest and largest value it can have at all.
        along_picture: Whether it is a length along the body or the floor, which a view along the body shortens.
    """

    of: Callable[[Body, Side], Values]
    what: Message
    scale: Message | None = None
    unit: str = "deg"
    sided: bool = True
    joints: tuple[str, str, str] | None = None
    from_contour: bool = False
    possible: tuple[float, float] = _ANY
    along_picture: bool = False

    def __call__(self, body: Body, side: Side) -> Values:
        """The same as `of`, for measures that are made of others."""
        return self.of(body, side)

    @property
    def name(self) -> str:
        """How exercise files call it."""
        return self.of.__name__

    @property
    def meaning(self) -> Message:
        """One line for people."""
        return self.what if self.scale is None else Message("{what}; {scale}", what=self.what, scale=self.scale)

    @property
    def label(self) -> Message:
        """How people call it; catalogues have those of all measures."""
        return Message(self.name.replace("_", " "))

    @property
    def unit_in_words(self) -> Message:
        """The unit as it is written in a sentence."""
        return Message("degrees") if self.unit == "deg" else Message("trunk lengths")

    @property
    def side_view_only(self) -> bool:
        """Whether its value is only what it says when the body is seen from the side; heights are from everywhere."""
        return self.unit == "deg" or self.along_picture

    @property
    def decimals(self) -> int:
        """Decimal places that a value is known to: a tenth of a degree, a thousandth of a trunk length."""
        return 1 if self.unit == "deg" else 3


def angle(
    what: Message,
    scale: Message | None = None,
    *,
    sided: bool = True,
    joints: tuple[str, str, str] | None = None,
    from_contour: bool = False,
    possible: tuple[float, float] = _ANY,
) -> Callable[[Callable[[Body, Side], Values]], Measure]:
    """Makes a function a measure in degrees, see `Measure`."""
    return lambda of: Measure(of, what, scale, "deg", sided, joints, from_contour, possible)


def distance(
    what: Message,
    scale: Message | None = None,
    *,
    sided: bool = True,
    from_contour: bool = False,
    possible: tuple[float, float] = _ANY,
    along_picture: bool = False,
) -> Callable[[Callable[[Body, Side], Values]], Measure]:
    """Makes a function a measure in trunk lengths, see `Measure`."""
    return lambda of: Measure(of, what, scale, "trunk lengths", sided, None, from_contour, possible, along_picture)
