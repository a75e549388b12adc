import http.client
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from page_browser import Server, browser_path, running_browser, running_page
from playwright.sync_api import Browser, Page, expect

from posecoach.exercise.calibration_files import read_calibration
from posecoach.exercise.library import load_exercise
from posecoach.tuning.label_files import read_labels

pytestmark = pytest.mark.skipif(browser_path() is None, reason="needs Chromium or Chrome")

PLOT = ".timeline svg"
TIMELINE = "getElement(Number(document.querySelector('.timeline').id.slice(1)))"
"""The plot's component, which knows where everything is drawn."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    with running_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests that leave everything as it was."""
    with running_page(tmp_path_factory.mktemp("page")) as server:
        yield server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Server]:
    """A server for a test that saves."""
    with running_page(tmp_path) as server:
        yield server


def opened(browser: Browser, server: Server) -> Page:
    """The page in a browser profile of its own, ready to be used."""
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(server.address)
    expect(page.locator(".curve-title")).to_be_visible(timeout=15000)
    return page


def drag_line(page: Page, threshold: str, by_px: int) -> None:
    """Drags a threshold's line by its name beside the curve."""
    # The plot says where it has drawn the names, as a person sees it.
    place = page.evaluate(f"(key) => {TIMELINE}.handles.find((one) => one.key === key).name", threshold)
    box = page.locator(PLOT).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] - 60, box["y"] + place
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + by_px / 2)
    page.mouse.move(x, y + by_px)
    page.mouse.up()


def figures(page: Page, recording: int) -> str:
    return f'[data-recording="{recording}"] .counted'


def go_to(page: Page, time_s: float) -> None:
    """Moves the playhead by clicking below the lanes, where nothing else is."""
    click_plot(page, time_s, -6)


def click_plot(page: Page, time_s: float, y: float) -> None:
    """Clicks at a moment; y is counted from the upper edge, or, below zero, from the lower one."""
    box = page.locator(PLOT).bounding_box()
    assert box is not None
    x = page.evaluate(f"(time) => {TIMELINE}.x(time)", time_s)
    page.mouse.click(box["x"] + x, box["y"] + (y if y > 0 else box["height"] + y))


def test_dragging_a_line_counts_all_recordings_again_and_undo_takes_it_back(browser: Browser, server: Server) -> None:
    """The low bridge is lost once more travel is asked for; one drag is one step back."""
    page = opened(browser, server)
    expect(page.locator(figures(page, 0))).to_have_text("3 / 1")
    expect(page.locator(figures(page, 1))).to_have_text("2 / ?")

    drag_line(page, "drive.least", -60)
    expect(page.locator(figures(page, 0))).to_have_text("2 / 1")
    expect(page.locator(figures(page, 1))).to_have_text("2 / ?")
    expect(page.get_by_text("Against the file: 1 lost")).to_be_visible()
    expect(page.get_by_text("Not saved: thresholds")).to_be_visible()

    page.get_by_role("button", name="Compare").click()
    changed = page.locator(".sheet tr.changed")
    expect(changed).to_have_count(2)
    expect(changed.nth(0)).to_contain_text(re.compile(r"Smallest travel\s*0.45\s*0.[67]\d"))
    expect(changed.nth(1)).to_contain_text(re.compile(r"first\s*3\s*2\s*1"))
    expect(page.locator(".sheet")).to_contain_text(re.compile(r"Alignment\s*goes\s*not labelled yet"))
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".sheet")).to_have_count(0)

    page.keyboard.press("Control+z")
    expect(page.locator(figures(page, 0))).to_have_text("3 / 1")
    expect(page.get_by_text("All saved")).to_be_visible()
    page.context.close()


def test_sliders_change_tolerances_and_go_back(browser: Browser, server: Server) -> None:
    """A slider can be moved by keyboard; its reset button brings back what is on disk."""
    page = opened(browser, server)
    threshold = page.locator('[data-key="checks.alignment.below"]')
    threshold.locator(".q-slider [tabindex]").focus()
    page.keyboard.press("Home")
    expect(threshold.locator(".value")).to_have_text("6.0°")
    expect(page.get_by_text("Not saved: thresholds")).to_be_visible()

    threshold.get_by_role("button", name="Back to").click()
    expect(threshold.locator(".value")).to_have_text("13.0°")
    expect(page.get_by_text("All saved")).to_be_visible()
    page.context.close()


