"""A browser for tests of pages, and the page's server in a process of its own."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

_TESTS = Path(__file__).parent
_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@dataclass(frozen=True, slots=True)
class Server:
    """A page that is being served by a process: its address with the token, the recordings' folder, the user's own."""

    address: str
    folder: Path
    config: Path
    process: "subprocess.Popen[str]"

    @property
    def host(self) -> str:
        """Address and port."""
        return self.address.split("/")[2]

    def interrupted(self) -> str:
        """Ends it as Ctrl+C does; what it says then."""
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=20)[0]


def browser_path() -> str | None:
    """The system's Chromium or Chrome."""
    return next((path for path in map(shutil.which, _NAMES) if path), None)


@contextmanager
def running_browser() -> Iterator[Browser]:
    """A browser without a window that talks to nobody by itself; its profile is a temporary folder."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=list(_QUIET))
        yield browser
        browser.close()


@contextmanager
def running_page(folder: Path, *language: str) -> Iterator[Server]:
    """Serves scripted recordings that lie in a folder, in English unless there is another language's code."""
    config = folder / "config"
    recordings = folder / "recordings"
    recordings.mkdir()
    paths = os.pathsep.join([str(_TESTS), str(_TESTS.parent)])
    environment = {**os.environ, "POSECOACH_CONFIG_DIR": str(config), "PYTHONPATH": paths}
    process = subprocess.Popen(
        [sys.executable, str(_TESTS / "page_child.py"), str(recordings), *language],
        env=environment,
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield Server(process.stdout.readline().strip(), recordings, config, process)
    finally:
        process.kill()
        process.communicate()
