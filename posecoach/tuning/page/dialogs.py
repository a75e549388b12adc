"""Windows over the page: all keys, and what is different from the file on disk."""

from nicegui import ui

from posecoach.tuning.page.changes import counted
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.page.payload import shown_name
from posecoach.tuning.wording import threshold_words

__all__ = ["KEYS", "Comparison", "help_dialog"]

KEYS = (
    ("Space", "play or pause"),
    ("Left, Right", "one frame back or on; with Shift, one second"),
    ("Up, Down", "the recording before or after"),
    ("[", "a repetition starts here; within one, its start moves here"),
    ("]", "it ends here; without a start, the end of the one here moves"),
    ("L, R", "the left or right side works; again, neither"),
    ("1 to 9", "the repetition has this fault; again, it hasn't"),
    ("A", "it is an attempt that mustn't be counted; again, it may be counted or not; again, it counts"),
    ("T", "copies the counted repetition here to the labels"),
    ("Delete", "removes the label here"),
    ("Escape", "forgets a start without an end"),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo"),
    ("Ctrl+S", "save"),
    ("Wheel", "over curves: shows less or more time; with Shift, earlier or later"),
)
_WITH_COUNTS = {"T", "1 to 9"}


def help_dialog(*, counts: bool) -> ui.dialog:
    """All keys; those that need an exercise only where there is one."""
    with ui.dialog() as dialog, ui.element("div").classes("sheet"):
        ui.label("Keys").classes("sheet-title")
        with ui.element("table"), ui.element("tbody"):
            for keys, what in KEYS:
                if counts or keys not in _WITH_COUNTS:
                    _row((keys, what))
        ui.button("Close", on_click=dialog.close, color=None).props("flat no-caps").classes("command")
    return dialog


class Comparison:
    """Thresholds and counts as they are against those of the file on disk."""

    def __init__(self, state: PageState) -> None:
        self._state = state
        with ui.dialog() as self._dialog:
            self._sheet = ui.element("div").classes("sheet").mark("comparison")

    def open(self) -> None:
        """Shows how it is now."""
        self._sheet.clear()
        with self._sheet:
            ui.label("Now, and in the file on disk").classes("sheet-title")
            self._thresholds()
            self._counts()
            with ui.element("div").classes("sheet-buttons"):
                reset = ui.button("Take all thresholds back", on_click=self._reset, color=None).props("flat no-caps")
                reset.classes("command").set_enabled(self._state.now.thresholds != self._state.saved.thresholds)
                ui.button("Close", on_click=self._dialog.close, color=None).props("flat no-caps").classes("command")
        self._dialog.open()

    def _reset(self) -> None:
        self._state.reset()
        self._dialog.close()

    def _thresholds(self) -> None:
        tuned, now, saved = self._state.job.tuned, self._state.now.thresholds, self._state.saved.thresholds
        if tuned is None:
            return
        with ui.element("table"), ui.element("tbody"):
            _row(("Threshold", "File", "Now"), tag="th")
            for key in now:
                words = threshold_words(tuned.exercise, key)
                shown = words.written(saved[key]), words.written(now[key])
                _row((words.title, *shown), changed=now[key] != saved[key])

    def _counts(self) -> None:
        state = self._state
        with ui.element("table"), ui.element("tbody"):
            _row(("Recording", "File", "Now", "Labelled"), tag="th")
            for index, recording in enumerate(state.job.recordings):
                before, after = len(counted(state.base[index])), len(counted(state.counts[index]))
                labelled = str(len(state.now.labels[index].repetitions)) if state.labelled(index) else "?"
                _row((shown_name(recording), str(before), str(after), labelled), changed=state.changes[index].any)


def _row(cells: tuple[str, ...], *, tag: str = "td", changed: bool = False) -> None:
    with ui.element("tr").classes("changed" if changed else ""):
        for cell in cells:
            with ui.element(tag):
                ui.label(cell)
