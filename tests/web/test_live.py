"""The socket of a session: what goes over it, its states, and its limits."""

import json
import threading
import time

import numpy as np
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from levelhip.io.session_reader import read_journal
from levelhip.io.wire import Kind, wire_bytes
from levelhip.service.page_folders import kept_sessions
from levelhip.web import made_app
from levelhip.web.line import MOST_ORDERS, Allowance, Line
from tests.service.paged import recorded
from tests.web.live_page import RATE_HZ, Camera, LivePage

HOST = "127.0.0.1:8177"
FAST = 6.0
"""The sessions' clock runs so many times faster than the real one."""


def client_of(tmp_path):
    (tmp_path / "index.html").write_text("<!doctype html>")
    app = made_app([HOST], static=tmp_path, steady=lambda: FAST * time.monotonic())
    return TestClient(app, base_url=f"http://{HOST}")


@pytest.fixture
def client(tmp_path):
    with client_of(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def squats():
    return recorded("squat-check", seed=1, reps=2)


def begun(client, protocol="squat-check", **wish):
    got = client.post("/api/sessions", json={"protocol": protocol, **wish})
    assert got.status_code == 200, got.text
    return got.json()


def opened(client, session_id):
    return client.websocket_connect(f"/api/sessions/{session_id}/live", headers={"host": HOST})


def gone_through(socket, page, until=lambda page: page.finish):
    """Listen and answer until something is so; the steps of a camera are counted, not timed."""
    socket.send_text(page.hello())
    while not until(page):
        for message in page.takes(socket.receive_text()):
            if isinstance(message, bytes):
                socket.send_bytes(message)
            else:
                socket.send_text(message)


def drain(socket, takes=lambda message: None):
    """All that is still sent, until it is closed."""
    while True:
        takes(socket.receive_text())


def flood(socket):
    for _ in range(5000):
        socket.send_text('{"kind":"shown","visible":true}')
    drain(socket)


def test_a_wish_that_is_not_understood_is_refused_and_begins_nothing(client):
    got = client.post("/api/sessions", json={"protocol": "squat-check", "own_dose": True})
    assert got.status_code == 422
    assert "own_dose" in got.text
    assert client.get("/api/sessions").json() == []


def test_a_whole_session_over_the_socket_ends_with_its_result(client):
    told = begun(client, reps=2)
    assert told["state"] == "waiting"
    page = LivePage()
    with opened(client, told["id"]) as socket:
        gone_through(socket, page)
        # What the page had sent last may still be answered.
        with pytest.raises(WebSocketDisconnect) as closed:
            drain(socket, page.takes)
    assert closed.value.code == 1000
    assert page.finish["reason"] == "done"
    assert page.finish["result"] == told["id"]
    got = client.get(f"/api/sessions/{told['id']}").json()
    assert (got["state"], got["result"]) == ("finished", told["id"])
    assert {screen["state"] for screen in page.screens} >= {"running", "asking", "finished"}
    assert [o["n"] for o in page.orders] == sorted({o["n"] for o in page.orders})


def test_a_red_flag_answered_in_a_session_ends_it_and_shuts_the_next(client):
    page = LivePage(answers={"emergency-bladder": "yes"})
    with opened(client, begun(client)["id"]) as socket:
        gone_through(socket, page)
    assert page.finish["reason"] == "locked"
    for _ in range(2):
        got = client.post("/api/sessions", json={"protocol": "squat-check"})
        assert got.status_code == 423
        assert "emergency" in got.json()["error"]


def test_what_is_shut_is_shut_before_anything_is_made(client):
    client.post("/api/begin", json={})
    page = LivePage(answers={"emergency-feeling": "yes"})
    with opened(client, begun(client)["id"]) as socket:
        gone_through(socket, page)
    folders = len(kept_sessions())
    assert client.post("/api/sessions", json={"protocol": "wall-hip-drop"}).status_code == 423
    assert len(kept_sessions()) == folders


def test_a_second_tab_takes_over_and_the_first_is_told(client):
    told = begun(client)
    first, second = LivePage(), LivePage()
    with opened(client, told["id"]) as one:
        gone_through(one, first, until=lambda page: len(page.orders) >= 3)
        with opened(client, told["id"]) as two:
            gone_through(two, second, until=lambda page: page.screens)
            with pytest.raises(WebSocketDisconnect) as closed:
                drain(one)
            assert (closed.value.code, closed.value.reason) == (4001, "opened elsewhere")
            assert client.get(f"/api/sessions/{told['id']}").json()["state"] == "running"
    assert not any(o["kind"] == "finish" for o in second.orders)


def test_a_page_that_comes_back_has_every_order_once(client):
    told = begun(client, reps=2)
    page = LivePage()
    for count in (2, 5, 9, 14):
        with opened(client, told["id"]) as socket:
            gone_through(socket, page, until=lambda page, count=count: len(page.orders) >= count)
    with opened(client, told["id"]) as socket:
        gone_through(socket, page)
    assert page.finish["reason"] == "done"
    journal = read_journal(next(k.folder for k in kept_sessions() if k.id == told["id"]))
    # What was said while the page was here, it has; the socket was never away for long.
    said = [line["spoken"] for line in journal.of("say")]
    assert [o["spoken"] for o in page.orders if o["kind"] == "say"] == said


def test_an_answer_that_is_sent_twice_is_heard_once(client):
    told = begun(client)
    page = LivePage()
    with opened(client, told["id"]) as socket:
        gone_through(socket, page, until=lambda page: page.screens)
        for _ in range(3):
            socket.send_text(json.dumps({"kind": "said", "id": 1, "word": "again"}))
        socket.send_text(json.dumps({"kind": "said", "id": 2, "word": "stop"}))
        while not page.finish:
            page.takes(socket.receive_text())
    journal = read_journal(kept_sessions()[0].folder)
    assert [line["said"] for line in journal.of("heard")] == ["again", "stop"]


def test_sessions_asked_for_in_the_same_second_are_not_one(client):
    assert len({begun(client, reps=1)["id"] for _ in range(5)}) == 5
    assert len(client.get("/api/sessions").json()) == 5


def test_two_sessions_at_once_do_not_mix(client):
    one, other = begun(client, reps=1), begun(client, "wall-hip-drop", reps=1)
    pages = LivePage(), LivePage()
    with opened(client, one["id"]) as first, opened(client, other["id"]) as second:
        sockets = first, second
        for socket, page in zip(sockets, pages, strict=True):
            socket.send_text(page.hello())
        while not all(page.screens for page in pages):
            for socket, page in zip(sockets, pages, strict=True):
                for message in page.takes(socket.receive_text()):
                    socket.send_text(message)
        listed = {each["id"]: each["state"] for each in client.get("/api/sessions").json()}
        assert listed == {one["id"]: "running", other["id"]: "running"}
        for socket, page in zip(sockets, pages, strict=True):
            socket.send_text(page.said("stop"))
            while not page.finish:
                page.takes(socket.receive_text())
    assert one["id"] != other["id"]
    assert {page.finish["reason"] for page in pages} == {"stopped"}


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("no json", "JSON"),
        ("[1]", "kind"),
        ('{"kind":"said","id":1,"word":"shout"}', "yes"),
        ('{"kind":"said","id":"x","word":"yes"}', "whole number"),
        ('{"kind":"spoken","n":-1}', "whole number"),
        ('{"kind":"picture","brightness":"dark"}', "brightness"),
        ('{"kind":"picture","brightness":NaN}', "brightness"),
        ('{"kind":"fly"}', "not known"),
        ("{" + " " * 2000 + "}", "at most"),
        (b"", "cut off"),
        (b"\x01" * 40, "924"),
        (wire_bytes(Kind.MOTION, 1, 0, np.zeros(6)), "motion"),
    ],
)
def test_what_is_not_of_the_protocol_closes_the_socket_with_words(client, message, words):
    told = begun(client, source="camera", size=[720, 1280])
    with opened(client, told["id"]) as socket:
        socket.send_text(LivePage().hello())
        if isinstance(message, bytes):
            socket.send_bytes(message)
        else:
            socket.send_text(message)
        with pytest.raises(WebSocketDisconnect) as closed:
            drain(socket)
    assert closed.value.code == 4000
    assert words in closed.value.reason
    # The session itself is there still.
    assert client.get(f"/api/sessions/{told['id']}").json()["state"] == "away"


