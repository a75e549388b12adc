"""Why a result may be wrong, for whoever decides which ones to look at."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from posecoach.counting.events import Evidence
from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.messages import Message, counted_message
from posecoach.results.session import Session

__all__ = ["doubts"]

_SURE = 0.6
"""A repetition's confidence; 0.5 is one that only just went far enough to count."""
_SEEN_SHARE = 0.9
"""Of the frames, those with a person."""
_BADLY_PLACED_SHARE = 0.25
"""Of the time; what is put right within a moment spoils nothing."""


def doubts(session: Session, language: Language = ENGLISH) -> tuple[str, ...]:
    """What speaks against a result, the gravest first; nothing if all is well with it.

    Args:
        session: What it came to, as a file has it.
        language: Of the words.
    """
    losses = map(language.of_plan, session.losses)
    found = (*_not_counted(session, language), *_unsure(session), *_unclear(session, language))
    return (*losses, *map(language.shown, (*found, *_view(session, language))))


def _not_counted(session: Session, language: Language) -> Iterator[Message]:
    if session.attempts:
        yield counted_message("{count} attempt not counted", "{count} attempts not counted", len(session.attempts))
    for reason, count in Counter(one.reason for one in session.not_counted).items():
        told = language.of_plan(reason)
        yield counted_message("not counted: {reason}", "not counted {count} times: {reason}", count, reason=told)
    if not session.reps and not session.attempts and not session.not_counted:
        yield Message("no repetition")


def _unsure(session: Session) -> Iterator[Message]:
    unsure = [rep for rep in session.reps if rep.evidence is Evidence.SEEN and rep.confidence < _SURE]
    if unsure:
        yield counted_message("{count} repetition hardly seen", "{count} repetitions hardly seen", len(unsure))
    if any(rep.open_start for rep in session.reps):
        yield Message("under way at the beginning")
    if any(rep.open_end for rep in session.reps):
        yield Message("cut off by the end")


def _unclear(session: Session, language: Language) -> Iterator[Message]:
    answers = Counter((one.check, one.reason) for rep in session.reps for one in rep.checks if one.reason)
    for (check, reason), count in answers.items():
        yield counted_message(
            "can't tell {check} of {count} repetition: {reason}",
            "can't tell {check} of {count} repetitions: {reason}",
            count,
            check=language.of_check(check),
            reason=language.of_plan(reason),
        )


def _view(session: Session, language: Language) -> Iterator[Message]:
    if session.frames_with_pose < _SEEN_SHARE * session.frames:
        share = 1 - session.frames_with_pose / session.frames
        yield Message("nobody seen in {share:.0%} of the frames", share=share)
    lasted: defaultdict[str, float] = defaultdict(float)
    for note in session.placement:
        lasted[note.message] += note.end_s - note.start_s
    for message, time_s in lasted.items():
        if time_s > _BADLY_PLACED_SHARE * session.duration_s:
            yield Message("{advice} ({time_s:.0f} s)", advice=language.of_plan(message), time_s=time_s)
