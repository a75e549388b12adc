"""What stands beside the recording: the list of all, a repetition's pictures, and sliders of thresholds."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeAlias

import numpy as np
from nicegui import background_tasks, ui

from posecoach.counting.events import Attempted, RepetitionCounted
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.feedback.words.language import Language
from posecoach.messages import Message
from posecoach.names import in_words
from posecoach.pose.landmarks import Side
from posecoach.tuning.labels import Counts, LabelledMovement
from posecoach.tuning.page.changes import counted
from posecoach.tuning.page.chart import Lanes
from posecoach.tuning.page.elements import button, clock, flag, put
from posecoach.tuning.page.job import shown_name
from posecoach.tuning.page.media import Shelf
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.wording import threshold_words

__all__ = ["RecordingList", "RepetitionCard", "ThresholdList"]

_ON_DISK = "\N{BLACK UP-POINTING SMALL TRIANGLE}"
_PICTURES, _PICTURE_SIDE = 8, 360
_LABELLED = {
    Counts.YES: Message("Labelled repetition"),
    Counts.NO: Message("Labelled attempt"),
    Counts.MAYBE: Message("May be counted or not"),
}
_Moment: TypeAlias = RepetitionCounted | Attempted | LabelledMovement
_WHOLE = 0.98
"""An agreement that leaves nothing to look for."""


class RecordingList:
    """The recordings, each with what is counted in it, what is labelled, and what the thresholds have changed."""

    def __init__(self, state: PageState, choose: Callable[[int], object]) -> None:
        say = state.job.language.shown
        figures = Message("counted / labelled, agreement") if state.job.tuned else Message("labelled")
        with ui.list().classes("recordings") as recordings:
            put(recordings, **{"aria-label": say(Message("recordings"))})
            ui.label(say(figures)).classes("quiet small")
            self._rows = [_RecordingRow(state, index, choose) for index in range(len(state.job.recordings))]

    def refresh(self, chosen: int) -> None:
        """Shows what has changed in the state."""
        for index, row in enumerate(self._rows):
            row.refresh(chosen=index == chosen)


class _RecordingRow:
    def __init__(self, state: PageState, index: int, choose: Callable[[int], object]) -> None:
        self._state, self._index, self._say = state, index, state.job.language.shown
        self._item = ui.item(on_click=lambda: choose(index)).props(f"data-recording={index}")
        with self._item, ui.item_section():
            ui.label(shown_name(state.job.recordings[index])).classes("name")
            with ui.row().classes("gap-2"):
                self._figures, self._score = ui.label().classes("counted"), ui.label().classes("score")
                self._unsaved = ui.label(self._say(Message("labels not saved"))).classes("warned")
            self._changes = ui.label().classes("changes")

    def refresh(self, *, chosen: bool) -> None:
        state, index = self._state, self._index
        score, labelled = state.score(index), state.labelled_number(index)
        self._figures.text = f"{len(counted(state.counts[index]))} / {labelled}" if state.job.tuned else labelled
        self._score.text = "" if score is None else self._say(Message("{percent:.0f}%", percent=100 * score))
        flag(self._score, "whole", on=score is not None and score >= _WHOLE)
        self._unsaved.visible = state.now.labels[index] != state.saved.labels[index]
        self._changes.text = ", ".join(map(self._say, state.changes[index].words))
        self._changes.visible = state.changes[index].any
        put(self._item, active=chosen, **{"aria-current": str(chosen).lower()})


class ThresholdList:
    """A slider for each threshold, with what is on disk and a way back to it."""

    def __init__(self, state: PageState, exercise: Exercise, tried: Callable[[Callable[[], None]], None]) -> None:
        groups: dict[str, list[str]] = {}
        for key in exercise.tunables:
            groups.setdefault(threshold_words(exercise, key).group, []).append(key)
        self._rows: list[_ThresholdRow] = []
        say = state.job.language.shown
        with ui.element("aside").classes("thresholds") as aside:
            put(aside, **{"aria-label": say(Message("thresholds"))})
            for group, keys in groups.items():
                ui.label(say(group)).classes("heading")
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
        self._say = say = state.job.language.shown
        self._words, self._limits = threshold_words(exercise, key), exercise.tunables[key]
        with ui.element("div").classes("threshold").props(f'data-key="{key}"') as self._row:
            with ui.row().classes("justify-between no-wrap gap-2"):
                ui.label(say(self._words.title))
                self._value = ui.label().classes("value")
            ui.label(say(self._words.meaning)).classes("quiet small")
            self._slider = self._made()
            self._back = button("", lambda: state.reset(key))

    def refresh(self) -> None:
        now, saved, say = self._state.now.thresholds[self._key], self._state.saved.thresholds[self._key], self._say
        self._value.text, self._slider.value = say(self._words.written(now)), now
        self._back.text = say(Message("Back to {value}", value=self._words.written(saved)))
        self._back.visible = now != saved
        flag(self._row, "changed", on=now != saved)
        marks = {f"{limit:g}": say(Message("{value:g}", value=float(limit))) for limit in self._limits}
        marks |= {f"{saved:g}": _ON_DISK}
        put(self._slider, **{"marker-labels": marks})

    def _made(self) -> ui.slider:
        low, high = self._limits
        now = self._state.now.thresholds[self._key]
        slider = ui.slider(min=low, max=high, step=10**-self._words.decimals, value=now)
        put(slider, **{"aria-label": self._say(self._words.title)})
        slider.on_value_change(lambda event: self._slide(event.value))
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

    def __init__(self, shelf: Shelf, language: Language, seek: Callable[[float], None]) -> None:
        self._shelf, self._say, self._seek = shelf, language.shown, seek
        self.chosen: tuple[str, float] | None = None
        self._pictures: list[tuple[int, ui.element]] = []
        self._card = ui.element("aside").classes("card").props("aria-live=polite")

    def clear(self) -> None:
        """Shows that nothing is chosen."""
        self.chosen, self._pictures = None, []
        self._card.clear()
        with self._card:
            ui.label(self._say(Message("Click a repetition below to see its pictures."))).classes("quiet")

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
            ui.label(self._say(_heading(one, lanes))).classes("heading")
            for fact in _facts(one, lanes):
                ui.label(self._say(fact))
            if faults := () if isinstance(one, Attempted) else one.faults:
                names = ", ".join(self._say(in_words(fault)) for fault in faults)
                ui.label(self._say(Message("faults: {names}", names=names)))
            times_s = np.linspace(one.start_s, one.end_s, _PICTURES).tolist()
            with ui.element("div").classes("thumbs"):
                self._pictures = [self._picture(time_s) for time_s in times_s]
        background_tasks.create(self._load(recording, self._pictures))
        return True

    def _picture(self, time_s: float) -> tuple[int, ui.element]:
        moment = self._say(clock(time_s))
        with button("", lambda: self._seek(time_s), moment):
            image = ui.element("img")
            put(image, alt=moment)
        return max(0, round(1000 * time_s)), image

    async def _load(self, recording: int, pictures: Sequence[tuple[int, ui.element]]) -> None:
        """One after the other: the video is read on from picture to picture."""
        jpeg = self._shelf.pictures[recording].jpeg
        for ms, image in pictures:
            with suppress(SourceError):
                await asyncio.to_thread(jpeg, ms, _PICTURE_SIDE, True)  # noqa: FBT003 - a cache's key has no names
            if pictures is not self._pictures:
                return
            image.props(f'src="/media/{recording}/body?ms={ms}&side={_PICTURE_SIDE}"')


def _heading(one: _Moment, lanes: Lanes) -> Message:
    if isinstance(one, LabelledMovement):
        return _LABELLED[one.counts]
    if isinstance(one, Attempted):
        return Message("Attempt")
    if one in lanes.changes.lost:
        return Message("Lost repetition {number}", number=one.number)
    return Message("Repetition {number}", number=one.number)


def _facts(one: _Moment, lanes: Lanes) -> Iterator[Message]:
    yield Message(
        "{start} to {end}, {duration_s:.1f} s",
        start=clock(one.start_s),
        end=clock(one.end_s),
        duration_s=one.end_s - one.start_s,
    )
    if isinstance(one, RepetitionCounted):
        yield Message("held for {hold_s:.1f} s", hold_s=one.hold_s)
    if one.side:
        yield Message("left side") if one.side is Side.LEFT else Message("right side")
    if one in lanes.changes.gained:
        yield Message("not counted with the file on disk")
    if one in lanes.changes.moved:
        yield Message("elsewhere with the file on disk")
