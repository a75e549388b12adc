"""A folder for every recording's results: called after it, and shared with no other recording."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from posecoach.errors import OutputError, SourceError
from posecoach.messages import Message, os_reason
from posecoach.names import folder_name
from posecoach.pose.recording import Origin, RecordedLandmarks, is_landmarks
from posecoach.results.session import Session

__all__ = ["ResultFolders", "no_folder"]

_HASH_LETTERS = 12
_UNTOLD = ""
"""In place of a hash that is no recording's."""


def no_folder(folder: Path, error: OSError) -> OutputError:
    """The error of a folder for results that can't be made."""
    return OutputError(
        Message("{folder}: {reason}; choose another folder with --out", folder=folder, reason=os_reason(error))
    )


@dataclass(frozen=True, slots=True)
class ResultFolders:
    """Where results go.

    A recording's folder is called after it, such as `clip` for `clip.mp4`. Where another recording's results are there
    already, or several of the recordings at hand would get the same name, the beginning of the recording's hash is
    appended. Results of a recording are found again by that hash, so it has the same folder next time; which one it is
    depends on no other process at work on the same recordings.

    Attributes:
        out: The folder around them.
        ambiguous: Names that several of the recordings at hand would get, in small letters.
    """

    out: Path
    ambiguous: frozenset[str] = frozenset()

    @classmethod
    def for_all(cls, out: Path, recordings: Sequence[Path]) -> "ResultFolders":
        """For recordings that are analysed together."""
        # Of a single one, nothing need be read in advance.
        sources = map(_source, recordings) if len(recordings) > 1 else ()
        names = Counter(folder_name(source).casefold() for source in sources)
        return cls(out, frozenset(name for name, count in names.items() if count > 1))

    def of(self, origin: Origin, part: str = "") -> Path:
        """The folder for the results of a recording.

        Args:
            origin: Where its landmarks come from, with the recording's hash.
            part: What is appended to the name for a part of it.
        """
        name, sha256 = folder_name(origin.source), origin.recording_sha256 or _UNTOLD
        plain, marked = self.out / f"{name}{part}", self.out / f"{name}-{sha256[:_HASH_LETTERS]}{part}"
        if marked.exists():
            return marked
        owner = _recording_in(plain)
        if owner == sha256:
            return plain
        return plain if owner is None and name.casefold() not in self.ambiguous else marked


def _source(recording: Path) -> str:
    """Name of a recording, also if only its landmarks are there."""
    if is_landmarks(recording):
        # What is wrong with it is told when it is analysed.
        with suppress(SourceError):
            return RecordedLandmarks.open(recording).origin.source
    return recording.name


def _recording_in(folder: Path) -> str | None:
    """Hash of the recording whose results are in a folder; None if there are none."""
    session, landmarks = folder / "session.json", folder / "landmarks.npz"
    try:
        if session.exists():
            return Session.load(session).recording_sha256 or _UNTOLD
        if landmarks.exists():
            return RecordedLandmarks.open(landmarks).origin.recording_sha256 or _UNTOLD
    except SourceError:
        return _UNTOLD
    return None
