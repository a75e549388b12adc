"""The recording that somebody looks at: player, plot, pictures of a repetition, and marking."""

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from posecoach.exercise.rules import Attempt, Check
from posecoach.tuning.page.changes import Changes
from posecoach.tuning.page.chart import Lanes, Panel, Plot, panels_of
from posecoach.tuning.page.curves import Curve, limits_of, written
from posecoach.tuning.page.marking import mark, mark_at
from posecoach.tuning.page.media import Shelf
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.page.panels import KEYS, RepetitionCard, button, clock, flag, put
from posecoach.tuning.wording import plain, unit_of

__all__ = ["Stage"]

_FIRST_S = 60.0
"""The stretch of a recording that is shown at first."""
_SHORTEST_S = 1.0
_USUAL_STEP_S = 1 / 30
_TOLD_EVERY_S = 0.1
_DRAGGED_EVERY_S = 0.04
_ZOOMED_EVERY_S = 0.15
_MARKS = (
    ("start", "[", "Start"),
    ("end", "]", "End"),
    ("left", "L", "Left"),
    ("right", "R", "Right"),
    ("attempt", "A", "Attempt"),
    ("delete", "Del", "Delete"),
    ("take", "T", "Copy counted"),
    ("take_all", "", "Copy all"),
)


class _Player(Element, component="components/player.js"):
    """Video or single pictures. Tells `act` with what a key asks for."""

    def __init__(self, recording: dict[str, Any]) -> None:
        super().__init__()
        self.props.update(recording=recording, keys={key: what for _, _, keys in KEYS for key, what in keys.items()})

    def show(self, recording: dict[str, Any]) -> None:
        """Opens a recording."""
        self.props["recording"] = recording

    def seek(self, time_s: float) -> None:
        """Goes to a moment, and stays there."""
        self.run_method("pause")
        self.run_method("seek", time_s)


class _Timeline(Element, component="components/timeline.js"):
    """What the mouse does in the plot inside, and the playhead. Tells `drag`, `edge`, `choose` and `time`."""


