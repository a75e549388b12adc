"""The plot as ECharts draws it: curves with zones and thresholds, above lanes of repetitions and labels."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from posecoach.counting.events import Attempted, Event, RepetitionCounted
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.messages import Message
from posecoach.names import in_words
from posecoach.tuning.labels import Counts, LabelledMovement, Labels
from posecoach.tuning.page.changes import Changes, counted
from posecoach.tuning.page.curves import Curve, Limit, LineKind, span_of, thinned

__all__ = ["Lanes", "Panel", "Plot", "panels_of"]

Options: TypeAlias = dict[str, Any]
"""As ECharts reads them."""

_LEFT, _RIGHT = 74, 140
"""Pixels beside the curves, for scales and for the names of limits."""
_TITLE, _LANE, _AXIS, _GAP = 26, 30, 24, 10
"""Pixels of a curve's title, a lane, the time axis below, and between what is drawn."""
_CURVE, _NAME = 126, 22
"""Pixels of a curve at least, and for each name beside it."""
_PILL = (128, 19)
"""Pixels of a name's ground."""
_BEYOND_PX = 9
"""How far the wrong side of a tolerance is shaded."""
_COLUMNS = 1500
"""Points of a curve in the stretch of time that is shown; screens have hardly more."""
_BAR = (Path(__file__).parent / "components" / "bar.js").read_text(encoding="utf-8").rstrip().rstrip(";")
_FONT = '"Segoe UI", system-ui, -apple-system, Roboto, sans-serif'
_HOUR_S = 3600
_INK, _QUIET, _ON_COLOUR, _NONE = "var(--ink)", "var(--quiet)", "var(--on-colour)", "none"
_GOOD, _FAULT, _LABEL, _REST = "var(--good)", "var(--fault)", "var(--label)", "var(--rest)"
"""Colours of the page's style sheet, which the browser looks up when it draws: light or dark, as the person has it."""
_SCALE: Options = {"color": _QUIET, "fontSize": 12}
_HIDDEN: Options = {"show": False}
_HOLLOW = {Counts.NO: Message("attempt"), Counts.MAYBE: Message("maybe")}


@dataclass(frozen=True, slots=True)
class Panel:
    """A curve's place in the plot.

    Attributes:
        curve: Which.
        limits: Thresholds on it.
        top: Its upper edge, in pixels from the plot's.
        height: In pixels.
        span: Values at its lower and its upper edge.
    """

    curve: Curve
    limits: tuple[Limit, ...]
    top: int
    height: int
    span: tuple[float, float]

    def y(self, value: float) -> float:
        """Where a value lies, in pixels from the plot's upper edge; what lies outside is at the edge."""
        low, high = self.span
        return self.top + self.height * (1 - min(max((value - low) / (high - low), 0.0), 1.0))

    @property
    def names(self) -> list[tuple[Limit, float]]:
        """Limits that have a name beside the curve, and where it stands: names are spread where they would overlap."""
        shown = [one for one in self.limits if one.movable or self.span[0] < one.at < self.span[1]]
        shown.sort(key=lambda one: self.y(one.at))
        half = _PILL[1] / 2
        return list(
            zip(shown, _spread([self.y(one.at) for one in shown], self.top + half, self.bottom - half), strict=True)
        )

    @property
    def bottom(self) -> int:
        """Its lower edge."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Lanes:
    """What lies below the curves.

    Attributes:
        events: What is counted; None if nobody knows the exercise.
        changes: Against what is counted with the thresholds on disk.
        labels: Of the recording.
        chosen: The lane and the start of what somebody looks at.
    """

    events: Sequence[Event] | None
    changes: Changes
    labels: Labels
    chosen: tuple[str, float] | None

    @property
    def reps(self) -> list[RepetitionCounted]:
        """What is counted."""
        return counted(self.events or ())

    @property
    def attempts(self) -> list[Attempted]:
        """What isn't; one that was a repetition before is shown as the repetition that is lost."""
        attempts = [one for one in self.events or () if isinstance(one, Attempted)]
        lost = self.changes.lost
        return [one for one in attempts if not any(rep.start_s < one.end_s and one.start_s < rep.end_s for rep in lost)]

    @property
    def count(self) -> int:
        """How many lanes."""
        return 1 if self.events is None else 2


