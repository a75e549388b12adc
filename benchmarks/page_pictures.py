"""The pictures of the tuning page in docs/tuning, made anew from the sample clips in a browser without a window.

    python benchmarks/page_pictures.py [--out FOLDER]

Needs Chromium or Chrome. Serves the page with the program's own commands and does by mouse and keyboard what the
pictures show. The first run finds the clips' landmarks, which takes a minute or two.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from posecoach.exercise.data_files import data_folder
from sample_videos.truth import truth_path

CLIPS = data_folder("sample_videos") / "clips"
TUNED, CHOSEN, LOOKED_AT = "bridge", "bridge_faults_kwame", 2
MARKED, LABELLED = "bird_dog", "bird_dog_clean_jonas"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
JPEG_QUALITY = 90
TIMELINE = "getElement(Number(document.querySelector('.timeline').id.slice(1)))"
"""The plot's component, which knows where everything is drawn."""
BESIDE_LABELS = "plot().getHeight() - 6"
"""Below the lanes, where a click only moves the playhead."""


def main() -> None:
    """Takes all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "docs" / "tuning", metavar="FOLDER")
    out: Path = parser.parse_args().out
    path = next((found for found in map(shutil.which, BROWSERS) if found), None)
    if path is None:
        sys.exit("page_pictures.py: no Chromium or Chrome found; install one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        _tuning_pictures(browser, out)
        _label_picture(browser, out)
        browser.close()


def _tuning_pictures(browser: Browser, out: Path) -> None:
    with _served(sorted(CLIPS.glob(f"{TUNED}_*.mp4")), labelled=True) as address:
        page = _opened(browser, address, 1280, 800)
        _ask_for_more(page)
        _look_at_second_repetition(page)
        _taken(page, out / "page.jpg")
        # What one window has changed, the next one shows, too.
        page = _opened(browser, address, 1920, 1080, dark=True)
        _look_at_second_repetition(page)
        page.get_by_role("button", name="Hand height").click()
        expect(page.locator(".curve-title")).to_have_count(2)
        _taken(page, out / "page-dark.jpg")


def _label_picture(browser: Browser, out: Path) -> None:
    with _served([CLIPS / f"{LABELLED}.mp4"], labelled=False) as address:
        page = _opened(browser, address, 1280, 800)
        for start_s, end_s, keys in ((1.2, 7.9, "r"), (9.0, 16.0, "l1")):
            _go_to(page, start_s)
            page.keyboard.press("[")
            _go_to(page, end_s)
            for key in f"]{keys}":
                page.keyboard.press(key)
        _go_to(page, 18.2)
        page.keyboard.press("[")
        _go_to(page, 21.0)
        _taken(page, out / "label.jpg")


@contextmanager
def _served(videos: list[Path], *, labelled: bool) -> Iterator[str]:
    """Serves the page for copies of clips, for a user without settings; gives its address.

    Args:
        videos: The clips.
        labelled: Whether to tune with their truths as labels, not to label the only one.
    """
    with tempfile.TemporaryDirectory(prefix="posecoach-pictures-") as folder:
        recordings = Path(folder, "recordings")
        recordings.mkdir()
        for video in videos:
            for path in (video, truth_path(video)) if labelled else (video,):
                shutil.copy(path, recordings)
        if labelled:
            asked = ["tune", TUNED, str(recordings), "--page"]
        else:
            asked = ["label", str(recordings / videos[0].name), "--exercise", MARKED]
        process = subprocess.Popen(
            [sys.executable, "-m", "posecoach", *asked, "--no-browser"],
            env={**os.environ, "POSECOACH_CONFIG_DIR": str(Path(folder, "config"))},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield _address(process)
        finally:
            process.kill()
            process.communicate()


def _address(process: "subprocess.Popen[str]") -> str:
    """What the command tells once the page can be opened."""
    words = process.stdout.readline().split() if process.stdout else []
    if not words:
        sys.exit("page_pictures.py: the page isn't served; its reason is told above")
    return words[0]


def _opened(browser: Browser, address: str, width: int, height: int, *, dark: bool = False) -> Page:
    """The page in a window of its own, with its first curve."""
    size: ViewportSize = {"width": width, "height": height}
    page = browser.new_page(viewport=size, color_scheme="dark" if dark else "light")
    page.goto(address)
    _wait_for_curves(page)
    return page


def _ask_for_more(page: Page) -> None:
    """As much travel as may be asked for; that loses repetitions."""
    threshold = page.locator('[data-key="drive.least"]')
    threshold.locator(".q-slider [tabindex]").focus()
    page.keyboard.press("End")
    expect(threshold.get_by_role("button")).to_be_visible()
    expect(page.locator(".head .summary")).to_contain_text("lost")


def _look_at_second_repetition(page: Page) -> None:
    page.locator("[data-recording]", has_text=CHOSEN).click()
    expect(page.locator(f'[aria-current="true"]:has-text("{CHOSEN}")')).to_be_visible()
    _wait_for_curves(page)
    start_s, end_s = page.evaluate(f"{TIMELINE}.labels")[LOOKED_AT]
    _click(page, (start_s + end_s) / 2, "area.counted + 10")
    expect(page.locator(".thumbs img")).to_have_count(8)


def _go_to(page: Page, time_s: float) -> None:
    """Moves the playhead."""
    _click(page, time_s, BESIDE_LABELS)
    page.wait_for_function("(time) => Math.abs(document.querySelector('video').currentTime - time) < 0.1", arg=time_s)


def _click(page: Page, time_s: float, y: str) -> None:
    place = page.evaluate(f"() => ({{x: {TIMELINE}.x({time_s}), y: {TIMELINE}.{y}}})")
    page.locator(".timeline svg").click(position=place)


def _wait_for_curves(page: Page) -> None:
    expect(page.locator(".curve-title")).not_to_have_count(0)


def _taken(page: Page, path: Path) -> None:
    """Takes the picture when all that it shows has arrived."""
    page.mouse.move(0, 0)
    page.wait_for_function("!document.querySelector('video').seeking")
    page.wait_for_function("[...document.querySelectorAll('.thumbs img')].every((one) => one.naturalWidth > 0)")
    page.screenshot(path=path, type="jpeg", quality=JPEG_QUALITY)
    page.close()


if __name__ == "__main__":
    main()
