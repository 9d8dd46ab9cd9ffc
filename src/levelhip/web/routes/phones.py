"""Phones: let in and out at this machine, and what a phone that is let in reaches."""

from __future__ import annotations

import io
from dataclasses import asdict, dataclass
from typing import Annotated

import segno
from fastapi import APIRouter, Depends, Path, Request, WebSocket
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, Response
from starlette.requests import HTTPConnection

from levelhip.core import LevelhipError
from levelhip.protocols.language import language, languages
from levelhip.service.page_orders import packed
from levelhip.web.door import COOKIE, PHONE, cookie
from levelhip.web.lan import Lan, LanTold
from levelhip.web.line import NO_SESSION
from levelhip.web.pairing import INVITED_S, Phone, Refused, Role, State, Why
from levelhip.web.phone_feed import serve_feed
from levelhip.web.phones import Felt, Location, Place
from levelhip.web.routes.sessions import Live, SessionId, told_session

router = APIRouter(prefix="/phones", tags=["phones"])
pairing = APIRouter(include_in_schema=False)

QR_SCALE, QR_BORDER = 8, 4

COOKIE_S = 365 * 86_400
"""Longer than any phone is let in: how long that is, is decided here."""

REFUSED: dict[Why, str] = {
    "unknown": "This code is not known here. Show a new one.",
    "used": "This code was used already. Show a new one.",
    "expired": "This code is too old. Show a new one.",
    "too-many": "Too many tries. Wait a minute, then scan a new code.",
}
"""For whoever reads the answer itself; the pairing page has words of its own language."""


@dataclass(frozen=True, slots=True)
class PhoneTold:
    """A phone that was let in.

    Attributes
    ----------
    id, name, role, paired, seen : as it was paired
    there : whether its page is open now
    felt : what it says of its sensor
    place : where it is asked to be worn
    session : which session it measures
    """

    id: str
    name: str
    role: Role
    paired: str
    seen: str
    there: bool
    felt: Felt
    place: Place | None
    session: str | None


@dataclass(frozen=True, slots=True)
class AskingTold:
    """A phone that waits for the person's yes, and the code that it shows."""

    id: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class PhonesTold:
    """What there is of phones.

    Attributes
    ----------
    way : the way in; none when it was not asked for
    invited_s : s, how long the invitation that is shown still holds; 0 for none
    asking : who waits for the person's yes
    phones : those that were let in
    """

    way: LanTold | None
    invited_s: float
    asking: AskingTold | None
    phones: tuple[PhoneTold, ...]


@dataclass(frozen=True, slots=True)
class InvitationTold:
    """An invitation, for one phone; the link is what the QR code holds."""

    link: str
    address: str
    holds_s: float


@dataclass(frozen=True, slots=True)
class Token:
    """What the invitation's link has behind its #."""

    token: str


@dataclass(frozen=True, slots=True)
class PairingTold:
    """How it stands with the phone that asks.

    Attributes
    ----------
    state : "waiting", "paired" or "unknown"
    code : four digits, while it waits
    role : what it may do, once it is paired
    """

    state: State
    code: str = ""
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class LetIn:
    """What a phone may do."""

    role: Role


@dataclass(frozen=True, slots=True)
class Way:
    """Whether phones can come in."""

    open: bool


@dataclass(frozen=True, slots=True)
class Worn:
    """Where a phone is to be worn, for what; none = nowhere any more."""

    title: str
    location: Location


@dataclass(frozen=True, slots=True)
class Measures:
    """The session that a phone is to measure; none = none any more."""

    session: str | None


def _lan(connection: HTTPConnection) -> Lan:
    lan: Lan | None = connection.app.state.lan
    if lan is None:
        raise LevelhipError("Phones are not let in. Start levelhip with: levelhip serve --lan")
    return lan


def _any_lan(connection: HTTPConnection) -> Lan | None:
    lan: Lan | None = connection.app.state.lan
    return lan


Door = Annotated[Lan, Depends(_lan)]
AnyDoor = Annotated[Lan | None, Depends(_any_lan)]
PhoneId = Annotated[str, Path(pattern="^[0-9a-f]{16}$")]


# At this machine. All run within the server's loop: what is known of phones has one hand on it.


@router.get("")
async def phones(lan: AnyDoor) -> PhonesTold:
    """The way in, who waits, and the phones that were let in."""
    return _told(lan)


@router.post("/way")
async def open_way(way: Way, lan: Door) -> PhonesTold:
    """Let phones in, on the addresses that this machine has now, or no phone any more."""
    await (lan.open() if way.open else lan.close())
    return _told(lan)


@router.post("/invitation")
async def invite(lan: Door) -> InvitationTold:
    """Invite one phone; an invitation before this one holds no more."""
    if not lan.is_open:
        raise LevelhipError("Phones are not let in now. Open the way first.")
    token = lan.pairings.invite()
    address = lan.addresses[0]
    lan.link = f"{address}/pair#{token}"
    return InvitationTold(lan.link, address, INVITED_S)


@router.post("/invitation/withdraw")
async def withdraw(lan: Door) -> PhonesTold:
    """The invitation holds no more."""
    lan.pairings.withdraw()
    return _told(lan)


@router.get("/invitation.svg", response_class=Response)
async def invitation(lan: Door) -> Response:
    """The invitation as a QR code."""
    if not lan.pairings.left_s:
        raise LevelhipError("There is no invitation. Show a new code.")
    drawn = io.BytesIO()
    segno.make(lan.link, error="m", micro=False).save(
        drawn, kind="svg", scale=QR_SCALE, border=QR_BORDER, dark="#000", light="#fff"
    )
    headers = {"cache-control": "no-store"}
    return Response(drawn.getvalue(), media_type="image/svg+xml", headers=headers)


