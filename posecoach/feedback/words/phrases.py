"""Everything that the program itself shows and says, in English, and doses in words."""

from enum import Enum

from posecoach.exercise.dose import Dose
from posecoach.exercise.schema import Exercise
from posecoach.feedback.words.language import Language

__all__ = ["Phrase", "dose_words", "hold_words"]


class Phrase(str, Enum):
    """A text, or a template with values in braces."""

    # Shown beside the count.
    GET_READY = "Get into position"
    READY = "Ready"
    MOVE = "Move slowly"
    FAR_ENOUGH = "Far enough"
    HOLD = "Hold"
    GO_BACK = "Go back slowly"
    UNSEEN = "I can't see you"
    LEFT = "left"
    RIGHT = "right"
    OF_SECONDS = "of {seconds} s"
    SECONDS = "{seconds} s"
    NOT_COUNTED = "Not counted: {reason}."

    # Headings and hints of the other screens.
    ADVICE_TITLE = "Before you begin"
    ADVICE_NOT_MEDICAL = (
        "posecoach is not a medical device. See a physiotherapist first, above all when pain is severe or lasting, "
        "or comes with numbness or weakness."
    )
    ADVICE_STOP = "Stop at once when an exercise brings new pain. Never force a stretch, and keep breathing."
    ADVICE_MAT = "Wear comfortable clothes and use a firm, flat mat."
    ADVICE_ACCEPT = "Press any key, or wait {seconds} seconds."
    PLACEMENT_TITLE = "Find your place"
    POSITION_TITLE = "Start position"
    REST_TITLE = "Rest"
    NEXT = "Next: {exercise}"
    PAUSED_TITLE = "Paused"
    PAUSED_KEY = "Press space to go on, or get into the start position again."
    PAUSED_AWAY = "Get into the start position again to go on."
    DONE_TITLE = "Done"
    DONE_REPETITIONS = "{count} of {target} repetitions"
    DONE_ONE_REPETITION = "{count} of 1 repetition"
    DONE_TIME = "{count} of {target} seconds"
    DONE_GOOD = "{good} in good form"
    DONE_QUIT = "Press q to leave."
    HELP_TITLE = "Keys"
    HELP_PAUSE = "pause or go on"
    HELP_NEXT = "next exercise"
    HELP_RESTART = "begin this exercise again"
    HELP_MUTE = "sound on or off"
    HELP_DOSE = "another dose"
    HELP_FULL_SCREEN = "full screen"
    HELP_HELP = "show or hide these keys"
    HELP_QUIT = "leave"
    HELP_SPACE = "space"
    HELP_ARMS = "Or raise both arms over your head for two seconds, standing or sitting, to pause and to go on."
    MUTED = "sound off"
    REPETITIONS = "{count} repetitions"
    ONE_REPETITION = "one repetition"
    REPETITIONS_EACH_SIDE = "{count} repetitions on each side"
    ONE_REPETITION_EACH_SIDE = "one repetition on each side"
    HOLD_FOR = "hold {seconds} seconds"
    HOLD_FOR_ONE = "hold one second"
    HOLD_LONGER = "Hold the position for {seconds} seconds."
    HOLD_LONGER_ONE = "Hold the position for one second."
    MOVE_FOR_ONE = "keep moving for one second"
    MOVE_FOR = "keep moving for {seconds} seconds"
    TO = "{first} to {last}"

    # Asked in the terminal.
    ASK_NUMBNESS = "Do you have numbness or tingling in a leg, in the groin or around the seat?"
    ASK_WEAKNESS = "Do you have weakness in a leg, or trouble with bladder or bowels?"
    ASK_SEVERE = "Is the pain severe, or did it come after a fall or an accident?"
    ASK_LASTING = "Has the pain lasted for more than three months, or does it wake you at night?"
    ASK_GO_ON = "Go on all the same, because a professional has said that you may?"
    SEE_A_PROFESSIONAL = "Please see a doctor or a physiotherapist before you exercise."

    # Spoken.
    SAY_STOP_IF_IT_HURTS = "Stop if it hurts."
    SAY_BEGIN = "Begin."
    SAY_HOLD = "Hold."
    SAY_BACK = "And back."
    SAY_LEFT = "Now the left side."
    SAY_RIGHT = "Now the right side."
    SAY_ENOUGH = "That is enough. Up to {count} more if it feels good."
    SAY_REST = "Rest. Next: {exercise}."
    SAY_REST_LEFT = "{seconds} seconds left."
    SAY_MOVED = "{seconds} seconds done."
    SAY_PAUSED = "Paused."
    SAY_PAUSED_AWAY = "Paused. Get into the start position again to go on."
    SAY_PAUSED_CAMERA = "Paused. The camera gives no pictures."
    SAY_RESUMED = "Going on."
    SAY_MENDED = "That's better."
    SAY_WELL_DONE = "Well done."
    SAY_DONE = "Done. {count} repetitions."
    SAY_DONE_ONE = "Done. One repetition."
    SAY_DONE_TIME = "Done."
    SAY_FINISHED = "That was all for today."
    SAY_CALIBRATE = "Rest for a moment in the start position, and then go only as far as is comfortable."


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
