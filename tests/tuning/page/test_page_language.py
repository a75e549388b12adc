import re
from collections.abc import Iterator
from io import BytesIO

import pytest
from babel.messages.pofile import write_po
from catalogues import write_catalogue
from page_browser import browser_path, running_browser, running_page
from playwright.sync_api import Page, expect

from posecoach.feedback.words.language import template

pytestmark = pytest.mark.skipif(browser_path() is None, reason="needs Chromium or Chrome")

CODE = "fi"
"""A language with a decimal comma."""
TIMELINE = "getElement(Number(document.querySelector('.timeline').id.slice(1)))"
AS_IT_IS = {"[", "]", "first", "second", "third", "A", "L", "R", "T", "L, R"}
"""Recordings, and keys that are called the same everywhere."""
READ = """() => {
  const found = [document.title.replace("posecoach", "")];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (!parentElement.closest("script, style, .q-icon, .nicegui-error-popup")) found.push(data);
  }
  for (const element of document.querySelectorAll("[title], [alt], [aria-label]")) {
    found.push(...["title", "alt", "aria-label"].map((name) => element.getAttribute(name) ?? ""));
  }
  return found;
}"""
"""All texts of the page, also those that are read out or shown when the mouse is over something.

The framework has its own translations of what it says when the connection is lost.
"""


def put_on(english: str) -> str:
    """The text in wide letters, which no English text has; its braces stay."""
    return re.sub(r"({(?:[^{}]|{\w+})*})|[A-Za-z]", lambda part: part[1] or chr(ord(part[0]) + 0xFEE0), english)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The page in a language that is nothing but wide letters."""
    folder, texts = tmp_path_factory.mktemp("page"), template()
    for message in texts:
        forms = tuple(map(put_on, [message.id] if isinstance(message.id, str) else message.id))
        message.string = forms if len(forms) > 1 else forms[0]
    written = BytesIO()
    write_po(written, texts, omit_header=True)
    write_catalogue(folder / "config" / "languages", CODE, written.getvalue().decode())
    with running_page(folder, CODE) as server, running_browser() as browser:
        page = browser.new_page()
        page.goto(server.address)
        expect(page.locator(".curve-title")).to_be_visible(timeout=15000)
        yield page


def english(page: Page) -> set[str]:
    """What is still in letters of English, or written with a decimal point."""
    texts = {text.strip() for text in page.evaluate(READ)}
    return {text for text in texts - AS_IT_IS if re.search(r"[A-Za-z]|\d\.\d", text)}


def test_every_text_of_the_page_is_in_its_language(page: Page) -> None:
    """Also what a change brings, a click on a repetition, a refusal, and a recording that can't be played."""
    assert page.evaluate("document.documentElement.lang") == CODE
    page.locator('[data-key="drive.least"] .q-slider [tabindex]').focus()
    page.keyboard.press("End")
    expect(page.locator('[data-recording="0"] .changes')).to_be_visible()
    page.locator(".choice .q-btn").nth(1).click()
    expect(page.locator(".curve-title")).to_have_count(2)
    x, y = (page.evaluate(f"{TIMELINE}.{place}") for place in ("x(11)", "area.counted"))
    page.locator(".timeline svg").click(position={"x": x, "y": y + 10})
    expect(page.locator(".thumbs img")).to_have_count(8)
    for key in ("Delete", "Delete"):
        page.keyboard.press(key)
    expect(page.locator(".q-notification")).to_be_visible()
    assert english(page) == set()
    page.locator('[data-recording="2"]').click()
    expect(page.locator(".hint")).to_be_visible()
    assert english(page) == set()


@pytest.mark.parametrize("place", [0, 1], ids=["comparison", "keys"])
def test_dialogs_are_in_the_pages_language(page: Page, place: int) -> None:
    """Their tables, too."""
    page.locator(".head .q-btn").nth((2, -1)[place]).click()
    expect(page.locator(".sheet")).to_be_visible()
    assert english(page) == set()
    page.keyboard.press("Escape")
    expect(page.locator(".sheet")).to_have_count(0)
