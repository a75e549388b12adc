"""Serves the page of scripted recordings in a process of its own: `page_child.py FOLDER [LANGUAGE]`."""

import sys
from dataclasses import replace
from pathlib import Path

from page_recordings import bridge_job

from posecoach.feedback.words.language import ENGLISH, load_language
from posecoach.tuning.page.serving import serve_page


def main() -> None:
    """Serves until it is interrupted; the last line says what wasn't saved."""
    folder, *codes = sys.argv[1:]
    job = replace(bridge_job(Path(folder)), language=load_language(codes[0]) if codes else ENGLISH)
    unsaved = serve_page(job, _tell, browse=False)
    _tell(f"unsaved: {unsaved}")


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
