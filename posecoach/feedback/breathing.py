"""When to breathe in and out: slowly, in step with the movement."""

import math
from dataclasses import dataclass

from posecoach.coaching.guide.run import ExerciseRun
from posecoach.counting.state import Phase
from posecoach.exercise.schema import Breathing as BreathingCues
from posecoach.feedback.language import Language
from posecoach.feedback.scene import Breath

__all__ = ["Breathing"]

_BREATH_S = 3.0
"""One breath in, or one out."""
_HALF = 0.5
"""How full lungs are between breaths, of those that a pacer begins with."""
_IN, _OUT = "breathe in", "breathe out"


@dataclass(slots=True)
class Breathing:
    """Follows the phases of a movement."""

    _text: str | None = None
    _since_s: float = 0.0
    _fill: float = _HALF

    def at(self, run: ExerciseRun, language: Language) -> Breath | None:
        """The breath of this moment; None where the exercise doesn't say how to breathe."""
        state = run.state
        if state is None:
            return None
        english = _cue(run.task.exercise.breathing, state.phase)
        if english is None:
            self._text, self._fill = None, _HALF
            return None
        if english != self._text:
            fill = self._fill if self._text is None else self._now(state.time_s)
            self._text, self._since_s, self._fill = english, state.time_s, fill
        return Breath(language.of_exercise(run.task.exercise.id, english), self._now(state.time_s))

    def _now(self, time_s: float) -> float:
        """How full the lungs should be: towards full or empty as the cue says, else to and fro."""
        share = min(1.0, (time_s - self._since_s) / _BREATH_S)
        eased = 0.5 - 0.5 * math.cos(math.pi * share)
        cue = (self._text or "").lower()
        if cue.startswith(_IN):
            return self._fill + (1 - self._fill) * eased
        if cue.startswith(_OUT):
            return self._fill * (1 - eased)
        return 0.5 + 0.5 * math.sin(math.pi * (time_s - self._since_s) / _BREATH_S + math.asin(2 * self._fill - 1))


def _cue(cues: BreathingCues, phase: Phase) -> str | None:
    by_phase = {Phase.OUTBOUND: cues.lifting, Phase.HOLD: cues.hold, Phase.RETURNING: cues.lowering}
    return by_phase.get(phase)
