from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest
from live_people import RATE_HZ, bridges, filmed
from rehearsal import Rehearsal, begins_s

from posecoach.capture.frame import Frame, RgbImage
from posecoach.capture.grabber import GrabState
from posecoach.feedback.draw.scene import Scene
from posecoach.feedback.words.language import load_language
from posecoach.feedback.words.phrases import Phrase
from posecoach.live.pose_frame import PoseFrame
from posecoach.session.moments import Moment, Paused, Resumed, Stage, StageEntered
from posecoach.session.red_flags import Question
from posecoach.testing import scripted_pose
from posecoach.testing.figures import Figure

SIZE = (160, 90)


def pressed(key: str, at_s: float, *, advise: bool = False, until_s: float | None = None) -> Rehearsal:
    """Two exercises, with a key after a time; the camera ends a second later."""
    film = [filmed(at_s + 1.0 if until_s is None else until_s)]
    return Rehearsal.of(film, bridges(), bridges(), keys={round(at_s * RATE_HZ): key}, advise=advise).run()


def last(rehearsal: Rehearsal) -> Scene:
    """The last scene before the camera ended."""
    return [scene for scene in rehearsal.picture.scenes if scene.stage is not Stage.DONE][-1]


KEYS: dict[str, Callable[[Rehearsal], object]] = {
    "space": lambda it: last(it).stage is Stage.PAUSED,
    "n": lambda it: it.session.guide.place == 1,
    "r": lambda it: len(it.session.guide.runs) == 2 and it.session.guide.place == 0,
    "d": lambda it: it.session.guide.run.task.dose_name != "own",
    "m": lambda it: last(it).muted,
    "f": lambda it: it.display.full_screen,
    "?": lambda it: last(it).card is not None and last(it).stage is not Stage.PAUSED,
    "q": lambda it: it.picture.scenes[-1].stage is Stage.PLACEMENT,
    "escape": lambda it: it.picture.scenes[-1].stage is Stage.PLACEMENT,
}


@pytest.mark.parametrize("key", [*KEYS, "x"])
def test_each_key_does_what_the_help_says(key: str) -> None:
    """And nothing else; other keys do nothing."""
    rehearsal = pressed(key, 1.0)
    assert {name for name, done in KEYS.items() if done(rehearsal)} == (
        {"q", "escape"} if key in ("q", "escape") else {key} & KEYS.keys()
    )


@pytest.mark.parametrize("key", ["space", "m", "?", "enter"])
def test_any_key_accepts_the_advice(key: str) -> None:
    """It does nothing else then."""
    rehearsal = pressed(key, 1.0, advise=True)
    assert [one.stage for one in rehearsal.moments if isinstance(one, StageEntered)][:2] == [
        Stage.ADVICE,
        Stage.PLACEMENT,
    ]
    assert not any(done(rehearsal) for name, done in KEYS.items() if name not in ("q", "escape"))


@pytest.mark.parametrize(
    ("language", "keys", "begins"),
    [
        ("en", "nnnn", True),
        ("en", "nynny", True),
        ("de", "njnnj", True),
        ("de", "nynny", True),
        ("es", "snnns", True),
        ("de", "nnnjn", False),
        ("en", "nnnj", False),
        ("en", "nnnr", False),
    ],
)
def test_red_flags_are_answered_by_keys(language: str, keys: str, *, begins: bool) -> None:
    """By the language's own letters and by the English ones; other keys are no answer."""
    presses = dict(enumerate(keys, start=2))
    rehearsal = Rehearsal.of([filmed(2.0)], language=load_language(language), ask=True, keys=presses).run()
    assert (Stage.PLACEMENT in [one.stage for one in rehearsal.moments if isinstance(one, StageEntered)]) == begins


def test_an_answer_cuts_the_question_off() -> None:
    """Who has read it needn't wait; the next one is said, and what the last answer leads to."""
    rehearsal = Rehearsal.of([filmed(3.0)], ask=True, keys=dict.fromkeys(range(8, 12), "y") | {30: "n"}).run()
    first, *others = rehearsal.speaker.log
    assert (first.text, others[0].text) == (Question.NUMBNESS.value, Question.WEAKNESS.value)
    assert first.end_s == pytest.approx(8 / RATE_HZ, abs=0.1)
    assert rehearsal.said[-3:] == [Phrase.SEE_A_PROFESSIONAL.value, Question.GO_ON.value, Phrase.SAY_FINISHED.value]


@pytest.mark.parametrize("key", ["space", "m", "f", "?"])
def test_a_second_time_takes_it_back(key: str) -> None:
    """Pause, sound, screen and help go to and fro."""
    rehearsal = Rehearsal.of([filmed(2.0)], keys={10: key, 20: key}).run()
    assert not KEYS[key](rehearsal)


def test_muting_stops_the_voice_at_once() -> None:
    """What was being said is cut, and nothing is said until the sound is on again."""
    rehearsal = Rehearsal.of([filmed(begins_s())], keys={4: "m", 60: "m"}).run()
    off_s, on_s = 4 / RATE_HZ, 60 / RATE_HZ
    cut, after = rehearsal.speaker.log[0], rehearsal.speaker.log[1]
    assert cut.text == "Stop if it hurts."
    assert cut.end_s == pytest.approx(off_s, abs=0.1)
    assert after.start_s >= on_s


