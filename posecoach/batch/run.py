"""Many recordings: what is missing or has changed is analysed, and each result put in its place as it comes."""

import shutil
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path

from posecoach.auto_analysis import PartResult, nearest_of
from posecoach.batch.analysing import RecordingJob, Report, analyse_recording
from posecoach.batch.executor import Executor, Work
from posecoach.batch.options import Fingerprint, Options, OptionsFor
from posecoach.batch.places import ADVICE, Places
from posecoach.batch.recordings import Recording
from posecoach.batch.status import (
    FileIdentity,
    PartStatus,
    Problem,
    Provenance,
    RecordingStatus,
    StatusFile,
    absolute_name,
)
from posecoach.errors import SourceError
from posecoach.files import writing
from posecoach.names import printable
from posecoach.pose.recording import is_landmarks
from posecoach.recognition import SURE
from posecoach.temporary import remove_left_over_folders, temporary_folder
from posecoach.version import __version__

__all__ = ["Done", "Plan", "Planned", "make_plan", "run_plan"]

_SESSION = "session.json"


@dataclass(frozen=True, slots=True)
class Planned:
    """A recording and what is to be done with it.

    Attributes:
        recording: The recording.
        options: What it is to be analysed for.
        fingerprint: What such results are told by.
        file: The file as it is now; None if it isn't there.
        status: What became of it before, if that still holds: there is nothing to do then.
        landmarks: Landmarks that were found in it before and will do again; None if there are none.
        losses: What of it could not be read then.
    """

    recording: Recording
    options: Options
    fingerprint: Fingerprint
    file: FileIdentity | None
    status: RecordingStatus | None = None
    landmarks: Path | None = None
    losses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """A recording that was analysed just now.

    Attributes:
        planned: Which, and what for.
        report: What came of it, its results in their places.
        status: The same, as it is kept.
    """

    planned: Planned
    report: Report
    status: RecordingStatus


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done with some recordings.

    Attributes:
        recordings: All of them.
        statuses: What became of recordings so far.
    """

    recordings: tuple[Planned, ...]
    statuses: StatusFile

    @property
    def to_do(self) -> list[Planned]:
        """Those that are to be analysed."""
        return [one for one in self.recordings if one.status is None]


def make_plan(
    recordings: Iterable[Recording], options: OptionsFor, statuses: StatusFile, *, again: bool = False
) -> Plan:
    """Finds out which recordings are missing, or have changed, or are to be analysed for something else.

    Of the others no byte is read. One that couldn't be analysed is tried again only if the reason may have gone.

    Args:
        recordings: All that are wanted.
        options: What each is to be analysed for.
        statuses: What became of recordings so far.
        again: Whether to analyse all of them, whatever there is.

    Raises:
        ExerciseError: If a recording's exercise or dose doesn't exist.
        OutputError: If recordings.jsonl can't be written.
    """
    by_size = dict[int, list[RecordingStatus]]()
    for one in statuses:
        if one.file is not None:
            by_size.setdefault(one.file.size, []).append(one)
    look = _Lookup(statuses, by_size, again=again)
    return Plan(tuple(look.planned(one, *options.of(one)) for one in recordings), statuses)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Finds what there is of recordings."""

    statuses: StatusFile
    by_size: dict[int, list[RecordingStatus]]
    again: bool

    def planned(self, recording: Recording, options: Options, fingerprint: Fingerprint) -> Planned:
        planned = Planned(recording, options, fingerprint, FileIdentity.of(recording.path))
        found = None if self.again else self._same_file(planned)
        if found is None:
            return planned
        if self._still_holds(found, planned):
            return replace(planned, status=self._as_told(found, planned))
        return replace(planned, landmarks=self._landmarks(found, planned), losses=tuple(found.losses))

    def _same_file(self, planned: Planned) -> RecordingStatus | None:
        """What became of the same bytes before, by this name or another one."""
        recording, now = planned.recording, planned.file
        if now is None:
            return None
        last = self.statuses.last(recording)
        candidates = [last] if last is not None else self._moved(recording, now)
        for one in candidates:
            if one.file is None:
                continue
            # What can't be read is told when it is analysed.
            with suppress(SourceError):
                if one is last and one.file.mtime_ns == now.mtime_ns and one.file.size == now.size:
                    return one
                if one.file.has_bytes_of(recording.path, now):
                    return one
        return None

    def _moved(self, recording: Recording, now: FileIdentity) -> list[RecordingStatus]:
        part = (recording.start_s, recording.end_s)
        same = [one for one in self.by_size.get(now.size, []) if (one.start_s, one.end_s) == part]
        return [one for one in same if one.lies_in(recording.place) and not Path(one.recording).exists()]

    def _still_holds(self, found: RecordingStatus, planned: Planned) -> bool:
        if found.provenance.settings != planned.fingerprint.settings:
            return False
        if found.problem is not None:
            return found.problem.lasting
        drawn = found.provenance.annotated or not planned.options.annotate or is_landmarks(planned.recording.path)
        out = self.statuses.out
        return drawn and all((out / folder / _SESSION).is_file() for folder in found.folders)

    def _landmarks(self, found: RecordingStatus, planned: Planned) -> Path | None:
        made, wanted = found.provenance, planned.options
        if made.landmarks != planned.fingerprint.landmarks or (wanted.needs_contour and not made.contour):
            return None
        kept = [found.problem.landmarks] if found.problem is not None and found.problem.landmarks is not None else []
        # Those of several exercises are in pieces.
        whole = found.folders if len(found.parts) == 1 else []
        paths = [self.statuses.out / path for path in (*kept, *(f"{folder}/landmarks.npz" for folder in whole))]
        return next((path for path in paths if path.is_file()), None)

    def _as_told(self, found: RecordingStatus, planned: Planned) -> RecordingStatus:
        """The status with what is known of the file and the recording by now; kept if that is something else."""
        recording = planned.recording
        sha256 = None if found.file is None else found.file.sha256
        file = None if planned.file is None else planned.file.model_copy(update={"sha256": sha256})
        known = {"recording": absolute_name(recording.path), "subject": recording.subject, "side": recording.side}
        told = found.model_copy(update={**known, "file": file})
        if told != found:
            self.statuses.add(told)
        return told


