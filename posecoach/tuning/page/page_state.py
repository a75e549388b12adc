"""The page's state: drafts of thresholds and labels, what is counted with them, and what is on disk."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeAlias, TypeVar

from posecoach.counting.events import Event
from posecoach.exercise.calibration_files import DEFAULT, ExerciseSection, user_calibration
from posecoach.exercise.thresholds import thresholds, with_thresholds
from posecoach.files import free_name_beside, sha256_of
from posecoach.messages import Message, counted_message
from posecoach.tuning.agreement import agreement
from posecoach.tuning.label_files import own_labels_path
from posecoach.tuning.labels import Labels
from posecoach.tuning.page.changes import Changes, changes
from posecoach.tuning.page.job import (
    Answer,
    PageJob,
    Tuned,
    keep_labels_beside,
    reread_labels,
    save_labels,
    save_thresholds,
)
from posecoach.tuning.search import possible
from posecoach.tuning.wording import silence

__all__ = ["Answers", "Counts", "Draft", "History", "LatestOnly", "PageState", "Recount", "Thresholds"]

Counts: TypeAlias = Sequence[Sequence[Event]]
"""Events of each recording."""
Thresholds: TypeAlias = Mapping[str, float]
"""Values by key."""
Recount: TypeAlias = Callable[[Thresholds], Counts]
"""Counts all recordings with some thresholds."""

_LONGEST = 500
"""Steps that can be taken back; a draft is small, but a day's work has many."""

Answers: TypeAlias = Mapping[Path, Answer]
"""By the file that somebody else has changed."""

Wanted = TypeVar("Wanted")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Draft:
    """All that can be changed on the page, at one moment.

    Attributes:
        thresholds: Values by key, see `posecoach.exercise.thresholds`.
        labels: One for each recording.
    """

    thresholds: Mapping[str, float]
    labels: tuple[Labels, ...]


