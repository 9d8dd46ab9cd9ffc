"""Coached sessions: begun here, then driven over their socket."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Depends, Path, WebSocket
from starlette.requests import HTTPConnection

from levelhip.core import LevelhipError
from levelhip.protocols import protocol
from levelhip.service.page_folders import KeptSession, kept_sessions
from levelhip.service.page_session import PageSession, State
from levelhip.service.page_start import PageSource, Wish, page_session
from levelhip.web.live import LiveSessions, serve_socket, unfinished
from levelhip.web.words import Words

if TYPE_CHECKING:
    from levelhip.protocols.language import Language

router = APIRouter(tags=["sessions"])


@dataclass(frozen=True, slots=True)
class SessionTold:
    """A session.

    Attributes
    ----------
    id : its name
    protocol, title : what is done
    begun : when, ISO 8601
    state : "waiting" for its page, "running", "away" (its page is gone) or "finished"
    notes : what should be known before it begins
    result : the name of its result; null before it is worked out, or when there is none
    source : what measures
    variant : form of it; empty for only one
    """

    id: str
    protocol: str
    title: str
    begun: str
    state: State
    notes: tuple[str, ...]
    result: str | None
    source: PageSource
    variant: str


def _sessions(connection: HTTPConnection) -> LiveSessions:
    live: LiveSessions = connection.app.state.live
    return live


Live = Annotated[LiveSessions, Depends(_sessions)]
SessionId = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]


@router.post("/sessions")
def begin_session(wish: Wish, words: Words, live: Live) -> SessionTold:
    """Begin a session; it starts when its page says hello over the socket."""
    session = page_session(wish, words, steady=live.steady)
    live.add(session)
    return told_session(session)


@router.get("/sessions")
def sessions(words: Words, live: Live) -> tuple[SessionTold, ...]:
    """The sessions that are open, those that were cut off with the server among them."""
    here = live.all()
    known = {each.id for each in here}
    cut_off = (_kept(kept, words) for kept in unfinished() if kept.id not in known)
    return (*map(told_session, here), *cut_off)


@router.get("/sessions/{session_id}")
def session(session_id: SessionId, words: Words, live: Live) -> SessionTold:
    """One session: its state, and its result once that is worked out."""
    found = live.get(session_id)
    if found is not None:
        return told_session(found)
    for kept in kept_sessions():
        if kept.id == session_id:
            return _kept(kept, words)
    raise LevelhipError("There is no such session. Begin another.")


@router.websocket("/sessions/{session_id}/live")
async def live_socket(socket: WebSocket, session_id: str, live: Live) -> None:
    """The socket of a session (docs/page-protocol.md)."""
    await serve_socket(socket, live, session_id)


def told_session(session: PageSession) -> SessionTold:
    """A session as pages are told of it.

    Parameters
    ----------
    session : PageSession

    Returns
    -------
    SessionTold
    """
    return SessionTold(
        session.id,
        session.protocol,
        session.title,
        session.begun,
        session.state,
        session.notes,
        session.result,
        *_form(session.kept),
    )


def _kept(kept: KeptSession, words: Language) -> SessionTold:
    head = kept.journal.head
    name = head["protocol"]["id"]
    source, variant = _form(kept)
    return SessionTold(
        kept.id,
        name,
        words.text(protocol(name).chosen(variant=variant).form_title),
        head["begun"],
        "away" if kept.goes_on else "finished",
        (),
        kept.id if kept.has_result else None,
        source,
        variant,
    )


def _form(kept: KeptSession) -> tuple[PageSource, str]:
    """What measures, and which form of the exercise it is."""
    head = kept.journal.head
    page = head["plan"].get("about", {}).get("page") or {}
    return page.get("source", "self"), head["protocol"].get("variant", "")
