import math
from typing import Any

import pytest

from posecoach.coaching.checks import Fault
from posecoach.coaching.ledger import HOLD_CHECK, Ledger, Stretch
from posecoach.coaching.timing import Edges
from posecoach.counting.events import Attempted, Event, FaultEnded, RepetitionCounted
from posecoach.counting.history import History
from posecoach.exercise.dose import Dose
from posecoach.exercise.rules import Attempt, Check, Witness
from posecoach.exercise.schema import Exercise
from posecoach.exercise_files import load_exercise
from posecoach.pose.landmarks import Side


@pytest.fixture(scope="module")
def cat_cow() -> Exercise:
    """An exercise that goes both ways and has a witness."""
    return load_exercise("cat_cow")


def ledger(exercise: Exercise, hold_s: tuple[float, float] = (0.0, 0.0)) -> Ledger:
    return Ledger(exercise, Dose(hold_s=hold_s), History())


def stretch(
    start_s: float = 1.0,
    *,
    hold_s: float = 2.0,
    pole: float = 1.0,
    witnessed: float = math.nan,
    confidence: float = 1.0,
    refuted: bool = False,
    side: Side | None = None,
    faults: tuple[Fault, ...] = (),
) -> Stretch:
    """A movement of a second up, a hold, and a second down."""
    edges = Edges(start_s, start_s + 1, start_s + 1 + hold_s, start_s + 2 + hold_s, hold_s)
    return Stretch(
        edges, side, faults, refuted, 140.0, progress=15.0, witnessed=witnessed, pole=pole, confidence=confidence
    )


def told(events: list[Event]) -> list[str]:
    """What kinds of events, with the check of faults."""
    return [event.check if isinstance(event, FaultEnded) else type(event).__name__ for event in events]


COUNTED, ATTEMPT = RepetitionCounted.__name__, Attempted.__name__


def test_repetitions_are_numbered_with_their_faults(bridge: Exercise) -> None:
    """Faults come first, with the number of their repetition."""
    check = bridge.checks[0]
    book = ledger(bridge)
    book.completed(stretch())
    fault, rep = book.completed(stretch(10.0, side=Side.LEFT, faults=(Fault(check, 11.0, 12.0, 150.0),)))
    assert isinstance(fault, FaultEnded)
    assert isinstance(rep, RepetitionCounted)
    assert (fault.check, fault.rep, fault.side, fault.measured) == (check.id, 2, Side.LEFT, 150.0)
    assert (rep.number, rep.side, rep.faults, rep.start_s, rep.end_s) == (2, Side.LEFT, (check.id,), 10.0, 14.0)
    assert (book.count, book.last_hold_s) == (2, 2.0)


@pytest.mark.parametrize(
    ("hold_s", "wanted"), [(1.0, "2 to 3 s"), (1.7, "2 to 3 s"), (1.8, None), (2.0, None), (9.0, None)]
)
def test_a_short_hold_is_a_fault(bridge: Exercise, hold_s: float, wanted: str | None) -> None:
    """As exactly as a hold can be timed; a long one is none."""
    book = ledger(bridge, (2.0, 3.0))
    faults = [event for event in book.completed(stretch(hold_s=hold_s)) if isinstance(event, FaultEnded)]
    assert [(fault.check, fault.measured, fault.wanted) for fault in faults] == (
        [(HOLD_CHECK, hold_s, wanted)] if wanted else []
    )
    assert (book.reminder(1 + 2 + hold_s + 1) is None) == (wanted is None)


def test_a_reminder_fades(bridge: Exercise) -> None:
    """The cue of the last movement stays up for a few seconds."""
    book = ledger(bridge)
    book.remind("Higher.", 10.0)
    assert [book.reminder(time_s) for time_s in (10.0, 12.9, 13.1)] == ["Higher.", "Higher.", None]


def test_an_attempt_is_told_with_its_check(bridge: Exercise) -> None:
    """How far it got and when; it isn't counted."""
    book = ledger(bridge)
    attempt, fault = book.attempted(stretch(side=Side.RIGHT))
    assert attempt == Attempted(Side.RIGHT, 1.0, 5.0, 140.0)
    assert isinstance(fault, FaultEnded)
    assert (fault.check, fault.rep, fault.measured) == (bridge.attempt, None, 140.0)
    assert (fault.start_s, fault.end_s, fault.side) == (1.0, 5.0, Side.RIGHT)
    assert (book.count, book.moving.total_s) == (0, 0.0)
    assert book.reminder(5.5) == fault.cue == bridge.attempt_rule.cue


@pytest.mark.parametrize(
    ("movements", "expected"),
    [
        pytest.param([(1, 1), (6, -1)], [[], [COUNTED]], id="one way, then the other"),
        pytest.param([(1, -1), (6, 1)], [[], [COUNTED]], id="the other way round"),
        pytest.param([(1, 1), (6, -1), (11, 1), (16, -1)], [[], [COUNTED], [], [COUNTED]], id="two pairs"),
        pytest.param([(1, 1), (6, 1), (11, -1)], [[], [], [COUNTED]], id="the same way twice"),
        pytest.param([(1, 1), (30, -1), (35, 1)], [[], [], [COUNTED]], id="too long a pause"),
        pytest.param([(1, 1)], [[]], id="a half"),
    ],
)
def test_two_ways_make_one_repetition(
    cat_cow: Exercise, movements: list[tuple[float, float]], expected: list[list[str]]
) -> None:
    """Halves wait for their other half."""
    book = ledger(cat_cow)
    assert [told(book.completed(stretch(start_s, pole=pole))) for start_s, pole in movements] == expected


