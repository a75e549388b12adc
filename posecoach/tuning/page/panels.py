"""What stands beside the recording: the list of all, a repetition's pictures, sliders of thresholds, and dialogs."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
from nicegui import background_tasks, ui

from posecoach.counting.events import Attempted, RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.tuning.labels import Counts, LabelledMovement
from posecoach.tuning.page.changes import counted, fault_changes
from posecoach.tuning.page.chart import Lanes
from posecoach.tuning.page.job import Answer, shown_name
from posecoach.tuning.page.media import Shelf
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.wording import plain, threshold_words

__all__ = [
    "KEYS",
    "ChangedFileQuestion",
    "Comparison",
    "RecordingList",
    "RepetitionCard",
    "ThresholdList",
    "button",
    "clock",
    "flag",
    "help_dialog",
    "put",
]

KEYS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("Space", "play or pause", {" ": "play"}),
    (
        "Left, Right",
        "one frame back or on; with Shift, one second",
        {"ArrowLeft": "frames -1", "ArrowRight": "frames 1"}
        | {"Shift+ArrowLeft": "seconds -1", "Shift+ArrowRight": "seconds 1"},
    ),
    ("Up, Down", "the recording before or after", {"ArrowUp": "recording -1", "ArrowDown": "recording 1"}),
    ("[", "a repetition starts here; within one, its start moves here", {"[": "start"}),
    ("]", "it ends here; without a start, the end of the one here moves", {"]": "end"}),
    ("L, R", "the left or right side works; again, neither", {"L": "left", "R": "right"}),
    ("1 to 9", "the repetition has this fault; again, it hasn't", {str((n + 1) % 10): f"fault {n}" for n in range(10)}),
    (
        "A",
        "it is an attempt that mustn't be counted; again, it may be counted or not; again, it counts",
        {"A": "attempt"},
    ),
    ("T", "copies the counted repetition here to the labels", {"T": "take"}),
    ("Delete", "removes the label here", {"Delete": "delete", "Backspace": "delete"}),
    ("Escape", "forgets a start without an end", {"Escape": "cancel"}),
    ("Ctrl+Z, Ctrl+Shift+Z", "undo, redo", {"Ctrl+Z": "undo", "Ctrl+Shift+Z": "redo", "Ctrl+Y": "redo"}),
    ("Ctrl+S", "save", {"Ctrl+S": "save"}),
    ("Wheel", "over curves: shows less or more time; with Shift, earlier or later", {}),
    ("?", "all keys", {"?": "help"}),
)
"""Keys as people read them, what they do, and the action of each as the browser names it."""
_NEEDS_EXERCISE = {"T", "1 to 9"}
_ON_DISK = "\N{BLACK UP-POINTING SMALL TRIANGLE}"
_PICTURES, _PICTURE_SIDE = 8, 360
_LABELLED = {
    Counts.YES: "Labelled repetition",
    Counts.NO: "Labelled attempt",
    Counts.MAYBE: "May be counted or not",
}
_LABEL_SAYS = {
    (True, True): "yes: right",
    (True, False): "yes: wrong",
    (False, True): "no: right",
    (False, False): "no: wrong",
    (None, None): "not labelled yet",
}
"""Of a fault that comes or goes: whether it is labelled, and whether the change agrees with that."""
_CHANGED = (
    "Reload takes what it says now, and undo brings yours back. Overwrite replaces it, but for its comments. "
    "Keep mine beside writes yours into another file first, and then reloads."
)
_Moment: TypeAlias = RepetitionCounted | Attempted | LabelledMovement
_WHOLE = 0.98
"""An agreement that leaves nothing to look for."""


def button(text: str, pressed: Callable[[], object] | None, tip: str) -> ui.button:
    """A button as all of the page's are."""
    made = ui.button(text, on_click=pressed, color=None).props("flat no-caps")
    if tip:
        made.props["title"] = tip
    if len(text) == 1:
        made.props["aria-label"] = tip
    return made


def put(element: ui.element, **props: object) -> None:
    """Gives an element properties; those it has already aren't sent again."""
    changed = {
        name: value for name, value in props.items() if name not in element.props or element.props[name] != value
    }
    if changed:
        element.props.update(changed)


