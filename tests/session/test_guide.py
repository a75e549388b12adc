import math
from itertools import repeat

import pytest
from guided import HOOK, UP, Session, rep, still, task

from posecoach.counting.state import Hint
from posecoach.pose.landmarks import Side
from posecoach.session.moments import PositionAsked, Stage, StageEntered
from posecoach.testing import Figure, FrontFigure

ONE = task(hold_s=(1.0, 1.0))
FLAT = Figure.flat()
SEATED = FrontFigure(seated=True)
INTRODUCED = ["placement 0", "position 0", "asked", "countdown 0", "in 3", "in 2", "in 1", "exercise 0"]


def entered(session: Session, stage: Stage) -> list[float]:
    """When a stage was entered."""
    return [one.time_s for one in session.moments if isinstance(one, StageEntered) and one.stage is stage]


def test_a_whole_session_from_the_advice_to_the_end() -> None:
    """Two exercises with a rest between them, each told in its order."""
    first = task(hold_s=(2.0, 5.0), reps=(2, 2), rest_s=5.0)
    session = Session.of(first, task("bird_dog", hold_s=(1.0, 1.0)), advise=True)
    assert session.show(still(HOOK, 19.9)) == ["advice 0"]
    assert session.show(still(HOOK, 6.5)) == INTRODUCED
    held = ["holds", "hold 3", "hold 2", "hold 1", "held"]
    assert session.show(rep(hold_s=5.2) * 2) == [*held, "rep 1", *held, "rep 2", "ended 0", "rest 0"]
    fours = Figure.all_fours()
    begun = [words.replace("0", "1") for words in INTRODUCED]
    assert session.show(still(fours, 4.9)) == ["rest 3", "rest 2", "rest 1", begun[0]]
    assert session.show(still(fours, 6.0)) == [*begun[1:4], "begin left", *begun[4:]]
    sides = {side: rep(Figure.all_fours(side), start=fours) for side in Side}
    assert session.show(sides[Side.LEFT]) == ["holds", "held", "rep 1 left", "now right"]
    assert session.show(sides[Side.RIGHT]) == ["holds", "held", "rep 2 right", "ended 1", "done 1"]
    assert session.show(still(HOOK, 1.0)) == session.finish() == []
    summary = [(run.progress.count, run.progress.good, *run.progress.sides.values()) for run in session.guide.runs]
    assert summary == [(2, 2, 0, 0), (2, 2, 1, 1)]


def test_nothing_is_coached_while_the_advice_is_read() -> None:
    """Who moves meanwhile has not begun."""
    session = Session.of(ONE, advise=True)
    assert session.show([*still(HOOK, 1.0), *rep()]) == ["advice 0"]
    assert session.events == []
    assert session.guide.seconds_left == pytest.approx(20 - session.time_s, abs=0.2)


def test_the_camera_must_see_all_for_a_second_and_a_half() -> None:
    """Hints tell the way until then; a good view that doesn't last is no good view."""
    session = Session.of(ONE)
    session.shift = (490.0, 0.0)
    said = session.show(still(HOOK, 2.0))
    assert said[0] == "placement 0"
    assert [words.split()[0] for words in said[1:]] == ["hint"]
    session.shift = (0.0, 0.0)
    assert session.show(still(HOOK, 1.3)) == []
    session.shift = (490.0, 0.0)
    session.show(still(HOOK, 0.7))
    session.shift = (0.0, 0.0)
    began_s = session.time_s
    assert session.show(still(HOOK, 1.8))[0] == "position 0"
    assert entered(session, Stage.POSITION)[0] - began_s == pytest.approx(1.5, abs=0.15)


def test_the_voice_is_waited_for() -> None:
    """Neither the start position is asked for nor counted down while something is being said."""
    session = Session.of(ONE)
    assert session.show(still(HOOK, 5.0), speaking=True) == ["placement 0"]
    assert session.show(still(HOOK, 0.1)) == ["position 0", "asked"]
    assert session.show(still(HOOK, 5.0), speaking=True) == []
    assert session.show(still(HOOK, 0.1))[0] == "countdown 0"
    assert session.show(still(HOOK, 3.2), speaking=True)[-2:] == ["in 1", "exercise 0"]


def test_the_start_position_is_asked_for_again() -> None:
    """Every twelve seconds, until it is taken up."""
    session = Session.of(ONE)
    session.steps_s = repeat(0.2)
    session.show(still(FLAT, 28.0))
    asked_s = [one.time_s for one in session.moments if isinstance(one, PositionAsked)]
    assert asked_s == pytest.approx([1.8, 13.8, 25.8], abs=0.6)
    assert session.told.count("asked again") == 2
    session.show(still(HOOK, 14.0))
    assert sum(isinstance(one, PositionAsked) for one in session.moments) == 3


def test_what_is_missing_is_told_in_bad_light_too() -> None:
    """A hint that keeps nobody from beginning hides nothing."""
    session = Session.of(ONE)
    session.steps_s = repeat(0.2)
    session.show(still(FLAT, 16.0), picture=Hint.DARK)
    assert "unmet BEND_KNEES" in session.told


LEG_UP = HOOK.with_limbs(Side.LEFT, hip_angle=100.0, knee_angle=175.0)


