"""The recording that somebody looks at: player, plot, pictures of a repetition, and marking."""

import asyncio
from collections.abc import Callable
from typing import Any

import numpy as np
from nicegui import ui
from nicegui.element import Element
from nicegui.events import GenericEventArguments

from posecoach.exercise.rules import Attempt, Check
from posecoach.feedback.words.language import Language
from posecoach.messages import Message
from posecoach.names import in_words
from posecoach.tuning.page.changes import Changes
from posecoach.tuning.page.chart import Lanes, Panel, Plot, panels_of
from posecoach.tuning.page.curves import Curve, CurveKind, limits_of
from posecoach.tuning.page.dialogs import KEYS
from posecoach.tuning.page.elements import button, capitalised, clock, flag, put
from posecoach.tuning.page.marking import mark, mark_at
from posecoach.tuning.page.media import Shelf
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.page.panels import RepetitionCard
from posecoach.tuning.wording import rounded, unit_of

__all__ = ["Stage"]

_FIRST_S = 60.0
"""The stretch of a recording that is shown at first."""
_SHORTEST_S = 1.0
_USUAL_STEP_S = 1 / 30
_TOLD_EVERY_S = 0.1
_DRAGGED_EVERY_S = 0.04
_ZOOMED_EVERY_S = 0.15
_MARKS = (
    ("start", "[", Message("Start")),
    ("end", "]", Message("End")),
    ("left", "L", Message("Left")),
    ("right", "R", Message("Right")),
    ("attempt", "A", Message("Attempt")),
    ("delete", Message("Del"), Message("Delete")),
    ("take", "T", Message("Copy counted")),
    ("take_all", "", Message("Copy all")),
)


_PLAYER_WORDS = {
    "recording": Message("recording"),
    "picture": Message("picture of the recording"),
    "unplayable": Message("This browser can't play the format: single pictures instead."),
    "playing": Message("playing"),
    "back": Message("one frame back"),
    "backKey": Message("one frame back (Left)"),
    "on": Message("one frame on"),
    "onKey": Message("one frame on (Right)"),
    "play": Message("Play"),
    "pause": Message("Pause"),
    "playKey": Message("play or pause (Space)"),
    "speed": Message("speed"),
}


class _Player(Element, component="components/player.js"):
    """Video or single pictures. Tells `act` with what a key asks for."""

    def __init__(self, recording: dict[str, Any], language: Language) -> None:
        super().__init__()
        words = {name: language.shown(text) for name, text in _PLAYER_WORDS.items()}
        keys = {key: what for _, _, keys in KEYS for key, what in keys.items()}
        self.props.update(recording=recording, keys=keys, words={**words, "decimal": language.decimal_symbol})

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
        self._language = language = state.job.language
        self._say = language.shown
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
                self.player = _Player(self._recording, language)
                self._card = RepetitionCard(shelf, language, self.player.seek)
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
        say = self._say
        with ui.row().classes("choice"):
            self._choices = ui.row().classes("col gap-2").props("role=toolbar")
            put(self._choices, **{"aria-label": say(Message("curves"))})
            button("+", lambda: self._zoom(0.5), say(Message("show less time")))
            button("\N{MINUS SIGN}", lambda: self._zoom(2), say(Message("show more time")))
            whole = say(Message("the whole recording"))
            button(say(Message("All")), lambda: self._place(0, self._duration_s), whole)

    def _marking(self) -> None:
        exercise, say = self._exercise, self._say
        left_out = {"take", "take_all"} if exercise is None else set() if exercise.sides.in_turn else {"left", "right"}
        with ui.row().classes("marking").props("role=toolbar") as marking:
            put(marking, **{"aria-label": say(Message("marking"))})
            for action, key, title in _MARKS:
                if action not in left_out:
                    self._mark_button(action, say(key), say(title))
            with ui.row().classes("marking"):
                ui.label(say(Message("Faults:"))).classes("quiet").set_visibility(bool(self._rules))
                self._faults = {rule.id: self._fault_button(number, rule) for number, rule in enumerate(self._rules)}

    def _fault_button(self, number: int, rule: Check | Attempt) -> ui.button:
        key = str((number + 1) % 10) if number < 10 else ""
        exercise_id = self._exercise.id if self._exercise else ""
        made = self._mark_button(f"fault {number}", key, self._say(in_words(rule.id)))
        return made.tooltip(self._language.of_exercise(exercise_id, rule.cue))

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
            measuring, unknown = Message("Measuring..."), Message("No exercise, so no curves: mark times only.")
            ui.label(self._say(measuring if self._exercise else unknown))
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
            self._readings = [self._title(panel) for panel in plot.panels]
        for curve, chip in self._chips.items():
            flag(chip, "on", on=curve in self._chosen)
            put(chip, **{"aria-pressed": str(curve in self._chosen).lower()})
        self._tell_timeline(plot)
        self._read()

    def _title(self, panel: Panel) -> ui.label:
        say = self._say
        names = [say(Message(name)) for name in panel.curve.values if name]
        legend = Message("({first} solid, {second} dashed)", first=names[0], second=names[1]) if names else ""
        with ui.row().classes("curve-title").style(f"top: {panel.top - 22}px"):
            ui.label(capitalised(say(panel.curve.kind.title)))
            reading = ui.label().classes("quiet")
            ui.label(say(legend)).classes("quiet")
        return reading

    def _chip(self, curve: Curve) -> ui.button:
        title, tip = capitalised(self._say(curve.kind.title)), self._say(self._use(curve.kind))
        return button(title, lambda: self._toggle(curve.kind.id), tip)

    def _use(self, kind: CurveKind) -> Message:
        if kind.side is None:
            return Message("what repetitions are counted by")
        return Message("for: {names}", names=", ".join(self._say(in_words(name)) for name in kind.names))

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
        return Plot(panels_of(curves, self._held), lanes, self._duration_s, self._language)

    def _tell_timeline(self, plot: Plot) -> None:
        labels = [[mark.start_s, mark.end_s] for mark in plot.lanes.labels.movements]
        place = {"chart": self._chart.id, "player": self.player.id, "area": plot.area}
        pending = self._state.pending.get(self.index)
        put(self._timeline, **place, handles=plot.handles, labels=labels, pending=pending)

    def _read(self) -> None:
        """Shows what is under the playhead: the curves' values, and the faults of the label that keys mean."""
        shown = [curve for curve in self._curves if curve.kind.id in self._chosen]
        for reading, curve in zip(self._readings, shown, strict=False):
            reading.text = self._say(_reading(curve, self._time_s))
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


def _reading(curve: Curve, time_s: float) -> Message:
    values = next(iter(curve.values.values()))
    row = max(int(np.searchsorted(curve.time_s, time_s + 1e-4, side="right")) - 1, 0)
    value, moment = values[row] if len(values) else np.nan, clock(time_s)
    if np.isnan(value):
        return Message("not seen at {moment}", moment=moment)
    number, unit = rounded(float(value), curve.kind.decimals), unit_of(curve.kind.measure)
    return Message("{value}{unit} at {moment}", value=number, unit=unit, moment=moment)
