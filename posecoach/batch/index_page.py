"""index.html: one page over a folder of results, the doubtful ones first, with a picture of each cue."""

import math
import os
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path, PurePath
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from posecoach.batch.doubts import doubts
from posecoach.batch.trends import FindExercise, Trend, find_exercise, trends
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.feedback import COLOURS
from posecoach.files import atomic_write
from posecoach.names import printable
from posecoach.pose.landmarks import Side
from posecoach.results.annotated_video import annotated_begin_s
from posecoach.results.cue_pictures import CUE_FOLDER, picture_name
from posecoach.results.session import FaultRecord, Session

__all__ = ["INDEX", "FailedRecording", "GroupBy", "write_index"]

INDEX = "index.html"
_TEMPLATES = Path(__file__).parent / "page"
_NO_SUBJECT = "No subject named"
_NO_FOLDER = "Not in a folder"


class GroupBy(str, Enum):
    """What the page has a section for."""

    SUBJECT = "subject"
    FOLDER = "folder"
    EXERCISE = "exercise"


@dataclass(frozen=True, slots=True)
class FailedRecording:
    """A recording without a result.

    Attributes:
        file: Its name, with as much of its path as tells it from others.
        reason: Why, and what to do about it.
    """

    file: str
    reason: str

    @property
    def reason_alone(self) -> str:
        """The reason without the file's name at its head."""
        named = (f"{self.file}: ", f"{PurePath(self.file).name}: ")
        return next((self.reason.removeprefix(one) for one in named if self.reason.startswith(one)), self.reason)


@dataclass(frozen=True, slots=True)
class _Cue:
    """A fault as the page shows it; addresses are relative to the page.

    Attributes:
        fault: What was told.
        at: Where in the recording, such as "12.3 s".
        mark: What `posecoach label --right` and `--wrong` take.
        video: Address of its second in the annotated video; None without one.
        picture: Address of its picture; None without one.
    """

    fault: FaultRecord
    at: str
    mark: str
    video: str | None
    picture: str | None

    @property
    def check(self) -> str:
        """Which, in words."""
        return self.fault.check.replace("_", " ")

    @property
    def place(self) -> str:
        """Which repetition."""
        number = "attempt" if self.fault.rep is None else f"repetition {self.fault.rep}"
        return f"{number}, {self.fault.side.value}" if self.fault.side is not None else number

    @property
    def values(self) -> str:
        """What was measured, and what was wanted."""
        measured = self.fault.measured
        # A decimal place of degrees, because 164.6 reads like a contradiction as "165, wanted 165 or more".
        shown = "not seen" if measured is None else f"{measured:.1f}" if abs(measured) >= 10 else f"{measured:.3g}"
        return f"{shown}, wanted {self.fault.wanted}"


@dataclass(frozen=True, slots=True)
class _Row:
    """A result as the page shows it.

    Attributes:
        session: What it came to.
        folder: Below that of all results.
        address: Of the folder.
        exercise: Its name.
        doubts: Why it may be wrong.
        video: Address of the annotated video; None without one.
        cues: What was told.
        landmarks: Where its landmarks are, as the command line takes it; None if it has none.
    """

    session: Session
    folder: PurePath
    address: str
    exercise: str
    doubts: tuple[str, ...]
    video: str | None
    cues: tuple[_Cue, ...]
    landmarks: str | None

    @property
    def urgency(self) -> int:
        """How much it needs to be looked at: before all others, where nothing was counted."""
        return len(self.doubts) + (0 if self.session.reps else 1000)

    @property
    def name(self) -> str:
        """Of the recording, with the folder that its results' folder is in."""
        around = self.folder.parent
        return self.session.source if around == PurePath() else f"{printable(around.as_posix())}/{self.session.source}"

    @property
    def recorded(self) -> str:
        """The date."""
        return (self.session.recorded_at or "")[:10]

    @property
    def good(self) -> int:
        """Repetitions in good form."""
        return sum(rep.good for rep in self.session.reps)

    @property
    def held(self) -> tuple[float, str]:
        """How long the end position was held on average, or how long was moved; in seconds and words."""
        session = self.session
        if session.settings is not None and session.settings.moving_s is not None:
            return session.moving_s_total, f"{session.moving_s_total:.0f} s moving"
        hold_s = session.hold_s_total / len(session.reps) if session.reps else 0.0
        return hold_s, f"{hold_s:.1f} s" if session.reps else ""

    @property
    def sides(self) -> tuple[int, str]:
        """By how many repetitions the sides differ, and how many each did."""
        left, right = self.session.sides.get(Side.LEFT, 0), self.session.sides.get(Side.RIGHT, 0)
        return abs(left - right), f"{left} / {right}" if left or right else ""


@dataclass(frozen=True, slots=True)
class _Group:
    """A section of the page.

    Attributes:
        title: What its results have in common; empty where there is only one section.
        rows: The doubtful ones first.
        trends: What became of each exercise.
    """

    title: str
    rows: tuple[_Row, ...]
    trends: tuple[Trend, ...] = ()


