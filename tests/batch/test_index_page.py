"""The page over many results."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from page_browser import browser_path, running_browser
from playwright.sync_api import Browser, Page, expect

from posecoach import coach
from posecoach.batch.index_page import FailedRecording, GroupBy, write_index
from posecoach.feedback.words.language import load_language
from posecoach.pose.landmarks import Side
from posecoach.results.cue_pictures import CUE_FOLDER, picture_name
from posecoach.results.session import AttemptRecord, Session
from posecoach.testing import Figure, scripted_series

DOWN, UP = [Figure.supine(hip_angle=125)] * 60, [Figure.supine(hip_angle=175)] * 60
ATTEMPT = AttemptRecord(side=None, start_s=1.0, end_s=2.0, reached=140.0)
GONE = FailedRecording("bert/gone.mp4", "gone.mp4: not a video; copy it again")
HOSTILE = '<img src=x onerror="window.hit=1">--></noscript><script>window.hit=1</script>&amp;.mp4'

needs_browser = pytest.mark.skipif(browser_path() is None, reason="needs Chromium or Chrome")
Write = Callable[..., Session]


@pytest.fixture(scope="module")
def bridges() -> Session:
    """Two bridges that are held for too short a time."""
    return coach(scripted_series((DOWN + UP) * 2 + DOWN), "bridge")


@pytest.fixture
def write(bridges: Session, tmp_path: Path) -> Write:
    """Leaves a result behind, as an analysis with pictures does."""

    def written(folder: str, *, video: bool = True, **changes: Any) -> Session:
        session = bridges.model_copy(update={"source": f"{Path(folder).name}.mp4", **changes})
        path = tmp_path / folder
        (path / CUE_FOLDER).mkdir(parents=True)
        (path / "session.json").write_text(session.to_json(), encoding="utf-8")
        (path / "landmarks.npz").touch()
        if video:
            (path / "annotated.mp4").touch()
            for fault in session.faults:
                (path / CUE_FOLDER / picture_name(fault)).touch()
        return session

    return written


def names(page: str) -> list[str]:
    """The recordings in the page's order."""
    return [
        unescape(name) for name in re.findall(r'<tr class="(?:result|failed)[^>]*><td[^>]*>(?:<a[^>]*>)?([^<]*)', page)
    ]


def test_failures_and_doubtful_results_come_first(write: Write, tmp_path: Path) -> None:
    """Then the others by name; where nothing is counted, no doubt is needed to be looked at first of all."""
    write("b_good")
    write("a_good")
    write("cut", losses=["it breaks off before its end"])
    write("attempts", attempts=[ATTEMPT], losses=["it breaks off before its end"])
    write("nothing", reps=[], faults=[], rep_count=0)
    write("monday/unsure")
    page = write_index(tmp_path, [GONE], more_doubts={"monday/unsure": ["may be pelvic_tilt"]}).read_text(
        encoding="utf-8"
    )
    order = ["bert/gone", "nothing", "attempts", "cut", "monday/unsure", "a_good", "b_good"]
    assert names(page) == [f"{name}.mp4" for name in order]
    assert "6 results, 4 to look at; 1 recording not analysed" in page
    assert "may be pelvic_tilt" in page
    assert ">not a video; copy it again<" in page
    assert "it breaks off before its end" in page


def test_each_cue_has_its_picture_its_second_and_its_commands(write: Write, tmp_path: Path) -> None:
    """The annotated video of a later part of a recording begins at its own 0; addresses lead into the folder."""
    session = write("anna/50% left #2", start_s=1.5)
    fault = session.faults[0]
    page = write_index(tmp_path).read_text(encoding="utf-8")
    folder = "anna/50%25%20left%20%232"
    assert f'href="{folder}/"' in page
    assert f'href="{folder}/annotated.mp4#t={fault.start_s - 1.5:.1f}"' in page
    assert (
        f'<img src="{folder}/cues/{fault.check}-{fault.start_s:.2f}s.jpg" loading="lazy" alt="hold, repetition 1">'
        in page
    )
    landmarks = tmp_path / "anna/50% left #2" / "landmarks.npz"
    for answer in ("right", "wrong"):
        assert f"posecoach label --{answer} hold@{fault.start_s:.2f} '{landmarks}'" in unescape(page)