def test_before_hello_nothing_is_taken(client):
    told = begun(client)
    for first in (
        '{"kind":"said","id":1,"word":"yes"}',
        '{"kind":"hello"}',
        '{"kind":"hello","last":true}',
    ):
        with opened(client, told["id"]) as socket:
            socket.send_text(first)
            with pytest.raises(WebSocketDisconnect) as closed:
                socket.receive_text()
        assert closed.value.code == 4000
    assert client.get(f"/api/sessions/{told['id']}").json()["state"] == "waiting"


def test_a_session_that_is_not_there_is_told_so(client):
    for name in ("0" * 32, "x"):
        with opened(client, name) as socket:
            socket.send_text(LivePage().hello())
            with pytest.raises(WebSocketDisconnect) as closed:
                socket.receive_text()
        assert closed.value.code == 4004
    assert client.get("/api/sessions/" + "0" * 32).status_code == 400


def test_more_than_may_come_closes_the_socket(client):
    told = begun(client)
    with opened(client, told["id"]) as socket:
        socket.send_text(LivePage().hello())
        with pytest.raises(WebSocketDisconnect) as closed:
            flood(socket)
    assert closed.value.code == 1008
    assert "too many" in closed.value.reason


def test_an_allowance_is_a_rate_with_a_burst():
    now_s = [0.0]
    allowance = Allowance(10.0, lambda: now_s[0])
    assert all(allowance.takes(1.0) for _ in range(150))
    assert not allowance.takes(1.0)
    now_s[0] = 1.0
    taken = sum(allowance.takes(1.0) for _ in range(20))
    assert taken <= 10


