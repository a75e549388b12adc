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

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from posecoach.batch.doubts import doubts
from posecoach.batch.trends import FindExercise, Trend, find_exercise, trends
from posecoach.errors import SourceError
from posecoach.exercise.schema import Exercise
from posecoach.feedback import COLOURS
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.files import atomic_write
from posecoach.messages import Message, counted_message, in_a_row
from posecoach.names import printable
from posecoach.pose.landmarks import Side
from posecoach.results.annotated_video import annotated_begin_s
from posecoach.results.cue_pictures import CUE_FOLDER, picture_name
from posecoach.results.session import FaultRecord, Session

__all__ = ["INDEX", "FailedRecording", "GroupBy", "write_index"]

INDEX = "index.html"
_TEMPLATES = Path(__file__).parent / "page"
_NO_SUBJECT = Message("No subject named")
_NO_FOLDER = Message("Not in a folder")
_TITLES = (
    Message("Recording"),
    Message("Exercise"),
    Message("Recorded"),
    Message("Repetitions"),
    Message("Good"),
    Message("Held"),
    Message("Left / right"),
)
_TITLES_OF_MOST = (Message("Doubts"), Message("Cues"))
"""Of columns that are sorted with the largest number first."""
_WORDS = {
    "analysed": Message("Analysed"),
    "by_name": Message("by name"),
    "filter": Message("Filter"),
    "filter_by": Message("Filter by name, exercise, doubt …"),
    "none": Message("No result here yet."),
    "not_analysed": Message("Not analysed"),
    "results": Message("Results"),
    "right_or_wrong": Message("Right or wrong?"),
    "sides": Message("Left and right"),
    "video": Message("Video"),
}
_SCRIPT_WORDS = {
    "shown": Message("{count} shown", count="{count}"),
    "copy": Message("Copy"),
    "copyThis": Message("Copy: {command}", command="{command}"),
    "copied": Message("Copied"),
}
"""The script puts values into what stays in braces."""


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
        check: Which, in words.
        advice: What to do about it.
        wanted: What would have been good.
    """

    fault: FaultRecord
    at: Message
    mark: str
    video: str | None
    picture: str | None
    check: str
    advice: str
    wanted: str

    @property
    def place(self) -> str:
        """Which repetition."""
        rep, side = self.fault.rep, self.fault.side
        number = Message("attempt") if rep is None else Message("repetition {number}", number=rep)
        return number if side is None else in_a_row([number, side.words])

    @property
    def values(self) -> Message:
        """What was measured, and what was wanted."""
        measured = self.fault.measured
        if measured is None:
            return Message("not seen, wanted {wanted}", wanted=self.wanted)
        # A decimal place of degrees, because 164.6 reads like a contradiction as "165, wanted 165 or more".
        if abs(measured) >= 10:
            return Message("{measured:.1f}, wanted {wanted}", measured=measured, wanted=self.wanted)
        return Message("{measured:.3g}, wanted {wanted}", measured=measured, wanted=self.wanted)


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
    def good(self) -> str:
        """How many repetitions are in good form; empty without any."""
        reps = self.session.reps
        good = sum(rep.good for rep in reps)
        return Message("{number} of {total}", number=good, total=self.session.rep_count) if reps else ""

    @property
    def held(self) -> tuple[float, str]:
        """How long the end position was held on average, or how long was moved; in seconds and words."""
        session = self.session
        if session.settings is not None and session.settings.moving_s is not None:
            moving_s = session.moving_s_total
            return moving_s, Message("{seconds:.0f} s moving", seconds=moving_s)
        hold_s = session.hold_s_total / len(session.reps) if session.reps else 0.0
        return hold_s, Message("{seconds:.1f} s", seconds=hold_s) if session.reps else ""

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
    language: Language = ENGLISH,
) -> Path:
    """Writes the page over all results in a folder and in those below it.

    Args:
        out: The folder; gets the page.
        failures: Recordings without a result.
        group_by: What to make a section for, with left beside right and what changed from date to date.
        more_doubts: What else speaks against a result, by its folder below `out`, with slashes.
        language: What the page speaks.

    Returns:
        The page.

    Raises:
        OutputError: If it can't be written.
    """
    find = find_exercise()
    rows = sorted(_rows(out, more_doubts or {}, find, language), key=lambda row: (-row.urgency, row.name))
    path = out / INDEX
    page = _template(language).generate(
        language=language.code,
        groups=_groups(rows, group_by, find, language),
        failures=failures,
        results=counted_message("{count} result", "{count} results", len(rows)),
        summary=_summary(rows, failures),
        is_empty=not rows and not failures,
        titles=_TITLES,
        titles_of_most=_TITLES_OF_MOST,
        words=_WORDS,
        script_words={name: language.shown(text) for name, text in _SCRIPT_WORDS.items()},
        printable=printable,
    )
    with atomic_write(path) as beside, beside.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(page)
    return path


def _template(language: Language) -> Template:
    environment = Environment(
        loader=FileSystemLoader([_TEMPLATES, COLOURS.parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = language.shown
    return environment.get_template("index.html")


def _summary(rows: Sequence[_Row], failures: Sequence[FailedRecording]) -> Message:
    results = counted_message("{count} result", "{count} results", len(rows))
    told = Message("{results}, {count} to look at", results=results, count=sum(bool(row.doubts) for row in rows))
    if not failures:
        return told
    lost = counted_message("{count} recording not analysed", "{count} recordings not analysed", len(failures))
    return Message("{before}; {last}", before=told, last=lost)


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder with a session.

    Attributes:
        path: The folder.
        below: The same, below that of all results.
        names: What is in it, pictures of cues with their folder's name.
    """

    path: Path
    below: PurePath
    names: frozenset[str]

    def address(self, name: str) -> str | None:
        """Address of something in it; None if it isn't there."""
        return _address(self.below / name) if name in self.names else None


