"""A phone that measures for a session of the laptop's page: its frames, and what it is told."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress

from starlette.websockets import WebSocket

from levelhip.core import LevelhipError, Sentence, phrase
from levelhip.service.daily import Locked
from levelhip.service.page_orders import packed
from levelhip.service.page_session import PageSession
from levelhip.web.line import BROKEN, NO_SESSION, NOT_UNDERSTOOD, OVER, SHUT, TOO_MUCH, Line
from levelhip.web.live import HELLO_S, LiveSessions, Seat, listen
from levelhip.web.messages import Gone, last_order
from levelhip.web.phones import PhoneDesk
from levelhip.web.rounds import TICK_S
from levelhip.web.words import spoken_over


class Beside:
    """What a phone says to a session before which a page sits.

    Parameters
    ----------
    session : PageSession
    """

    def __init__(self, session: PageSession) -> None:
        self._session = session

    def take(self, message: bytes) -> None:
        """Frames, which the session measures."""
        self._session.take(message)

    def hear(self, k: int, word: str) -> None:
        """The person has said or pressed something on the phone."""
        self._session.hear_beside(k, word)

    def spoken(self, n: int) -> None:
        """Left alone: the laptop's page says when it has spoken."""

    def picture(self, brightness: float) -> None:
        """Left alone: a phone in a pocket sees nothing."""


async def serve_feed(
    socket: WebSocket, sessions: LiveSessions, desk: PhoneDesk, *, phone_id: str, session_id: str
) -> None:
    """The whole life of the socket over which a phone measures (docs/page-protocol.md).

    Parameters
    ----------
    socket : WebSocket
    sessions : LiveSessions
    desk : PhoneDesk
    phone_id, session_id : str
    """
    await socket.accept()
    line = Line(socket, spoken_over(socket))
    writing = asyncio.create_task(line.write())
    telling: asyncio.Task[None] | None = None
    seat: Seat | None = None
    try:
        last = last_order(await asyncio.wait_for(socket.receive(), HELLO_S))
        seat = await sessions.seat(session_id)
        if seat is None:
            line.end(NO_SESSION, Sentence("there is no such session; begin another"))
            return
        desk.feeds(phone_id, line)
        _welcome(seat.session, line, last)
        telling = asyncio.create_task(_tell(sessions, seat, line))
        await listen(socket, line, Beside(seat.session))
    except Locked as fault:
        line.end(SHUT, fault.sentences[0])
    except TimeoutError:
        line.end(TOO_MUCH, phrase("no hello for {time} s; say it first", time=f"{HELLO_S:g}"))
    except Gone:
        line.end(OVER)
    except LevelhipError as fault:
        line.end(NOT_UNDERSTOOD, fault.said)
    finally:
        if telling is not None:
            telling.cancel()
        if seat is not None and desk.ends(phone_id, line):
            seat.session.sensor_leave()
        if line.ends:
            with suppress(TimeoutError):
                await asyncio.wait_for(writing, HELLO_S)
        writing.cancel()


def _welcome(session: PageSession, line: Line, last: int) -> None:
    sequence = session.sensor_come(anew=last == 0)
    told = {
        "kind": "welcome",
        "sequence": sequence,
        "time_us": round(session.clock.now() * 1e6),
        "said": session.beside_k,
        "state": session.state,
    }
    line.order([(0, packed(told))])
    # What was said while it was away the laptop has spoken; it goes on with what comes now.
    line.sent_n = max(session.orders.last, last)


async def _tell(sessions: LiveSessions, seat: Seat, line: Line) -> None:
    while not line.ends:
        seat.tell(line, time.monotonic())
        if seat.over_s is not None:
            seat.tell(line, float("inf"))
            line.end(OVER, Sentence("the session is over"))
        elif sessions.get(seat.session.id) is None:
            line.end(BROKEN, Sentence("the session stopped"))
        await asyncio.sleep(TICK_S)
