"""A folder of recordings with their labels, and the folder of other movements in it."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from posecoach.errors import SourceError
from real_people.labels import ClipLabels, read_clip_labels

__all__ = ["OTHERS", "OTHERS_TABLE", "Clip", "ClipFolder", "OtherMovement", "is_near_miss", "read_folder", "recordings"]

OTHERS = "other_movements"
OTHERS_TABLE = "clips.csv"
_SUFFIXES = (".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".gif", ".npz")
"""Of recordings, and of landmarks that stand in for them."""
_NEAR_MISS = re.compile(r"\b(near(est)?[ -]miss|ambiguous|defensible)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Clip:
    """A labelled recording.

    Attributes:
        name: Its file's stem.
        recording: The video, or landmarks that stand in for it.
        labels: What is done in it.
    """

    name: str
    recording: Path
    labels: ClipLabels


@dataclass(frozen=True, slots=True)
class OtherMovement:
    """A recording of something that is none of the exercises.

    Attributes:
        name: Its file's stem.
        recording: The video, or landmarks that stand in for it.
        near: Id of the exercise that it would most plausibly be taken for; None for no one.
        near_miss: Whether counting it could be defended, or nearly.
    """

    name: str
    recording: Path
    near: str | None
    near_miss: bool


@dataclass(frozen=True, slots=True)
class ClipFolder:
    """What there is to measure.

    Attributes:
        clips: Labelled recordings.
        others: Recordings of other movements.
        left_out: Recordings without labels, or with labels that say not to use them.
    """

    clips: tuple[Clip, ...]
    others: tuple[OtherMovement, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def recordings(self) -> tuple[Path, ...]:
        """All of them."""
        return (*(clip.recording for clip in self.clips), *(other.recording for other in self.others))

    def only(self, exercise: str) -> "ClipFolder":
        """The recordings of one exercise, and the other movements that are nearest to it."""
        clips = tuple(clip for clip in self.clips if clip.labels.exercise == exercise)
        return ClipFolder(clips, tuple(other for other in self.others if other.near == exercise))


def read_folder(folder: Path, others: Path | None = None) -> ClipFolder:
    """Finds recordings and reads their labels.

    Args:
        folder: With labelled recordings.
        others: With other movements; None for the folder `other_movements` in it, if there is one.

    Raises:
        SourceError: If there is no labelled recording, or a label file is wrong.
    """
    clips, left_out = [], []
    for name, recording in recordings(folder).items():
        labels = read_clip_labels(recording)
        if labels is None or not labels.usable:
            left_out.append(name)
        else:
            clips.append(Clip(name, recording, labels))
    if not clips:
        raise SourceError(f"{folder}: no recording with a label file beside it")
    return ClipFolder(tuple(clips), tuple(_other_movements(others or folder / OTHERS)), tuple(left_out))


def recordings(folder: Path) -> dict[str, Path]:
    """Recordings by name; of several files of one name the first in the order of suffixes."""
    paths = [path for path in folder.iterdir() if path.suffix.lower() in _SUFFIXES] if folder.is_dir() else []
    found: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: (path.stem, _SUFFIXES.index(path.suffix.lower()))):
        found.setdefault(path.stem, path)
    return found


def is_near_miss(note: str) -> bool:
    """Whether a note says that counting the movement could be defended, or nearly."""
    return _NEAR_MISS.search(note) is not None


def _other_movements(folder: Path) -> Iterator[OtherMovement]:
    rows = _rows(folder / OTHERS_TABLE)
    for name, recording in recordings(folder).items():
        row = rows.get(name, {})
        if row.get("usable", "yes") == "yes" and not row.get("also_counts"):
            near = row.get("near", "-")
            yield OtherMovement(name, recording, None if near in {"", "-"} else near, is_near_miss(row.get("note", "")))


def _rows(path: Path) -> Mapping[str, Mapping[str, str]]:
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        return {row["stem"]: row for row in csv.DictReader(file)}
