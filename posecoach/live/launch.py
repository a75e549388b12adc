"""Putting a live session together, and taking it apart again."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from posecoach.capture.choosing import gives_noise
from posecoach.capture.grabber import Grabber
from posecoach.capture.live_source import LiveSource
from posecoach.feedback.display import Display
from posecoach.feedback.draw.picture import LivePicture
from posecoach.feedback.voice.choosing import Voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.announcer import Announcer
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.feedback.words.narrator import Narrator
from posecoach.live.loop import LiveLoop
from posecoach.live.pose_thread import CompanyWatch, PoseThread
from posecoach.live.records import SessionRecords
from posecoach.live.scenes import Scenes
from posecoach.live.session import LiveSession
from posecoach.live.sinks import Sink
from posecoach.live.stats import LiveStats
from posecoach.messages import counted_message
from posecoach.pose.estimator import EstimatorFactory, model_sha256, profile_of
from posecoach.pose.recording import Origin
from posecoach.session.guide import Guide
from posecoach.session.task import GuidedTask
from posecoach.version import __version__

__all__ = ["Equipment", "LiveJob", "LiveResult", "run_live"]


@dataclass(frozen=True, slots=True)
class LiveJob:
    """What a live session is to be.

    Attributes:
        tasks: What to do, in order.
        opening: Said before the first exercise.
        language: Of everything shown and said.
        mode: How much is heard.
        advise: Whether the safety advice comes first.
        record: Folder for what is recorded; None for nothing.
        record_video: Whether the camera's pictures are recorded, too.
        show_stats: Whether figures about speed are shown.
    """

    tasks: tuple[GuidedTask, ...]
    opening: str = ""
    language: Language = ENGLISH
    mode: VoiceMode = VoiceMode.FULL
    advise: bool = False
    record: Path | None = None
    record_video: bool = False
    show_stats: bool = False


@dataclass(frozen=True, slots=True)
class Equipment:
    """What a live session is done with; whoever made it closes it.

    Attributes:
        source: Where frames come from.
        make_estimator: Makes the pose estimator.
        display: Where pictures go.
        voice: What is heard.
    """

    source: LiveSource
    make_estimator: EstimatorFactory
    display: Display
    voice: Voice


@dataclass(frozen=True, slots=True)
class LiveResult:
    """What a session came to.

    Attributes:
        session: The session.
        stats: How fast it was.
        records: What was recorded; None if nothing was.
        incomplete: Files that lack something, as with a full disk.
    """

    session: LiveSession
    stats: LiveStats
    records: SessionRecords | None
    incomplete: tuple[Path, ...] = ()


def run_live(
    job: LiveJob,
    equipment: Equipment,
    *,
    notice: Callable[[str], None],
    sinks: Sequence[Sink] = (),
    stats: LiveStats | None = None,
) -> LiveResult:
    """Runs a session until it is over or left, also by Ctrl+C; what was recorded until then is kept whatever happens.

    Args:
        job: What it is to be.
        equipment: What it is done with.
        notice: Told problems that the person can't see or hear, in one line each.
        sinks: Told frames and events, beside the record; closed at the end.
        stats: Takes the times of the frames; None for those of the last seconds.

    Raises:
        PosecoachError: If the camera can't be opened, or poses can't be estimated.
    """
    records = _records(job, equipment)
    sinks = [*sinks, *([records] if records is not None else [])]
    with ExitStack() as stack:
        session = stack.enter_context(closing(_session(job, equipment, sinks, stack)))
        grabber = stack.enter_context(Grabber(equipment.source, watch_frozen=gives_noise(equipment.source)))
        loop = LiveLoop(
            session,
            _scenes(session, job, records),
            stack.enter_context(PoseThread(grabber, equipment.make_estimator)),
            equipment.display,
            LivePicture(job.language),
            stats=stats or LiveStats(),
            show_stats=job.show_stats,
            problems=lambda: [*equipment.voice.problems(), *_problems(sinks)],
            notice=notice,
        )
        with suppress(KeyboardInterrupt):  # how to leave where there is no window
            loop.run()
    _tell_all([*_left_out(equipment.source.name, grabber.unusable), *_problems(sinks)], notice)
    return LiveResult(session, loop.stats, records, () if records is None else tuple(records.incomplete))


def _scenes(session: LiveSession, job: LiveJob, records: SessionRecords | None) -> Scenes:
    return Scenes(
        session,
        job.language,
        records_all=lambda: records is None or records.problem is None,
        saved=lambda: None if records is None else records.folder.name,
    )


def _tell_all(problems: Sequence[str], notice: Callable[[str], None]) -> None:
    for problem in problems:
        notice(problem)


def _left_out(source: str, frames: int) -> list[str]:
    if not frames:
        return []
    return [
        counted_message(
            "{source}: {count} frame without a true time or a picture was left out",
            "{source}: {count} frames without a true time or a picture were left out",
            frames,
            source=source,
        )
    ]


def _records(job: LiveJob, equipment: Equipment) -> SessionRecords | None:
    if job.record is None:
        return None
    return SessionRecords(job.record, _origin(equipment), video=job.record_video)


def _problems(sinks: Iterable[Sink]) -> list[str]:
    return [problem for sink in sinks for problem in sink.problems()]


def _origin(equipment: Equipment) -> Origin:
    return Origin(
        equipment.source.name,
        recorded_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        model_sha256=model_sha256(equipment.make_estimator),
        version=__version__,
    )


def _session(job: LiveJob, equipment: Equipment, sinks: Sequence[Sink], stack: ExitStack) -> LiveSession:
    guide, voice = Guide(job.tasks, advise=job.advise), equipment.voice
    announcer = Announcer(voice.speaker, voice.chimes, mode=job.mode)
    profile = profile_of(equipment.make_estimator)
    company = stack.enter_context(closing(CompanyWatch(equipment.make_estimator)))
    return LiveSession(guide, Narrator(job.language, job.opening), announcer, sinks, profile, company)
