"""What opens over the page: its keys, a comparison with the file on disk, and a question."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from nicegui import ui

from posecoach.feedback.words.language import Language
from posecoach.messages import Message
from posecoach.names import in_words
from posecoach.tuning.page.changes import counted, fault_changes
from posecoach.tuning.page.elements import button, clock, table
from posecoach.tuning.page.job import Answer, shown_name
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.wording import threshold_words

__all__ = ["KEYS", "ChangedFileQuestion", "Comparison", "help_dialog"]

KEYS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    (Message("Space"), Message("play or pause"), {" ": "play"}),
    (
        Message("Left, Right"),
        Message("one frame back or on; with Shift, one second"),
        {"ArrowLeft": "frames -1", "ArrowRight": "frames 1"}
        | {"Shift+ArrowLeft": "seconds -1", "Shift+ArrowRight": "seconds 1"},
    ),
    (
        Message("Up, Down"),
        Message("the recording before or after"),
        {"ArrowUp": "recording -1", "ArrowDown": "recording 1"},
    ),
    ("[", Message("a repetition starts here; within one, its start moves here"), {"[": "start"}),
    ("]", Message("it ends here; without a start, the end of the one here moves"), {"]": "end"}),
    ("L, R", Message("the left or right side works; again, neither"), {"L": "left", "R": "right"}),
    (
        Message("1 to 9"),
        Message("the repetition has this fault; again, it hasn't"),
        {str((n + 1) % 10): f"fault {n}" for n in range(10)},
    ),
    (
        "A",
        Message("it is an attempt that mustn't be counted; again, it may be counted or not; again, it counts"),
        {"A": "attempt"},
    ),
    ("T", Message("copies the counted repetition here to the labels"), {"T": "take"}),
    (Message("Del"), Message("removes the label here"), {"Delete": "delete", "Backspace": "delete"}),
    (Message("Esc"), Message("forgets a start without an end"), {"Escape": "cancel"}),
    (
        Message("Ctrl+Z, Ctrl+Shift+Z"),
        Message("undo, redo"),
        {"Ctrl+Z": "undo", "Ctrl+Shift+Z": "redo", "Ctrl+Y": "redo"},
    ),
    (Message("Ctrl+S"), Message("save"), {"Ctrl+S": "save"}),
    (Message("Wheel"), Message("over curves: shows less or more time; with Shift, earlier or later"), {}),
    ("?", Message("all keys"), {"?": "help"}),
)
"""Keys as people read them, what they do, and the action of each as the browser names it."""
_NEEDS_EXERCISE = {"T", "1 to 9"}
_LABEL_SAYS = {
    (True, True): Message("yes: right"),
    (True, False): Message("yes: wrong"),
    (False, True): Message("no: right"),
    (False, False): Message("no: wrong"),
    (None, None): Message("not labelled yet"),
}
"""Of a fault that comes or goes: whether it is labelled, and whether the change agrees with that."""
_CHANGED = Message(
    "Reload takes what it says now, and undo brings yours back. Overwrite replaces it, but for its comments. "
    "Keep mine beside writes yours into another file first, and then reloads."
)


def help_dialog(language: Language, *, counts: bool) -> ui.dialog:
    """All keys; those that need an exercise only where there is one."""
    say = language.shown
    with ui.dialog() as dialog, ui.card().classes("sheet"):
        ui.label(say(Message("Keys"))).classes("heading")
        rows = [(say(keys), say(what)) for keys, what, _ in KEYS if counts or keys not in _NEEDS_EXERCISE]
        table((say(Message("Key")), say(Message("What it does"))), rows)
        button(say(Message("Close")), dialog.close)
    return dialog


class ChangedFileQuestion:
    """Asks what to do with a file that somebody else has changed since the page has read it."""

    def __init__(self, language: Language) -> None:
        self._say = language.shown
        with ui.dialog() as self._dialog:
            self._sheet = ui.card().classes("sheet")

    def ask(self, path: Path, answered: Callable[[Answer], None]) -> None:
        """Asks; closing the dialog is no answer."""
        say = self._say
        self._sheet.clear()
        with self._sheet:
            ui.label(say(Message("Somebody else has changed this file"))).classes("heading")
            ui.label(str(path))
            ui.label(say(_CHANGED))
            with ui.row().classes("self-end gap-2"):
                for answer in Answer:
                    button(say(answer.value), partial(self._answer, answered, answer))
                button(say(Message("Cancel")), self._dialog.close)
        self._dialog.open()

    def _answer(self, answered: Callable[[Answer], None], answer: Answer) -> None:
        self._dialog.close()
        answered(answer)


class Comparison:
    """Thresholds and counts as they are against those of the file on disk."""

    def __init__(self, state: PageState) -> None:
        self._state, self._say = state, state.job.language.shown
        with ui.dialog() as self._dialog:
            self._sheet = ui.card().classes("sheet")

    def open(self) -> None:
        """Shows how it is now."""
        say = self._say
        self._sheet.clear()
        with self._sheet:
            ui.label(say(Message("Now, and in the file on disk"))).classes("heading")
            self._thresholds()
            self._counts()
            self._faults()
            with ui.row().classes("self-end gap-2"):
                reset = button(say(Message("Take all thresholds back")), self._reset)
                reset.set_enabled(self._state.now.thresholds != self._state.saved.thresholds)
                button(say(Message("Close")), self._dialog.close)
        self._dialog.open()

    def _reset(self) -> None:
        self._state.reset()
        self._dialog.close()

    def _thresholds(self) -> None:
        tuned, now, saved = self._state.job.tuned, self._state.now.thresholds, self._state.saved.thresholds
        if tuned is None:
            return
        words = {key: threshold_words(tuned.exercise, key) for key in now}
        rows = [(words[key].title, words[key].written(saved[key]), words[key].written(now[key])) for key in now]
        titles = (Message("Threshold"), Message("File"), Message("Now"))
        self._table(titles, rows, [now[key] != saved[key] for key in now])

    def _counts(self) -> None:
        state, rows = self._state, list[tuple[str, ...]]()
        for index, recording in enumerate(state.job.recordings):
            before, after = len(counted(state.base[index])), len(counted(state.counts[index]))
            rows.append((shown_name(recording), str(before), str(after), state.labelled_number(index)))
        titles = (Message("Recording"), Message("File"), Message("Now"), Message("Labelled"))
        self._table(titles, rows, [changed.any for changed in state.changes])

    def _faults(self) -> None:
        rows = list(self._fault_rows())
        if rows:
            titles = (Message("Recording"), Message("At"), Message("Fault"), Message("Now it"), Message("Labelled"))
            self._table(titles, rows)
        else:
            ui.label(self._say(Message("No fault comes or goes."))).classes("quiet")

    def _fault_rows(self) -> Iterator[tuple[str, ...]]:
        state = self._state
        for index, recording in enumerate(state.job.recordings):
            for one in fault_changes(state.changes[index], state.now.labels[index]):
                moves = Message("comes") if one.comes else Message("goes")
                at, label = clock(one.rep.start_s), _LABEL_SAYS[one.labelled, one.right]
                yield shown_name(recording), at, in_words(one.fault), moves, label

    def _table(self, titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], changed: Sequence[bool] = ()) -> None:
        say = self._say
        table([*map(say, titles)], [tuple(map(say, row)) for row in rows], changed)
