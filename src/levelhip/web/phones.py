"""The phones that are there: what each feels, where it is to be worn, which session it measures."""

from __future__ import annotations

import asyncio
import math
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal, get_args

from starlette.websockets import WebSocket

from levelhip.core import LevelhipError, Sentence
from levelhip.service.page_orders import packed
from levelhip.web.line import NOT_UNDERSTOOD, OPENED_ELSEWHERE, OVER, TOO_MUCH, Allowance, Line
from levelhip.web.messages import Misfit, read_message
from levelhip.web.pairing import Phone
from levelhip.web.words import spoken_over

Permission = Literal["unasked", "given", "refused", "none"]
Location = Literal["thigh", "sacrum", "pocket"]

STATES_A_SECOND = 10.0
CLOSES_S = 3.0
FASTEST_HZ = 2000.0


@dataclass(frozen=True, slots=True)
class Felt:
    """What a phone says of its sensor.

    Attributes
    ----------
    sensor : whether it may be read: "unasked", "given", "refused", or "none" when there is none
    rate_hz : samples a second
    still : whether it has been still for long enough
    hint : what should be changed first, by its name; empty for nothing
    ready : whether it can begin
    """

    sensor: Permission = "unasked"
    rate_hz: float = 0.0
    still: bool = False
    hint: str = ""
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phone is to be worn, for what.

    Attributes
    ----------
    title : of what is to be done
    location : "thigh", "sacrum" or "pocket"
    """

    title: str
    location: Location


class PhoneDesk:
    """What is known of each phone by its id; used within the server's loop."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}
        self._feeds: dict[str, Line] = {}
        self._felt: dict[str, Felt] = {}
        self._places: dict[str, Place] = {}
        self._sessions: dict[str, tuple[str, str]] = {}

    def is_there(self, phone_id: str) -> bool:
        """Whether its page is open.

        Parameters
        ----------
        phone_id : str

        Returns
        -------
        bool
        """
        return phone_id in self._lines

    def felt(self, phone_id: str) -> Felt:
        """What it last said of its sensor.

        Parameters
        ----------
        phone_id : str

        Returns
        -------
        Felt
        """
        return self._felt.get(phone_id, Felt())

    def place_of(self, phone_id: str) -> Place | None:
        """Where it is to be worn.

        Parameters
        ----------
        phone_id : str

        Returns
        -------
        Place or None
        """
        return self._places.get(phone_id)

    def session_of(self, phone_id: str) -> str | None:
        """Which session it measures.

        Parameters
        ----------
        phone_id : str

        Returns
        -------
        str or None
        """
        return self._sessions.get(phone_id, (None, ""))[0]

    def place(self, phone_id: str, place: Place | None) -> None:
        """Tell it where it is to be worn; None when nothing is asked of it any more.

        Parameters
        ----------
        phone_id : str
        place : Place or None
        """
        if self._places.get(phone_id) == place:
            return
        self._felt.pop(phone_id, None)
        if place is None:
            self._places.pop(phone_id, None)
        else:
            self._places[phone_id] = place
        self._tell(phone_id, _placed(place))

    def attach(self, phone_id: str, session_id: str, told: str) -> None:
        """Tell it to measure a session.

        Parameters
        ----------
        phone_id : str
        session_id : str
        told : str
            What it is told of the session, JSON.
        """
        self._sessions[phone_id] = (session_id, told)
        self._tell(phone_id, told)

    def free(self, phone_id: str) -> None:
        """Tell it that nothing is to be measured or worn any more.

        Parameters
        ----------
        phone_id : str
        """
        self._sessions.pop(phone_id, None)
        self._places.pop(phone_id, None)
        if phone_id in self._feeds:
            self._feeds[phone_id].end(OVER, Sentence("the session goes on without this phone"))
        self._tell(phone_id, packed({"kind": "free"}))

    def forget(self, phone_id: str) -> None:
        """It was let out: nothing is known of it any more.

        Parameters
        ----------
        phone_id : str
        """
        for each in (self._felt, self._places, self._sessions):
            each.pop(phone_id, None)

    def feeds(self, phone_id: str, line: Line) -> None:
        """It measures over a line; another of the same phone is closed.

        Parameters
        ----------
        phone_id : str
        line : Line
        """
        before = self._feeds.get(phone_id)
        if before is not None:
            before.end(OPENED_ELSEWHERE, Sentence("opened elsewhere"))
        self._feeds[phone_id] = line

    def ends(self, phone_id: str, line: Line) -> bool:
        """A line over which it measured is gone.

        Parameters
        ----------
        phone_id : str
        line : Line

        Returns
        -------
        bool
            Whether it measures no more: no other line took its place.
        """
        if self._feeds.get(phone_id) is not line:
            return False
        del self._feeds[phone_id]
        return True

    async def serve(self, socket: WebSocket, phone: Phone) -> None:
        """The whole life of a phone's own socket (docs/page-protocol.md).

        Parameters
        ----------
        socket : WebSocket
        phone : Phone
        """
        await socket.accept()
        line = Line(socket, spoken_over(socket))
        before, self._lines[phone.id] = self._lines.get(phone.id), line
        if before is not None:
            before.end(OPENED_ELSEWHERE, Sentence("opened elsewhere"))
        line.order([(0, packed({"kind": "you", "name": phone.name, "role": phone.role}))])
        line.order([(0, _placed(self._places.get(phone.id)))])
        if phone.id in self._sessions:
            line.order([(0, self._sessions[phone.id][1])])
        writing = asyncio.create_task(line.write())
        try:
            await self._listen(socket, line, phone)
        except LevelhipError as fault:
            line.end(NOT_UNDERSTOOD, fault.said)
        finally:
            if self._lines.get(phone.id) is line:
                del self._lines[phone.id]
                self._felt.pop(phone.id, None)
            if line.ends:
                with suppress(TimeoutError):
                    await asyncio.wait_for(writing, CLOSES_S)
            writing.cancel()

    async def _listen(self, socket: WebSocket, line: Line, phone: Phone) -> None:
        allowance = Allowance(STATES_A_SECOND)
        while True:
            got = await socket.receive()
            if line.ends or got["type"] == "websocket.disconnect":
                return
            if not allowance.takes(1.0):
                line.end(TOO_MUCH, Sentence("too many messages; send fewer a second"))
                return
            if got.get("text") is None:
                raise Misfit("a frame: this socket takes none")
            told = read_message(got["text"])
            if told["kind"] != "state":
                raise Misfit(f"kind {told['kind'][:20]}: not known")
            self._felt[phone.id] = _felt(told)

    def _tell(self, phone_id: str, text: str) -> None:
        if phone_id in self._lines:
            self._lines[phone_id].order([(0, text)])


def _placed(place: Place | None) -> str:
    if place is None:
        return packed({"kind": "place", "title": "", "location": None})
    return packed({"kind": "place", "title": place.title, "location": place.location})


def _felt(told: dict[str, Any]) -> Felt:
    sensor = next((each for each in get_args(Permission) if each == told.get("sensor")), None)
    rate_hz, hint = told.get("rate_hz"), told.get("hint", "")
    flags = (told.get("still"), told.get("ready"))
    if (
        sensor is None
        or not isinstance(rate_hz, int | float)
        or not math.isfinite(rate_hz)
        or not 0 <= rate_hz <= FASTEST_HZ
        or not isinstance(hint, str)
        or len(hint) > 20
        or not all(isinstance(each, bool) for each in flags)
    ):
        raise Misfit("state: give sensor, rate_hz, still, hint and ready")
    return Felt(sensor, float(rate_hz), bool(flags[0]), hint, bool(flags[1]))
