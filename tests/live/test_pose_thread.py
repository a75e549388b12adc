import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count
from threading import Semaphore, current_thread

import numpy as np
import pytest
from patches import BEHIND, FAR_MAT, PatchEstimator, picture

from posecoach.capture.frame import RgbImage
from posecoach.capture.grabber import Grab, Grabber, GrabState
from posecoach.errors import ModelError, SourceError
from posecoach.live.pose_frame import PoseFrame
from posecoach.live.pose_thread import PoseThread
from posecoach.pose.estimator import Pose
from posecoach.testing import Blocked, Breaks, Figure, FigureEstimator, Film, ScriptedCamera

WAIT_S = 10.0
"""For what is there within milliseconds."""

ONE_FRAME = Film(0.1, 10.0)
Step = Film | Blocked | Breaks


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    assert set(threading.enumerate()) <= before


@dataclass
class Gated:
    """An estimator that looks at a picture for as long as a test wants."""

    estimator: FigureEstimator = field(default_factory=lambda: FigureEstimator(lambda _: Figure.supine()))
    looks: list[float] = field(default_factory=list)
    closed_on: list[str] = field(default_factory=list)
    _begun: Semaphore = field(default_factory=lambda: Semaphore(0))
    _allowed: Semaphore = field(default_factory=lambda: Semaphore(0))

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        self.looks.append(time_s)
        self._begun.release()
        assert self._allowed.acquire(timeout=WAIT_S)
        return self.estimator.estimate(image, time_s)

    def close(self) -> None:
        self.closed_on.append(current_thread().name)

    def wait_for_look(self) -> None:
        """Until the next look has begun; what the one before has found can be had then."""
        assert self._begun.acquire(timeout=WAIT_S)

    def allow(self, looks: int = 1) -> None:
        """So many looks may end."""
        self._allowed.release(looks)


def quick(figure_at: Callable[[float], Figure] = lambda _: Figure.supine()) -> Gated:
    """One that never waits."""
    gated = Gated(FigureEstimator(figure_at))
    gated.allow(1000)
    return gated


class CountingGrabber(Grabber):
    """Counts how often it is asked for a frame; lives by the script's time."""

    asked = 0

    def newest(self, after: int, timeout_s: float) -> Grab | None:
        self.asked += 1
        return super().newest(after, timeout_s)


def grabber_of(*script: Step) -> CountingGrabber:
    camera = ScriptedCamera(script)
    return CountingGrabber(camera, clock=camera.clock, wait=camera.wait)


def pose_frame(poses: PoseThread) -> PoseFrame:
    """The next one, which has to come."""
    found = poses.next(WAIT_S)
    assert found is not None
    return found


def until_ended() -> None:
    """Waits for the pose thread to end by itself."""
    for thread in [one for one in threading.enumerate() if one.name == "poses"]:
        thread.join(WAIT_S)
        assert not thread.is_alive()


def test_only_the_newest_frame_is_looked_at() -> None:
    """Those that came meanwhile are left out, and the numbers tell how many."""
    here, there, estimator = Blocked(), Blocked(), Gated()
    with (
        grabber_of(ONE_FRAME, here, Film(1.0, 10.0), there) as grabber,
        PoseThread(grabber, lambda: estimator) as poses,
    ):
        estimator.wait_for_look()
        here.release()
        there.wait_until_reached()
        estimator.allow(2)
        numbers = [pose_frame(poses).number]
        while numbers[-1] != 11:
            numbers.append(pose_frame(poses).number)
        assert estimator.looks == pytest.approx([0.1, 1.1])
        assert poses.given == 11
        there.release()


def test_a_pose_frame_has_the_times_of_its_frame() -> None:
    """When it came, and from when to when it was looked at."""
    place, ticks = Blocked(), count(100)
    camera = ScriptedCamera([Film(0.5, 10.0), place])
    with Grabber(camera, clock=camera.clock, wait=camera.wait) as grabber:
        place.wait_until_reached()
        with PoseThread(grabber, quick, clock=lambda: float(next(ticks))) as poses:
            seen = pose_frame(poses)
            assert (seen.number, seen.captured_s, seen.frame.time_s) == (5, 0.5, 0.5)
            assert (seen.began_s, seen.landmarked_s) == (100.0, 101.0)
            assert seen.pose is not None
        place.release()


def test_what_the_camera_does_can_be_asked() -> None:
    """Before the first frame, and while nothing was looked at yet."""
    first, place, estimator = Blocked(), Blocked(), Gated()
    with grabber_of(first, Film(1.0, 5.0), place) as grabber, PoseThread(grabber, lambda: estimator) as poses:
        first.wait_until_reached()
        assert (poses.preview(), poses.next(0.0), poses.given) == (None, None, 0)
        assert poses.state is GrabState.OPENING
        first.release()
        place.wait_until_reached()
        preview = poses.preview()
        assert preview is not None
        assert (preview.time_s, poses.given, poses.state) == (1.0, 5, GrabState.LIVE)
        assert poses.rate == pytest.approx(5.0)
        assert poses.next(0.0) is None
        estimator.allow(5)
        place.release()


