"""Serving the page on this computer until Ctrl+C."""

import os
import secrets
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress

from posecoach.errors import OutputError
from posecoach.exercise.thresholds import with_thresholds
from posecoach.messages import Message, os_reason
from posecoach.temporary import temporary_folder
from posecoach.tuning.page.job import PageJob
from posecoach.tuning.page.media import Shelf
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.page.security import Guard, Keys
from posecoach.tuning.replays import Replays

__all__ = ["serve_page"]

_HERE = "127.0.0.1"
_REPORTERS = ("OTEL_TRACES_EXPORTER", "OTEL_METRICS_EXPORTER", "OTEL_LOGS_EXPORTER")
_FAREWELL_S = 1
"""How long open connections may take to end after Ctrl+C."""


def serve_page(
    job: PageJob, told: Callable[[str], None], *, browse: bool = True, workers: int | None = None
) -> list[Message]:
    """Counts the recordings, serves the page, and returns after Ctrl+C.

    Args:
        job: What to show.
        told: Told the page's address, once it can be opened.
        browse: Whether to open it in the browser.
        workers: Processes to count with; None for one per core if it is worth it.

    Returns:
        What wasn't saved, in words; empty if all was.

    Raises:
        OutputError: If nothing can be served on this computer.
    """
    with ExitStack() as stack:
        state, shelf = _prepared(job, workers, stack)
        listening = stack.enter_context(_listening())
        keys = Keys(listening.getsockname()[1])
        stack.enter_context(_keeping_to_itself())
        told(keys.address)
        if browse:
            stack.enter_context(_browser(keys.address))
        with suppress(KeyboardInterrupt):
            _run(state, shelf, keys, listening)
        return state.unsaved


def _prepared(job: PageJob, workers: int | None, stack: ExitStack) -> tuple[PageState, Shelf]:
    """All that the page shows, counted with the thresholds on disk; closed by the stack."""
    tuned = job.tuned
    if tuned is None:
        state = PageState(job, lambda _: [[] for _ in job.recordings])
        shelf = Shelf(job, state.base)
    else:
        series = [recording.series for recording in job.recordings]
        replays = stack.enter_context(Replays(tuned.exercise, series, workers))
        state = PageState(job, lambda values: replays.recount(with_thresholds(tuned.exercise, values), tuned.dose))
        shelf = Shelf(job, state.base, replays.measures)
    stack.callback(shelf.close)
    return state, shelf


@contextmanager
def _listening() -> Iterator[socket.socket]:
    """A socket that only programs of this computer reach, on a port that is free."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        try:
            listening.bind((_HERE, 0))
            # From now on browsers wait for an answer, until the server below is up.
            listening.listen()
        except OSError as error:
            raise OutputError(
                Message("{address}: nothing can be served there ({reason})", address=_HERE, reason=os_reason(error))
            ) from error
        yield listening


@contextmanager
def _keeping_to_itself() -> Iterator[None]:
    """NiceGUI would keep what it remembers where it is started, and FastAPI report to a collector that is set up."""
    with temporary_folder() as folder:
        changed = {"NICEGUI_STORAGE_PATH": str(folder)} | dict.fromkeys(_REPORTERS, "none")
        before = {name: os.environ.get(name) for name in changed}
        os.environ.update(changed)
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name)
                os.environ.update({} if value is None else {name: value})


@contextmanager
def _browser(address: str) -> Iterator[None]:
    """Opens a file of this user's that leads to the page: other users could read an address among the processes."""
    with temporary_folder() as folder:
        path = folder / f"{secrets.token_hex(4)}.html"
        path.write_text(f'<!doctype html><script>location.replace("{address}")</script>', encoding="utf-8")
        webbrowser.open(path.as_uri())
        yield


def _run(state: PageState, shelf: Shelf, keys: Keys, listening: socket.socket) -> None:
    # They take a second to import, which whoever only asks for the address of an error needn't wait for.
    import uvicorn  # noqa: PLC0415 - as said above

    from posecoach.tuning.page.view import application  # noqa: PLC0415 - as above; it reads the environment

    config = uvicorn.Config(
        Guard(application(state, shelf), keys, state.job.language),
        log_level="critical",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_FAREWELL_S,
    )
    uvicorn.Server(config).run(sockets=[listening])
