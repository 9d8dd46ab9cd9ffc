"""A phone that measures for the laptop's session: what it sends is counted once, what it hears."""

import json
import ssl
import time

import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from levelhip.io.wire import Kind, wire_bytes
from tests.web.at_door import LOOPBACK, built, served
from tests.web.live_page import LivePage
from tests.web.tls_line import tls_line

LONG_S = 60


def fast():
    """The sessions' clock."""
    return 6.0 * time.monotonic()


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("house")
    (folder / "static").mkdir()
    static = built(folder / "static")
    with served(folder / "phones", static=static, session_clock=fast) as house:
        yield house


@pytest.fixture
def begun(house):
    """A session that is measured with a phone, and the phone."""
    wish = {"protocol": "walk", "source": "motion", "location": "pocket", "minutes": 1}
    status, told, _ = house.here("POST", "/api/sessions", wish)
    assert status == 200, told
    secret, phone_id = house.paired()
    yield told["id"], secret, phone_id
    house.here("POST", f"/api/phones/{phone_id}/let-out")


def laptop(house, session_id):
    return connect(
        f"ws://{LOOPBACK}:{house.port}/api/sessions/{session_id}/live", open_timeout=LONG_S
    )


def phone(house, secret, path):
    return tls_line(
        f"wss://{LOOPBACK}:{house.lan_port}{path}",
        ssl=ssl.create_default_context(cadata=house.lan.root),
        origin=f"https://{LOOPBACK}:{house.lan_port}",
        additional_headers={"cookie": f"__Host-levelhip-phone={secret}"},
        open_timeout=LONG_S,
    )


def feed(house, secret, session_id):
    return phone(house, secret, f"/api/phones/sessions/{session_id}/live")


def heard(socket, kind):
    """The next message of a kind."""
    while True:
        told = json.loads(socket.recv(timeout=LONG_S))
        if told["kind"] == kind:
            return told


def hello(socket, last=0):
    socket.send(json.dumps({"kind": "hello", "last": last}))
    return heard(socket, "welcome")


def frames(first, last):
    still = np.array([0.0, 9.8, 0.0, 0.0, 0.0, 0.0])
    return b"".join(
        wire_bytes(Kind.MOTION, n, 10_000_000 + 20_000 * n, still) for n in range(first, last + 1)
    )


def test_frames_that_are_sent_again_after_a_break_are_counted_once(house, begun):
    session_id, secret, _ = begun
    with laptop(house, session_id) as page:
        page.send(LivePage().hello())
        heard(page, "welcome")
        with feed(house, secret, session_id) as socket:
            assert hello(socket)["sequence"] == 0
            socket.send(frames(1, 50))
            # Wait until it is known here, then be cut off.
            socket.send(json.dumps({"kind": "said", "id": 1, "word": "pause"}))
        with feed(house, secret, session_id) as socket:
            told = hello(socket, last=1)
            assert (told["sequence"], told["said"]) == (50, 1)
            socket.send(frames(41, 100))
            socket.send(json.dumps({"kind": "said", "id": 1, "word": "stop"}))
        with feed(house, secret, session_id) as socket:
            assert hello(socket, last=1)["sequence"] == 100
        # What was said twice is heard once: the session still runs.
        told = house.here("GET", f"/api/sessions/{session_id}")[1]
        assert told["state"] == "running"


def test_the_phone_hears_the_coach_and_can_end_the_session(house, begun):
    session_id, secret, phone_id = begun
    with laptop(house, session_id) as page, phone(house, secret, "/api/phones/live") as control:
        assert heard(control, "you")["role"] == "sensor"
        worn = {"title": "Walk", "location": "pocket"}
        assert house.here("POST", f"/api/phones/{phone_id}/place", worn)[0] == 200
        while heard(control, "place")["location"] != "pocket":
            pass
        attached = house.here("POST", f"/api/phones/{phone_id}/measure", {"session": session_id})
        assert attached[1]["phones"][0]["session"] == session_id
        assert heard(control, "session")["session"]["protocol"] == "walk"
        page.send(LivePage().hello())
        with feed(house, secret, session_id) as socket:
            hello(socket)
            assert heard(socket, "screen")["step"]
            assert heard(socket, "say")["spoken"]
            socket.send(json.dumps({"kind": "said", "id": 1, "word": "stop"}))
            assert heard(socket, "finish")["reason"] == "stopped"
            with pytest.raises(ConnectionClosed) as closed:
                heard(socket, "nothing")
            assert closed.value.rcvd.code == 1000
        assert house.here("POST", f"/api/phones/{phone_id}/measure", {"session": None})[0] == 200
        heard(control, "free")


