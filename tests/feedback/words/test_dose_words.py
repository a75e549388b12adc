from typing import Any

import pytest

from posecoach.exercise.library import load_exercise
from posecoach.exercise.schema import Dose
from posecoach.feedback.words.language import ENGLISH, load_language
from posecoach.feedback.words.narrator import dose_words


@pytest.mark.parametrize(
    ("exercise_id", "dose", "english", "german"),
    [
        ("bridge", {"reps": (1, 1)}, "one repetition", "eine Wiederholung"),
        ("bridge", {"reps": (5, 5)}, "5 repetitions", "5 Wiederholungen"),
        ("bridge", {"reps": (1, 3)}, "1 to 3 repetitions", "1 bis 3 Wiederholungen"),
        (
            "bridge",
            {"reps": (5, 5), "hold_s": (2.5, 3)},
            "5 repetitions, hold 2.5 to 3 seconds",
            "5 Wiederholungen, 2,5 bis 3 Sekunden halten",
        ),
        ("bridge", {"hold_s": (1, 1)}, "one repetition, hold one second", "eine Wiederholung, eine Sekunde halten"),
        (
            "bridge",
            {"hold_s": (0, 3)},
            "one repetition, hold 0 to 3 seconds",
            "eine Wiederholung, 0 bis 3 Sekunden halten",
        ),
        ("bird_dog", {"reps": (1, 1)}, "one repetition on each side", "eine Wiederholung auf jeder Seite"),
        ("bird_dog", {"reps": (5, 10)}, "5 to 10 repetitions on each side", "5 bis 10 Wiederholungen auf jeder Seite"),
        ("leg_roll", {"moving_s": (1, 1)}, "keep moving for one second", "eine Sekunde in Bewegung bleiben"),
        (
            "leg_roll",
            {"moving_s": (30, 60), "reps": (5, 5)},
            "keep moving for 30 to 60 seconds",
            "30 bis 60 Sekunden in Bewegung bleiben",
        ),
    ],
)
def test_a_dose_in_words(exercise_id: str, dose: dict[str, Any], english: str, german: str) -> None:
    """How often, on which sides, and for how long."""
    exercise = load_exercise(exercise_id)
    assert dose_words(exercise, Dose(**dose), ENGLISH) == english
    assert dose_words(exercise, Dose(**dose), load_language("de")) == german
