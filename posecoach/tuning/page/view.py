"""The page as NiceGUI shows it: a head with commands, the recordings, the stage, the thresholds."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from fastapi import FastAPI
from nicegui import ui
from nicegui.client import Client
from nicegui.events import GenericEventArguments
from nicegui.language import Language as FrameworkLanguage

from posecoach.errors import ChangedFileError, PosecoachError
from posecoach.feedback import COLOURS
from posecoach.messages import Message
from posecoach.names import printable
from posecoach.tuning.page.changes import total
from posecoach.tuning.page.dialogs import ChangedFileQuestion, Comparison, help_dialog
from posecoach.tuning.page.elements import button, flag, put
from posecoach.tuning.page.media import Shelf, media_routes
from posecoach.tuning.page.page_state import Answers, PageState
from posecoach.tuning.page.panels import RecordingList, ThresholdList
from posecoach.tuning.page.stage import Stage

__all__ = ["application"]

_STYLE = Path(__file__).parent / "style.css"
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0072b2"/>'
    '<path d="M5 22 13 12l6 6 8-10" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></svg>'
)


def application(state: PageState, shelf: Shelf) -> FastAPI:
    """The web application, which must stand behind a `Guard`. NiceGUI allows one in a process."""
    app = FastAPI(openapi_url=None)
    app.include_router(media_routes(shelf))

    async def root() -> None:
        client = ui.context.client
        # Whoever only fetches the address gets an empty page: NiceGUI keeps what is built for a minute.
        await client.connected()
        if not client.is_deleted:
            _PageView(state, shelf, client)

    ui.page("/")(root)
    title, code = f"{state.job.title} - posecoach", _framework_language(state.job.language.code)
    ui.run_with(app, title=title, favicon=_ICON, dark=None, language=code)
    return app


def _framework_language(code: str) -> FrameworkLanguage | None:
    """What NiceGUI calls a language, which it has with a country sometimes; None if it doesn't speak it."""
    known: tuple[FrameworkLanguage, ...] = get_args(FrameworkLanguage)
    return next((one for one in known if code in (one, one.partition("-")[0])), None)


class _PageView:
    """One window that shows the state."""

    def __init__(self, state: PageState, shelf: Shelf, client: Client) -> None:
        """Builds the page's elements and keeps them up to date until the window is closed.

        Args:
            state: What is shown.
            shelf: The recordings' curves and pictures.
            client: The window.
        """
        self._state, self._client, self._stale, language = state, client, False, state.job.language
        self._say = language.shown
        self._state, self._client, self._stale = state, client, False
        ui.add_css(COLOURS)
        ui.add_css(_STYLE)
        self._help = help_dialog(language, counts=state.job.tuned is not None)
        self._comparison, self._question = Comparison(state), ChangedFileQuestion(language)
        with ui.element("header").classes("head"):
            self._head()
        with ui.element("main").classes("body"):
            self._list = RecordingList(state, self._choose) if len(state.job.recordings) > 1 else None
            self._stage = Stage(state, shelf, self._tried)
            tuned = state.job.tuned
            shown = tuned is not None and state.job.has_thresholds
            self._sliders = ThresholdList(state, tuned.exercise, self._tried) if tuned and shown else None
        self._stage.player.on("act", self._act)
        client.on_delete(state.listen(self._later))
        ui.timer(0, lambda: self._choose(0), once=True)

    def _head(self) -> None:
        state, say, name = self._state, self._say, self._state.job.title
        title = Message("Mark: {name}", name=name) if state.job.marking_only else Message("Tune: {name}", name=name)
        ui.label(say(title)).classes("title")
        self._summary = ui.label().classes("summary quiet")
        self._unsaved = ui.label().classes("unsaved")
        self._undo = button(say(Message("Undo")), state.undo, say(Message("Ctrl+Z")))
        self._redo = button(say(Message("Redo")), state.redo, say(Message("Ctrl+Shift+Z")))
        if state.job.has_thresholds:
            button(say(Message("Compare")), self._comparison.open, say(Message("with the file on disk")))
        self._save = button(say(Message("Save")), self._save_all, say(Message("Ctrl+S"))).classes("on")
        button("?", self._help.open, say(Message("all keys")))

    # NiceGUI sends what changed; building it once for several changes in a row keeps dragging smooth.
    def _later(self) -> None:
        if not self._stale:
            self._stale = True
            asyncio.get_running_loop().call_soon(self._refresh)

    def _refresh(self) -> None:
        self._stale = False
        self._stage.refresh()
        self._refresh_beside()

    def _refresh_beside(self) -> None:
        state, say = self._state, self._say
        if self._list is not None:
            self._list.refresh(self._stage.index)
        if self._sliders is not None:
            self._sliders.refresh()
            words = total(state.changes).words or [Message("no change")]
            summary = say(Message("Against the file: {changes}", changes=", ".join(map(say, words))))
            self._summary.text = summary
            put(self._summary, title=summary)
        unsaved = state.unsaved
        told = Message("Not saved: {names}", names=", ".join(map(say, unsaved))) if unsaved else Message("All saved")
        self._unsaved.text = say(told)
        flag(self._unsaved, "open", on=bool(unsaved))
        self._undo.set_enabled(state.history.can_undo)
        self._redo.set_enabled(state.history.can_redo)
        self._save.set_enabled(bool(unsaved))

    async def _choose(self, index: int) -> None:
        if 0 <= index < len(self._state.job.recordings):
            self._stage.show(index)
            self._refresh_beside()
            await self._stage.measure()

    async def _act(self, event: GenericEventArguments) -> None:
        action = str(event.args["action"])
        name, _, by = action.partition(" ")
        commands: dict[str, Callable[[], object]] = {
            "save": self._save_all,
            "help": self._help.open,
            "undo": self._state.undo,
            "redo": self._state.redo,
        }
        if name == "recording":
            await self._choose(self._stage.index + int(by))
        elif name in commands:
            commands[name]()
        else:
            self._stage.mark(action, float(event.args["time"]))

    def _save_all(self) -> None:
        self._write({})

    def _write(self, answers: Answers) -> None:
        try:
            written = self._state.save(answers)
        except ChangedFileError as error:
            changed = error.path
            self._question.ask(changed, lambda answer: self._write({**answers, changed: answer}))
            return
        except PosecoachError as error:
            self._notify(error.message, "negative")
            return
        for path in written:
            self._notify(Message("Saved {path}", path=path), "positive")

    def _tried(self, change: Callable[[], None]) -> None:
        try:
            change()
        except ValueError as error:
            # It may be a message that can be said in another language.
            self._notify(error.args[0] if error.args else str(error), "warning")
            self._refresh()

    def _notify(self, text: str, kind: str) -> None:
        with self._client:
            ui.notify(printable(self._say(text)), type=kind, position="top")  # type: ignore[arg-type] # one of four words
