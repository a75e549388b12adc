"""Tuning on the sample clips: how fast, whether it mends spoiled thresholds, whether it falls for shuffled labels.

    python benchmarks/tuning.py [--only speed|spoiled|shuffled] [--trials N] [--seeds N]

Prints tables. The bars: 200 trials a minute on a folder of 20 clips, an hour of landmarks counted again within a second
on two cores, the held-out half back to the shipped agreement, and nothing written from shuffled labels.
"""

import argparse
import sys
from collections.abc import Sequence

from accuracy_report.rendering import print_grid
from rich.console import Console
from tuning_trials.shuffling import shuffled, shuffled_grid
from tuning_trials.spoiling import DIRECTIONS, mended, spoiled_grid
from tuning_trials.timing import hour_grid, trials_grid

from posecoach.errors import PosecoachError

WIDTH = 160
EXERCISES = ("bridge", "cat_cow")
_SPEED, _SPOILED, _SHUFFLED = "speed", "spoiled", "shuffled"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures and prints."""
    options = _parser().parse_args(arguments)
    console = Console() if Console().is_terminal else Console(width=WIDTH)
    try:
        for part in (_SPEED, _SPOILED, _SHUFFLED):
            if options.only in {None, part}:
                _measured(part, options, console)
    except (OSError, ValueError, PosecoachError) as error:
        sys.exit(f"tuning.py: {error}")


def _measured(part: str, options: argparse.Namespace, console: Console) -> None:
    if part == _SPEED:
        print_grid(trials_grid(EXERCISES, options.trials), console)
        print_grid(hour_grid(), console)
    elif part == _SPOILED:
        cases = [case for one in EXERCISES for case in mended(one, DIRECTIONS, options.trials)]
        print_grid(spoiled_grid(cases), console)
    else:
        seeds = range(options.seeds)
        print_grid(shuffled_grid([case for one in EXERCISES for case in shuffled(one, seeds, options.trials)]), console)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=(_SPEED, _SPOILED, _SHUFFLED), help="only these tables")
    parser.add_argument("--trials", type=int, default=100, metavar="N", help="trials of each search at the most")
    parser.add_argument("--seeds", type=int, default=6, metavar="N", help="shuffles of each kind")
    return parser


if __name__ == "__main__":
    main()
