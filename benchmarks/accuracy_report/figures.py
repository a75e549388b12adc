"""The figures of some clips together: plain numbers, None where there is nothing to tell."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from accuracy_report.angle_errors import AngleErrors
from accuracy_report.clip_results import ClipResult, Coaching
from accuracy_report.matching import FaultCount
from posecoach.measures import Values

__all__ = [
    "AngleFigures",
    "CheckFigures",
    "CueFigures",
    "GroupFigures",
    "PoseFigures",
    "RepFigures",
    "group_figures",
    "share",
]

_CUES_PER_S = 300.0
"""False cues are told for so many seconds."""


@dataclass(frozen=True, slots=True)
class AngleFigures:
    """Errors of one angle, degrees; measured minus true, so that a bias above 0 is measured too large."""

    measure: str
    side: str
    median_abs: float | None
    p95_abs: float | None
    bias: float | None
    frames: int
    missing: int


@dataclass(frozen=True, slots=True)
class RepFigures:
    """Repetitions: clips by their count, then repetitions one by one (see `Coaching`)."""

    clips: int
    exact: int
    off_by_one: int
    mean_abs_error: float
    true: int
    counted: int
    missed: int
    extra: int
    attempts: int
    attempts_counted: int
    planted: int
    planted_good: int
    sided: int
    sides_right: int
    side_accuracy: float | None
    holds: int
    hold_median_abs_s: float | None
    hold_bias_s: float | None


@dataclass(frozen=True, slots=True)
class CheckFigures:
    """Faults of one check; precision is of those found, recall of those planted."""

    check: str
    planted: int
    found: int
    right: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class CueFigures:
    """Faults told on clips without any."""

    cues: int
    minutes: float
    per_five_minutes: float


@dataclass(frozen=True, slots=True)
class PoseFigures:
    """Frames: see `PoseCount`; shares are of the frames with somebody and with nobody in view."""

    in_view: int
    found: int
    found_share: float | None
    empty: int
    false: int
    false_share: float | None
    sided: int
    near_right: int
    near_right_share: float | None


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """Some clips together.

    Attributes:
        name: Exercise id, name of a clip, or "all".
        clips: How many.
        minutes: How long together.
        angles: Of each measure and side.
        reps: None while none of the clips has an exercise file.
        checks: Faults by check; empty as above.
        all_checks: Faults of all checks together; None as above.
        cues: None without a clean clip that has an exercise file.
        pose: Frames with a pose.
    """

    name: str
    clips: int
    minutes: float
    angles: tuple[AngleFigures, ...]
    reps: RepFigures | None
    checks: tuple[CheckFigures, ...]
    all_checks: CheckFigures | None
    cues: CueFigures | None
    pose: PoseFigures


def share(part: float, whole: float) -> float | None:
    """The share; None of nothing."""
    return part / whole if whole else None


def group_figures(name: str, results: Sequence[ClipResult]) -> GroupFigures:
    """All figures of some clips."""
    coached = [result for result in results if result.coaching is not None]
    coachings = [result.coaching for result in coached if result.coaching is not None]
    faults = [count for coaching in coachings for count in coaching.faults]
    return GroupFigures(
        name=name,
        clips=len(results),
        minutes=sum(result.duration_s for result in results) / 60,
        angles=_angles([errors for result in results for errors in result.angles]),
        reps=_reps(coachings) if coachings else None,
        checks=_checks(faults),
        all_checks=_check("all", faults) if coachings else None,
        cues=_cues([result for result in coached if result.recipe.group == "clean"]),
        pose=_pose(results),
    )


def _angles(errors: Iterable[AngleErrors]) -> tuple[AngleFigures, ...]:
    """By measure and side, in the order in which they come."""
    together: dict[tuple[str, str], list[AngleErrors]] = defaultdict(list)
    for one in errors:
        together[one.measure, one.side].append(one)
    ordered = sorted(together, key=lambda key: [measure for measure, _ in together].index(key[0]))
    return tuple(_angle(key, together[key]) for key in ordered)


def _angle(key: tuple[str, str], errors: Sequence[AngleErrors]) -> AngleFigures:
    pooled = np.concatenate([one.errors for one in errors])
    missing = sum(one.missing for one in errors)
    return AngleFigures(
        *key, _median(np.abs(pooled)), _percentile(np.abs(pooled), 95), _median(pooled), len(pooled), missing
    )


def _reps(coachings: Sequence[Coaching]) -> RepFigures:
    off = [one.off for one in coachings]
    sided, right = sum(one.sided for one in coachings), sum(one.sides_right for one in coachings)
    holds = np.array([error for one in coachings for error in one.hold_errors_s])
    return RepFigures(
        clips=len(coachings),
        exact=off.count(0),
        off_by_one=off.count(1),
        mean_abs_error=float(np.mean(off)),
        true=sum(one.true_reps for one in coachings),
        counted=sum(one.counted for one in coachings),
        missed=sum(one.missed for one in coachings),
        extra=sum(one.extra for one in coachings),
        attempts=sum(one.attempts for one in coachings),
        attempts_counted=sum(one.attempts_counted for one in coachings),
        planted=sum(one.planted for one in coachings),
        planted_good=sum(one.planted_good for one in coachings),
        sided=sided,
        sides_right=right,
        side_accuracy=share(right, sided),
        holds=len(holds),
        hold_median_abs_s=_median(np.abs(holds)),
        hold_bias_s=_median(holds),
    )


def _checks(faults: Sequence[FaultCount]) -> tuple[CheckFigures, ...]:
    checks = sorted({count.check for count in faults})
    return tuple(_check(check, [count for count in faults if count.check == check]) for check in checks)


def _check(name: str, faults: Sequence[FaultCount]) -> CheckFigures:
    right, false, missed = (
        sum(count.right for count in faults),
        sum(count.false for count in faults),
        sum(count.missed for count in faults),
    )
    return CheckFigures(
        check=name,
        planted=right + missed,
        found=right + false,
        right=right,
        precision=share(right, right + false),
        recall=share(right, right + missed),
        f1=share(2 * right, 2 * right + false + missed),
    )


def _cues(clean: Sequence[ClipResult]) -> CueFigures | None:
    seconds = sum(result.duration_s for result in clean)
    if not seconds:
        return None
    cues = sum(result.coaching.cues for result in clean if result.coaching is not None)
    return CueFigures(cues, seconds / 60, cues * _CUES_PER_S / seconds)


def _pose(results: Sequence[ClipResult]) -> PoseFigures:
    counts = [result.pose for result in results]
    in_view, found = sum(one.in_view for one in counts), sum(one.found for one in counts)
    empty, false = sum(one.empty for one in counts), sum(one.false for one in counts)
    sided, near = sum(one.sided for one in counts), sum(one.near_right for one in counts)
    return PoseFigures(
        *(in_view, found, share(found, in_view)),
        *(empty, false, share(false, empty)),
        *(sided, near, share(near, sided)),
    )


def _median(values: Values) -> float | None:
    return _percentile(values, 50)


def _percentile(values: Values, percent: float) -> float | None:
    return float(np.percentile(values, percent)) if len(values) else None
