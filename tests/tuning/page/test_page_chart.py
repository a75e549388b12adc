import json
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.counting.events import Attempted, Event, RepetitionCounted
from posecoach.exercise.library import load_exercise
from posecoach.exercise.thresholds import thresholds
from posecoach.tuning.labels import Counts, LabelledMovement, Labels
from posecoach.tuning.page.changes import Changes
from posecoach.tuning.page.chart import Lanes, Plot, panels_of
from posecoach.tuning.page.curves import Curve, curve_kinds, limits_of

BRIDGE = load_exercise("bridge")
DRIVE = curve_kinds(BRIDGE)[0]
SAVED = thresholds(BRIDGE)
TIME_S = np.arange(600) / 30
HIGH = np.where((TIME_S > 5) & (TIME_S < 10), 0.5, 0.0)
HIGH[30:60] = np.nan
EVENTS: list[Event] = [
    RepetitionCounted(1, None, 5, 5, 10, 4.0, 10, ("alignment",), {}),
    Attempted(None, 12, 14, 0.1),
]
LABELS = Labels("bridge", (LabelledMovement(5, 10), LabelledMovement(15, 18, counts=Counts.MAYBE)))
NO_CHANGES = Changes()


def plot(*, least: float = SAVED["drive.least"], changes: Changes = NO_CHANGES) -> Plot:
    """The drive of one bridge, with as much travel asked for."""
    curve = Curve(DRIVE, TIME_S, {"": HIGH}, (0.0, 0.5))
    limits = limits_of(curve, SAVED | {"drive.least": least}, SAVED, movable=True)
    return Plot(panels_of([(curve, limits)], {}), Lanes(EVENTS, changes, LABELS, ("labels", 5)), 20.0)


def bars(one: Plot) -> list[list[Any]]:
    return [list(bar) for bar in one.moving()["series"][-1]["data"]]


def test_what_the_browser_gets_is_json_with_gaps_where_nobody_was_seen() -> None:
    """Not a number is no JSON; a gap in the curve is."""
    options = plot().options((0.0, 20.0))
    json.dumps(options, allow_nan=False)
    points = options["series"][0]["data"]
    assert {value for ms, value in points if 1050 < ms < 1950} == {None}
    assert max(value for _, value in points if value is not None) == 0.5


def test_only_what_has_changed_is_sent_while_a_line_is_dragged() -> None:
    """A curve's values stay in the browser until another stretch of time is looked at."""
    assert "data" not in plot().moving()["series"][0]
    assert plot().moving() == plot().moving()
    assert plot().moving() != plot(least=0.6).moving()


def test_a_pixel_moves_a_threshold_as_far_as_the_scale_says() -> None:
    """Dragged by the height between two places, the line's value goes from the one to the other."""
    before, after = (plot(least=least) for least in (0.45, 0.55))
    (handle,), panel = before.handles, before.panels[0]
    at = next(limit.at for limit in after.panels[0].limits if limit.line.key == "drive.least")
    assert handle["value"] + (handle["line"] - panel.y(at)) * handle["scale"] == pytest.approx(0.55)


def test_thresholds_that_cannot_be_dragged_have_no_handle_and_the_one_on_disk_stays_to_be_seen() -> None:
    """A moved line leaves a dotted one behind."""
    before, after = (plot(least=least).moving()["series"][0]["markLine"]["data"] for least in (0.45, 0.55))
    assert len(after) == len(before) + 1
    assert [handle["key"] for handle in plot().handles] == ["drive.least"]


@given(st.floats(0.3, 0.7), st.floats(-0.2, 0.2), st.floats(0.3, 0.8))
def test_names_of_limits_never_overlap_or_leave_their_curve(least: float, low: float, high: float) -> None:
    """However near lines lie, their names can be read and grasped."""
    curve = Curve(DRIVE, TIME_S, {"": HIGH}, (low, high))
    limits = limits_of(curve, SAVED | {"drive.least": least}, SAVED, movable=True)
    (panel,) = panels_of([(curve, limits)], {})
    places = [place for _, place in panel.names]
    assert all(other - one >= 20 for one, other in pairwise(places))
    assert all(panel.top <= place <= panel.bottom for place in places)


def test_a_name_that_is_not_seen_is_still_told() -> None:
    """What isn't told stays in the browser as it was."""
    curve = Curve(DRIVE, TIME_S, {"": HIGH}, (50.0, 51.0))
    limits = limits_of(curve, SAVED, SAVED, movable=False)
    away = Plot(panels_of([(curve, limits)], {}), Lanes(EVENTS, NO_CHANGES, LABELS, None), 20.0)
    here, hidden = plot().moving()["graphic"], away.moving()["graphic"]
    assert [part["id"] for part in hidden] == [part["id"] for part in here]
    assert 0.0 in {part["style"]["opacity"] for part in hidden}
    assert {part["style"]["opacity"] for part in here} == {1.0}


def test_lanes_show_repetitions_attempts_and_labels() -> None:
    """Faults are hatched, attempts dashed, and what is looked at is framed."""
    rep, attempt, label, maybe = sorted(bars(plot()), key=lambda bar: (-bar[2], bar[0]))
    assert (rep[7], rep[8], rep[9]) == ("hatched", "1", "1: Alignment")
    assert (attempt[6], attempt[9]) == ("dashed", "attempt")
    assert (label[4], label[7]) == ("var(--ink)", "")
    assert (maybe[6], maybe[9]) == ("dashed", "maybe")


def test_an_attempt_that_was_a_repetition_is_shown_as_lost() -> None:
    """One bar, not two."""
    lost = RepetitionCounted(1, None, 12, 12, 14, 1.0, 14, (), {})
    words = [bar[9] for bar in bars(plot(changes=Changes(lost=(lost,))))]
    assert "lost" in words
    assert "attempt" not in words


def test_without_an_exercise_there_is_only_the_lane_of_labels() -> None:
    """Nothing is counted then."""
    bare = Plot((), Lanes(None, Changes(), LABELS, None), 20.0)
    assert bare.area["counted"] is None
    assert bare.options((0.0, 20.0))["yAxis"][0]["data"] == ["Labels"]
    assert {bar[2] for bar in bars(bare)} == {0}
