"""What an exercise came to, in words: how much was done, what went well, and the one thing that would help most."""

import statistics
from dataclasses import dataclass

from posecoach.counting.holds import HOLD_CHECK
from posecoach.exercise.schema import Dose, Exercise
from posecoach.feedback.words.language import Language
from posecoach.feedback.words.narrator import hold_words
from posecoach.feedback.words.phrases import CountedPhrase, Phrase
from posecoach.session.task import Achievement

__all__ = ["AchievementWords", "achievement_words"]


@dataclass(frozen=True, slots=True)
class AchievementWords:
    """An exercise's part of a summary; each is a line of its own.

    Attributes:
        done: Done of asked, held of wanted, good of done.
        well: What went well; empty where nothing was done.
        help: What would help most next time; empty where nothing is missing.
    """

    done: str
    well: str
    help: str


def achievement_words(exercise: Exercise, dose: Dose, achieved: Achievement, language: Language) -> AchievementWords:
    """Puts into words what an exercise came to."""
    return AchievementWords(
        _done(dose, achieved, language),
        _well(dose, achieved, language),
        _help(exercise, dose, achieved, language),
    )


def _done(dose: Dose, achieved: Achievement, language: Language) -> str:
    if dose.moving_s is not None:
        return language.counted(CountedPhrase.DONE_TIME, dose.moving_s[0], done=int(achieved.moving_s))
    if achieved.asked:
        words = [language.counted(CountedPhrase.DONE_REPETITIONS, achieved.asked, done=achieved.count)]
    else:
        words = [language.counted(CountedPhrase.REPETITIONS, achieved.count)]
    if achieved.count:
        wanted_s = dose.hold_s[0]
        if wanted_s > 0:
            held = language.number(statistics.median(achieved.holds_s))
            words.append(language.counted(CountedPhrase.DONE_HELD, wanted_s, held=held))
        words.append(language.counted(CountedPhrase.DONE_GOOD, achieved.good))
    return ", ".join(words)


def _well(dose: Dose, achieved: Achievement, language: Language) -> str:
    count, timed = achieved.count, dose.moving_s is not None
    cases = (
        (timed and achieved.moving_s >= (dose.moving_s or (0.0,))[0], Phrase.WELL_ALL),
        (not timed and 0 < count == achieved.good, Phrase.WELL_FORM),
        (not timed and count > 0 < dose.hold_s[0] and not achieved.faults.get(HOLD_CHECK), Phrase.WELL_HELD),
        (not timed and count >= achieved.asked > 0, Phrase.WELL_ALL),
        (not timed and achieved.good > 0, Phrase.WELL_SOME),
        (count > 0, Phrase.WELL_BEGUN),
    )
    return next((language.text(phrase) for holds, phrase in cases if holds), "")


def _help(exercise: Exercise, dose: Dose, achieved: Achievement, language: Language) -> str:
    fault = achieved.usual_fault
    if fault == HOLD_CHECK:
        return language.text(Phrase.SAY_NEXT_TIME, cue=hold_words(dose, language))
    rule = next((one for one in exercise.rules if one.id == fault), None)
    if rule is not None:
        return language.text(Phrase.SAY_NEXT_TIME, cue=f"{language.of_exercise(exercise.id, rule.cue)}")
    if dose.moving_s is None and achieved.count < achieved.asked:
        return language.counted(CountedPhrase.HELP_MORE, achieved.asked)
    return ""
