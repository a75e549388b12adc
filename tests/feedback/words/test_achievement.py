import pytest

from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.feedback.words.achievement import AchievementWords, achievement_words
from posecoach.feedback.words.language import ENGLISH, load_language
from posecoach.session.task import Achievement

BRIDGE = load_exercise("bridge")
HELD, MOVED = Dose(hold_s=(5.0, 5.0), reps=(4, 4)), Dose(moving_s=(60.0, 60.0))
HIGHER = "Next time: Lift your hips until shoulders, hips and knees are in one line."
CASES = [
    (
        HELD,
        Achievement(4, 4, 4, (5.0, 5.2, 5.1, 5.3), {}),
        "4 of 4 repetitions, held 5.2 of 5 seconds, 4 in good form",
        "Every repetition was in good form.",
        "",
    ),
    (
        HELD,
        Achievement(4, 4, 1, (5.0,) * 4, {"alignment": 2, "arms_down": 1}),
        "4 of 4 repetitions, held 5 of 5 seconds, 1 in good form",
        "Every hold was long enough.",
        HIGHER,
    ),
    (
        HELD,
        Achievement(4, 4, 0, (2.7,) * 4, {"hold": 4, "alignment": 1}),
        "4 of 4 repetitions, held 2.7 of 5 seconds, 0 in good form",
        "You did all that was asked.",
        "Next time: Hold the position for 5 seconds.",
    ),
    (
        HELD,
        Achievement(1, 4, 1, (5.0,), {}),
        "1 of 4 repetitions, held 5 of 5 seconds, 1 in good form",
        "Every repetition was in good form.",
        "Next time: try 4 repetitions.",
    ),
    (HELD, Achievement(0, 4, 0, (), {}), "0 of 4 repetitions", "", "Next time: try 4 repetitions."),
    (Dose(), Achievement(2, 0, 0, (1.0, 1.0), {"alignment": 2}), "2 repetitions, 0 in good form", "", HIGHER),
    (MOVED, Achievement(9, 2, 9, (), {}, 61.0), "61 of 60 seconds", "You did all that was asked.", ""),
]


@pytest.mark.parametrize(("dose", "achieved", "done", "well", "helps"), CASES)
def test_what_an_exercise_came_to(dose: Dose, achieved: Achievement, done: str, well: str, helps: str) -> None:
    """What was done of what was asked, one thing that went well, and the one that would help most."""
    words = achievement_words(BRIDGE, dose, achieved, ENGLISH)
    assert (words.done, words.help) == (done, helps)
    assert words.well == well or (not well and achieved.count > 0)


def test_numbers_are_written_as_the_language_does() -> None:
    """With a comma in German."""
    words = achievement_words(BRIDGE, HELD, Achievement(4, 4, 0, (2.7,) * 4, {"hold": 4}), load_language("de"))
    assert words == AchievementWords(
        "4 von 4 Wiederholungen, 2,7 von 5 Sekunden gehalten, 0 sauber ausgeführt",
        "Du hast alles geschafft.",
        "Beim nächsten Mal: Halt die Position 5 Sekunden lang.",
    )
