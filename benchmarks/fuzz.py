"""Has everything that reads files read some with mistakes, until the time is over or one does harm.

    scripts/fuzz [SECONDS] [--seed N] [--cases N] [--only READER]

Exits with 1 if one did. The same seed tries the same files.
"""

import argparse
import itertools
import secrets
import sys
import time
from collections.abc import Sequence

from attacks.mutations import seeded
from attacks.readers import READERS, harm_of_mutation, own_folder


def main(arguments: Sequence[str] | None = None) -> None:
    """Fuzzes and prints."""
    options = _parser().parse_args(arguments)
    seed = secrets.randbelow(10**9) if options.seed is None else options.seed
    readers = [reader for reader in READERS if options.only in (None, reader.name)]
    until_s = time.monotonic() + options.seconds if options.cases is None else float("inf")
    print(f"seed {seed}")
    with own_folder():
        for number, reader in zip(itertools.count(), itertools.cycle(readers)):
            if number == options.cases or time.monotonic() > until_s:
                print(f"{number} files with mistakes, none of which did harm")
                return
            harm = harm_of_mutation(reader, seeded(f"{reader.name} {seed} {number}"))
            if harm:
                sys.exit(f"{reader.name}, file {number}: {harm}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "seconds", nargs="?", type=float, default=60.0, metavar="SECONDS", help="how long; 60 if left out"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="which files; others each time if left out")
    parser.add_argument("--cases", type=int, metavar="N", help="how many files, however long they take")
    parser.add_argument("--only", choices=[reader.name for reader in READERS], help="only this reader")
    return parser


if __name__ == "__main__":
    main()
