"""frames.csv: a row per frame with its time, phase and every measure that the exercise uses."""

import math
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from posecoach.counting.coach import Advance
from posecoach.counting.table import measure_of
from posecoach.files import atomic_write, writing
from posecoach.pose.series import Landmarks
from posecoach.results.outputs import Output
from posecoach.results.session import Session

__all__ = ["frames_table"]


@contextmanager
def frames_table(folder: Path) -> Generator[Output, None, None]:
    """Begins frames.csv."""
    path = folder / "frames.csv"
    with atomic_write(path) as beside, beside.open("w", newline="", encoding="utf-8") as file:
        yield _FramesTable(path, file)


class _FramesTable:
    """Writes rows as they come; a value that wasn't seen is an empty cell."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self._path, self._file = path, file
        self._has_header = False

    def add(self, landmarks: Landmarks, advance: Advance) -> None:  # noqa: ARG002 - the measures are in the advance
        lines = [] if self._has_header else [",".join(["time_s", "phase", "side", *advance.columns])]
        self._has_header = True
        cells = [_cells(name, values.tolist()) for name, values in advance.columns.items()]
        for state, *row in zip(advance.states, *cells, strict=True):
            side = state.side.value if state.side else ""
            lines.append(f"{state.time_s:.4f},{state.phase.value},{side},{','.join(row)}")
        with writing(self._path):
            self._file.writelines(f"{line}\n" for line in lines)

    def save(self, session: Session) -> None:
        """All rows are written already."""


def _cells(column: str, values: Iterable[float]) -> list[str]:
    places = measure_of(column).decimals
    return ["" if math.isnan(value) else f"{value:.{places}f}" for value in values]
