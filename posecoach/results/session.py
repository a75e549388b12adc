"""session.json: what a session came to, as a file that other tools may rely on."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import from_json

from posecoach.counting.events import Evidence, Verdict
from posecoach.counting.table import measure_of
from posecoach.errors import SourceError
from posecoach.files import read_whole
from posecoach.messages import Message, os_reason
from posecoach.pose.landmarks import Side
from posecoach.results.flat import data_frame, rows
from posecoach.results.reach import RangeRecord
from posecoach.results.records import Document, Record, Records, Words

__all__ = [
    "SCHEMA",
    "AttemptRecord",
    "CheckRecord",
    "Extremes",
    "FaultRecord",
    "NotCountedRecord",
    "PlacementRecord",
    "RepRecord",
    "Session",
    "Settings",
]

_BEFORE = "posecoach.session/1"
SCHEMA = "posecoach.session/2"
"""2: a movement that went half of the described way is a repetition, good or not; before, it was an attempt unless it
reached the end position."""

_LONGEST = 1 << 24
"""Bytes; those of ten thousand repetitions, which take 6 hours if there is no pause."""


class Extremes(Record):
    """Smallest and largest value of a measure during a repetition."""

    min: float
    max: float


def _known_measure(column: str) -> str:
    try:
        measure_of(column)
    except KeyError:
        raise ValueError("unknown measure") from None
    return column


class CheckRecord(Record):
    """A check's answer about a repetition.

    Attributes:
        check: Its id.
        verdict: The answer.
        measured: Median of its measure; null if it wasn't seen.
        unit: Of that: "deg", "trunk lengths" or "s"; null in files of older versions.
        reason: Why it can't tell; null if it can.
    """

    check: str
    verdict: Verdict
    measured: float | None
    unit: str | None = None
    reason: Words | None = None


class RepRecord(Record):
    """One counted repetition; times in seconds of media time.

    Attributes:
        number: From 1.
        side: The side that worked, where sides take turns.
        start_s: When the body left its start position.
        hold_start_s: When it came to rest in the end position.
        hold_end_s: When it began to leave it.
        end_s: When it was back in its start position.
        hold_s: How long the end position was held.
        good: Whether the end position was reached and no check found a fault.
        faults: Ids of the checks that found one, and "hold" for a hold that was too short.
        checks: The answer of every check.
        measures: Smallest and largest value of each measure that was seen.
        evidence: What the repetition is known by.
        confidence: How sure the movement was no noise, 0 to 1.
        open_start: Whether it was under way when it was first seen.
        open_end: Whether it was still under way when it was last seen.
    """

    number: int
    side: Side | None
    start_s: float
    hold_start_s: float
    hold_end_s: float
    end_s: float
    hold_s: float
    good: bool
    faults: list[str]
    checks: list[CheckRecord] = Field(default_factory=list)
    measures: dict[Annotated[str, AfterValidator(_known_measure)], Extremes]
    evidence: Evidence
    confidence: float
    open_start: bool = False
    open_end: bool = False


class AttemptRecord(Record):
    """A movement that turned back before about half of the way; its fault stands among the faults.

    Attributes:
        side: The side that worked, where sides take turns.
        start_s: When the body left its start position.
        end_s: When it was half way back.
        reached: Furthest value of the drive.
    """

    side: Side | None
    start_s: float
    end_s: float
    reached: float


class FaultRecord(Record):
    """A fault with the value that was measured and the one that was wanted.

    Attributes:
        check: Id of the check, or "hold".
        rep: Number of the repetition; null for an attempt's.
        side: The side that worked, where sides take turns.
        start_s: When it began.
        end_s: When it ended.
        measured: Median of its measure meanwhile; null if it wasn't seen.
        wanted: What would have been good, in words.
        cue: What to do about it.
    """

    check: str
    rep: int | None
    side: Side | None
    start_s: float
    end_s: float
    measured: float | None
    wanted: Words
    cue: Words


class NotCountedRecord(Record):
    """A stretch with a person and no repetition, and why none was counted in it."""

    start_s: float
    end_s: float
    reason: Words


class PlacementRecord(Record):
    """A stretch in which the camera or the person was badly placed."""

    message: str
    start_s: float
    end_s: float


class Settings(Record):
    """The dose that was asked for.

    Attributes:
        hold_s: Shortest and longest hold.
        reps: Fewest and most repetitions, of each side where sides take turns.
        moving_s: Shortest and longest continuous movement; null where repetitions count.
    """

    hold_s: tuple[float, float]
    reps: tuple[int, int]
    moving_s: tuple[float, float] | None = None


class Session(Document):
    """The whole session.

    >>> from posecoach import Session, coach
    >>> from posecoach.testing import Figure, scripted_series
    >>> down, up = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60
    >>> session = coach(scripted_series((down + up) * 3 + down), "bridge")
    >>> session.rep_count, session.technique, session.faults[0].wanted
    (3, 0.0, '2 to 3 s')
    >>> Session.model_validate_json(session.to_json()) == session
    True

    Attributes:
        exercise: Its id.
        dose: Name of the dose; "+" marks one that was changed.
        profile: Of the person; null without one.
        source: Name of the recording or camera.
        recorded_at: When it was recorded, ISO 8601 with its time zone; null if that isn't known.
        recording_sha256: Hash of the recording's bytes, or of its landmarks' where that isn't known; null for a camera.
        version: Of the program that counted.
        estimator: Name of the pose estimator.
        model_sha256: Hash of its model; null if that isn't known.
        pose_rate_hz: How often a second the recording was looked at, at most; those between are interpolated. Null of a
            camera.
        settings: The dose that was asked for.
        thresholds: Values in force of all that calibration may change, in the units of their measures.
        frame_rate: Frames a second as they came, on average; null of fewer than two.
        duration_s: To the end of the last frame.
        frames: How many.
        frames_with_pose: Those with a person.
        rep_count: Repetitions, good or not.
        sides: How many of each side, where sides take turns.
        hold_s_total: All holds together.
        moving_s_total: Continuous movement.
        score: How much of the dose was done well, 0 to 1.
        technique: Good repetitions of those done, 0 to 1.
        range: How far it went; null where the articles say no number.
        reps: The repetitions.
        attempts: Movements that turned back too early to be one.
        faults: All of them.
        not_counted: Stretches without a repetition, with the reason.
        placement: Stretches in which the camera or the person was badly placed.
    """

    schema_: str = SCHEMA
    exercise: str
    dose: str
    profile: str | None = None
    source: str
    recorded_at: str | None = None
    recording_sha256: str | None = None
    version: str | None = None
    estimator: str | None = None
    model_sha256: str | None = None
    pose_rate_hz: float | None = None
    settings: Settings | None = None
    thresholds: dict[str, float] = Field(default_factory=dict)
    frame_rate: float | None = None
    duration_s: float
    frames: int
    frames_with_pose: int
    rep_count: int
    sides: dict[Side, int]
    hold_s_total: float
    moving_s_total: float
    score: float | None
    technique: float
    range: RangeRecord | None = None
    reps: Records[RepRecord]
    attempts: Records[AttemptRecord]
    faults: Records[FaultRecord]
    not_counted: Records[NotCountedRecord] = Field(default_factory=list)
    placement: Records[PlacementRecord]

    @classmethod
    def load(cls, path: str | Path) -> "Session":
        """Reads a session.json, also one of schema 1, in which what it didn't know yet is null or empty.

        Raises:
            SourceError: If the file can't be read, or isn't a session.
        """
        try:
            # Not `model_validate_json`, which copies the whole file for each key that is missing.
            session = cls.model_validate(from_json(read_whole(Path(path), _LONGEST)))
        except (OSError, ValueError) as error:
            unknown = Message("it is no session.json that this version knows")
            raise SourceError(
                Message(
                    "{path}: can't be read ({reason}); analyse the recording again",
                    path=path,
                    reason=os_reason(error) if isinstance(error, OSError) else unknown,
                )
            ) from error
        if session.schema_ not in (SCHEMA, _BEFORE):
            raise SourceError(
                Message(
                    "{path}: a session of another version ({version}); use a newer posecoach",
                    path=path,
                    version=session.schema_,
                )
            )
        return session

    @property
    def repetitions(self) -> list[dict[str, Any]]:
        """The repetitions as flat records with the same keys each, units in their names; None for what isn't known.

        >>> from posecoach import coach
        >>> from posecoach.testing import Figure, scripted_series
        >>> down, up = [Figure.supine(125)] * 60, [Figure.supine(175)] * 60
        >>> first, *_ = coach(scripted_series(down + up + down), "bridge").repetitions
        >>> first["good"], first["hip_angle_max_deg"], first["check_alignment"]
        (False, 175.0, 'good')
        """
        return rows(self.reps)

    def to_dataframe(self) -> Any:
        """`repetitions` as a data frame, of pandas or, where that is missing, of polars.

        >>> from posecoach import coach
        >>> from posecoach.testing import Figure, scripted_series
        >>> down, up = [Figure.supine(125)] * 60, [Figure.supine(175)] * 60
        >>> table = coach(scripted_series((down + up) * 3 + down), "bridge").to_dataframe()
        >>> table["hold_s"].round(1).tolist()
        [0.8, 0.8, 0.8]

        Raises:
            OutputError: If neither is installed.
        """
        return data_frame(self.repetitions)
