"""Scripted people, followed by the coach."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
from figures import believed

from posecoach.counting.coach import Coach
from posecoach.counting.events import Event, FaultEnded, RepetitionCounted, with_ends
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose, Exercise
from posecoach.measures import MEASURES, Body
from posecoach.pose.landmarks import Side
from posecoach.pose.series import Landmarks
from posecoach.testing import AnyFigure, Figure, between, eased, scripted_series

DOSE = Dose(hold_s=(2.0, 5.0))
RATE_HZ = 30

Kind = TypeVar("Kind", bound=Event)


def path(*stations: tuple[float, float], moving_s: float = 1.3, rate_hz: float = RATE_HZ) -> list[float]:
    """Values that stay at each station, a value and seconds, and go from one to the next as gently as a limb does."""
    values = [stations[0][0]] * round(stations[0][1] * rate_hz)
    for (before, _), (value, seconds) in pairwise(stations):
        values += [*eased(before, value, round(moving_s * rate_hz)), *[value] * round(seconds * rate_hz)]
    return values


def through(*stations: tuple[AnyFigure, float], moving_s: float = 1.3) -> list[AnyFigure]:
    """From figure to figure, each for some seconds; 30 a second."""
    made = [stations[0][0]] * round(RATE_HZ * stations[0][1])
    for (before, _), (after, seconds) in pairwise(stations):
        made += [between(before, after, share) for share in path((0.0, 0.0), (1.0, seconds), moving_s=moving_s)]
    return made


def visits(start: AnyFigure, *tops: AnyFigure, held_s: float = 2.6, rate_hz: float = RATE_HZ) -> list[AnyFigure]:
    """From a start position to each of the tops in turn and back, with holds."""
    made: list[AnyFigure] = []
    for top in tops:
        shares = path((0.0, 0.2 if made else 1.5), (1.0, held_s), (0.0, 1.0), rate_hz=rate_hz)
        made += [between(start, top, share) for share in shares]
    return made


def bridge_angles(*tops: float, held_s: float = 2.6) -> list[float]:
    """Hip angles of somebody who does bridges, a second and a half of rest before and after each."""
    stations = [(125.0, 1.5)]
    for top in tops:
        stations += [(top, held_s), (125.0, 1.5)]
    return path(*stations)


def lifted(share: float) -> float:
    """The hip angle of a bridge that has gone a share of the described way."""
    drive = load_exercise("bridge").drive
    angles = np.linspace(125.0, 200.0, 301)
    lift = MEASURES[drive.measure].of(Body(believed(*(Figure.supine(angle) for angle in angles)), True), Side.RIGHT)
    return float(angles[np.argmax(lift - lift[0] >= share * drive.travel)])


def bridging(angles: Sequence[float]) -> list[AnyFigure | None]:
    """Figures with these hip angles."""
    return [Figure.supine(angle) for angle in angles]


def followed(
    exercise: Exercise,
    script: Landmarks | Sequence[AnyFigure | None],
    dose: Dose = DOSE,
    *,
    live: bool = False,
    noise_px: float = 0.3,
) -> list[Event]:
    """What the coach tells of a recording, or of figures, 30 a second."""
    series = script if isinstance(script, Landmarks) else scripted_series(script, noise_px=noise_px)
    coach = Coach(exercise, dose, live=live)
    return with_ends([*coach.advance(series).events, *coach.finish()])


def of_kind(kind: type[Kind], events: Sequence[Event]) -> list[Kind]:
    """The events of one kind."""
    return [event for event in events if isinstance(event, kind)]


def reps(events: Sequence[Event]) -> list[RepetitionCounted]:
    """The repetitions."""
    return of_kind(RepetitionCounted, events)


def faults(events: Sequence[Event]) -> tuple[tuple[str, int | None], ...]:
    """Each fault's check and the repetition it belongs to."""
    return tuple((event.check, event.rep) for event in of_kind(FaultEnded, events))
