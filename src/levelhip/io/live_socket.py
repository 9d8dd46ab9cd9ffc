"""Frames that a page or a phone sends, as a live source: each is counted once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from levelhip.core import (
    DOT_NAMES,
    POSE_NAMES,
    Array,
    Frame,
    Mark,
    Motion,
    Samples,
    Sentence,
    Track,
    phrase,
)
from levelhip.engine import SourceInfo
from levelhip.io.crop_dots import CropDots
from levelhip.io.live_camera import USUAL_RATE_HZ
from levelhip.io.live_phone import LOST_S, RATE_FROM
from levelhip.io.pose import Pose
from levelhip.io.wire import POINTS, Kind, WireFault, WireFrame, wire_frames
from levelhip.protocols import session_words

HELD = 3000
"""Samples that wait to be measured, at most; chosen by us: ten seconds of a phone at 300 Hz. More
means that measuring has stopped, and the oldest go."""

JUMP_S = 5.0
"""A sender's clock that is off by more than this against ours has been set anew; chosen by us."""

FINISHES_S = 5.0
"""Whoever hears after a break that the session waits finishes the repetition that runs: for so long
it is still measured; chosen by us, a slow repetition takes six and has begun before."""

_NOBODY = np.full((2, 2), np.nan)
_SEEN = POSE_NAMES + DOT_NAMES


class Row(NamedTuple):
    """A frame that waits to be measured.

    Attributes
    ----------
    time_s : s of the session
    values : (N,), float32 as sent
    people : how many are in view
    dots : (2, 2), px; NaN where none was accepted
    """

    time_s: float
    values: NDArray[np.float32]
    people: float
    dots: Array


