"""How messages come in over the server's sockets: in order, all of them, and only when wanted."""

import asyncio
import contextlib
import threading
import time

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocketDisconnect
from websockets.sync.client import connect

from levelhip.web.intake import MOST_WAITING, reading_of
from levelhip.web.serving import open_socket, server_config

MANY = 10 * MOST_WAITING


class House:
    """A server whose socket does what a test says, in a thread of its own."""

    def __init__(self, heed):
        self.got, self.faults = [], []

        async def serve(socket):
            await socket.accept()
            try:
                with contextlib.suppress(WebSocketDisconnect):
                    await heed(socket, self.got)
            except Exception as fault:
                self.faults.append(fault)
                raise

        opened = open_socket(0)
        self.port = opened.getsockname()[1]
        app = Starlette(routes=[WebSocketRoute("/", serve)])
        self._server = uvicorn.Server(server_config(app))
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [opened]})

    def __enter__(self):
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        return self

    def __exit__(self, *_):
        self._server.should_exit = True
        self._thread.join(timeout=60)

    def open(self):
        return connect(f"ws://127.0.0.1:{self.port}/", open_timeout=60, close_timeout=60)


async def until(true):
    async with asyncio.timeout(60):
        while not true():
            await asyncio.sleep(0.01)


def test_all_messages_come_in_their_order_however_slowly_they_are_taken():
    async def heed(socket, got):
        reading = reading_of(socket.scope)
        # Nobody takes anything until so many wait that no more is read.
        await until(lambda: reading.read_paused)
        assert reading.queue.qsize() >= MOST_WAITING
        for _ in range(MANY):
            got.append(int(await socket.receive_text()))
        await socket.send_text("all")

    with House(heed) as house, house.open() as socket:
        for number in range(MANY):
            socket.send(f"{number}")
        assert socket.recv(timeout=60) == "all"
    assert house.got == list(range(MANY))
    assert not house.faults


def test_a_socket_that_rests_is_read_once_it_is_told_to_go_on():
    async def heed(socket, got):
        reading = reading_of(socket.scope)
        reading.rest()
        await socket.send_text("rests")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(socket.receive_bytes(), 0.3)
        got.append("nothing")
        reading.go_on()
        got.append(await socket.receive_bytes())

    with House(heed) as house, house.open() as socket:
        assert socket.recv(timeout=60) == "rests"
        socket.send(b"frame")
        with contextlib.suppress(Exception):
            socket.recv(timeout=60)  # closed by the other end once it has it
    assert house.got == ["nothing", b"frame"]
    assert not house.faults


def test_another_server_has_no_say_in_when_a_socket_is_read():
    assert reading_of({"type": "websocket"}) is None
    assert reading_of({"type": "websocket", "extensions": {}}) is None
