"""Whether the demonstration loops show good form, by the product's own analysis."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from posecoach.analysis import origin_of
from posecoach.api import coach
from posecoach.capture.video import VideoFile
from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.pose.landmarking import landmark_video, usable_cores
from posecoach.pose.mediapipe_estimator import MediaPipeEstimators
from posecoach.pose.model_store import ModelStore
from posecoach.pose.recording import LandmarkRecorder
from posecoach.pose.series import Landmarks, concatenate
from posecoach.results.session import Session
from sample_videos.demonstrations import DEMONSTRATIONS
from sample_videos.loop_files import LOOPS

__all__ = ["LANDMARKS", "Verdict", "coached", "verdicts"]

LANDMARKS = Path(__file__).parents[1] / "tests" / "sample_videos" / "demonstrations"
"""Where the loops' landmarks are kept, for a test that has no time to find them."""

_HELD = 0.7
"""Share of a loop's own hold that the analysis must find: a dose's hold of up to half a minute is no loop's."""


@dataclass(frozen=True)
class Verdict:
    """What the analysis says of a loop.

    Attributes:
        exercise: Its id.
        wanted: Repetitions that it shows.
        session: The analysis.
    """

    exercise: str
    wanted: int
    session: Session

    @property
    def good(self) -> bool:
        """Whether everything was counted, and nothing objected to."""
        session = self.session
        counted = session.rep_count == self.wanted and all(rep.good for rep in session.reps)
        return counted and not (session.faults or session.attempts or session.not_counted)

    @property
    def line(self) -> str:
        """In words."""
        reps = self.session.reps
        held = ", ".join(f"{rep.hold_s:.1f} s" for rep in reps)
        faults = ", ".join(sorted({fault.check for fault in self.session.faults})) or "none"
        good = sum(rep.good for rep in reps)
        counts = f"{self.session.rep_count} of {self.wanted} counted, {good} good"
        return f"{self.exercise:24} {counts}, held {held or '-'}, faults: {faults}"


def verdicts(exercises: Iterable[str]) -> Iterable[Verdict]:
    """Analyses loops one after the other, and keeps their landmarks."""
    LANDMARKS.mkdir(exist_ok=True)
    for exercise in exercises:
        yield coached(exercise, _found(exercise))


def _found(exercise: str) -> Landmarks:
    video = VideoFile.open(LOOPS / f"{exercise}.mp4")
    estimators = MediaPipeEstimators(ModelStore().ensure(), with_contour=load_exercise(exercise).needs_contour)
    found = concatenate(list(landmark_video(video, estimators, workers=usable_cores(), progress=lambda _: None)))
    with LandmarkRecorder(origin_of(video, estimators)) as recorder:
        recorder.add(found)
        recorder.save(LANDMARKS / f"{exercise}.npz")
    return found


def coached(exercise: str, landmarks: Landmarks) -> Verdict:
    """Counts and judges a loop by its landmarks."""
    demonstration, asked = DEMONSTRATIONS[exercise], load_exercise(exercise).dose_named()
    hold_s = _HELD * demonstration.pace.hold if asked.hold_s[0] else 0.0
    dose = Dose(hold_s=(hold_s, max(hold_s, asked.hold_s[1])), reps=asked.reps)
    return Verdict(exercise, len(demonstration.movement.sides), coach(landmarks, exercise, dose=dose))
