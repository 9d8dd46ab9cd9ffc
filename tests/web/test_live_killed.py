"""A server that is killed in the middle of a set: the page goes on, no repetition is lost, none
counts twice."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from levelhip.io.session_reader import read_journal
from levelhip.service.page_folders import kept_sessions
from tests.service.paged import recorded
from tests.web.live_page import Camera, LivePage
from tests.web.served import FAST

ROOT = Path(__file__).resolve().parents[2]
REPS = 4


class Server:
    """A server of its own; `kill` leaves it no moment to tidy up."""

    def __init__(self, port=0):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.web.served", str(port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ.copy(),
        )
        self.port = int(self._process.stdout.readline())

    def kill(self):
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=30)
        self._process.stdout.close()

    def asked(self, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api{path}",
            data=data,
            headers={"content-type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as got:
            return json.loads(got.read())

    def open(self, session_id):
        return connect(f"ws://127.0.0.1:{self.port}/api/sessions/{session_id}/live")


class Filming:
    """Frames of the page's camera, on its own clock, while it is cut off too."""

    def __init__(self, page):
        self._page, self._begun_s, self._sent_s = page, time.monotonic(), 0.0

    def due(self):
        passed_s = FAST * (time.monotonic() - self._begun_s)
        while self._sent_s < passed_s:
            yield self._page.camera.frame(300.0 + self._sent_s)
            self._sent_s += 1 / 30

    def be_cut_off(self):
        """A second is filmed while the server is gone; its clock stands still meanwhile, because
        only a real one, and no quick one, goes on without it."""
        for _ in range(30):
            self._page.camera.frame(300.0 + self._sent_s)
            self._sent_s += 1 / 30
        self._begun_s = time.monotonic() - self._sent_s / FAST


def listen(socket, page, filming, until):
    socket.send(page.hello())
    while not until(page):
        frames = b"".join(filming.due())
        if frames:
            socket.send(frames)
        try:
            text = socket.recv(timeout=0.02)
        except TimeoutError:
            continue
        for message in page.takes(text):
            socket.send(message)


def drain(socket):
    while True:
        socket.recv(timeout=30)


@pytest.fixture(scope="module")
def squats():
    return recorded("squat-check", seed=2, reps=REPS)


@pytest.mark.parametrize("counted", [2])
def test_killed_in_the_middle_of_a_set_it_goes_on_from_there(squats, counted):
    server = Server()
    try:
        wish = {"protocol": "squat-check", "source": "camera", "reps": REPS}
        told = server.asked("/sessions", {**wish, "size": list(squats.size)})
        page = LivePage(camera=Camera(squats))
        filming = Filming(page)
        with server.open(told["id"]) as socket:
            listen(socket, page, filming, lambda page: len(page.events()) == counted)
            server.kill()
            with pytest.raises(ConnectionClosed):
                drain(socket)
        server = Server()
        assert [each["id"] for each in server.asked("/sessions")] == [told["id"]]
        filming.be_cut_off()
        with server.open(told["id"]) as socket:
            listen(socket, page, filming, lambda page: page.finish)
    finally:
        server.kill()
    assert page.welcome["sequence"] > 0
    assert page.finish["reason"] == "done"
    assert [event["number"] for event in page.events()] == list(range(1, REPS + 1))
    kept = next(each for each in kept_sessions() if each.id == told["id"])
    written = [line["trial"] for line in kept.journal.of("event") if line["event"] == "rep"]
    assert written == list(range(1, REPS + 1))
    result = json.loads((kept.folder / "result.json").read_text())
    assert sum(event["kind"] == "rep" for event in result["events"]) == REPS
    assert len(read_journal(kept.folder).of("resume")) == 1
