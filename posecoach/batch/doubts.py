"""Why a result may be wrong, for whoever decides which ones to look at."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from posecoach.counting.events import Evidence
from posecoach.results.session import Session

__all__ = ["doubts"]

_SURE = 0.6
"""A repetition's confidence; 0.5 is one that only just went far enough to count."""
_SEEN_SHARE = 0.9
"""Of the frames, those with a person."""
_BADLY_PLACED_SHARE = 0.25
"""Of the time; what is put right within a moment spoils nothing."""


def doubts(session: Session) -> tuple[str, ...]:
    """What speaks against a result, the gravest first; nothing if all is well with it."""
    return (*session.losses, *_not_counted(session), *_unsure(session), *_unclear(session), *_view(session))


def _not_counted(session: Session) -> Iterator[str]:
    if session.attempts:
        yield f"{_counted(len(session.attempts), 'attempt')} not counted"
    for reason, count in Counter(one.reason for one in session.not_counted).items():
        yield f"not counted{f' {count} times' if count > 1 else ''}: {reason}"
    if not session.reps and not session.attempts and not session.not_counted:
        yield "no repetition"


def _unsure(session: Session) -> Iterator[str]:
    unsure = [rep for rep in session.reps if rep.evidence is Evidence.SEEN and rep.confidence < _SURE]
    if unsure:
        yield f"{_counted(len(unsure), 'repetition')} hardly seen"
    if any(rep.open_start for rep in session.reps):
        yield "under way at the beginning"
    if any(rep.open_end for rep in session.reps):
        yield "cut off by the end"


def _unclear(session: Session) -> Iterator[str]:
    answers = Counter((one.check, one.reason) for rep in session.reps for one in rep.checks if one.reason)
    for (check, reason), count in answers.items():
        yield f"can't tell {check.replace('_', ' ')} of {_counted(count, 'repetition')}: {reason}"


def _view(session: Session) -> Iterator[str]:
    if session.frames_with_pose < _SEEN_SHARE * session.frames:
        yield f"nobody seen in {1 - session.frames_with_pose / session.frames:.0%} of the frames"
    lasted: defaultdict[str, float] = defaultdict(float)
    for note in session.placement:
        lasted[note.message] += note.end_s - note.start_s
    for message, time_s in lasted.items():
        if time_s > _BADLY_PLACED_SHARE * session.duration_s:
            yield f"{message} ({time_s:.0f} s)"


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
