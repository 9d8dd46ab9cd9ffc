"""The way in from the network: nobody reaches anything but the pairing, and then what they may."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from http.cookies import CookieError, SimpleCookie
from pathlib import Path
from typing import Any

from levelhip.web.pairing import Pairings, Phone

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

DOOR, PHONE = "levelhip.door", "levelhip.phone"
"""Keys of a request's scope, which only the server sets: through which door it came, and who."""

COOKIE = "__Host-levelhip-phone"
"""The prefix holds the browser to it: over TLS only, for this host only, for every path."""

PAGE = "/pair"
EXCHANGE = "/api/phones/pair"
CERTIFICATE = "/pair/levelhip.crt"
CONTROL = "/api/phones/live"
FEED = re.compile(r"/api/phones/sessions/[0-9a-f]{32}/live")
WORDS = re.compile(r"/pair/words/[a-z]{2,3}")
OWN_FILE = re.compile(r'"(/(?:assets/)?[\w.-]+\.(?:js|css|svg))"')
PARTS = ("/assets/", "/demos/")
"""Folders of the built page that the sensor's page loads from once it is let in."""

PHONES = "/api/phones"
REVOKED = 4003

NOT_PAIRED = "this phone is not paired; scan the code that levelhip shows on the other machine"
NOT_ITS = "this phone measures only; pair it anew for the whole page"
ELSEWHERE = "phones are let in and out at the machine itself"


class Door:
    """Decides what comes in from the network, and ends what a phone has open once it is let out.

    Parameters
    ----------
    pairings : Pairings
        Which phones may come in.
    static : Path
        Folder of the built page.

    Attributes
    ----------
    hosts : names and ports by which it may be asked
    """

    def __init__(self, pairings: Pairings, static: Path) -> None:
        self._pairings = pairings
        self._static = static
        self.hosts: frozenset[str] = frozenset()
        self._open: dict[str, dict[asyncio.Future[None], tuple[Scope, Send]]] = {}

    def fault(self, scope: Scope) -> tuple[int, str] | None:
        """Why a request may not come in; None when it may. The phone is noted in its scope.

        Parameters
        ----------
        scope : Scope

        Returns
        -------
        (int, str) or None
        """
        path = scope["path"]
        if ".." in path or "//" in path or "\\" in path:
            return 404, f"{path[:80]}: not here"
        secret = cookie(scope)
        phone = self._pairings.phone(secret) if secret else None
        if self._is_open(scope):
            return None
        if phone is None:
            return 401, NOT_PAIRED
        scope[PHONE] = phone
        if scope["type"] == "websocket" and (path == CONTROL or FEED.fullmatch(path)):
            return None
        if path == PHONES or path.startswith(f"{PHONES}/"):
            return 403, ELSEWHERE
        if phone.role == "sensor" and not (path.startswith(PARTS) and _reads(scope)):
            return 403, NOT_ITS
        return None

    async def through(self, app: App, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket that may come in; broken off when its phone is let out.

        Parameters
        ----------
        app : App
        scope : Scope
        receive : Receive
        send : Send
        """
        phone: Phone | None = scope.get(PHONE)
        if phone is None:
            await app(scope, receive, send)
            return
        running = asyncio.ensure_future(app(scope, receive, send))
        held = self._open.setdefault(phone.id, {})
        held[running] = (scope, send)
        try:
            await asyncio.wait((running,))
        finally:
            running.cancel()
            held.pop(running, None)
        if not running.cancelled():
            running.result()

    async def cut(self, *phone_ids: str) -> None:
        """End all that phones have open, at once.

        Parameters
        ----------
        *phone_ids : str
        """
        for phone_id in phone_ids:
            for running, (scope, send) in tuple(self._open.get(phone_id, {}).items()):
                running.cancel()
                if scope["type"] == "websocket":
                    close = {"type": "websocket.close", "code": REVOKED, "reason": "let out"}
                    # It may have been closed from the other side in this moment.
                    with suppress(RuntimeError, OSError):
                        await send(close)

    async def cut_all(self) -> None:
        """End all that any phone has open."""
        await self.cut(*self._open)

    def _is_open(self, scope: Scope) -> bool:
        path = scope["path"]
        if scope["type"] != "http":
            return False
        if path == EXCHANGE:
            return scope["method"] in ("GET", "POST")
        if not _reads(scope):
            return False
        open_paths = (PAGE, CERTIFICATE, *self._page_files())
        return path in open_paths or bool(WORDS.fullmatch(path))

    def _page_files(self) -> tuple[str, ...]:
        """What the pairing page itself loads; they are named in it."""
        page = self._static / "pair.html"
        if not page.is_file():
            return ()
        return tuple(OWN_FILE.findall(page.read_text(encoding="utf-8")))


class AtDoor:
    """The application as it stands behind the way in from the network.

    Parameters
    ----------
    app : App
    door : Door
    """

    def __init__(self, app: App, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or socket, marked with the door it came through."""
        scope[DOOR] = self._door
        await self._app(scope, receive, send)


def cookie(scope: Scope) -> str:
    """The secret that a request shows; empty when it shows none.

    Parameters
    ----------
    scope : Scope

    Returns
    -------
    str
    """
    told = b"; ".join(value for name, value in scope["headers"] if name.lower() == b"cookie")
    found: SimpleCookie = SimpleCookie()
    with suppress(CookieError):
        found.load(told.decode("latin-1"))
    return found[COOKIE].value if COOKIE in found else ""


def _reads(scope: Scope) -> bool:
    return scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
