import pytest
from guided import ARMS_UP, HOOK, STANDING, UP, Script, Session, rep, still, task, travel

from posecoach.counting.events import RepetitionCounted
from posecoach.session.guide import Command
from posecoach.session.moments import Paused, PauseReason, Stage
from posecoach.testing import AnyFigure, Figure, FrontFigure

ONE = task(hold_s=(1.0, 1.0))
THREE = task(hold_s=(1.0, 1.0), reps=(3, 3))
OPEN = task(hold_s=(1.0, 1.0), reps=(1, 3))
RESTING = task(hold_s=(1.0, 1.0), rest_s=12.0)
PRONE, PRONE_UP = Figure.prone(), Figure.prone(-30.0, hips_up=30.0)
SEATED = FrontFigure(seated=True)
SEATED_ARMS_UP = SEATED.with_limbs(shoulder_angle=172.0)


def sign(down: FrontFigure = STANDING, up: FrontFigure = ARMS_UP, seconds: float = 2.2) -> Script:
    """Somebody who is up raises both arms and lowers them again."""
    return [*still(down, 1.5), *travel(down, up, 1.0), *still(up, seconds), *travel(up, down, 1.0)]


def signs(words: list[str]) -> list[str]:
    return [word for word in words if word.startswith(("paused", "resumed"))]


def rest_ticks(session: Session) -> list[int]:
    return [int(words.split()[1]) for words in session.told if words.startswith("rest ") and words != "rest 0"]


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


@pytest.mark.parametrize(("down", "up"), [(STANDING, ARMS_UP), (SEATED, SEATED_ARMS_UP)], ids=["standing", "seated"])
def test_raised_arms_pause_and_go_on(down: FrontFigure, up: FrontFigure) -> None:
    """For two seconds each, with the arms lowered between."""
    session = Session.begun(THREE)
    session.show(rep())
    assert signs(session.show(sign(down, up, 8.0))) == ["paused gesture"]
    assert signs(session.show(sign(down, up))) == ["resumed"]
    assert session.show([*still(HOOK, 1.0), *rep()])[-1] == "rep 2"


@pytest.mark.parametrize(("seconds", "stage"), [(0.5, Stage.PLACEMENT), (2.0, Stage.POSITION)])
def test_arms_pause_before_the_exercise_too(seconds: float, stage: Stage) -> None:
    """The stage is gone on with."""
    session = Session.of(ONE)
    session.show(still(HOOK, seconds))
    assert signs(session.show(sign())) == ["paused gesture"]
    assert signs(session.show(sign())) == ["resumed"]
    assert session.guide.stage is stage


@pytest.mark.parametrize(
    ("exercise_id", "start", "held"),
    [
        ("toe_touch", Figure.standing(), Figure.standing()),
        ("seated_overhead_stretch", SEATED, SEATED_ARMS_UP),
        ("hip_shift_stretch", STANDING, ARMS_UP),
    ],
)
def test_arms_are_no_sign_in_exercises_done_upright(exercise_id: str, start: AnyFigure, held: AnyFigure) -> None:
    """They are part of them."""
    session = Session.of(task(exercise_id, hold_s=(20.0, 20.0), reps=(3, 3)))
    session.show([*still(start, 6.0), *travel(start, held), *still(held, 5.0)])
    assert not any(isinstance(one, Paused) for one in session.moments)


def test_who_leaves_is_waited_for() -> None:
    """After six seconds, and until the start position is taken up again."""
    session = Session.begun(THREE)
    session.show(rep())
    assert session.show(still(None, 6.0)) == ["hint NOBODY"]
    assert session.show(still(None, 1.5)) == ["paused away"]
    assert session.show([*still(STANDING, 3.0), *still(HOOK, 0.8)]) == []
    assert session.show(still(HOOK, 1.2))[0] == "resumed"
    assert session.show([*still(HOOK, 0.5), *rep()])[-1] == "rep 2"


def test_shifting_about_is_not_leaving() -> None:
    """Short of six seconds, again and again."""
    session = Session.begun(THREE)
    script = [*still(STANDING, 5.0), *still(HOOK, 1.0)]
    assert "paused away" not in session.show(script * 3)


def test_a_lost_camera_pauses_until_it_is_back() -> None:
    """The seconds without pictures are nobody's absence and nobody's idleness."""
    session = Session.begun(THREE)
    session.show(rep())
    assert session.camera_stops(60.0) == ["paused camera"]
    assert session.show([*still(HOOK, 1.0), *rep()]) == ["resumed", "holds", "held", "rep 2"]


