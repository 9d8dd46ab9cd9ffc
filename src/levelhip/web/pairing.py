"""Which phones may come in: invitations that hold once, and the phones that the person let in."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from collections import deque
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from levelhip.core import LevelhipError
from levelhip.io.whole_files import replacing
from levelhip.service.clock import now
from levelhip.web.phone_names import phone_name

Role = Literal["sensor", "everything"]
State = Literal["waiting", "paired", "unknown"]
Why = Literal["unknown", "used", "expired", "too-many"]

FILE = "phones.json"
SECRET_BYTES = 32
"""Of an invitation and of what a phone keeps: 256 bits, twice what cannot be guessed."""

INVITED_S = 300.0
"""How long an invitation holds, and a phone that came waits for the person's yes; chosen by us:
time to fetch a phone and to read a warning."""

UNUSED = timedelta(days=30)
"""A phone that did not come for so long must be paired anew; chosen by us."""

MOST_PHONES = 8
"""Chosen by us; a household's."""

TRIES, TRIES_OF_ALL, WITHIN_S = 5, 30, 60.0
"""Invitations that fit nothing, from one address and from all, within so many seconds; chosen by
us. Guessing is hopeless anyway; this keeps it quiet."""


class Refused(Exception):
    """An invitation that does not hold.

    Attributes
    ----------
    why : "unknown", "used", "expired" or "too-many"
    """

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Phone:
    """A phone that was let in.

    Attributes
    ----------
    id : its name here
    name : what it is, for people
    role : "sensor" measures for the laptop's page; "everything" may open the whole page
    paired, seen : when it was let in, when it last came; ISO 8601
    """

    id: str
    name: str
    role: Role
    paired: str
    seen: str


@dataclass(frozen=True, slots=True)
class Asking:
    """A phone that has scanned an invitation and waits for the person's yes.

    Attributes
    ----------
    id, name : as of a phone
    code : four digits, shown on both
    """

    id: str
    name: str
    code: str


@dataclass(slots=True)
class _Invitation:
    digest: bytes
    until_s: float
    used: bool = False


@dataclass(slots=True)
class _Waiting:
    asking: Asking
    digest: bytes
    until_s: float