def panels_of(
    curves: Sequence[tuple[Curve, tuple[Limit, ...]]], held: Mapping[str, tuple[float, float]]
) -> tuple[Panel, ...]:
    """Curves one below the other.

    Args:
        curves: With their limits.
        held: Spans by the curves' ids that mustn't change, because a line is being dragged.
    """
    found, top = [], _TITLE
    for curve, limits in curves:
        height = max(_CURVE, _NAME * len(limits))
        found.append(Panel(curve, limits, top, height, held.get(curve.kind.id) or span_of(curve, limits)))
        top += height + _TITLE
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Plot:
    """All that is drawn.

    Attributes:
        panels: The curves.
        lanes: What lies below them.
        duration_s: Of the recording.
        language: Of words and numbers in it.
    """

    panels: tuple[Panel, ...]
    lanes: Lanes
    duration_s: float
    language: Language = ENGLISH

    @property
    def height(self) -> int:
        """In pixels."""
        return self._lanes_top + _LANE * self.lanes.count + _AXIS

    @property
    def area(self) -> Options:
        """Where things are, in pixels: what the browser needs to tell what the mouse is at."""
        tops = [self._lanes_top + 3 + _LANE * row for row in range(self.lanes.count)]
        lanes = {"labels": tops[-1], "counted": tops[0] if len(tops) > 1 else None}
        top = self.panels[0].top if self.panels else self._lanes_top
        return {"left": _LEFT, "right": _RIGHT, "top": top, "lane": _LANE - 6, **lanes}

    @property
    def handles(self) -> list[Options]:
        """Where limits can be dragged, and how far a pixel moves their thresholds."""
        return [
            {
                "key": limit.line.key,
                "value": limit.value,
                "line": panel.y(limit.at),
                "name": name_y,
                "scale": (panel.span[1] - panel.span[0]) / panel.height / limit.line.factor,
            }
            for panel in self.panels
            for limit, name_y in panel.names
            if limit.movable
        ]

    def options(self, window: tuple[float, float]) -> Options:
        """Everything, with the values of a stretch of time."""
        zoom = {"type": "inside", "xAxisIndex": [*range(len(self.panels) + 1)], "filterMode": "weakFilter"}
        shown = {"startValue": 1000 * window[0], "endValue": 1000 * window[1], "minValueSpan": 1000}
        return {
            "animation": False,
            "useUTC": True,
            "textStyle": {"fontFamily": _FONT},
            "grid": [*(_grid(panel.top, panel.height) for panel in self.panels), self._lanes_grid()],
            "dataZoom": [zoom | shown],
            "xAxis": [self._time_axis(row) for row in range(len(self.panels) + 1)],
            **self.moving(window),
        }

    def moving(self, window: tuple[float, float] | None = None) -> Options:
        """What changes with thresholds and labels; with a stretch of time, the curves' values in it, too."""
        curves = [one for row in range(len(self.panels)) for one in self._curves(row, window)]
        bars: Options = {"id": "bars", "data": list(_bars(self.lanes, self.language))}
        return {
            "yAxis": [*map(self._value_axis, range(len(self.panels)), self.panels), self._lanes_axis()],
            "graphic": [part for panel in self.panels for part in _names(panel, self.language)],
            "series": [*curves, bars | (self._bars_series() if window else {})],
        }

    @property
    def _lanes_top(self) -> int:
        return self.panels[-1].bottom + _GAP if self.panels else _GAP

    def _lanes_grid(self) -> Options:
        grid = _grid(self._lanes_top, _LANE * self.lanes.count)
        return {**grid, "show": True, "backgroundColor": "var(--faint)", "borderWidth": 0}

    def _lanes_axis(self) -> Options:
        names = [*map(self.language.shown, (Message("Labels"), Message("Counted")))][: self.lanes.count]
        between = {"show": True, "lineStyle": {"color": "var(--paper)", "width": 4}}
        axis = {"type": "category", "gridIndex": len(self.panels), "data": names, "splitLine": between}
        return {**axis, "axisLabel": _SCALE, "axisLine": _HIDDEN, "axisTick": _HIDDEN}

    def _time_axis(self, row: int) -> Options:
        axis = {"type": "time", "gridIndex": row, "min": 0, "max": 1000 * self.duration_s, "splitNumber": 4}
        if row < len(self.panels):
            return {**axis, **_HIDDEN}
        clock = "{m}:{ss}" if self.duration_s < _HOUR_S else "{H}:{mm}:{ss}"
        levels = dict.fromkeys(("year", "month", "day", "hour", "minute", "second"), clock)
        levels["millisecond"] = f"{clock}{self.language.decimal_symbol}{{SSS}}"
        label = {**_SCALE, "formatter": levels, "hideOverlap": True}
        return {**axis, "axisLabel": label, "axisLine": _HIDDEN}

    def _value_axis(self, row: int, panel: Panel) -> Options:
        low, high = panel.span
        axis = {"type": "value", "gridIndex": row, "min": low, "max": high, "splitNumber": panel.height // 30}
        written = f"(value) => String(value).replace('.', {json.dumps(self.language.decimal_symbol)})"
        label = {**_SCALE, "showMinLabel": False, "showMaxLabel": False, ":formatter": written}
        return {**axis, "axisLabel": label, "splitLine": {"lineStyle": {"color": "var(--grid)"}}}

    def _bars_series(self) -> Options:
        row = len(self.panels)
        texts = [{"name": f"text{number}", "type": "ordinal"} for number in range(7)]
        drawn: Options = {"type": "custom", ":renderItem": _BAR, "clip": True, "silent": True}
        read: Options = {"dimensions": ["start", "end", "lane", *texts], "encode": {"x": [0, 1], "y": 2}}
        return {**drawn, **read, "xAxisIndex": row, "yAxisIndex": row}

    def _curves(self, row: int, window: tuple[float, float] | None) -> Iterator[Options]:
        panel = self.panels[row]
        for place, (name, values) in enumerate(panel.curve.values.items()):
            series: Options = {"id": f"{row} {name}"}
            if place == 0:
                series |= {"markLine": _lines(panel), "markArea": self._zones(panel)}
            if window is not None:
                line = {"color": _LABEL if place else _INK, "width": 1.6, "type": [5, 3] if place else "solid"}
                series |= {"type": "line", "xAxisIndex": row, "yAxisIndex": row, "showSymbol": False, "silent": True}
                series |= {"lineStyle": line, "data": _points(panel.curve.time_s, values, window)}
            yield series

    def _zones(self, panel: Panel) -> Options:
        """Bands of what counts, strips of what is a fault, and when repetitions are."""
        areas = [_band(panel, limit) for limit in panel.limits if limit.line.kind not in (LineKind.START, LineKind.END)]
        for rep in self.lanes.reps:
            paint = {"color": _FAULT if rep.faults else _GOOD, "opacity": 0.1}
            areas.append([{"xAxis": 1000 * rep.start_s, "itemStyle": paint}, {"xAxis": 1000 * rep.end_s}])
        return {"silent": True, "data": areas}


def _grid(top: int, height: int) -> Options:
    return {"left": _LEFT, "right": _RIGHT, "top": top, "height": height, "outerBoundsMode": "none"}


def _spread(wanted: Sequence[float], low: float, high: float) -> list[float]:
    """Places in order that are far enough apart for names, as near as that allows to where they want to be."""
    gap, places = _PILL[1] + 3, list[float]()
    for place in wanted:
        places.append(max(min(max(place, low), high), places[-1] + gap if places else low))
    for index in reversed(range(len(places))):
        places[index] = min(places[index], places[index + 1] - gap if index + 1 < len(places) else high)
    return places


def _colour(limit: Limit) -> str:
    if not limit.movable:
        return _REST
    return _FAULT if limit.line.kind is LineKind.TOLERANCE else _GOOD


def _lines(panel: Panel) -> Options:
    """Where thresholds are, and, dotted, where they were."""
    data = []
    for limit in panel.limits:
        style = {"color": _colour(limit), "width": 2 if limit.movable else 1}
        if limit.before != limit.at:
            data.append({"yAxis": limit.before, "lineStyle": {**style, "type": [2, 4], "opacity": 0.7}})
        data.append({"yAxis": limit.at, "lineStyle": {**style, "type": "solid" if limit.movable else [2, 3]}})
    return {"silent": True, "symbol": "none", "label": _HIDDEN, "data": data}


def _band(panel: Panel, limit: Limit) -> list[Options]:
    low, high = panel.span
    end, opacity = (high if limit.line.good_above else low), 0.16
    if limit.line.kind is LineKind.TOLERANCE:
        width = _BEYOND_PX * (high - low) / panel.height
        end, opacity = limit.at + (-width if limit.line.good_above else width), 0.3
    return [{"yAxis": limit.at, "itemStyle": {"color": _colour(limit), "opacity": opacity}}, {"yAxis": end}]


def _names(panel: Panel, language: Language) -> Iterator[Options]:
    """Names with lines that lead to them. All are always there, though some aren't seen: none outlives its limit."""
    places = {limit.line.key: place for limit, place in panel.names}
    for limit in panel.limits:
        key, seen = f"{panel.curve.kind.id} {limit.line.key}", limit.line.key in places
        y = panel.y(limit.at)
        place = places.get(limit.line.key, y)
        yield {"id": key, **_name(limit, language.shown(limit.words), place, opacity=float(seen))}
        yield {"id": f"{key} leader", **_leader(limit, y, place, opacity=float(seen))}


def _name(limit: Limit, text: str, place: float, *, opacity: float) -> Options:
    width, height = _PILL
    ground = {"backgroundColor": _colour(limit) if limit.movable else "var(--paper)", "borderRadius": 5}
    edge = {"borderColor": _colour(limit), "borderWidth": 1, "padding": [0, 6], "width": width - 12}
    words = {"text": text, "fill": _ON_COLOUR if limit.movable else _QUIET, "fontSize": 12, "fontFamily": _FONT}
    style = {**words, **ground, **edge, "lineHeight": height, "opacity": opacity}
    return {"type": "text", "right": 2, "top": place - height / 2, "style": style, "silent": True, "z": 50}


def _leader(limit: Limit, y: float, place: float, *, opacity: float) -> Options:
    """From a line to its name, which may stand beside it."""
    shape, style = {"x1": 0, "y1": y, "x2": 10, "y2": place}, {"stroke": _colour(limit), "opacity": opacity}
    where = {"right": _PILL[0] + 2, "top": min(y, place) - 0.5}
    return {"type": "line", **where, "shape": shape, "style": {**style, "lineWidth": 1}, "silent": True}


def _points(time_s: Any, values: Any, window: tuple[float, float]) -> list[tuple[float, float | None]]:
    """The curve's points in the window and half as far to both sides, extremes kept; None where nothing was seen."""
    start, end = window[0] - (window[1] - window[0]) / 2, window[1] + (window[1] - window[0]) / 2
    rows = thinned(time_s, values, (start, end), 2 * _COLUMNS).astype(float)
    points = list[tuple[float, float | None]]()
    for offset, low, high in rows.tolist():
        ms = round(1000 * (start + offset), 1)
        ends = (low,) if low == high or np.isnan(low) else (low, high)
        points.extend((ms, None if np.isnan(one) else round(one, 4)) for one in ends)
    return points


def _bars(lanes: Lanes, language: Language) -> Iterator[list[Any]]:
    top = lanes.count - 1
    for attempt in lanes.attempts:
        yield _hollow(attempt.start_s, attempt.end_s, top, _QUIET, language.shown(Message("attempt")))
    for rep in lanes.changes.lost:
        yield _hollow(rep.start_s, rep.end_s, top, _FAULT, language.shown(Message("lost")))
    signs = {id(rep): "+" for rep in lanes.changes.gained} | {id(rep): "~" for rep in lanes.changes.moved}
    for rep in lanes.reps:
        sign = signs.get(id(rep), "")
        framed = bool(sign) or lanes.chosen == ("counted", rep.start_s)
        yield _full(rep, top, _FAULT if rep.faults else _GOOD, f"{sign}{rep.number}", language, framed=framed)
    for label in lanes.labels.movements:
        framed = lanes.chosen == ("labels", label.start_s)
        if label.counts is Counts.YES:
            yield _full(label, 0, _LABEL, "", language, framed=framed)
        else:
            word = language.shown(_HOLLOW[label.counts])
            yield _hollow(label.start_s, label.end_s, 0, _INK if framed else _LABEL, word)


def _full(
    one: RepetitionCounted | LabelledMovement, lane: int, colour: str, number: str, language: Language, *, framed: bool
) -> list[Any]:
    side = language.shown(Message(one.side.value))[0].upper() if one.side else ""
    short = " ".join(word for word in (number, side) if word)
    faults = ", ".join(language.shown(in_words(fault)) for fault in one.faults)
    long = ": ".join(word for word in (short, faults) if word)
    look = (colour, _INK if framed else _NONE, _ON_COLOUR, "", "hatched" if one.faults else "")
    return _bar(one.start_s, one.end_s, lane, look, short, long)


def _hollow(start_s: float, end_s: float, lane: int, colour: str, word: str) -> list[Any]:
    return _bar(start_s, end_s, lane, (_NONE, colour, colour, "dashed", ""), "", word)


def _bar(start_s: float, end_s: float, lane: int, look: tuple[str, ...], short: str, long: str) -> list[Any]:
    """Look is filling, stroke, ink, and whether it is dashed and hatched."""
    return [1000 * start_s, 1000 * end_s, lane, *look, short, long]
