import pytest
from hypothesis import given
from hypothesis import strategies as st

from posecoach.session.speech import Motion, Priority, Rule, SpeechQueue, Utterance, When


def offered(*utterances: Utterance, time_s: float = 0.0) -> SpeechQueue[Utterance]:
    queue = SpeechQueue[Utterance]()
    for utterance in utterances:
        queue.offer(utterance, time_s)
    return queue


def said(queue: SpeechQueue[Utterance], time_s: float = 0.0, motion: Motion = Motion.RESTS) -> list[str]:
    """All that may be said at a moment, in order."""
    queue.step(time_s, motion)
    texts = []
    while (utterance := queue.take(motion)) is not None:
        texts.append(utterance.text)
    return texts


def test_of_what_has_a_key_only_the_last_is_said() -> None:
    """A hint that is outdated before its turn isn't; counts are all said."""
    hints = [Utterance(text, Rule(Priority.INFO, 5.0, key="hint")) for text in ("come closer", "move back")]
    counts = [Utterance(text, Rule(Priority.TIMELY, 5.0)) for text in ("number one", "number two")]
    assert said(offered(*hints, *counts)) == ["number one", "number two", "move back"]


@pytest.mark.parametrize(
    ("when", "on_the_way_back", "at_rest"),
    [(When.ANY, ["it"], []), (When.AT_REST, [], ["it"]), (When.BEFORE_MOVEMENT, ["it"], [])],
)
def test_what_is_past_waits_for_rest(when: When, on_the_way_back: list[str], at_rest: list[str]) -> None:
    """Counts and sides don't."""
    queue = offered(Utterance("it", Rule(Priority.CUE, 5.0, when)))
    assert said(queue, 1.0, Motion.RETURNS) == on_the_way_back
    assert said(queue, 2.0) == at_rest


def test_what_belongs_before_a_movement_comes_too_late() -> None:
    """A side that wasn't said in time would be taken for the next one's."""
    queue = offered(Utterance("left", Rule(Priority.CUE, 5.0, When.BEFORE_MOVEMENT)))
    assert said(queue, 1.0, Motion.BEGINS) == said(queue, 2.0) == []


def test_nothing_is_said_after_the_farewell() -> None:
    """Praise comes before it, whichever was offered first."""
    queue = offered(Utterance("bye", Rule(Priority.FAREWELL, 60.0)), Utterance("good", Rule(Priority.PRAISE, 60.0)))
    assert said(queue) == ["good", "bye"]
    queue.offer(Utterance("number three", Rule(Priority.TIMELY, 60.0)), 1.0)
    assert said(queue) == []


OFFERS = st.lists(st.tuples(st.sampled_from([*Priority][:-1]), st.integers(0, 9), st.integers(0, 9)), max_size=12)
"""Priority, when it is offered, and how long it may wait."""


@given(OFFERS, st.integers(0, 20))
def test_the_most_urgent_comes_first_and_nothing_late(offers: list[tuple[Priority, int, int]], now_s: int) -> None:
    """Of the same urgency, in the order in which they were offered."""
    queue = SpeechQueue[Utterance]()
    in_order = sorted(enumerate(offers), key=lambda one: one[1][1])
    for number, (priority, offered_s, patience_s) in in_order:
        queue.offer(Utterance(str(number), Rule(priority, float(patience_s))), float(offered_s))
    in_time = [(priority, number) for number, (priority, at_s, wait_s) in in_order if now_s <= at_s + wait_s]
    assert said(queue, float(now_s)) == [str(number) for _, number in sorted(in_time, key=lambda one: one[0])]
