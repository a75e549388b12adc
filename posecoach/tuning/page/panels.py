"""What stands beside the recording: the list of all, a repetition's pictures, sliders of thresholds, and dialogs."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from itertools import count, groupby
from typing import TypeAlias

from nicegui import background_tasks, ui

from posecoach.counting.events import Attempted, RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.tuning.labels import Counts, LabelledMovement
from posecoach.tuning.page.changes import counted
from posecoach.tuning.page.chart import Lanes
from posecoach.tuning.page.job import shown_name
from posecoach.tuning.page.media import Shelf
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.wording import plain, threshold_words

__all__ = [
    "KEYS",
    "Comparison",
    "RecordingList",
    "RepetitionCard",
    "ThresholdList",
    "button",
    "clock",
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


class RecordingList:
    """The recordings, each with what is counted in it, what is labelled, and what the thresholds have changed."""

    def __init__(self, state: PageState, choose: Callable[[int], object]) -> None:
        self._state = state
        with ui.list().classes("recordings").props('aria-label="recordings"'):
            ui.label("counted / labelled, agreement" if state.job.tuned else "labelled").classes("quiet small")
            self._rows = [self._row(index, choose) for index in range(len(state.job.recordings))]

    def refresh(self, chosen: int) -> None:
        """Shows what has changed in the state."""
        for index, (item, figures, score, unsaved, changed) in enumerate(self._rows):
            self._score(index, score)
            figures.text = self._figures(index)
            unsaved.visible = self._state.now.labels[index] != self._state.saved.labels[index]
            changed.text = ", ".join(self._state.changes[index].words)
            changed.visible = bool(changed.text)
            put(item, active=index == chosen, **{"aria-current": str(index == chosen).lower()})

    def _row(
        self, index: int, choose: Callable[[int], object]
    ) -> tuple[ui.item, ui.label, ui.label, ui.label, ui.label]:
        with ui.item(on_click=lambda: choose(index)).props(f"data-recording={index}") as item, ui.item_section():
            ui.label(shown_name(self._state.job.recordings[index])).classes("name")
            with ui.row().classes("gap-2"):
                figures, score = ui.label().classes("counted"), ui.label().classes("score")
                unsaved = ui.label("labels not saved").classes("warned")
            changed = ui.label().classes("changes")
        return item, figures, score, unsaved, changed

    def _figures(self, index: int) -> str:
        state = self._state
        labelled = str(len(state.now.labels[index].repetitions)) if state.labelled(index) else "?"
        return f"{len(counted(state.counts[index]))} / {labelled}" if state.job.tuned else labelled

    def _score(self, index: int, label: ui.label) -> None:
        score = self._state.score(index)
        label.text = "" if score is None else f"{100 * score:.0f}%"
        whole = score is not None and score >= _WHOLE
        label.classes(add="whole" if whole else "", remove="" if whole else "whole")


class ThresholdList:
    """A slider for each threshold, with what is on disk and a way back to it."""

    def __init__(self, state: PageState, exercise: Exercise, tried: Callable[[Callable[[], None]], None]) -> None:
        self._state, self._exercise, self._tried, self._gestures = state, exercise, tried, count()
        self._rows: dict[str, tuple[ui.element, ui.label, ui.slider, ui.button]] = {}
        with ui.element("aside").classes("thresholds").props('aria-label="thresholds"'):
            for group, keys in groupby(exercise.tunables, lambda key: threshold_words(exercise, key).group):
                ui.label(group).classes("heading")
                for key in keys:
                    self._rows[key] = self._row(key)

    def refresh(self) -> None:
        """Shows what has changed in the state."""
        for key, (row, value, slider, back) in self._rows.items():
            now, saved = self._state.now.thresholds[key], self._state.saved.thresholds[key]
            words = threshold_words(self._exercise, key)
            value.text, slider.value = words.written(now), now
            back.text, back.visible = f"Back to {words.written(saved)}", now != saved
            row.classes(add="changed" if now != saved else "", remove="" if now != saved else "changed")
            low, high = self._exercise.tunables[key]
            marks = {f"{low:g}": f"{low:g}", f"{high:g}": f"{high:g}", f"{saved:g}": _ON_DISK}
            put(slider, **{"marker-labels": marks})

    def _row(self, key: str) -> tuple[ui.element, ui.label, ui.slider, ui.button]:
        words, (low, high) = threshold_words(self._exercise, key), self._exercise.tunables[key]
        with ui.element("div").classes("threshold").props(f'data-key="{key}"') as row:
            with ui.row().classes("justify-between no-wrap gap-2"):
                ui.label(words.title)
                value = ui.label().classes("value")
            ui.label(words.meaning).classes("quiet small")
            slider = ui.slider(min=low, max=high, step=10**-words.decimals, value=self._state.now.thresholds[key])
            slider.props(f'aria-label="{words.title}"').on_value_change(lambda event: self._slide(key, event.value))
            for event in ("pointerdown", "keydown.capture"):
                slider.on(event, self._begin, [])
            slider.on("keydown.home", lambda: slider.set_value(low), []).on(
                "keydown.end", lambda: slider.set_value(high), []
            )
            back = button("", lambda: self._state.reset(key), "")
        return row, value, slider, back

    def _begin(self) -> None:
        """Whatever a slider does until it is touched again is one step back."""
        self._gesture = f"slider {next(self._gestures)}"

    def _slide(self, key: str, value: float) -> None:
        if value != self._state.now.thresholds[key]:
            self._tried(lambda: self._state.drag(key, value, self._gesture))


class RepetitionCard:
    """A repetition or a label that was clicked: what it is, and pictures of it."""

    def __init__(self, shelf: Shelf, seek: Callable[[float], None]) -> None:
        self._shelf, self._seek = shelf, seek
        self.chosen: tuple[str, float] | None = None
        self._card = ui.element("aside").classes("card").props("aria-live=polite")

    def clear(self) -> None:
        """Shows that nothing is chosen."""
        self.chosen = None
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
            with ui.element("div").classes("thumbs"):
                pictures = [
                    self._picture(one.start_s + (one.end_s - one.start_s) * n / (_PICTURES - 1))
                    for n in range(_PICTURES)
                ]
        background_tasks.create(self._load(recording, pictures, self.chosen))
        return True

    def _picture(self, time_s: float) -> tuple[int, ui.element]:
        with button("", lambda: self._seek(time_s), clock(time_s)):
            return max(0, round(1000 * time_s)), ui.element("img").props(f'alt="{clock(time_s)}"')

    async def _load(
        self, recording: int, pictures: Sequence[tuple[int, ui.element]], chosen: tuple[str, float]
    ) -> None:
        """One after the other: the video is read on from picture to picture."""
        for ms, image in pictures:
            try:
                await asyncio.to_thread(self._shelf.pictures[recording].jpeg, ms, _PICTURE_SIDE, True)  # noqa: FBT003 - a cache's key has no names
            except SourceError:
                continue
            if chosen != self.chosen:
                return
            image.props(f'src="/media/{recording}/body?ms={ms}&side={_PICTURE_SIDE}"')


def _heading(one: _Moment, lanes: Lanes) -> str:
    if isinstance(one, LabelledMovement):
        names = {
            Counts.YES: "Labelled repetition",
            Counts.NO: "Labelled attempt",
            Counts.MAYBE: "May be counted or not",
        }
        return names[one.counts]
    if not isinstance(one, RepetitionCounted):
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


def help_dialog(*, counts: bool) -> ui.dialog:
    """All keys; those that need an exercise only where there is one."""
    with ui.dialog() as dialog, ui.card().classes("sheet"):
        ui.label("Keys").classes("heading")
        _table(
            ("Key", "What it does"), [(keys, what) for keys, what, _ in KEYS if counts or keys not in _NEEDS_EXERCISE]
        )
        button("Close", dialog.close, "")
    return dialog


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
            labelled = str(len(state.now.labels[index].repetitions)) if state.labelled(index) else "?"
            rows.append((shown_name(recording), str(before), str(after), labelled))
        _table(("Recording", "File", "Now", "Labelled"), rows, [changed.any for changed in state.changes])


def _table(titles: tuple[str, ...], rows: Sequence[tuple[str, ...]], changed: Sequence[bool] = ()) -> None:
    columns = [{"name": title, "label": title, "field": title, "align": "left"} for title in titles]
    cells = [dict(zip(titles, row, strict=True)) | {"id": place} for place, row in enumerate(rows)]
    for cell, different in zip(cells, changed, strict=False):
        cell["changed"] = different
    table = ui.table(rows=cells, columns=columns).props("flat dense wrap-cells hide-pagination").classes("w-full")
    table.props(''':table-row-class-fn="(row) => (row.changed ? 'changed' : '')"''')
