"""How many live sockets one core carries at 30 frames a second, beside a socket that only answers.

The server runs in a process of its own on one core; its processor time for each frame is taken as
it goes, and how late a round of the sessions comes. Sockets are added until the core is full.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import numpy as np
import uvicorn
import websockets
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from accuracy.table import Table
from levelhip.io.wire import POINTS, Kind, wire_bytes
from levelhip.simulator import simulate

RATE_HZ = 30.0
GOAL_SOCKETS = 200
STEPS = (100, 150, 200, 250)
MEASURED_S = 8.0
LONGEST_S = 60.0
"""All sessions are in their sets by then, or the server is too slow for them."""

SPREAD_S = 4.0
"""About one squat: over so long the sockets come one after the other, s, since people in different
rooms do not squat in step; they are measured in step, too."""

LATE_S = 0.2
"""A session whose round comes later than this lags: a cue would be heard late."""

SENT = 0.98
"""Of the asked rate: when less was sent, the sender is full and not the server."""


@dataclass(frozen=True, slots=True)
class Load:
    """What so many sockets cost the server.

    Attributes
    ----------
    sockets : how many
    busy : part of one core
    rate_hz : frames a second that each was really sent
    frame_us : µs of processor time a frame
    late_s : 99th percentile of how late the round of any session comes, s
    behind : frames that were sent and not measured yet at the end, at the most, of a socket
    """

    sockets: int
    busy: float
    rate_hz: float
    frame_us: float
    late_s: float
    behind: int


def _serve(pipe: Connection, *, plain: bool, core: int) -> None:
    """The server: levelhip's, or one that answers each frame with nothing else done."""
    os.sched_setaffinity(0, {core})
    os.environ["LEVELHIP_STORE"] = f"sqlite:///{tempfile.mkdtemp()}/levelhip.sqlite"
    from levelhip.service import daily
    from levelhip.service.coaching import ADVANCE_EVERY_S
    from levelhip.web import made_app
    from levelhip.web.serving import hold_still, loopback_hosts, open_socket, server_config

    late: list[float] = []
    opened = open_socket(0)
    port = opened.getsockname()[1]
    app: Any = _echo() if plain else made_app(loopback_hosts(port))

    hold_still()

    async def watch() -> None:
        # Of all sessions the one whose frames have waited longest, beyond the tenth of a second
        # that they always wait; without sessions how late a timer of the same loop comes.
        while True:
            due_s = time.monotonic() + 0.05
            await asyncio.sleep(0.05)
            seats = () if plain else app.state.live._seats.values()  # noqa: SLF001
            waited = [
                seat.session.clock.now() - seat.session._made.coach._advanced_s  # noqa: SLF001
                for seat in seats
            ]
            most_s = max(waited, default=0.0) - ADVANCE_EVERY_S
            late.append(time.monotonic() - due_s if plain else max(0.0, most_s))

    async def listen() -> None:
        loop = asyncio.get_running_loop()
        while True:
            await loop.run_in_executor(None, pipe.recv)
            told = [time.process_time(), float(np.percentile(late, 99)) if late else 0.0]
            late.clear()
            pipe.send(told)

    async def run() -> None:
        server = uvicorn.Server(server_config(app))
        served = asyncio.create_task(server.serve(sockets=[opened]))
        while not server.started:
            await asyncio.sleep(0.01)
        pipe.send(port)
        await asyncio.gather(served, watch(), listen())

    with daily.held_open():
        asyncio.run(run())


def _echo() -> Starlette:
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        with contextlib.suppress(WebSocketDisconnect):
            count = 0
            while True:
                await socket.receive_bytes()
                count += 1
                if count % 3 == 0:
                    await socket.send_text('{"kind":"screen","count":1}')

    return Starlette(routes=[WebSocketRoute("/live", echo)])


Film = tuple[list[Any], tuple[int, int]]


def frames() -> Film:
    """The values of each frame of a simulated person who squats, over and over."""
    made = simulate("squat-check", sensors=("camera",), seed=1)
    given = made.recordings["camera"]
    track, world, size = given.samples.track, given.samples.world, given.image_size
    assert track is not None and world is not None and size is not None  # noqa: PT018
    scale = np.array([size[0], size[1], size[0]])
    image = np.concatenate(
        [track.xyz[:, :POINTS] / scale, track.confidence[:, :POINTS, None]], axis=2
    )
    rows = np.concatenate(
        [image.reshape(len(track), -1), world.xyz[:, :POINTS].reshape(len(track), -1)], axis=1
    )
    return list(rows.astype(np.float32)), size


class Sender:
    """One page: says hello, answers, and sends thirty frames a second."""

    def __init__(self, url: str, rows: list[Any], *, plain: bool) -> None:
        self._url, self._rows, self._plain = url, rows, plain
        self.sent = 0
        self.have = 0
        self.counts = plain
        self._k = 0
        self._asked = ("", "")

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with websockets.connect(self._url, compression=None, max_queue=None) as socket:
            if not self._plain:
                await socket.send('{"kind":"hello","last":0}')
            tasks = [
                asyncio.create_task(self._listen(socket)),
                asyncio.create_task(self._film(socket)),
            ]
            try:
                yield
            finally:
                for task in tasks:
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError, websockets.ConnectionClosed):
                        await task

    async def _film(self, socket: websockets.ClientConnection) -> None:
        begun_s = time.monotonic()
        while True:
            self.sent += 1
            row = self._rows[self.sent % len(self._rows)]
            at_us = round(1e6 * self.sent / RATE_HZ)
            await socket.send(wire_bytes(Kind.POSE, self.sent, at_us, row, people=1.0))
            await asyncio.sleep(max(0.0, begun_s + self.sent / RATE_HZ - time.monotonic()))

    async def _listen(self, socket: websockets.ClientConnection) -> None:
        async for text in socket:
            told = json.loads(text)
            kind = told["kind"]
            if kind == "say":
                await socket.send(json.dumps({"kind": "spoken", "n": told["n"]}))
            elif kind == "have":
                self.have = told["sequence"]
            elif kind == "screen" and not self._plain:
                self.counts = told["target"] is not None
                key = (told["step"], told["state"])
                word = {"asking": "no", "paused": "go"}.get(told["state"])
                if key != self._asked and word:
                    self._k += 1
                    await socket.send(json.dumps({"kind": "said", "id": self._k, "word": word}))
                self._asked = key