def write_index(
    out: Path,
    failures: Sequence[FailedRecording] = (),
    group_by: GroupBy | None = None,
    more_doubts: Mapping[str, Sequence[str]] | None = None,
) -> Path:
    """Writes the page over all results in a folder and in those below it.

    Args:
        out: The folder; gets the page.
        failures: Recordings without a result.
        group_by: What to make a section for, with left beside right and what changed from date to date.
        more_doubts: What else speaks against a result, by its folder below `out`, with slashes.

    Returns:
        The page.

    Raises:
        OutputError: If it can't be written.
    """
    find = find_exercise()
    rows = sorted(_rows(out, more_doubts or {}, find), key=lambda row: (-row.urgency, row.name))
    path = out / INDEX
    environment = Environment(
        loader=FileSystemLoader([_TEMPLATES, COLOURS.parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("index.html")
    doubtful = sum(bool(row.doubts) for row in rows)
    page = template.generate(
        groups=_groups(rows, group_by, find),
        failures=failures,
        results=len(rows),
        doubtful=doubtful,
        printable=printable,
    )
    with atomic_write(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(page)
    return path


def _rows(out: Path, more_doubts: Mapping[str, Sequence[str]], find: FindExercise) -> Iterator[_Row]:
    for folder, names in _result_folders(out):
        try:
            session = Session.load(folder / "session.json")
        except SourceError:
            # Of an analysis by another version; the next run makes it anew.
            continue
        below = PurePath(folder.relative_to(out))
        doubtful = (*more_doubts.get(below.as_posix(), ()), *doubts(session))
        yield _row(folder, below, names, session, doubtful, find(session.exercise))


def _result_folders(out: Path) -> Iterator[tuple[Path, frozenset[str]]]:
    """Folders with a session and the names of all that is in them, pictures of cues with their folder's."""
    for around, folders, files in os.walk(out):
        if "session.json" in files:
            pictures = os.listdir(Path(around, CUE_FOLDER)) if CUE_FOLDER in folders else []  # noqa: PTH208 - quicker
            yield Path(around), frozenset([*files, *(f"{CUE_FOLDER}/{name}" for name in pictures)])
        folders[:] = sorted(name for name in folders if name != CUE_FOLDER)


def _row(
    folder: Path,
    below: PurePath,
    names: frozenset[str],
    session: Session,
    doubtful: tuple[str, ...],
    exercise: Exercise | None,
) -> _Row:
    video = _address(below / "annotated.mp4") if "annotated.mp4" in names else None
    return _Row(
        session=session,
        folder=below,
        address=f"{_address(below)}/",
        exercise=session.exercise if exercise is None else exercise.name,
        doubts=doubtful,
        video=video,
        cues=tuple(_cue(fault, session, below, names, video) for fault in session.faults),
        landmarks=_quoted(folder / "landmarks.npz") if "landmarks.npz" in names else None,
    )


def _cue(fault: FaultRecord, session: Session, below: PurePath, names: frozenset[str], video: str | None) -> _Cue:
    begin_s, picture = annotated_begin_s(session.start_s or 0.0), f"{CUE_FOLDER}/{picture_name(fault)}"
    return _Cue(
        fault=fault,
        at=f"{fault.start_s:.1f} s",
        mark=f"{fault.check}@{fault.start_s:.2f}",
        video=None if video is None else f"{video}#t={max(0.0, fault.start_s - begin_s):.1f}",
        picture=_address(below / picture) if picture in names else None,
    )


def _address(path: PurePath) -> str:
    return quote(os.fsencode(path.as_posix()))


def _quoted(path: Path) -> str:
    return printable(shlex.quote(str(path.absolute())))


def _groups(rows: Sequence[_Row], group_by: GroupBy | None, find: FindExercise) -> list[_Group]:
    if group_by is None:
        return [_Group("", tuple(rows))]
    together: dict[str, list[_Row]] = {}
    for row in rows:
        together.setdefault(_title(row, group_by), []).append(row)
    last = (_NO_SUBJECT, _NO_FOLDER)
    titles = sorted(together, key=lambda title: (title in last, title.casefold()))
    return [_Group(title, tuple(together[title]), trends(_in_time(together[title]), find)) for title in titles]


def _title(row: _Row, group_by: GroupBy) -> str:
    if group_by is GroupBy.EXERCISE:
        return row.exercise
    if group_by is GroupBy.SUBJECT:
        return row.session.subject or _NO_SUBJECT
    around = row.folder.parent
    return _NO_FOLDER if around == PurePath() else around.as_posix()


def _in_time(rows: Iterable[_Row]) -> Iterator[Session]:
    """Sessions by the date of their recording; those that have none come first, by name."""
    for row in sorted(rows, key=lambda row: (_recorded_s(row.session), row.name)):
        yield row.session


def _recorded_s(session: Session) -> float:
    try:
        return datetime.fromisoformat(session.recorded_at or "").timestamp()
    except ValueError:
        return -math.inf
