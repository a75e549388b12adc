"""Everything that can go wrong in a way the user can mend."""

from collections.abc import Sequence
from pathlib import Path

from posecoach.messages import Message

__all__ = [
    "ChangedFileError",
    "ClusterError",
    "ExerciseError",
    "ModelError",
    "OutputError",
    "PosecoachError",
    "RemoteFileError",
    "SourceError",
    "in_one_line",
]


class PosecoachError(Exception):
    """Base of all errors of this package.

    The message is one line for the user: what went wrong, where, and what to do about it.

    >>> import posecoach
    >>> try:
    ...     posecoach.load_exercise("brigde")
    ... except posecoach.PosecoachError as error:
    ...     print(error)
    unknown exercise 'brigde'; did you mean bridge?

    Attributes:
        message: That line; a `Message` where it can be said in another language.
        more: What else is wrong with the same file, a line each.
    """

    def __init__(self, message: str = "", more: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.more = tuple(more)


class SourceError(PosecoachError):
    """The video, camera, landmarks or other data can't be used.

    >>> from posecoach import Landmarks
    >>> Landmarks.load("missing.npz")
    Traceback (most recent call last):
    posecoach.errors.SourceError: missing.npz: not a landmark recording; give a landmarks.npz that analyse wrote
    """


class ModelError(PosecoachError):
    """The pose model can't be fetched, verified or loaded.

    >>> import posecoach
    >>> posecoach.analyse("clip.mp4", "bridge")  # doctest: +SKIP
    Traceback (most recent call last):
    posecoach.errors.ModelError: the pose model can't be fetched
    """


class ExerciseError(PosecoachError):
    """An exercise file, a dose or a setting is wrong or unknown.

    >>> from posecoach import load_exercise
    >>> load_exercise("bridge").dose_named("Z")
    Traceback (most recent call last):
    posecoach.errors.ExerciseError: bridge: no dose 'Z'; allowed: A, B, C, D
    """


class OutputError(PosecoachError):
    """Results can't be written, or not in the form that was asked for.

    >>> from posecoach.testing import Figure, scripted_series
    >>> scripted_series([Figure.supine()]).save("missing/landmarks.npz")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    posecoach.errors.OutputError: ...landmarks.npz: can't be written (its folder isn't there)
    """


class RemoteFileError(PosecoachError):
    """A recording at a URL can't be fetched, now or from here."""


class ClusterError(PosecoachError):
    """The computers that are to analyse recordings can't be reached, or can't do it."""


class ChangedFileError(OutputError):
    """A file isn't written over, because somebody else has changed it since it was read.

    Attributes:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(
            Message("{path}: somebody else has changed it meanwhile; look at it, then do this again", path=path)
        )
        self.path = path


def in_one_line(error: Exception, subject: object = None) -> str:
    """What to tell the user of an error, whoever raised it.

    >>> in_one_line(RuntimeError("no such joint"), "clip.mp4")
    'clip.mp4: unexpected RuntimeError: no such joint; run again with --debug to see where'

    Args:
        error: What went wrong.
        subject: What it went wrong with, for errors that don't say that themselves.
    """
    if isinstance(error, PosecoachError):
        return error.message
    where = "" if subject is None else f"{subject}: "
    told = type(error).__name__ + (f": {error}" if str(error) else "")
    return Message("{where}unexpected {error}; run again with --debug to see where", where=where, error=told)
