"""Counting and judging on recordings of real people, with labels made by eye.

    python benchmarks/real.py [FOLDER] [--other DIR] [--only EXERCISE] [--auto] [--variants]
                              [--pose-rate HZ] [--json FILE] [--markdown FILE] [--expect]

Prints tables. FOLDER holds recordings, or landmarks of them, with label files beside them; without one, the landmarks
that come with the checkout are measured. Landmarks of a video are found once and kept in the user's cache folder.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from accuracy_report.clips import product_cache
from accuracy_report.report import current_stamp, to_json
from real_people import DATA
from real_people.clips import ClipFolder, read_folder
from real_people.expectations import expectations_of, save
from real_people.landmarks import load_all
from real_people.measuring import measure, measure_variants
from real_people.rendering import print_report, to_markdown
from real_people.report import RealReport, build_report
from real_people.variants import looked_at
from rich.console import Console

from posecoach.errors import PosecoachError
from posecoach.pose.looks import POSE_RATE_HZ

WIDTH = 100


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, prints and writes."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.expect and (options.folder != DATA or options.other or options.only):
        parser.error("--expect is for all that comes with the checkout")
    try:
        report = measured(_folder(options), options)
    except (OSError, PosecoachError) as error:
        sys.exit(f"real.py: {error}")
    print_report(report, Console(width=WIDTH))
    if options.json:
        options.json.write_text(to_json(report), encoding="utf-8")
    if options.markdown:
        options.markdown.write_text(to_markdown(report), encoding="utf-8")
    if options.expect:
        save(expectations_of(report))


def measured(folder: ClipFolder, options: argparse.Namespace) -> RealReport:
    """Measures a folder.

    Raises:
        SourceError: If a recording can't be used.
    """
    landmarks = load_all(folder.recordings, product_cache(options.pose_rate))
    looked = {path: looked_at(series, options.pose_rate) for path, series in landmarks.items()}
    done = measure(folder, looked, auto=options.auto, workers=options.workers)
    variants = measure_variants(folder, landmarks, options.workers) if options.variants else ()
    return build_report(done, current_stamp(_command(options)), variants=variants, left_out=folder.left_out)


def _folder(options: argparse.Namespace) -> ClipFolder:
    folder = read_folder(options.folder, options.other)
    return folder if options.only is None else folder.only(options.only)


def _command(options: argparse.Namespace) -> str:
    """The command line that makes the same figures, with names of folders instead of places."""
    folder = [] if options.folder == DATA else [options.folder.name]
    only = [] if options.only is None else ["--only", options.only]
    asked = [f"--{name}" for name in ("auto", "variants") if getattr(options, name)]
    rate = [] if options.pose_rate == POSE_RATE_HZ else [f"--pose-rate {options.pose_rate:g}"]
    return " ".join(["python benchmarks/real.py", *folder, *only, *asked, *rate])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=DATA, metavar="FOLDER", help="labelled recordings")
    parser.add_argument("--other", type=Path, metavar="DIR", help="other movements; FOLDER/other_movements otherwise")
    parser.add_argument("--only", metavar="EXERCISE", help="only recordings of this exercise")
    parser.add_argument("--auto", action="store_true", help="recognise the exercises as well")
    parser.add_argument("--variants", action="store_true", help="count the same recordings made worse as well")
    parser.add_argument("--pose-rate", type=float, default=POSE_RATE_HZ, metavar="HZ", help="looks a second, at most")
    parser.add_argument("--expect", action="store_true", help="write what the test holds the checkout's recordings to")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the document")
    return parser


if __name__ == "__main__":
    main()
