"""Recordings among files, and what is known of one before it is analysed."""

import os
from dataclasses import dataclass
from pathlib import Path, PurePath

from posecoach.names import printable
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import is_landmarks

__all__ = ["AUTO", "BESIDE_ALL", "Recording", "files_in", "is_recording"]

_VIDEOS = frozenset(
    {".3gp", ".avi", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".ogv", ".ts", ".webm", ".wmv"}
)
_DRAWN_OVER = "annotated.mp4"
"""What `analyse` writes beside the landmarks: no recording of its own."""
AUTO = "auto"
"""In place of an exercise id: it is to be found out."""
BESIDE_ALL = PurePath()
"""Where results are that lie in the folder of all results itself."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A recording, and what is known of it beforehand.

    Attributes:
        path: The file.
        place: Folder below that of all results that the recording's own one goes into.
        exercise: What is done in it; None where that isn't known.
        dose: Name of the dose that is asked for; None where nobody chose one.
        subject: Whom it shows.
        side: The side that it is about.
        start_s: Where the part to be analysed begins, in seconds of media time.
        end_s: Where it ends; None for the recording's end.
    """

    path: Path
    place: PurePath = BESIDE_ALL
    exercise: str | None = None
    dose: str | None = None
    subject: str | None = None
    side: Side | None = None
    start_s: float = 0.0
    end_s: float | None = None

    @property
    def name(self) -> str:
        """What people read, with the times of a part."""
        return printable(f"{self.path}{self.part and f' ({self.part})'}")

    @property
    def part(self) -> str:
        """The part's times, as names of folders have them; empty for all of the recording."""
        if self.end_s is not None:
            return f"{self.start_s:g}-{self.end_s:g}s"
        return f"{self.start_s:g}s-end" if self.start_s else ""


def is_recording(path: Path) -> bool:
    """Whether a file is a video or a landmark recording, by its name; what is drawn upon a video is none."""
    if path.name.startswith(".") or path.name == _DRAWN_OVER or not path.is_file():
        return False
    return path.suffix.lower() in _VIDEOS or is_landmarks(path)


def files_in(folder: Path) -> list[Path]:
    """The recordings in a folder and in those below it, in the order of their names; what is hidden is passed over."""
    files = list[Path]()
    for inside, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        files += [path for path in (Path(inside, name) for name in names) if is_recording(path)]
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())
