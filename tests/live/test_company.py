from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from patches import BEHIND, MAT, PatchEstimator, picture

from posecoach.capture.frame import Frame, RgbImage
from posecoach.live import pose_thread
from posecoach.live.pose_thread import CompanyWatch


class AtOnce:
    """A pool without threads."""

    def __init__(self, *_: Any, **__: Any) -> None:
        """It needs nothing."""

    def submit(self, work: Callable[..., bool], *arguments: Any) -> "Future[bool]":
        done = Future[bool]()
        try:
            done.set_result(work(*arguments))
        except RuntimeError as error:
            done.set_exception(error)
        return done


@pytest.mark.parametrize(
    ("images", "seen"),
    [
        ([picture(MAT, BEHIND)] * 3, [False, False, True]),
        ([picture(MAT)] * 3, [False, False, False]),
        ([picture(MAT, BEHIND), picture(MAT), picture(MAT, BEHIND)], [False, False, False]),
    ],
)
def test_somebody_beside_the_person_is_seen(
    monkeypatch: pytest.MonkeyPatch, images: list[RgbImage], seen: list[bool]
) -> None:
    """If two looks find them; who walks past isn't company."""
    monkeypatch.setattr(pose_thread, "ThreadPoolExecutor", AtOnce)
    watch, told = CompanyWatch(lambda: PatchEstimator(smallest=0.05)), []
    for number, image in enumerate(images):
        person = PatchEstimator(smallest=0.05).estimate(picture(MAT), 0.0)
        watch.watch(Frame(4.0 * number, image), person)
        told.append(watch.seen)
    assert told == seen