class Stage:
    """Shows one recording at a time."""

    def __init__(self, state: PageState, shelf: Shelf, tried: Callable[[Callable[[], None]], None]) -> None:
        """Builds everything; nothing is shown until `show`.

        Args:
            state: What is shown.
            shelf: The recordings' curves and pictures.
            tried: Makes a change, and says why if it can't be made.
        """
        self._state, self._shelf, self._tried = state, shelf, tried
        self._exercise = state.job.tuned.exercise if state.job.tuned else None
        self._rules = self._exercise.rules if self._exercise else ()
        self.index, self._time_s, self._window = 0, 0.0, (0.0, 1.0)
        self._recording = _recording(shelf, 0)
        self._curves: list[Curve] = []
        self._chosen: list[str] = []
        self._held: dict[str, tuple[float, float]] = {}
        self._sent: dict[str, Any] = {}
        with ui.element("section").classes("stage"):
            with ui.row().classes("stage-top"):
                self.player = _Player(self._recording)
                self._card = RepetitionCard(shelf, self.player.seek)
            self._choice()
            self._timeline = _Timeline()
            with self._timeline:
                self._chart = ui.echart({}, renderer="svg")
                self._titles = ui.element("div")
            self._marking()
        self._listen()

    @property
    def _duration_s(self) -> float:
        return float(self._recording["duration"])

    # --- building -----------------------------------------------------------------------------------------------------

    def _choice(self) -> None:
        with ui.row().classes("choice"):
            self._choices = ui.row().classes("col gap-2").props('role=toolbar aria-label="curves"')
            button("+", lambda: self._zoom(0.5), "show less time")
            button("\N{MINUS SIGN}", lambda: self._zoom(2), "show more time")
            button("All", lambda: self._place(0, self._duration_s), "the whole recording")

    def _marking(self) -> None:
        exercise = self._exercise
        left_out = {"take", "take_all"} if exercise is None else set() if exercise.sides.in_turn else {"left", "right"}
        with ui.row().classes("marking").props('role=toolbar aria-label="marking"'):
            for action, key, title in _MARKS:
                if action not in left_out:
                    self._mark_button(action, key, title)
            with ui.row().classes("marking"):
                ui.label("Faults:").classes("quiet").set_visibility(bool(self._rules))
                self._faults = {rule.id: self._fault_button(number, rule) for number, rule in enumerate(self._rules)}

    def _fault_button(self, number: int, rule: Check | Attempt) -> ui.button:
        key = str((number + 1) % 10) if number < 10 else ""
        return self._mark_button(f"fault {number}", key, plain(rule.id)).tooltip(rule.cue)

    def _mark_button(self, action: str, key: str, title: str) -> ui.button:
        """A button whose mark is made where the playhead is at the moment of the click."""
        made = button("", None, "").classes("mark")
        with made:
            if key:
                ui.html(key, sanitize=False, tag="kbd")
            ui.label(title)
        js_handler = f"() => emit(getElement({self.player.id}).time)"
        return made.on("click", lambda event: self.mark(action, float(event.args)), js_handler=js_handler)

    def _listen(self) -> None:
        self._timeline.on("drag", self._drag, throttle=_DRAGGED_EVERY_S)
        self._timeline.on("time", self._moved, throttle=_TOLD_EVERY_S)
        self._timeline.on("choose", lambda event: self._choose(str(event.args["lane"]), float(event.args["time"])))
        self._timeline.on("edge", self._edge)
        zoom = ["start", "end", "startValue", "endValue", "batch"]
        self._chart.on("chart:datazoom", self._zoomed, zoom, throttle=_ZOOMED_EVERY_S)
        keyboard = ui.keyboard(ignore=["input", "select", "textarea"])
        keyboard.on("key", js_handler=f"(event) => getElement({self.player.id}).pressed(event.event)")

    # --- showing ------------------------------------------------------------------------------------------------------

    def show(self, index: int) -> None:
        """Opens a recording, without its curves."""
        self.index, self._curves, self._time_s = index, [], 0.0
        self._recording = _recording(self._shelf, index)
        self._window = (0.0, min(self._duration_s, _FIRST_S))
        self.player.show(self._recording)
        self._card.clear()
        self._chips: dict[str, ui.button] = {}
        self._choices.clear()
        with self._choices:
            ui.label("Measuring..." if self._exercise else "No exercise, so no curves: mark times only.")
        self._build()

    async def measure(self) -> None:
        """Draws the recording's curves, once they are measured."""
        index = self.index
        curves = await asyncio.to_thread(self._shelf.curves, index)
        if index == self.index and curves:
            self._curves = list(curves)
            ids = [curve.kind.id for curve in curves]
            self._chosen = [one for one in self._chosen if one in ids] or ids[:1]
            self._choices.clear()
            with self._choices:
                self._chips = {curve.kind.id: self._chip(curve) for curve in curves}
            self._build()

    def refresh(self) -> None:
        """Shows what has changed in the state."""
        plot = self._plot()
        moving = plot.moving()
        if moving != self._sent:
            self._sent = moving
            self._chart.run_chart_method("setOption", moving)
        self._tell_timeline(plot)
        self._read()

    def _build(self) -> None:
        """Draws the plot anew, with the curves that are chosen."""
        plot = self._plot()
        self._sent = plot.moving()
        self._chart.props["options"] = plot.options(self._window)
        self._chart.style(f"height: {plot.height}px")
        self._titles.clear()
        with self._titles:
            self._readings = [_title(panel) for panel in plot.panels]
        for curve, chip in self._chips.items():
            flag(chip, "on", on=curve in self._chosen)
            put(chip, **{"aria-pressed": str(curve in self._chosen).lower()})
        self._tell_timeline(plot)
        self._read()

    def _chip(self, curve: Curve) -> ui.button:
        tip = f"for: {', '.join(map(plain, curve.kind.names))}"
        return button(curve.kind.title, lambda: self._toggle(curve.kind.id), tip)

    def _plot(self) -> Plot:
        state, index = self._state, self.index
        now, saved = state.now.thresholds, state.saved.thresholds
        curves = [
            (curve, limits_of(curve, now, saved, movable=state.job.has_thresholds))
            for curve in self._curves
            if curve.kind.id in self._chosen
        ]
        events = state.counts[index] if self._exercise else None
        changes = state.changes[index] if self._exercise else Changes()
        lanes = Lanes(events, changes, state.now.labels[index], self._card.chosen)
        return Plot(panels_of(curves, self._held), lanes, self._duration_s)

    def _tell_timeline(self, plot: Plot) -> None:
        labels = [[mark.start_s, mark.end_s] for mark in plot.lanes.labels.movements]
        place = {"chart": self._chart.id, "player": self.player.id, "area": plot.area}
        pending = self._state.pending.get(self.index)
        put(self._timeline, **place, handles=plot.handles, labels=labels, pending=pending)

    def _read(self) -> None:
        """Shows what is under the playhead: the curves' values, and the faults of the label that keys mean."""
        shown = [curve for curve in self._curves if curve.kind.id in self._chosen]
        for reading, curve in zip(self._readings, shown, strict=False):
            reading.text = _reading(curve, self._time_s)
        label = mark_at(self._state.now.labels[self.index], self._time_s)
        for fault, made in self._faults.items():
            flag(made, "on", on=label is not None and fault in label.faults)

    # --- events -------------------------------------------------------------------------------------------------------

    def mark(self, action: str, time_s: float) -> None:
        """Does what a marking key or button asks for."""
        name, _, number = action.partition(" ")
        faults = list(self._faults)
        if name != "fault":
            self._tried(lambda: mark(self._state, self.index, name, time_s))
        elif int(number) < len(faults):
            self._tried(lambda: mark(self._state, self.index, name, time_s, fault=faults[int(number)]))

    def _drag(self, event: GenericEventArguments) -> None:
        key, value, gesture, over = (event.args[name] for name in ("key", "value", "gesture", "over"))
        self._held = {} if over else {panel.curve.kind.id: panel.span for panel in self._plot().panels}
        self._tried(lambda: self._state.drag(str(key), float(value), str(gesture)))

    def _edge(self, event: GenericEventArguments) -> None:
        end, time_s, from_s = str(event.args["end"]), float(event.args["time"]), float(event.args["from"])
        inside_s = from_s + (-0.01 if end == "start" else 0.01)
        self._tried(lambda: mark(self._state, self.index, end, time_s, of_s=inside_s))

    def _choose(self, lane: str, time_s: float) -> None:
        if self._card.choose(self._plot().lanes, self.index, lane, time_s):
            self.refresh()

    def _moved(self, event: GenericEventArguments) -> None:
        self._time_s = float(event.args)
        self._read()

    def _toggle(self, curve: str) -> None:
        others = [one for one in self._chosen if one != curve]
        self._chosen = [*others, curve] if len(others) == len(self._chosen) else others or [curve]
        self._build()

    def _zoomed(self, event: GenericEventArguments) -> None:
        given = (event.args.get("batch") or [event.args])[0]
        values = [given.get("startValue"), given.get("endValue")]
        if None in values:
            values = [10 * self._duration_s * given[name] for name in ("start", "end")]
        self._window = (values[0] / 1000, values[1] / 1000)
        self._sent = {}
        self._chart.run_chart_method("setOption", self._plot().moving(self._window))

    def _zoom(self, factor: float) -> None:
        """Shows so many times as much, with the playhead kept where it is."""
        start, end = self._window
        length = min(max(factor * (end - start), _SHORTEST_S), self._duration_s)
        self._place(self._time_s - (self._time_s - start) / (end - start) * length, length)

    def _place(self, start: float, length: float) -> None:
        self._timeline.run_method("show", start, length)


