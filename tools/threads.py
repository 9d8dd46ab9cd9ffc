"""A server in a thread of its own, for a block."""

from __future__ import annotations

import contextvars
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


@contextmanager
def serving(config: uvicorn.Config, opened: socket.socket) -> Iterator[None]:
    """Serve until the end of the block, which begins when the server listens.

    Parameters
    ----------
    config : uvicorn.Config
    opened : socket
        Bound; it is closed at the end.

    Raises
    ------
    RuntimeError
        When it does not start.
    """
    server = uvicorn.Server(config)
    run = contextvars.copy_context().run
    thread = threading.Thread(target=run, args=(server.run, [opened]))
    thread.start()
    try:
        # Until then it refuses.
        while not server.started:
            thread.join(0.01)
            if not thread.is_alive():
                raise RuntimeError("the server does not start")
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=60)
        opened.close()