def test_what_a_phone_says_of_its_sensor_is_shown_at_the_machine(house, begun):
    _, secret, _ = begun
    felt = {"sensor": "given", "rate_hz": 59.9, "still": True, "hint": "", "ready": True}
    with phone(house, secret, "/api/phones/live") as control:
        heard(control, "you")
        control.send(json.dumps({"kind": "state", **felt}))
        while True:
            (told,) = house.here("GET", "/api/phones")[1]["phones"]
            if told["felt"]["ready"]:
                break
        assert told["there"]
        assert told["felt"] == felt
        # Another window of the same phone takes over.
        with phone(house, secret, "/api/phones/live") as second:
            heard(second, "you")
            with pytest.raises(ConnectionClosed) as closed:
                heard(control, "nothing")
            assert closed.value.rcvd.code == 4001
    while house.here("GET", "/api/phones")[1]["phones"][0]["there"]:
        pass


@pytest.mark.parametrize(
    "told",
    [
        "{}",
        "no JSON",
        '{"kind":"said","id":1,"word":"yes"}',
        '{"kind":"state","sensor":"given"}',
        '{"kind":"state","sensor":"other","rate_hz":1,"still":true,"hint":"","ready":true}',
        '{"kind":"state","sensor":"given","rate_hz":1e400,"still":true,"hint":"","ready":true}',
        b"frame",
    ],
)
def test_what_is_not_of_the_protocol_closes_the_phones_socket(house, begun, told):
    _, secret, _ = begun
    with phone(house, secret, "/api/phones/live") as control:
        control.send(told)
        with pytest.raises(ConnectionClosed) as closed:
            heard(control, "nothing")
        assert closed.value.rcvd.code == 4000


def test_frames_of_a_camera_or_for_no_session_are_refused(house, begun):
    session_id, secret, _ = begun
    with laptop(house, session_id) as page, feed(house, secret, session_id) as socket:
        page.send(LivePage().hello())
        hello(socket)
        socket.send(wire_bytes(Kind.POSE, 1, 0, np.zeros(231)))
        with pytest.raises(ConnectionClosed) as closed:
            heard(socket, "nothing")
        assert closed.value.rcvd.code == 4000
    with feed(house, secret, "0" * 32) as socket:
        socket.send(json.dumps({"kind": "hello", "last": 0}))
        with pytest.raises(ConnectionClosed) as closed:
            heard(socket, "nothing")
        assert closed.value.rcvd.code == 4004


def test_a_phone_comes_back_by_itself_to_a_server_that_was_started_anew(tmp_path):
    (tmp_path / "static").mkdir()
    static = built(tmp_path / "static")
    wish = {"protocol": "walk", "source": "motion", "location": "pocket", "minutes": 1}
    with served(tmp_path / "phones", static=static, session_clock=fast) as house:
        session_id = house.here("POST", "/api/sessions", wish)[1]["id"]
        secret, _ = house.paired()
        with laptop(house, session_id) as page, feed(house, secret, session_id) as socket:
            page.send(LivePage().hello())
            heard(page, "welcome")
            hello(socket)
            socket.send(frames(1, 50))
            heard(socket, "screen")
    with (
        served(tmp_path / "phones", static=static, session_clock=fast) as house,
        feed(house, secret, session_id) as socket,
    ):
        # The phone is there before the laptop's page: it sends what that server does not have.
        had = hello(socket, last=1)["sequence"]
        assert had <= 50
        socket.send(frames(had + 1, 100))
        with laptop(house, session_id) as page:
            page.send(LivePage().hello())
            assert heard(page, "welcome")["state"] == "running"
            with feed(house, secret, session_id) as again:
                assert hello(again, last=1)["sequence"] == 100
