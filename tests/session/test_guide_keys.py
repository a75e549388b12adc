from itertools import repeat

import pytest
from guided import HOOK, RATE_HZ, STANDING, Session, rep, still, task
from hypothesis import example, given, settings
from hypothesis import strategies as st

from posecoach.counting.events import RepetitionCounted
from posecoach.session.guide import Command
from posecoach.session.moments import Paused, Resumed, Stage, StageEntered, TaskEnded
from posecoach.session.task import GuidedTask

ONE = task(hold_s=(1.0, 1.0))
RESTING = task(hold_s=(1.0, 1.0), rest_s=30.0)


@pytest.mark.parametrize("command", list(Command))
def test_any_key_accepts_the_advice(command: Command) -> None:
    """And does nothing else."""
    session = Session.of(ONE, advise=True)
    session.show(still(HOOK, 2.0))
    assert session.press(command) == ["placement 0"]
    assert session.guide.run.task == ONE


def test_keys_do_nothing_when_all_is_done() -> None:
    """The summary stays as it is."""
    session = Session.begun(ONE)
    session.show(rep())
    assert session.told[-1] == "done 0"
    assert [session.press(command) for command in Command] == [[]] * len(Command)
    assert len(session.guide.runs) == 1


@pytest.mark.parametrize(
    ("command", "said", "place"),
    [
        (Command.NEXT, ["ended 0 incomplete", "placement 1"], 1),
        (Command.RESTART, ["ended 0 incomplete", "placement 0"], 0),
    ],
)
def test_keys_go_on_and_begin_again(command: Command, said: list[str], place: int) -> None:
    """What was done stays in the record, and the new exercise counts from one."""
    session = Session.begun(task(hold_s=(1.0, 1.0), reps=(3, 3)), ONE)
    session.show(rep())
    assert session.press(command) == said
    assert (session.guide.place, session.guide.run.progress.count) == (place, 0)
    assert session.show([*still(HOOK, 6.0), *rep()])[-1].startswith(("rep 1", "done"))
    assert [run.progress.count for run in session.guide.runs] == [1, 1]


def test_the_next_of_the_last_exercise_is_the_end() -> None:
    """As is leaving."""
    session = Session.begun(ONE)
    assert session.press(Command.NEXT) == ["ended 0 incomplete", "done 0"]
    other = Session.begun(ONE, ONE)
    assert other.finish() == ["ended 0 incomplete", "done 0"]


def test_another_dose_keeps_the_count() -> None:
    """The key goes through the exercise's doses; those of one's own come before the first."""
    session = Session.begun(GuidedTask(ONE.exercise, "own", ONE.dose.model_copy(update={"reps": (9, 9)})))
    session.show(rep() * 2)
    names = []
    for _ in range(5):
        session.press(Command.DOSE)
        names.append(session.guide.run.task.dose_name)
    assert names == ["A", "B", "C", "D", "A"]
    assert session.guide.run.progress.count == 2
    assert session.show(rep(hold_s=2.2) * 3)[-4:] == ["rep 5", "praised", "ended 0", "done 0"]


def test_a_chosen_dose_stays() -> None:
    """When the exercise is begun again; one that is over isn't asked for differently afterwards."""
    session = Session.begun(RESTING, ONE)
    session.press(Command.DOSE)
    chosen = session.guide.run.task
    session.press(Command.RESTART)
    assert session.guide.run.task == chosen != RESTING
    other = Session.begun(RESTING, ONE)
    other.show(rep())
    other.press(Command.DOSE)
    assert other.guide.runs[0].task == RESTING


SCRIPTS = {
    "repeats": rep(way_s=0.9, hold_s=1.2, rest_s=0.3),
    "stands": still(STANDING, 1.0),
    "leaves": still(None, 7.0),
}
DEEDS = st.lists(st.sampled_from([*SCRIPTS, *Command, *Command, "no camera"]), max_size=8)


def done(deeds: list[str | Command], rest_s: float = 4.0) -> Session:
    """A session in which all this happens after the first repetition, and which is left at the end."""
    session = Session.of(task(hold_s=(1.0, 1.0), rest_s=rest_s), ONE)
    session.steps_s = repeat(2 / RATE_HZ)
    session.show([*still(HOOK, 1.0), *SCRIPTS["repeats"]])
    assert session.guide.stage is Stage.REST
    for deed in deeds:
        if isinstance(deed, Command):
            session.press(deed)
        elif deed in SCRIPTS:
            session.show(SCRIPTS[deed])
        else:
            session.camera_stops(5.0)
    session.finish()
    return session


@settings(max_examples=15, derandomize=True)
@example([])
@example([Command.NEXT])
@example([Command.PAUSE, Command.NEXT])
@example([Command.PAUSE, Command.RESTART])
@given(DEEDS)
def test_whatever_happens_the_stages_follow_one_another(deeds: list[str | Command]) -> None:
    """Nobody pauses twice without going on, repetitions are numbered without a gap, and every exercise ends once."""
    session = done(deeds)
    assert sum(isinstance(one, TaskEnded) for one in session.moments) == len(session.guide.runs)
    paused = False
    for moment in session.moments:
        if isinstance(moment, Paused | Resumed):
            assert paused == isinstance(moment, Resumed)
            paused = not paused
        elif isinstance(moment, StageEntered) and moment.stage is not Stage.PAUSED:
            paused = False
    stages = [one.stage for one in session.moments if isinstance(one, StageEntered)]
    assert stages.count(Stage.DONE) == 1
    assert stages[-1] is session.guide.stage is Stage.DONE
    counts = [run.progress.count for run in session.guide.runs]
    numbers = [one.number for one in session.events if isinstance(one, RepetitionCounted)]
    assert numbers == [number for count in counts for number in range(1, count + 1)]