async def _loaded(
    port: int, pipe: Connection, count: int, film: Film, *, plain: bool, spread_s: float
) -> Load:
    rows, size = film
    loop = asyncio.get_running_loop()

    async def asked() -> list[float]:
        pipe.send(None)
        return await loop.run_in_executor(None, pipe.recv)

    async with contextlib.AsyncExitStack() as stack:
        senders = []
        paths = ["live"] * count
        if not plain:
            told = [await loop.run_in_executor(None, _begun, port, size) for _ in range(count)]
            paths = [f"api/sessions/{name}/live" for name in told]
        for path in paths:
            sender = Sender(f"ws://127.0.0.1:{port}/{path}", rows, plain=plain)
            await stack.enter_async_context(sender.running())
            senders.append(sender)
            await asyncio.sleep(spread_s / count)
        over_s = time.monotonic() + LONGEST_S
        while time.monotonic() < over_s and not all(sender.counts for sender in senders):
            await asyncio.sleep(0.5)  # through the questions, into the set
        await asyncio.sleep(2.0)
        first, sent, begun_s = await asked(), sum(s.sent for s in senders), time.monotonic()
        await asyncio.sleep(MEASURED_S)
        last, over_s = await asked(), time.monotonic()
        spent_s = last[0] - first[0]
        count_frames = sum(s.sent for s in senders) - sent
        behind = 0 if plain else max(s.sent - s.have for s in senders)
    return Load(
        count,
        spent_s / (over_s - begun_s),
        count_frames / (over_s - begun_s) / count,
        1e6 * spent_s / max(count_frames, 1),
        last[1],
        behind,
    )


def _begun(port: int, size: tuple[int, int]) -> str:
    import urllib.request

    wish = {"protocol": "squat-check", "source": "camera", "size": list(size), "reps": 50}
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/sessions",
        data=json.dumps(wish).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as got:
        return str(json.loads(got.read())["id"])


def measured(
    film: Film, steps: tuple[int, ...], *, plain: bool = False, spread_s: float = 0.0
) -> list[Load]:
    """Loads with more and more sockets, each on a server of its own, until its core is full."""
    found = []
    cores = os.sched_getaffinity(0)
    # The server's core is its own, where there is another one for who sends.
    os.sched_setaffinity(0, cores - {max(cores)} or cores)
    context = multiprocessing.get_context("spawn")
    for count in steps:
        here, there = context.Pipe()
        asked = {"plain": plain, "core": max(cores)}
        server = context.Process(target=_serve, args=(there,), kwargs=asked, daemon=True)
        server.start()
        port = here.recv()
        try:
            found.append(
                asyncio.run(_loaded(port, here, count, film, plain=plain, spread_s=spread_s))
            )
        finally:
            server.kill()
            server.join()
        if found[-1].late_s > LATE_S or found[-1].rate_hz < SENT * RATE_HZ:
            break
    os.sched_setaffinity(0, cores)
    return found


def tables() -> list[Table]:
    """Sockets a core, for levelhip and for a server that only answers."""
    film = frames()
    bound = measured(film, (200,), plain=True)
    ours = measured(film, STEPS, spread_s=SPREAD_S)
    in_step = measured(film, STEPS)
    keeping = [load for load in ours if load.late_s <= LATE_S and load.rate_hz >= SENT * RATE_HZ]
    most = max((load.sockets for load in keeping), default=0)
    rows: list[list[object]] = [
        [
            name,
            str(load.sockets),
            f"{load.rate_hz:.1f}",
            f"{load.frame_us:.0f} µs",
            f"{100 * load.busy:.0f} %",
            f"{1e3 * load.late_s:.0f} ms",
        ]
        for name, loads in (
            ("only answers", bound),
            ("levelhip", ours),
            ("levelhip, all in step", in_step),
        )
        for load in loads
    ]
    ratio = ours[0].frame_us / bound[0].frame_us
    note = (
        f"a server on one core, {RATE_HZ:g} poses a second on each socket, {MEASURED_S:g} s in the "
        "middle of a set of squats; processor time of the server alone, screens, live numbers, "
        "segments and journal included. `only answers` takes the same frames through the same "
        "server and looks at none: nothing in Python over it can be quicker. late = how much more "
        "than the usual tenth of a second the frames of the session that waits longest have "
        f"waited to be measured, 99 of 100 looks; more than {LATE_S:g} s is lagging. A full core "
        "takes more frames at once, so that each costs less. The sockets come one after the other "
        f"over {SPREAD_S:g} s, about a squat; all in step, everybody's repetition ends at once"
    )
    enough = "met" if most >= GOAL_SOCKETS else "not met"
    many = (
        f"goal {GOAL_SOCKETS} live sockets on one core at {RATE_HZ:g} frames/s with none lagging: "
        f"measured {most} ({enough})"
    )
    goals = [
        many,
        f"a frame costs {ratio:.1f} times one that is only taken",
    ]
    headings = ["server", "sockets", "frames/s each", "a frame", "core", "late"]
    return [Table("Sockets", headings, rows, note, goals)]