def test_labels_made_by_keyboard_survive_save_and_reload(browser: Browser, own_server: Server) -> None:
    """A repetition is marked with its fault, a threshold moved; after a reload both are still there, and on disk."""
    page = opened(browser, own_server)
    go_to(page, 10.0)
    page.keyboard.press("[")
    go_to(page, 14.0)
    page.keyboard.press("]")
    expect(page.locator(figures(page, 0))).to_have_text("3 / 2")
    page.keyboard.press("1")
    expect(page.locator(".marking .q-btn.on")).to_have_text(re.compile("Alignment"))
    drag_line(page, "drive.least", -60)
    expect(page.locator(figures(page, 0))).to_have_text("2 / 2")

    page.reload()
    expect(page.get_by_text("Not saved: thresholds, labels of 1 recording")).to_be_visible()
    page.keyboard.press("Control+s")
    expect(page.get_by_text("All saved")).to_be_visible()
    page.reload()
    expect(page.locator(figures(page, 0))).to_have_text("2 / 2")
    page.context.close()

    labels = read_labels(own_server.folder / "first.labels.csv", load_exercise("bridge"))
    assert [(rep.start_s, rep.end_s) for rep in labels.repetitions] == [
        pytest.approx((1.8, 7.0)),
        pytest.approx((10.0, 14.0), abs=0.1),
    ]
    assert [rep.faults for rep in labels.repetitions] == [(), ("alignment",)]
    said = read_calibration(own_server.config / "calibration" / "default.toml").exercises["bridge"]
    assert said.thresholds["drive.least"] > 0.6
    assert own_server.interrupted().splitlines()[-1] == "unsaved: []"


def test_a_file_that_somebody_else_changed_is_asked_about(browser: Browser, own_server: Server) -> None:
    """Before it is written over; keeping one's own beside takes over what it says now."""
    page, table = opened(browser, own_server), own_server.folder / "first.labels.csv"
    table.write_text("start_s,end_s\n10,14\n", encoding="utf-8")
    go_to(page, 3.0)
    page.keyboard.press("Delete")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("Somebody else has changed this file")).to_be_visible()
    page.get_by_role("button", name="Keep mine beside").click()
    expect(page.get_by_text("All saved")).to_be_visible()
    expect(page.locator(figures(page, 0))).to_have_text("3 / 1")
    page.context.close()
    assert table.read_text(encoding="utf-8") == "start_s,end_s\n10,14\n"
    assert read_labels(table.with_name("first.labels.mine.csv"), load_exercise("bridge")).movements == ()


def test_who_only_fetches_the_address_has_nothing_built(browser: Browser, server: Server) -> None:
    """It would be kept for a minute, each time."""
    page = opened(browser, server)
    address = f"http://{server.host}/"
    assert "Undo" not in page.evaluate("async (address) => (await fetch(address)).text()", address)
    page.context.close()


def test_a_labels_edge_is_dragged_and_the_video_goes_along(browser: Browser, server: Server) -> None:
    """The end goes where it is let go, as one step back."""
    page = opened(browser, server)
    box = page.locator(PLOT).bounding_box()
    assert box is not None
    y = box["y"] + page.evaluate(f"{TIMELINE}.area.labels") + 10
    from_x, to_x = (box["x"] + page.evaluate(f"{TIMELINE}.x({time_s})") for time_s in (7.0, 8.5))
    page.mouse.move(from_x, y)
    page.mouse.down()
    page.mouse.move((from_x + to_x) / 2, y)
    page.mouse.move(to_x, y)
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 8.5) < 0.1")
    page.mouse.up()

    expect(page.get_by_text("Not saved: labels of 1 recording")).to_be_visible()
    ((start_s, end_s),) = page.evaluate(f"{TIMELINE}.labels")
    assert (start_s, end_s) == (1.8, pytest.approx(8.5, abs=0.1))
    page.keyboard.press("Control+z")
    expect(page.get_by_text("All saved")).to_be_visible()
    page.context.close()