def _recording(shelf: Shelf, index: int) -> dict[str, Any]:
    """What the player is told of a recording."""
    time_s = shelf.recordings[index].series.time_s
    step_s = float(np.median(np.diff(time_s))) if len(time_s) > 1 else _USUAL_STEP_S
    duration_s = max(float(time_s[-1]) + step_s if len(time_s) else 0.0, _SHORTEST_S)
    return {"index": index, "duration": duration_s, "step": step_s, "video": shelf.pictures[index].has_video}


def _title(panel: Panel) -> ui.label:
    names = [name for name in panel.curve.values if name]
    legend = f"({names[0]} solid, {names[1]} dashed)" if len(names) > 1 else ""
    with ui.row().classes("curve-title").style(f"top: {panel.top - 22}px"):
        ui.label(panel.curve.kind.title)
        reading = ui.label().classes("quiet")
        ui.label(legend).classes("quiet")
    return reading


def _reading(curve: Curve, time_s: float) -> str:
    values = next(iter(curve.values.values()))
    row = max(int(np.searchsorted(curve.time_s, time_s + 1e-4, side="right")) - 1, 0)
    value = values[row] if len(values) else np.nan
    shown = "not seen" if np.isnan(value) else written(value, curve.kind.decimals) + unit_of(curve.kind.measure)
    return f"{shown} at {clock(time_s)}"
