"""Whether constant offsets of the landmarker's hip, knee and shoulder are worth taking off.

    python benchmarks/bias.py [CLIP ...] [--joints hip knee shoulder] [--share 1] [--json FILE]

Fits the offsets on the training half of the sample clips (clean ones and those with planted faults), and prints the
angle errors with and without them on both halves. The held-out half decides: where the whole 95 % interval of the
change of the median error lies below 0, the offsets help.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from accuracy_report.clips import ClipFolder
from accuracy_report.grids import Grid
from accuracy_report.landmark_offsets import JOINTS
from accuracy_report.offset_trial import Change, OffsetTrial, try_offsets
from accuracy_report.rendering import print_grid
from accuracy_report.report import current_stamp, to_json
from accuracy_report.selection import HALVES, Selection
from rich.console import Console

from posecoach.errors import PosecoachError
from sample_videos.recipes import load_recipes

WIDTH = 120


def main(arguments: Sequence[str] | None = None) -> None:
    """Fits, tries, prints and writes."""
    options = _parser().parse_args(arguments)
    try:
        trial = tried(Selection(tuple(options.clips)), ClipFolder(correct_hips=False), options.joints, options.share)
    except (OSError, ValueError, PosecoachError) as error:
        sys.exit(f"bias.py: {error}")
    console = Console()
    for grid in grids(trial):
        print_grid(grid, console if console.is_terminal else Console(width=WIDTH))
    if options.json:
        options.json.write_text(to_json(trial), encoding="utf-8")


def tried(selection: Selection, clips: ClipFolder, joints: Sequence[str] = JOINTS, share: float = 1.0) -> OffsetTrial:
    """Tries the offsets on the clips that are there.

    Raises:
        FileNotFoundError: None of them is.
    """
    recipes = [recipe for recipe in selection.of(load_recipes()) if recipe.group != "hard" and clips.has(recipe)]
    if not recipes:
        raise FileNotFoundError(f"none of the chosen clips has a video and a truth in {clips.folder}")
    command = selection.command("benchmarks/bias.py") + (f" --joints {' '.join(joints)}" if joints != JOINTS else "")
    command += f" --share {share:g}" if share != 1 else ""
    return try_offsets(list(clips.observations(recipes)), current_stamp(command), joints, share)


def grids(trial: OffsetTrial) -> list[Grid]:
    """The offsets, and what they do on each half."""
    offsets = tuple(
        (one.posture, one.joint, one.role, f"{one.along:+.3f}", f"{one.across:+.3f}", str(one.frames))
        for one in trial.offsets
    )
    columns = ("posture", "joint", "side", "towards the head", "towards the front", "frames")
    title = "Offsets: measured minus true, in trunk lengths (knee: thigh lengths)"
    return [Grid(title, columns, offsets, words=3), *(_half_grid(trial, half) for half in HALVES)]


_CHANGES = (
    "posture",
    "angle",
    "side",
    "clips",
    "median",
    "95th percentile",
    "bias",
    "change of median",
    "95 % interval",
)


def _half_grid(trial: OffsetTrial, half: str) -> Grid:
    rows = tuple(_change_row(change) for change in trial.changes if change.half == half)
    title = (
        f"{half.replace('_', '-').capitalize()} half: angle errors as they are > with the offsets taken off, degrees"
    )
    return Grid(title, _CHANGES, rows, words=3)


def _change_row(change: Change) -> tuple[str, ...]:
    before, after = change.before, change.after
    interval = "-" if change.low is None or change.high is None else f"{change.low:+.1f} to {change.high:+.1f}"
    return (
        *(change.posture, change.measure.replace("_", " "), change.side or "-", str(change.clips)),
        f"{before.median_abs:.1f} > {after.median_abs:.1f}",
        f"{before.p95_abs:.1f} > {after.p95_abs:.1f}",
        f"{before.bias:+.1f} > {after.bias:+.1f}",
        f"{change.change:+.1f}",
        interval,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="*", metavar="CLIP", help="only these; all when none is named")
    parser.add_argument("--joints", nargs="+", choices=JOINTS, default=JOINTS, help="take only their offsets off")
    parser.add_argument("--share", type=float, default=1.0, help="of the offsets, to be taken off")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers")
    return parser


if __name__ == "__main__":
    main()