def test_time_is_zoomed_and_moved_through(browser: Browser, server: Server) -> None:
    """Buttons and wheel show less or more, pulling moves, and the curve is there wherever one looks."""
    page = opened(browser, server)
    shown = f"{TIMELINE}.ends().map((x) => {TIMELINE}.seconds(x))"
    assert page.evaluate(shown) == [0, pytest.approx(24, abs=0.1)]
    page.get_by_role("button", name="show less time").click()
    page.wait_for_function(f"{shown}[1] < 13")
    box = page.locator(PLOT).bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 400, box["y"] + 60)
    page.mouse.down()
    page.mouse.move(box["x"] + 300, box["y"] + 60, steps=4)
    page.mouse.up()
    page.wait_for_function(f"{shown}[0] > 1")
    expect(page.locator(".transport .time")).to_have_text(re.compile(r"^0:00\.00"))
    page.mouse.wheel(0, -240)
    page.wait_for_function(f"{shown}[1] - {shown}[0] < 11.9")
    page.get_by_role("button", name="All", exact=True).click()
    page.wait_for_function(f"{shown}[1] > 23")
    page.context.close()


def test_curves_are_shown_beside_each_other_or_alone_and_for_every_recording(browser: Browser, server: Server) -> None:
    """What was chosen stays chosen; the names of limits that aren't shown any more are gone."""
    page = opened(browser, server)
    failed = list[str]()
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    names = page.locator(PLOT).get_by_text(re.compile("^(counts from|good from)")).locator("visible=true")
    page.get_by_role("button", name="Hip angle").click()
    expect(page.locator(".curve-title")).to_have_count(2)
    expect(names).to_have_count(2)
    page.get_by_role("button", name="Hip lift, counted").click()
    expect(page.locator(".curve-title")).to_have_text([re.compile("^Hip angle")])
    expect(names).to_have_text(["good from 167.0"])
    for key, recording in (("ArrowDown", 1), ("ArrowUp", 0)):
        page.keyboard.press(key)
        expect(page.locator('[aria-current="true"]')).to_have_attribute("data-recording", str(recording))
        expect(page.locator(".curve-title")).to_have_text([re.compile("^Hip angle")])
        expect(names).to_have_text(["good from 167.0"])
    assert failed == []
    page.context.close()


def test_what_a_slider_changes_is_shown_at_once(browser: Browser, server: Server) -> None:
    """Counted on the server and drawn within a fifth of a second."""
    page = opened(browser, server)
    took_ms = page.evaluate(
        """async () => {
          const figures = document.querySelector('[data-recording="0"] .counted');
          const slider = document.querySelector('[data-key="drive.least"] .q-slider [tabindex]');
          const times = [];
          for (const key of ["End", "Home", "End", "Home"]) {
            const before = figures.textContent;
            const began = performance.now();
            slider.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
            while (figures.textContent === before) await new Promise(requestAnimationFrame);
            times.push(performance.now() - began);
            await new Promise((done) => setTimeout(done, 200));
          }
          return times;
        }"""
    )
    assert min(took_ms) < 200
    for _ in took_ms:
        page.keyboard.press("Control+z")
    expect(page.get_by_text("All saved")).to_be_visible()
    page.context.close()


def test_shortly_before_a_label_keys_mean_it_and_the_page_shows_that(browser: Browser, server: Server) -> None:
    """A counted repetition that is clicked may begin a little before its label, whose faults are what one looks at."""
    page = opened(browser, server)
    go_to(page, 1.5)
    chosen = page.locator(".marking .q-btn.on")
    page.keyboard.press("1")
    expect(chosen).to_have_text(re.compile("Alignment"))
    go_to(page, 0.5)
    expect(chosen).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(page.get_by_text("All saved")).to_be_visible()
    page.context.close()


def test_a_repetition_shows_its_pictures_and_where_it_is(browser: Browser, server: Server) -> None:
    """Clicking one jumps there, tells what it is, and fetches eight pictures; each of them leads to its moment."""
    page = opened(browser, server)
    click_plot(page, 11, page.evaluate(f"{TIMELINE}.area.counted") + 10)

    expect(page.locator(".card .heading")).to_have_text("Repetition 2")
    expect(page.locator(".transport .time")).to_have_text(re.compile(r"^0:09\.\d\d"))
    expect(page.locator(".thumbs img")).to_have_count(8)
    page.wait_for_function("[...document.querySelectorAll('.thumbs img')].every((one) => one.naturalWidth > 50)")
    page.wait_for_function("document.querySelector('video').currentTime > 9")
    page.locator(".thumbs button").nth(7).click()
    expect(page.locator(".transport .time")).to_have_text(re.compile(r"^0:14\.0"))
    page.context.close()


