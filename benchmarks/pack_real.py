"""Makes the landmarks and labels that come with the checkout from a folder of recordings.

    python benchmarks/pack_real.py FOLDER [--other DIR] [--out DIR]

FOLDER holds recordings with label files beside them and sources.csv, which says where each one is from. What is
written holds numbers and no pictures. Afterwards everything is counted from both, and what differs is printed.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from real_people import DATA
from real_people.clips import ClipFolder, read_folder
from real_people.landmarks import load_all
from real_people.measuring import Measured, measure
from real_people.publishing import SOURCES_TABLE, publish, size_of

from posecoach.errors import PosecoachError


def main(arguments: Sequence[str] | None = None) -> None:
    """Packs, and compares."""
    options = _parser().parse_args(arguments)
    try:
        folder = read_folder(options.folder, options.other)
        landmarks = load_all(folder.recordings)
        publish(folder, landmarks, options.folder / SOURCES_TABLE, options.out)
        before, after = measure(folder, landmarks, workers=2), _packed(read_folder(options.out))
    except (OSError, PosecoachError) as error:
        sys.exit(f"pack_real.py: {error}")
    print(f"{len(folder.clips)} clips and {len(folder.others)} other movements: {size_of(options.out) / 1e6:.2f} MB")
    print("\n".join(_differences(before, after)) or "packing changes no count")


def _packed(folder: ClipFolder) -> Measured:
    return measure(folder, load_all(folder.recordings), workers=2)


def _differences(before: Measured, after: Measured) -> Iterator[str]:
    packed = {one.name: one for one in after.clips}
    for one in before.clips:
        for what in ("counted", "matched", "checks"):
            full, small = getattr(one, what), getattr(packed[one.name], what)
            if full != small:
                yield f"{one.name}: {what} {full} becomes {small}"
    told = {one.name: one.named for one in after.others}
    for other in before.others:
        if other.named != told[other.name]:
            yield f"{other.name}: {other.named} becomes {told[other.name]}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="recordings, labels and sources.csv")
    parser.add_argument("--other", type=Path, metavar="DIR", help="other movements; FOLDER/other_movements otherwise")
    parser.add_argument("--out", type=Path, default=DATA, metavar="DIR", help="folder that gets the files")
    return parser


if __name__ == "__main__":
    main()
