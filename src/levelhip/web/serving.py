"""Runs the server: on this machine only, unless the person asks for more."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from levelhip.core import LevelhipError
from levelhip.service import daily
from levelhip.web.app import made_app

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
            f"port {port}: {fault.strerror}; is levelhip open already? "
            f"Open http://{LOOPBACK}:{port} or give another one with --port"
        ) from None
    return opened


def serve(*, port: int, ready: Callable[[str], None]) -> None:
    """Serve the page until it is interrupted.

    Parameters
    ----------
    port : int
        0 takes any that is free.
    ready : callable
        Told the page's address once it can be opened.
    """
    opened = open_socket(port)
    port = opened.getsockname()[1]
    config = server_config(made_app(loopback_hosts(port)))
    server = _Server(config, lambda: ready(f"http://{LOOPBACK}:{port}"))
    try:
        with daily.held_open():
            server.run(sockets=[opened])
    finally:
        opened.close()


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
