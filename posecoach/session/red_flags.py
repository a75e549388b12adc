"""Questions about red flags: signs that a professional should look at before somebody exercises."""

from dataclasses import dataclass, field
from enum import Enum

__all__ = ["RED_FLAGS", "Question", "RedFlagQuestions"]


class Question(str, Enum):
    """What is asked before a session, to be answered with yes or no.

    Severe or lasting pain, numbness and weakness belong before a professional (article B).
    """

    NUMBNESS = "Do you have numbness or tingling in a leg, in the groin or around the seat?"
    WEAKNESS = "Do you have weakness in a leg, or trouble with bladder or bowels?"
    SEVERE = "Is the pain severe, or did it come after a fall or an accident?"
    LASTING = "Has the pain lasted for more than three months, or does it wake you at night?"
    GO_ON = "Go on all the same, because a professional has said that you may?"
    """Asked when one of the others was answered with yes."""


RED_FLAGS = (Question.NUMBNESS, Question.WEAKNESS, Question.SEVERE, Question.LASTING)
_SILENCE_S = 8.0
"""A question that is followed by so long a silence wasn't heard."""
_MOST_TIMES = 2
"""How often a question is spoken; it is on the screen until it is answered."""


@dataclass(slots=True)
class RedFlagQuestions:
    """Asks one question after the other.

    Attributes:
        answers: Whether each question was answered with yes.
    """

    answers: dict[Question, bool] = field(default_factory=dict)
    _times: int = 0
    _silent_since_s: float = 0.0

    @property
    def now(self) -> Question | None:
        """The question to be answered; None when all are."""
        asked = (*RED_FLAGS, *([Question.GO_ON] if any(self.answers.values()) else []))
        return next((question for question in asked if question not in self.answers), None)

    @property
    def refused(self) -> bool:
        """Whether somebody with a red flag shouldn't exercise yet."""
        return self.answers.get(Question.GO_ON) is False

    def answer(self, *, yes: bool) -> None:
        """Answers the question that is asked now, if there is one."""
        question = self.now
        if question is not None:
            self.answers[question], self._times = yes, 0

    def step(self, time_s: float, *, speaking: bool) -> Question | None:
        """Takes in a moment; returns the question to be spoken now, if one is.

        Args:
            time_s: The moment.
            speaking: Whether the voice is still saying something.
        """
        if speaking:
            self._silent_since_s = time_s
            return None
        again = self._times < _MOST_TIMES and time_s - self._silent_since_s >= _SILENCE_S
        if self._times and not again:
            return None
        self._times, self._silent_since_s = self._times + 1, time_s
        return self.now
