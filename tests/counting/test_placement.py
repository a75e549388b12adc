from dataclasses import replace

import pytest

from posecoach.counting.coach import Coach
from posecoach.counting.events import PlacementNoted
from posecoach.counting.placement import PlacementWatch
from posecoach.counting.state import Hint
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose, Exercise
from posecoach.pose.landmarks import Landmark, Side
from posecoach.pose.series import Landmarks
from posecoach.testing import AnyFigure, Figure, FrontFigure, scripted_series


def notes(exercise: Exercise, series: Landmarks) -> list[PlacementNoted]:
    """What the coach says about the placement."""
    coach = Coach(exercise, Dose(reps=(1, 1)))
    events = [*coach.advance(series).events, *coach.finish()]
    return [event for event in events if isinstance(event, PlacementNoted)]


@pytest.mark.parametrize(
    ("factor", "shift", "word"),
    [
        ((1.0, 1.0), (-560.0, 0.0), "shoulder is out"),
        ((1.0, 1.0), (490.0, 0.0), "ankle is out"),
        ((0.05, 0.05), (600.0, 300.0), "closer"),
    ],
)
def test_a_bad_view_says_what_to_change(
    bridge: Exercise, factor: tuple[float, float], shift: tuple[float, float], word: str
) -> None:
    """One message at a time, the most useful one."""
    series = scripted_series([Figure.supine()] * 90)
    series.points[..., 0] = series.points[..., 0] * factor[0] + shift[0]
    series.points[..., 1] = series.points[..., 1] * factor[1] + shift[1]
    found = notes(bridge, series)
    assert len(found) == 1
    assert word in found[0].hint
    assert found[0].start_s == pytest.approx(0.0, abs=0.1)
    assert found[0].end_s == pytest.approx(89 / 30, abs=0.1)


@pytest.mark.parametrize(
    ("exercise_id", "width", "said"), [("bridge", 0.58, False), ("bridge", 0.66, True), ("leg_roll", 0.66, True)]
)
def test_shoulders_tell_that_the_camera_is_not_at_the_side(exercise_id: str, width: float, said: bool) -> None:
    """From a width of 0.62 trunk lengths on."""
    series = scripted_series([Figure.supine()] * 90)
    middle = (series.points[:, Landmark.LEFT_SHOULDER, 1] + series.points[:, Landmark.RIGHT_SHOULDER, 1]) / 2
    for side, sign in ((Side.LEFT, -1), (Side.RIGHT, 1)):
        series.points[:, Landmark.of("shoulder", side), 1] = middle + sign * width / 2 * 260.0
    found = [note.hint for note in notes(load_exercise(exercise_id), series)]
    assert ["from the side" in message for message in found] == [True] * said


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        (FrontFigure(), []),
        (Figure.standing(), ["face the camera"]),
        (FrontFigure(scale=1.2), ["ankle is out"]),
        (FrontFigure(scale=0.15), ["closer"]),
    ],
)
def test_an_exercise_seen_from_the_front_has_words_of_its_own(figure: AnyFigure, words: list[str]) -> None:
    """The person must face the camera, with both sides in the picture."""
    found = [note.hint for note in notes(load_exercise("hip_shift_stretch"), scripted_series([figure] * 90))]
    assert len(found) == len(words)
    assert all(word in message for word, message in zip(words, found, strict=True))


def test_nobody_in_view_is_said_with_its_times(bridge: Exercise) -> None:
    """Leaving the picture and coming back is one note."""
    figures = [Figure.supine()] * 60 + [None] * 90 + [Figure.supine()] * 60
    found = notes(bridge, scripted_series(figures))
    assert [note.hint.split(":")[0] for note in found] == ["Nobody is in view"]
    assert (found[0].start_s, found[0].end_s) == pytest.approx((2.0, 5.0), abs=0.1)


def test_a_message_must_last_to_be_given() -> None:
    """What flickers is not said."""
    watch = PlacementWatch()
    for index in range(300):
        watch.step(index / 30, Hint.NEARER if index % 20 < 10 else None)
    assert watch.hint is None


@pytest.mark.parametrize(
    ("exercise_id", "figure", "scale", "said"),
    [
        ("bridge", Figure.supine(), 0.36, True),
        ("bridge", Figure.supine(), 0.5, False),
        ("toe_touch", Figure.standing(), 0.36, False),
        ("toe_touch", Figure.standing(), 0.18, True),
    ],
)
def test_people_who_lie_must_fill_more_of_the_width(exercise_id: str, figure: Figure, scale: float, said: bool) -> None:
    """Small ones are lost more often when they lie than when they stand."""
    found = notes(load_exercise(exercise_id), scripted_series([replace(figure, scale=scale)] * 90))
    assert ["closer" in note.hint for note in found] == [True] * said
