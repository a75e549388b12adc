"""`analyse` of many recordings: how far it is, what came of each, and a table of all."""

import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from posecoach.batch.analysing import Failure, Report
from posecoach.batch.executor import Executor, LocalProcesses
from posecoach.batch.finding import find_recordings, settled_recordings
from posecoach.batch.index_page import FailedRecording, GroupBy, write_index
from posecoach.batch.options import Wanted
from posecoach.batch.recordings import Recording
from posecoach.batch.run import Done, Plan, make_plan, run_plan
from posecoach.batch.status import PartStatus, RecordingStatus, StatusFile
from posecoach.cli.console import (
    BAD_INPUT,
    UNEXPECTED,
    err,
    language,
    out,
    plain_table,
    print_json,
    report_error,
    shown,
    styled,
    worst,
)
from posecoach.cli.interruption import InterruptionError
from posecoach.cli.model import chosen_model
from posecoach.messages import Message, counted_message, in_a_row, sentences
from posecoach.names import printable
from posecoach.pose.landmarking import usable_cores
from posecoach.pose.recording import is_landmarks
from posecoach.results.data_set import DataSet

__all__ = ["Batch", "Show", "write_tables"]

_LOOK_EVERY_S = 5.0


def _pause() -> None:
    time.sleep(_LOOK_EVERY_S)


Show: TypeAlias = Callable[[Path, Report], None]
"""Prints what came of a recording."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Many recordings, and how they are to be analysed.

    Attributes:
        arguments: Files, folders, patterns and manifests.
        out: The folder of results.
        wanted: What they are analysed for.
        jobs: How many at a time; None for one per core.
        again: Whether to analyse what is done already.
        as_json: Whether to print for machines.
        show: Prints one for people.
        pause: Waits until the next look at what is watched.
        executor: Makes what analyses so many at a time.
        group_by: What index.html has sections for.
        data_set: Tables of all results.
        longest_first: Whether the largest files come first.
    """

    arguments: Sequence[str]
    out: Path
    wanted: Wanted
    jobs: int | None
    again: bool
    as_json: bool
    show: Show
    pause: Callable[[], None] = _pause
    executor: Callable[[int], Executor] = LocalProcesses
    group_by: GroupBy | None = None
    data_set: DataSet = field(default_factory=DataSet)
    longest_first: bool = False

    def analyse(self) -> int:
        """Analyses all; returns the exit code.

        Raises:
            InterruptionError: If somebody interrupts it.
        """
        return _Run(self).analyse(find_recordings(self.arguments, self.out))

    def watch(self) -> int:
        """The same, and then whatever comes, until somebody ends it with Ctrl+C.

        Raises:
            InterruptionError: If that is in the middle of an analysis.
        """
        run, codes = _Run(self), [0]
        coming = settled_recordings(lambda: find_recordings(self.arguments, self.out, may_be_none=True), self.pause)
        while True:
            try:
                recordings = next(coming)
            except KeyboardInterrupt:
                return worst(codes)
            codes.append(run.analyse(recordings))
            places = ", ".join(self.arguments)
            err.print(Message("Waiting for more in {places}; Ctrl+C ends it.", places=places), soft_wrap=True)


class _Run:
    """Analyses recordings and prints what comes of them."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._options, self._statuses = batch.wanted.options(), StatusFile(batch.out)
        self._results = dict[Path, None]()

    def analyse(self, recordings: Sequence[Recording]) -> int:
        """Analyses what is missing or has changed of some recordings; returns the exit code."""
        plan = make_plan(recordings, self._options, self._statuses, again=self._batch.again)
        before = {one.recording: one.status for one in plan.recordings if one.status is not None}
        self._tell_before(before)
        statuses = before | self._analysed(plan)
        in_order = [(one.recording, statuses[one.recording]) for one in plan.recordings]
        index = _write_index(self._statuses, self._batch.group_by)
        self._results |= dict.fromkeys(self._batch.out / name for _, status in in_order for name in status.folders)
        if not self._batch.as_json:
            out.print(_table(in_order))
            out.print(_last_line(in_order, len(plan.to_do), index), soft_wrap=True)
        write_tables(self._batch.data_set, list(self._results), silent=self._batch.as_json)
        return worst(_code(status) for _, status in in_order)

    def _tell_before(self, before: Mapping[Recording, RecordingStatus]) -> None:
        for recording, status in before.items() if self._batch.as_json else ():
            print_json(status.as_json(recording.address, self._batch.out))

    def _analysed(self, plan: Plan) -> dict[Recording, RecordingStatus]:
        """What became of the recordings that had to be analysed."""
        to_do, done = plan.to_do, dict[Recording, RecordingStatus]()
        if not to_do:
            return done
        if not all(is_landmarks(one.recording.path) for one in to_do):
            chosen_model(self._batch.wanted.model)
        cores = usable_cores()
        jobs = min(self._batch.jobs or cores, len(to_do))
        try:
            with _progress(len(to_do)) as bar:
                running = run_plan(
                    plan,
                    self._batch.executor(jobs),
                    threads=max(1, cores // jobs),
                    longest_first=self._batch.longest_first,
                    progress=bar.advance,
                )
                with closing(running):
                    for one in running:
                        done[one.planned.recording] = one.status
                        with bar.aside(len(done)):
                            self._tell(one, len(done), len(to_do))
        except KeyboardInterrupt as error:
            raise InterruptionError(_kept(len(done), len(to_do), self._batch.out)) from error
        return done

    def _tell(self, done: Done, number: int, of: int) -> None:
        """Prints what came of a recording."""
        recording, failure = done.planned.recording, done.report.failure
        if self._batch.as_json:
            print_json(done.status.as_json(recording.address, self._batch.out))
            if done.status.losses:
                losses = in_a_row(done.status.losses)
                report_error(
                    Message(
                        "{recording}: {losses}; what could be read is analysed", recording=recording.name, losses=losses
                    )
                )
        if failure is not None:
            _report_failure(done.status, failure)
        elif not self._batch.as_json:
            heading = Message("{number} of {total}  {recording}", number=number, total=of, recording=recording.name)
            out.print(styled(heading, style="bold reverse"), soft_wrap=True)
            self._batch.show(recording.path, done.report)
            out.print()


def write_tables(data_set: DataSet, results: Sequence[Path], *, silent: bool) -> None:
    """Writes the tables that are wanted of some folders of results, and tells where they are.

    Raises:
        SourceError: If results can't be read.
        OutputError: If a table can't be written.
    """
    if results:
        data_set.write(list(dict.fromkeys(results)))
    for path in filter(None, (data_set.table, data_set.frames) if results and not silent else ()):
        out.print(Message("Table: {path}", path=path), soft_wrap=True)


def _report_failure(status: RecordingStatus, failure: Failure) -> None:
    if "--debug" in sys.argv:
        err.print(failure.trace, soft_wrap=True, end="")
    kept = status.problem is not None and status.problem.landmarks is not None
    if not kept:
        report_error(failure.reason)
        return
    report_error(
        Message(
            "{reason}; name it in a manifest or with --exercise, which takes moments since its landmarks are kept",
            reason=failure.reason,
        )
    )


def _kept(done: int, of: int, folder: Path) -> Message:
    return Message(
        "{done} of {recordings} are done, in {folder}; the same command goes on from there",
        done=done,
        recordings=counted_message("{count} recording", "{count} recordings", of),
        folder=folder,
    )


class _Bar:
    """How far the work is, on standard error, if that is a terminal."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress, self._total = progress, total
        self._task = progress.add_task(_count_of(0, total), total=1.0)

    def advance(self, share: float) -> None:
        """So much of all is done, 0 to 1."""
        self._progress.update(self._task, completed=share)

    @contextmanager
    def aside(self, done: int) -> Generator[None, None, None]:
        """Meanwhile, something else is printed."""
        self._progress.update(self._task, description=_count_of(done, self._total))
        self._progress.stop()
        try:
            yield
        finally:
            self._progress.start()


