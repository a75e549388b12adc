"""What `label` and `tune --page` share: the page in the browser until Ctrl+C."""

import importlib.util
import shlex
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from posecoach.cli.console import analysis_progress, language, out, report_error, shown
from posecoach.cli.model import estimator_for
from posecoach.errors import SourceError
from posecoach.installation import install_command
from posecoach.messages import Message
from posecoach.names import printable
from posecoach.pose.model_store import model_identity
from posecoach.tuning.folders import Refusal, load_folder, load_unlabelled
from posecoach.tuning.landmark_cache import LandmarkCache, Landmarker, Progress
from posecoach.tuning.page.job import PageJob, Tuned
from posecoach.tuning.recording import Recording

__all__ = ["command_line", "need_page", "share_bar", "show_folder", "show_page"]


def need_page() -> None:
    """Nothing is worked out for a page that can't be shown.

    Raises:
        SourceError: If what shows it isn't installed.
    """
    if importlib.util.find_spec("nicegui") is None:
        raise SourceError(
            Message("the page needs NiceGUI, which isn't installed: {command}", command=install_command("tuning"))
        )


def show_folder(exercise_id: str, dose: str | None, folder: Path, model: Path | None, *, browse: bool) -> None:
    """Serves the page for a folder of recordings, labelled or not, until Ctrl+C.

    Raises:
        PosecoachError: If there is nothing to show, or it can't be served.
    """
    need_page()
    target = Tuned.read(exercise_id, dose)
    landmarker = LandmarkCache(model_identity(model), lambda: estimator_for(model))
    with share_bar(folder.name or str(folder)) as progress:
        recordings, refused = _folder_recordings(folder, target, landmarker, progress)
    for one in refused:
        report_error(Message("left out: {reason}", reason=one.reason), one.error)
    show_page(PageJob(recordings, target, command_line(), language()), browse=browse)


def _folder_recordings(
    folder: Path, target: Tuned, landmarker: Landmarker, progress: Progress
) -> tuple[tuple[Recording, ...], tuple[Refusal, ...]]:
    """All recordings of a folder that can be shown, labelled or not, by name, and files that can't be used.

    Raises:
        SourceError: If there is no such folder, or no recording that can be shown.
        ModelError: If landmarks have to be found and the model can't be had.
    """
    loaded = load_folder(folder, target.described, landmarker, progress)
    more = load_unlabelled(loaded.unlabelled, target.described, landmarker, progress)
    recordings = [*loaded.recordings, *(one for one in more if isinstance(one, Recording))]
    refused = [*loaded.refused, *(one for one in more if isinstance(one, Refusal))]
    if not recordings:
        reason = refused[0].reason if refused else Message("there is no video in it")
        raise SourceError(Message("{folder}: no recording to show: {reason}", folder=folder, reason=reason))
    return tuple(sorted(recordings, key=lambda recording: recording.path)), tuple(refused)


def show_page(job: PageJob, *, browse: bool) -> None:
    """Serves the page until Ctrl+C, then tells what wasn't saved.

    Raises:
        OutputError: If nothing can be served on this computer.
    """
    # It brings along a web server, which no other command needs.
    from posecoach.tuning.page.serving import serve_page  # noqa: PLC0415 - as said above

    unsaved = serve_page(job, _tell_address, browse=browse)
    if unsaved:
        report_error(Message("not saved: {names}", names=", ".join(map(shown, unsaved))))


def _tell_address(address: str) -> None:
    out.print(Message("{address}  (Ctrl+C ends it)", address=address), soft_wrap=True)
    # A program that reads the address through a pipe must not wait for more.
    out.file.flush()


@contextmanager
def share_bar(label: str) -> Iterator[Callable[[float], None]]:
    """A bar for work that tells the share that is done."""
    with analysis_progress(label, 1.0) as advance:
        done = 0.0

        def told(share: float) -> None:
            nonlocal done
            advance(share - done)
            done = share

        yield told


def command_line() -> str:
    """The command as it was given, for what the page saves."""
    return printable(shlex.join(sys.argv[1:]))
