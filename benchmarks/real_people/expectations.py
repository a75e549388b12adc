"""What was reached on the recordings that come with the checkout, so that a change that loses some of it is noticed."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from real_people.report import RealReport

__all__ = ["EXPECTED", "Expectations", "Totals", "expectations_of", "load_expectations", "moved", "save", "worse"]

EXPECTED = Path(__file__).resolve().parent / "expected.json"
_SAME_S = 0.01


@dataclass(frozen=True, slots=True)
class Totals:
    """Figures of all recordings together, named as in the tables.

    The first ones are the better the higher, from `extra` on the better the lower.
    """

    exact: int
    within_one: int
    matched: int
    sides_right: int
    bad_found: int
    bad_clips_found: int
    extra: int
    attempts_counted: int
    holds_untold: int
    hold_median_abs_s: float
    false_alarms: int
    good_untold: int
    others_counted: int
    near_misses_counted: int
    other_repetitions: int
    other_cues: int


_HIGHER_IS_BETTER = ("exact", "within_one", "matched", "sides_right", "bad_found", "bad_clips_found")


@dataclass(frozen=True, slots=True)
class Expectations:
    """What was reached.

    Attributes:
        totals: Of all recordings.
        counted: Repetitions counted in each labelled recording.
        others_counted: Repetitions counted in each other movement, as the nearest exercise.
    """

    totals: Totals
    counted: Mapping[str, int]
    others_counted: Mapping[str, int]


def expectations_of(report: RealReport) -> Expectations:
    """What a run reached."""
    counts, checks = report.together, report.all_checks
    others = {one.name: one for one in report.others}
    groups = [others[name] for name in ("other movements", "near misses") if name in others]
    totals = Totals(
        exact=counts.exact,
        within_one=counts.within_one,
        matched=counts.matched,
        sides_right=counts.sides_right,
        bad_found=checks.bad_found,
        bad_clips_found=checks.bad_clips_found,
        extra=counts.extra,
        attempts_counted=counts.attempts_counted,
        holds_untold=counts.holds_untold,
        hold_median_abs_s=round(counts.hold_median_abs_s or 0.0, 3),
        false_alarms=checks.false_alarms,
        good_untold=checks.good_untold,
        others_counted=sum(one.clips_counted for one in groups if one.name == "other movements"),
        near_misses_counted=sum(one.clips_counted for one in groups if one.name == "near misses"),
        other_repetitions=sum(one.repetitions for one in groups),
        other_cues=sum(one.cues for one in groups),
    )
    counted = {one.name: one.counted for one in report.clips}
    others_counted = {one.name: one.named.repetitions for one in report.other_clips if one.named is not None}
    return Expectations(totals, counted, others_counted)


def load_expectations(path: Path = EXPECTED) -> Expectations:
    """Reads what was reached."""
    data = json.loads(path.read_text(encoding="utf-8"))
    return Expectations(Totals(**data["totals"]), data["counted"], data["others_counted"])


def save(expectations: Expectations, path: Path = EXPECTED) -> None:
    """Writes what was reached."""
    path.write_text(json.dumps(asdict(expectations), indent=1) + "\n", encoding="utf-8")


def worse(found: Totals, expected: Totals) -> list[str]:
    """What got worse, a line each."""
    lines = []
    for name, before in asdict(expected).items():
        now = getattr(found, name)
        lost = before - now if name in _HIGHER_IS_BETTER else now - before
        if lost > (_SAME_S if name.endswith("_s") else 0):
            lines.append(f"{name}: {now:g}, was {before:g}")
    return lines


def moved(found: Mapping[str, int], expected: Mapping[str, int]) -> list[str]:
    """Recordings whose count isn't the expected one, a line each."""
    names = sorted({*found, *expected})
    return [
        f"{name}: {found.get(name)}, was {expected.get(name)}"
        for name in names
        if found.get(name) != expected.get(name)
    ]
