"""A routine of two exercises from beginning to end: clips as the camera, the real model, nobody at the keys."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import TypeVar

import pytest

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.live_source import CameraFormat
from posecoach.capture.video import VideoFile
from posecoach.counting.events import RepetitionCounted
from posecoach.exercise.library import data_folder, load_exercise
from posecoach.exercise.schema import Dose
from posecoach.feedback.draw.picture import LivePicture
from posecoach.feedback.words.announcer import Announcer
from posecoach.feedback.words.language import ENGLISH
from posecoach.feedback.words.narrator import Narrator
from posecoach.live.loop import LiveLoop
from posecoach.live.records import SessionRecords
from posecoach.live.scenes import Scenes
from posecoach.live.session import LiveSession
from posecoach.live.sinks import Listener
from posecoach.pose.estimator import Pose
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.pose.recording import Origin
from posecoach.session.guide import Guide
from posecoach.session.moments import CountdownTick, HoldTick, Moment, SideChanged, Stage
from posecoach.session.task import GuidedTask
from posecoach.testing import RecordingChimes, RecordingDisplay, RecordingSpeaker, Said, SteppedPoseFrames
from sample_videos.truth import Truth, load_truth, truth_path

CLIPS = ("bridge_arms_down_maria", "bird_dog_clean_mei")
SIZE = (960, 540)
STILL_HZ, LONGEST_STILL_S, FIRST_LOOKS = 12.5, 60.0, 10
REST_S = 12.0
SPOKEN_WITHIN_S = 8.0
Kind = TypeVar("Kind")
SIDES = {"left": "Now the left side.", "right": "Now the right side."}


@dataclass
class Actor:
    """A camera on somebody who does as they are told: waits in the start position, exercises, rests."""

    clips: list[VideoFile]
    guide: Guide
    began_s: list[float] = field(default_factory=list)
    time_s: float = 0.0
    ended: bool = False
    format: CameraFormat | None = None
    name: str = "rehearsal"

    def open(self) -> None:
        self.format = CameraFormat(*SIZE, 25.0)
        self._frames = self._act()

    def read(self) -> Frame | None:
        frame = next(self._frames, None)
        self.ended = frame is None
        return frame

    def close(self) -> None:
        """Nothing to let go of."""

    def _act(self) -> Iterator[Frame]:
        for place, clip in enumerate(self.clips):
            first = next(iter(clip.frames()))
            yield from self._still(first, lambda: self.guide.stage is not Stage.EXERCISE)
            self.began_s.append(self.time_s)
            for frame in islice(clip.frames(), 0, None, 2):  # half of the pictures, because it costs less time
                self.time_s = self.began_s[-1] + frame.time_s + 1 / STILL_HZ
                last = replace(frame, time_s=self.time_s)
                yield last
            yield from self._still(last, partial(self._rests_after, place))

    def _rests_after(self, place: int) -> bool:
        return self.guide.place == place and self.guide.stage is not Stage.DONE

    def _still(self, frame: Frame, lasts: Callable[[], bool]) -> Iterator[Frame]:
        until_s = self.time_s + LONGEST_STILL_S
        while lasts():
            assert self.time_s < until_s, f"stuck in {self.guide.stage}"
            self.time_s += 1 / STILL_HZ
            yield replace(frame, time_s=self.time_s)


@dataclass
class RememberingEstimator:
    """Looks at a picture that stands still only until it has found its place in it, because looking takes long."""

    estimator: MediaPipeEstimator
    looks: list[tuple[RgbImage, Pose | None]] = field(default_factory=list)

    def estimate(self, image: RgbImage, time_s: float) -> Pose | None:
        self.looks = [look for look in self.looks if look[0] is image]
        if len(self.looks) < FIRST_LOOKS:
            self.looks.append((image, self.estimator.estimate(image, time_s)))
        return self.looks[-1][1]

    def close(self) -> None:
        self.estimator.close()


@dataclass(frozen=True)
class Rehearsed:
    """What became of it."""

    session: LiveSession
    actor: Actor
    said: list[Said]
    moments: list[Moment]
    folders: list[Path]

    def said_from(self, time_s: float, within_s: float = SPOKEN_WITHIN_S) -> list[str]:
        """What was said within some seconds from a moment on."""
        return [one.text for one in self.said if 0 <= one.start_s - time_s <= within_s]


def video_of(clip: str) -> Path:
    return data_folder("sample_videos") / "clips" / f"{clip}.mp4"


def truth_of(clip: str) -> Truth:
    return load_truth(truth_path(video_of(clip)))


def task_of(clip: str) -> GuidedTask:
    truth = truth_of(clip)
    exercise = load_exercise(truth.exercise)
    reps = len(truth.reps) // (2 if exercise.sides.in_turn else 1)
    dose = Dose(hold_s=exercise.doses[exercise.default_dose].hold_s, reps=(reps, reps))
    return GuidedTask(exercise, "own", dose, rest_s=REST_S)


@pytest.fixture(scope="module")
def rehearsed(pose_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Rehearsed:
    """The routine, gone through once."""
    guide = Guide(tuple(task_of(clip) for clip in CLIPS))
    actor = Actor([VideoFile.open(video_of(clip)) for clip in CLIPS], guide)
    pose_frames = SteppedPoseFrames(actor, RememberingEstimator(MediaPipeEstimator(pose_model, with_contour=True)))
    speaker, moments = RecordingSpeaker(pose_frames.clock), list[Moment]()
    records = SessionRecords(tmp_path_factory.mktemp("live"), Origin(actor.name))
    announcer = Announcer(speaker, RecordingChimes(pose_frames.clock))
    session = LiveSession(guide, Narrator(ENGLISH), announcer, [records, Listener(moments.append)])
    display = RecordingDisplay(size=SIZE)
    LiveLoop(session, Scenes(session, ENGLISH), pose_frames, display, LivePicture(), clock=pose_frames.clock).run()
    session.close()
    pose_frames.estimator.close()
    return Rehearsed(session, actor, speaker.log, moments, records.folders)


@pytest.mark.parametrize(("place", "clip"), list(enumerate(CLIPS)))
def test_counts_sides_and_faults_equal_the_truth(rehearsed: Rehearsed, place: int, clip: str) -> None:
    """On the screen and in the file; planted faults are spoken of from their beginning on, and nothing else is."""
    truth, run = truth_of(clip), rehearsed.session.guide.runs[place]
    left = json.loads((rehearsed.folders[place] / "session.json").read_text(encoding="utf-8"))
    assert run.progress.count == len(truth.reps)
    assert [rep["side"] for rep in left["reps"]] == [rep.side for rep in truth.reps]
    assert [sorted(rep["faults"]) for rep in left["reps"]] == [sorted(rep.faults) for rep in truth.reps]
    spoken = {rule.id: rule.spoken for rule in run.task.exercise.rules}
    began_s = rehearsed.actor.began_s[place]
    planted = [(fault.check, began_s + fault.start_s) for fault in truth.faults]
    heard = [(check, rehearsed.said_from(start_s, 2 * SPOKEN_WITHIN_S)) for check, start_s in planted]
    assert [check for check, words in heard if spoken[check] not in words] == []
    cues = {one.text for one in rehearsed.said if one.text in spoken.values()}
    assert cues <= {spoken[check] for check, _ in planted}


def test_all_that_counts_is_told_in_time(rehearsed: Rehearsed) -> None:
    """Tones before each exercise and at the end of holds, each repetition's number but the last, the other side."""

    def unheard(kind: type[Kind], words: Callable[[Kind], str], time_s: Callable[[Kind], float]) -> list[Kind]:
        found = [one for one in rehearsed.moments if isinstance(one, kind)]
        return [one for one in found if words(one) not in rehearsed.said_from(time_s(one))]

    ticks = [one.seconds for one in rehearsed.moments if isinstance(one, CountdownTick)]
    assert ticks == [3, 2, 1] * len(CLIPS)
    unnumbered = unheard(RepetitionCounted, lambda one: f"Number {one.number}.", lambda one: one.end_s)
    assert len(unnumbered) <= len(CLIPS), "the last of an exercise may be told with all of them"
    changes = [one.side.value for one in rehearsed.moments if isinstance(one, SideChanged)]
    assert changes == [rep.side for rep in truth_of(CLIPS[1]).reps[1:]]
    assert unheard(SideChanged, lambda one: SIDES[one.side.value], lambda one: one.time_s) == []
    assert len([one for one in rehearsed.moments if isinstance(one, HoldTick)]) >= 8


def test_nothing_is_said_at_the_same_time(rehearsed: Rehearsed) -> None:
    """Each utterance ends before the next begins, and the whole routine was talked through."""
    assert all(one.end_s <= after.start_s for one, after in pairwise(rehearsed.said))
    assert rehearsed.said[0].text == "Stop if it hurts."
    assert rehearsed.said[-1].text == "That was all for today."
