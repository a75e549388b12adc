"""An exercise file from a demonstration: poses in, a draft of an exercise out."""

from posecoach.authoring.learning import ExerciseDraft, Identity, NoRepetitionError, learn
from posecoach.authoring.toml_text import exercise_text

__all__ = ["ExerciseDraft", "Identity", "NoRepetitionError", "exercise_text", "learn"]
