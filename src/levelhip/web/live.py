"""The live sessions of the page: who sits before which, one ticker for all, and the socket."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress

from starlette.websockets import WebSocket

from levelhip.core import LevelhipError, Sentence, phrase
from levelhip.io.wire import frame_count
from levelhip.service.daily import Locked
from levelhip.service.page_folders import KEPT_AWAY_S, KeptSession, kept_sessions
from levelhip.service.page_orders import packed
from levelhip.service.page_session import PageSession
from levelhip.service.page_start import closed_for_good, page_session_again, worked_out
from levelhip.web.intake import reading_of
from levelhip.web.line import (
    BROKEN,
    FRAMES_A_SECOND,
    MESSAGES_A_SECOND,
    NO_SESSION,
    NOT_UNDERSTOOD,
    OPENED_ELSEWHERE,
    OVER,
    SHUT,
    TOO_MUCH,
    Allowance,
    Line,
)
from levelhip.web.messages import Gone, Listener, heed, last_order, read_message
from levelhip.web.rounds import CROWD, in_rounds
from levelhip.web.words import spoken_over

STATE_EVERY_S = 0.1
HAVE_EVERY_S = 0.5
HELLO_S = 10.0
"""A socket that does not say hello for so long is closed; chosen by us."""

_LOG = logging.getLogger(__name__)


class Seat:
    """A session and the socket before it, if any.

    Parameters
    ----------
    session : PageSession
    """

    def __init__(self, session: PageSession) -> None:
        self.session = session
        self.line: Line | None = None
        self.finishing: asyncio.Task[None] | None = None
        self.over_s: float | None = None
        self.due_s = 0.0

    def sit(self, line: Line, last: int) -> None:
        """A socket takes the place; whoever had it is told.

        Parameters
        ----------
        line : Line
        last : int
            The last order that it has.
        """
        if self.line is not None:
            self.session.leave()
            self.line.end(OPENED_ELSEWHERE, Sentence("opened elsewhere"))
        self.line = line
        told = self.session.come(last)
        welcome = packed(
            {
                "kind": "welcome",
                "sequence": told.sequence,
                "time_us": told.time_us,
                "said": told.said,
                "state": self.session.state,
            }
        )
        line.order([(0, welcome), *told.missed])
        line.sent_n = max(self.session.told_n, last)
        if self.over_s is not None:
            line.end(OVER, Sentence("the session is over"))

    def rise(self, line: Line) -> None:
        """A socket is gone.

        Parameters
        ----------
        line : Line
        """
        if self.line is line:
            self.line = None
            self.session.leave()

    def step(self, now_s: float) -> None:
        """One round of the session, and what its page is told of it.

        Parameters
        ----------
        now_s : s
            Of any steady clock.
        """
        self.session.step()
        if self.line is not None:
            self.tell(self.line, now_s)

    def tell(self, line: Line, now_s: float) -> None:
        """Send what is new.

        Parameters
        ----------
        line : Line
        now_s : s
        """
        session = self.session
        told_n = session.told_n
        if told_n > line.sent_n:
            waiting = session.orders.after(line.sent_n)
            line.order((order.n, order.text) for order in waiting if order.n <= told_n)
        if session.owes:
            return  # what is seen is not ahead of what the disk has
        if now_s - line.state_s >= STATE_EVERY_S:
            line.state_s = now_s
            line.state("screen", session.screen())
            if session.state == "running":
                line.state("live", session.live())
        if now_s - line.have_s >= HAVE_EVERY_S:
            line.have_s = now_s
            line.state("have", packed({"kind": "have", "sequence": session.safe_sequence}))


class LiveSessions:
    """All sessions of the page; used within the server's loop, but for `add`.

    Parameters
    ----------
    steady : callable
        The clock of sessions, s; it never goes back.
    crowd : int
        With more sessions than this their sockets are read only when they are stepped.
    """

    def __init__(self, steady: Callable[[], float] = time.monotonic, *, crowd: int = CROWD) -> None:
        self.steady = steady
        self._crowd = crowd
        self._seats: dict[str, Seat] = {}
        self._coming_back = asyncio.Lock()
        self._ticker: asyncio.Task[None] | None = None
        self._settler: asyncio.Task[None] | None = None
        self._looks_after: asyncio.Task[None] | None = None
        self._owing: dict[str, Seat] = {}
        self._owes = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Step the sessions; at the end what came is written down, so that they can go on."""
        self._ticker = asyncio.create_task(in_rounds(self._seats, self._step, crowd=self._crowd))
        self._settler = asyncio.create_task(self._settle())
        self._looks_after = asyncio.create_task(self._look_after())
        try:
            yield
        finally:
            for task in (self._ticker, self._settler, self._looks_after):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
            tasks = [seat.finishing for seat in self._seats.values() if seat.finishing]
            await asyncio.gather(*tasks, return_exceptions=True)
            for seat in self._seats.values():
                seat.session.park()

    def add(self, session: PageSession) -> None:
        """A session has been asked for.

        Parameters
        ----------
        session : PageSession
        """
        session.settle_elsewhere()
        self._seats[session.id] = Seat(session)

    def all(self) -> tuple[PageSession, ...]:
        """The sessions that are here, the newest first."""
        found = [seat.session for seat in list(self._seats.values())]
        return tuple(sorted(found, key=lambda each: each.begun, reverse=True))

    def get(self, session_id: str) -> PageSession | None:
        """A session that is here.

        Parameters
        ----------
        session_id : str

        Returns
        -------
        PageSession or None
        """
        seat = self._seats.get(session_id)
        return seat.session if seat else None

    async def seat(self, session_id: str) -> Seat | None:
        """The place before a session; one that was cut off with the server is taken up again.

        Parameters
        ----------
        session_id : str

        Returns
        -------
        Seat or None
        """
        async with self._coming_back:
            if session_id not in self._seats:
                session = await asyncio.to_thread(_again, session_id, self.steady)
                if session is None:
                    return None
                self.add(session)
            return self._seats[session_id]

    def _step(self, seat: Seat) -> None:
        now_s = time.monotonic()
        try:
            seat.step(now_s)
        except Exception as fault:  # noqa: BLE001
            self._drop(seat, fault)
            return
        if seat.session.owes:
            self._owing[seat.session.id] = seat
            self._owes.set()
        if seat.session.state == "finished" and seat.finishing is None:
            seat.finishing = asyncio.create_task(self._finish(seat))
        if seat.over_s is not None and now_s - seat.over_s > KEPT_AWAY_S:
            self._seats.pop(seat.session.id, None)

    def _drop(self, seat: Seat, fault: Exception) -> None:
        """One session that cannot go on must not take the others with it; its folder is whole."""
        _LOG.error("session %s", seat.session.id, exc_info=fault)
        self._seats.pop(seat.session.id, None)
        if seat.line is not None:
            why = Sentence("a fault of ours")
            if isinstance(fault, LevelhipError):
                why = fault.said
            elif isinstance(fault, OSError):
                why = Sentence(str(fault))
            seat.line.end(BROKEN, phrase("the session stopped: {fault}", fault=why))

    async def _settle(self) -> None:
        """Wait for the disk beside the sessions, for as many of them at once as there are."""
        while True:
            await self._owes.wait()
            self._owes.clear()
            seats, self._owing = list(self._owing.values()), {}
            faults = await asyncio.to_thread(_settled, [seat.session for seat in seats])
            for seat, fault in zip(seats, faults, strict=True):
                if fault is not None:
                    self._drop(seat, fault)
                elif seat.line is not None:
                    seat.tell(seat.line, time.monotonic())

    async def _finish(self, seat: Seat) -> None:
        result = None
        try:
            result = await asyncio.to_thread(worked_out, seat.session.kept)
        except (LevelhipError, OSError):
            _LOG.exception("results of session %s", seat.session.id)
        seat.session.tell_result(result)
        seat.over_s = time.monotonic()
        if seat.line is not None:
            seat.tell(seat.line, float("inf"))
            seat.line.end(OVER, Sentence("the session is over"))

    async def _look_after(self) -> None:
        """Work out what sessions that were cut off long ago have left."""
        for kept in await asyncio.to_thread(kept_sessions):
            if kept.id in self._seats or kept.goes_on:
                continue
            try:
                await asyncio.to_thread(closed_for_good, kept)
            except (LevelhipError, OSError):
                _LOG.exception("session %s", kept.id)