def test_a_pair_runs_from_its_first_half_to_its_second(cat_cow: Exercise) -> None:
    """With the faults of both, in the order of time."""
    checks = cat_cow.checks
    book = ledger(cat_cow)
    book.completed(stretch(1.0, faults=(Fault(checks[0], 2.0, 3.0, 100.0),)))
    events = book.completed(stretch(6.0, pole=-1, faults=(Fault(checks[1], 7.0, 8.0, 30.0),)))
    rep = events[-1]
    assert isinstance(rep, RepetitionCounted)
    assert (rep.start_s, rep.hold_start_s, rep.end_s) == (1.0, 2.0, 10.0)
    assert rep.faults == (checks[0].id, checks[1].id)


@pytest.mark.parametrize(("first", "second"), [(True, True), (True, False), (False, True)])
def test_a_witness_that_stayed_still_refutes_the_movement(cat_cow: Exercise, first: bool, second: bool) -> None:
    """Either half without it is enough; the fault is the witness's own."""
    book = ledger(cat_cow)
    still, along = 0.01, 0.2
    assert book.completed(stretch(1.0, refuted=first, witnessed=still if first else along)) == []
    events = book.completed(stretch(6.0, pole=-1, refuted=second, witnessed=still if second else along))
    assert cat_cow.witness is not None
    assert told(events) == [ATTEMPT, cat_cow.witness.id]
    assert book.count == 0


def test_a_witness_that_moved_along_is_not_blamed_for_turning_back(cat_cow: Exercise) -> None:
    """A shallow cat with the whole back is told as shallow, not as a nod."""
    book = ledger(cat_cow)
    book.completed(stretch(1.0, refuted=True, witnessed=0.07))
    events = book.completed(stretch(6.0, pole=-1, witnessed=0.2))
    assert told(events) == [ATTEMPT, cat_cow.attempt_rule.id]


def test_faults_of_what_never_became_a_repetition_are_kept(bridge: Exercise) -> None:
    """Without a number, and nothing when nothing was under way."""
    assert ledger(bridge).abandoned(None) == []


RULE = {"id": "too_low", "cue": "Up.", "spoken": "Up", "source": "A"}
ABSOLUTE = Check(**RULE, measure="hip_angle", target=180.0, below=13.0)


@pytest.mark.parametrize(
    ("rule", "measured", "wanted"),
    [
        pytest.param(ABSOLUTE, 140.0, "at least 167", id="a check"),
        pytest.param(ABSOLUTE.model_copy(update={"from_start": True}), 15.0, "at least 167", id="of a change"),
        pytest.param(
            Witness(**RULE, measure="back_curve", change=-0.1), 0.04, "a change of at least 0.1", id="a witness"
        ),
        pytest.param(Attempt(**RULE), 15.0, "at least 154", id="neither"),
    ],
)
def test_an_attempt_is_measured_as_the_rule_that_it_fails(
    bridge: Exercise, rule: Check | Attempt, measured: float, wanted: str
) -> None:
    """The value of the drive, its change, or the witness's; without a measure of its own, up to the hold zone."""
    changes: dict[str, Any] = {"attempt": rule}
    if isinstance(rule, Check | Witness):
        changes = {"attempt": rule.id, **({"checks": (rule,)} if isinstance(rule, Check) else {"witness": rule})}
    exercise = bridge.model_copy(update=changes)
    attempt, fault = ledger(exercise).attempted(stretch(witnessed=0.04))
    assert isinstance(attempt, Attempted)
    assert isinstance(fault, FaultEnded)
    assert attempt.reached == 140.0
    assert (fault.check, fault.measured, fault.wanted, fault.cue) == (rule.id, measured, wanted, rule.cue)


@pytest.mark.parametrize(("first", "second"), [(0.01, 0.12), (0.12, 0.01), (0.01, math.nan), (math.nan, 0.01)])
def test_a_refuted_pair_tells_the_half_that_its_witness_missed(cat_cow: Exercise, first: float, second: float) -> None:
    """The smaller change of both, of those that were seen."""
    book = ledger(cat_cow)
    book.completed(stretch(1.0, refuted=first < 0.05, witnessed=first))
    *_, fault = book.completed(stretch(6.0, pole=-1, refuted=second < 0.05, witnessed=second))
    assert isinstance(fault, FaultEnded)
    assert (fault.measured, fault.wanted) == (0.01, "a change of at least 0.05")


@pytest.mark.parametrize(("first", "second"), [(0.4, 0.9), (0.9, 0.4)])
def test_a_pair_is_as_sure_as_its_less_sure_half(cat_cow: Exercise, first: float, second: float) -> None:
    """A repetition's confidence is the stretch's own where there is but one."""
    book = ledger(cat_cow)
    book.completed(stretch(1.0, confidence=first))
    (rep,) = book.completed(stretch(6.0, pole=-1, confidence=second))
    assert isinstance(rep, RepetitionCounted)
    assert rep.confidence == 0.4


def test_time_of_movement_is_that_of_repetitions(bridge: Exercise) -> None:
    """With the short pause between them."""
    book = ledger(bridge)
    book.completed(stretch(1.0))
    book.completed(stretch(6.0))
    assert book.moving.total_s == pytest.approx(9.0)
