import pytest

from posecoach.coaching.coach import Coach
from posecoach.coaching.events import PlacementNoted
from posecoach.coaching.exercise import Dose, Exercise
from posecoach.coaching.placement import PlacementWatch
from posecoach.pose.series import PoseSeries
from posecoach.pose.stabilise import Stabiliser
from posecoach.testing import Figure, scripted_series


def notes(exercise: Exercise, series: PoseSeries) -> list[PlacementNoted]:
    """What the coach says about the placement."""
    coach = Coach(exercise, Dose(reps=(1, 1)))
    events = [*coach.advance(Stabiliser()(series)).events, *coach.finish()]
    return [event for event in events if isinstance(event, PlacementNoted)]


def test_a_good_view_needs_no_words(bridge: Exercise) -> None:
    """A whole body seen from the side is fine."""
    assert notes(bridge, scripted_series([Figure.supine()] * 90)) == []


@pytest.mark.parametrize(
    ("factor", "shift", "word"),
    [
        ((1.0, 1.0), (-560.0, 0.0), "shoulder is out"),
        ((1.0, 1.0), (490.0, 0.0), "ankle is out"),
        ((0.05, 0.05), (600.0, 300.0), "closer"),
        ((0.04, 1.0), (600.0, 0.0), "from the side"),
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
    assert word in found[0].message
    assert found[0].start_s == pytest.approx(0.0, abs=0.1)
    assert found[0].end_s == pytest.approx(89 / 30, abs=0.1)


def test_nobody_in_view_is_said_with_its_times(bridge: Exercise) -> None:
    """Leaving the picture and coming back is one note."""
    figures = [Figure.supine()] * 60 + [None] * 90 + [Figure.supine()] * 60
    found = notes(bridge, scripted_series(figures))
    assert [note.message.split(":")[0] for note in found] == ["Nobody is in view"]
    assert (found[0].start_s, found[0].end_s) == pytest.approx((2.0, 5.0), abs=0.1)


def test_a_message_must_last_to_be_given() -> None:
    """What flickers is not said."""
    watch = PlacementWatch()
    for index in range(300):
        watch.step(index / 30, "Come closer." if index % 20 < 10 else None)
    assert watch.message is None
