from collections.abc import Iterator
from dataclasses import replace

import pytest
from guided import HOOK, UP, Script, in_brief, rep, rows, series_of, still, task, travel

from posecoach.counting.events import RepetitionCounted, RepetitionEnded
from posecoach.pose.landmarks import Side
from posecoach.pose.series import StablePoses
from posecoach.pose.stabilise import Stabiliser
from posecoach.session.moments import Moment
from posecoach.session.run import ExerciseRun
from posecoach.session.task import GuidedTask
from posecoach.testing import Figure

LEFT, RIGHT = Side.LEFT, Side.RIGHT
FOURS = Figure.all_fours()
HEEL_SIT, FOLDED = Figure.kneeling(85.0, 30.0), Figure.kneeling(25.0, 30.0, 165.0)
ROLLED = {RIGHT: HOOK.with_limbs(roll=60.0), LEFT: replace(HOOK.with_limbs(roll=-30.0), hip_roll=0.1)}
START = still(HOOK, 1.0)
HELD = ["holds", "hold 3", "hold 2", "hold 1", "held"]


def frames(script: Script) -> Iterator[StablePoses]:
    return rows(Stabiliser()(series_of(script)))


def follow(one: GuidedTask | ExerciseRun, script: Script) -> tuple[ExerciseRun, list[Moment]]:
    """A run, and all its moments until it is over or the script ends."""
    run = one if isinstance(one, ExerciseRun) else ExerciseRun(one)
    moments: list[Moment] = []
    for poses in frames(script):
        moments += run.step(poses)
        if run.over:
            break
    return run, moments


def told(one: GuidedTask, script: Script) -> list[str]:
    return in_brief(follow(one, script)[1])


def rolls(count: int, way_s: float = 1.5) -> Script:
    sides = [(RIGHT, LEFT)[number % 2] for number in range(count)]
    return [part for side in sides for part in rep(ROLLED[side], 0.5, way_s=way_s, rest_s=0.3)]


def test_a_range_is_over_at_its_upper_end() -> None:
    """That it is enough is told once, with how many more there may be."""
    said = told(task(reps=(1, 3)), [*START, *rep() * 4])
    assert [words for words in said if words != "holds"] == ["rep 1", "2 more", "rep 2", "rep 3"]


def test_a_range_is_over_when_nothing_more_is_begun() -> None:
    """After eight seconds; before it is enough, nobody is hurried."""
    script = [*START, *still(HOOK, 12.0), *rep(rest_s=20.0)]
    run, moments = follow(task(reps=(1, 3)), script)
    assert in_brief(moments) == ["holds", "rep 1", "2 more"]
    (ended,) = (one for one in moments if isinstance(one, RepetitionEnded))
    assert run.over
    assert run.state is not None
    assert run.state.time_s - ended.end_s == pytest.approx(8.0, abs=0.4)


def test_a_slow_repetition_beyond_enough_is_waited_for() -> None:
    """Two seconds up, five held and two down are no idle time."""
    script = [*START, *rep(hold_s=5.4, way_s=2.0) * 2, *still(HOOK, 9.0)]
    assert told(task(hold_s=(5.0, 5.0), reps=(1, 3)), script).count("rep 2") == 1


def test_continuous_movement_is_over_when_its_time_is() -> None:
    """Every ten seconds of it are told once, and no repetition ends it."""
    run, moments = follow(task("leg_roll", moving_s=(24.0, 24.0)), [*START, *rolls(10)])
    assert [words for words in in_brief(moments) if words.startswith("m")] == ["moved 10", "moved 20"]
    assert run.over
    assert run.progress.moving_s >= 24.0
    assert run.progress.count == pytest.approx(24.0 / 3.8, abs=1.0)


def test_a_hold_without_a_return_is_over_by_itself() -> None:
    """One second after the longest hold, and it counts."""
    run, moments = follow(
        task("childs_pose", hold_s=(3.0, 5.0)), [*still(HEEL_SIT, 1.0), *travel(HEEL_SIT, FOLDED), *still(FOLDED, 9.0)]
    )
    assert in_brief(moments) == HELD
    assert run.over
    assert run.state is not None
    assert run.state.hold_s == pytest.approx(6.0, abs=0.15)
    (counted,) = run.finish()
    assert isinstance(counted, RepetitionCounted)
    assert counted.hold_s == pytest.approx(6.0, abs=0.3)
    assert (run.progress.count, run.progress.good, run.progress.enough) == (1, 1, True)


