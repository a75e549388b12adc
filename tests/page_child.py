"""Serves the page of scripted recordings in a process of its own: `page_child.py FOLDER`."""

import sys
from pathlib import Path

from page_recordings import bridge_job

from posecoach.tuning.page.serving import serve_page


def main() -> None:
    """Serves until it is interrupted; the last line says what wasn't saved."""
    unsaved = serve_page(bridge_job(Path(sys.argv[1])), _tell, browse=False)
    _tell(f"unsaved: {unsaved}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