class History:
    """Drafts in the order in which they were made.

    Attributes:
        now: The draft that holds.
    """

    def __init__(self, first: Draft) -> None:
        self.now = first
        self._before: list[Draft] = []
        self._after: list[Draft] = []
        self._gesture: str | None = None

    def put(self, draft: Draft, gesture: str | None = None) -> None:
        """Goes on to another draft.

        Args:
            draft: The new one; one that is as the present one is no step.
            gesture: What it is a part of, such as one drag of a line: all of a gesture is one step.
        """
        if draft == self.now:
            return
        if gesture is None or gesture != self._gesture:
            self._before = [*self._before, self.now][-_LONGEST:]
        self.now, self._after, self._gesture = draft, [], gesture

    def undo(self) -> bool:
        """Takes the last step back; False if there is none."""
        return self._step(self._before, self._after)

    def redo(self) -> bool:
        """Takes the last undone step again; False if there is none."""
        return self._step(self._after, self._before)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to take again."""
        return bool(self._after)

    def _step(self, source: list[Draft], target: list[Draft]) -> bool:
        self._gesture = None
        if not source:
            return False
        target.append(self.now)
        self.now = source.pop()
        return True


class LatestOnly(Generic[Wanted, Found]):
    """Runs a slow function in a thread, once at a time; of what is wanted meanwhile, only the last is done."""

    def __init__(self, work: Callable[[Wanted], Found], done: Callable[[Wanted, Found], None]) -> None:
        """Prepares for work.

        Args:
            work: The function; called in a thread.
            done: Told what was wanted and what was found, in the event loop.
        """
        self._work, self._done = work, done
        self._next: list[Wanted] = []
        self._task: asyncio.Task[None] | None = None

    def ask(self, wanted: Wanted) -> None:
        """Wants something, in place of what is waiting; only within an event loop."""
        self._next = [wanted]
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())

    async def settled(self) -> None:
        """Waits until nothing is wanted any more.

        Raises:
            Exception: What the function raised.
        """
        if self._task is not None:
            await self._task

    async def _run(self) -> None:
        while self._next:
            wanted = self._next.pop()
            found = await asyncio.to_thread(self._work, wanted)
            self._done(wanted, found)


class PageState:
    """One session at the page; all windows that show it show the same.

    Attributes:
        job: What it is for.
        recordings: Those of the job, with the labels that are on disk.
        history: All drafts.
        saved: What is on disk.
        base: What is counted with the thresholds on disk.
        counts: What is counted with those of the latest draft that has been counted.
        changes: What the latter change in each recording against the former.
        pending: Where a repetition was begun to be marked, by recording.
    """

    def __init__(self, job: PageJob, recount: Recount) -> None:
        """Begins with what is on disk, and counts.

        Args:
            job: What it is for.
            recount: Counts all recordings; called in a thread, once at a time.
        """
        self.job = job
        values: Thresholds = {} if job.tuned is None else thresholds(job.tuned.exercise)
        self.recordings = list(job.recordings)
        self._section = None if job.tuned is None else _section(job.tuned)
        self.saved = Draft(values, tuple(recording.labels for recording in job.recordings))
        self.history = History(self.saved)
        self.base: Counts = recount(values)
        self.counts, self.pending = self.base, dict[int, float]()
        self.changes = [Changes()] * len(job.recordings)
        self._recount, self._base_of, self._wanted = recount, values, (values, values)
        self._listeners: list[Callable[[], None]] = []
        self._counting = LatestOnly(self._count, self._counted)

    def listen(self, changed: Callable[[], None]) -> Callable[[], None]:
        """Has a function called after every change; what is returned ends that."""
        self._listeners.append(changed)
        return lambda: self._listeners.remove(changed)

    def drag(self, key: str, value: float, gesture: str | None = None) -> None:
        """Changes a threshold, and counts again.

        Raises:
            ValueError: If there is no such threshold, the thresholds would contradict each other, or this one could
                never speak.
        """
        if self.job.tuned is None or key not in self.now.thresholds:
            raise ValueError(Message("{threshold} can't be changed here", threshold=key))
        exercise = self.job.tuned.exercise
        moved = {**self.now.thresholds, **possible(exercise, {key: value})}
        silent = silence(with_thresholds(exercise, moved), key)
        if silent:
            raise ValueError(silent)
        self._put(replace(self.now, thresholds=moved), gesture)

    def reset(self, key: str | None = None) -> None:
        """Takes a threshold back to what is on disk, or all of them."""
        saved = self.saved.thresholds
        self._put(replace(self.now, thresholds=saved if key is None else {**self.now.thresholds, key: saved[key]}))

    def relabel(self, recording: int, labels: Labels) -> None:
        """Changes the labels of a recording."""
        self._put(replace(self.now, labels=_put_at(recording, labels, self.now.labels)))

    def begin(self, recording: int, time_s: float | None) -> None:
        """A repetition begins to be marked there; with None, it doesn't."""
        self.pending.pop(recording, None)
        if time_s is not None:
            self.pending[recording] = time_s
        self._tell()

    def undo(self) -> None:
        """Takes the last step back."""
        self.history.undo()
        self._changed()

    def redo(self) -> None:
        """Takes the last undone step again."""
        self.history.redo()
        self._changed()

    def save(self, answers: Answers = MappingProxyType({})) -> list[str]:
        """Writes what differs from what is on disk.

        Args:
            answers: What to do with files that somebody else has changed.

        Returns:
            The files that were written.

        Raises:
            ChangedFileError: If somebody else has changed a file, and there is no answer for it.
            PosecoachError: If one can't be written; those before it are.
        """
        written = list[Path]()
        if self._section is not None and self.now.thresholds != self.saved.thresholds:
            written += self._save_thresholds(self._section, answers.get(self._section.path))
        for index, recording in enumerate(self.recordings):
            if self.now.labels[index] != self.saved.labels[index]:
                written += self._save_labels(index, answers.get(own_labels_path(recording.path)))
        self._changed()
        return list(map(str, written))

    def _save_thresholds(self, section: ExerciseSection, answer: Answer | None) -> list[Path]:
        values, written = self.now.thresholds, list[Path]()
        if answer is Answer.KEEP_BESIDE:
            beside = ExerciseSection.read(free_name_beside(section.path), section.exercise_id)
            written.append(save_thresholds(self.job, values, beside).path)
        if answer in (Answer.RELOAD, Answer.KEEP_BESIDE):
            tuned = Tuned.read(section.exercise_id)
            values, self._section = thresholds(tuned.exercise), replace(section, said=tuned.said)
        else:
            now = ExerciseSection.read(section.path, section.exercise_id) if answer else section
            self._section = save_thresholds(self.job, values, now)
            written.append(section.path)
        self.saved = replace(self.saved, thresholds=values)
        self.history.put(replace(self.now, thresholds=values))
        return written

    def _save_labels(self, index: int, answer: Answer | None) -> list[Path]:
        recording, labels, written = self.recordings[index], self.now.labels[index], list[Path]()
        path, named = own_labels_path(recording.path), self.job.tuned.described.id if self.job.tuned else None
        wanted = replace(labels, exercise=labels.exercise or named)
        if answer is Answer.KEEP_BESIDE:
            written.append(keep_labels_beside(recording, wanted))
        if answer in (Answer.RELOAD, Answer.KEEP_BESIDE):
            recording = reread_labels(recording, self.job.tuned)
            labels = recording.labels
        else:
            if answer is Answer.OVERWRITE:
                recording = replace(recording, labels_sha256=sha256_of(path) if path.exists() else None)
            recording = save_labels(recording, wanted)
            written.append(path)
        self.recordings[index] = recording
        self.saved = replace(self.saved, labels=_put_at(index, labels, self.saved.labels))
        self.history.put(replace(self.now, labels=_put_at(index, labels, self.now.labels)))
        return written

    async def settled(self) -> None:
        """Waits until the present draft is counted."""
        await self._counting.settled()

    @property
    def now(self) -> Draft:
        """The draft that holds."""
        return self.history.now

    @property
    def unsaved(self) -> list[Message]:
        """What differs from what is on disk, in words."""
        pairs = zip(self.now.labels, self.saved.labels, strict=True)
        relabelled = sum(now != before for now, before in pairs)
        parts = [Message("thresholds")] if self.now.thresholds != self.saved.thresholds else []
        labels = counted_message("labels of {count} recording", "labels of {count} recordings", relabelled)
        return [*parts, labels] if relabelled else parts

    def labelled(self, recording: int) -> bool:
        """Whether somebody has said what is in a recording, if only that nothing counts."""
        labels = self.now.labels[recording]
        return bool(labels.movements) or self.recordings[recording].labels_path is not None

    def labelled_number(self, recording: int) -> str:
        """How many repetitions are labelled, as it is shown: a question mark where nobody has looked."""
        return str(len(self.now.labels[recording].repetitions)) if self.labelled(recording) else "?"

    def score(self, recording: int) -> float | None:
        """How well what is counted agrees with the labels, 0 to 1; None without labels or an exercise."""
        if self.job.tuned is None or not self.labelled(recording):
            return None
        return agreement(self.counts[recording], self.now.labels[recording]).score

    def _put(self, draft: Draft, gesture: str | None = None) -> None:
        self.history.put(draft, gesture)
        self._changed()

    def _changed(self) -> None:
        wanted = (self.now.thresholds, self.saved.thresholds)
        if wanted != self._wanted:
            self._wanted = wanted
            self._counting.ask(wanted)
        self._tell()

    def _count(self, wanted: tuple[Thresholds, Thresholds]) -> tuple[Counts, Counts]:
        now, saved = wanted
        counts = self._recount(now)
        if saved == self._base_of:
            return counts, self.base
        return counts, counts if saved == now else self._recount(saved)

    def _counted(self, wanted: tuple[Thresholds, Thresholds], found: tuple[Counts, Counts]) -> None:
        self._base_of = wanted[1]
        self.counts, self.base = found
        self.changes = [changes(before, after) for before, after in zip(self.base, self.counts, strict=True)]
        self._tell()

    def _tell(self) -> None:
        for listener in tuple(self._listeners):
            listener()


def _section(tuned: Tuned) -> ExerciseSection:
    return ExerciseSection(user_calibration(DEFAULT), tuned.described.id, tuned.said)


def _put_at(index: int, labels: Labels, several: tuple[Labels, ...]) -> tuple[Labels, ...]:
    return (*several[:index], labels, *several[index + 1 :])
