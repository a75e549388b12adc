from dataclasses import fields, is_dataclass
from typing import get_args

from posecoach.counting import events
from posecoach.session import moments
from posecoach.session.moments import Moment

KINDS = get_args(Moment)


def test_every_moment_is_one_of_a_session() -> None:
    """Those of the coach and those of the guide, each with its time, and as a value that can be kept."""
    named = [getattr(module, name) for module in (events, moments) for name in module.__all__ if name != "Judgement"]
    assert set(KINDS) == {kind for kind in named if isinstance(kind, type) and is_dataclass(kind)}
    for kind in KINDS:
        names = {one.name for one in fields(kind)}
        assert names & {"time_s", "end_s"}, kind
        assert kind.__dataclass_params__.frozen
