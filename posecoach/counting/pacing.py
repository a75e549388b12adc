"""Calls for a movement that is too small to be seen, and counts how often it was called for."""

from dataclasses import dataclass

from posecoach.counting.events import Event, Evidence, PaceCue, RepetitionCounted
from posecoach.exercise.schema import Dose, Pacing

__all__ = ["Pacer"]


@dataclass(slots=True)
class Pacer:
    """One cycle after the other: begin, hold, end, rest.

    A repetition counts when the start position was kept through all of it; it is never said to have been seen.

    Attributes:
        pacing: What to say.
        dose: How long to hold.
    """

    pacing: Pacing
    dose: Dose
    _began_s: float | None = None
    _said: int = 0

    def step(self, time_s: float, count: int, *, ready: bool) -> list[Event]:
        """Takes in a moment.

        Args:
            time_s: Media time.
            count: Repetitions so far.
            ready: Whether the body keeps the start position.
        """
        if not ready:
            self.stop()
            return []
        if self._began_s is None:
            self._began_s = time_s
        since_s = time_s - self._began_s
        hold_s = self.pacing.begin_s
        end_s = hold_s + self.dose.hold_s[0]
        steps = ((0.0, self.pacing.begin), (hold_s, self.pacing.hold), (end_s, self.pacing.end))
        if self._said < len(steps) and since_s >= steps[self._said][0]:
            text = steps[self._said][1]
            self._said += 1
            return [PaceCue(time_s, text)]
        if since_s < end_s + self.pacing.rest_s:
            return []
        began_s, self._began_s, self._said = self._began_s, None, 0
        return [self._repetition(began_s, count + 1, time_s)]

    def stop(self) -> None:
        """Gives up the cycle under way; the next one begins at its beginning."""
        self._began_s, self._said = None, 0

    def _repetition(self, began_s: float, number: int, time_s: float) -> RepetitionCounted:
        hold_s = self.dose.hold_s[0]
        held_from_s = began_s + self.pacing.begin_s
        return RepetitionCounted(
            number=number,
            side=None,
            start_s=began_s,
            hold_start_s=held_from_s,
            hold_end_s=held_from_s + hold_s,
            hold_s=hold_s,
            end_s=time_s - self.pacing.rest_s,
            faults=(),
            measures={},
            evidence=Evidence.PACED,
            confidence=0.0,
        )