def test_states_that_wait_are_replaced_and_orders_that_are_not_taken_end_the_line():
    class Slow:
        """A page that takes nothing."""

    line = Line(Slow())
    for count in range(1000):
        line.state("screen", json.dumps({"count": count}))
    assert len(line._states) == 1
    assert json.loads(line._states["screen"])["count"] == 999
    line.order((n, "{}") for n in range(1, MOST_ORDERS + 1))
    assert not line.ends
    line.order([(MOST_ORDERS + 1, "{}")])
    assert line.ends
    assert line._ending[0] == 4008


def test_with_a_camera_only_joint_numbers_are_written(client, squats):
    told = begun(client, source="camera", size=list(squats.size), reps=2)
    page = LivePage(camera=Camera(squats))
    over = threading.Event()

    def film(socket):
        # A camera waits for no answer; however late it comes to it, a message stays small.
        sent_s, begun_s = 0.0, time.monotonic()
        while not over.wait(0.01):
            frames = []
            while sent_s < FAST * (time.monotonic() - begun_s) and len(frames) < RATE_HZ:
                frames.append(page.camera.frame(100.0 + sent_s))
                sent_s += 1 / RATE_HZ
            if frames:
                socket.send_bytes(b"".join(frames))

    with opened(client, told["id"]) as socket:
        socket.send_text(page.hello())
        page.takes(socket.receive_text())
        filming = threading.Thread(target=film, args=(socket,))
        filming.start()
        try:
            while not page.finish:
                for message in page.takes(socket.receive_text()):
                    socket.send_text(message)
        finally:
            over.set()
            filming.join()
    assert [event["number"] for event in page.events()] == [1, 2]
    folder = next(k.folder for k in kept_sessions() if k.id == told["id"])
    for file in folder.iterdir():
        assert file.suffix in {".jsonl", ".npz", ".parquet", ".json", ".html", ".md"}
        assert file.read_bytes()[:3] != b"\xff\xd8\xff"
