"""The recordings that are meant by files, folders, patterns and manifests, and where the results of each go."""

import glob
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from posecoach.errors import SourceError
from posecoach.names import printable
from posecoach.pose.landmarks import Side
from posecoach.pose.recording import is_landmarks, is_of_results

__all__ = ["Recording", "files_in", "find_recordings", "is_one_file", "is_recording"]

_VIDEOS = frozenset(
    {".3gp", ".avi", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts", ".ogv", ".ts", ".webm", ".wmv"}
)
_DRAWN_OVER = "annotated.mp4"
"""What `analyse` writes beside the landmarks: no recording of its own."""
_BESIDE_ALL = PurePath()


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
    place: PurePath = _BESIDE_ALL
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
        return f"{self.start_s:g}s-" if self.start_s else ""


def is_recording(path: Path) -> bool:
    """Whether a file is a video or a landmark recording, by its name; what is drawn upon a video is none."""
    if path.name.startswith(".") or path.name == _DRAWN_OVER or not path.is_file():
        return False
    return path.suffix.lower() in _VIDEOS or is_landmarks(path)


def is_one_file(argument: str) -> bool:
    """Whether an argument is the name of one recording, be it there or not."""
    path = Path(argument)
    return not (path.is_dir() or _is_pattern(argument))


def find_recordings(arguments: Sequence[str], out: Path) -> list[Recording]:
    """The recordings that some arguments mean, each once.

    Args:
        arguments: Files, folders and patterns such as `clips/**/*.mp4`. A folder stands for the videos in it and in
            all folders below; where there is none, for the landmark recordings.
        out: The folder of results, which is passed over within other folders.

    Raises:
        SourceError: If a folder or a pattern means no recording.
    """
    found = dict[Path, Recording]()
    for argument in arguments:
        for recording in _meant(argument, out):
            found.setdefault(recording.path.absolute(), recording)
    return list(found.values())


def _meant(argument: str, out: Path) -> list[Recording]:
    path = Path(argument)
    if path.is_dir():
        return _required(argument, [_placed(file, path) for file in files_in(path, out)])
    if _is_pattern(argument):
        return _required(argument, list(_matching(argument, out)))
    return [Recording(path)]


def _required(argument: str, found: list[Recording]) -> list[Recording]:
    if not found:
        raise SourceError(f"{argument}: no recording found; name a video, or a folder of videos")
    return found


def _is_pattern(argument: str) -> bool:
    # A file may be called clip[1].mp4.
    return glob.has_magic(argument) and not os.path.lexists(argument)


def _matching(pattern: str, out: Path) -> Iterator[Recording]:
    base = _fixed_part(pattern)
    for name in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 - it may be absolute
        path = Path(name)
        files = files_in(path, out) if path.is_dir() else [path] if is_recording(path) else []
        yield from (_placed(file, base) for file in files)


def _fixed_part(pattern: str) -> Path:
    """The folder that a pattern searches."""
    parts = Path(pattern).parts
    return Path(*parts[: next(place for place, part in enumerate(parts) if glob.has_magic(part))])


def files_in(folder: Path, out: Path) -> list[Path]:
    """The recordings in a folder and in those below it, in the order of their names.

    Args:
        folder: Where to look; hidden folders in it are passed over.
        out: The folder of results, which is passed over as well.
    """
    files = [path for path in _walk(folder, out.resolve()) if is_recording(path)]
    videos = [path for path in files if not is_landmarks(path)]
    return sorted(videos or files, key=lambda path: path.relative_to(folder).as_posix())


def _walk(folder: Path, out: Path) -> Iterator[Path]:
    for inside, folders, names in os.walk(folder):
        path = Path(inside)
        folders[:] = [name for name in folders if not name.startswith(".") and (path / name).resolve() != out]
        yield from (path / name for name in names)


def _placed(path: Path, base: Path) -> Recording:
    """A file whose results lie as it does in a folder."""
    folder = path.parent.parent if is_of_results(path) else path.parent
    return Recording(path, PurePath(folder.relative_to(base)) if folder.is_relative_to(base) else _BESIDE_ALL)
