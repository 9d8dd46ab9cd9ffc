"""How messages come in over a socket: read on while a few of them wait, or only when asked to."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any, Protocol

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.http11 import Request

READING = "levelhip.reading"
"""Name among a scope's extensions; there is none when another server serves."""

MOST_WAITING = 64
"""Messages that wait to be heeded, at most; chosen by us: two seconds of a camera. Stopping after
each, as uvicorn does, was measured to cost as much as reading it."""


class Reading(Protocol):
    """What says when a socket is read."""

    def rest(self) -> None:
        """Leave what comes with the system for now."""

    def go_on(self) -> None:
        """Read what has come, and what comes."""


class Intake(WebSocketsSansIOProtocol):
    """A socket of uvicorn's that stops reading less often."""

    def handle_connect(self, event: Request) -> None:
        """Tell the application how to stop reading."""
        super().handle_connect(event)
        scope: MutableMapping[str, Any] | None = getattr(self, "scope", None)
        if scope is not None:
            scope["extensions"][READING] = self

    def rest(self) -> None:
        """Leave what comes with the system for now: several messages are then read at once."""
        self.transport.pause_reading()

    def go_on(self) -> None:
        """Read what has come, and what comes."""
        if not self.read_paused:
            self.transport.resume_reading()

    def send_receive_event_to_app(self) -> None:
        """Hand a message on; only when many wait nothing more is read."""
        if not self.read_paused:
            self.read_paused = True  # so that it does not stop now
            super().send_receive_event_to_app()
            self.read_paused = self.queue.qsize() >= MOST_WAITING
            if self.read_paused:
                self.transport.pause_reading()
        else:
            super().send_receive_event_to_app()


def reading_of(scope: MutableMapping[str, Any]) -> Reading | None:
    """What says when a socket is read; None where another server serves.

    Parameters
    ----------
    scope : mapping
        Of the socket.

    Returns
    -------
    Reading or None
    """
    found: Reading | None = (scope.get("extensions") or {}).get(READING)
    return found
