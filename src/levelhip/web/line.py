"""One open socket of a session: what goes out, how much may come in."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable

from starlette.websockets import WebSocket, WebSocketDisconnect

from levelhip.core import Sentence
from levelhip.protocols.language import Language, language
from levelhip.web.intake import Reading

MOST_ORDERS = 200
"""Orders that wait to be sent; a page that does not take them is gone."""

MESSAGES_A_SECOND = 120.0
FRAMES_A_SECOND = 400.0
BURST_S = 15.0
"""So many seconds of messages may come at once: a page that was cut off sends what it kept."""

OPENED_ELSEWHERE = 4001
NO_SESSION = 4004
NOT_UNDERSTOOD = 4000
TOO_SLOW = 4008
SHUT = 4023
TOO_MUCH = 1008
BROKEN = 1011
OVER = 1000

LONGEST_REASON = 120
"""Bytes of a reason; the protocol of sockets takes 123."""


class Allowance:
    """So much a second, and what was not used for a while at once.

    Parameters
    ----------
    rate : 1/s
    clock : callable
        A clock that never goes back, s.
    """

    def __init__(self, rate: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._left = rate * BURST_S
        self._at_s = clock()

    def takes(self, count: float) -> bool:
        """Whether so much more may come.

        Parameters
        ----------
        count : float

        Returns
        -------
        bool
        """
        now_s = self._clock()
        self._left = min(self._left + (now_s - self._at_s) * self._rate, self._rate * BURST_S)
        self._at_s = now_s
        self._left -= count
        return self._left >= 0.0


class Line:
    """An open socket; nothing here waits for the page but `write`.

    Parameters
    ----------
    socket : WebSocket
        Accepted.
    words : Language, optional
        Of the page; English when none is given.
    reading : Reading, optional
        What says when it is read; without it is read at once, always.
    """

    def __init__(
        self, socket: WebSocket, words: Language | None = None, reading: Reading | None = None
    ) -> None:
        self._words = words or language()
        self._socket = socket
        self._reading = reading
        self._orders: deque[str] = deque()
        self._states: dict[str, str] = {}
        self._shown: dict[str, str] = {}
        self._more = asyncio.Event()
        self._ending: tuple[int, str] | None = None
        self.sent_n = 0
        self.state_s = 0.0
        self.have_s = 0.0

    @property
    def ends(self) -> bool:
        """Whether it is being closed."""
        return self._ending is not None

    @property
    def _tells(self) -> bool:
        """Whether what waits is still sent: until the session is over, and then the rest."""
        return self._ending is None or self._ending[0] == OVER

    def rest(self) -> None:
        """Leave what the page sends for a while, so that much of it is read at once."""
        if self._reading is not None and self._ending is None:
            self._reading.rest()

    def go_on(self) -> None:
        """Read what the page has sent, and what it sends."""
        if self._reading is not None:
            self._reading.go_on()

    def order(self, orders: Iterable[tuple[int, str]]) -> None:
        """Send orders; all of them arrive, in this sequence.

        Parameters
        ----------
        orders : iterable of (int, str)
            Number and JSON.
        """
        for n, text in orders:
            self.sent_n = max(self.sent_n, n)
            self._orders.append(text)
            self._more.set()
        if len(self._orders) > MOST_ORDERS:
            self.end(TOO_SLOW, Sentence("the page does not take what it is sent; load it again"))

    def state(self, kind: str, text: str) -> None:
        """Send a state; one that waits is replaced, one that is the same is not sent again.

        Parameters
        ----------
        kind : str
        text : str
            JSON.
        """
        if text and self._shown.get(kind) != text:
            self._shown[kind] = self._states[kind] = text
            self._more.set()

    def end(self, code: int, why: Sentence | None = None) -> None:
        """Close it, after the orders that wait.

        Parameters
        ----------
        code : int
        why : Sentence, optional
            Told in the page's language.
        """
        if self._ending is None:
            told = why.filled(self._words.text) if why else ""
            self._ending = (code, told.encode()[:LONGEST_REASON].decode(errors="ignore"))
            self._more.set()
            self.go_on()  # its answer to the close is waited for

    async def write(self) -> None:
        """Send what there is, until it is closed."""
        try:
            while True:
                await self._more.wait()
                self._more.clear()
                while self._tells and self._orders:
                    await self._socket.send_text(self._orders.popleft())
                states, self._states = self._states, {}
                if self._tells:
                    for text in states.values():
                        await self._socket.send_text(text)
                if self._ending is not None and not (self._tells and self._orders):
                    await self._socket.close(*self._ending)
                    return
        except (WebSocketDisconnect, RuntimeError):
            return  # the page is gone; whoever reads finds that, too


__all__ = [
    "BROKEN",
    "FRAMES_A_SECOND",
    "MESSAGES_A_SECOND",
    "NOT_UNDERSTOOD",
    "NO_SESSION",
    "OPENED_ELSEWHERE",
    "OVER",
    "SHUT",
    "TOO_MUCH",
    "Allowance",
    "Line",
]
