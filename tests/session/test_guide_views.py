from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import cycle

from guided import HOOK, Part, Script, Session, rep, still, task
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from posecoach.testing import AnyFigure, Figure

TASKS = (task(hold_s=(1.0, 1.2), reps=(2, 2), rest_s=3.0), task(hold_s=(1.0, 1.0)))
LOW = Figure.supine(160.0)
TOLD = [
    *("placement 0", "position 0", "asked", "countdown 0", "in 3", "in 2", "in 1", "exercise 0"),
    *("holds", "held", "rep 1", "holds", "cue alignment", "held", "rep 2", "ended 0", "rest 0"),
    *("rest 3", "rest 2", "rest 1", "placement 1", "position 1", "asked"),
]


def script(head_left: bool = True) -> Script:
    """Two repetitions, the second one too low; the rest after them, and the beginning of what follows."""
    parts = [*still(HOOK, 6.5), *rep(hold_s=1.9, way_s=1.0), *rep(LOW, hold_s=1.9, way_s=1.0), *still(HOOK, 3.9)]
    if head_left:
        return parts
    return [Part(turned(part.start), turned(part.end), part.seconds) for part in parts]


@cache
def turned(figure: AnyFigure | None) -> AnyFigure:
    """The same figure in a mirror; one object of each, so that who lies still does so."""
    assert isinstance(figure, Figure)
    return replace(figure, head_left=False)


def told(
    steps_s: Iterator[float], scale: float = 1.0, shift: tuple[float, float] = (0.0, 0.0), *, head_left: bool = True
) -> list[str]:
    session = Session.of(*TASKS)
    session.steps_s, session.scale, session.shift = steps_s, scale, shift
    return session.show(script(head_left))


@settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@example([1 / 8], 1.0, 0.0, 0.0, True)
@given(
    st.lists(st.floats(0.03, 0.12), min_size=7, max_size=40),
    st.floats(0.7, 1.15),
    st.floats(-150.0, 150.0),
    st.floats(-100.0, 60.0),
    st.booleans(),
)
def test_how_it_is_filmed_does_not_matter(
    steps_s: list[float], scale: float, right: float, down: float, head_left: bool
) -> None:
    """However fast and evenly frames come, and as long as all of the body is seen well, whichever way it lies."""
    assert told(cycle(steps_s), scale, (right, down), head_left=head_left) == TOLD
