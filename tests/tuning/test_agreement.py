from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from labelled_bridges import counted

from posecoach.counting.events import Event, FaultEnded
from posecoach.pose.landmarks import Side
from posecoach.tuning.agreement import Agreement, agreement, pooled
from posecoach.tuning.labels import Counts, LabelledMovement, Labels

LABELS = Labels(
    "bridge",
    (
        LabelledMovement(1.0, 5.0, Side.LEFT, 2.0),
        LabelledMovement(6.0, 10.0, Side.RIGHT, 2.0, ("alignment",)),
        LabelledMovement(11.0, 14.0, None, None, ("alignment",), Counts.NO),
    ),
    faults_known=True,
)


def fault(check: str, rep: int | None, start_s: float) -> Event:
    return FaultEnded(check, rep, None, start_s, start_s + 1, 150.0, "180 +/- 15", "Lift your hips.")


PERFECT = [
    replace(counted(1, 1.0, 5.0), side=Side.LEFT),
    fault("alignment", 2, 7.0),
    replace(counted(2, 6.0, 10.0), side=Side.RIGHT),
    fault("alignment", None, 12.0),
]


def test_what_is_told_as_labelled_agrees() -> None:
    """All parts are counted, and the score is 1."""
    found = agreement(PERFECT, LABELS)
    assert (found.right, found.labelled, found.missed, found.extra) == (2, 2, 0, 0)
    assert (found.attempts, found.attempts_counted, found.counted) == (1, 0, 2)
    assert (found.sides_right, found.sided, found.holds_timed, found.held) == (2, 2, 2, 2)
    assert (found.faults_right, found.faults_false, found.faults_missed) == (2, 0, 0)
    assert found.hold_error_s == 0
    assert found.score == found.quality == 1


@pytest.mark.parametrize(
    "events",
    [
        PERFECT[:2],
        [*PERFECT, counted(3, 11.0, 14.0)],
        [*PERFECT, counted(3, 15.0, 16.0)],
        [replace(counted(1, 1.0, 5.0), side=Side.RIGHT), *PERFECT[1:]],
        [replace(counted(1, 1.0, 5.0, hold_s=3.0), side=Side.LEFT), *PERFECT[1:]],
        PERFECT[:3],
        [*PERFECT, fault("arms_down", 1, 2.0)],
        [],
    ],
)
def test_whatever_is_wrong_costs_something(events: list[Event]) -> None:
    """A repetition missed, an attempt or nothing counted, a wrong side, hold or fault."""
    assert agreement(events, LABELS).score < 1


def test_labels_are_only_asked_what_they_say() -> None:
    """Unknown sides, holds and faults are neither right nor wrong."""
    silent = Labels("bridge", (LabelledMovement(1.0, 5.0), LabelledMovement(6.0, 10.0)))
    found = agreement([*PERFECT, fault("arms_down", 1, 2.0)], silent)
    assert (found.sided, found.held, found.faults_right + found.faults_false + found.faults_missed) == (0, 0, 0)
    assert found.score == 1


@pytest.mark.parametrize(
    "more", [[], [fault("arms_down", None, 16.0)], [counted(3, 15.0, 18.0), fault("back", 3, 16.0)]]
)
def test_what_may_be_counted_is_neither_right_nor_wrong(more: list[Event]) -> None:
    """Told as nothing, as an attempt or as a repetition with a fault, the agreement is the same."""
    maybe = LabelledMovement(15.0, 18.0, None, 2.0, (), Counts.MAYBE)
    labels = replace(LABELS, movements=(*LABELS.movements, maybe))
    assert agreement([*PERFECT, *more], labels) == agreement(PERFECT, LABELS)


def test_holds_shorter_than_the_dose_are_no_faults() -> None:
    """Labels say how long they are, not what was asked for."""
    assert agreement([*PERFECT, fault("hold", 1, 3.0)], LABELS) == agreement(PERFECT, LABELS)


@pytest.mark.parametrize(("hold_s", "credit"), [(2.2, 1.0), (1.8, 1.0), (2.875, 0.5), (9.0, 0.0)])
def test_holds_are_timed_as_exactly_as_anybody_can(hold_s: float, credit: float) -> None:
    """A quarter of a second is free, and from one and a half on a hold is worth nothing."""
    alone = Labels("bridge", (LabelledMovement(1.0, 5.0, None, 2.0),))
    assert agreement([counted(1, 1.0, 5.0, hold_s=hold_s)], alone).hold_credit == pytest.approx(credit)


@pytest.mark.parametrize(("extra", "score"), [(0, 1.0), (3, 0.25)])
def test_recordings_without_repetitions_agree_while_nothing_is_counted(extra: int, score: float) -> None:
    """Each one that is counted all the same is worse than the last."""
    events = [counted(number, 10.0 * number, 10.0 * number + 4) for number in range(1, extra + 1)]
    assert agreement(events, Labels("bridge", ())).score == pytest.approx(score)


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    labelled = draw(st.integers(0, 30))
    right = draw(st.integers(0, labelled))
    sided, held = draw(st.integers(0, labelled)), draw(st.integers(0, labelled))
    return Agreement(
        labelled=labelled,
        right=right,
        extra=draw(st.integers(0, 9)),
        attempts_counted=draw(st.integers(0, 9)),
        sided=sided,
        sides_right=draw(st.integers(0, sided)),
        held=held,
        hold_credit=draw(st.floats(0, 1)) * held,
        faults_right=draw(st.integers(0, 9)),
        faults_false=draw(st.integers(0, 9)),
        faults_missed=draw(st.integers(0, 9)),
    )


@given(one=agreements(), other=agreements())
def test_counting_wrong_is_never_paid_for(one: Agreement, other: Agreement) -> None:
    """Whatever sides, holds and faults are like: a repetition more missed, or counted in vain, is never better."""
    in_vain = replace(other, labelled=one.labelled, right=one.right, extra=one.extra + 1)
    in_vain = replace(in_vain, attempts_counted=one.attempts_counted)
    assert one.score >= in_vain.score - 1e-12
    if one.right:
        assert one.score >= replace(in_vain, extra=one.extra, right=one.right - 1).score - 1e-12
    assert 0 <= one.score <= 1


@given(parts=st.lists(agreements(), max_size=5))
def test_pooling_adds_up(parts: list[Agreement]) -> None:
    """Several recordings are as one with all their repetitions."""
    together = pooled(parts)
    assert together.labelled == sum(part.labelled for part in parts)
    assert together.hold_credit == pytest.approx(sum(part.hold_credit for part in parts))
    assert pooled([together]) == together
