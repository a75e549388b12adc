"""Pictures of every stage of a live session, with sample clips as the camera: no camera, no window, no sound.

    python benchmarks/live_pictures.py [--out FOLDER] [--language CODE ...] [--size WxH ...] [--camera WxH]
    python benchmarks/live_pictures.py --docs

The first writes a PNG for each stage, language and size, to be looked at: would somebody without glasses, three metres
away, know what to do next? The second makes docs/live.jpg anew.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain, islice
from pathlib import Path

import cv2
import numpy as np

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.video import VideoFile
from posecoach.counting.state import Hint, Phase
from posecoach.exercise.library import data_folder, load_exercise
from posecoach.exercise.schema import Dose
from posecoach.feedback.draw.layout import Layout
from posecoach.feedback.draw.picture import LivePicture
from posecoach.feedback.draw.scene import Scene
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.announcer import Announcer
from posecoach.feedback.words.language import Language, language_codes, load_language
from posecoach.feedback.words.narrator import Narrator
from posecoach.live.pose_frame import PoseFrame
from posecoach.live.scenes import DemonstrationPlayer, Scenes
from posecoach.live.session import LiveSession
from posecoach.pose.estimator import Pose
from posecoach.pose.mediapipe_estimator import MediaPipeEstimator
from posecoach.pose.model_store import ModelStore
from posecoach.session.guide import Command, Guide
from posecoach.session.moments import Stage
from posecoach.session.red_flags import RED_FLAGS, Question
from posecoach.session.task import GuidedTask
from posecoach.testing import RecordingChimes, RecordingSpeaker

CLIPS = data_folder("sample_videos") / "clips"
DOCS = Path(__file__).parents[1] / "docs"
SIZES = ((1280, 720), (1080, 1920))
IN_DOCS = ("position", "countdown", "cue", "hold", "rest", "summary")
RATE_HZ = 15.0
LONGEST_S = 240.0
MOVING, EMPTY, HELPED, STRAIGHT = "bridge_faults_kwame", "hard_empty_room", "hard_helper", "leg_stretch_clean_maria"
TASKS = {"bridge": "bridge_clean_maria", "bird_dog": "bird_dog_clean_mei", "leg_reach": "leg_reach_clean_priya"}
"""The exercises, and clips that stand in for demonstrations that aren't there."""


@dataclass(slots=True)
class Clip:
    """A clip's frames with the person in them, each estimated when it is looked at first."""

    frames: list[Frame]
    estimator: MediaPipeEstimator
    _poses: dict[int, Pose | None] = field(default_factory=dict)

    @classmethod
    def open(cls, name: str, seconds: float) -> "Clip":
        """The first seconds of a sample clip."""
        video = VideoFile.open(CLIPS / f"{name}.mp4")
        every = max(1, round(video.info.frame_rate / RATE_HZ))
        frames = list(islice(video.frames(end_s=seconds), 0, None, every))
        return cls(frames, MediaPipeEstimator(ModelStore().ensure()))

    def at(self, number: int) -> tuple[RgbImage, Pose | None]:
        """A frame, the last one for ever, and its pose."""
        number = min(number, len(self.frames) - 1)
        frame = self.frames[number]
        if number not in self._poses:
            self._poses[number] = self.estimator.estimate(frame.image, frame.time_s)
        return frame.image, self._poses[number]


@cache
def clip(name: str, seconds: float = 4.0) -> Clip:
    """A clip, decoded and estimated once for all languages."""
    return Clip.open(name, seconds)


@dataclass(slots=True)
class Rehearsal:
    """A guided session that is fed with frames one by one.

    Attributes:
        language: Of all that is shown.
        camera: Shape of the camera's pictures, by more room around the person; None for that of the clips.
    """

    language: Language
    camera: tuple[int, int] | None = None
    guide: Guide = field(init=False)
    session: LiveSession = field(init=False)
    scenes: Scenes = field(init=False)
    time_s: float = 0.0
    moved: int = 0
    over_s: float = 0.0

    def __post_init__(self) -> None:
        self.guide = Guide(_tasks(), ask=True, advise=True)
        announcer = Announcer(RecordingSpeaker(self._clock), RecordingChimes(self._clock), mode=VoiceMode.FULL)
        self.session = LiveSession(self.guide, Narrator(self.language), announcer)
        self.scenes = Scenes(self.session, self.language, demonstrations=DemonstrationPlayer(_demonstration))

    def _clock(self) -> float:
        return self.time_s

    def show(self, image: RgbImage, pose: Pose | None) -> RgbImage:
        """Takes in one frame."""
        if self.camera is not None:
            image, pose = _with_room(image, pose, self.camera[0] / self.camera[1])
        self.time_s += 1 / RATE_HZ
        now_s = self.time_s
        self.session.see(PoseFrame(Frame(now_s, image), pose, round(now_s * RATE_HZ), now_s, now_s, now_s), RATE_HZ)
        return image

    def held(self, name: str, number: int = 0) -> RgbImage:
        """Takes in one frame of a clip."""
        return self.show(*clip(name).at(number))

    def moving(self) -> RgbImage:
        """Goes on with the movement once the exercise has begun; before, the person waits."""
        self.moved += self.guide.stage is Stage.EXERCISE
        return self.show(*clip(MOVING, 60.0).at(self.moved))

    @property
    def phase(self) -> Phase | None:
        """Where in the movement the person is."""
        return self.guide.run.state.phase if self.guide.run.state is not None else None

    @property
    def cued(self) -> bool:
        """Whether something is to be mended."""
        return self.guide.run.state is not None and self.guide.run.state.cue is not None


