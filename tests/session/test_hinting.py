from collections.abc import Iterable

from posecoach.counting.state import Hint
from posecoach.session.moments import HintGiven, SeenWell
from posecoach.session.setting_up import Hints

RATE_HZ = 8
MOVES_S = 4.0


def given(*stretches: tuple[Hint | None, float], quiet: bool = False) -> list[tuple[Hint, float]]:
    """What is passed on of hints that stand for some seconds each, and when."""
    hints, time_s, said = Hints(), 0.0, list[tuple[Hint, float]]()
    for hint in frames(stretches):
        told = hints.step(time_s, hint, quiet=quiet, moving=quiet and time_s < MOVES_S)
        said += [(one.hint, one.time_s) for one in told if isinstance(one, HintGiven)]
        time_s += 1 / RATE_HZ
    return said


def frames(stretches: Iterable[tuple[Hint | None, float]]) -> list[Hint | None]:
    return [hint for hint, seconds in stretches for _ in range(round(seconds * RATE_HZ))]


def test_a_hint_must_last() -> None:
    """For a second; what flickers isn't passed on."""
    assert given((Hint.LEFT, 0.875), (None, 2.0), (Hint.LEFT, 0.875), (Hint.RIGHT, 0.875)) == []
    assert given((Hint.LEFT, 1.5)) == [(Hint.LEFT, 1.0)]


def test_a_hint_that_stands_is_given_again() -> None:
    """Every eight seconds."""
    assert given((Hint.LEFT, 20.0)) == [(Hint.LEFT, 1.0), (Hint.LEFT, 9.0), (Hint.LEFT, 17.0)]


def test_a_second_person_is_told_once() -> None:
    """There is nothing to do about that: only when all was well meanwhile it is told anew."""
    two = Hint.TWO_PEOPLE
    assert given((two, 20.0), (Hint.LEFT, 2.0), (two, 10.0)) == [(two, 1.0), (Hint.LEFT, 21.0)]
    assert given((two, 5.0), (None, 2.0), (two, 10.0)) == [(two, 1.0), (two, 8.0)]


def test_a_second_person_is_told_in_an_exercise_too() -> None:
    """Between two movements; other hints aren't."""
    assert given((Hint.TWO_PEOPLE, 20.0), quiet=True) == [(Hint.TWO_PEOPLE, MOVES_S)]
    assert given((Hint.LEFT, 20.0), quiet=True) == []


def test_after_a_pause_hints_begin_anew() -> None:
    """But for a second person, who is still known."""
    hints, told = Hints(), []
    for step, hint in enumerate(frames([(Hint.TWO_PEOPLE, 2.0), (Hint.LEFT, 2.0)])):
        hints.step(step / RATE_HZ, hint)
    hints.forget()
    assert hints.now is None
    for step, hint in enumerate(frames([(Hint.LEFT, 2.0), (Hint.TWO_PEOPLE, 2.0)])):
        told += hints.step(4.0 + step / RATE_HZ, hint)
    assert told == [HintGiven(5.0, Hint.LEFT)]


def test_another_hint_is_given_at_once() -> None:
    """Whoever has moved needs to know what comes next."""
    assert given((Hint.LEFT, 2.0), (Hint.NEARER, 2.0)) == [(Hint.LEFT, 1.0), (Hint.NEARER, 3.0)]


def test_a_hint_that_is_gone_is_withdrawn() -> None:
    """Whoever has followed it hears once that all is well."""
    hints = Hints()
    standing, told = [], []
    for step, hint in enumerate(frames([(Hint.LEFT, 2.0), (None, 2.0)])):
        told += hints.step(step / RATE_HZ, hint)
        standing.append(hints.now)
    assert standing == [None] * 8 + [Hint.LEFT] * 16 + [None] * 8
    assert told == [HintGiven(1.0, Hint.LEFT), SeenWell(3.0)]
