import os
import socket
import stat
import webbrowser
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest
from page_recordings import bridge_job

from posecoach.tuning.page import serving
from posecoach.tuning.page.page_state import PageState
from posecoach.tuning.page.security import Keys


def test_the_browser_is_led_to_the_page_without_naming_its_token(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other users see the browser's command line: it names a file that only this user can read."""
    seen: list[tuple[str, str, int]] = []

    def opens(address: str) -> bool:
        path = Path(unquote(urlparse(address).path))
        seen.append((address, path.read_text("utf-8"), stat.S_IMODE(path.parent.stat().st_mode)))
        return True

    told: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opens)
    monkeypatch.setattr(serving, "_run", lambda *_: None)
    serving.serve_page(bridge_job(tmp_path, with_files=False), told.append)
    ((address, text, mode),) = seen

    assert address.startswith("file:")
    assert told[0] in text
    assert told[0].split("=")[1] not in address
    assert mode == 0o700 or os.name == "nt"


def test_only_this_computer_can_connect_and_what_is_unsaved_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The socket is the loopback's, and Ctrl+C ends the page with what would be lost."""
    bound: list[tuple[str, int]] = []

    def run(state: PageState, _: object, keys: Keys, listening: socket.socket) -> None:
        bound.append(listening.getsockname())
        assert keys.port == listening.getsockname()[1]
        state.relabel(0, state.now.labels[1])
        raise KeyboardInterrupt

    monkeypatch.setattr(serving, "_run", run)
    unsaved = serving.serve_page(bridge_job(tmp_path, with_files=False), lambda _: None, browse=False)
    assert bound[0][0] == "127.0.0.1"
    assert unsaved == ["labels of 1 recording"]
