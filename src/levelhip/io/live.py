"""Where a session's samples come from while it runs: one interface, and a recording played."""

from __future__ import annotations

import queue
import threading
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

import numpy as np

from levelhip.core import Array, LevelhipError, Mark, Samples, Sentence, joined
from levelhip.engine import SourceInfo
from levelhip.io.recording import Recording

STOPS = {
    "pose-line": 0.0,
    "pose-back": 0.0,
    "pose-level": 0.0,
    "pose-touch": 0.0,
    "go": 0.0,
    "hold": 2.0,
}
"""Marks at which a recording waits for the session to have put its own of that name, and how many
seconds before them. A hold's mark may be the moment at which the foot leaves the floor, and the
body shifts for a second before that: a wait in the middle of it would stretch the hold."""

LONGEST_STOP_S = 60.0
"""So long a recording waits at one of its marks; chosen by us, longer than any set of sentences."""

SAME_S = 1e-6
"""Times closer than this are the same moment."""

AHEAD = 8
"""Parts of a recording read ahead of their time; a video's part is two seconds."""


class LiveSource(Protocol):
    """Samples as they come. All times are the session's, s; nothing here waits."""

    @property
    def info(self) -> SourceInfo | None:
        """What is known of the samples; None until the first can be given."""

    @property
    def words(self) -> str:
        """What it is, in a few words."""

    @property
    def hint(self) -> str:
        """What would make the samples better now; empty when nothing would."""

    @property
    def trouble(self) -> str | Sentence:
        """Why nothing comes any more, with the way out; empty while all is well."""

    @property
    def ended(self) -> bool:
        """Whether nothing will come any more."""

    @property
    def repairs(self) -> tuple[Sentence, ...]:
        """What was mended so far, in words."""

    def start(self, now_s: float) -> None:
        """Measure from now on."""

    def pause(self, now_s: float) -> None:
        """Measure nothing until `start`."""

    def ready(self, now_s: float) -> bool:
        """Whether all up to now is there; a recording that is still being read is not."""

    def read(self, now_s: float) -> Samples | None:
        """All since the last call, its times those of the session; None for nothing."""

    def note(self, mark: Mark, now_s: float) -> None:
        """A mark that the session has put; a played recording waits for some."""

    def close(self) -> None:
        """Give devices and threads back."""


class NoSource:
    """Nothing measures: taps, times and answers are all there is."""

    words = "taps and the clock"
    hint = ""
    trouble: str | Sentence = ""
    ended = False
    repairs: tuple[Sentence, ...] = ()

    def __init__(self) -> None:
        self.info = SourceInfo("self", 0.0)

    def start(self, now_s: float) -> None:
        """Nothing to start."""

    def pause(self, now_s: float) -> None:
        """Nothing to pause."""

    def ready(self, now_s: float) -> bool:  # noqa: ARG002
        """Always."""
        return True

    def read(self, now_s: float) -> None:
        """Nothing."""

    def note(self, mark: Mark, now_s: float) -> None:
        """Nothing waits for it."""

    def close(self) -> None:
        """Nothing was used."""


