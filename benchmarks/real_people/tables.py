"""The tables of a report as rows of text, whatever they are shown in."""

from collections.abc import Iterable, Sequence

from accuracy_report.grids import NOTHING, Grid

from real_people.figures import CheckFigures, CountFigures
from real_people.measuring import VariantFigures
from real_people.naming import ConfidenceBin, Naming, Outcome
from real_people.others import OtherFigures, OtherScore
from real_people.report import RealReport
from real_people.scoring import ClipScore

__all__ = ["grids", "notes", "summary"]


def grids(report: RealReport) -> list[Grid]:
    """The most important ones first."""
    together = report.together
    return [
        summary(report),
        _counts("By exercise", [together, *report.exercises]),
        _counts("By view", [together, *report.views]),
        _checks(report.all_checks, report.checks),
        _others(report.others),
        _namings(report.namings),
        _confidence(report.confidence),
        _variants(report.variants),
    ]


def notes(report: RealReport) -> list[tuple[str, list[str]]]:
    """Headings, and a line for each recording that something is wrong with."""
    inexact = [_clip_line(score) for score in report.clips if score.off]
    counted = [_other_line(score) for score in report.other_clips if _wrong(score)]
    misnamed = [
        f"{one.name}: {one.exercise} named {' + '.join(one.named)} ({_number(one.confidence, 2)})"
        for one in report.namings
        if one.outcome is Outcome.WRONG
    ]
    moved = [f"{one.name}: {', '.join(one.lost)}" for one in report.variants if one.lost]
    sections = [
        ("Not exact", inexact),
        ("Other movements counted or named", counted),
        ("Named wrongly", misnamed),
        ("Exact as recorded, but not when made worse", moved),
        ("Left out, without labels or not usable", list(report.left_out)),
    ]
    return [(title, lines) for title, lines in sections if lines]


def summary(report: RealReport) -> Grid:
    """The figures that tell most."""
    counts, checks = report.together, report.all_checks
    rows = [
        ("counts exact", _share(counts.exact, counts.clips)),
        ("counts within one", _share(counts.within_one, counts.clips)),
        ("repetitions matched", _share(counts.matched, counts.repetitions)),
        ("counted, but no repetition", str(counts.extra)),
        ("attempts counted", _share(counts.attempts_counted, counts.attempts)),
        ("sides right", _share(counts.sides_right, counts.sided)),
        ("hold error, median without sign", _seconds(counts.hold_median_abs_s)),
        ("good form told as a fault", _share(checks.false_alarms, checks.good)),
        ("good form left open", _share(checks.good_untold, checks.good)),
        ("bad form found, repetitions", _share(checks.bad_found, checks.bad)),
        ("bad form found, recordings", _share(checks.bad_clips_found, checks.bad_clips)),
        *[(f"{one.name}: with a repetition", _share(one.clips_counted, one.clips)) for one in report.others],
        *_named_rows(report.namings),
    ]
    return Grid("Real people", ("figure", "value"), tuple(rows))


def _named_rows(namings: Sequence[Naming]) -> Iterable[tuple[str, str]]:
    for outcome in Outcome if namings else ():
        named = sum(one.outcome is outcome for one in namings)
        yield f"exercise recognised: {outcome.value}", _share(named, len(namings))


_COUNTS = ("group", "clips", "exact", "±1", "matched", "maybe", "extra", "sides", "hold error", "hold bias")


def _counts(title: str, groups: Iterable[CountFigures]) -> Grid:
    return Grid(title, _COUNTS, tuple((one.name, *_count_cells(one)) for one in groups))


def _count_cells(figures: CountFigures) -> tuple[str, ...]:
    return (
        str(figures.clips),
        str(figures.exact),
        str(figures.within_one),
        _of(figures.matched, figures.repetitions),
        _of(figures.maybe_matched, figures.maybe),
        str(figures.extra),
        _of(figures.sides_right, figures.sided),
        _number(figures.hold_median_abs_s, 2),
        NOTHING if figures.hold_median_s is None else f"{figures.hold_median_s:+.2f}",
    )


_CHECKS = ("check", "good", "told as fault", "left open", "bad", "found", "left open", "recordings found")


