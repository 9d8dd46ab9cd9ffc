"""A phone on the local network as a live source, through phyphox's own remote access."""

from __future__ import annotations

import ipaddress
import json
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from levelhip.core import Array, LevelhipError, Mark, Motion, Samples, Sentence, joined, phrase
from levelhip.engine import SourceInfo
from levelhip.protocols import session_words

USUAL_PORT = 8080
"""phyphox's port on Android; on iPhones it is 80 and must be given."""

POLL_S = 0.1
"""How often is asked for new values; chosen by us: a tenth of a repetition's shortest part."""

ANSWER_S = 2.0
"""How long an answer is waited for."""

LOST_S = 3.0
"""Without an answer for so long the phone is taken for out of reach; chosen by us."""

RATE_FROM = 20
"""Values from which the rate is taken before the first is handed on."""

SENSORS = {"acceleration": "accelerometer", "rotation": "gyroscope"}
"""Sensors by phyphox's names; its "accelerometer" is with gravity."""


def phone_address(text: str) -> str:
    """The address of a phone, checked: only machines of the own network are ever asked.

    Parameters
    ----------
    text : str
        As phyphox shows it, "http://192.168.0.42:8080"; scheme and port may be left out.

    Returns
    -------
    str
        "http://HOST:PORT".

    Raises
    ------
    LevelhipError
        When it is no address in numbers, or not one of a private network.
    """
    whole = urllib.parse.urlsplit(text if "//" in text else f"http://{text}")
    host = whole.hostname or ""
    try:
        port = whole.port or USUAL_PORT
        address = ipaddress.ip_address(host)
    except ValueError:
        raise LevelhipError(
            "--phone {given}: no address in numbers; give it as phyphox shows it, "
            "http://192.168.0.42:8080",
            given=text,
        ) from None
    if whole.scheme != "http" or whole.path.strip("/") or whole.query or whole.username:
        raise LevelhipError("--phone {given}: give only http://ADDRESS:PORT", given=text)
    private = address.is_private or address.is_link_local or address.is_loopback
    if not private or address.is_unspecified or address.is_multicast:
        raise LevelhipError(
            "--phone {given}: not an address of your own network; levelhip asks no other machine",
            given=text,
        )
    return f"http://{f'[{address}]' if address.version == 6 else address}:{port}"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """A phone never sends us elsewhere."""


@dataclass(slots=True)
class _Sensor:
    """One sensor's buffers and what has come from them.

    `rows` holds (time_s, x, y, z) on the phone's clock.
    """

    x: str
    y: str
    z: str
    time: str
    last: float = -np.inf
    rows: deque[tuple[float, float, float, float]] = field(default_factory=deque)

    def query(self) -> list[tuple[str, str]]:
        """What to ask for: everything beyond the last time, in step."""
        if not np.isfinite(self.last):
            return [(name, "full") for name in (self.time, self.x, self.y, self.z)]
        after = repr(self.last)
        return [
            (self.time, after),
            *((name, f"{after}|{self.time}") for name in (self.x, self.y, self.z)),
        ]

    def take(self, buffers: Mapping[str, Any]) -> None:
        """Add what has come; times that do not rise and holes are left out."""
        columns = [buffers.get(name, {}).get("buffer", []) for name in self._names]
        for row in zip(*columns, strict=False):
            if any(value is None for value in row):
                continue
            time_s, *xyz = (float(value) for value in row)
            if time_s > self.last:
                self.last = time_s
                self.rows.append((time_s, xyz[0], xyz[1], xyz[2]))

    @property
    def _names(self) -> tuple[str, str, str, str]:
        return self.time, self.x, self.y, self.z


