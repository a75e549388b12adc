"""What other thresholds change in what is counted."""

from collections.abc import Sequence
from dataclasses import dataclass

from posecoach.counting.events import Event, RepetitionCounted
from posecoach.messages import Message, counted_message
from posecoach.tuning.labels import Labels
from posecoach.tuning.matching import match_repetitions, same_movement

__all__ = ["Changes", "FaultChange", "changes", "counted", "fault_changes", "total"]

_MOVED_S = 0.25
"""A repetition whose start or end is further away than this has moved; less can't be seen."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Differences between two counts of a recording.

    Attributes:
        gained: Repetitions that are only in the second one.
        lost: Those that are only in the first one.
        moved: Those of the second one that start or end elsewhere in the first one.
        faults_new: Repetitions of the second one, and a fault that they don't have in the first one.
        faults_gone: Repetitions of the first one, and a fault that they don't have in the second one.
    """

    gained: tuple[RepetitionCounted, ...] = ()
    lost: tuple[RepetitionCounted, ...] = ()
    moved: tuple[RepetitionCounted, ...] = ()
    faults_new: tuple[tuple[RepetitionCounted, str], ...] = ()
    faults_gone: tuple[tuple[RepetitionCounted, str], ...] = ()

    @property
    def any(self) -> bool:
        """Whether there are any."""
        return any((self.gained, self.lost, self.moved, self.faults_new, self.faults_gone))

    @property
    def words(self) -> list[Message]:
        """What they are, a few words for each kind."""
        words = (
            counted_message("{count} gained", "{count} gained", len(self.gained)),
            counted_message("{count} lost", "{count} lost", len(self.lost)),
            counted_message("{count} moved", "{count} moved", len(self.moved)),
            counted_message("{count} new fault", "{count} new faults", len(self.faults_new)),
            counted_message("{count} fault gone", "{count} faults gone", len(self.faults_gone)),
        )
        return [one for one in words if one.values["count"]]


def counted(events: Sequence[Event]) -> list[RepetitionCounted]:
    """The repetitions among events."""
    return [event for event in events if isinstance(event, RepetitionCounted)]


def changes(before: Sequence[Event], after: Sequence[Event]) -> Changes:
    """Compares two counts of the same recording."""
    olds, news = counted(before), counted(after)
    pairs = [(old, new) for new, old in match_repetitions(news, olds, ()).pairs]
    kept_olds, kept_news = {id(old) for old, _ in pairs}, {id(new) for _, new in pairs}
    lost = [old for old in olds if id(old) not in kept_olds]
    gained = [new for new in news if id(new) not in kept_news]
    return Changes(
        gained=tuple(gained),
        lost=tuple(lost),
        moved=tuple(new for old, new in pairs if _moved(old, new)),
        faults_new=tuple((new, fault) for old, new in pairs for fault in new.faults if fault not in old.faults)
        + tuple((new, fault) for new in gained for fault in new.faults),
        faults_gone=tuple((old, fault) for old, new in pairs for fault in old.faults if fault not in new.faults)
        + tuple((old, fault) for old in lost for fault in old.faults),
    )


@dataclass(frozen=True, slots=True)
class FaultChange:
    """A fault of a repetition that comes or goes with other thresholds.

    Attributes:
        rep: The repetition.
        fault: Id of the check.
        comes: Whether it comes; else it goes.
        labelled: Whether somebody labelled it; None where nobody looked.
    """

    rep: RepetitionCounted
    fault: str
    comes: bool
    labelled: bool | None

    @property
    def right(self) -> bool | None:
        """Whether the labels agree with the change; None where nobody looked."""
        return None if self.labelled is None else self.labelled is self.comes


def fault_changes(found: Changes, labels: Labels) -> list[FaultChange]:
    """Faults that come and go in a recording, in the order of time, with what its labels say of them."""
    ones = [(rep, fault, True) for rep, fault in found.faults_new]
    ones += [(rep, fault, False) for rep, fault in found.faults_gone]
    told = [FaultChange(rep, fault, comes, _labelled(rep, fault, labels)) for rep, fault, comes in ones]
    return sorted(told, key=lambda one: one.rep.start_s)


def _labelled(rep: RepetitionCounted, fault: str, labels: Labels) -> bool | None:
    same = max(labels.movements, key=lambda one: same_movement(rep, one), default=None)
    if same is None or not labels.faults_known or not same_movement(rep, same):
        return None
    return fault in same.faults


def total(several: Sequence[Changes]) -> Changes:
    """The changes of several recordings as one."""
    return Changes(
        gained=tuple(rep for one in several for rep in one.gained),
        lost=tuple(rep for one in several for rep in one.lost),
        moved=tuple(rep for one in several for rep in one.moved),
        faults_new=tuple(fault for one in several for fault in one.faults_new),
        faults_gone=tuple(fault for one in several for fault in one.faults_gone),
    )


def _moved(old: RepetitionCounted, new: RepetitionCounted) -> bool:
    return max(abs(old.start_s - new.start_s), abs(old.end_s - new.end_s)) > _MOVED_S