class SocketSource:
    """Samples that come as binary frames.

    `take` may be called from another thread than the session's.

    Parameters
    ----------
    kind : str
        "landmarks" for a camera's poses, "motion" for a phone.
    clock : callable
        The session's time, s.
    size : (width, height), px, or None
        Of the camera's pictures.
    location : str or None
        Where a phone is worn.
    dots : bool
        Whether hip crops are to be looked at.
    """

    ended = False

    def __init__(
        self,
        kind: Literal["landmarks", "motion"],
        clock: Callable[[], float],
        *,
        size: tuple[int, int] | None = None,
        location: str | None = None,
        dots: bool = False,
    ) -> None:
        worn = f", worn at the {location}" if location else ""
        self.words = "camera in the page" if kind == "landmarks" else f"phone by the page{worn}"
        self.info: SourceInfo | None = None
        self.hint = ""
        self.trouble = ""
        self._kind = Kind.POSE if kind == "landmarks" else Kind.MOTION
        self._clock = clock
        self._size = size
        self._location = location
        self._dots = CropDots() if dots else None
        self._lock = threading.Lock()
        self._given: deque[Row] = deque(maxlen=HELD)
        self._taps: deque[float] = deque()
        self._last = 0
        self._lost = 0
        self._shift_s: float | None = None
        self._last_s = -np.inf
        self._heard_s = clock()
        self._measuring = False
        self._read = 0
        self._back_s = self._late_s = -np.inf
        self._tap_s = -np.inf

    @property
    def is_camera(self) -> bool:
        """Whether it takes poses; otherwise a phone's motion."""
        return self._kind is Kind.POSE

    @property
    def sequence(self) -> int:
        """The last frame that is here; whoever sends goes on after it."""
        return self._last

    @property
    def read_sequence(self) -> int:
        """The last frame of which nothing waits here any more: it was read, or is not wanted."""
        return self._read

    @property
    def shift_s(self) -> float | None:
        """What is added to the sender's times; None before the first frame."""
        return self._shift_s

    @property
    def repairs(self) -> tuple[Sentence, ...]:
        """What was mended so far, in words."""
        if not self._lost:
            return ()
        return (phrase("{count} frames were lost on the way", count=self._lost),)

    def take(self, message: bytes) -> int:
        """Take a message in.

        Parameters
        ----------
        message : bytes
            As it came over the socket.

        Returns
        -------
        int
            `sequence`.

        Raises
        ------
        WireFault
            When it does not follow the format or is of another kind; nothing of it is taken.
        """
        frames = wire_frames(message)
        strange = [f for f in frames if f.kind not in (self._kind, Kind.MARK, Kind.CROP)]
        if strange:
            raise WireFault(
                f"frame {strange[0].sequence}: {strange[0].kind.name.lower()}; this session is "
                f"measured with {self._kind.name.lower()}"
            )
        with self._lock:
            self._heard_s = self._clock()
            for frame in frames:
                # What is sent again after a break was taken already.
                if frame.sequence <= self._last:
                    continue
                self._lost += frame.sequence - self._last - 1 if self._last else 0
                self._last = frame.sequence
                self._take(frame)
        return self._last

    def taps(self) -> list[float]:
        """Times of taps and knocks since the last call, on the session's clock, s."""
        with self._lock:
            found = list(self._taps)
            self._taps.clear()
        return found

    def take_up(
        self,
        sequence: int,
        shift_s: float | None,
        info: SourceInfo | None,
        *,
        last_s: float,
        tap_s: float,
    ) -> None:
        """Go on where another source of the same session was cut off.

        Parameters
        ----------
        sequence : int
            The last frame that need not come again.
        shift_s : s or None
            As in `shift_s`.
        info : SourceInfo or None
            What was known of the samples.
        last_s, tap_s : s
            Time of the last sample that was kept, and of the last tap that was heard.
        """
        with self._lock:
            self._last = self._read = sequence
            self._shift_s, self.info = shift_s, info
            self._last_s, self._tap_s = last_s, tap_s

    def wait_for_late(self, now_s: float, *, measuring: bool, anew: bool) -> None:
        """The sender is back: what it measured while it was cut off comes only now.

        Parameters
        ----------
        now_s : s
        measuring : bool
            Whether the source ran when it was cut off: then that is taken even if the session has
            paused since, which the person did not hear.
        anew : bool
            Whether another page sends now, whose clock is not known yet.
        """
        with self._lock:
            self._back_s = now_s
            self._late_s = now_s + FINISHES_S if measuring else -np.inf
            self._heard_s = now_s
            if anew:
                self._shift_s = None

    def start(self, now_s: float) -> None:  # noqa: ARG002
        """Measure from now on."""
        with self._lock:
            self._measuring = True

    def pause(self, now_s: float) -> None:  # noqa: ARG002
        """Measure nothing until `start`."""
        with self._lock:
            self._measuring = False
            self._given.clear()

    def ready(self, now_s: float) -> bool:  # noqa: ARG002
        """Always: what happens is not waited for."""
        return True

    def read(self, now_s: float) -> Samples | None:
        """All that came since the last call."""
        with self._lock:
            silent = now_s - self._heard_s > LOST_S
            self.trouble = session_words().sensor[_SILENT[self._kind]].show if silent else ""
            if self.info is None:
                self.info = self._found_info()
                if self.info is None:
                    return None
                self._given.clear()
            self._read = self._last
            if not self._given:
                return None
            rows = list(self._given)
            self._given.clear()
        return self._samples(rows)

    def note(self, mark: Mark, now_s: float) -> None:
        """Nothing waits for it."""

    def close(self) -> None:
        """Nothing was used."""

    def _take(self, frame: WireFrame) -> None:
        time_s = self._session_time(frame)
        if frame.kind is Kind.MARK:
            if frame.name == "tap" and time_s > self._tap_s:
                self._taps.append(time_s)
            return
        if frame.crop is not None:
            if self._dots is not None:
                self._dots.hold(frame.time_us, frame.crop)
            return
        if time_s <= self._last_s:
            return  # the clock of another sender, or a sample that is in the folder already
        self._last_s = time_s
        if self._measuring or self.info is None or time_s <= self._late_s:
            self._given.append(self._row(time_s, frame))

    def _session_time(self, frame: WireFrame) -> float:
        own_s = frame.time_us * 1e-6
        if self._shift_s is not None:
            time_s = own_s + self._shift_s
            is_late = self._last_s < time_s <= self._back_s
            if is_late or abs(self._heard_s - time_s) <= JUMP_S + LOST_S:
                return time_s
        self._shift_s = self._heard_s - own_s
        return own_s + self._shift_s

    def _row(self, time_s: float, frame: WireFrame) -> Row:
        dots = _NOBODY
        if self._dots is not None and frame.kind is Kind.POSE:
            image = image_points(frame.values[None, :], self._size or (1, 1))[0]
            if not np.isnan(image[:, :2]).all():
                world = frame.values[POINTS * 4 :].reshape(POINTS, 3).astype(np.float32)
                dots = self._dots.found(frame.time_us, Pose(image, world))
        return Row(time_s, frame.values, frame.people, dots)

    def _samples(self, rows: list[Row]) -> Samples:
        times = np.array([row.time_s for row in rows])
        values = np.array([row.values for row in rows])
        if self._kind is Kind.MOTION:
            place = self._location or "unknown"
            return Samples(motion=Motion(times, values[:, :3], values[:, 3:], place))
        people = np.array([row.people for row in rows])
        dots = None if self._dots is None else np.array([row.dots for row in rows])
        return _pictures(times, values, dots, people, self._size or (1, 1))

    def _found_info(self) -> SourceInfo | None:
        """The rate, once enough has come to tell it."""
        if len(self._given) < RATE_FROM:
            return None
        times = np.array([row.time_s for row in self._given])
        rate_hz = float(1.0 / np.median(np.diff(times)))
        if self._kind is Kind.MOTION:
            return SourceInfo("motion", round(rate_hz, 2), None, self._location)
        return SourceInfo("landmarks", round(min(USUAL_RATE_HZ, rate_hz), 1), self._size)