class PhoneSource:
    """A phone's motion sensors, asked for ten times a second in a thread.

    Parameters
    ----------
    address : str
        As `phone_address` gives it.
    clock : callable
        The session's time, s.
    location : str
        Where it is worn: "sacrum", "thigh", …

    Raises
    ------
    LevelhipError
        When the phone does not answer or measures no acceleration.
    """

    hint = ""
    ended = False

    def __init__(self, address: str, clock: Callable[[], float], location: str) -> None:
        self._called = phrase("phone at {address}", address=address)
        self.words = f"phone at {address}, worn at the {location}"
        self.trouble = ""
        self.info: SourceInfo | None = None
        self.repairs: tuple[Sentence, ...] = ()
        self._address = address
        self._clock = clock
        self._location = location
        # No proxy and no other machine is ever asked for a phone beside us.
        self._web = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())
        self._sensors = self._found_sensors()
        self._lock = threading.Lock()
        self._given: deque[Motion] = deque()
        self._shift_s: float | None = None
        self._session = ""
        self._heard_s = clock()
        self._measuring = False
        self._closed = threading.Event()
        if not self._ask("/control?cmd=start").get("result", False):
            raise LevelhipError(
                "{source}: phyphox did not start; press play on the phone", source=self._called
            )
        self._thread = threading.Thread(target=self._poll, name="levelhip-phone", daemon=True)
        self._thread.start()

    def start(self, now_s: float) -> None:  # noqa: ARG002
        """Measure from now on."""
        with self._lock:
            self._measuring = True

    def pause(self, now_s: float) -> None:  # noqa: ARG002
        """Measure nothing until `start`; what was felt before is still given."""
        with self._lock:
            self._measuring = False

    def ready(self, now_s: float) -> bool:  # noqa: ARG002
        """Always: what happens is not waited for."""
        return True

    def read(self, now_s: float) -> Samples | None:  # noqa: ARG002
        """What the sensors felt since the last call."""
        with self._lock:
            if self.info is None:
                self.info = self._found_info()
            if self.info is None or not self._given:
                return None
            parts = [Samples(motion=motion) for motion in self._given]
            self._given.clear()
        return joined(parts)

    def note(self, mark: Mark, now_s: float) -> None:
        """Nothing waits for it."""

    def close(self) -> None:
        """Stop asking, and stop the phone's measuring."""
        self._closed.set()
        self._thread.join(timeout=ANSWER_S + 1.0)
        try:
            self._ask("/control?cmd=stop")
        except LevelhipError:
            return

    def _ask(self, path: str) -> Any:  # noqa: ANN401
        try:
            with self._web.open(self._address + path, timeout=ANSWER_S) as answer:
                return json.loads(answer.read().decode())
        except (OSError, ValueError, urllib.error.URLError) as fault:
            raise LevelhipError(
                "phone at {address}: no answer ({system}); open an experiment in phyphox, allow "
                "remote access in its menu, and keep the phone in the same network",
                address=self._address,
                system=fault,
            ) from None

    def _found_sensors(self) -> dict[str, _Sensor]:
        config = self._ask("/config")
        found: dict[str, _Sensor] = {}
        for entry in config.get("inputs", ()):
            outputs: dict[str, str] = {}
            for each in entry.get("outputs", ()):
                outputs |= each
            for what, source in SENSORS.items():
                if entry.get("source") == source and {"x", "y", "z", "t"} <= set(outputs):
                    found[what] = _Sensor(outputs["x"], outputs["y"], outputs["z"], outputs["t"])
        if "acceleration" not in found:
            raise LevelhipError(
                '{source}: the experiment "{title}" has no acceleration with g; open one that '
                "has, best together with the gyroscope",
                source=self._called,
                title=config.get("title", ""),
            )
        if "rotation" not in found:
            self.repairs = (
                Sentence("the phone gives no rotation; turning cannot be told from it"),
            )
        return found

    def _poll(self) -> None:
        while not self._closed.wait(POLL_S):
            asked = [pair for sensor in self._sensors.values() for pair in sensor.query()]
            try:
                answer = self._ask(f"/get?{urllib.parse.urlencode(asked)}")
            except LevelhipError:
                if self._clock() - self._heard_s > LOST_S:
                    self.trouble = session_words().sensor["phone-silent"].show
                continue
            self._heard_s = self._clock()
            self._take(answer)

    def _take(self, answer: Mapping[str, Any]) -> None:
        status = answer.get("status", {})
        session = str(status.get("session", ""))
        if self._session and session != self._session:
            self.trouble = session_words().sensor["phone-other"].show
            return
        self._session = session
        if not status.get("measuring", True):
            self.trouble = session_words().sensor["phone-stopped"].show
        else:
            self.trouble = ""
        for sensor in self._sensors.values():
            sensor.take(answer.get("buffer", {}))
        motion = self._motion()
        if motion is not None:
            with self._lock:
                if self._measuring or self.info is None:
                    self._given.append(motion)

    def _motion(self) -> Motion | None:
        """Acceleration as far as rotation is known, on the session's clock."""
        acceleration, rotation = self._sensors["acceleration"], self._sensors.get("rotation")
        until_s = np.inf if rotation is None else rotation.last
        rows = []
        while acceleration.rows and acceleration.rows[0][0] <= until_s:
            rows.append(acceleration.rows.popleft())
        if not rows:
            return None
        values = np.array(rows)
        if self._shift_s is None:
            # The newest value is as old as the way to here: some hundredths of a second.
            self._shift_s = self._clock() - values[-1, 0]
        times = values[:, 0]
        turning = np.full((times.size, 3), np.nan)
        if rotation is not None:
            turning = _at(times, np.array(rotation.rows))
            # One value before the next time stays, for the straight line to it.
            while len(rotation.rows) > 1 and rotation.rows[1][0] <= times[-1]:
                rotation.rows.popleft()
        return Motion(times + self._shift_s, values[:, 1:], turning, self._location)

    def _found_info(self) -> SourceInfo | None:
        times = (
            np.concatenate([part.time_s for part in self._given]) if self._given else np.empty(0)
        )
        if times.size < RATE_FROM:
            return None
        self._given.clear()
        rate_hz = float(1.0 / np.median(np.diff(times)))
        return SourceInfo("motion", round(rate_hz, 2), None, self._location)


def _at(times: Array, rows: Array) -> Array:
    """(T, 3) of a sensor at other times, by straight lines; NaN before its first value."""
    columns = [np.interp(times, rows[:, 0], rows[:, i], left=np.nan) for i in (1, 2, 3)]
    return np.stack(columns, axis=1)
