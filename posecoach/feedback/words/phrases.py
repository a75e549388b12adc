"""Everything that the program itself shows and says, in English."""

from enum import Enum

__all__ = ["CountedPhrase", "Phrase"]


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
    SEEN_WELL = "I see all of you."
    LEFT = "left"
    RIGHT = "right"
    NOT_COUNTED = "Not counted: {reason}."

    # The line at the bottom.
    PLAN_PLACE = "Exercise {place} of {count}"
    MINUTES_LEFT = "{minutes} min left"

    # Headings and hints of the other screens.
    ADVICE_TITLE = "Before you begin"
    ADVICE_NOT_MEDICAL = (
        "posecoach is not a medical device. See a physiotherapist first, above all when pain is severe or lasting, "
        "or comes with numbness or weakness."
    )
    ADVICE_STOP = "Stop at once when an exercise brings new pain. Never force a stretch, and keep breathing."
    ADVICE_MAT = "Wear comfortable clothes and use a firm, flat mat."
    PLACEMENT_TITLE = "Find your place"
    POSITION_TITLE = "Start position"
    REST_TITLE = "Rest"
    NEXT = "Next: {exercise}"
    PAUSED_TITLE = "Paused"
    PAUSED_KEY = "Press space to go on, or get into the start position again."
    PAUSED_AWAY = "Get into the start position again to go on."
    DONE_TITLE = "Done"
    WELL_FORM = "Every repetition was in good form."
    WELL_HELD = "Every hold was long enough."
    WELL_ALL = "You did all that was asked."
    WELL_SOME = "Some repetitions were in good form already."
    WELL_BEGUN = "You have made a start."
    SAVED = "Saved in {folder}"
    NOT_SAVED = "Nothing was saved."
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
    RECORD_INCOMPLETE = "not all is recorded"
    TO = "{first} to {last}"

    # Beside the questions about red flags.
    QUESTION_PLACE = "Question {place} of {count}"
    QUESTION_KEYS = "Press a key to answer, or q to leave."
    YES = "yes"
    NO = "no"
    SEE_A_PROFESSIONAL = "Please see a doctor or a physiotherapist before you exercise."

    # Spoken.
    SAY_NUMBER = "Number {number}."
    SAY_NEXT_TIME = "Next time: {cue}"
    SAY_BEGIN_LEFT = "Begin with the left side."
    SAY_BEGIN_RIGHT = "Begin with the right side."
    SAY_STOP_IF_IT_HURTS = "Stop if it hurts."
    SAY_BEGIN = "Begin."
    SAY_HOLD = "Hold."
    SAY_BACK = "And back."
    SAY_LEFT = "Now the left side."
    SAY_RIGHT = "Now the right side."
    SAY_REST = "Rest. Next: {exercise}."
    SAY_PAUSED = "Paused."
    SAY_PAUSED_AWAY = "Paused. Get into the start position again to go on."
    SAY_PAUSED_CAMERA = "Paused. The camera gives no pictures."
    SAY_RESUMED = "Going on."
    SAY_MENDED = "That's better."
    SAY_WELL_DONE = "Well done."
    SAY_DONE_TIME = "Done."
    SAY_FINISHED = "That was all for today."
    SAY_CALIBRATE = "Rest for a moment in the start position, and then go only as far as is comfortable."


class CountedPhrase(Enum):
    """A template whose words depend on `count`: for one and for several, of which languages have one form or more."""

    # Shown.
    ADVICE_ACCEPT = ("Press any key, or wait one second.", "Press any key, or wait {count} seconds.")
    DONE_REPETITIONS = ("{done} of {count} repetition", "{done} of {count} repetitions")
    DONE_TIME = ("{done} of {count} second", "{done} of {count} seconds")
    DONE_HELD = ("held {held} of {count} second", "held {held} of {count} seconds")
    HELP_MORE = ("Next time: try one repetition.", "Next time: try {count} repetitions.")
    DONE_GOOD = ("{count} in good form", "{count} in good form")

    # Shown and spoken.
    REPETITIONS = ("one repetition", "{count} repetitions")
    REPETITIONS_EACH_SIDE = ("one repetition on each side", "{count} repetitions on each side")
    HOLD_FOR = ("hold one second", "hold {count} seconds")
    HOLD_LONGER = ("Hold the position for one second.", "Hold the position for {count} seconds.")
    HELD_TOO_SHORT = ("You held {held} seconds; try one.", "You held {held} seconds; try {count}.")
    MOVE_FOR = ("keep moving for one second", "keep moving for {count} seconds")

    # Spoken.
    SAY_ENOUGH = (
        "That is enough. One more if it feels good.",
        "That is enough. Up to {count} more if it feels good.",
    )
    SAY_HOLD_LEFT = ("One more second.", "{count} more seconds.")
    SAY_REST_LEFT = ("One second left.", "{count} seconds left.")
    SAY_MOVED = ("One second done.", "{count} seconds done.")
    SAY_DONE = ("Done. One repetition.", "Done. {count} repetitions.")
