"""A simulated page before a session: its camera plays a simulated recording, its clock is fake."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from levelhip.io.wire import POINTS, Kind, wire_bytes
from levelhip.protocols.language import language
from levelhip.service.clock import standing_at
from levelhip.service.page_folders import kept_sessions
from levelhip.service.page_start import Wish, page_session, page_session_again
from levelhip.simulator import simulate

TICK_S = 0.05
RATE_HZ = 30.0
SENDER_S = 5000.0
"""The page's clock at the session's begin."""


class Clock:
    """A steady clock that only the test moves."""

    def __init__(self, now_s=100.0):
        self.now_s = now_s

    def __call__(self):
        return self.now_s


def recorded(protocol_id, **asked):
    """A simulated recording as frames."""
    made = simulate(protocol_id, sensors=("camera",), **asked)
    given = made.recordings["camera"]
    track, world, size = given.samples.track, given.samples.world, given.image_size
    scale = np.array([size[0], size[1], size[0]])
    image = np.concatenate(
        [track.xyz[:, :POINTS] / scale, track.confidence[:, :POINTS, None]], axis=2
    )
    rows = np.concatenate(
        [image.reshape(len(track), -1), world.xyz[:, :POINTS].reshape(len(track), -1)], axis=1
    )
    go_s = next(mark.time_s for mark in given.samples.marks if mark.name == "go")
    stands = np.ones(len(rows), dtype=bool)
    for rep in made.truth.of("rep"):
        stands[int(rep.start_s * RATE_HZ) - 8 : int(rep.end_s * RATE_HZ) + 8] = False
    return Recorded(rows, stands, int(go_s * RATE_HZ), size, len(made.truth.of("rep")))


@dataclass
class Recorded:
    """Frames, which of them show the person standing, where the movement begins, how often it is
    done."""

    rows: np.ndarray
    stands: np.ndarray
    go: int
    size: tuple
    reps: int


@dataclass
class Camera:
    """Frames of the person: standing until told to go, then what was recorded; whoever waits
    finishes the repetition first."""

    recorded: Recorded
    at: int = 0
    sequence: int = 0
    waits: bool = True
    kept: list = field(default_factory=list)

    def frame(self, sender_s):
        """The next frame, kept until the server has it for good."""
        given = self.recorded
        message_row = given.rows[self.at]
        # Before it is told to go, the person stands as recorded, over and over.
        if self.waits and self.at < given.go:
            self.at = (self.at + 1) % given.go
        elif not (self.waits and given.stands[self.at]):
            self.at = min(self.at + 1, len(given.rows) - 1)
        self.sequence += 1
        at_us = round(sender_s * 1e6)
        message = wire_bytes(Kind.POSE, self.sequence, at_us, message_row, people=1.0)
        self.kept.append((self.sequence, message))
        return message

    def start(self):
        if self.waits:
            self.at, self.waits = max(self.at, self.recorded.go), False

    def after(self, sequence):
        return [message for n, message in self.kept if n > sequence]

    def forget(self, sequence):
        self.kept = [each for each in self.kept if each[0] > sequence]


class Page:
    """Answers no, skips what need not be waited for, and sends frames; may be cut off."""

    def __init__(self, session, clock, camera=None, *, answer="no"):
        self.session, self.clock, self.camera, self.answer = session, clock, camera, answer
        self.last, self.k = 0, 0
        self.there = False
        self.orders, self.screens = [], []
        self._left_s = 0.0
        self._frame_s = clock.now_s
        self._asked = None

    def come(self):
        with standing_at(self.moment()):
            told = self.session.come(self.last)
        self.there = True
        self.orders_in(told.missed)
        if self.camera:
            for i, message in enumerate(self.camera.after(told.sequence)):
                # So much does not come at once; the session measures meanwhile.
                if i % 500 == 499:
                    self.session.step()
                    self.clock.now_s += 0.1
                self.session.take(message)
        return told

    def moment(self):
        """The time of day, which runs with the steady clock."""
        return datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(seconds=self.clock.now_s)

    def go_away(self):
        self.session.leave()
        self.there, self._left_s = False, self.clock.now_s

    def orders_in(self, orders):
        for n, text in orders:
            told = json.loads(text)
            assert told["n"] == n > self.last
            self.last = n
            self.orders.append(told)
            if told["kind"] == "say":
                self.session.spoken(n)

    def round(self):
        """A twentieth of a second."""
        self.clock.now_s += TICK_S
        if self.camera:
            while self._frame_s < self.clock.now_s:
                message = self.camera.frame(SENDER_S + self._frame_s)
                self._frame_s += 1 / RATE_HZ
                if self.there:
                    self.session.take(message)
        if self.session is not None:
            self.session.step()
        if not self.there:
            # After two seconds the page says by itself that it is cut off.
            if self.camera and self.clock.now_s - self._left_s > 2.0:
                self.camera.waits = True
            return
        told_n = self.session.told_n
        self.orders_in((o.n, o.text) for o in self.session.orders.after(self.last) if o.n <= told_n)
        if self.camera:
            self.camera.forget(self.session.safe_sequence)
        if self.session.screen():
            self.see(json.loads(self.session.screen()))

    def see(self, screen):
        self.screens.append(screen)
        key = (screen["step"], screen["state"])
        if self.camera and screen["state"] == "running" and screen["target"] is not None:
            self.camera.start()
        if key == self._asked:
            return
        self._asked = key
        if screen["state"] == "asking":
            self.say(self.answer)
        elif screen["state"] == "paused":
            self.say("go")

    def say(self, word):
        self.k += 1
        self.session.hear(self.k, word)

    def run(self, until=lambda page: False, longest_s=600.0):
        over_s = self.clock.now_s + longest_s
        while not until(self) and self.session.state != "finished":
            self.round()
            assert self.clock.now_s < over_s, "the session does not end"

    def events(self, kind="rep"):
        return [
            o["event"] for o in self.orders if o["kind"] == "event" and o["event"]["kind"] == kind
        ]


def begun_page(protocol_id, made=None, clock=None, *, voice="full", **asked):
    """A session and its page."""
    clock = clock or Clock()
    wish = {"protocol": protocol_id, "voice": voice, **asked}
    camera = None
    if made is not None:
        camera = Camera(made)
        wish |= {"source": "camera", "size": made.size}
    session = page_session(Wish(**wish), language("en"), steady=clock)
    return Page(session, clock, camera)


def killed(page, gone_s):
    """The server is killed: only the folder and the page are left; after a while it starts anew."""
    name = page.session.id
    page.session, page.there, page._left_s = None, False, page.clock.now_s
    for _ in range(round(gone_s / TICK_S)):
        page.round()
    with standing_at(page.moment()):
        kept = next(each for each in kept_sessions() if each.id == name)
        page.session = page_session_again(kept, steady=page.clock)
    page.come()