def test_what_an_analysis_did_not_write_is_not_shown(write: Write, tmp_path: Path) -> None:
    """Neither pictures nor links to a video that isn't there; files that are no session are passed over."""
    write("clip", video=False)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "session.json").write_text("{}", encoding="utf-8")
    page = write_index(tmp_path).read_text(encoding="utf-8")
    assert names(page) == ["clip.mp4"]
    assert "annotated.mp4" not in page
    assert "<img" not in page


def test_the_page_speaks_other_languages(write: Write, tmp_path: Path) -> None:
    """What was wanted and what to do are those of the exercise; of another language's page nothing is left."""
    session = write("clip", attempts=[ATTEMPT], technique=0.5)
    fault = session.faults[0].model_copy(update={"check": "alignment", "wanted": "167 to 208", "measured": 150.26})
    write("other", faults=[fault], reps=[], rep_count=0)
    page = write_index(tmp_path, [GONE], GroupBy.EXERCISE, language=load_language("de")).read_text(encoding="utf-8")
    told = {"2 Ergebnisse, 2 zum Ansehen; 1 Aufnahme nicht ausgewertet", "<h2>Brücke</h2>", "1 Versuch nicht gezählt"}
    told |= {"<b>Eine Linie</b>", "150,3, gewünscht 167 bis 208", ">keine Wiederholung<", '"copied": "Kopiert"'}
    assert {text for text in told if text not in page} == set()


@pytest.mark.parametrize(
    ("group_by", "titles"),
    [
        (None, []),
        (GroupBy.SUBJECT, ["Bert", "clara", "No subject named"]),
        (GroupBy.FOLDER, ["monday/am", "tuesday", "Not in a folder"]),
        (GroupBy.EXERCISE, ["Bird dog", "Bridge", "gone_exercise"]),
    ],
)
def test_a_section_for_each_group(write: Write, tmp_path: Path, group_by: GroupBy | None, titles: list[str]) -> None:
    """By name, and what belongs to none at last; an exercise that isn't there any more is called by its id."""
    write("monday/am/one", subject="Bert")
    write("tuesday/two", subject="clara", exercise="bird_dog")
    write("three", exercise="gone_exercise")
    page = write_index(tmp_path, group_by=group_by).read_text(encoding="utf-8")
    assert re.findall("<h2>([^<]*)</h2>", page) == titles


def test_a_group_tells_left_from_right_and_what_changed(write: Write, tmp_path: Path, bridges: Session) -> None:
    """By date, whatever the order of the names."""
    first, second = bridges.reps
    sided = {
        "reps": [
            first.model_copy(update={"side": Side.LEFT, "good": True}),
            second.model_copy(update={"side": Side.RIGHT}),
        ]
    }
    write("a", **sided, subject="Bert", technique=0.75, recorded_at="2026-03-02T09:00:00+01:00")
    write("b", **sided, subject="Bert", technique=0.25, recorded_at="2026-03-01T09:00:00+01:00")
    page = write_index(tmp_path, group_by=GroupBy.SUBJECT).read_text(encoding="utf-8")
    assert 'aria-label="good repetitions: 25% to 75%"' in page
    assert re.findall(r'<th scope="row">(\w+)</th>.*?(\d+% good of \d+)', page) == [
        ("left", "100% good of 2"),
        ("right", "0% good of 2"),
    ]