def _tasks() -> tuple[GuidedTask, ...]:
    dose = Dose(hold_s=(2.0, 2.0), reps=(3, 3))
    return tuple(GuidedTask(load_exercise(name), "own", dose, rest_s=30.0) for name in TASKS)


def _demonstration(exercise_id: str) -> Path | None:
    own = data_folder("demonstrations") / f"{exercise_id}.mp4"
    return own if own.is_file() else CLIPS / f"{TASKS[exercise_id]}.mp4"


Shot = tuple[str, RgbImage, Scene]
"""Its name, the camera's picture, and what is drawn over it."""


def _with_room(image: RgbImage, pose: Pose | None, ratio: float) -> tuple[RgbImage, Pose | None]:
    """A picture of another shape: more of wall and floor, or of the room to both sides."""
    height, width = image.shape[:2]
    above, beside = max(0, round((width / ratio - height) / 2)), max(0, round((height * ratio - width) / 2))
    larger = cv2.copyMakeBorder(image, above, above, beside, beside, cv2.BORDER_REPLICATE)
    moved = None if pose is None else replace(pose, points=pose.points + np.array([beside, above, 0], np.float32))
    return np.asarray(larger, np.uint8), moved


def shots(
    language: Language, layout_of: Callable[[RgbImage], Layout], camera: tuple[int, int] | None = None
) -> Iterator[Shot]:
    """Every stage in the order in which a session has them."""
    it = Rehearsal(language, camera)
    for name, image in chain(_questions(it), _until_ready(it), _from_countdown(it)):
        yield name, image, it.scenes.scene(layout_of(image), over_s=it.over_s)
    it = Rehearsal(language, camera)
    image = _answered(it, RED_FLAGS[0], refuses=True)
    yield "refused", image, it.scenes.scene(layout_of(image), over_s=8.0)


def _questions(it: Rehearsal) -> Iterator[tuple[str, RgbImage]]:
    yield "question", _until(it, lambda: it.held(EMPTY), _lasting(it, 1.0))
    yield "professional", _answered(it, RED_FLAGS[-1])
    it.session.answer(yes=True)


def _answered(it: Rehearsal, flag: Question, *, refuses: bool = False) -> RgbImage:
    """After the questions, one of which was answered with yes; and after that whether to go on, if it `refuses`."""
    for question in RED_FLAGS:
        it.session.answer(yes=question is flag)
    if refuses:
        it.session.answer(yes=False)
    return it.held(EMPTY)


def _until_ready(it: Rehearsal) -> Iterator[tuple[str, RgbImage]]:
    yield "safety", _until(it, lambda: it.held(EMPTY), _lasting(it, 1.0))
    it.session.command(Command.NEXT)
    yield "placement", _until(it, it.moving, _lasting(it, 2.0))
    yield "nobody", _until(it, lambda: it.held(EMPTY), _lasting(it, 7.0))
    yield "cut_off", _until(it, lambda: it.show(*_cut_off()), _lasting(it, 4.0))
    _until(it, lambda: it.held("bird_dog_clean_mei"), lambda: it.guide.stage is Stage.POSITION)
    yield "position", _until(it, lambda: it.held("bird_dog_clean_mei"), _lasting(it, 2.0))
    yield "awaited", _until(it, lambda: it.held("bird_dog_clean_mei"), _lasting(it, 8.0))
    yield "unmet", _until(it, lambda: it.held(STRAIGHT), _lasting(it, 4.0))
    image = _until(it, lambda: it.held(HELPED, 40), _lasting(it, 1.0))
    # Nobody looks for a second person here: that takes an estimator on a thread of its own.
    it.guide.hints.now = Hint.TWO_PEOPLE
    yield "two_people", image