@pytest.mark.parametrize("seen", [STANDING, ARMS_UP, None], ids=["standing", "arms up", "nobody"])
def test_the_first_picture_ends_the_pause(seen: FrontFigure | None) -> None:
    """Whatever is in it."""
    session = Session.begun(THREE)
    session.camera_stops(5.0)
    assert session.show(still(seen, 0.3)) == ["resumed"]


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


def test_who_lies_still_stays_paused() -> None:
    """The start position goes on only after it has been left."""
    session = Session.begun(THREE)
    session.press(Command.PAUSE)
    assert session.show(still(HOOK, 5.0)) == []
    assert session.show([*still(STANDING, 2.0), *still(HOOK, 2.0)]) == ["resumed"]


@pytest.mark.parametrize("pause", ["key", "gesture"])
def test_a_pause_in_the_countdown_begins_it_anew(pause: str) -> None:
    """The start position must be taken up first."""
    session = Session.of(ONE)
    session.show(still(HOOK, 3.5))
    assert session.told[-1] == "in 3"
    if pause == "key":
        session.press(Command.PAUSE)
        session.press(Command.PAUSE)
    else:
        session.show([*still(SEATED, 1.0), *sign(), *sign()])
    assert session.guide.stage is Stage.POSITION
    assert session.show(still(HOOK, 6.0))[-4:] == ["in 3", "in 2", "in 1", "exercise 0"]


def paused_rest(before_s: float, pause_s: float) -> Session:
    """A rest of twelve seconds that was paused by the key."""
    session = Session.begun(RESTING, ONE)
    session.show([*rep(rest_s=0.0), *still(HOOK, 0.4)])
    assert session.told[-1] == "rest 0"
    session.show(still(HOOK, before_s))
    left_s = session.guide.seconds_left
    assert session.press(Command.PAUSE) == ["paused key"]
    assert session.show(still(HOOK, pause_s)) == []
    assert session.press(Command.PAUSE) == ["resumed"]
    assert session.guide.stage is Stage.REST
    assert session.guide.seconds_left == pytest.approx(left_s)
    return session


@pytest.mark.parametrize("before_s", [1.0, 6.0, 10.0])
def test_a_rest_goes_on_where_it_stood(before_s: float) -> None:
    """With the seconds that it had left."""
    session = paused_rest(before_s, 8.0)
    left_s = session.guide.seconds_left
    assert session.show(still(HOOK, left_s - 0.2))[-1:] == ["rest 1"]
    assert session.show(still(HOOK, 0.5)) == ["placement 1"]


@pytest.mark.parametrize("before_s", [5.0, 9.0])
def test_a_rest_tells_no_second_twice_after_a_pause(before_s: float) -> None:
    """Seconds that were told stay told."""
    session = paused_rest(before_s, 2.0)
    session.show(still(HOOK, 12.0 - before_s))
    assert rest_ticks(session) == [10, 3, 2, 1]


def test_a_rest_waits_for_the_camera() -> None:
    """As for any other pause."""
    session = Session.begun(RESTING, ONE)
    session.show(rep())
    left_s = session.guide.seconds_left
    assert session.camera_stops(30.0) == ["paused camera"]
    assert session.show(still(HOOK, 1.0))[0] == "resumed"
    assert session.guide.stage is Stage.REST
    assert session.guide.seconds_left == pytest.approx(left_s - 1.0, abs=0.2)


@pytest.mark.parametrize("command", [Command.NEXT, Command.RESTART, None])
def test_an_exercise_before_a_paused_rest_ends_once(command: Command | None) -> None:
    """Whatever is done in that pause; None leaves the session."""
    session = Session.begun(RESTING, ONE)
    session.show(rep())
    session.press(Command.PAUSE)
    _ = session.finish() if command is None else session.press(command)
    assert session.told.count("ended 0") == 1


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


@pytest.mark.parametrize("figure", [None, STANDING], ids=["gone", "up"])
def test_who_has_done_enough_may_get_up(figure: AnyFigure | None) -> None:
    """That ends the exercise; nobody has to come back for it."""
    session = Session.begun(OPEN)
    session.show(rep())
    said = session.show(still(figure, 12.0))
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