def unfinished() -> tuple[KeptSession, ...]:
    """Sessions that were cut off with the server a short while ago."""
    return tuple(kept for kept in kept_sessions() if kept.goes_on)


def _settled(sessions: list[PageSession]) -> list[OSError | None]:
    """What went amiss with each."""
    faults: list[OSError | None] = []
    for session in sessions:
        try:
            session.settle()
            faults.append(None)
        except OSError as fault:
            faults.append(fault)
    return faults


def _again(session_id: str, steady: Callable[[], float]) -> PageSession | None:
    for kept in kept_sessions():
        if kept.id == session_id:
            return page_session_again(kept, steady=steady)
    return None


async def serve_socket(socket: WebSocket, sessions: LiveSessions, session_id: str) -> None:
    """The whole life of a session's socket (docs/page-protocol.md).

    Parameters
    ----------
    socket : WebSocket
    sessions : LiveSessions
    session_id : str
    """
    await socket.accept()
    line = Line(socket, spoken_over(socket), reading_of(socket.scope))
    writing = asyncio.create_task(line.write())
    seat: Seat | None = None
    try:
        last = last_order(await asyncio.wait_for(socket.receive(), HELLO_S))
        seat = await sessions.seat(session_id)
        if seat is None:
            line.end(NO_SESSION, Sentence("there is no such session; begin another"))
            return
        seat.sit(line, last)
        await listen(socket, line, seat.session)
    except Locked as fault:
        line.end(SHUT, fault.sentences[0])
    except TimeoutError:
        line.end(TOO_MUCH, phrase("no hello for {time} s; say it first", time=f"{HELLO_S:g}"))
    except Gone:
        line.end(OVER)
    except LevelhipError as fault:
        line.end(NOT_UNDERSTOOD, fault.said)
    finally:
        if seat is not None:
            seat.rise(line)
        if line.ends:
            with suppress(TimeoutError):
                await asyncio.wait_for(writing, HELLO_S)
        writing.cancel()


async def listen(socket: WebSocket, line: Line, session: Listener) -> None:
    """Heed what a page sends, until it is gone or sends too much.

    Parameters
    ----------
    socket : WebSocket
        After its hello.
    line : Line
        What is sent over it.
    session : Listener

    Raises
    ------
    Gone
        When the page has closed it.
    LevelhipError
        When a message is not of the protocol.
    """
    messages, frames = Allowance(MESSAGES_A_SECOND), Allowance(FRAMES_A_SECOND)
    while True:
        got = await socket.receive()
        if line.ends or got["type"] == "websocket.disconnect":
            raise Gone
        binary = got.get("bytes")
        if not messages.takes(1.0) or (binary and not frames.takes(frame_count(binary))):
            line.end(TOO_MUCH, Sentence("too many messages; send fewer a second"))
            return
        if binary is not None:
            session.take(binary)
        else:
            heed(session, read_message(got["text"]))
