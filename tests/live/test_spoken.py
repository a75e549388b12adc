"""What is said in a session of every exercise, in every language: nothing that confuses, nothing too late."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from calibrating import FOURS, HOOK, WAYS
from guided import RATE_HZ, Part, Script, series_of, still, task, travel

from posecoach.capture.frame import Frame
from posecoach.counting.events import RepetitionStarted
from posecoach.exercise.library import load_exercise
from posecoach.feedback.words.announcer import Announcer
from posecoach.feedback.words.language import load_language
from posecoach.feedback.words.narrator import Narrator
from posecoach.feedback.words.phrases import Phrase
from posecoach.live.pose_frame import PoseFrame
from posecoach.live.session import LiveSession
from posecoach.live.sinks import Listener
from posecoach.pose.estimator import Pose
from posecoach.pose.landmarks import Side
from posecoach.pose.posture import Posture
from posecoach.session.guide import Guide
from posecoach.session.moments import ConditionUnmet, Moment, Said, SideAsked, SideChanged, Stage, StageEntered
from posecoach.session.speech import Motion
from posecoach.testing import AnyFigure
from posecoach.testing.recorders import RecordingChimes, RecordingSpeaker

IMAGE = np.random.default_rng(0).integers(80, 160, (720, 1280, 3), np.uint8)


@dataclass(slots=True)
class Mat:
    """Somebody who does what is said, and what they hear."""

    session: LiveSession
    told: list[tuple[Moment, bool]]
    time_s: float = 0.0
    frames: int = field(default=0)

    @classmethod
    def of(cls, exercise: str, language: str) -> "Mat":
        words = load_language(language)
        each = 1 if load_exercise(exercise).sides.in_turn else 2
        guide = Guide((task(exercise, hold_s=(3.0, 3.0), reps=(each, each)),))
        told: list[tuple[Moment, bool]] = []
        mat: Mat
        speaker = RecordingSpeaker(lambda: mat.time_s)
        announcer = Announcer(speaker, RecordingChimes(lambda: mat.time_s))
        listener = Listener(lambda moment: told.append((moment, guide.motion is not Motion.RESTS)))
        mat = cls(LiveSession(guide, Narrator(words), announcer, [listener]), told)
        return mat

    def show(self, script: Script) -> None:
        series = series_of(script)
        for row in range(len(series)):
            self.time_s = self.frames / RATE_HZ
            self.frames += 1
            pose = Pose(series.points[row], series.visibility[row], series.contour[row])
            self.session.see(PoseFrame(Frame(self.time_s, IMAGE), pose, self.frames, 0.0, 0.0, 0.0), rate=30.0)

    def wait(self, figure: AnyFigure, stage: Stage, longest_s: float = 60.0) -> None:
        for _ in range(round(longest_s)):
            if self.session.guide.stage is stage:
                return
            self.show(still(figure, 1.0))
        raise AssertionError(f"still in {self.session.guide.stage} after {longest_s} s")

    def side(self) -> Side | None:
        """The one that was asked for last."""
        sides = [one.side for one, _ in self.told if isinstance(one, SideAsked | SideChanged)]
        return sides[-1] if sides else None

    @property
    def said(self) -> list[tuple[Said, bool]]:
        return [(one, moving) for one, moving in self.told if isinstance(one, Said)]


@cache
def session_of(exercise: str, language: str) -> Mat:
    """Two repetitions, the first held too short, by somebody who is somewhere else at first."""
    mat = Mat.of(exercise, language)
    start, tops = WAYS[exercise]
    mat.show(still(FOURS if load_exercise(exercise).posture is Posture.SUPINE else HOOK, 16.0))
    mat.wait(start, Stage.EXERCISE)
    for number in range(8):
        if mat.session.over:
            break
        side = mat.side()
        way = tops if side is None else (tops[list(Side).index(side)],)
        mat.show(movement(start, way, 1.6 if number == 0 else 3.8))
    mat.show(still(start, 4.0))
    return mat


def movement(start: AnyFigure, tops: Sequence[AnyFigure], hold_s: float) -> list[Part]:
    """From the start position to one end position after the other, and back to a rest."""
    places = [start, *tops, start]
    ways = [(*travel(one, other, 1.5), *still(other, hold_s)) for one, other in pairwise(places)]
    return [*(part for way in ways for part in way), *still(start, 4.0 - hold_s if hold_s < 4.0 else 0.0)]


SESSIONS = [(exercise, language) for exercise in sorted(WAYS) for language in ("en", "de")]


@pytest.mark.parametrize(("exercise", "language"), SESSIONS)
def test_everything_that_is_said_keeps_the_rules(exercise: str, language: str) -> None:
    """No bare number, nothing past during a movement, the side before each movement, nothing after the farewell."""
    mat = session_of(exercise, language)
    texts = [one.text for one, _ in mat.said]
    assert not [text for text in texts if re.fullmatch(r"[\d\s.,]+", text)]
    assert not [one.text for one, moving in mat.said if one.why == "FaultRecalled" and moving]
    assert texts[-1] == load_language(language).text(Phrase.SAY_FINISHED)
    assert mat.session.over
    if mat.session.guide.tasks[0].exercise.sides.in_turn:
        assert all(sides_before_movements(mat.told))


def sides_before_movements(told: list[tuple[Moment, bool]]) -> Iterator[bool]:
    """Whether a side was said before each movement, since the one before."""
    said = False
    for moment, moving in told:
        if isinstance(moment, Said):
            said |= moment.why in ("SideAsked", "SideChanged")
        elif isinstance(moment, RepetitionStarted) and moving:
            yield said
            said = False


@pytest.mark.parametrize("exercise", sorted(WAYS))
def test_nobody_waits_in_silence(exercise: str) -> None:
    """Whoever isn't in the start position hears something at least every eight seconds, and what is missing."""
    mat = session_of(exercise, "en")
    entered = [one for one, _ in mat.told if isinstance(one, StageEntered) and one.stage is Stage.EXERCISE]
    begins_s = entered[0].time_s
    times_s = [0.0, *(one.time_s for one, _ in mat.said if one.time_s < begins_s), begins_s]
    assert max(np.diff(times_s)) < 8.0 + 4.0
    if mat.session.guide.tasks[0].exercise.gate.start is not None:
        assert [one for one, _ in mat.told if isinstance(one, ConditionUnmet)]