def _checks(together: CheckFigures, checks: Sequence[CheckFigures]) -> Grid:
    """A row for each exercise, then one for each of its checks."""
    rows = [("all", *_check_cells(together))]
    for exercise in dict.fromkeys(one.exercise for one in checks):
        rows.append((exercise, *[""] * (len(_CHECKS) - 1)))
        rows += [(f"  {one.check}", *_check_cells(one)) for one in checks if one.exercise == exercise]
    return Grid("Judgements on good form, and on bad form", _CHECKS, tuple(rows))


def _check_cells(one: CheckFigures) -> tuple[str, ...]:
    good = (str(one.good), _count(one.false_alarms, one.good), _count(one.good_untold, one.good))
    bad = (str(one.bad), _count(one.bad_found, one.bad), _count(one.bad_untold, one.bad))
    return (*good, *bad, _of(one.bad_clips_found, one.bad_clips))


_OTHERS = ("group", "clips", "min", "named", "with reps", "reps", "per min", "cues", "per min")


def _others(groups: Iterable[OtherFigures]) -> Grid:
    return Grid("Other movements", _OTHERS, tuple((one.name, *_other_cells(one)) for one in groups))


def _other_cells(one: OtherFigures) -> tuple[str, ...]:
    per_minute = [f"{told / one.minutes:.2f}" if one.minutes else NOTHING for told in (one.repetitions, one.cues)]
    return (
        *(str(one.clips), f"{one.minutes:.1f}", str(one.clips_named), str(one.clips_counted)),
        *(str(one.repetitions), per_minute[0], str(one.cues), per_minute[1]),
    )


def _namings(namings: Sequence[Naming]) -> Grid:
    names = sorted({one.exercise for one in namings})
    groups = [("all", namings), *((name, [one for one in namings if one.exercise == name]) for name in names)]
    rows = [
        (name, str(len(group)), *(str(sum(one.outcome is outcome for one in group)) for outcome in Outcome))
        for name, group in groups
        if group
    ]
    columns = ("exercise", "clips", *(outcome.value for outcome in Outcome))
    return Grid("Exercise recognised, like movements taken as one", columns, tuple(rows))


def _confidence(bins: Iterable[ConfidenceBin]) -> Grid:
    rows = [
        (f"{one.low:.1f} to {one.high:.1f}", str(one.named), _share(one.right, one.named), _number(one.mean, 2))
        for one in bins
    ]
    return Grid("How sure, and how right", ("confidence", "named", "right", "mean confidence"), tuple(rows))


def _variants(variants: Iterable[VariantFigures]) -> Grid:
    rows = [
        (name, _of(one.exact, one.clips), str(one.within_one), _of(one.matched, one.repetitions), str(one.extra))
        for name, one in ((variant.name, variant.figures) for variant in variants)
    ]
    return Grid("The same made worse", ("variant", "exact", "±1", "matched", "extra"), tuple(rows))


def _clip_line(score: ClipScore) -> str:
    wanted = str(score.fewest) if score.fewest == score.most else f"{score.fewest} to {score.most}"
    reasons = f"; {'; '.join(score.reasons)}" if score.reasons else ""
    return f"{score.name}: {score.counted} of {wanted} ({score.exercise}, {score.view}){reasons}"


def _wrong(score: OtherScore) -> bool:
    return bool(score.auto) or (score.named is not None and score.named.repetitions > 0)


def _other_line(score: OtherScore) -> str:
    named = f"{score.named.exercise} counts {score.named.repetitions}" if score.named else "nothing near"
    auto = "".join(f"; recognised as {one.exercise}, counts {one.repetitions}" for one in score.auto or ())
    return f"{score.name}: {named}{auto}{' (near miss)' if score.near_miss else ''}"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.0f} %)" if whole else NOTHING


def _of(part: int, whole: int) -> str:
    return f"{part}/{whole}" if whole else NOTHING


def _count(part: int, whole: int) -> str:
    return str(part) if whole else NOTHING


def _number(value: float | None, decimals: int) -> str:
    return NOTHING if value is None else f"{value:.{decimals}f}"


def _seconds(value: float | None) -> str:
    return NOTHING if value is None else f"{value:.2f} s"
