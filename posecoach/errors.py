"""Everything that can go wrong in a way the user can mend."""

__all__ = ["ExerciseError", "ModelError", "OutputError", "PosecoachError", "SourceError"]


class PosecoachError(Exception):
    """Base of all errors of this package.

    The message is one line for the user: what went wrong, where, and what to do about it.
    """


class SourceError(PosecoachError):
    """The video or camera can't be used."""


class ModelError(PosecoachError):
    """The pose model can't be fetched, verified or loaded."""


class ExerciseError(PosecoachError):
    """An exercise file, a dose or a setting is wrong or unknown."""


class OutputError(PosecoachError):
    """Results can't be written."""