def test_the_estimator_is_closed_where_it_was_made() -> None:
    """However the block is left."""
    place, estimator, made_on = Blocked(), quick(), list[str]()

    def make() -> Gated:
        made_on.append(current_thread().name)
        return estimator

    with pytest.raises(KeyboardInterrupt), grabber_of(ONE_FRAME, place) as grabber, PoseThread(grabber, make) as poses:
        pose_frame(poses)
        place.release()
        raise KeyboardInterrupt
    assert (made_on, estimator.closed_on) == (["poses"], ["poses"])


def test_the_end_ends_the_thread() -> None:
    """After the last frame was looked at, and without asking again and again."""
    estimator = quick()
    grabber = grabber_of(Film(0.3, 10.0))
    with grabber, PoseThread(grabber, lambda: estimator) as poses:
        until_ended()
        assert grabber.asked <= 3 + 2
        assert pose_frame(poses).number == 3
        assert poses.next(0.0) is None
        assert poses.state is GrabState.ENDED
    assert estimator.closed_on == ["poses"]


def failing(error: Exception) -> Gated:
    """An estimator that fails at the first look."""

    def fail(_: float) -> Figure:
        raise error

    return quick(fail)


def unmade() -> Gated:
    raise ModelError("pose.task: can't be read")


@pytest.mark.parametrize(
    ("make", "steps", "error"),
    [
        pytest.param(lambda: failing(ZeroDivisionError("0")), [ONE_FRAME], ZeroDivisionError, id="looking"),
        pytest.param(unmade, [ONE_FRAME], ModelError, id="making"),
        pytest.param(quick, [Breaks(SourceError("cut off"))], SourceError, id="reading"),
    ],
)
def test_what_goes_wrong_on_the_thread_is_raised(
    make: Callable[[], Gated], steps: list[Step], error: type[Exception]
) -> None:
    """Each time somebody asks; the thread ends, and gives its estimator back."""
    place, made = Blocked(), list[Gated]()

    def noted() -> Gated:
        made.append(make())
        return made[-1]

    with grabber_of(*steps, place) as grabber, PoseThread(grabber, noted) as poses:
        for _ in range(2):
            with pytest.raises(error):
                poses.next(WAIT_S)
        until_ended()
        place.release()
    assert [one.closed_on for one in made] == [["poses"]] * len(made)


def test_tracking_is_reset_with_another_estimator() -> None:
    """From the next frame on; the first one is given back."""
    first, made = Blocked(), list[Gated]()

    def make() -> Gated:
        made.append(quick())
        return made[-1]

    last = Blocked()
    with grabber_of(ONE_FRAME, first, Film(0.2, 10.0), last) as grabber, PoseThread(grabber, make) as poses:
        assert not pose_frame(poses).tracking_reset
        poses.reset_tracking()
        first.release()
        assert pose_frame(poses).tracking_reset
        last.release()
    assert [len(one.looks) > 0 for one in made] == [True, True]
    assert [one.closed_on for one in made] == [["poses"], ["poses"]]


def test_a_tracking_reset_is_told_though_a_pose_frame_is_left_out() -> None:
    """Whoever takes only the next one has to know all the same."""
    first, second, last, estimator = Blocked(), Blocked(), Blocked(), Gated()
    script = (ONE_FRAME, first, ONE_FRAME, second, ONE_FRAME, last)
    with grabber_of(*script) as grabber, PoseThread(grabber, lambda: estimator) as poses:
        estimator.wait_for_look()
        poses.reset_tracking()
        for place in (first, second):
            estimator.allow()
            place.release()
            estimator.wait_for_look()
        estimator.allow()
        last.wait_until_reached()
        last.release()
        until_ended()
        seen = pose_frame(poses)
        assert (seen.number, seen.tracking_reset) == (3, True)


def test_somebody_else_is_not_looked_at() -> None:
    """A helper who is found once the person is hidden is nobody."""
    place, last = Blocked(), Blocked()
    lies, hidden = Film(0.1, 10.0, picture=picture()), Film(0.1, 10.0, picture=picture(None, BEHIND))
    with grabber_of(lies, place, hidden, last) as grabber, PoseThread(grabber, PatchEstimator) as poses:
        assert pose_frame(poses).pose is not None
        place.release()
        assert pose_frame(poses).pose is None
        last.release()


def test_a_turned_picture_begins_tracking_anew() -> None:
    """The person is found at once in the first picture of another size, wherever they are in it."""
    place, last = Blocked(), Blocked()
    lies, turned = picture(), np.rot90(picture(person=FAR_MAT)).copy()
    script = (Film(0.1, 10.0, picture=lies), place, Film(0.1, 10.0, picture=turned), last)
    with grabber_of(*script) as grabber, PoseThread(grabber, lambda: PatchEstimator(smallest=0.1)) as poses:
        assert pose_frame(poses).pose is not None
        place.release()
        seen = pose_frame(poses)
        assert seen.pose is not None
        assert seen.tracking_reset
        last.release()
