from hypothesis import given
from hypothesis import strategies as st

from posecoach.tuning.labels import Labels
from posecoach.tuning.page.page_state import Draft, History

LABELS = (Labels("bridge", ()),)


def draft(value: float) -> Draft:
    return Draft({"drive.least": value}, LABELS)


def test_a_gesture_is_one_step_and_two_gestures_are_two() -> None:
    """However often a drag changes a threshold, undo goes back to before the drag, not into its middle."""
    history = History(draft(0))
    for value in (1, 2, 3):
        history.put(draft(value), "first drag")
    for value in (4, 5):
        history.put(draft(value), "second drag")

    history.undo()
    assert history.now == draft(3)
    history.undo()
    assert history.now == draft(0)
    assert not history.can_undo


def test_a_gesture_that_goes_on_after_an_undo_is_a_new_step() -> None:
    """Nothing that was undone is written over without a step back to it."""
    history = History(draft(0))
    history.put(draft(1), "drag")
    history.undo()
    history.put(draft(2), "drag")

    assert history.undo()
    assert history.now == draft(0)


def test_what_changes_nothing_is_no_step() -> None:
    """A key that leaves all as it is costs no undo."""
    history = History(draft(0))
    history.put(draft(0))

    assert not history.can_undo
    assert not history.undo()


def test_a_new_change_ends_what_could_be_done_again() -> None:
    """After an undo and another change there is nothing to redo."""
    history = History(draft(0))
    history.put(draft(1))
    history.undo()
    history.put(draft(2))

    assert not history.can_redo
    assert not history.redo()
    assert history.now == draft(2)


@given(st.lists(st.sampled_from(["put", "undo", "redo"]), max_size=40))
def test_undoing_all_and_redoing_all_leads_back(steps: list[str]) -> None:
    """Whatever was done, all steps back lead to the first draft and all steps forward to the last one."""
    history = History(draft(0))
    for value, step in enumerate(steps, start=1):
        if step == "put":
            history.put(draft(value))
        elif step == "undo":
            history.undo()
        else:
            history.redo()
    while history.redo():
        pass
    last = history.now

    while history.undo():
        pass
    assert history.now == draft(0)
    while history.redo():
        pass
    assert history.now == last