def _from_countdown(it: Rehearsal) -> Iterator[tuple[str, RgbImage]]:
    yield "countdown", _until(it, it.moving, lambda: it.guide.stage is Stage.COUNTDOWN)
    yield "movement", _until(it, it.moving, lambda: it.phase is Phase.OUTBOUND)
    yield "hold", _until(it, it.moving, lambda: _held_s(it) > 1.4)
    yield "cue", _until(it, it.moving, lambda: it.phase is Phase.HOLD and it.cued)
    yield "unseen", _until(it, lambda: it.held(EMPTY), _lasting(it, 2.5))
    it.session.command(Command.PAUSE)
    yield "paused", _until(it, lambda: it.held(EMPTY), _lasting(it, 0.5))
    it.session.command(Command.PAUSE)
    _until(it, it.moving, lambda: it.guide.stage is Stage.REST)
    yield "rest", _until(it, it.moving, _lasting(it, 4.0))
    it.scenes.help = True
    yield "keys", it.moving()
    it.scenes.help = False
    while it.guide.stage is not Stage.DONE:
        it.session.command(Command.NEXT)
    it.over_s = 8.0
    yield "summary", it.moving()


def _until(it: Rehearsal, step: Callable[[], RgbImage], reached: Callable[[], bool]) -> RgbImage:
    for _ in range(round(LONGEST_S * RATE_HZ)):
        image = step()
        if reached():
            return image
    raise SystemExit(f"live_pictures.py: the session stays in {it.guide.stage}, {it.phase} at {it.time_s:.0f} s")


def _lasting(it: Rehearsal, seconds: float) -> Callable[[], bool]:
    end_s = it.time_s + seconds
    return lambda: it.time_s >= end_s


def _held_s(it: Rehearsal) -> float:
    state = it.guide.run.state
    return state.hold_s if state is not None and state.phase is Phase.HOLD else 0.0


def _cut_off() -> tuple[RgbImage, Pose | None]:
    """Somebody whose feet are out of the picture."""
    image, pose = clip(MOVING, 60.0).at(0)
    if pose is None:
        raise SystemExit(f"live_pictures.py: nobody is seen in {MOVING}")
    shift = 0.4 * image.shape[1]
    points = pose.points + np.array([shift, 0, 0], np.float32)
    matrix = np.array([[1.0, 0.0, shift], [0.0, 1.0, 0.0]])
    moved = cv2.warpAffine(image, matrix, (image.shape[1], image.shape[0]), borderMode=cv2.BORDER_REFLECT)
    return np.asarray(moved, np.uint8), replace(pose, points=points)


def _drawn(shot: Shot, layout: Layout, language: Language) -> RgbImage:
    _, image, scene = shot
    window = np.zeros((layout.window[1], layout.window[0], 3), np.uint8)
    layout.paint(image, window)
    LivePicture(language).draw(window, scene)
    return window


def _write(path: Path, image: RgbImage) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    options = [cv2.IMWRITE_JPEG_QUALITY, 88] if path.suffix == ".jpg" else []
    cv2.imwrite(str(path), cv2.cvtColor(image, cv2.COLOR_RGB2BGR), options)


def _pictures(
    code: str, size: tuple[int, int], camera: tuple[int, int] | None = None
) -> Iterator[tuple[str, RgbImage]]:
    language = load_language(code)

    def layout_of(image: RgbImage) -> Layout:
        return Layout.of((image.shape[1], image.shape[0]), size)

    for shot in shots(language, layout_of, camera):
        yield shot[0], _drawn(shot, layout_of(shot[1]), language)


def _docs() -> None:
    pictures = dict(_pictures("en", (1280, 720)))
    small = [cv2.resize(pictures[name], (640, 360), interpolation=cv2.INTER_AREA) for name in IN_DOCS]
    edged = [cv2.copyMakeBorder(image, 3, 3, 3, 3, cv2.BORDER_CONSTANT, value=(255, 255, 255)) for image in small]
    rows = [np.concatenate(edged[start : start + 3], axis=1) for start in range(0, len(edged), 3)]
    _write(DOCS / "live.jpg", np.concatenate(rows).astype(np.uint8))


def main() -> None:
    """Writes the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("live_pictures"), metavar="FOLDER")
    parser.add_argument("--language", nargs="+", default=language_codes(), metavar="CODE")
    parser.add_argument("--size", nargs="+", type=_size, default=SIZES, metavar="WxH")
    parser.add_argument("--camera", type=_size, metavar="WxH", help="the shape of the camera's pictures")
    parser.add_argument("--docs", action="store_true", help="make docs/live.jpg anew")
    options = parser.parse_args()
    if options.docs:
        _docs()
        return
    for code in options.language:
        for size in options.size:
            for name, image in _pictures(code, size, options.camera):
                _write(options.out / f"{name}_{code}_{size[0]}x{size[1]}.png", image)


def _size(words: str) -> tuple[int, int]:
    width, height = words.split("x")
    return int(width), int(height)


if __name__ == "__main__":
    main()