@pytest.mark.parametrize(
    ("exercise", "down_s", "told"),
    [
        ("bridge", 8.0, ["unmet FEET_DOWN", "countdown 0"]),
        ("bridge", math.inf, ["unmet FEET_DOWN", "countdown 0"]),
        ("knee_to_chest", math.inf, ["countdown 0"]),
    ],
)
def test_the_countdown_waits_for_both_feet(exercise: str, down_s: float, told: list[str]) -> None:
    """Where both legs do the same; ten seconds at most, as a hidden leg may be seen wrongly."""
    session = Session.of(task(exercise, hold_s=(1.0, 1.0)))
    session.show([*still(LEG_UP, min(down_s, 12.0)), *still(HOOK, 1.0)])
    assert [words for words in session.told if words in ("unmet FEET_DOWN", "countdown 0")] == told
    waited_s = entered(session, Stage.COUNTDOWN)[0] - entered(session, Stage.POSITION)[0]
    assert waited_s == pytest.approx(min(down_s - 1.5, 10.0 if exercise == "bridge" else 1.0), abs=0.5)


def test_leaving_the_start_position_breaks_the_countdown_off() -> None:
    """It begins anew from three."""
    session = Session.of(ONE)
    session.show(still(HOOK, 3.9))
    assert session.told[-2:] == ["in 3", "in 2"]
    assert "position 0" in session.show(still(SEATED, 1.3))
    assert session.show(still(HOOK, 6.0))[-5:] == ["countdown 0", "in 3", "in 2", "in 1", "exercise 0"]


@pytest.mark.parametrize(("wait_s", "stage"), [(0.7, Stage.PLACEMENT), (2.0, Stage.POSITION), (3.6, Stage.COUNTDOWN)])
def test_who_begins_without_waiting_is_not_held_up(wait_s: float, stage: Stage) -> None:
    """The repetition counts as any other, whatever was going on; the rest of the countdown isn't told."""
    session = Session.of(task(hold_s=(1.0, 1.0), reps=(2, 2)))
    session.show(still(HOOK, wait_s))
    assert session.guide.stage is stage
    said = session.show(rep())
    assert said[said.index("exercise 0") :] == ["exercise 0", "holds", "held", "rep 1"]
    assert "in 1" not in said
    assert session.show(rep())[-3:] == ["rep 2", "ended 0", "done 0"]
    assert session.guide.run.progress.good == 2


@pytest.mark.parametrize("rest_s", [0.0, 2.5, 12.0])
def test_the_end_of_a_rest_is_counted(rest_s: float) -> None:
    """No tick tells more than there is, and none is left out."""
    session = Session.begun(task(hold_s=(1.0, 1.0), rest_s=rest_s), ONE)
    session.show(rep(rest_s=0.0))
    said = session.show(still(HOOK, rest_s + 0.5))
    ticks = [f"rest {second}" for second in (10, 3, 2, 1) if second <= rest_s]
    assert [words for words in session.told if words.startswith("rest ") and words != "rest 0"] == ticks
    assert ("rest 0" in session.told) == (rest_s > 0)
    assert session.told[-1] == "placement 1", said


@pytest.mark.parametrize(
    ("reps", "tops", "praise"), [(3, [UP] * 3, True), (3, [UP, Figure.supine(160.0), UP], False), (2, [UP] * 2, False)]
)
def test_a_whole_exercise_in_good_form_is_praised(reps: int, tops: list[Figure], praise: bool) -> None:
    """Not one with a fault, and not one of two repetitions; no rest follows the last one."""
    session = Session.begun(task(hold_s=(1.0, 1.0), reps=(reps, reps), rest_s=30.0))
    session.show([part for top in tops for part in rep(top)])
    assert ("praised" in session.told) == praise
    assert session.told[-1] == "done 0"


@pytest.mark.parametrize("picture", [Hint.BLACK, Hint.DARK, Hint.SLOW_CAMERA])
def test_a_bad_picture_is_told(picture: Hint) -> None:
    """Only a black one keeps the exercise from beginning."""
    session = Session.of(ONE)
    said = session.show(still(HOOK, 1.4), picture=picture)
    assert said == ["placement 0", f"hint {picture.name}"]
    went_on = "position 0" in session.show(still(HOOK, 0.5), picture=picture)
    assert went_on == (picture is not Hint.BLACK)


def test_nobody_is_told_of_hints_while_exercising() -> None:
    """Only who can't be seen any more is told how to be seen."""
    session = Session.begun(ONE)
    assert session.show(still(HOOK, 3.0), picture=Hint.DARK) == session.show(still(HOOK, 1.5)) == []
    assert session.show(still(None, 3.0)) == ["hint NOBODY"]


def test_a_fault_of_the_first_movement_is_told() -> None:
    """Also of one that began before it was asked for."""
    upright = Figure.standing(shoulder_angle=15.0)
    bent = Figure.standing(40.0)
    session = Session.of(task("toe_touch", reps=(3, 3)))
    session.show(still(upright, 2.0))
    assert session.guide.stage is Stage.POSITION
    assert "recall arms_overhead" in session.show(rep(bent, 0.3, start=upright))


def test_the_start_position_must_be_held_for_a_second() -> None:
    """Somebody who passes through it isn't counted in."""
    session = Session.of(ONE)
    session.show(still(FLAT, 3.0))
    assert session.show([*still(HOOK, 1.2), *still(None, 2.0)]) == ["hint NOBODY"]