def test_what_the_browser_cannot_play_is_shown_picture_by_picture(browser: Browser, server: Server) -> None:
    """HEVC, as phones record it, and landmarks without a video come as single pictures, with a playhead that moves."""
    page = opened(browser, server)
    page.locator('[data-recording="2"]').click()
    picture = page.locator(".picture img")
    expect(picture).to_be_visible()
    expect(page.get_by_text("This browser can't play the format")).to_be_visible()
    page.wait_for_function("document.querySelector('.picture img').naturalWidth === 96")

    page.locator('[data-recording="1"]').click()
    expect(picture).to_have_attribute("src", re.compile("/media/1/frame"))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    expect(page.locator(".transport .time")).not_to_have_text(re.compile(r"^0:00\.00"))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Play")).to_be_visible()
    page.context.close()


def test_nothing_is_fetched_from_anywhere_else_and_no_file_is_left(browser: Browser, server: Server) -> None:
    """Every request of the page goes to this computer, and none needs the network."""
    context, hosts, failed = browser.new_context(), set[str](), list[str]()
    page = context.new_page()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("websocket", lambda socket: hosts.add(socket.url.split("/")[2]))
    page.on("console", lambda message: failed.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(server.address)
    expect(page.locator(PLOT)).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("play or pause", exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    assert hosts == {server.host}
    assert failed == []
    assert "token" not in page.url
    assert sorted(path.name for path in server.folder.parent.iterdir()) == ["recordings"]
    context.close()


def request(server: Server, method: str, path: str, headers: dict[str, str]) -> int:
    """The status that a request from outside a browser gets."""
    connection = http.client.HTTPConnection(server.host, timeout=10)
    try:
        connection.request(method, path, headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path", ["/", "/?token=guessed", "/media/0/video", "/_nicegui_ws/socket.io/?EIO=4", "/favicon.ico"]
)
def test_another_user_without_the_token_gets_403(server: Server, path: str) -> None:
    """Pages, videos, websockets and files alike."""
    assert request(server, "GET", path, {}) == 403
    assert request(server, "POST", path, {}) == 403
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "a" * 22 + "==",
    }
    assert request(server, "GET", path, upgrade) == 403


def test_a_page_of_another_origin_can_neither_post_nor_connect(browser: Browser, server: Server) -> None:
    """Even in the browser that has the cookie, another page reaches nothing: it has another origin."""
    page = opened(browser, server)
    cookies = "; ".join(f"{one.get('name')}={one.get('value')}" for one in page.context.cookies())
    assert request(server, "GET", "/media/0/video", {"Cookie": cookies}) == 200

    foreign = page.context.new_page()
    foreign.route(
        "**/*",
        lambda route: (
            route.fulfill(body="<p>elsewhere", content_type="text/html")
            if "9.9.9.9" in route.request.url
            else route.continue_()
        ),
    )
    foreign.goto("http://9.9.9.9/")
    outcome = foreign.evaluate(
        """async (host) => {
          const told = {method: "POST", body: "40", credentials: "include"};
          const post = await fetch(`http://${host}/_nicegui_ws/socket.io/?EIO=4`, told)
            .then(() => "answered", () => "refused");
          const socket = await new Promise((done) => {
            const one = new WebSocket(`ws://${host}/_nicegui_ws/socket.io/?EIO=4&transport=websocket`);
            one.onopen = () => done("open");
            one.onerror = () => done("refused");
          });
          return [post, socket];
        }""",
        server.host,
    )
    assert outcome == ["refused", "refused"]
    for origin in ("http://9.9.9.9", "http://127.0.0.1:1", "null"):
        assert request(server, "POST", "/_nicegui_ws/socket.io/?EIO=4", {"Cookie": cookies, "Origin": origin}) == 403
    page.context.close()