def _count_of(done: int, total: int) -> str:
    return shown(Message("{number} of {total}", number=done, total=total))


@contextmanager
def _progress(total: int) -> Generator[_Bar, None, None]:
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    # What is printed on standard output stays there.
    progress = Progress(*columns, console=err, disable=not err.is_terminal, transient=True, redirect_stdout=False)
    with progress:
        yield _Bar(progress, total)


def _code(status: RecordingStatus) -> int:
    if status.problem is not None and status.problem.unexpected:
        return UNEXPECTED
    return 0 if status.is_whole else BAD_INPUT


def _table(statuses: Sequence[tuple[Recording, RecordingStatus]]) -> Table:
    figures = (Message("reps"), Message("good"), Message("holds"))
    table = plain_table(Message("file"), Message("exercise"), *figures, Message("doubtful"))
    # A long name on one line would leave nothing to the other columns.
    table.columns[0].no_wrap = all(2 * len(recording.name) <= out.width for recording, _ in statuses)
    for column in table.columns[2:5]:
        column.justify = "right"
    for recording, status in statuses:
        if status.problem is not None:
            reason = shown(status.problem.reason).removeprefix(printable(f"{recording.address}: "))
            table.add_row(recording.name, "", "", "", "", Text(reason, style="red"))
        for place, part in enumerate(status.parts):
            doubts = sentences([*(() if place else status.losses), *part.doubts])
            table.add_row("" if place else recording.name, *_figures(part), styled(doubts, style="yellow"))
    return table


def _figures(part: PartStatus) -> tuple[str, str, str, str]:
    if part.folder is None:
        return "", "", "", ""
    holds = Message("{seconds:.1f} s", seconds=part.hold_s) if part.hold_s else ""
    return part.exercise or "", str(part.reps), str(part.good), holds


def _write_index(statuses: StatusFile, group_by: GroupBy | None) -> Path:
    """Writes the page over all results that there are, also of recordings that aren't asked for this time."""
    failures, doubts = list[FailedRecording](), dict[str, list[str]]()
    for one in statuses:
        name = _short(one.recording)
        if one.problem is not None:
            failures.append(FailedRecording(name, shown(one.problem.reason).removeprefix(f"{one.recording}: ")))
        for part in one.parts:
            if part.folder is None:
                failures.append(FailedRecording(_with_times(name, part), shown(sentences(part.doubts))))
            elif part.reps:
                doubts[part.folder] = part.doubts
    return write_index(statuses.out, failures, group_by, doubts, language())


def _with_times(name: str, part: PartStatus) -> str:
    time = Message("{start:.0f}-{end:.0f} s", start=part.start_s, end=part.end_s)
    return shown(in_a_row([name, time]))


def _short(recording: str) -> str:
    """A path as somebody would write it who is here."""
    path, here = Path(recording), Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)


def _last_line(statuses: Sequence[tuple[Recording, RecordingStatus]], analysed: int, index: Path) -> str:
    failed = sum(status.problem is not None for _, status in statuses)
    before = len(statuses) - analysed
    told = [
        counted_message("{count} recording", "{count} recordings", len(statuses)),
        *([Message("{count} done before", count=before)] if before else []),
        *([Message("{count} can't be analysed", count=failed)] if failed else []),
    ]
    return Message("{told}; results in {page}", told=in_a_row(told), page=index)
