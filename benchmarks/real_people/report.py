"""All figures of a run."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from accuracy_report.report import Stamp

from real_people.figures import CheckFigures, CountFigures, all_checks, by_check, by_exercise, by_view, count_figures
from real_people.measuring import Measured, VariantFigures
from real_people.naming import ConfidenceBin, Naming, confidence_bins
from real_people.others import OtherFigures, OtherScore, other_figures
from real_people.scoring import ClipScore

__all__ = ["SCHEMA", "RealReport", "build_report"]

SCHEMA = "posecoach.real-people/1"


@dataclass(frozen=True, slots=True)
class RealReport:
    """A run.

    Attributes:
        stamp: When and with what.
        together: All labelled recordings.
        all_checks: All checks together.
        exercises: By exercise.
        views: By where the camera saw the person from.
        checks: By check.
        others: Other movements.
        confidence: Of recognised exercises; empty if nobody asked.
        variants: The same recordings made worse; empty if nobody asked.
        clips: Labelled recordings one by one.
        other_clips: Other movements one by one.
        namings: What was recognised, one by one.
        left_out: Recordings that weren't measured.
    """

    stamp: Stamp
    together: CountFigures
    all_checks: CheckFigures
    exercises: tuple[CountFigures, ...]
    views: tuple[CountFigures, ...]
    checks: tuple[CheckFigures, ...]
    others: tuple[OtherFigures, ...]
    confidence: tuple[ConfidenceBin, ...]
    variants: tuple[VariantFigures, ...]
    clips: tuple[ClipScore, ...]
    other_clips: tuple[OtherScore, ...]
    namings: tuple[Naming, ...]
    left_out: tuple[str, ...] = ()
    schema: str = field(default=SCHEMA, kw_only=True)


def build_report(
    measured: Measured, stamp: Stamp, *, variants: Sequence[VariantFigures] = (), left_out: Sequence[str] = ()
) -> RealReport:
    """Puts recordings together."""
    clips = measured.clips
    return RealReport(
        stamp=stamp,
        together=count_figures("all", clips),
        all_checks=all_checks(clips),
        exercises=by_exercise(clips),
        views=by_view(clips),
        checks=by_check(clips),
        others=other_figures(measured.others),
        confidence=confidence_bins(measured.namings) if measured.namings else (),
        variants=tuple(variants),
        clips=clips,
        other_clips=measured.others,
        namings=measured.namings,
        left_out=tuple(left_out),
    )