_SILENT = {Kind.POSE: "page-silent", Kind.MOTION: "page-phone-silent"}
"""What is said when nothing comes, by its name in the session's words."""


def image_points(values: NDArray[np.floating], size: tuple[int, int]) -> NDArray[np.float32]:
    """Landmarks in pixels of the picture, with their visibility.

    Parameters
    ----------
    values : (T, 231)
        Of frames of the kind "pose".
    size : (width, height), px
        Of the picture.

    Returns
    -------
    (T, 33, 4), float32
        x, y, z in px; 0 to 1.
    """
    image = values[:, : POINTS * 4].reshape(-1, POINTS, 4).astype(np.float32)
    # z is in the scale of x, seen from the mid-hip.
    image[:, :, :3] *= np.array([size[0], size[1], size[0]], dtype=np.float32)
    return image


@lru_cache(maxsize=64)
def _scale(size: tuple[int, int]) -> NDArray[np.float32]:
    """What the values of a pose are multiplied by, (231,), as `image_points` does."""
    scale = np.ones(POINTS * 7, dtype=np.float32)
    scale[: POINTS * 4].reshape(POINTS, 4)[:, :3] = size[0], size[1], size[0]
    return scale


# Where x, y, z and the visibility of each point stand in a pose; dots stand nowhere and come after.
_NO_DOTS = [0] * len(DOT_NAMES)
_XYZ = np.array([4 * i + axis for i in (*range(POINTS), *_NO_DOTS) for axis in range(3)])
_SURE = np.array([4 * i + 3 for i in (*range(POINTS), *_NO_DOTS)])


def _pictures(
    times: Array,
    values: NDArray[np.float32],
    dots: Array | None,
    people: Array,
    size: tuple[int, int],
) -> Samples:
    """What was seen, in the layout of a recorded video (`live_camera.one_picture`)."""
    count = len(times)
    wide = (values * _scale(size)).astype(np.float64)
    xyz = wide.take(_XYZ, axis=1).reshape(count, len(_SEEN), 3)
    confidence = wide.take(_SURE, axis=1)
    world = wide[:, POINTS * 4 :].copy().reshape(count, POINTS, 3)
    if np.isnan(values[:, 0]).any():  # else everybody has a nose, and somebody is there
        nobody = np.isnan(xyz[:, :POINTS, :2]).all(axis=(1, 2))
        xyz[nobody, :POINTS], confidence[nobody, :POINTS], world[nobody] = np.nan, 0.0, np.nan
    sure = confidence[:, :POINTS].copy()
    if dots is None:
        xyz[:, POINTS:], confidence[:, POINTS:] = np.nan, 0.0
    else:
        accepted = ~np.isnan(dots[:, :, 0])
        xyz[:, POINTS:, :2] = dots
        xyz[:, POINTS:, 2] = np.where(accepted, 0.0, np.nan)
        confidence[:, POINTS:] = accepted
    for made in (times, xyz, confidence, world, sure):
        made.flags.writeable = False  # nobody else has them: they need not be copied
    return Samples(
        track=Track(times, xyz, confidence, _SEEN, Frame.IMAGE),
        world=Track(times, world, sure, POSE_NAMES, Frame.CAMERA),
        people=people,
    )
