"""The page as NiceGUI shows it: a head with commands, the recordings, the stage, the thresholds."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from nicegui import ui
from nicegui.client import Client
from nicegui.events import GenericEventArguments

from posecoach.errors import PosecoachError
from posecoach.tuning.page.commands import mark
from posecoach.tuning.page.dialogs import Comparison, help_dialog
from posecoach.tuning.page.elements import RecordingList, Stage, ThresholdList
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.page.payload import (
    check_payload,
    counts_payload,
    curve_payload,
    draft_payload,
    list_payload,
    recording_payload,
    shown_name,
    summary,
    threshold_payload,
)
from posecoach.tuning.page.shelf import Shelf

__all__ = ["PageView"]

_STYLES = Path(__file__).parent / "styles"
"""A file for each part of the page; none depends on the order."""


class PageView:
    """One window that shows the state."""

    def __init__(self, state: PageState, shelf: Shelf, client: Client) -> None:
        """Builds the page's elements and keeps them up to date until the window is closed.

        Args:
            state: What is shown.
            shelf: The recordings' curves and pictures.
            client: The window.
        """
        self._state, self._shelf, self._client = state, shelf, client
        self._shown, self._stale, self._counted = 0, False, (state.counts, state.base, 0)
        for style in sorted(_STYLES.glob("*.css")):
            ui.add_css(style.read_text(encoding="utf-8"))
        self._help, self._comparison = help_dialog(counts=state.job.tuned is not None), Comparison(state)
        with ui.element("header").classes("head"):
            self._head()
        lone = " lone" if len(state.job.recordings) == 1 else ""
        with ui.element("main").classes(("body" if self._has_thresholds else "body without-thresholds") + lone):
            self._build()
        client.on_delete(state.listen(self._later))
        self._refresh()
        ui.timer(0, self._measure, once=True)

    # NiceGUI sends what changed; building it once for several changes in a row keeps dragging smooth.
    def _later(self) -> None:
        if not self._stale:
            self._stale = True
            asyncio.get_running_loop().call_soon(self._refresh)

    @property
    def _has_thresholds(self) -> bool:
        return self._state.job.tuned is not None and not self._state.job.marking_only

    def _head(self) -> None:
        job = self._state.job
        what = "Mark" if job.marking_only else "Tune"
        name = job.tuned.exercise.name if job.tuned else shown_name(job.recordings[0])
        ui.label(f"{what}: {name}").classes("title")
        self._summary = ui.label().classes("summary").mark("summary")
        self._unsaved = ui.label().classes("unsaved-note").mark("unsaved")
        self._undo = _button("Undo", "undo", self._state.undo, "Ctrl+Z")
        self._redo = _button("Redo", "redo", self._state.redo, "Ctrl+Shift+Z")
        if self._has_thresholds:
            _button("Compare", "compare", self._comparison.open, "with the file on disk")
        self._save = _button("Save", "save", self._write, "Ctrl+S").classes("main")
        _button("?", "help", self._help.open, "all keys")

    def _build(self) -> None:
        state = self._state
        self._list = RecordingList(list_payload(state), self._shown)
        self._list.on("choose", lambda event: self._choose(int(event.args["index"])))
        exercise = state.job.tuned.exercise if state.job.tuned else None
        self._stage = Stage(
            recording=self._recording(),
            curves=[],
            first={"counts": counts_payload(state, self._shown), "draft": draft_payload(state, self._shown)},
            limits={key: list(limits) for key, limits in exercise.tunables.items()}
            if exercise and self._has_thresholds
            else {},
            checks=check_payload(exercise) if exercise else [],
            sides=exercise is None or exercise.sides.in_turn,
            loading=True,
        )
        self._stage.on("drag", self._drag)
        self._stage.on("mark", self._mark)
        self._stage.on("command", self._command)
        self._sliders: ThresholdList | None = None
        if exercise is not None and self._has_thresholds:
            now, saved = dict(state.now.thresholds), dict(state.saved.thresholds)
            with ui.element("aside").classes("side"):
                self._sliders = ThresholdList(threshold_payload(exercise), now, saved)
            self._sliders.on("drag", self._drag)
            self._sliders.on("reset", lambda event: self._tried(lambda: state.reset(event.args["key"])))

    def _recording(self) -> dict[str, object]:
        recording = self._state.job.recordings[self._shown]
        return recording_payload(self._shown, recording, video=self._shelf.pictures[self._shown].has_video)

    def _refresh(self) -> None:
        state, self._stale = self._state, False
        self._stage.tell(draft=draft_payload(state, self._shown))
        # What is counted comes later than what is dragged, and is much more.
        if self._counted != (state.counts, state.base, self._shown):
            self._counted = (state.counts, state.base, self._shown)
            self._stage.tell(counts=counts_payload(state, self._shown))
        self._list.show(rows=list_payload(state), chosen=self._shown)
        if self._sliders is not None:
            self._sliders.show(thresholds=dict(state.now.thresholds), saved=dict(state.saved.thresholds))
        changed, unsaved = summary(state), state.unsaved
        if self._has_thresholds:
            self._summary.text = f"Against the file: {', '.join(changed) or 'no change'}"
        self._unsaved.text = f"Not saved: {', '.join(unsaved)}" if unsaved else "All saved"
        self._unsaved.classes(add="open" if unsaved else "", remove="" if unsaved else "open")
        self._undo.set_enabled(state.history.can_undo)
        self._redo.set_enabled(state.history.can_redo)
        self._save.set_enabled(bool(unsaved))

    async def _choose(self, index: int) -> None:
        if not 0 <= index < len(self._state.job.recordings):
            return
        self._shown = index
        self._stage.show(recording=self._recording(), curves=[], loading=True)
        self._refresh()
        await self._measure()

    async def _measure(self) -> None:
        wanted = self._shown
        curves = await asyncio.to_thread(self._shelf.curves, wanted)
        if wanted == self._shown:
            exercise = self._state.job.tuned and self._state.job.tuned.exercise
            shown = [curve_payload(exercise, curve) for curve in curves] if exercise else []
            self._stage.show(curves=shown, loading=False)

    def _drag(self, event: GenericEventArguments) -> None:
        key, value, gesture = (event.args[name] for name in ("key", "value", "gesture"))
        self._tried(lambda: self._state.drag(str(key), float(value), str(gesture)))

    def _mark(self, event: GenericEventArguments) -> None:
        given = event.args
        action, time_s, of_s = str(given["action"]), float(given["time"]), given.get("of")
        fault = str(given.get("fault") or "")
        self._tried(lambda: mark(self._state, self._shown, action, time_s, fault=fault, of_s=of_s))

    async def _command(self, event: GenericEventArguments) -> None:
        name = event.args["name"]
        if name == "recording":
            await self._choose(self._shown + int(event.args["by"]))
        elif name == "save":
            self._write()
        elif name == "help":
            self._help.open()
        elif name in ("undo", "redo"):
            (self._state.undo if name == "undo" else self._state.redo)()

    def _write(self) -> None:
        try:
            written = self._state.save()
        except PosecoachError as error:
            self._say(str(error), "negative")
            return
        for path in written:
            self._say(f"Saved {path}", "positive")

    def _tried(self, change: Callable[[], None]) -> None:
        try:
            change()
        except ValueError as error:
            self._say(str(error), "warning")
            self._refresh()

    def _say(self, text: str, kind: str) -> None:
        with self._client:
            ui.notify(text, type=kind, position="top")  # type: ignore[arg-type] # one of four words


def _button(text: str, name: str, pressed: Callable[[], object], tip: str) -> ui.button:
    return (
        ui.button(text, on_click=pressed, color=None).props(f'flat no-caps title="{tip}"').classes("command").mark(name)
    )