def run_plan(
    plan: Plan,
    executor: Executor,
    *,
    threads: int = 1,
    work: Work = analyse_recording,
    progress: Callable[[float], None] = lambda _: None,
) -> Generator[Done, None, None]:
    """Analyses what is to be done, and gives each recording as soon as its results are in their place.

    Closing the generator stops the work; what was given until then is kept.

    Args:
        plan: What is to be done.
        executor: Where.
        threads: Stretches of one recording that are landmarked at a time.
        work: Analyses one recording.
        progress: Told the share of all that is done, 0 to 1.

    Raises:
        OutputError: If results can't be put in their place.
    """
    out = plan.statuses.out
    places = Places.of(out, (one.recording for one in plan.recordings))
    with writing(out, ADVICE):
        out.mkdir(parents=True, exist_ok=True)
    remove_left_over_folders(out)
    with temporary_folder(out) as staging:
        jobs = _Jobs(plan.to_do, staging, threads)
        with closing(executor.run(work, jobs)) as ended:
            for one in ended:
                if one is not None:
                    planned = jobs.end(one.job)
                    report = places.put(one)
                    status = _status(planned, report, out)
                    plan.statuses.add(status)
                    _remove_staged(one.job)
                    yield Done(planned, report, status)
                progress(jobs.share())


class _Jobs(Iterator[RecordingJob]):
    """The jobs, made when there is room for them; how much each takes is told by the bytes of its file."""

    def __init__(self, to_do: Sequence[Planned], staging: Path, threads: int) -> None:
        self._to_do, self._staging, self._threads = enumerate(to_do), staging, threads
        self._running = dict[Path, tuple[RecordingJob, Planned]]()
        self._all, self._done = sum(map(_weight, to_do)), 0

    def __next__(self) -> RecordingJob:
        number, planned = next(self._to_do)
        folder = self._staging / str(number)
        job = RecordingJob(planned.recording, planned.options, folder, self._threads, planned.landmarks, planned.losses)
        self._running[folder] = job, planned
        return job

    def end(self, job: RecordingJob) -> Planned:
        """What a job was for that is over."""
        _, planned = self._running.pop(job.folder)
        self._done += _weight(planned)
        return planned

    def share(self) -> float:
        """How much of all jobs is done, 0 to 1."""
        begun = sum(job.share() * _weight(planned) for job, planned in self._running.values())
        return (self._done + begun) / self._all


def _remove_staged(job: RecordingJob) -> None:
    shutil.rmtree(job.folder, ignore_errors=True)
    job.progress_file.unlink(missing_ok=True)


def _weight(planned: Planned) -> int:
    return 1 if planned.file is None else 1 + planned.file.size


def _status(planned: Planned, report: Report, out: Path) -> RecordingStatus:
    recording, options, results = planned.recording, planned.options, report.results
    sha256 = None if report.origin is None or is_landmarks(recording.path) else report.origin.recording_sha256
    return RecordingStatus(
        recording=absolute_name(recording.path),
        start_s=recording.start_s,
        end_s=recording.end_s,
        subject=recording.subject,
        side=recording.side,
        file=None if planned.file is None else planned.file.model_copy(update={"sha256": sha256}),
        provenance=Provenance(
            version=__version__,
            settings=planned.fingerprint.settings,
            landmarks=planned.fingerprint.landmarks,
            contour=options.needs_contour,
            annotated=options.annotate,
        ),
        named=options.named,
        parts=[_part_status(part, out) for part in report.parts],
        losses=list(dict.fromkeys(loss for result in results for loss in result.losses)),
        cut_off=any(result.cut_off for result in results),
        problem=_problem(report, out),
    )


def _problem(report: Report, out: Path) -> Problem | None:
    failure = report.failure
    if failure is None:
        return None
    landmarks = None if report.landmarks is None else report.landmarks.relative_to(out).as_posix()
    return Problem(
        reason=printable(failure.reason), lasting=failure.lasting, unexpected=failure.unexpected, landmarks=landmarks
    )


def _doubts(found: PartResult) -> list[str]:
    """Why somebody should look at a part."""
    part, result = found.part, found.result
    if result is None:
        return [f"can't tell which exercise it is: {nearest_of(part)}"]
    unsure = [f"may be {nearest_of(part)}"] if part.confidence < SURE else []
    session = result.session
    if session.rep_count:
        return unsure
    reasons = [one.reason for one in session.not_counted][:1]
    return [*unsure, ": ".join(["nothing counted", *reasons])]


def _part_status(found: PartResult, out: Path) -> PartStatus:
    part, result = found.part, found.result
    recognised = PartStatus(
        exercise=part.exercise,
        start_s=round(part.start_s, 3),
        end_s=round(part.end_s, 3),
        confidence=round(part.confidence, 3),
        repetitions=part.repetitions,
        guesses=list(part.guesses),
        difference=part.difference,
        doubts=_doubts(found),
    )
    if result is None:
        return recognised
    session = result.session
    counted = {
        "folder": result.folder.relative_to(out).as_posix(),
        "reps": session.rep_count,
        "good": sum(rep.good for rep in session.reps),
        "hold_s": session.hold_s_total,
    }
    return recognised.model_copy(update=counted)