def test_a_hold_without_a_return_may_be_left() -> None:
    """Coming back ends it as well; too early, with a fault."""
    script = [*still(HEEL_SIT, 1.0), *rep(FOLDED, 3.5, start=HEEL_SIT, rest_s=3.0)]
    run, moments = follow(task("childs_pose", hold_s=(6.0, 8.0)), script)
    assert in_brief([*moments, *run.recall()]) == ["holds", "rep 1", "recall hold"]
    assert run.over
    assert (run.progress.count, run.progress.good) == (1, 0)


def test_another_dose_keeps_what_is_done() -> None:
    """Its numbers count from now on, for the count and for the hold under way."""
    run, _ = follow(task(hold_s=(1.0, 1.0), reps=(5, 5)), [*START, *rep() * 2])
    assert not run.over
    run.use("longer", task(hold_s=(4.0, 4.0), reps=(3, 4)).dose)
    assert (run.progress.count, run.progress.enough, run.task.dose_name) == (2, False, "longer")
    run.use("less", task(hold_s=(0.0, 0.0), reps=(2, 2)).dose)
    assert run.over


def test_another_dose_in_the_middle_of_a_hold_is_held_for_as_long() -> None:
    """What was held already counts."""
    script = list(frames([*START, *rep(hold_s=6.0)]))
    run = ExerciseRun(task(hold_s=(20.0, 20.0), reps=(3, 3)))
    moments = [moment for poses in script[:48] for moment in run.step(poses)]
    run.use("shorter", task(hold_s=(5.0, 5.0), reps=(3, 3)).dose)
    moments += [moment for poses in script[48:] for moment in run.step(poses)]
    assert in_brief(moments) == [*HELD, "rep 1"]
    assert run.progress.good == 1


@pytest.mark.parametrize(("top", "count"), [(UP, 1), (Figure.supine(146.0), 0)], ids=["far enough", "not far"])
def test_finishing_counts_what_has_gone_far_enough(top: Figure, count: int) -> None:
    """Whether or not the body is back."""
    run, _ = follow(task(hold_s=(1.0, 1.0)), [*START, *travel(HOOK, top), *still(top, 4.0)])
    counted = [event for event in run.finish() if isinstance(event, RepetitionCounted)]
    assert [event.open_end for event in counted] == [True] * count
    assert run.progress.count == count


def refused(script: Script) -> list[str | None]:
    """Why nothing was counted, frame by frame."""
    run, reasons = ExerciseRun(task(reps=(9, 9))), list[str | None]()
    for poses in frames(script):
        run.step(poses)
        reasons.append(run.refusal)
    return reasons


def test_movements_that_are_not_the_exercise_are_explained_after_a_while() -> None:
    """With the reason of the last one, once nothing has been counted for ten seconds."""
    plank = rep(Figure.prone(-20.0, hips_up=20.0), start=Figure.prone())
    reasons = refused([*START, *plank * 4])
    assert not any(reasons[:95])
    assert reasons[-1] is not None
    assert "posture" in reasons[-1]


def test_nothing_is_explained_to_who_does_the_exercise_or_nothing() -> None:
    """A repetition, an attempt or stillness need no reason."""
    assert not any(refused([*START, *rep() * 3]))
    assert not any(refused([*START, *rep(Figure.supine(150.0), 0.3) * 3]))
    assert not any(refused(still(HOOK, 15.0)))


def test_only_the_last_hold_ends_by_itself() -> None:
    """The ones before are left as usual."""
    cobra, prone = Figure.prone(40.0), Figure.prone()
    script = [*still(prone, 1.0), *rep(cobra, 7.0, start=prone), *travel(prone, cobra), *still(cobra, 7.0)]
    run, moments = follow(task("cobra", hold_s=(4.5, 4.5), reps=(2, 2)), script)
    assert in_brief(moments) == [*HELD, "rep 1", *HELD]
    assert run.over


def test_nothing_is_over_before_it_began() -> None:
    """Not even known."""
    run = ExerciseRun(task())
    assert run.state is None
    assert not run.over
    assert run.finish() == []
