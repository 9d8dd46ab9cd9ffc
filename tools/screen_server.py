"""The servers of which pictures are taken: their sessions can be held, and phones find them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from levelhip.web.app import STATIC
from levelhip.web.lan import Lan
from tests.browser.conftest import FASTER, Site, running_site
from tests.browser.test_camera import SLOWER

AT_HOME = "https://192.168.0.20:8178"
"""Where phones come in as the pictures tell it: an address as a router at home gives."""

LOOPBACK = "127.0.0.1"

RATES = {"quick": FASTER, "calm": 3.0, "slow": 1 / SLOWER, "lan": FASTER}
"""Session seconds in one of the day: the page is told ten times in a second of the day, so that
what passes in a second of the session is seen only where it is calm."""


class Watch:
    """A clock for sessions, s, that can be held.

    Parameters
    ----------
    rate : float
        Its seconds in one of the day.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._lost_s = 0.0
        self._held_s: float | None = None

    def __call__(self) -> float:
        """The time now."""
        now_s = time.monotonic() if self._held_s is None else self._held_s
        return self._rate * (now_s - self._lost_s)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Let no time go by until the end of the block; within another block it changes nothing."""
        if self._held_s is not None:
            yield
            return
        since_s = self._held_s = time.monotonic()
        try:
            yield
        finally:
            self._lost_s += time.monotonic() - since_s
            self._held_s = None


@dataclass
class House(Site):
    """A running server.

    Attributes
    ----------
    watch : the clock of its sessions
    door : where phones really come in; empty where they cannot
    """

    watch: Watch = field(default_factory=lambda: Watch(FASTER))
    door: str = ""

    def way_in(self, link: str) -> str:
        """The address on this machine that a link for phones leads to."""
        if not (self.door and link.startswith(AT_HOME)):
            raise RuntimeError(f"{link}: not the way in that the page tells")
        return self.door + link.removeprefix(AT_HOME)


class _Drawn(Lan):
    """Listens on this machine's own address alone, and tells one that a phone could reach."""

    @property
    def listens_at(self) -> str:
        return super().addresses[0]

    @property
    def addresses(self) -> tuple[str, ...]:
        return (AT_HOME,) if super().addresses else ()


@contextmanager
def served_as(kind: str, scratch: Path) -> Iterator[House]:
    """A server until the end of the block.

    Parameters
    ----------
    kind : str
        "quick"; "calm", for what passes in a second; "slow", as the camera's film is; or "lan",
        with a way in for phones.
    scratch : Path
        A folder for what it keeps of phones.
    """
    watch, lan = Watch(RATES[kind]), None
    if kind == "lan":
        here, name = lambda: (LOOPBACK,), lambda: ("laptop.local",)
        lan = _Drawn(scratch / "phones", STATIC, port=0, addresses=here, names=name)
        lan.bind()
    with running_site(steady=watch, lan=lan) as site:
        door = "" if lan is None else lan.listens_at
        yield House(site.url, site.outside, site.faults, watch=watch, door=door)
