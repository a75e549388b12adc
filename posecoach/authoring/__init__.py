"""Learning an exercise from somebody who shows it: poses in, a draft of an exercise file out."""

from posecoach.authoring.lesson import Identity, Lesson, learn
from posecoach.authoring.toml_text import exercise_text

__all__ = ["Identity", "Lesson", "exercise_text", "learn"]
