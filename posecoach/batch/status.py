"""recordings.jsonl: what became of each recording, a line of JSON for each time that one was analysed.

Lines are only ever added, so that a process that is killed spoils none but the last; the last one of a recording holds.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from pydantic import Field, ValidationError

from posecoach.batch.recordings import Recording
from posecoach.files import sha256_of, writing
from posecoach.names import printable
from posecoach.pose.landmarks import Side
from posecoach.results.records import Document, Record

__all__ = [
    "FILE",
    "SCHEMA",
    "FileIdentity",
    "PartStatus",
    "Problem",
    "Provenance",
    "RecordingStatus",
    "StatusFile",
    "absolute_name",
]

SCHEMA = "posecoach.recording/1"
FILE = "recordings.jsonl"
_RECOGNISED = {"exercise", "start_s", "end_s", "confidence", "repetitions", "guesses", "difference"}


class FileIdentity(Record):
    """What tells whether a file is still the same one.

    Attributes:
        size: Bytes.
        mtime_ns: When it was last written, in nanoseconds.
        sha256: Of its bytes; null if they weren't read.
    """

    size: int
    mtime_ns: int
    sha256: str | None = None

    @classmethod
    def of(cls, path: Path) -> "FileIdentity | None":
        """Of a file as it is now, whose bytes aren't read; None if it isn't there."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(size=found.st_size, mtime_ns=found.st_mtime_ns)

    def has_bytes_of(self, path: Path, now: "FileIdentity") -> bool:
        """Whether a file that has another time, or another name, is the same nevertheless.

        Raises:
            SourceError: If it can't be read.
        """
        return now.size == self.size and self.sha256 is not None and sha256_of(path) == self.sha256


class PartStatus(Record):
    """A part of a recording, in which one exercise is done.

    Attributes:
        exercise: Its id; null if it isn't sure.
        start_s: When its first movement began, in seconds of media time.
        end_s: When its last one was over.
        confidence: How likely it is this exercise, 0 to 1; 1 where it was named.
        repetitions: How many its counter found when it was recognised.
        guesses: The likeliest exercises, best first.
        difference: What tells the first two apart.
        folder: Of its results, below that of all results; null without any.
        reps: Repetitions counted.
        good: Those in good form.
        hold_s: All holds together.
        doubts: What is doubtful about it.
    """

    exercise: str | None
    start_s: float
    end_s: float
    confidence: float
    repetitions: int
    guesses: list[str]
    difference: str = ""
    folder: str | None = None
    reps: int = 0
    good: int = 0
    hold_s: float = 0.0
    doubts: list[str] = Field(default_factory=list)

    def as_json(self, out: Path) -> dict[str, Any]:
        """What was recognised, and the results."""
        return self.model_dump(mode="json", include=_RECOGNISED) | self.results_as_json(out)

    def results_as_json(self, out: Path) -> dict[str, Any]:
        """The results' folder and session; nothing without any."""
        if self.folder is None:
            return {}
        folder = out / self.folder
        return {"folder": str(folder), "session": json.loads((folder / "session.json").read_bytes())}


class Problem(Record):
    """Why a recording can't be analysed.

    Attributes:
        reason: In one line.
        lasting: Whether trying again makes no difference while the recording stays as it is.
        unexpected: Whether it is the program's own fault.
        landmarks: Those that are kept where no exercise is sure: their file, below the folder of all results.
    """

    reason: str
    lasting: bool
    unexpected: bool = False
    landmarks: str | None = None


class Provenance(Record):
    """What results depend on beside the recording.

    Attributes:
        version: Of the program.
        settings: Hash of all that was asked for.
        landmarks: Hash of what the landmarks depend on.
        contour: Whether they have the back's outline.
        annotated: Whether a video was drawn.
    """

    version: str
    settings: str
    landmarks: str
    contour: bool
    annotated: bool


class RecordingStatus(Document):
    """What became of one recording.

    Attributes:
        recording: Its path.
        start_s: Where the part that was analysed begins, in seconds of media time.
        end_s: Where it ends; null for the recording's end.
        subject: Whom it shows.
        side: The side that it is about.
        file: The file that was analysed; null if it couldn't be read.
        provenance: What the results depend on.
        named: Whether its exercise was known beforehand.
        parts: Its exercises.
        losses: What of it could not be read.
        cut_off: Whether it breaks off before its end.
        problem: Why there are no results; null if there are.
    """

    schema_: str = SCHEMA
    recording: str
    start_s: float = 0.0
    end_s: float | None = None
    subject: str | None = None
    side: Side | None = None
    file: FileIdentity | None = None
    provenance: Provenance
    named: bool
    parts: list[PartStatus] = Field(default_factory=list)
    losses: list[str] = Field(default_factory=list)
    cut_off: bool = False
    problem: Problem | None = None

    @property
    def folders(self) -> list[str]:
        """Of results, below that of all results."""
        return [part.folder for part in self.parts if part.folder is not None]

    @property
    def is_whole(self) -> bool:
        """Whether all of the recording could be analysed."""
        return self.problem is None and not self.losses

    def as_json(self, recording: Path, out: Path) -> dict[str, Any]:
        """The same for machines, with the sessions.

        Args:
            recording: As it was named.
            out: The folder of all results.

        Raises:
            OSError: If a session isn't there any more.
        """
        known = {"subject": self.subject, "side": self.side and self.side.value}
        line: dict[str, Any] = {"recording": str(recording)} | {name: value for name, value in known.items() if value}
        if self.problem is not None:
            return line | {"error": self.problem.reason}
        line |= {"cut_off": self.cut_off, "losses": self.losses}
        if not self.named:
            line["parts"] = [part.as_json(out) for part in self.parts]
        return line | (self.parts[0].results_as_json(out) if len(self.parts) == 1 else {})

    def lies_in(self, place: PurePath) -> bool:
        """Whether that is where its results are."""
        return bool(self.folders) and all(PurePath(folder).parent == place for folder in self.folders)


def absolute_name(path: Path) -> str:
    """A file's name as a line has it, which isn't any name: bytes that are no letters are escaped."""
    return printable(str(path.absolute()))


class StatusFile:
    """recordings.jsonl of a folder of results.

    Attributes:
        out: That folder.
    """

    def __init__(self, out: Path) -> None:
        """Reads what is there; lines that this version doesn't know are passed over."""
        self.out = out
        self._path = out / FILE
        self._last = {(one.recording, one.start_s, one.end_s): one for one in self._read()}

    def __iter__(self) -> Iterator[RecordingStatus]:
        return iter(self._last.values())

    def last(self, recording: Recording) -> RecordingStatus | None:
        """What became of a recording the last time; None if it is new."""
        return self._last.get((absolute_name(recording.path), recording.start_s, recording.end_s))

    def add(self, status: RecordingStatus) -> None:
        """Writes a line.

        Raises:
            OutputError: If it can't be written.
        """
        line = status.model_dump_json(by_alias=True).encode() + b"\n"
        with writing(self._path):
            self.out.mkdir(parents=True, exist_ok=True)
            with self._path.open("ab+") as file:
                # A line that a killed process has left unfinished mustn't spoil this one.
                file.write(line if self._ends_a_line(file) else b"\n" + line)
        self._last[status.recording, status.start_s, status.end_s] = status

    @staticmethod
    def _ends_a_line(file: BinaryIO) -> bool:
        if not file.seek(0, os.SEEK_END):
            return True
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"

    def _read(self) -> Iterator[RecordingStatus]:
        try:
            lines = self._path.read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            with suppress(ValidationError):
                yield RecordingStatus.model_validate_json(line)
