"""How long index.html takes: to be written over many results, and to open and sort in a browser.

    python benchmarks/index_page.py [--results 10000] [--keep FOLDER]

Makes sessions of bird dogs and bridges in a temporary folder. Needs Chromium or Chrome, and playwright.
"""

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from posecoach.batch.index_page import FailedRecording, GroupBy, write_index
from posecoach.counting.events import Evidence, Verdict
from posecoach.pose.landmarks import Side
from posecoach.results.cue_pictures import CUE_FOLDER, picture_name
from posecoach.results.reach import RangeRecord
from posecoach.results.session import CheckRecord, Extremes, FaultRecord, RepRecord, Session

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
FIRST_DAY = datetime(2026, 1, 5, 9, tzinfo=timezone.utc)
SUBJECTS, REPS, FAULTY, UNCLEAR = 200, 10, 0.2, 0.02
PICTURE = Path(__file__).parents[1] / "docs" / "bridge.png"
PAINTED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
"""Until what was changed is on the screen."""


def main() -> None:
    """Prints how long each step takes."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--results", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="Keeps the results there.")
    chosen = parser.parse_args()
    with _folder(chosen.keep) as out:
        make_results(out, chosen.results)
        failures = [FailedRecording(f"broken_{n}.mp4", "not a video; copy it again") for n in range(20)]
        for group_by in (None, GroupBy.SUBJECT):
            began = time.perf_counter()
            page = write_index(out, failures, group_by)
            size = page.stat().st_size / 1e6
            title = "one section" if group_by is None else f"by {group_by.value}"
            print(f"{chosen.results} results, {title}: written in {time.perf_counter() - began:.2f} s, {size:.1f} MB")
            _time_in_browser(page)


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        yield keep
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


def make_results(out: Path, number: int) -> None:
    """Folders as analyses leave them, with a session and pictures but without videos."""
    chance = random.Random(1)  # noqa: S311 - nothing is kept secret
    for place in range(number):
        session = make_session(place, chance)
        folder = out / f"clinic_{place % 7}" / f"IMG_{place:05}"
        (folder / CUE_FOLDER).mkdir(parents=True, exist_ok=True)
        (folder / "session.json").write_text(session.to_json(), encoding="utf-8")
        for name in ("annotated.mp4", "landmarks.npz"):
            (folder / name).touch()
        for fault in session.faults:
            picture = folder / CUE_FOLDER / picture_name(fault)
            picture.unlink(missing_ok=True)
            picture.hardlink_to(_picture(out))


def _picture(out: Path) -> Path:
    picture = out / "picture.jpg"
    if not picture.exists():
        shutil.copy(PICTURE, picture)
    return picture


def make_session(place: int, chance: random.Random) -> Session:
    """A session of a subject who gets better from day to day."""
    sided, visit = place % 2 == 0, place // SUBJECTS
    reps = [_rep(number + 1, sided, FAULTY / (1 + visit / 20), chance) for number in range(REPS)]
    return Session(
        exercise="bird_dog" if sided else "bridge",
        dose="none",
        subject=f"P{place % SUBJECTS:03}",
        source=f"IMG_{place:05}.mp4",
        recorded_at=(FIRST_DAY + timedelta(days=visit, minutes=place % SUBJECTS)).isoformat(),
        losses=["it breaks off before its end"] if chance.random() < UNCLEAR else [],
        start_s=0.0,
        duration_s=8.0 * REPS,
        frames=240 * REPS,
        frames_with_pose=240 * REPS,
        rep_count=REPS,
        sides={side: sum(rep.side is side for rep in reps) for side in Side},
        hold_s_total=sum(rep.hold_s for rep in reps),
        moving_s_total=60.0,
        score=None,
        technique=sum(rep.good for rep in reps) / REPS,
        range=RangeRecord(measure="hip_angle", unit="deg", reached=165 + visit + chance.random(), described=180),
        reps=reps,
        attempts=[],
        faults=[_fault(rep) for rep in reps if not rep.good],
        placement=[],
    )


def _rep(number: int, sided: bool, faulty: float, chance: random.Random) -> RepRecord:  # noqa: FBT001 - a coin's side
    side = (Side.LEFT if number % 2 else Side.RIGHT) if sided else None
    good, start_s = chance.random() > faulty * (1.5 if side is Side.RIGHT else 1.0), 8.0 * number
    check = "leg_level" if sided else "alignment"
    unclear = chance.random() < UNCLEAR
    answer = Verdict.UNCLEAR if unclear else Verdict.GOOD if good else Verdict.FAULT
    measures = {"hip_angle": Extremes(min=120, max=170), "left_hip_angle": Extremes(min=120, max=172)}
    return RepRecord(
        number=number,
        side=side,
        start_s=start_s,
        hold_start_s=start_s + 2,
        hold_end_s=start_s + 5,
        end_s=start_s + 7,
        hold_s=round(2.5 + chance.random(), 2),
        good=good,
        faults=[] if good else [check],
        checks=[CheckRecord(check=check, verdict=answer, measured=160.0, reason="hidden" if unclear else None)],
        measures=measures | {"right_hip_angle": Extremes(min=120, max=168)},
        evidence=Evidence.SEEN,
        confidence=round(0.55 + 0.45 * chance.random(), 2),
    )


def _fault(rep: RepRecord) -> FaultRecord:
    return FaultRecord(
        check=rep.faults[0],
        rep=rep.number,
        side=rep.side,
        start_s=rep.hold_start_s,
        end_s=rep.hold_end_s,
        measured=158.2,
        wanted="at least 165",
        cue="Lift your hips until shoulders, hips and knees are in line.",
    )


def _time_in_browser(path: Path) -> None:
    program = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if program is None:
        sys.exit("index_page.py: no Chromium or Chrome found; install one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        _timed("opened", page, lambda: page.goto(path.as_uri(), wait_until="load"))
        for column in ("Recording", "Held", "Doubts"):
            _timed(f"sorted by {column.lower()}", page, page.get_by_role("button", name=column).click)
        _timed("filtered", page, lambda: page.locator("#filter").fill("P017"))
        browser.close()


def _timed(what: str, page: Page, act: Callable[[], object]) -> None:
    began = time.perf_counter()
    act()
    page.evaluate(PAINTED)
    print(f"  {what} in {time.perf_counter() - began:.2f} s")


if __name__ == "__main__":
    main()
