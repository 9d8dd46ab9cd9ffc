"""Runs the server: on this machine only, unless the person asks for more."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable, Sequence

import uvicorn
from starlette.types import ASGIApp

from levelhip.core import LevelhipError
from levelhip.service import daily
from levelhip.store.database import phones_folder, store_url
from levelhip.store.server_lock import only_server
from levelhip.web.addresses import is_private
from levelhip.web.app import STATIC, made_app
from levelhip.web.intake import Intake
from levelhip.web.lan import Lan

LOOPBACK = "127.0.0.1"
USUAL_PORT = 8177
"""Chosen by us; no registered service uses it."""


def loopback_hosts(port: int) -> tuple[str, ...]:
    """The names by which this machine may ask itself.

    Parameters
    ----------
    port : int

    Returns
    -------
    tuple of str
    """
    return (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}")


def open_socket(port: int) -> socket.socket:
    """A listening socket on this machine's own address.

    Parameters
    ----------
    port : int
        0 takes any that is free.

    Returns
    -------
    socket

    Raises
    ------
    LevelhipError
        When the port is taken.
    """
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        opened.bind((LOOPBACK, port))
    except OSError as fault:
        opened.close()
        raise LevelhipError(
            "port {port}: {system}; is levelhip open already? Open http://{host}:{port} or give "
            "another one with --port",
            port=port,
            system=fault.strerror,
            host=LOOPBACK,
        ) from None
    return opened


def phones_way(port: int, addresses: Sequence[str] = ()) -> Lan:
    """The way in for phones, which is open once it is served.

    Parameters
    ----------
    port : int
        0 takes any that is free.
    addresses : sequence of str
        On which it listens; empty for those of this machine's private networks.

    Returns
    -------
    Lan

    Raises
    ------
    LevelhipError
        When an address is none of a private network.
    """
    for each in addresses:
        if not is_private(each):
            raise LevelhipError(
                "--lan-address {given}: no address of a private network, as 192.168.0.20; "
                "levelhip is never opened to the internet",
                given=each,
            )
    folder = phones_folder(store_url())
    if not addresses:
        return Lan(folder, STATIC, port=port)
    return Lan(folder, STATIC, port=port, addresses=lambda: tuple(addresses))


def serve(*, port: int, ready: Callable[[str], None], lan: Lan | None = None) -> None:
    """Serve the page until it is interrupted.

    Parameters
    ----------
    port : int
        0 takes any that is free.
    ready : callable
        Told the page's address once it can be opened.
    lan : Lan, optional
        The way in for phones.

    Raises
    ------
    LevelhipError
        When another server has the store, or the port is taken.
    """
    with only_server(store_url()) as tell:
        if lan is not None:
            lan.bind()
        opened = open_socket(port)
        port = opened.getsockname()[1]
        address = f"http://{LOOPBACK}:{port}"
        tell(address)
        config = server_config(made_app(loopback_hosts(port), lan=lan))
        server = _Server(config, lambda: ready(address))
        hold_still()
        try:
            with daily.held_open():
                server.run(sockets=[opened])
        finally:
            opened.close()


def hold_still() -> None:
    """Look through what was made by now for waste no more: it stays as long as the server does.

    Looking through all of it takes a tenth of a second, in which no session is stepped.
    """
    gc.collect()
    gc.freeze()


def server_config(app: ASGIApp) -> uvicorn.Config:
    """How the server runs: within its limits, and saying nothing of itself.

    Parameters
    ----------
    app : ASGIApp
        What it serves.

    Returns
    -------
    Config
    """
    return uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        ws=Intake,
        ws_max_size=1 << 18,
        # On this machine packing costs more than it saves.
        ws_per_message_deflate=False,
        ws_ping_interval=10.0,
        ws_ping_timeout=10.0,
        timeout_graceful_shutdown=3,
    )


class _Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await super().startup(sockets)
        if self.started:
            self._ready()
