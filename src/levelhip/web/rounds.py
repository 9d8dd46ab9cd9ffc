"""When each session is stepped, and when its socket is read."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Protocol, TypeVar

from levelhip.service.coaching import ADVANCE_EVERY_S
from levelhip.service.page_session import PageSession
from levelhip.web.line import Line

TICK_S = 0.05
"""From one step of a session to the next, s; it measures at every second of them."""

CROWD = 20
"""With more sessions than this the sockets of those that only a camera measures are read just
before each of their steps, which then measures: three frames that are read and measured at once
cost little more than one, and none is measured later for it. What is pressed waits up to a tenth of
a second with them; fewer sessions leave time to read it at once. Chosen by us."""

TOGETHER = 16
"""Sessions that are stepped before the sockets have their turn; chosen by us: five milliseconds."""

ROUND_S = 0.01
"""Steps are not looked for more often than this, s, so that many are made in one go; chosen by
us."""

TURNS = 3
"""Turns of the loop from asking for a socket to be read until what came is with its session: one to
look, one to read, one to take. If it should need more, frames wait for the next step."""


class Due(Protocol):
    """A session that is stepped, with the socket before it.

    Attributes
    ----------
    due_s : when its next step is, on the monotonic clock, s
    """

    session: PageSession
    line: Line | None
    due_s: float


S = TypeVar("S", bound=Due)


async def in_rounds(
    seats: Mapping[str, S], step: Callable[[S], None], *, crowd: int = CROWD
) -> None:
    """Step all sessions, again and again, until it is cancelled.

    Parameters
    ----------
    seats : mapping of id to Due
        Those that there are; others may come and go meanwhile.
    step : callable
        One step of one of them.
    crowd : int
        With more of them than this, sockets are read only before their steps.
    """
    while True:
        begun_s = time.monotonic()
        due = sorted(
            (seat for seat in list(seats.values()) if seat.due_s <= begun_s),
            key=lambda seat: seat.due_s,
        )
        for i in range(0, len(due), TOGETHER):
            await _together(due[i : i + TOGETHER], step, rests=len(seats) > crowd)
        next_s = min((seat.due_s for seat in list(seats.values())), default=begun_s + TICK_S)
        next_s = max(min(next_s, begun_s + TICK_S), begun_s + ROUND_S)
        await asyncio.sleep(max(0.0, next_s - time.monotonic()))


async def _together(seats: list[S], step: Callable[[S], None], *, rests: bool) -> None:
    for seat in seats:
        if seat.line is not None:
            seat.line.go_on()
    for _ in range(TURNS if rests else 1):
        await asyncio.sleep(0)
    for seat in seats:
        step(seat)
        waits = rests and seat.session.is_filmed
        if waits and seat.line is not None:
            seat.line.rest()
        seat.due_s = time.monotonic() + (ADVANCE_EVERY_S if waits else TICK_S)
