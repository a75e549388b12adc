import asyncio
from collections.abc import MutableMapping
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from posecoach.tuning.page.security import Guard, Keys

KEYS = Keys(4321, token="the-token", session="the-session")  # noqa: S106 - made up for this test
HOST, COOKIE = "127.0.0.1:4321", "posecoach_4321=the-session"


class Inside:
    """What the guard stands around; notes whether anybody got in."""

    def __init__(self) -> None:
        self.reached = False

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        self.reached = True
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"inside"})
        elif scope["type"] == "websocket":
            await send({"type": "websocket.accept"})


def asked(
    path: str = "/", *, kind: str = "http", method: str = "GET", **headers: str
) -> tuple[bool, list[MutableMapping[str, Any]]]:
    """Sends a request through the guard; whether it got in, and what came back."""
    inside, sent = Inside(), list[MutableMapping[str, Any]]()
    given = {"host": HOST, **{name.replace("_", "-"): value for name, value in headers.items()}}
    plain, _, query = path.partition("?")
    scope = {
        "type": kind,
        "method": method,
        "path": plain,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in given.items() if value],
    }

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    asyncio.run(Guard(inside, KEYS)(scope, receive, send))
    return inside.reached, sent


def test_the_token_gets_a_cookie_that_only_this_page_sends() -> None:
    """Scripts can't read it, other pages don't send it, and another port's cookie has another name."""
    reached, sent = asked("/?token=the-token")
    cookie = dict(sent[0]["headers"])[b"set-cookie"].decode()

    assert not reached
    assert sent[0]["status"] == 200
    assert cookie == f"{COOKIE}; Path=/; HttpOnly; SameSite=Strict"


@pytest.mark.parametrize("kind", ["http", "websocket"])
def test_the_cookie_opens_the_page_and_its_websocket(kind: str) -> None:
    """Requests of the page itself get in."""
    reached, _ = asked(
        "/media/0/video", kind=kind, cookie=COOKIE, origin=f"http://{HOST}", sec_fetch_site="same-origin"
    )
    assert reached


REFUSED = [
    ("no cookie", {"cookie": ""}),
    ("wrong cookie", {"cookie": "posecoach_4321=guessed"}),
    ("cookie of another port", {"cookie": "posecoach_1234=the-session"}),
    ("cookie that can't be read", {"cookie": '"\\;=\x01'}),
    ("another origin", {"origin": "http://evil.example"}),
    ("another port's page", {"origin": "http://127.0.0.1:9999"}),
    ("the page by another name", {"origin": "http://localhost:4321"}),
    ("a sandboxed page", {"origin": "null"}),
    ("another name of this computer", {"host": "evil.example:4321"}),
    ("no host", {"host": ""}),
    ("a picture on another port's page", {"sec_fetch_site": "same-site"}),
    ("a picture on another page", {"sec_fetch_site": "cross-site"}),
]


@pytest.mark.parametrize("kind", ["http", "websocket"])
@pytest.mark.parametrize(("_who", "headers"), REFUSED, ids=[name for name, _ in REFUSED])
def test_anybody_else_is_refused(_who: str, headers: dict[str, str], kind: str) -> None:
    """Another user, another page and another name get 403, and their websockets are closed before they open."""
    reached, sent = asked("/anything", kind=kind, method="POST", **{"cookie": COOKIE, **headers})

    assert not reached
    if kind == "http":
        assert sent[0]["status"] == 403
    else:
        assert [message["type"] for message in sent] == ["websocket.close"]


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/?token=guessed", "GET", {}),
        ("/?token=", "GET", {}),
        ("/media/0/video?token=the-token", "GET", {}),
        ("/?token=the-token", "POST", {}),
        ("/?token=the-token", "GET", {"host": "evil.example"}),
        ("/?token=the-token", "GET", {"origin": "http://evil.example"}),
    ],
)
def test_the_token_opens_nothing_but_the_page_itself(path: str, method: str, headers: dict[str, str]) -> None:
    """It must be whole, in the page's own address, and come from nowhere else."""
    reached, sent = asked(path, method=method, **headers)
    assert not reached
    assert sent[0]["status"] == 403


def test_no_other_page_may_show_or_read_what_is_answered() -> None:
    """Answers forbid frames, other origins, and anything from elsewhere."""
    _, sent = asked("/", cookie=COOKIE)
    headers = dict(sent[0]["headers"])

    assert headers[b"x-frame-options"] == b"DENY"
    assert headers[b"cross-origin-resource-policy"] == b"same-origin"
    assert b"default-src 'self'" in headers[b"content-security-policy"]
    assert b"http:" not in headers[b"content-security-policy"]


def test_keys_are_new_each_time() -> None:
    """No token can be known from an earlier page, and cookie and token differ."""
    one, other = Keys(1), Keys(1)
    assert len({one.token, one.session, other.token, other.session}) == 4
    assert len(one.token) >= 40
