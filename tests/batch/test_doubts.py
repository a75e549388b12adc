"""Why a result may be wrong."""

from typing import Any

import pytest

from posecoach import coach
from posecoach.batch.doubts import doubts
from posecoach.counting.events import Evidence, Verdict
from posecoach.results.session import AttemptRecord, CheckRecord, NotCountedRecord, PlacementRecord, Session
from posecoach.testing import Figure, scripted_series

DOWN, UP = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60
STANDING = NotCountedRecord(start_s=1.0, end_s=4.0, reason="posture: standing, wanted supine")
HIDDEN = CheckRecord(check="feet_close", verdict=Verdict.UNCLEAR, measured=None, reason="hidden")


@pytest.fixture(scope="module")
def good() -> Session:
    """Two bridges."""
    return coach(scripted_series((DOWN + UP) * 2 + DOWN), "bridge")


@pytest.mark.parametrize(
    ("changed", "of_rep", "found"),
    [
        ({}, {}, ()),
        ({"losses": ["it breaks off before its end"]}, {}, ("it breaks off before its end",)),
        ({"not_counted": [STANDING] * 2}, {}, ("not counted 2 times: posture: standing, wanted supine",)),
        ({"attempts": [AttemptRecord(side=None, start_s=1, end_s=2, reached=140)]}, {}, ("1 attempt not counted",)),
        ({"reps": []}, {}, ("no repetition",)),
        ({}, {"confidence": 0.5}, ("1 repetition hardly seen",)),
        ({}, {"confidence": 0.0, "evidence": Evidence.PACED}, ()),
        ({}, {"open_start": True}, ("under way at the beginning",)),
        ({}, {"open_end": True}, ("cut off by the end",)),
        ({}, {"checks": [HIDDEN]}, ("can't tell feet close of 1 repetition: hidden",)),
        ({"frames_with_pose": 150}, {}, ("nobody seen in 50% of the frames",)),
        ({"placement": [PlacementRecord(message="Come closer.", start_s=0.0, end_s=4.0)]}, {}, ("Come closer. (4 s)",)),
        ({"placement": [PlacementRecord(message="Come closer.", start_s=0.0, end_s=1.0)]}, {}, ()),
    ],
)
def test_each_reason_to_look_at_a_result(
    good: Session, changed: dict[str, Any], of_rep: dict[str, Any], found: tuple[str, ...]
) -> None:
    """One at a time; a movement that can't be seen is called for, and then there is no doubt."""
    reps = [good.reps[0].model_copy(update=of_rep), *good.reps[1:]]
    assert doubts(good.model_copy(update={"reps": reps, **changed})) == found
