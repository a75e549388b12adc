"""What an analysis leaves behind: a list of outputs, written as it goes and put in place together when it is done."""

from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Protocol, TypeAlias

from posecoach.counting.coach import Advance
from posecoach.files import atomic_write, writing
from posecoach.pose.recording import LandmarkRecorder, Origin
from posecoach.pose.series import Landmarks
from posecoach.results.folders import no_folder
from posecoach.results.session import Session

__all__ = ["Opener", "Output", "OutputFolder", "landmarks_file", "session_file"]


class Output(Protocol):
    """One thing that an analysis leaves behind."""

    def add(self, landmarks: Landmarks, advance: Advance) -> None:
        """Takes in some frames, and what the coach made of them."""

    def save(self, session: Session) -> None:
        """Takes in what is only known at the end."""


Opener: TypeAlias = Callable[[Path], AbstractContextManager[Output]]
"""Begins an output in a folder; leaving its context puts the file in place, with an error it leaves none behind."""


class OutputFolder:
    """A folder that some outputs are written to; with an error it isn't there if it wasn't before.

    Attributes:
        folder: Where the files go.
    """

    def __init__(self, folder: Path, openers: Sequence[Opener]) -> None:
        """Args: folder: made when it doesn't exist; openers: begin the outputs."""
        self.folder = folder
        self._openers, self._outputs = openers, list[Output]()
        self._stack = ExitStack()
        self._made: list[Path] = []

    def __enter__(self) -> "OutputFolder":
        self._make_folder()
        with ExitStack() as opening:
            self._outputs = [opening.enter_context(opener(self.folder)) for opener in self._openers]
            self._stack = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._stack.__exit__(kind, error, trace)
        finally:
            self._remove_if_empty()

    def add(self, landmarks: Landmarks, advance: Advance) -> None:
        """Takes in some frames, and what the coach made of them."""
        for output in self._outputs:
            output.add(landmarks, advance)

    def save(self, session: Session) -> None:
        """Takes in what is only known at the end."""
        for output in self._outputs:
            output.save(session)

    def _remove_if_empty(self) -> None:
        # Ends at the first that isn't empty, or that somebody has removed meanwhile.
        with suppress(OSError):
            for folder in self._made:
                folder.rmdir()

    def _make_folder(self) -> None:
        self._made = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise no_folder(self.folder, error) from error


class _SessionFile:
    def __init__(self, path: Path, beside: Path) -> None:
        self._path, self._beside = path, beside

    def add(self, landmarks: Landmarks, advance: Advance) -> None:
        """Nothing is known before the end."""

    def save(self, session: Session) -> None:
        with writing(self._path):
            self._beside.write_text(session.to_json(), encoding="utf-8")


@contextmanager
def session_file(folder: Path) -> Generator[Output, None, None]:
    """Begins session.json; opened first it is put in place last, when all else is there."""
    path = folder / "session.json"
    with atomic_write(path) as beside:
        yield _SessionFile(path, beside)


class _LandmarksFile:
    def __init__(self, path: Path, beside: Path, recorder: LandmarkRecorder) -> None:
        self._path, self._beside, self._recorder = path, beside, recorder

    def add(self, landmarks: Landmarks, advance: Advance) -> None:  # noqa: ARG002 - only what was seen is kept
        self._recorder.add(landmarks)

    def save(self, session: Session) -> None:  # noqa: ARG002 - what it came to can be counted again
        with writing(self._path):
            self._recorder.save(self._beside)


def landmarks_file(origin: Origin) -> Opener:
    """Begins landmarks.npz, for replay and tuning."""

    @contextmanager
    def opened(folder: Path) -> Generator[Output, None, None]:
        path = folder / "landmarks.npz"
        with atomic_write(path) as beside, LandmarkRecorder(origin) as recorder:
            yield _LandmarksFile(path, beside, recorder)

    return opened
