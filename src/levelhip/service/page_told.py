"""What stands between a session and its page: its clock, its taps, and what the page is told."""

from __future__ import annotations

import time
from collections.abc import Callable

from levelhip.coach.orders import Order, Say, Sound
from levelhip.core import Event
from levelhip.io.live import NoSource
from levelhip.io.session_folder import SessionFolder
from levelhip.service.page_orders import Orders, PageVoice


class PageClock:
    """The session's time, s; it begins when the page first comes.

    Parameters
    ----------
    steady : callable
        A clock that never goes back, s.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic) -> None:
        self._steady = steady
        self._begun_s: float | None = None

    def begin(self, at_s: float = 0.0) -> None:
        """Run from a time of the session on; only the first call counts."""
        if self._begun_s is None:
            self._begun_s = self._steady() - at_s

    def now(self) -> float:
        """The session's time; 0 before it begins."""
        return 0.0 if self._begun_s is None else self._steady() - self._begun_s


class Taps(NoSource):
    """Nothing measures; a page that is gone is still told of."""

    def __init__(self) -> None:
        super().__init__()
        self.trouble = ""


class PageTold:
    """Turns what a session does into orders, each numbered by its line in the journal.

    Parameters
    ----------
    orders : Orders
    """

    def __init__(self, orders: Orders) -> None:
        self.orders = orders
        self.voice: PageVoice | None = None
        self.folder: SessionFolder | None = None

    def order(self, now_s: float, order: Order) -> None:
        """Take note of an order as it is carried out."""
        n = self.folder.lines if self.folder else 0
        if isinstance(order, Say):
            self.orders.say(n, now_s, order)
            if self.voice is not None:
                self.voice.numbered(n)
        elif isinstance(order, Sound):
            self.orders.tone(n, now_s, order.tone)

    def event(self, now_s: float, event: Event) -> None:
        """Take note of an event as it is kept."""
        self.orders.event(self.folder.lines if self.folder else 0, now_s, event)