def clock(seconds: float) -> str:
    """A moment as minutes and seconds."""
    tenths = round(10 * seconds)
    return f"{tenths // 600}:{tenths % 600 / 10:04.1f}"


def flag(element: ui.element, name: str, *, on: bool) -> None:
    """Gives an element a class, or takes it."""
    element.classes(**{"add" if on else "remove": name})


class RecordingList:
    """The recordings, each with what is counted in it, what is labelled, and what the thresholds have changed."""

    def __init__(self, state: PageState, choose: Callable[[int], object]) -> None:
        with ui.list().classes("recordings").props('aria-label="recordings"'):
            ui.label("counted / labelled, agreement" if state.job.tuned else "labelled").classes("quiet small")
            self._rows = [_RecordingRow(state, index, choose) for index in range(len(state.job.recordings))]

    def refresh(self, chosen: int) -> None:
        """Shows what has changed in the state."""
        for index, row in enumerate(self._rows):
            row.refresh(chosen=index == chosen)


class _RecordingRow:
    def __init__(self, state: PageState, index: int, choose: Callable[[int], object]) -> None:
        self._state, self._index = state, index
        self._item = ui.item(on_click=lambda: choose(index)).props(f"data-recording={index}")
        with self._item, ui.item_section():
            ui.label(shown_name(state.job.recordings[index])).classes("name")
            with ui.row().classes("gap-2"):
                self._figures, self._score = ui.label().classes("counted"), ui.label().classes("score")
                self._unsaved = ui.label("labels not saved").classes("warned")
            self._changes = ui.label().classes("changes")

    def refresh(self, *, chosen: bool) -> None:
        state, index = self._state, self._index
        score, labelled = state.score(index), _labelled(state, index)
        self._figures.text = f"{len(counted(state.counts[index]))} / {labelled}" if state.job.tuned else labelled
        self._score.text = "" if score is None else f"{100 * score:.0f}%"
        flag(self._score, "whole", on=score is not None and score >= _WHOLE)
        self._unsaved.visible = state.now.labels[index] != state.saved.labels[index]
        self._changes.text = ", ".join(state.changes[index].words)
        self._changes.visible = state.changes[index].any
        put(self._item, active=chosen, **{"aria-current": str(chosen).lower()})


class ThresholdList:
    """A slider for each threshold, with what is on disk and a way back to it."""

    def __init__(self, state: PageState, exercise: Exercise, tried: Callable[[Callable[[], None]], None]) -> None:
        groups: dict[str, list[str]] = {}
        for key in exercise.tunables:
            groups.setdefault(threshold_words(exercise, key).group, []).append(key)
        self._rows: list[_ThresholdRow] = []
        with ui.element("aside").classes("thresholds").props('aria-label="thresholds"'):
            for group, keys in groups.items():
                ui.label(group).classes("heading")
                self._rows += [_ThresholdRow(state, exercise, key, tried) for key in keys]

    def refresh(self) -> None:
        """Shows what has changed in the state."""
        for row in self._rows:
            row.refresh()


class _ThresholdRow:
    def __init__(
        self, state: PageState, exercise: Exercise, key: str, tried: Callable[[Callable[[], None]], None]
    ) -> None:
        self._state, self._key, self._tried, self._gesture = state, key, tried, 0
        self._words, self._limits = threshold_words(exercise, key), exercise.tunables[key]
        with ui.element("div").classes("threshold").props(f'data-key="{key}"') as self._row:
            with ui.row().classes("justify-between no-wrap gap-2"):
                ui.label(self._words.title)
                self._value = ui.label().classes("value")
            ui.label(self._words.meaning).classes("quiet small")
            self._slider = self._made()
            self._back = button("", lambda: state.reset(key), "")

    def refresh(self) -> None:
        now, saved = self._state.now.thresholds[self._key], self._state.saved.thresholds[self._key]
        self._value.text, self._slider.value = self._words.written(now), now
        self._back.text, self._back.visible = f"Back to {self._words.written(saved)}", now != saved
        flag(self._row, "changed", on=now != saved)
        marks = {f"{limit:g}": f"{limit:g}" for limit in self._limits} | {f"{saved:g}": _ON_DISK}
        put(self._slider, **{"marker-labels": marks})

    def _made(self) -> ui.slider:
        low, high = self._limits
        now = self._state.now.thresholds[self._key]
        slider = ui.slider(min=low, max=high, step=10**-self._words.decimals, value=now)
        slider.props(f'aria-label="{self._words.title}"').on_value_change(lambda event: self._slide(event.value))
        slider.on("pointerdown", self._begin, []).on("keydown.capture", self._begin, [])
        slider.on("keydown.home", lambda: slider.set_value(low), [])
        return slider.on("keydown.end", lambda: slider.set_value(high), [])

    def _begin(self) -> None:
        """Whatever a slider does until it is touched again is one step back."""
        self._gesture += 1

    def _slide(self, value: float) -> None:
        if value != self._state.now.thresholds[self._key]:
            gesture = f"{id(self)} {self._gesture}"
            self._tried(lambda: self._state.drag(self._key, value, gesture))


