"""Landmark files with mistakes, given to `analyse`."""

import contextlib
import io
import sys
import tempfile
from pathlib import Path

from attacks.children import in_children
from attacks.harm import harm_of
from attacks.mutations import mutated, seeded
from attacks.readers import LANDMARK_LOG, LANDMARKS
from attacks.tally import Case, Tally
from posecoach.cli import main
from posecoach.results.session import Session

__all__ = ["run"]

_CASES = 1000


def run(cases: int | None = None) -> Tally:
    """Analyses them in turn; each must be refused in one line, or give results in the folder for them."""
    return Tally("Landmark files with mistakes", in_children(_case, cases or _CASES))


def _case(number: int) -> Case:
    reader, exercise = (LANDMARK_LOG if number % 4 == 3 else LANDMARKS), ("auto" if number % 2 else "bridge")
    [(name, content)] = reader.files().items()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "given", name)
        path.parent.mkdir()
        path.write_bytes(mutated(content, reader.form, seeded(f"{reader.name} {number}")))
        return Case(f"{reader.name} {number}, {exercise}", harm_of(lambda: _analyse(path, exercise)))


def _analyse(path: Path, exercise: str) -> None:
    """Raises what nobody expects."""
    folder = path.parents[1]
    told, code = _run("analyse", str(path), "-e", exercise, "--no-video", "--out", str(folder / "results"))
    if code not in (0, 2) or "unexpected" in told or len(told.splitlines()) > 1:
        raise RuntimeError(f"exit code {code}: {told}")
    elsewhere = [one.name for one in folder.iterdir() if one.name not in ("given", "results")]
    if elsewhere or len(list(path.parent.iterdir())) > 1:
        raise RuntimeError(f"wrote elsewhere: {elsewhere}")
    for session in folder.glob("results/**/session.json"):
        if Session.load(session).duration_s < 0:
            raise RuntimeError("took less than no time")


def _run(*arguments: str) -> tuple[str, int]:
    """What a command tells on standard error, and its exit code."""
    sys.argv = ["posecoach", *arguments]
    with contextlib.redirect_stderr(io.StringIO()) as told, contextlib.redirect_stdout(io.StringIO()):
        try:
            main()
        except SystemExit as ended:
            return told.getvalue(), ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    return told.getvalue(), 0
