"""When sessions are stepped, and when their sockets are read."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import pytest
from anyio.from_thread import start_blocking_portal

from levelhip.web.rounds import in_rounds

STEPS = 3


@dataclass
class Filmed:
    is_filmed: bool = True


@dataclass
class Socket:
    """A socket's line: whether it is read now, and how often it was let rest."""

    is_read: bool = True
    rests: int = 0

    def rest(self):
        self.is_read, self.rests = False, self.rests + 1

    def go_on(self):
        self.is_read = True


@dataclass
class Place:
    session: Filmed
    line: Socket | None = field(default_factory=Socket)
    due_s: float = 0.0
    steps: int = 0
    read: list = field(default_factory=list)


def stepped(seats, *, crowd):
    """Rounds until each seat was stepped a few times."""

    def step(seat):
        seat.steps += 1
        seat.read.append(seat.line is None or seat.line.is_read)

    async def run():
        rounds = asyncio.create_task(in_rounds(seats, step, crowd=crowd))
        async with asyncio.timeout(60):
            while any(seat.steps < STEPS for seat in seats.values()):
                await asyncio.sleep(0.01)
        rounds.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await rounds

    # In a thread of its own: an open browser holds a running loop in the thread of the tests.
    with start_blocking_portal() as portal:
        portal.call(run)


def test_all_sessions_are_stepped_again_and_again_also_those_without_a_page():
    seats = {f"{i}": Place(Filmed(), None if i % 2 else Socket()) for i in range(50)}
    stepped(seats, crowd=20)
    steps = [seat.steps for seat in seats.values()]
    assert max(steps) - min(steps) <= 1


def test_with_many_sessions_a_cameras_socket_is_read_before_each_step_and_rests_after_it():
    seats = {f"{i}": Place(Filmed()) for i in range(3)}
    stepped(seats, crowd=2)
    for seat in seats.values():
        assert all(seat.read)
        assert seat.line.rests == seat.steps


@pytest.mark.parametrize(("filmed", "crowd"), [(True, 3), (False, 2)])
def test_few_sessions_and_those_with_taps_are_always_read(filmed, crowd):
    seats = {f"{i}": Place(Filmed(filmed)) for i in range(3)}
    stepped(seats, crowd=crowd)
    assert not any(seat.line.rests for seat in seats.values())
