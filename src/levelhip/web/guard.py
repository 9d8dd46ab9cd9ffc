"""What stands before every request: who may ask, how much, and what the page may load."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from levelhip.core import LevelhipError
from levelhip.web.door import DOOR, PAGE, Door, cookie
from levelhip.web.words import asked

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 1 << 20
"""Bytes of a request; chosen by us: answers are short. A recording has a limit of its own."""

LARGEST_RECORDING = 4 << 30
"""Bytes of a recording; chosen by us: an hour of a phone's best video."""

RECORDINGS = "/api/recordings"
FILES = (RECORDINGS, "/api/restore")
"""Where recordings and backups go; the only ways in that take more than `LARGEST_BODY`."""

SAFE = ("GET", "HEAD", "OPTIONS")

# The pose engine is WebAssembly, in a worker of the page's own; nothing else is loosened.
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "frame-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
    )
)

MAY = "camera=(self), accelerometer=(self), gyroscope=(self), screen-wake-lock=(self), "
MAY_NOT = "microphone=(), geolocation=()"

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", (MAY + MAY_NOT).encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)


class Guard:
    """Lets only this page ask, and only for so much.

    A page from elsewhere cannot reach in through the person's browser: requests for another host
    (a name that was pointed at this machine) are refused, and so are changes and sockets that come
    from another page. What comes from the network goes through the door's own checks, too.

    Parameters
    ----------
    app : App
        What is guarded.
    hosts : iterable of str
        Names and ports by which it may be asked, as "127.0.0.1:8177".
    """

    def __init__(self, app: App, hosts: Iterable[str]) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        door: Door | None = scope.get(DOOR)
        fault = self._fault(scope, self._hosts if door is None else door.hosts)
        if fault is None and door is not None:
            fault = door.fault(scope)
        if fault is not None and door is not None and _opens_page(scope, fault[0]):
            # That page says in the phone's language what became of it.
            await _send_on(send, f"{PAGE}?out" if cookie(scope) and fault[0] == 401 else PAGE)
            return
        if fault is not None:
            await _refuse(scope, receive, send, *fault)
            return
        if scope["type"] != "websocket":
            most = LARGEST_RECORDING if scope["path"] in FILES else LARGEST_BODY
            receive, send = _counted(receive, most), _with_headers(send)
        if door is None:
            await self._app(scope, receive, send)
        else:
            await door.through(self._app, scope, receive, send)

    def _fault(self, scope: Scope, hosts: frozenset[str]) -> tuple[int, str] | None:
        # No name of anything has one, and neither disk nor store takes it.
        if "\0" in scope["path"] or b"%00" in scope.get("query_string", b""):
            language = asked(_header(scope, b"accept-language"))
            return 404, language.text("There is no such page")
        headers = {name.decode("latin-1").lower(): value for name, value in scope["headers"]}
        host = headers.get("host", b"").decode("latin-1").lower()
        if host not in hosts:
            known = ", ".join(sorted(hosts))
            return 421, f"host {host}: not this one; open one of {known}"
        origin = headers.get("origin", b"").decode("latin-1").lower()
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE
        # A program on this machine sends no origin; a page always does when it changes something.
        # From the network only pages come.
        is_own = urlsplit(origin).netloc in hosts if origin else DOOR not in scope
        if changes and not is_own:
            return 403, f"origin {origin}: only levelhip's own page may do this"
        length = headers.get("content-length", b"0")
        most = LARGEST_RECORDING if scope["path"] in FILES else LARGEST_BODY
        if not length.isdigit() or int(length) > most:
            return 413, f"{length.decode('latin-1')} bytes: at most {most} are taken"
        return None


class NotThere(LevelhipError):
    """An address of nothing."""


class TooMuch(LevelhipError):
    """A body that grows beyond what it said or may have."""


def _counted(receive: Receive, most: int) -> Receive:
    got = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal got
        message = await receive()
        got += len(message.get("body", b""))
        if got > most:
            raise TooMuch("{count} bytes: at most {most} are taken", count=got, most=most)
        return message

    return counted


def _with_headers(send: Send) -> Send:
    async def sent(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", ()))
            # A report has a policy of its own: two would both hold, and shut out its letters.
            named = {name for name, _ in own if name == b"content-security-policy"}
            message["headers"] = [*own, *(each for each in HEADERS if each[0] not in named)]
        await send(message)

    return sent


def _header(scope: Scope, name: bytes) -> str:
    found = (value for each, value in scope["headers"] if each.lower() == name)
    return next(found, b"").decode("latin-1")


def _opens_page(scope: Scope, status: int) -> bool:
    """Whether somebody wanted to see a page and may not."""
    if status not in (401, 403) or scope["type"] != "http" or scope["method"] != "GET":
        return False
    return "text/html" in _header(scope, b"accept") and not scope["path"].startswith("/api/")


async def _send_on(send: Send, path: str) -> None:
    headers = [(b"location", path.encode()), *HEADERS]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, text: str) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008, "reason": text[:120]})
        return
    body = text.encode()
    start = {
        "type": "http.response.start",
        "status": status,
        "headers": [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS],
    }
    await send(start)
    await send({"type": "http.response.body", "body": body})
