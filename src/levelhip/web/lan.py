"""The second way in, over TLS, for phones of the same network; open only when it was asked for."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import uvicorn

from levelhip.core import LevelhipError
from levelhip.service.clock import now
from levelhip.web.addresses import own_addresses, own_names
from levelhip.web.door import App, AtDoor, Door, Receive, Scope, Send
from levelhip.web.pairing import FILE, Pairings
from levelhip.web.phones import PhoneDesk
from levelhip.web.tls import Certificate, certificate, context

USUAL_PORT = 8178
"""Chosen by us, beside the page's own."""

LOOK_S = 60.0
"""How often the certificate's end and the machine's addresses are looked at; chosen by us."""

MOST_CONNECTIONS = 64
"""Chosen by us: a page opens six, and eight phones are let in."""

STARTS_S = 10.0


@dataclass(frozen=True, slots=True)
class LanTold:
    """What is exposed.

    Attributes
    ----------
    open : whether phones can come in now
    addresses : where, as a browser writes it
    moved : addresses that this machine has now and on which it is not open
    fingerprint : SHA-256 of the certificate, as browsers show it
    expires : its last day
    wrong : tries with an invitation that there is none of, since the start
    """

    open: bool
    addresses: tuple[str, ...]
    moved: tuple[str, ...]
    fingerprint: str
    expires: str
    wrong: int


class Lan:
    """The way in for phones: its sockets, its certificate, who may come.

    Parameters
    ----------
    folder : Path
        Where the certificate and the phones are kept.
    static : Path
        Folder of the built page.
    port : int
        0 takes any that is free.
    addresses : callable
        Gives the addresses of this machine on which it may listen.
    names : callable
        Gives the names of this machine in its network.
    steady : callable
        A clock that never goes back, s.

    Attributes
    ----------
    pairings, door, desk : who may come in, what comes in, and who is there
    link : the invitation that is shown
    """

    def __init__(
        self,
        folder: Path,
        static: Path,
        *,
        port: int = USUAL_PORT,
        addresses: Callable[[], tuple[str, ...]] = own_addresses,
        names: Callable[[], tuple[str, ...]] = own_names,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        self.pairings = Pairings(folder / FILE, steady=steady)
        self.door = Door(self.pairings, static)
        self.desk = PhoneDesk()
        self.link = ""
        self._folder = folder
        self._port = port
        self._own_addresses, self._own_names = addresses, names
        self._sockets: list[socket.socket] = []
        self._bound: tuple[str, ...] = ()
        self._certificate: Certificate | None = None
        self._context: ssl.SSLContext | None = None
        self._server: _Beside | None = None
        self._serving: asyncio.Task[None] | None = None
        self._behind: App = _nothing

    def bind(self) -> ssl.SSLContext:
        """Take the port on each address of this machine's networks.

        Returns
        -------
        SSLContext
            What speaks TLS there.

        Raises
        ------
        LevelhipError
            When there is no such address, or the port is taken.
        """
        if self._sockets and self._context:
            return self._context
        addresses = self._own_addresses()
        if not addresses:
            raise LevelhipError(
                "this machine is in no private network; join the phone's WLAN first, or name an "
                "address with --lan-address"
            )
        try:
            for address in addresses:
                self._sockets.append(_listening(address, self._port))
                self._port = self._sockets[0].getsockname()[1]
        except LevelhipError:
            self._unbind()
            raise
        self._bound = addresses
        return self._renew()

    @property
    def is_open(self) -> bool:
        """Whether phones can come in."""
        return self._server is not None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where phones come in, as a browser writes it; the first is the one to use."""
        return tuple(f"https://{address}:{self._port}" for address in self._bound)

    @property
    def root(self) -> bytes:
        """What a phone may keep so that it is asked no more, DER."""
        return self._certificate.root if self._certificate else b""

    def told(self) -> LanTold:
        """What is exposed."""
        held = self._certificate
        here = self._own_addresses()
        return LanTold(
            self.is_open,
            self.addresses if self.is_open else (),
            tuple(each for each in here if each not in self._bound) if self.is_open else here,
            held.fingerprint if held else "",
            held.expires.date().isoformat() if held else "",
            self.pairings.wrong,
        )

    def look_again(self) -> bool:
        """Make the certificate anew if it is due; connections that are open stay so.

        Returns
        -------
        bool
            Whether it was.
        """
        held = self._certificate
        if held is None or not held.is_due(self._names(), now().astimezone(UTC)):
            return False
        self._renew()
        return True

    @asynccontextmanager
    async def running(self, app: App) -> AsyncIterator[None]:
        """Let phones in until the end.

        Parameters
        ----------
        app : App
            What they reach, behind the door.
        """
        self._behind = app
        await self.open()
        looking = asyncio.create_task(self._look())
        try:
            yield
        finally:
            looking.cancel()
            await self.close()

    async def open(self) -> None:
        """Let phones in, on the addresses that this machine has now."""
        await self.close()
        held = self.bind()
        config = uvicorn.Config(
            AtDoor(self._behind, self.door),
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            # Nobody stands before us who could say for whom they ask.
            proxy_headers=False,
            limit_concurrency=MOST_CONNECTIONS,
            ssl_context_factory=lambda *_: held,
            ws_max_size=1 << 18,
            ws_ping_interval=10.0,
            ws_ping_timeout=10.0,
            timeout_graceful_shutdown=3,
        )
        self._server = _Beside(config)
        self._serving = asyncio.create_task(self._server.serve(sockets=self._sockets))
        await asyncio.wait_for(self._server.listens.wait(), STARTS_S)

    async def close(self) -> None:
        """Let nobody in, and end what is open."""
        server, serving = self._server, self._serving
        if server is None or serving is None:
            return
        self._server = self._serving = None
        self.pairings.withdraw()
        await self.door.cut_all()
        server.should_exit = True
        await serving
        self._unbind()

    async def forget(self) -> None:
        """Let every phone out, and know none any more."""
        await self.door.cut(*self.pairings.forget())

    def _unbind(self) -> None:
        for each in self._sockets:
            each.close()
        self._sockets, self._bound = [], ()

    def _names(self) -> tuple[str, ...]:
        return (*self._bound, *self._own_names())

    def _renew(self) -> ssl.SSLContext:
        self._certificate = certificate(self._folder, self._names())
        if self._context is None:
            self._context = context(self._certificate)
        else:
            # The next handshake shows it.
            self._context.load_cert_chain(self._certificate.file)
        self.door.hosts = frozenset(f"{name}:{self._port}" for name in self._names())
        return self._context

    async def _look(self) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            if self.is_open:
                await asyncio.to_thread(self.look_again)


async def _nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """What there is before the application: `running` brings that."""


def _listening(address: str, port: int) -> socket.socket:
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((address, port))
    except OSError as fault:
        opened.close()
        raise LevelhipError(
            "{address}, port {port}: {system}; give another one with --lan-port",
            address=address,
            port=port,
            system=fault.strerror,
        ) from None
    return opened


class _Beside(uvicorn.Server):
    """A server beside the first: signals are the first one's."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        self.listens.set()
