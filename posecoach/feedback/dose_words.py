"""A dose in words, to be read and to be spoken."""

from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.feedback.language import Language
from posecoach.feedback.phrases import Phrase

__all__ = ["dose_words", "hold_words"]


def dose_words(exercise: Exercise, dose: Dose, language: Language) -> str:
    """Such as "10 to 15 repetitions, hold 5 seconds"."""
    if dose.moving_s is not None:
        return _seconds(dose.moving_s, language, Phrase.MOVE_FOR, Phrase.MOVE_FOR_ONE)
    words = [_repetitions(exercise, dose, language)]
    if dose.hold_s[1] > 0:
        words.append(_seconds(dose.hold_s, language, Phrase.HOLD_FOR, Phrase.HOLD_FOR_ONE))
    return ", ".join(words)


def _repetitions(exercise: Exercise, dose: Dose, language: Language) -> str:
    in_turn = exercise.sides.in_turn
    if dose.reps == (1, 1):
        return language.text(Phrase.ONE_REPETITION_EACH_SIDE if in_turn else Phrase.ONE_REPETITION)
    phrase = Phrase.REPETITIONS_EACH_SIDE if in_turn else Phrase.REPETITIONS
    return language.text(phrase, count=_range(dose.reps, language))


def hold_words(dose: Dose, language: Language) -> str:
    """What to do about a hold that was too short."""
    shortest_s = dose.hold_s[0]
    return _seconds((shortest_s, shortest_s), language, Phrase.HOLD_LONGER, Phrase.HOLD_LONGER_ONE)


def _seconds(ends: tuple[float, float], language: Language, several: Phrase, one: Phrase) -> str:
    return language.text(one) if ends == (1, 1) else language.text(several, seconds=_range(ends, language))


def _range(ends: tuple[float, float], language: Language) -> str:
    first, last = (f"{end:g}" for end in ends)
    return first if first == last else language.text(Phrase.TO, first=first, last=last)