def test_nothing_is_asked_of_the_network(write: Write, tmp_path: Path) -> None:
    """All that the page is made of stands in it."""
    write("clip")
    page = write_index(tmp_path).read_text(encoding="utf-8")
    assert not re.search(r"(https?:)?//[a-z]", page)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with running_browser() as browser:
        yield browser


def opened(browser: Browser, path: Path) -> Page:
    page = browser.new_page()
    page.goto(path.as_uri())
    return page


def shown(page: Page) -> list[str]:
    return page.locator("tr:visible > td:first-child > a").all_inner_texts()


@needs_browser
def test_names_of_others_do_nothing(write: Write, tmp_path: Path, browser: Browser) -> None:
    """Whatever they are, they are shown as they are."""
    fault = {"wanted": HOSTILE, "cue": HOSTILE}
    session = write("clip", subject=HOSTILE, losses=[HOSTILE])
    faults = [one.model_copy(update=fault) for one in session.faults]
    write("hostile", source=HOSTILE, exercise=HOSTILE, subject=HOSTILE, faults=faults, losses=[HOSTILE] * 2)
    failure = FailedRecording(f"\x1b{HOSTILE}\udcff", HOSTILE)
    page = opened(browser, write_index(tmp_path, [failure], GroupBy.SUBJECT))
    assert shown(page) == [HOSTILE, "clip.mp4"]
    assert HOSTILE in page.locator("figcaption").first.inner_text()
    assert page.locator(".failed td").first.inner_text() == f"\\x1b{HOSTILE}\\xff"
    assert page.evaluate("window.hit") is None


@needs_browser
def test_columns_are_sorted_with_the_keyboard(write: Write, tmp_path: Path, browser: Browser) -> None:
    """Numbers as numbers, first the most where that matters; what has no value comes last both ways."""
    write("take_10", hold_s_total=3.0)
    write("take_9", hold_s_total=20.0, attempts=[ATTEMPT])
    write("take_2", reps=[], faults=[], rep_count=0)
    page = opened(browser, write_index(tmp_path))
    head = page.get_by_role("columnheader", name="Doubts")
    expect(head).to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Recording").focus()
    orders = []
    for title in ("Recording", "Recording", "Held", "Held", "Doubts"):
        page.get_by_role("button", name=title).press("Enter")
        orders.append([int(name[5:-4]) for name in shown(page)])
    assert orders == [[2, 9, 10], [10, 9, 2], [10, 9, 2], [9, 10, 2], [2, 9, 10]]
    expect(page.get_by_role("columnheader", name="Recording")).to_have_attribute("aria-sort", "none")


@needs_browser
def test_many_results_are_filtered_and_shown_as_they_are_scrolled_to(
    write: Write, tmp_path: Path, browser: Browser
) -> None:
    """A section without a match is gone; pictures are there once their row is."""
    for number in range(150):
        write(f"clip_{number:03}", subject=f"P{number % 2}")
    page = opened(browser, write_index(tmp_path, group_by=GroupBy.SUBJECT))
    assert len(shown(page)) < 150
    page.get_by_role("searchbox").fill("p1 clip_14 hold")
    assert shown(page) == [f"clip_{number}.mp4" for number in (141, 143, 145, 147, 149)]
    assert page.locator("h2:visible").all_inner_texts() == ["P1"]
    assert page.locator("#shown").inner_text() == "5 shown"
    page.get_by_role("searchbox").fill("")
    while len(shown(page)) < 150:
        page.mouse.wheel(0, 100_000)
    assert page.locator("tr:visible img").count() == 300


@needs_browser
def test_without_scripts_all_is_there(write: Write, tmp_path: Path, browser: Browser) -> None:
    """Pictures and commands too."""
    for number in range(70):
        write(f"clip_{number}")
    page = opened_without_scripts(browser, write_index(tmp_path))
    assert page.locator("tr.result:visible").count() == 70
    assert page.locator("figure:visible img").count() == 140


def opened_without_scripts(browser: Browser, path: Path) -> Page:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    return page
