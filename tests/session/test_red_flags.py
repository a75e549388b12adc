import pytest
from guided import HOOK, Session, rep, still, task

from posecoach.session.guide import Command
from posecoach.session.moments import QuestionAsked
from posecoach.session.red_flags import RED_FLAGS, Question

ONE = task(hold_s=(1.0, 1.0))
NO, YES = [False] * len(RED_FLAGS), [False, True, False, False]


@pytest.mark.parametrize(
    ("answers", "asked", "then"),
    [
        (NO, RED_FLAGS, "advice 0"),
        (YES, (*RED_FLAGS, Question.GO_ON), None),
        ([*YES, True], (*RED_FLAGS, Question.GO_ON), "advice 0"),
        ([*YES, False], (*RED_FLAGS, Question.GO_ON), "done 0"),
    ],
)
def test_red_flags_are_asked_one_after_the_other(
    answers: list[bool], asked: tuple[Question, ...], then: str | None
) -> None:
    """Each once; one is enough to be sent to a professional, and only who has been there goes on."""
    session = Session.of(ONE, ask=True, advise=True)
    session.show(still(HOOK, 0.3))
    for yes in answers:
        session.answer(yes=yes)
        session.show(still(HOOK, 0.3))
    questions = [f"question {question.name}" for question in asked]
    assert session.told == ["questions 0", *questions, *([] if then is None else [then])]
    assert session.guide.runs == []


def test_who_refuses_has_done_nothing() -> None:
    """Nothing is coached meanwhile, no key leads past a question, and nothing ends that wasn't begun."""
    session = Session.of(ONE, ask=True)
    session.show([*still(HOOK, 1.0), *rep()])
    assert [session.press(command) for command in Command] == [[]] * len(Command)
    assert session.camera_stops(1.0) == []
    assert (session.events, session.guide.questions.now) == ([], Question.NUMBNESS)
    assert session.finish() == ["done 0"]
    assert session.answer(yes=True) == []
    assert session.guide.questions.answers == {}


def test_a_question_is_spoken_twice_at_most() -> None:
    """Again after eight seconds of silence; none begins while something is being said."""
    session = Session.of(ONE, ask=True)
    session.show(still(HOOK, 2.0), speaking=True)
    session.show(still(HOOK, 1.0))
    session.show(still(HOOK, 3.0), speaking=True)
    session.show(still(HOOK, 40.0))
    asked_s = [one.time_s for one in session.moments if isinstance(one, QuestionAsked)]
    assert asked_s == pytest.approx([2.1, 14.0], abs=0.15)
