"""The folder of a session while it runs: a journal line by line, samples in closed segments."""

from __future__ import annotations

import json
import math
import os
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from levelhip import __version__
from levelhip.core import (
    Answer,
    Event,
    LevelhipError,
    Mark,
    Person,
    Samples,
    joined,
)
from levelhip.engine import SourceInfo
from levelhip.io.live import first_s, last_s
from levelhip.io.segment_file import STREAMS, segment_bytes
from levelhip.io.whole_files import UNFINISHED, sync_folder

SCHEMA = "levelhip.session"
VERSION = 2
"""Raised when a folder of the new kind would be misread by the old reader."""

JOURNAL_NAME = "session.jsonl"
SUFFIX = ".session"
"""Usual ending of a session folder's name."""

LONGEST_S = 5.0
"""A segment is closed at the latest when it is this long: the most that a crash costs."""

SEGMENT = ".npz"
FIRST_SEGMENT = ".parquet"
"""Suffix of segments now, and in version 1, which is still read."""


class SessionFolder:
    """What is kept of a session: no picture and no sound, only numbers and words.

    Every line of the journal is with the system when `write` returns, and every segment when
    `close_segment` does, so that the end of this process loses nothing; `sync` also waits for the
    disk. Who steps many sessions waits for it elsewhere: with `later` nothing here does but
    `settle`, which may be called from another thread.

    Parameters
    ----------
    path : Path
        Made when it is missing.
    goes_on : bool
        Whether it holds a session that was cut off and goes on now.

    Attributes
    ----------
    lines : how many lines the journal has; the number of the one that was written last
    later : whether the disk is waited for in `settle` only

    Raises
    ------
    LevelhipError
        When it holds a session already, or cannot be written.
    """

    def __init__(self, path: Path, *, goes_on: bool = False) -> None:
        self.path = path
        try:
            # Health data: nobody else on the machine may look into a folder that is made here.
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Opened only if it is new: two sessions must never be mixed.
            new = 0 if goes_on else os.O_CREAT | os.O_EXCL
            self._journal = os.open(path / JOURNAL_NAME, os.O_WRONLY | os.O_APPEND | new, 0o600)
        except FileExistsError:
            raise LevelhipError(
                "{file}: holds a session already; give another folder with --out, or finish it "
                "with `levelhip coach --finish {file}`",
                file=path,
            ) from None
        except OSError as fault:
            raise LevelhipError(
                "{file}: cannot be written ({system}); give another folder with --out",
                file=path,
                system=fault.strerror,
            ) from None
        self._info: SourceInfo | None = None
        self._open: list[Samples] = []
        self._begun_s = 0.0
        self._count = max(segment_numbers(path), default=0)
        self.lines = 0
        self.later = False
        self._lock = threading.Lock()
        self._settling = threading.Lock()
        self._unsettled: list[Path] = []
        self._owed: deque[int] = deque()
        self._settled = self._count
        self._closed = False
        if goes_on:
            # What was being written when it was cut off stays a line of its own.
            os.write(self._journal, b"\n")
            self.lines = (path / JOURNAL_NAME).read_bytes().count(b"\n")

    @property
    def holds(self) -> bool:
        """Whether samples are here that are not on the disk yet."""
        return bool(self._open)

    @property
    def segments(self) -> int:
        """How many segments are closed."""
        return self._count

    @property
    def settled_segments(self) -> int:
        """How many segments are on the disk."""
        return self._settled

    @property
    def owes(self) -> bool:
        """Whether something waits for `settle`."""
        return bool(self._owed or self._unsettled)

    @property
    def settled_lines(self) -> int:
        """How many lines may be told of: those before the first that the disk still lacks."""
        with self._lock:
            return self._owed[0] - 1 if self._owed else self.lines

    def settle(self) -> None:
        """Wait for the disk to have all that it is to have by now."""
        with self._settling:
            if self._closed:
                return
            with self._lock:
                files, self._unsettled = self._unsettled, []
                lines, segments = self.lines, self._count
            try:
                for file in files:
                    _sync_file(file)
                if files:
                    sync_folder(self.path)
                os.fsync(self._journal)
            except OSError:
                with self._lock:
                    self._unsettled = files + self._unsettled
                raise
            with self._lock:
                self._settled = segments
                while self._owed and self._owed[0] <= lines:
                    self._owed.popleft()

    def take_up(self, info: SourceInfo) -> None:
        """Go on with the samples of a session that was cut off.

        Parameters
        ----------
        info : SourceInfo
            As its line `source` tells.
        """
        self._info = info

    def head(
        self,
        *,
        protocol: Mapping[str, Any],
        plan: Mapping[str, Any],
        language: str,
        person: Person,
        source: str,
        begun: datetime,
    ) -> None:
        """Write what the session is to be; the first line.

        Parameters
        ----------
        protocol : mapping
            "id", "version", "variant" and "hold_s".
        plan : mapping
            What was asked for, for a reader.
        language : str
            "en" or "de".
        person : Person
            The body, as far as it is known.
        source : str
            What measures, in words.
        begun : datetime
            Now, with its time zone.
        """
        known = {"height_m": person.height_m, "mass_kg": person.mass_kg, "sex": person.sex}
        self.write(
            0.0,
            "head",
            schema=f"{SCHEMA}/{VERSION}",
            levelhip=__version__,
            begun=begun.astimezone(UTC).isoformat(timespec="seconds"),
            protocol=dict(protocol),
            plan=dict(plan),
            language=language,
            person={**known, "age_years": person.age_years},
            source=source,
            sync=True,
        )
        # The names are to be on the disk as well, not only what is in the file.
        for folder in (self.path, self.path.resolve().parent):
            sync_folder(folder)

    def source(self, now_s: float, info: SourceInfo) -> None:
        """Write what is known of the samples; before the first of them."""
        self._info = info
        self.write(
            now_s,
            "source",
            source=info.kind,
            rate_hz=info.rate_hz,
            image_size=info.image_size,
            location=info.location,
            side=info.side,
            sync=True,
        )

    def mark(self, mark: Mark) -> None:
        """Write a mark."""
        self.write(mark.time_s, "mark", name=mark.name, side=mark.side, sync=True)

    def answer(self, answer: Answer) -> None:
        """Write an answer."""
        self.write(
            answer.time_s,
            "answer",
            name=answer.name,
            value=answer.value,
            side=answer.side,
            sync=True,
        )

    def event(self, now_s: float, event: Event) -> None:
        """Write an event; a repetition or hold closes the samples up to it first."""
        whole = event.kind in ("rep", "hold")
        if whole:
            self.close_segment(now_s)
        self.write(
            now_s,
            "event",
            event=event.kind,
            side=event.side,
            start_s=event.start_s,
            peak_s=event.peak_s,
            end_s=event.end_s,
            trial=event.trial,
            valid=event.valid,
            faults=event.faults,
            values=dict(event.values),
            sync=whole,
        )

    def write(self, now_s: float, kind: str, *, sync: bool = False, **fields: object) -> None:
        """Write a line.

        Parameters
        ----------
        now_s : s
            The session's time.
        kind : str
            What the line is (docs/formats.md lists them).
        sync : bool
            Whether to wait for the disk.
        **fields : object
            What belongs to it; numbers that are not finite become null.
        """
        line = json.dumps({"t": now_s, "kind": kind, **_plain(fields)})
        os.write(self._journal, line.encode() + b"\n")
        with self._lock:
            self.lines += 1
            if sync:
                self._owed.append(self.lines)
        if sync and not self.later:
            self.settle()

    def add(self, now_s: float, samples: Samples) -> None:
        """Keep samples; a segment that has become long enough is closed."""
        if not self._open:
            self._begun_s = first_s(samples)
        if samples.marks or samples.answers:
            samples = replace(samples, marks=(), answers=())
        self._open.append(samples)
        if last_s(samples) - self._begun_s >= LONGEST_S:
            self.close_segment(now_s)

    def close_segment(self, now_s: float) -> None:
        """Write what has come since the last segment, each stream as a file of its own."""
        if not self._open or self._info is None:
            return
        whole = joined(self._open)
        self._open.clear()
        made = segment_bytes(whole)
        files = [self.path / f"{name}-{self._count + 1:05d}{SEGMENT}" for name in made]
        for file, content in zip(files, made.values(), strict=True):
            # Under its own name only once it is whole: a process that ends here leaves no half.
            unfinished = file.with_name(f"{file.stem}{UNFINISHED}{SEGMENT}")
            unfinished.write_bytes(content)
            unfinished.replace(file)
        with self._lock:
            self._count += 1
            self._unsettled += files
        self.write(
            now_s,
            "segment",
            number=self._count,
            from_s=first_s(whole),
            to_s=last_s(whole),
            streams=list(made),
        )
        if not self.later:
            self.settle()

    def close(self, now_s: float) -> None:
        """Close the last segment and the journal."""
        self.close_segment(now_s)
        self.settle()
        with self._settling:
            self._closed = True
            os.close(self._journal)


def segment_numbers(path: Path) -> list[int]:
    """Numbers of the segments in a session's folder, in order.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of int
    """
    found = {
        int(file.stem.rpartition("-")[2])
        for name in STREAMS
        for suffix in (SEGMENT, FIRST_SEGMENT)
        for file in path.glob(f"{name}-[0-9]*{suffix}")
        if file.stem.rpartition("-")[2].isdigit()
    }
    return sorted(found)


def _sync_file(file: Path) -> None:
    handle = os.open(file, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A value as JSON holds it."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
