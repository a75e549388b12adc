import pytest
from guided import HOOK, STANDING, Session, still, task

from posecoach.counting.events import PaceCue, RepetitionCounted
from posecoach.session.guide import Command
from posecoach.session.moments import Stage

CYCLE_S = 2.0 + 2.0 + 3.0
"""Two seconds for the movement, as many for the hold, and three of rest."""


def trembling(fewest: int, most: int) -> Session:
    """A pelvic tilt that can't be seen, because the landmarks tremble."""
    session = Session.of(task("pelvic_tilt", hold_s=(2.0, 2.0), reps=(fewest, most)))
    session.tremble_px = 20.0
    return session


def reps(session: Session) -> list[RepetitionCounted]:
    return [one for one in session.moments if isinstance(one, RepetitionCounted)]


@pytest.mark.parametrize("speaking", [True, False])
def test_nothing_is_counted_before_it_was_called_for(speaking: bool) -> None:
    """Whoever lies still while the exercise is introduced has done nothing yet."""
    session = trembling(9, 9)
    session.show(still(HOOK, 15.0), speaking=speaking)
    called_s = [one.time_s for one in session.moments if isinstance(one, PaceCue)]
    counted_s = [one.end_s for one in reps(session)]
    assert len(counted_s) <= len(called_s) // 3
    assert session.guide.stage is (Stage.PLACEMENT if speaking else Stage.EXERCISE)


def test_no_call_goes_on_in_a_pause() -> None:
    """It begins anew, and what lay between doesn't count."""
    session = trembling(9, 9)
    session.show(still(HOOK, 20.0))
    count = len(reps(session))
    session.press(Command.PAUSE)
    session.show(still(STANDING, 12.0))
    session.press(Command.PAUSE)
    session.show(still(HOOK, CYCLE_S - 1.0))
    assert len(reps(session)) == count


def test_calls_go_on_until_the_dose_is_full() -> None:
    """A cycle under way is no idle time."""
    session = trembling(1, 3)
    session.show(still(HOOK, 20.0 + 3 * CYCLE_S))
    assert len(reps(session)) == 3