class FileSource:
    """A recording played as if it happened now; it waits while the session does not measure.

    Where the recording has marks of its own, it also waits at each that begins something (a pose,
    the repetitions, a hold) until the session has come so far: whoever is in it then does what the
    session says when it says so. Without any, nobody in it rests while it waits: its samples then
    keep their distances in time, and `lag_s` says how far they have fallen behind the session.

    Parameters
    ----------
    recording : Recording
        Of any reader; its own marks and answers are not handed on, the session puts its own.
    location : str or None
        Where a phone was worn.
    """

    hint = ""

    def __init__(self, recording: Recording, location: str | None = None) -> None:
        self.words = recording.path.name if recording.path else recording.kind
        self._recording = recording
        self.trouble: str | Sentence = ""
        self._coming: queue.Queue[Samples | Exception | None] = queue.Queue(AHEAD)
        self._closed = threading.Event()
        self._rest: list[Samples] = []
        self._whole = False
        self._begin_s: float | None = None
        self._position_s = 0.0
        self._since_s: float | None = None
        self._stops: deque[Mark] = deque()
        self._put_marks: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()
        self._stopped_s: float | None = None
        self._wanted = False
        self._first_shift_s: float | None = None
        self.has_marks = False
        self.lag_s = 0.0
        # A video's landmarks are read back as landmarks from the session's folder.
        kind = "landmarks" if recording.kind == "video" else recording.kind
        self.info: SourceInfo | None = SourceInfo(
            kind, recording.rate_hz, recording.image_size, location
        )
        self._thread = threading.Thread(target=self._read_ahead, name="levelhip-file", daemon=True)
        self._thread.start()

    @property
    def repairs(self) -> tuple[Sentence, ...]:
        """What was mended so far, in words."""
        return tuple(self._recording.repairs)

    @property
    def ended(self) -> bool:
        """Whether all has been given."""
        self._take_in()
        return self._whole and not self._rest

    def first(self) -> Samples | None:
        """The first part, waited for; None when the recording holds nothing."""
        while not self._rest and not self._whole:
            self._put(self._coming.get())
        return self._rest[0] if self._rest else None

    def start(self, now_s: float) -> None:
        """Play on."""
        self._wanted = True
        self._play(now_s)

    def pause(self, now_s: float) -> None:
        """Stay where it is."""
        self._wanted = False
        self._hold(now_s)

    def note(self, mark: Mark, now_s: float) -> None:
        """A mark that the session has put; the recording may be waiting for it."""
        self._put_marks[mark.name] += 1
        if self._wanted:
            self._play(now_s)

    def _play(self, now_s: float) -> None:
        if self._since_s is None and not self._waits(now_s):
            self._since_s = now_s

    def _hold(self, now_s: float) -> None:
        if self._since_s is not None:
            self._position_s += now_s - self._since_s
            self._since_s = None

    def _waits(self, now_s: float) -> bool:
        """Whether it stands at a mark of its own that the session has not put yet."""
        position_s = (self._begin_s or 0.0) + self._position_s
        while self._stops and self._stops[0].time_s <= position_s + SAME_S:
            name = self._stops[0].name
            if self._put_marks[name] <= self._passed[name]:
                self._stopped_s = now_s if self._stopped_s is None else self._stopped_s
                if now_s - self._stopped_s < LONGEST_STOP_S:
                    return True
            self._passed[name] += 1
            self._stops.popleft()
            self._stopped_s = None
        return False

    def ready(self, now_s: float) -> bool:
        """Whether the recording has been read as far as it is to be played."""
        self._take_in()
        if self._since_s is None or self._whole:
            return True
        return bool(self._rest) and self._at(now_s) <= last_s(self._rest[-1])

    def read(self, now_s: float) -> Samples | None:
        """What has been played since the last call."""
        self._take_in()
        if self._wanted:
            self._play(now_s)
        if self._since_s is None or not self._rest:
            return None
        until_s, stop_s = self._at(now_s), None
        if self._stops and self._stops[0].time_s <= until_s:
            stop_s = until_s = max(self._stops[0].time_s, self._at(self._since_s))
        # What is of this very moment comes next time: a mark put now must not come after it.
        played: list[Samples] = []
        while self._rest:
            part = self._rest[0]
            if last_s(part) < until_s:
                played.append(self._rest.pop(0))
                continue
            now, later = part.until(until_s)
            now = _without_empty(now)
            if now.has_series:
                played.append(now)
                self._rest[0] = _without_empty(later)
            break
        shift_s = self._shift()
        if stop_s is not None:
            self._hold(stop_s + shift_s)
            self._play(now_s)
        return shifted(joined(played), self._given_shift(shift_s)) if played else None

    def close(self) -> None:
        """End the reading."""
        self._closed.set()

    def _at(self, now_s: float) -> float:
        """The recording's own time at a moment of the session."""
        return now_s - self._shift()

    def _shift(self) -> float:
        """What is added to the recording's times; the same from one start to the next pause."""
        assert self._since_s is not None  # noqa: S101 -- asked only while it plays
        return self._since_s - self._position_s - (self._begin_s or 0.0)

    def _given_shift(self, shift_s: float) -> float:
        """What is added to times that are handed on; waits leave no hole in a plain recording."""
        if self._first_shift_s is None:
            self._first_shift_s = shift_s
        given_s = shift_s if self.has_marks else self._first_shift_s
        self.lag_s = shift_s - given_s
        return given_s

    def _take_in(self) -> None:
        while not self._whole and len(self._rest) < AHEAD:
            try:
                self._put(self._coming.get_nowait())
            except queue.Empty:
                return

    def _put(self, part: Samples | Exception | None) -> None:
        if isinstance(part, Samples):
            if self._begin_s is None:
                self._begin_s = first_s(part)
            stops = [
                replace(mark, time_s=mark.time_s - STOPS[mark.name])
                for mark in part.marks
                if mark.name in STOPS
            ]
            self.has_marks = self.has_marks or bool(stops)
            self._stops.extend(stops)
            self._rest.append(replace(part, marks=()))
            return
        self._whole = True
        if part is not None:
            self.trouble = part.said if isinstance(part, LevelhipError) else str(part)

    def _read_ahead(self) -> None:
        end: Exception | None = None
        try:
            for part in self._recording.stream():
                own = replace(part, answers=())
                for piece in _pieces(_without_empty(own)):
                    if not self._hand_over(piece):
                        return
        except LevelhipError as fault:
            end = fault
        except Exception as fault:  # noqa: BLE001 -- it must be said where the session runs
            end = LevelhipError(
                "{source}: cannot be read on ({system})", source=self.words, system=fault
            )
        self._hand_over(end)

    def _hand_over(self, item: Samples | Exception | None) -> bool:
        while not self._closed.is_set():
            try:
                self._coming.put(item, timeout=0.1)
            except queue.Full:
                continue
            return True
        return False


