"""The tables of a report as rows of text, whatever they are shown in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accuracy_report.figures import AngleFigures, CheckFigures, GroupFigures, PoseFigures, RepFigures
from accuracy_report.report import HalfFigures, HardFigures

__all__ = ["NOTHING", "Grid", "half_grids", "hard_grids"]

NOTHING = "-"
"""Where there is nothing to tell."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        title: Above it.
        columns: Headings.
        rows: Cells.
        words: How many columns, from the left, hold words; the others hold numbers.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


def half_grids(half: HalfFigures) -> list[Grid]:
    """Angles, repetitions, faults, frames."""
    groups = [half.together, *half.exercises]
    angles = _angle_grid([half.together, half.side_view, *half.exercises])
    return [angles, _rep_grid(groups), _check_grid(groups), _frame_grid(groups)]


def hard_grids(hard: Sequence[HardFigures]) -> list[Grid]:
    """What the clips test, then a row of figures for each."""
    about = [(one.figures.name, one.exercise, one.half.replace("_", "-"), one.tests or NOTHING) for one in hard]
    columns = ("clip", "exercise", "half", "what it tests")
    rows = [(one.figures.name, *_hard_row(one.figures)) for one in hard]
    return [Grid("What the hard clips test", columns, tuple(about), words=4), Grid("Hard clips", _HARD, tuple(rows))]


_ANGLE = ("exercise", "angle", "side", "median error", "95th percentile", "bias", "frames", "without a value")


def _angle_grid(groups: Iterable[GroupFigures]) -> Grid:
    rows = []
    for group in groups:
        names = [group.name] + [""] * len(group.angles)
        rows += [(name, *_angle_row(angle)) for name, angle in zip(names, group.angles, strict=False)]
    return Grid("Angles, degrees", _ANGLE, tuple(rows), words=3)


def _angle_row(angle: AngleFigures) -> tuple[str, ...]:
    numbers = (_number(angle.median_abs), _number(angle.p95_abs), _signed(angle.bias))
    return (
        angle.measure.replace("_", " "), angle.side or NOTHING, *numbers, str(angle.frames), str(angle.missing)
    )  # fmt: skip


_REP = (
    *("exercise", "clips", "count exact", "off by one", "mean count error", "halves counted", "halves good"),
    *("sides right", "hold error s", "hold bias s"),
)


def _rep_grid(groups: Iterable[GroupFigures]) -> Grid:
    rows = tuple((group.name, str(group.clips), *_rep_row(group.reps)) for group in groups)
    return Grid("Repetitions and holds", _REP, rows)


def _rep_row(reps: RepFigures | None) -> tuple[str, ...]:
    if reps is None:
        return (NOTHING,) * (len(_REP) - 2)
    return (
        _of(reps.exact, reps.clips),
        _of(reps.off_by_one, reps.clips),
        _number(reps.mean_abs_error, 2),
        _of(reps.attempts_counted, reps.attempts),
        _of(reps.planted_good, reps.planted),
        _of(reps.sides_right, reps.sided),
        _number(reps.hold_median_abs_s, 2),
        _signed(reps.hold_bias_s, 2),
    )


_CHECK = ("exercise", "check", "planted", "found", "right", "precision", "recall", "F1")


def _check_grid(groups: Iterable[GroupFigures]) -> Grid:
    rows = []
    for group in groups:
        # All exercises together only as a sum: their checks share ids, but not meanings.
        checks = [group.all_checks] if group.name == "all" else list(group.checks)
        rows += [(group.name if place == 0 else "", *_check_row(check)) for place, check in enumerate(checks)]
    return Grid("Faults", _CHECK, tuple(rows), words=2)


def _check_row(check: CheckFigures | None) -> tuple[str, ...]:
    if check is None:
        return (NOTHING,) * (len(_CHECK) - 1)
    counts = (str(check.planted), str(check.found), str(check.right))
    return (check.check, *counts, _number(check.precision, 2), _number(check.recall, 2), _number(check.f1, 2))


_FRAME = (
    *("exercise", "minutes", "clean minutes", "false cues", "in five minutes"),
    *("frames with pose", "pose with nobody there", "near side right"),
)


def _frame_grid(groups: Iterable[GroupFigures]) -> Grid:
    rows = []
    for group in groups:
        cues = (NOTHING,) * 3
        if group.cues is not None:
            cues = (
                _number(group.cues.minutes), str(group.cues.cues), _number(group.cues.per_five_minutes, 2)
            )  # fmt: skip
        rows.append((group.name, _number(group.minutes), *cues, *_pose_cells(group.pose)))
    return Grid("False cues and frames", _FRAME, tuple(rows))


def _pose_cells(pose: PoseFigures) -> tuple[str, ...]:
    return (_percent(pose.found_share), _of(pose.false, pose.empty), _percent(pose.near_right_share))


_HARD = (
    *("clip", "counted", "halves counted", "halves good", "sides right", "faults found", "other faults"),
    *("hip error", "frames with pose", "pose with nobody there"),
)


def _hard_row(figures: GroupFigures) -> tuple[str, ...]:
    hip = [angle.median_abs for angle in figures.angles if angle.measure == "hip_angle" and angle.side != "far"]
    pose = _pose_cells(figures.pose)[:2]
    reps, checks = figures.reps, figures.all_checks
    if reps is None or checks is None:
        return (*(NOTHING,) * 6, _number(hip[0] if hip else None), *pose)
    return (
        _of(reps.counted, reps.true),
        _of(reps.attempts_counted, reps.attempts),
        _of(reps.planted_good, reps.planted),
        _of(reps.sides_right, reps.sided),
        _of(checks.right, checks.planted),
        str(checks.found - checks.right),
        _number(hip[0] if hip else None),
        *pose,
    )


def _number(value: float | None, decimals: int = 1) -> str:
    return NOTHING if value is None else f"{value:.{decimals}f}"


def _signed(value: float | None, decimals: int = 1) -> str:
    return NOTHING if value is None else f"{value:+.{decimals}f}"


def _percent(value: float | None) -> str:
    return NOTHING if value is None else f"{100 * value:.1f} %"


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole}" if whole or part else NOTHING
