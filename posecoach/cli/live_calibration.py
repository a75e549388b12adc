"""Three comfortable repetitions in front of a camera, for a calibration."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from posecoach.capture.choosing import live_source
from posecoach.cli import live
from posecoach.cli.console import report_error
from posecoach.cli.first_advice import advice_given
from posecoach.cli.model import estimator_for
from posecoach.coaching.guide.task import GuidedTask
from posecoach.errors import SourceError
from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.feedback.voice.choosing import make_voice
from posecoach.feedback.voice.protocols import VoiceMode
from posecoach.feedback.words.language import load_language
from posecoach.feedback.words.phrases import Phrase
from posecoach.live.launch import Equipment, LiveJob, run_live
from posecoach.pose.recording import load_landmarks
from posecoach.pose.series import PoseSeries
from posecoach.tuning.person.loosening import loosened, without_cues

__all__ = ["Look", "film_calibration"]

_REPETITIONS = 3
_HOLD_S = 2.0
"""Long enough to tell what is held from what is passed through, short enough for a position that is hard to keep."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the person is seen and spoken to.

    Attributes:
        camera: Index, name or address.
        voice: What is heard.
        language: Code of the language.
        full_screen: Whether the window fills the screen.
        model: The user's own pose model; None for the program's.
    """

    camera: str
    voice: VoiceMode
    language: str
    full_screen: bool
    model: Path | None


def film_calibration(exercise: Exercise, look: Look) -> PoseSeries:
    """Leads somebody through a rest and three repetitions; nothing of it is kept but the landmarks returned.

    Raises:
        SourceError: If the camera can't be opened, or the session was left before anything was seen.
        PosecoachError: If frames can't be looked at.
    """
    with tempfile.TemporaryDirectory(prefix="posecoach-calibrate-") as folder:
        folders = _run(exercise, look, Path(folder))
        # A repetition that was begun again is recorded in a folder of its own, after the others.
        recorded = [path for path in (one / "landmarks.npz" for one in folders) if path.exists()]
        if not recorded:
            raise SourceError("nothing was recorded; lie down where the camera sees all of you, and begin when asked")
        return load_landmarks(recorded[-1])[1]


def _run(exercise: Exercise, look: Look, folder: Path) -> list[Path]:
    """Runs the session; gives the folders of what was recorded."""
    source = live_source(look.camera)
    task = _task(exercise)
    words = load_language(look.language)
    job = LiveJob((task,), language=words, mode=look.voice, advise=not advice_given(), record=folder)
    display = live.open_display(exercise.name, full_screen=look.full_screen)
    heard = make_voice(look.voice, look.language)
    try:
        equipment = Equipment(source, estimator_for(look.model, [exercise]), display, heard)
        result = run_live(job, equipment, notice=report_error, listen=live.note_acceptance)
    finally:
        display.close()
        heard.close()
    return [] if result.records is None else result.records.folders


def _task(exercise: Exercise) -> GuidedTask:
    held = exercise.doses[exercise.default_dose].hold_s[1] > 0
    hold_s = (_HOLD_S, _HOLD_S) if held else (0.0, 0.0)
    dose = Dose(hold_s=hold_s, reps=(_REPETITIONS, _REPETITIONS))
    easy = without_cues(loosened(exercise))
    return GuidedTask(easy, "calibration", dose, rest_s=0.0, note=Phrase.SAY_CALIBRATE.value)