def _rows(
    out: Path, more_doubts: Mapping[str, Sequence[str]], find: FindExercise, language: Language
) -> Iterator[_Row]:
    for folder in _result_folders(out):
        try:
            session = Session.load(folder.path / "session.json")
        except SourceError:
            # Of an analysis by another version; the next run makes it anew.
            continue
        doubtful = (*more_doubts.get(folder.below.as_posix(), ()), *doubts(session, language))
        yield _row(folder, session, doubtful, find(session.exercise), language)


def _result_folders(out: Path) -> Iterator[_Folder]:
    for around, folders, files in os.walk(out):
        if "session.json" in files:
            path = Path(around)
            pictures = os.listdir(path / CUE_FOLDER) if CUE_FOLDER in folders else []  # noqa: PTH208 - quicker
            names = frozenset([*files, *(f"{CUE_FOLDER}/{name}" for name in pictures)])
            yield _Folder(path, PurePath(path.relative_to(out)), names)
        folders[:] = sorted(name for name in folders if name != CUE_FOLDER)


def _row(
    folder: _Folder, session: Session, doubtful: tuple[str, ...], exercise: Exercise | None, language: Language
) -> _Row:
    return _Row(
        session=session,
        folder=folder.below,
        address=f"{_address(folder.below)}/",
        exercise=session.exercise if exercise is None else language.of_exercise(exercise.id, exercise.name),
        doubts=doubtful,
        video=folder.address("annotated.mp4"),
        cues=tuple(_cue(fault, session, folder, exercise, language) for fault in session.faults),
        landmarks=_quoted(folder.path / "landmarks.npz") if "landmarks.npz" in folder.names else None,
    )


def _cue(fault: FaultRecord, session: Session, folder: _Folder, exercise: Exercise | None, language: Language) -> _Cue:
    begin_s, video = annotated_begin_s(session.start_s or 0.0), folder.address("annotated.mp4")
    return _Cue(
        fault=fault,
        at=Message("{seconds:.1f} s", seconds=fault.start_s),
        mark=f"{fault.check}@{fault.start_s:.2f}",
        video=None if video is None else f"{video}#t={max(0.0, fault.start_s - begin_s):.1f}",
        picture=folder.address(f"{CUE_FOLDER}/{picture_name(fault)}"),
        check=language.of_check(fault.check),
        advice=language.of_exercise(session.exercise, fault.cue),
        wanted=_wanted(fault, exercise),
    )


def _wanted(fault: FaultRecord, exercise: Exercise | None) -> str:
    """What would have been good: a file has it in English, and the exercise in all languages, unless it has changed."""
    checks = () if exercise is None else exercise.checks
    ranges = (check.wanted for check in checks if check.id == fault.check)
    return next((one for one in ranges if one == fault.wanted), fault.wanted)


def _address(path: PurePath) -> str:
    return quote(os.fsencode(path.as_posix()))


def _quoted(path: Path) -> str:
    return printable(shlex.quote(str(path.absolute())))


def _groups(rows: Sequence[_Row], group_by: GroupBy | None, find: FindExercise, language: Language) -> list[_Group]:
    if group_by is None:
        return [_Group("", tuple(rows))]
    together: dict[str, list[_Row]] = {}
    for row in rows:
        together.setdefault(_title(row, group_by), []).append(row)
    last = (_NO_SUBJECT, _NO_FOLDER)
    titles = sorted(together, key=lambda title: (title in last, title.casefold()))
    return [
        _Group(title, tuple(together[title]), trends(_in_time(together[title]), find, language)) for title in titles
    ]


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
