from collections.abc import Sequence

from posecoach.counting.events import Attempted, Event, RepetitionCounted
from posecoach.tuning.labels import LabelledMovement, Labels
from posecoach.tuning.page.changes import Changes, changes, fault_changes, total


def reps(*spans: tuple[float, float], faults: Sequence[str] = ()) -> list[RepetitionCounted]:
    return [
        RepetitionCounted(number, None, start, start, end, 1.0, end, tuple(faults), {})
        for number, (start, end) in enumerate(spans, start=1)
    ]


def test_the_same_count_has_no_changes() -> None:
    """Shifts of a few frames and events other than repetitions are none."""
    before: list[Event] = [*reps((1, 5), (8, 12)), Attempted(None, 14, 15, 100.0)]
    after = reps((1.1, 5.1), (8, 12.2))
    assert not changes(before, after).any


def test_repetitions_gained_lost_and_moved_are_told_apart() -> None:
    """A repetition is the same where both counts overlap enough, whatever its number."""
    before, after = reps((1, 5), (8, 12), (15, 19)), reps((8, 13), (15, 19), (22, 26))
    found = changes(before, after)

    assert [rep.start_s for rep in found.lost] == [1]
    assert [rep.start_s for rep in found.moved] == [8]
    assert [rep.start_s for rep in found.gained] == [22]


def test_faults_appear_and_disappear_also_with_their_repetitions() -> None:
    """A fault of a lost repetition is gone, one of a gained repetition is new."""
    before = [*reps((1, 5), faults=["alignment"]), *reps((8, 12), faults=["arms"])]
    after = [*reps((1, 5), faults=["feet"]), *reps((20, 24), faults=["arms"])]
    found = changes(before, after)

    assert [(rep.start_s, fault) for rep, fault in found.faults_new] == [(1, "feet"), (20, "arms")]
    assert [(rep.start_s, fault) for rep, fault in found.faults_gone] == [(1, "alignment"), (8, "arms")]


def test_several_recordings_add_up() -> None:
    """The total has every recording's changes."""
    one = changes(reps((1, 5)), [])
    other = changes([], reps((1, 5), (8, 12)))
    assert total([one, other, Changes()]) == Changes(gained=other.gained, lost=one.lost)


def test_faults_that_come_and_go_are_compared_with_the_labels() -> None:
    """Right if one that comes is labelled or one that goes isn't; nobody knows where nobody looked."""
    before, after = reps((1, 5), (8, 12), (20, 24)), reps((1, 5), (8, 12), faults=["feet"])
    before[0] = reps((1, 5), faults=["arms"])[0]
    labels = Labels("bridge", (LabelledMovement(1, 5, faults=("feet",)), LabelledMovement(20, 24)), faults_known=True)
    found = fault_changes(changes(before, after), labels)
    told = [(one.rep.start_s, one.fault, one.comes, one.labelled, one.right) for one in found]
    assert told == [(1, "feet", True, True, True), (1, "arms", False, False, True), (8, "feet", True, None, None)]
    unlooked = fault_changes(changes(before, after), Labels("bridge", labels.movements))
    assert {one.labelled for one in unlooked} == {None}