PIECE_S = 20.0
"""A recording that is read in one go is handed on in pieces, so that a step cuts a short one."""


def _pieces(part: Samples) -> Iterator[Samples]:
    if not part.has_series:
        return  # what comes after the last sample changes nothing any more
    while last_s(part) - first_s(part) > PIECE_S:
        head, part = part.until(first_s(part) + PIECE_S)
        yield _without_empty(head)
        part = _without_empty(part)
    yield part


def _times(samples: Samples) -> tuple[Array, ...]:
    streams = (samples.track, samples.motion, samples.force)
    return tuple(each.time_s for each in streams if each is not None and len(each))


def first_s(samples: Samples) -> float:
    """Time of the first sample, s; infinite without one."""
    return min((float(times[0]) for times in _times(samples)), default=np.inf)


def last_s(samples: Samples) -> float:
    """Time of the last sample, s; minus infinity without one."""
    return max((float(times[-1]) for times in _times(samples)), default=-np.inf)


def _without_empty(samples: Samples) -> Samples:
    """The same without streams of no length."""
    gone = [
        name
        for name in ("track", "motion", "force")
        if (stream := getattr(samples, name)) is not None and not len(stream)
    ]
    dropped: dict[str, None] = dict.fromkeys(gone)
    if "track" in dropped:
        dropped |= {"world": None, "people": None}
    return replace(samples, **dropped) if dropped else samples  # type: ignore[arg-type]


def shifted(samples: Samples, by_s: float) -> Samples:
    """The same samples at other times.

    Parameters
    ----------
    samples : Samples
        Without marks and answers.
    by_s : s
        Added to every time.

    Returns
    -------
    Samples
    """

    def moved(name: str) -> dict[str, object]:
        stream = getattr(samples, name)
        return {} if stream is None else {name: replace(stream, time_s=stream.time_s + by_s)}

    streams: dict[str, object] = {}
    for name in ("track", "world", "motion", "force"):
        streams |= moved(name)
    return replace(samples, **streams)  # type: ignore[arg-type]