@router.post("/{phone_id}/let-in")
async def let_in(phone_id: PhoneId, how: LetIn, lan: Door) -> PhonesTold:
    """The phone that waits is the person's own: it may come in."""
    lan.pairings.confirm(phone_id, how.role)
    return _told(lan)


@router.post("/{phone_id}/send-away")
async def send_away(phone_id: PhoneId, lan: Door) -> PhonesTold:
    """The phone that waits is not the person's own."""
    lan.pairings.refuse(phone_id)
    return _told(lan)


@router.post("/{phone_id}/let-out")
async def let_out(phone_id: PhoneId, lan: Door) -> PhonesTold:
    """A phone may come in no more; all that it has open ends at once."""
    if not lan.pairings.revoke(phone_id):
        raise LevelhipError("There is no such phone any more.")
    await lan.door.cut(phone_id)
    lan.desk.forget(phone_id)
    return _told(lan)


@router.post("/{phone_id}/place")
async def place(phone_id: PhoneId, worn: Worn, lan: Door) -> PhonesTold:
    """Tell a phone where it is to be worn."""
    lan.desk.place(phone_id, Place(worn.title[:80], worn.location))
    return _told(lan)


@router.post("/{phone_id}/measure")
async def measure(phone_id: PhoneId, measures: Measures, lan: Door, live: Live) -> PhonesTold:
    """A phone is to measure a session, or nothing any more."""
    if measures.session is None:
        lan.desk.free(phone_id)
        return _told(lan)
    found = live.get(measures.session)
    if found is None:
        raise LevelhipError("There is no such session. Begin another.")
    told = {"kind": "session", "session": asdict(told_session(found))}
    lan.desk.attach(phone_id, found.id, packed(told))
    return _told(lan)


# What a phone reaches


@router.post("/pair")
async def pair(given: Token, request: Request, lan: Door) -> Response:
    """A phone gives the token of its invitation; it then waits for the person's yes."""
    if request.url.scheme != "https":
        raise LevelhipError("A phone is paired over TLS only.")
    agent = request.headers.get("user-agent", "")
    where = request.client.host if request.client else ""
    try:
        asking, secret = lan.pairings.exchange(given.token, agent, where)
    except Refused as fault:
        again = _state(request, lan)
        if fault.why == "used" and again.state != "unknown":
            # The phone that used it opened it once more.
            return JSONResponse(asdict(again))
        status = 429 if fault.why == "too-many" else 403
        return JSONResponse({"error": REFUSED[fault.why], "why": fault.why}, status)
    answer = JSONResponse(asdict(PairingTold("waiting", asking.code)))
    answer.set_cookie(
        COOKIE,
        secret,
        max_age=COOKIE_S,
        path="/",
        secure=True,
        httponly=True,
        samesite="strict",
    )
    return answer


@router.get("/pair")
async def pair_state(request: Request, lan: Door) -> PairingTold:
    """How it stands with the phone that asks."""
    return _state(request, lan)


@router.websocket("/live")
async def phone_socket(socket: WebSocket, lan: Door) -> None:
    """A phone's own socket (docs/page-protocol.md)."""
    phone: Phone | None = socket.scope.get(PHONE)
    if phone is None:
        await socket.close(NO_SESSION, "phones only")
        return
    await lan.desk.serve(socket, phone)


@router.websocket("/sessions/{session_id}/live")
async def phone_feed(socket: WebSocket, session_id: SessionId, lan: Door, live: Live) -> None:
    """The socket over which a phone measures a session (docs/page-protocol.md)."""
    phone: Phone | None = socket.scope.get(PHONE)
    if phone is None:
        await socket.close(NO_SESSION, "phones only")
        return
    await serve_feed(socket, live, lan.desk, phone_id=phone.id, session_id=session_id)


@pairing.get("/pair")
def pairing_page(request: Request) -> Response:
    """The page that the invitation opens."""
    page = request.app.state.static / "pair.html"
    if not page.is_file():
        return PlainTextResponse("The page is not built; run: make setup", 503)
    return FileResponse(page, headers={"cache-control": "no-cache"})


@pairing.get("/pair/words/{code}")
def pairing_words(code: str) -> Response:
    """The texts of a language, before anything else is open to a phone."""
    if code not in languages():
        return JSONResponse({"error": f"{code}: not spoken here"}, 404)
    return JSONResponse(dict(language(code).texts()))


@pairing.get("/pair/levelhip.crt")
def root_certificate(lan: Door) -> Response:
    """The root that a phone may keep; it can sign nothing more."""
    return Response(
        lan.root,
        media_type="application/x-x509-ca-cert",
        headers={"content-disposition": 'attachment; filename="levelhip.crt"'},
    )


def _state(request: Request, lan: Lan) -> PairingTold:
    secret = cookie(request.scope)
    if not secret:
        return PairingTold("unknown")
    phone = lan.pairings.phone(secret)
    return PairingTold(*lan.pairings.state(secret), phone.role if phone else None)


def _told(lan: Lan | None) -> PhonesTold:
    if lan is None:
        return PhonesTold(None, 0.0, None, ())
    asking = lan.pairings.asking
    return PhonesTold(
        lan.told(),
        round(lan.pairings.left_s, 1),
        AskingTold(asking.id, asking.name, asking.code) if asking else None,
        tuple(_phone(lan, each) for each in lan.pairings.phones),
    )


def _phone(lan: Lan, phone: Phone) -> PhoneTold:
    desk = lan.desk
    return PhoneTold(
        **asdict(phone),
        there=desk.is_there(phone.id),
        felt=desk.felt(phone.id),
        place=desk.place_of(phone.id),
        session=desk.session_of(phone.id),
    )
