import pytest
from guided import ARMS_UP, HOOK, STANDING, UP, Script, Session, rep, still, task, travel

from posecoach.counting.events import RepetitionCounted
from posecoach.session.guide import Command
from posecoach.session.moments import PauseReason, Stage
from posecoach.testing import Figure

ONE = task(hold_s=(1.0, 1.0))
THREE = task(hold_s=(1.0, 1.0), reps=(3, 3))
OPEN = task(hold_s=(1.0, 1.0), reps=(1, 3))
RESTING = task(hold_s=(1.0, 1.0), rest_s=12.0)
PRONE, PRONE_UP = Figure.prone(), Figure.prone(-30.0, hips_up=30.0)


def sign(seconds: float = 2.2) -> Script:
    """Somebody who is up raises both arms and lowers them again."""
    up, down = travel(STANDING, ARMS_UP, 1.0), travel(ARMS_UP, STANDING, 1.0)
    return [*still(STANDING, 1.5), *up, *still(ARMS_UP, seconds), *down]


def signs(words: list[str]) -> list[str]:
    return [word for word in words if word.startswith(("paused", "resumed"))]


def test_a_key_pauses_and_goes_on() -> None:
    """What was counted stays, and what is done meanwhile doesn't count."""
    session = Session.begun(THREE)
    session.show(rep())
    assert session.press(Command.PAUSE) == ["paused key"]
    events = len(session.events)
    assert session.show([*still(STANDING, 2.0), *rep(PRONE_UP, start=PRONE) * 2]) == []
    assert len(session.events) == events
    assert session.press(Command.PAUSE) == ["resumed"]
    session.show(still(HOOK, 1.0))
    assert session.show(rep())[-1] == "rep 2"


def test_raised_arms_pause_and_go_on() -> None:
    """For two seconds each, with the arms lowered between."""
    session = Session.begun(THREE)
    session.show(rep())
    assert signs(session.show(sign(8.0))) == ["paused gesture"]
    assert signs(session.show(sign())) == ["resumed"]
    assert session.show([*still(HOOK, 1.0), *rep()])[-1] == "rep 2"


@pytest.mark.parametrize(("seconds", "stage"), [(0.5, Stage.PLACEMENT), (2.0, Stage.POSITION)])
def test_arms_pause_before_the_exercise_too(seconds: float, stage: Stage) -> None:
    """The stage is gone on with."""
    session = Session.of(ONE)
    session.show(still(HOOK, seconds))
    assert signs(session.show(sign())) == ["paused gesture"]
    assert signs(session.show(sign())) == ["resumed"]
    assert session.guide.stage is stage


def test_who_leaves_is_waited_for() -> None:
    """After six seconds, and until the start position is taken up again."""
    session = Session.begun(THREE)
    session.show(rep())
    assert session.show(still(None, 6.0)) == ["hint NOBODY"]
    assert session.show(still(None, 1.5)) == ["paused away"]
    assert session.show([*still(STANDING, 3.0), *still(HOOK, 0.8)]) == []
    assert session.show(still(HOOK, 1.2))[0] == "resumed"
    assert session.show([*still(HOOK, 0.5), *rep()])[-1] == "rep 2"


def test_a_lost_camera_pauses_until_it_is_back() -> None:
    """Its first picture, whatever is in it; the seconds without any are nobody's absence and nobody's idleness."""
    session = Session.begun(THREE)
    session.show(rep())
    for figure in (None, HOOK):
        assert session.camera_stops(60.0) == ["paused camera"]
        assert session.show(still(figure, 0.3)) == ["resumed"]
    assert session.show([*still(HOOK, 1.0), *rep()]) == ["holds", "held", "rep 2"]


def test_a_key_does_not_bring_the_camera_back() -> None:
    """A rest that goes on without pictures would be over with the first of them."""
    session = Session.begun(RESTING, ONE)
    session.show(rep())
    session.guide.camera_gone()
    session.press(Command.PAUSE)
    session.time_s += 30.0
    session.show(still(HOOK, 1.0))
    assert session.guide.stage in (Stage.REST, Stage.PAUSED)


def test_a_camera_that_comes_back_ends_no_other_pause() -> None:
    """Who paused by a key goes on by a key."""
    session = Session.begun(THREE)
    session.press(Command.PAUSE)
    assert session.camera_stops(5.0) == []
    assert session.guide.pause_reason is PauseReason.KEY