class RepetitionCard:
    """A repetition or a label that was clicked: what it is, and pictures of it."""

    def __init__(self, shelf: Shelf, seek: Callable[[float], None]) -> None:
        self._shelf, self._seek = shelf, seek
        self.chosen: tuple[str, float] | None = None
        self._pictures: list[tuple[int, ui.element]] = []
        self._card = ui.element("aside").classes("card").props("aria-live=polite")

    def clear(self) -> None:
        """Shows that nothing is chosen."""
        self.chosen, self._pictures = None, []
        self._card.clear()
        with self._card:
            ui.label("Click a repetition below to see its pictures.").classes("quiet")

    def choose(self, lanes: Lanes, recording: int, lane: str, time_s: float) -> bool:
        """Shows what lies in a lane at a moment; False if nothing does."""
        above: Sequence[_Moment] = (*lanes.reps, *lanes.changes.lost, *lanes.attempts)
        ones: Sequence[_Moment] = above if lane == "counted" else lanes.labels.movements
        one = next((one for one in ones if one.start_s <= time_s <= one.end_s), None)
        if one is None:
            return False
        self.chosen = (lane, one.start_s)
        self._seek(one.start_s)
        self._card.clear()
        with self._card:
            ui.label(_heading(one, lanes)).classes("heading")
            for fact in _facts(one, lanes):
                ui.label(fact)
            times_s = np.linspace(one.start_s, one.end_s, _PICTURES).tolist()
            with ui.element("div").classes("thumbs"):
                self._pictures = [self._picture(time_s) for time_s in times_s]
        background_tasks.create(self._load(recording, self._pictures))
        return True

    def _picture(self, time_s: float) -> tuple[int, ui.element]:
        with button("", lambda: self._seek(time_s), clock(time_s)):
            return max(0, round(1000 * time_s)), ui.element("img").props(f'alt="{clock(time_s)}"')

    async def _load(self, recording: int, pictures: Sequence[tuple[int, ui.element]]) -> None:
        """One after the other: the video is read on from picture to picture."""
        jpeg = self._shelf.pictures[recording].jpeg
        for ms, image in pictures:
            with suppress(SourceError):
                await asyncio.to_thread(jpeg, ms, _PICTURE_SIDE, True)  # noqa: FBT003 - a cache's key has no names
            if pictures is not self._pictures:
                return
            image.props(f'src="/media/{recording}/body?ms={ms}&side={_PICTURE_SIDE}"')


def _heading(one: _Moment, lanes: Lanes) -> str:
    if isinstance(one, LabelledMovement):
        return _LABELLED[one.counts]
    if isinstance(one, Attempted):
        return "Attempt"
    return f"{'Lost repetition' if one in lanes.changes.lost else 'Repetition'} {one.number}"


def _facts(one: _Moment, lanes: Lanes) -> list[str]:
    facts = [f"{clock(one.start_s)} to {clock(one.end_s)}, {one.end_s - one.start_s:.1f} s"]
    if isinstance(one, RepetitionCounted):
        facts.append(f"held for {one.hold_s:.1f} s")
    facts += [f"{one.side.value} side"] if one.side else []
    facts += ["not counted with the file on disk"] if one in lanes.changes.gained else []
    facts += ["elsewhere with the file on disk"] if one in lanes.changes.moved else []
    faults = () if isinstance(one, Attempted) else one.faults
    return facts + ([f"faults: {', '.join(map(plain, faults))}"] if faults else [])


