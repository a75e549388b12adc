"""Who may use the page: only the browser that was opened with its token, on this computer, from the page itself."""

import hmac
import html
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send
from starlette.types import Message as Sent

from posecoach.feedback.words.language import ENGLISH, Language
from posecoach.messages import Message

__all__ = ["Guard", "Keys"]

_TOKEN = "token"  # noqa: S105 - the name of a query parameter
_OWN_FETCHES = ("same-origin", "none")
"""What a browser says of requests that the page makes, and of addresses that a person enters."""
_REFUSED = Message("This page is private: open it with the address that the command printed.")
_NO_SCRIPT = Message("This page needs JavaScript.")
_ENTRANCE = """<!doctype html><html lang="{language}"><meta charset="utf-8"><title>posecoach</title>
<script>location.replace("/")</script><noscript>{no_script}</noscript>
"""
"""Goes on to the page by itself: only a request of its own brings along a cookie that is SameSite=Strict."""
_HEADERS = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; connect-src 'self' ws://{host}; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""So that no other page can show or read anything, and nothing of this page is fetched from elsewhere.

The page's framework compiles its templates in the browser, which needs 'unsafe-eval'.
"""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the page.

    Attributes:
        port: That it is served on; cookies of one computer are shared by all its ports, so theirs is named by it.
        token: In the address that is opened first.
        session: In the cookie from then on.
    """

    port: int
    token: str = field(default_factory=secrets.token_urlsafe)
    session: str = field(default_factory=secrets.token_urlsafe)

    @property
    def host(self) -> str:
        """What a browser must name as its host."""
        return f"127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """What to open."""
        return f"http://{self.host}/?{_TOKEN}={self.token}"

    @property
    def cookie(self) -> str:
        """The cookie's name."""
        return f"posecoach_{self.port}"


class Guard:
    """An ASGI application around another one that lets only the page's own requests through, also to websockets.

    Attributes:
        app: The application inside.
    """

    def __init__(self, app: ASGIApp, keys: Keys, language: Language = ENGLISH) -> None:
        """Args: app: what is guarded; keys: what opens it; language: of what it says itself."""
        self.app, self._keys, self._language = app, keys, language
        own = {name: value.format(host=keys.host) for name, value in _HEADERS.items()}
        self._headers = [(name.encode(), value.encode()) for name, value in own.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves, or refuses with 403."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif self._enters(scope):
            cookie = f"{self._keys.cookie}={self._keys.session}; Path=/; HttpOnly; SameSite=Strict"
            await self._answer(send, 200, self._entrance, [(b"set-cookie", cookie.encode())])
        elif not self._own(scope):
            await self._refuse(scope, receive, send)
        else:
            await self.app(scope, receive, self._hardened(send))

    @property
    def _entrance(self) -> str:
        no_script = html.escape(self._language.shown(_NO_SCRIPT))
        return _ENTRANCE.format(language=self._language.code, no_script=no_script)

    def _enters(self, scope: Scope) -> bool:
        """Whether this is the first request, whose address has the token; wherever the address was followed from."""
        if scope["type"] != "http" or scope["method"] != "GET" or scope["path"] != "/" or not self._from_here(scope):
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get(_TOKEN, [""])
        return _same(given[0], self._keys.token)

    def _own(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        fetched = headers.get("sec-fetch-site", "none") in _OWN_FETCHES
        return fetched and self._from_here(scope) and _same(self._cookie(headers), self._keys.session)

    def _from_here(self, scope: Scope) -> bool:
        """Whether host and origin are the page's own: names that lead to this computer may be anybody's."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        return hosts == [self._keys.host] and all(origin == f"http://{self._keys.host}" for origin in origins)

    def _cookie(self, headers: Headers) -> str:
        try:
            morsel = SimpleCookie(headers.get("cookie", "")).get(self._keys.cookie)
        except CookieError:
            return ""
        return "" if morsel is None else morsel.value

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await receive()
            # Closing before accepting is answered with 403.
            await send({"type": "websocket.close", "code": 1008})
            return
        await self._answer(send, 403, f"{self._language.shown(_REFUSED)}\n", [])

    async def _answer(self, send: Send, status: int, text: str, more: list[tuple[bytes, bytes]]) -> None:
        body = text.encode()
        kind = b"text/html; charset=utf-8" if status == 200 else b"text/plain; charset=utf-8"
        own = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": status, "headers": [*own, *self._headers, *more]})
        await send({"type": "http.response.body", "body": body})

    def _hardened(self, send: Send) -> Send:
        async def send_with_headers(message: Sent) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *self._headers]}
            await send(message)

        return send_with_headers


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())
