"""The recordings that are meant by files, folders, patterns and manifests, and where the results of each go."""

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePath

from posecoach.batch.manifest import is_manifest, read_manifest
from posecoach.batch.recordings import Recording, files_in, is_recording
from posecoach.batch.status import FileIdentity
from posecoach.errors import SourceError
from posecoach.messages import Message
from posecoach.names import printable
from posecoach.pose.recording import is_landmarks, is_of_results

__all__ = ["find_recordings", "is_one_recording", "settled_recordings"]


def is_one_recording(argument: str) -> bool:
    """Whether an argument is the name of one recording, be it there or not."""
    path = Path(argument)
    return not (path.is_dir() or is_manifest(path) or _is_pattern(argument))


def find_recordings(arguments: Sequence[str], out: Path, *, may_be_none: bool = False) -> list[Recording]:
    """The recordings that some arguments mean, each once; what a manifest says of one holds.

    Args:
        arguments: Files, folders, manifests, and patterns such as `clips/**/*.mp4`. A folder stands for the videos in
            it and in all folders below; where there is none, for the landmark recordings.
        out: The folder of results, which is passed over within other folders.
        may_be_none: Whether a folder or pattern may mean none (yet).

    Raises:
        SourceError: If a folder or pattern means no recording, or a manifest is wrong, with all that is.
    """
    manifests = [argument for argument in arguments if is_manifest(Path(argument))]
    read = [recording for argument in manifests for recording in read_manifest(Path(argument))]
    listed = {(one.path.absolute(), one.start_s, one.end_s): one for one in read}
    files = {path for path, _, _ in listed}
    others = dict[Path, Recording]()
    for argument in arguments:
        meant = [] if argument in manifests else _meant(argument, out)
        if not (meant or may_be_none or argument in manifests):
            raise SourceError(
                Message("{place}: no recording found; name a video, or a folder of videos", place=argument)
            )
        for recording in meant:
            others.setdefault(recording.path.absolute(), recording)
    return [*listed.values(), *(recording for path, recording in others.items() if path not in files)]


def settled_recordings(look: Callable[[], Sequence[Recording]], pause: Callable[[], None]) -> Iterator[list[Recording]]:
    """Recordings as they come, without an end.

    A file that is still being copied changes from one look to the next, and is left until it doesn't.

    Args:
        look: Finds all recordings that are there.
        pause: Waits until the next look.
    """
    before, given = dict[Recording, FileIdentity | None](), dict[Recording, FileIdentity | None]()
    while True:
        now = {recording: FileIdentity.of(recording.path) for recording in look()}
        settled = {
            recording: file
            for recording, file in now.items()
            if file is not None and before.get(recording) == file != given.get(recording)
        }
        if settled:
            given |= settled
            yield list(settled)
        before = now
        pause()


def _meant(argument: str, out: Path) -> list[Recording]:
    path = Path(argument)
    if path.is_dir():
        return _placed(files_in(path), path, out)
    if _is_pattern(argument):
        return _placed(_matching(argument), _fixed_part(argument), out)
    return [Recording(path)]


def _is_pattern(argument: str) -> bool:
    # A file may be called clip[1].mp4.
    return glob.has_magic(argument) and not os.path.lexists(argument)


def _matching(pattern: str) -> list[Path]:
    found = list[Path]()
    for path in map(Path, sorted(glob.glob(pattern, recursive=True))):  # noqa: PTH207 - it may be absolute
        found += files_in(path) if path.is_dir() else [path] if is_recording(path) else []
    return found


def _fixed_part(pattern: str) -> Path:
    """The folder that a pattern searches."""
    parts = Path(pattern).parts
    return Path(*parts[: next(place for place, part in enumerate(parts) if glob.has_magic(part))])


def _placed(files: Sequence[Path], base: Path, out: Path) -> list[Recording]:
    """The recordings among files that were found in a folder, whose results lie as they do there."""
    if not _is_in(base, out):
        files = [path for path in files if not _is_in(path, out)]
    videos = [path for path in files if not is_landmarks(path)]
    return [Recording(path, _place(path, base)) for path in videos or files]


def _is_in(path: Path, folder: Path) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(os.path.abspath(folder))  # noqa: PTH100 - without its `..`


def _place(path: Path, base: Path) -> PurePath:
    folder = path.parent.parent if is_of_results(path) else path.parent
    inside = folder.relative_to(base).parts if folder.is_relative_to(base) else ()
    return PurePath(*map(printable, inside))
