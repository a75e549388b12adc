"""The recordings that come with the checkout are counted and judged as well as they were."""

from dataclasses import replace

import pytest
from accuracy_report.report import current_stamp
from real_people import DATA
from real_people.clips import read_folder
from real_people.expectations import Expectations, Totals, expectations_of, load_expectations, moved, worse
from real_people.landmarks import load_all
from real_people.measuring import measure
from real_people.publishing import size_of
from real_people.report import build_report

MEGABYTE = 1e6


@pytest.fixture(scope="module")
def reached() -> Expectations:
    """What this checkout reaches."""
    folder = read_folder(DATA)
    return expectations_of(build_report(measure(folder, load_all(folder.recordings), workers=2), current_stamp("test")))


@pytest.fixture(scope="module")
def expected() -> Expectations:
    """What was reached before; `python benchmarks/real.py --expect` writes it anew."""
    return load_expectations()


def test_each_count_is_the_expected_one_and_no_total_gets_worse(reached: Expectations, expected: Expectations) -> None:
    """Of labelled recordings and of other movements; a count that moves is to be looked at, whichever way.

    Totals are of counts, repetitions, sides, holds, judgements, and of what is counted where nothing should be.
    """
    assert moved(reached.counted, expected.counted) == []
    assert moved(reached.others_counted, expected.others_counted) == []
    assert worse(reached.totals, expected.totals) == []


def test_every_total_can_get_worse(expected: Expectations) -> None:
    """One way is worse, the other isn't."""
    for name in Totals.__dataclass_fields__:
        before = getattr(expected.totals, name)
        changes = [worse(replace(expected.totals, **{name: before + step}), expected.totals) for step in (-1, 1)]
        assert sorted(map(len, changes)) == [0, 1]
        assert name in next(lines[0] for lines in changes if lines)


def test_the_recordings_stay_small_and_say_where_they_are_from() -> None:
    """No more than six megabytes, numbers and tables alone, each recording with a source."""
    assert size_of(DATA) <= 6 * MEGABYTE
    assert {path.suffix for path in DATA.rglob("*") if path.is_file()} == {".npz", ".csv", ".json", ".md"}
    sources = (DATA / "sources.csv").read_text(encoding="utf-8").splitlines()
    assert {line.split(",")[0] for line in sources[1:]} == {path.name for path in DATA.rglob("*.npz")}