class Pairings:
    """Invitations and phones. Of secrets only their SHA-256 is kept, in a file of the person's own.

    They outlive the server: a phone strapped to a thigh must find its way back by itself when the
    server was killed in the middle of a set.

    Parameters
    ----------
    file : Path
        Where the phones are kept.
    steady : callable
        A clock that never goes back, s.

    Raises
    ------
    LevelhipError
        When the file cannot be understood.
    """

    def __init__(self, file: Path, *, steady: Callable[[], float] = time.monotonic) -> None:
        self._file = file
        self._steady = steady
        self._invitation: _Invitation | None = None
        self._waiting: _Waiting | None = None
        self._tries: deque[tuple[float, str]] = deque()
        self._phones = _read(file)
        self.wrong = 0

    def invite(self) -> str:
        """A new invitation, for one phone and a few minutes; the one before holds no more.

        Returns
        -------
        str
            The token, for the phone's eyes only.
        """
        token = secrets.token_urlsafe(SECRET_BYTES)
        self._invitation = _Invitation(_digest(token), self._steady() + INVITED_S)
        self._waiting = None
        return token

    def withdraw(self) -> None:
        """The invitation holds no more, and nobody waits."""
        self._invitation = self._waiting = None

    @property
    def left_s(self) -> float:
        """How long the invitation holds; 0 when there is none, or it was used."""
        given = self._invitation
        return 0.0 if given is None or given.used else max(0.0, given.until_s - self._steady())

    @property
    def asking(self) -> Asking | None:
        """The phone that waits for the person's yes."""
        if self._waiting is not None and self._steady() > self._waiting.until_s:
            self._waiting = None
        return self._waiting.asking if self._waiting else None

    def exchange(self, token: str, agent: str, address: str) -> tuple[Asking, str]:
        """A phone gives the token of an invitation and gets a secret of its own.

        Parameters
        ----------
        token : str
        agent : str
            What its browser says it is.
        address : str
            Where it is, to count its tries.

        Returns
        -------
        Asking
            The phone, which now waits.
        str
            Its secret.

        Raises
        ------
        Refused
            When the token fits no invitation that still holds, or too many were tried.
        """
        self._ensure_few(address)
        given = self._invitation
        # Compared in any case, and in the same time wherever the first difference is.
        fits = hmac.compare_digest(_digest(token), given.digest if given else bytes(32))
        if given is None or not fits:
            self._tries.append((self._steady(), address))
            self.wrong += 1
            raise Refused("unknown")
        if given.used:
            raise Refused("used")
        if self._steady() > given.until_s:
            raise Refused("expired")
        given.used = True
        secret = secrets.token_urlsafe(SECRET_BYTES)
        code = f"{secrets.randbelow(10_000):04d}"
        asking = Asking(secrets.token_hex(8), phone_name(agent), code)
        self._waiting = _Waiting(asking, _digest(secret), self._steady() + INVITED_S)
        return asking, secret

    def confirm(self, asking_id: str, role: Role) -> Phone:
        """The person says that the phone that waits is theirs.

        Parameters
        ----------
        asking_id : str
        role : Role
            What it may do.

        Returns
        -------
        Phone

        Raises
        ------
        LevelhipError
            When it does not wait any more, or there are too many phones.
        """
        # A yes that is pressed twice is one, and the first counts.
        for known in self.phones:
            if known.id == asking_id:
                return known
        if self.asking is None or self._waiting is None or self._waiting.asking.id != asking_id:
            raise LevelhipError("This phone waits no more. Show a new code and scan it.")
        if len(self.phones) >= MOST_PHONES:
            raise LevelhipError("{most} phones are paired; remove one first.", most=MOST_PHONES)
        digest, told = self._waiting.digest, self._waiting.asking
        moment = now().isoformat(timespec="seconds")
        phone = Phone(told.id, told.name, role, moment, moment)
        self._phones[digest.hex()] = phone
        self.withdraw()
        self._keep()
        return phone

    def refuse(self, asking_id: str) -> None:
        """The person says that the phone that waits is not theirs.

        Parameters
        ----------
        asking_id : str
        """
        if self._waiting is not None and self._waiting.asking.id == asking_id:
            self.withdraw()

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Those that may come in, the one that came last first."""
        oldest = now() - UNUSED
        for digest, phone in list(self._phones.items()):
            if datetime.fromisoformat(phone.seen) < oldest:
                del self._phones[digest]
        return tuple(sorted(self._phones.values(), key=lambda each: each.seen, reverse=True))

    def phone(self, secret: str) -> Phone | None:
        """The phone that has a secret.

        Parameters
        ----------
        secret : str

        Returns
        -------
        Phone or None
        """
        known = {each.id for each in self.phones}
        digest = _digest(secret)
        found = None
        for kept in self._phones:
            if hmac.compare_digest(bytes.fromhex(kept), digest):
                found = kept
        phone = self._phones.get(found or "")
        return self._seen(found, phone) if found and phone and phone.id in known else None

    def state(self, secret: str) -> tuple[State, str]:
        """How it stands with a phone, and the code that it shows while it waits.

        Parameters
        ----------
        secret : str

        Returns
        -------
        State
        str
        """
        if self.phone(secret) is not None:
            return "paired", ""
        asking = self.asking
        if asking and self._waiting and hmac.compare_digest(self._waiting.digest, _digest(secret)):
            return "waiting", asking.code
        return "unknown", ""

    def revoke(self, phone_id: str) -> bool:
        """A phone may come in no more.

        Parameters
        ----------
        phone_id : str

        Returns
        -------
        bool
            Whether there was such a phone.
        """
        kept = {digest: each for digest, each in self._phones.items() if each.id != phone_id}
        gone = len(kept) < len(self._phones)
        self._phones = kept
        if gone:
            self._keep()
        return gone

    def forget(self) -> tuple[str, ...]:
        """No phone may come in any more; the file goes too.

        Returns
        -------
        tuple of str
            Their names here.
        """
        gone = tuple(each.id for each in self._phones.values())
        self._phones = {}
        self.withdraw()
        self._file.unlink(missing_ok=True)
        return gone

    def _seen(self, digest: str, phone: Phone) -> Phone:
        moment = now()
        # Once a day is enough: the file is not written at every request.
        if moment - datetime.fromisoformat(phone.seen) > timedelta(days=1):
            phone = replace(phone, seen=moment.isoformat(timespec="seconds"))
            self._phones[digest] = phone
            self._keep()
        return phone

    def _keep(self) -> None:
        told = {digest: asdict(phone) for digest, phone in self._phones.items()}
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(self._file, private=True) as unfinished:
            unfinished.write_text(json.dumps({"phones": told}, indent=1), encoding="utf-8")

    def _ensure_few(self, address: str) -> None:
        oldest_s = self._steady() - WITHIN_S
        while self._tries and self._tries[0][0] < oldest_s:
            self._tries.popleft()
        own = sum(1 for _, where in self._tries if where == address)
        if own >= TRIES or len(self._tries) >= TRIES_OF_ALL:
            raise Refused("too-many")


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _read(file: Path) -> dict[str, Phone]:
    if not file.exists():
        return {}
    try:
        told = json.loads(file.read_text(encoding="utf-8"))["phones"]
        found = {str(digest): Phone(**each) for digest, each in told.items()}
        for digest, each in found.items():
            bytes.fromhex(digest)
            datetime.fromisoformat(each.seen)
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise LevelhipError(
            "{file}: {system}; remove this file, and pair the phones anew", file=file, system=fault
        ) from None
    return found
