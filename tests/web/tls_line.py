"""A phone's socket over TLS, as a test holds it."""

import asyncio
from contextlib import contextmanager

from anyio.from_thread import start_blocking_portal
from websockets.asyncio.client import connect


class TlsLine:
    """A socket whose reading and writing share one thread.

    The blocking client reads in one thread and writes in another, and TLS is not safe for that: one
    handshake in some hundred was never sent.
    """

    def __init__(self, portal, line):
        self._call, self._line = portal.call, line

    def send(self, message):
        """Send a text, or bytes."""
        self._call(self._line.send, message)

    def recv(self, timeout=None):
        """The next message; TimeoutError when none comes in so many seconds."""

        async def received():
            async with asyncio.timeout(timeout):
                return await self._line.recv()

        return self._call(received)


@contextmanager
def tls_line(url, **options):
    """A socket to an address, until the end of the block.

    Parameters
    ----------
    url : str
        wss://
    **options
        Of websockets' `connect`.
    """
    with start_blocking_portal() as portal:

        async def opened():
            return await connect(url, **options)

        line = portal.call(opened)
        try:
            yield TlsLine(portal, line)
        finally:
            portal.call(line.close)
