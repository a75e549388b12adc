"""Accuracy on the sample clips, whose truth is known in every frame.

    python benchmarks/accuracy.py [CLIP ...] [--half training|held_out] [--group clean|fault|hard] [--subset N]
                                  [--raw-hips] [--pose-rate HZ] [--json FILE] [--markdown FILE]

Prints tables. Landmarks are found once per clip and kept in the user's cache folder, so a second run takes seconds.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from accuracy_report.clip_results import clip_result
from accuracy_report.clips import ClipFolder, product_cache
from accuracy_report.grids import Grid
from accuracy_report.rendering import print_report, to_markdown
from accuracy_report.report import Report, Stamp, build_report, current_stamp, to_json
from accuracy_report.selection import HALVES, Selection
from real_people import DATA
from real_people.clips import read_folder
from real_people.landmarks import load_all
from real_people.measuring import measure
from real_people.report import build_report as build_real_report
from real_people.tables import summary
from rich.console import Console

from posecoach.errors import PosecoachError
from posecoach.pose.looks import POSE_RATE_HZ
from sample_videos.recipes import Recipe, load_recipes

WIDTH = 120


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints and writes."""
    options = _parser().parse_args(arguments)
    selection = Selection(tuple(options.clips), options.half, options.group, options.subset)
    try:
        recipes = selection.of(load_recipes())
        report = measured(recipes, _clips(options), _stamp(selection, options))
    except (OSError, ValueError, PosecoachError) as error:
        sys.exit(f"accuracy.py: {error}")
    console = Console()
    print_report(report, console if console.is_terminal else Console(width=WIDTH))
    if options.json:
        options.json.write_text(to_json(report), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(to_markdown(report, real_people()), encoding="utf-8")


def measured(recipes: Sequence[Recipe], clips: ClipFolder, stamp: Stamp) -> Report:
    """Measures the clips that are there.

    Raises:
        FileNotFoundError: None of them is.
    """
    there = [recipe for recipe in recipes if clips.has(recipe)]
    if not there:
        raise FileNotFoundError(f"none of the chosen clips has a video and a truth in {clips.folder}")
    results = [clip_result(observation) for observation in clips.observations(there)]
    return build_report(results, stamp, [recipe.name for recipe in recipes if not clips.has(recipe)])


def real_people() -> Grid:
    """The summary of what comes with the checkout of real people."""
    folder = read_folder(DATA)
    done = measure(folder, load_all(folder.recordings), workers=2)
    return summary(build_real_report(done, current_stamp("python benchmarks/real.py")))


def _clips(options: argparse.Namespace) -> ClipFolder:
    return ClipFolder(cache=product_cache(options.pose_rate), correct_hips=not options.raw_hips)


def _stamp(selection: Selection, options: argparse.Namespace) -> Stamp:
    raw = " --raw-hips" if options.raw_hips else ""
    rate = "" if options.pose_rate == POSE_RATE_HZ else f" --pose-rate {options.pose_rate:g}"
    return current_stamp(selection.command("benchmarks/accuracy.py") + raw + rate)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("clips", nargs="*", metavar="CLIP", help="only these; all when none is named")
    parser.add_argument("--half", choices=HALVES, help="only this half of the split")
    parser.add_argument("--group", choices=("clean", "fault", "hard"), help="only this group")
    parser.add_argument("--subset", type=int, metavar="N", help="at most N clips, spread over exercises and halves")
    parser.add_argument("--raw-hips", action="store_true", help="leave the landmarker's offset of the hips on")
    parser.add_argument("--pose-rate", type=float, default=POSE_RATE_HZ, metavar="HZ", help="looks a second, at most")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the document")
    return parser


if __name__ == "__main__":
    main()