@pytest.mark.parametrize(("key", "stays_s"), [(None, 30.0), ("q", 2.0)])
def test_the_summary_stays_and_then_goes(key: str | None, stays_s: float) -> None:
    """Long enough to get up and read it; a key takes it away."""
    keys = {15: "n"} | ({15 + round(2 * RATE_HZ): key} if key else {})
    rehearsal = Rehearsal.of([filmed(4.0)], keys=keys).run(summary_s=30.0)
    done = [one.time_s for one in rehearsal.moments if isinstance(one, StageEntered) and one.stage is Stage.DONE]
    assert len(done) == 1
    assert rehearsal.loop.clock() - done[0] == pytest.approx(stays_s, abs=0.3)
    summary = rehearsal.picture.scenes[-1].summary
    assert summary is not None
    assert summary.shown_s == pytest.approx(stays_s, abs=0.3)


def test_the_last_words_are_waited_for() -> None:
    """However slowly they are spoken."""
    rehearsal = Rehearsal.of([filmed(2.0)], keys={15: "n"}, letter_s=1.0).run()
    assert rehearsal.said[-1] == "That was all for today."
    assert not rehearsal.session.announcer.busy


def test_speed_is_shown_if_asked_for() -> None:
    """As soon as there is something to tell."""
    rehearsal = Rehearsal.of([filmed(2.0)])
    rehearsal.loop.show_stats = True
    rehearsal.run()
    first, *_, final = rehearsal.picture.scenes
    assert len(first.stats) == 1
    assert [line[:9] for line in final.stats] == ["camera 16", f"{RATE_HZ} fram", "capture t", "landmarks"]


def test_what_is_missing_is_told_once() -> None:
    """Whenever it turns out."""
    rehearsal, notices = Rehearsal.of([filmed(1.0)]), list[str]()
    found = deque([[], ["no sounds are played"], [], ["nothing is spoken", "nothing at all"]])
    rehearsal.loop.problems = lambda: found.popleft() if found else []
    rehearsal.loop.notice = notices.append
    rehearsal.run()
    assert notices == ["no sounds are played", "nothing is spoken", "nothing at all"]


def test_the_person_is_found_anew_for_each_exercise() -> None:
    """They turn over in between; the first time they are found anyway."""
    rehearsal = pressed("n", 2.0, until_s=3.0)
    assert rehearsal.stepped.resets == 1


@dataclass
class Played:
    """Pose frames by a script: a state and whether there is one; then the source has ended."""

    script: deque[tuple[GrabState, bool]]
    state: GrabState = GrabState.OPENING
    rate: float = 30.0
    given: int = 0
    time_s: float = 0.0
    frames: list[Frame] = field(default_factory=list)

    def next(self, timeout_s: float) -> PoseFrame | None:
        self.state, seen = self.script.popleft() if self.script else (GrabState.ENDED, False)
        self.time_s += timeout_s
        if self.state is GrabState.ENDED:
            return None
        self.given += 1
        self.frames.append(Frame(self.time_s, picture(self.given)))
        pose_frame = PoseFrame(self.frames[-1], scripted_pose(Figure.supine(), SIZE, 32.0), self.given, 0.0, 0.0, 0.0)
        return pose_frame if seen else None

    def reset_tracking(self) -> None:
        """Not asked for here."""

    def preview(self) -> Frame | None:
        return self.frames[-1] if self.frames else None

    def clock(self) -> float:
        return self.time_s


def picture(number: int) -> RgbImage:
    """One that differs from its mirror image, and from all others."""
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    image[:, : SIZE[0] // 2] = 100 + number
    return image


def played(*script: tuple[GrabState, bool]) -> tuple[Rehearsal, Played]:
    """A session of such pose frames, and these."""
    pose_frames = Played(deque(script))
    rehearsal = Rehearsal.of([], watch=lambda _: pose_frames)
    rehearsal.display.keep = lambda number: number <= 3
    return rehearsal.run(), pose_frames


def test_pictures_are_mirrored_for_the_screen_alone() -> None:
    """The camera's own stay as they are: landmarks are of those, and they are recorded."""
    rehearsal, pose_frames = played((GrabState.LIVE, True), (GrabState.LIVE, True))
    assert [image.tolist() for image in rehearsal.display.kept.values()][:2] == [
        picture(number)[:, ::-1].tolist() for number in (1, 2)
    ]
    assert [frame.image.tolist() for frame in pose_frames.frames] == [picture(1).tolist(), picture(2).tolist()]


def test_the_camera_is_shown_while_nothing_is_found_yet() -> None:
    """The model takes seconds to load, and a window that stays black looks broken."""
    rehearsal, _ = played((GrabState.OPENING, False), (GrabState.LIVE, False), (GrabState.LIVE, True))
    kept = rehearsal.display.kept
    assert [int(kept[number].max()) for number in (1, 2, 3)] == [101, 102, 103]


def test_a_picture_that_comes_late_is_no_camera_that_is_back() -> None:
    """Looking at the last picture may end after the camera's failure was noticed: that is no going on."""
    live, gone = (GrabState.LIVE, True), (GrabState.GONE, False)
    rehearsal, _ = played(live, gone, (GrabState.GONE, True), gone, live)
    signs: list[Moment] = [one for one in rehearsal.moments if isinstance(one, Paused | Resumed)]
    assert [type(one) for one in signs] == [Paused, Resumed]