def _labelled(state: PageState, index: int) -> str:
    return str(len(state.now.labels[index].repetitions)) if state.labelled(index) else "?"


def help_dialog(*, counts: bool) -> ui.dialog:
    """All keys; those that need an exercise only where there is one."""
    with ui.dialog() as dialog, ui.card().classes("sheet"):
        ui.label("Keys").classes("heading")
        rows = [(keys, what) for keys, what, _ in KEYS if counts or keys not in _NEEDS_EXERCISE]
        _table(("Key", "What it does"), rows)
        button("Close", dialog.close, "")
    return dialog


class ChangedFileQuestion:
    """Asks what to do with a file that somebody else has changed since the page has read it."""

    def __init__(self) -> None:
        with ui.dialog() as self._dialog:
            self._sheet = ui.card().classes("sheet")

    def ask(self, path: Path, answered: Callable[[Answer], None]) -> None:
        """Asks; closing the dialog is no answer."""
        self._sheet.clear()
        with self._sheet:
            ui.label("Somebody else has changed this file").classes("heading")
            ui.label(str(path))
            ui.label(_CHANGED)
            with ui.row().classes("self-end gap-2"):
                for answer in Answer:
                    button(answer.value.capitalize(), partial(self._answer, answered, answer), "")
                button("Cancel", self._dialog.close, "")
        self._dialog.open()

    def _answer(self, answered: Callable[[Answer], None], answer: Answer) -> None:
        self._dialog.close()
        answered(answer)


class Comparison:
    """Thresholds and counts as they are against those of the file on disk."""

    def __init__(self, state: PageState) -> None:
        self._state = state
        with ui.dialog() as self._dialog:
            self._sheet = ui.card().classes("sheet")

    def open(self) -> None:
        """Shows how it is now."""
        self._sheet.clear()
        with self._sheet:
            ui.label("Now, and in the file on disk").classes("heading")
            self._thresholds()
            self._counts()
            self._faults()
            with ui.row().classes("self-end gap-2"):
                reset = button("Take all thresholds back", self._reset, "")
                reset.set_enabled(self._state.now.thresholds != self._state.saved.thresholds)
                button("Close", self._dialog.close, "")
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
        _table(("Threshold", "File", "Now"), rows, [now[key] != saved[key] for key in now])

    def _counts(self) -> None:
        state, rows = self._state, list[tuple[str, ...]]()
        for index, recording in enumerate(state.job.recordings):
            before, after = len(counted(state.base[index])), len(counted(state.counts[index]))
            rows.append((shown_name(recording), str(before), str(after), _labelled(state, index)))
        _table(("Recording", "File", "Now", "Labelled"), rows, [changed.any for changed in state.changes])

    def _faults(self) -> None:
        state, rows = self._state, list[tuple[str, ...]]()
        for index, recording in enumerate(state.job.recordings):
            for one in fault_changes(state.changes[index], state.now.labels[index]):
                moves, label = "comes" if one.comes else "goes", _LABEL_SAYS[one.labelled, one.right]
                rows.append((shown_name(recording), clock(one.rep.start_s), plain(one.fault), moves, label))
        if rows:
            _table(("Recording", "At", "Fault", "Now it", "Labelled"), rows)
        else:
            ui.label("No fault comes or goes.").classes("quiet")


def _table(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], changed: Sequence[bool] = ()) -> None:
    columns = [{"name": title, "label": title, "field": title, "align": "left"} for title in titles]
    cells = [dict(zip(titles, row, strict=True)) | {"id": place} for place, row in enumerate(rows)]
    for cell, different in zip(cells, changed, strict=False):
        cell["changed"] = different
    table = ui.table(rows=cells, columns=columns).props("flat dense wrap-cells hide-pagination").classes("w-full")
    table.props(''':table-row-class-fn="(row) => (row.changed ? 'changed' : '')"''')
