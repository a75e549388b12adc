"""A folder of clips made into what can be passed on: landmarks, labels, and where the recordings are."""

import csv
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from posecoach.errors import SourceError
from posecoach.pose.series import Landmarks
from posecoach.tuning.label_files import label_paths
from real_people.clips import OTHERS, OTHERS_TABLE, Clip, ClipFolder, OtherMovement
from real_people.packing import save_packed, thinned

__all__ = ["SOURCES_TABLE", "publish", "size_of"]

SOURCES_TABLE = "sources.csv"
_SOURCE = ("file", "repository", "commit", "path", "view")
_OTHERS_HZ = 30.0


def publish(folder: ClipFolder, landmarks: Mapping[Path, Landmarks], sources: Path, target: Path) -> None:
    """Writes landmarks, labels and sources; what an earlier run wrote is removed first.

    Args:
        folder: The clips.
        landmarks: Of each recording.
        sources: Table of where each recording is from; of its columns only those named above are copied.
        target: Folder that gets the files.

    Raises:
        SourceError: If the table lacks a recording.
    """
    found = _sources(sources, [path.stem for path in folder.recordings])
    _clear(target)
    for clip in folder.clips:
        save_packed(target / f"{clip.name}.npz", landmarks[clip.recording])
        for path in _label_files(clip):
            shutil.copyfile(path, target / f"{clip.name}{path.suffix}")
    for other in folder.others:
        save_packed(target / OTHERS / f"{other.name}.npz", thinned(landmarks[other.recording], _OTHERS_HZ))
    _copy_table(folder.others, target / OTHERS / OTHERS_TABLE)
    _write_table(target / SOURCES_TABLE, _SOURCE, found)


def size_of(folder: Path) -> int:
    """Bytes of all files in it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _clear(target: Path) -> None:
    (target / OTHERS).mkdir(parents=True, exist_ok=True)
    for path in target.rglob("*"):
        if path.suffix in {".npz", ".csv", ".json"}:
            path.unlink()


def _label_files(clip: Clip) -> Iterable[Path]:
    yield next(path for path in label_paths(clip.recording) if path.suffix == ".csv")
    if (form := clip.recording.with_suffix(".json")).is_file():
        yield form


def _copy_table(others: Iterable[OtherMovement], target: Path) -> None:
    """The rows of the movements that are packed."""
    names = {other.name: other.recording.parent / OTHERS_TABLE for other in others}
    tables = [path for path in dict.fromkeys(names.values()) if path.is_file()]
    rows = [row for path in tables for row in _rows(path) if row["stem"] in names]
    if rows:
        _write_table(target, tuple(rows[0]), rows)


def _sources(path: Path, names: Iterable[str]) -> list[dict[str, str]]:
    known = {Path(row["file"]).stem: row for row in _rows(path)}
    wanted = list(names)
    missing = [name for name in wanted if name not in known]
    if missing:
        raise SourceError(f"{path}: no source of {', '.join(missing)}")
    return [{column: known[name][column] for column in _SOURCE} | {"file": f"{name}.npz"} for name in wanted]


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write_table(path: Path, columns: Iterable[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
