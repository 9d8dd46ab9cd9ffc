"""A phone is asked as phyphox documents it, and no machine but the one that was named."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import numpy as np
import pytest

from levelhip.core import LevelhipError
from levelhip.io.live_phone import PhoneSource, phone_address

RATE_HZ = 100.0


class Phone(ThreadingHTTPServer):
    """phyphox's remote access, as its documentation tells it; the values are known functions."""

    daemon_threads = True

    def __init__(self, *, gyroscope=True):
        super().__init__(("127.0.0.1", 0), _Answers)
        self.gyroscope = gyroscope
        self.measuring = False
        self.begun = time.monotonic()
        self.session = "abc123"
        self.silent = False
        self.asked = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_port}"

    def buffers(self):
        """All buffers; the gyroscope has a clock of its own and lags by three values."""
        seconds = time.monotonic() - self.begun
        t = np.arange(0, seconds, 1 / RATE_HZ)
        g = np.arange(0.003, max(0.003, seconds - 0.03), 1 / RATE_HZ)
        out = {"acc_time": t, "accX": np.sin(t), "accY": 9.81 + 0 * t, "accZ": t}
        if self.gyroscope:
            out |= {"gyr_time": g, "gyrX": 2 * g, "gyrY": 0 * g, "gyrZ": -g}
        return out


class _Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        phone, parts = self.server, urlsplit(self.path)
        phone.asked.append(self.path)
        if phone.silent:
            time.sleep(0.3)
            self.send_error(503)
            return
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        body = getattr(self, f"answer_{parts.path.strip('/')}")(phone, query)
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def answer_config(self, phone, _):
        def sensor(source, name):
            axes = [{axis: f"{name}{axis.upper()}"} for axis in "xyz"]
            return {"source": source, "outputs": [*axes, {"t": f"{name}_time"}]}

        inputs = [sensor("accelerometer", "acc")]
        return {
            "title": "Acceleration with g",
            "inputs": inputs + ([sensor("gyroscope", "gyr")] if phone.gyroscope else []),
        }

    def answer_control(self, phone, query):
        phone.measuring = query["cmd"] == "start"
        return {"result": True}

    def answer_get(self, phone, query):
        held, out = phone.buffers(), {}
        for name, wanted in query.items():
            values = held[name]
            if wanted == "full":
                chosen, mode = values, "full"
            else:
                threshold, _, by = wanted.partition("|")
                chosen, mode = values[held[by or name] > float(threshold)], "partial"
            out[name] = {"size": 0, "updateMode": mode, "buffer": chosen.tolist()}
        status = {"session": phone.session, "measuring": phone.measuring}
        return {"buffer": out, "status": {**status, "timedRun": False, "countDown": 0}}

    def log_message(self, *_):
        pass


@pytest.fixture
def phone():
    server = Phone()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def clock():
    begun = time.monotonic()
    return lambda: time.monotonic() - begun


def until(holds):
    over = time.monotonic() + 60
    while not holds() and time.monotonic() < over:
        time.sleep(0.01)
    return holds()


def gathered(source, count):
    """So many samples or more, in two parts or more."""
    source.start(0.0)
    parts = []

    def enough():
        samples = source.read(0.0)
        if samples is not None:
            parts.append(samples.motion)
        return len(parts) > 1 and sum(map(len, parts)) >= count

    assert until(enough)
    return parts


def polled(phone):
    """Wait for answers to questions that are asked from now on."""
    asked = len(phone.asked)
    assert until(lambda: len(phone.asked) > asked + 2)


def test_every_value_comes_once_and_rotation_is_put_on_the_times_of_acceleration(phone, clock):
    source = PhoneSource(phone_address(phone.address), clock, "thigh")
    parts = gathered(source, 80)
    source.close()
    times = np.concatenate([part.time_s for part in parts])
    acceleration = np.concatenate([part.acceleration for part in parts])
    rotation = np.concatenate([part.rotation for part in parts])
    np.testing.assert_allclose(np.diff(times), 1 / RATE_HZ, atol=1e-9)
    own_s = acceleration[:, 2]  # the phone's own time, as the fake gives it
    np.testing.assert_allclose(acceleration[:, 0], np.sin(own_s))
    np.testing.assert_allclose(rotation[5:, 0], 2 * own_s[5:], atol=1e-9)
    assert source.info.kind == "motion"
    assert source.info.rate_hz == pytest.approx(RATE_HZ)
    assert parts[0].location == "thigh"
    # The times are the session's, as old as the way from the phone.
    assert np.ptp(times - own_s) < 1e-9
    assert not phone.measuring
    assert any("%7C" in path for path in phone.asked)


def test_nothing_is_given_while_the_session_does_not_measure(phone, clock):
    source = PhoneSource(phone_address(phone.address), clock, "sacrum")
    before = gathered(source, 20)
    source.pause(0.0)
    # What was felt before is still given.
    polled(phone)
    last = source.read(0.0)
    polled(phone)
    assert source.read(0.0) is None
    after = gathered(source, 20)
    source.close()
    felt_s = [*before, *([last.motion] if last else []), *after]
    times = np.concatenate([part.time_s for part in felt_s])
    # The pause is a hole: four answers and more, which come ten times a second.
    assert np.diff(times).max() > 0.2


def test_a_phone_without_a_gyroscope_gives_unknown_rotation_and_says_so(clock):
    phone = Phone(gyroscope=False)
    source = PhoneSource(phone_address(phone.address), clock, "sacrum")
    parts = gathered(source, 20)
    source.close()
    phone.shutdown()
    phone.server_close()
    assert np.isnan(np.concatenate([part.rotation for part in parts])).all()
    assert "no rotation" in str(source.repairs[0])


def test_a_phone_that_goes_silent_is_told_with_the_way_out(phone, clock, monkeypatch):
    monkeypatch.setattr("levelhip.io.live_phone.LOST_S", 0.2)
    source = PhoneSource(phone_address(phone.address), clock, "sacrum")
    phone.silent = True
    assert until(lambda: source.trouble)
    assert "allow remote access" in source.trouble
    phone.silent = False
    assert until(lambda: not source.trouble)
    phone.measuring = False
    assert until(lambda: source.trouble)
    assert "Press play" in source.trouble
    source.close()


def test_a_phone_that_is_not_there_is_said_before_the_session_begins(clock):
    with pytest.raises(LevelhipError, match=r"no answer .*allow remote access"):
        PhoneSource("http://127.0.0.1:9", clock, "sacrum")


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        ("192.168.0.42:8080", "http://192.168.0.42:8080"),
        ("http://10.0.0.7", "http://10.0.0.7:8080"),
        ("http://172.16.3.4:80/", "http://172.16.3.4:80"),
        ("169.254.1.2", "http://169.254.1.2:8080"),
        ("http://[fe80::1]:8080", "http://[fe80::1]:8080"),
        ("127.0.0.1:5000", "http://127.0.0.1:5000"),
    ],
)
def test_addresses_of_the_own_network_are_taken(given, understood):
    assert phone_address(given) == understood


@pytest.mark.parametrize(
    "given",
    [
        "8.8.8.8",
        "http://1.1.1.1:8080",
        "http://phone.example:8080",
        "phone.local",
        "https://192.168.0.42",
        "http://192.168.0.42@8.8.8.8:80",
        "http://192.168.0.42/get",
        "0.0.0.0",
        "224.0.0.1",
        "[2001:4860:4860::8888]",
        "http://",
        "192.168.0.42:99999",
    ],
)
def test_any_other_machine_is_refused(given):
    with pytest.raises(LevelhipError, match="--phone"):
        phone_address(given)
