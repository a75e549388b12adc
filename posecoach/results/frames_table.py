"""frames.csv: a row per frame with its time, phase and every measure."""

import math
from collections.abc import Iterable
from typing import TextIO

from posecoach.counting.coach import Advance
from posecoach.counting.table import measure_of

__all__ = ["FramesTable"]


class FramesTable:
    """Writes rows as they come; a value that wasn't seen is an empty cell."""

    def __init__(self, file: TextIO) -> None:
        """Args: file: text file opened with newline=""."""
        self._file = file
        self._has_header = False

    def add(self, advance: Advance) -> None:
        """Appends the frames of one advance of the coach."""
        if not self._has_header:
            self._file.write(",".join(["time_s", "phase", "side", *advance.columns]) + "\n")
            self._has_header = True
        cells = [_cells(name, values.tolist()) for name, values in advance.columns.items()]
        for state, *row in zip(advance.states, *cells, strict=True):
            side = state.side.value if state.side else ""
            self._file.write(f"{state.time_s:.4f},{state.phase.value},{side},{','.join(row)}\n")


def _cells(column: str, values: Iterable[float]) -> list[str]:
    places = measure_of(column).decimals
    return ["" if math.isnan(value) else f"{value:.{places}f}" for value in values]
