"""Attacks the program as an enemy, a bad camera or a full disk would, and prints what it didn't withstand.

    python benchmarks/attack.py [--only ATTACK] [--cases N]

Exits with 1 if anything did harm.
"""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence

from accuracy_report.rendering import print_grid
from attacks import full_disk, hostile, kills, landmarks, names, texts, videos
from attacks.tally import Tally, tally_grid
from rich.console import Console

WIDTH = 140

# Each takes how many cases to try, or None for its own number.
ATTACKS: Mapping[str, Callable[[int | None], Tally]] = {
    "full_disk": full_disk.run,
    "hostile": hostile.run,
    "kills": kills.run,
    "landmarks": landmarks.run,
    "names": names.run,
    "texts": texts.run,
    "videos": videos.run,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Attacks and prints."""
    options = _parser().parse_args(arguments)
    chosen = [options.only] if options.only else list(ATTACKS)
    tallies = [ATTACKS[name](options.cases) for name in chosen]
    print_grid(tally_grid(tallies), Console(width=WIDTH))
    sys.exit(any(tally.harmed for tally in tallies))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", choices=sorted(ATTACKS), help="only this attack")
    parser.add_argument("--cases", type=int, metavar="N", help="how many cases of each attack")
    return parser


if __name__ == "__main__":
    main()