def test_a_hold_does_not_go_on_while_the_camera_is_gone() -> None:
    """It is given up: nobody saw the middle of it."""
    session = Session.begun(task(hold_s=(5.0, 5.0), reps=(2, 2)))
    session.show([*travel(HOOK, UP), *still(UP, 2.0)])
    session.camera_stops(10.0)
    after = session.show([*still(UP, 2.0), *travel(UP, HOOK), *still(HOOK, 1.0)])
    assert not any(words.startswith(("rep", "hold", "held")) for words in after)
    assert session.show(rep(hold_s=5.3))[-1] == "rep 1"
    (counted,) = (one for one in session.moments if isinstance(one, RepetitionCounted))
    assert counted.hold_s == pytest.approx(5.3, abs=0.3)


def test_a_pause_in_the_countdown_begins_it_anew() -> None:
    """The start position must be taken up first."""
    session = Session.of(ONE)
    session.show(still(HOOK, 3.5))
    assert session.told[-1] == "in 3"
    session.press(Command.PAUSE)
    session.press(Command.PAUSE)
    assert session.guide.stage is Stage.POSITION
    assert session.show(still(HOOK, 6.0))[-4:] == ["in 3", "in 2", "in 1", "exercise 0"]


@pytest.mark.parametrize("camera", [False, True])
def test_a_rest_goes_on_where_it_stood(camera: bool) -> None:
    """With the seconds that it had left, and none of them told twice."""
    session = Session.begun(RESTING, ONE)
    session.show([*rep(rest_s=0.0), *still(HOOK, 0.4)])
    assert session.told[-1] == "rest 0"
    session.show(still(HOOK, 9.0))
    left_s = session.guide.seconds_left
    if camera:
        assert session.camera_stops(30.0) == ["paused camera"]
        assert session.show(still(HOOK, 0.1)) == ["resumed"]
    else:
        assert session.press(Command.PAUSE) == ["paused key"]
        assert session.show(still(HOOK, 8.0)) == []
        assert session.press(Command.PAUSE) == ["resumed"]
    assert session.guide.stage is Stage.REST
    assert session.guide.seconds_left == pytest.approx(left_s, abs=0.15)
    assert session.show(still(HOOK, left_s - 0.2))[-1:] == ["rest 1"]
    assert session.show(still(HOOK, 0.5)) == ["placement 1"]
    assert [one for one in session.told if one.startswith("rest")] == [
        "rest 0",
        "rest 10",
        "rest 3",
        "rest 2",
        "rest 1",
    ]


def test_an_exercise_begun_again_from_its_rest_ended_once() -> None:
    """It was over already; its hold isn't counted again either."""
    seat, folded = Figure.kneeling(85.0, 30.0), Figure.kneeling(25.0, 30.0, 165.0)
    session = Session.begun(task("childs_pose", hold_s=(3.0, 3.0), rest_s=9.0), ONE, start=seat)
    session.show([*travel(seat, folded), *still(folded, 5.0)])
    assert session.told[-1] == "rest 0"
    session.press(Command.RESTART)
    assert session.told.count("ended 0") == 1
    assert session.guide.runs[0].progress.count == 1


def test_a_pause_is_not_idle_time() -> None:
    """Who has done enough may still do more after it."""
    session = Session.begun(OPEN)
    session.show(rep())
    session.press(Command.PAUSE)
    session.show(still(HOOK, 10.0))
    session.press(Command.PAUSE)
    assert "ended 0" not in session.show(still(HOOK, 3.0))


def test_who_has_done_enough_may_get_up() -> None:
    """That ends the exercise; nobody has to come back for it."""
    session = Session.begun(OPEN)
    session.show(rep())
    said = session.show(still(STANDING, 12.0))
    assert "paused away" not in said
    assert said[-2:] == ["ended 0", "done 0"]


def test_who_is_back_is_not_told_to_come() -> None:
    """Hints are of now."""
    session = Session.begun(THREE)
    session.show(still(None, 9.0))
    assert session.show([*still(STANDING, 1.5), *still(HOOK, 3.0)]) == ["resumed"]


def test_a_camera_that_comes_late_begins_the_session() -> None:
    """The first exercise is introduced all the same."""
    session = Session.of(ONE)
    session.camera_stops(5.0)
    assert "placement 0" in [*session.told, *session.show(still(HOOK, 0.5))]


def test_advice_and_summary_are_read_without_a_camera() -> None:
    """There is nothing to pause; once it is back, they are as they were."""
    before, after = Session.of(ONE, advise=True), Session.begun(ONE)
    before.show(still(HOOK, 1.0))
    after.show(rep())
    for session, stage in ((before, Stage.ADVICE), (after, Stage.DONE)):
        assert [*session.camera_stops(3.0), *session.show(still(HOOK, 0.5))] == []
        assert session.guide.stage is stage
