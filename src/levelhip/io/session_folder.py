"""The folder of a session while it runs: a journal line by line, samples in closed segments."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from levelhip import __version__
from levelhip.core import (
    Answer,
    Event,
    Force,
    LevelhipError,
    Mark,
    Motion,
    Person,
    Samples,
    joined,
)
from levelhip.engine import SourceInfo
from levelhip.io.landmarks_file import LandmarksHead, write_landmarks
from levelhip.io.live import first_s, last_s
from levelhip.io.series_file import write_series
from levelhip.io.whole_files import sync_folder

SCHEMA = "levelhip.session"
VERSION = 1
"""Raised when a folder of the new kind would be misread by the old reader."""

JOURNAL_NAME = "session.jsonl"
SUFFIX = ".session"
"""Usual ending of a session folder's name."""

LONGEST_S = 5.0
"""A segment is closed at the latest when it is this long: the most that a crash costs."""

STREAMS = ("landmarks", "motion", "force")


class SessionFolder:
    """What is kept of a session: no picture and no sound, only numbers and words.

    Every line of the journal is with the system when `write` returns, so that the end of this
    process loses nothing; `sync` also waits for the disk.

    Parameters
    ----------
    path : Path
        Made when it is missing.
    goes_on : bool
        Whether it holds a session that was cut off and goes on now.

    Attributes
    ----------
    lines : how many lines the journal has; the number of the one that was written last

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
                f"{path}: holds a session already; give another folder with --out, or finish it "
                f"with `levelhip coach --finish {path}`"
            ) from None
        except OSError as fault:
            raise LevelhipError(
                f"{path}: cannot be written ({fault.strerror}); give another folder with --out"
            ) from None
        self._info: SourceInfo | None = None
        self._open: list[Samples] = []
        self._begun_s = 0.0
        self._count = max(segment_numbers(path), default=0)
        self.lines = 0
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
        self.lines += 1
        if sync:
            os.fsync(self._journal)

    def add(self, now_s: float, samples: Samples) -> None:
        """Keep samples; a segment that has become long enough is closed."""
        if not self._open:
            self._begun_s = first_s(samples)
        self._open.append(replace(samples, marks=(), answers=()))
        if last_s(samples) - self._begun_s >= LONGEST_S:
            self.close_segment(now_s)

    def close_segment(self, now_s: float) -> None:
        """Write what has come since the last segment, each stream as a file of its own."""
        if not self._open or self._info is None:
            return
        whole = joined(self._open)
        if whole.track is not None and len(whole.track) < 2:
            return  # too short for a file of landmarks; the next segment takes it along
        self._open.clear()
        self._count += 1
        number = f"{self._count:05d}.parquet"
        if whole.track is not None:
            head = LandmarksHead(
                whole.track.frame, self._info.rate_hz, self._info.image_size, self._info.kind
            )
            write_landmarks(self.path / f"landmarks-{number}", whole, head)
        if whole.motion is not None:
            write_series(self.path / f"motion-{number}", motion_columns(whole.motion))
        if whole.force is not None:
            write_series(self.path / f"force-{number}", force_columns(whole.force))
        self.write(
            now_s,
            "segment",
            number=self._count,
            from_s=first_s(whole),
            to_s=last_s(whole),
            streams=[
                name
                for name, stream in zip(
                    STREAMS, (whole.track, whole.motion, whole.force), strict=True
                )
                if stream is not None
            ],
            location=whole.motion.location if whole.motion else None,
            sides=[side.value for side in whole.force.sides] if whole.force else None,
        )

    def close(self, now_s: float) -> None:
        """Close the last segment and the journal."""
        self.close_segment(now_s)
        os.fsync(self._journal)
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
        for file in path.glob(f"{name}-[0-9]*.parquet")
        if file.stem.rpartition("-")[2].isdigit()
    }
    return sorted(found)


def motion_columns(motion: Motion) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    """Sensor samples as columns by name."""
    columns = {"time_s": motion.time_s}
    for name in ("acceleration", "rotation"):
        for i, axis in enumerate("xyz"):
            columns[f"{name}_{axis}"] = getattr(motion, name)[:, i]
    return columns


def force_columns(force: Force) -> dict[str, np.ndarray[Any, np.dtype[np.float64]]]:
    """Forces as columns by plate, counted from 1."""
    columns = {"time_s": force.time_s}
    for plate in range(len(force.sides)):
        for name in ("newton", "centre"):
            for i, axis in enumerate("xyz"):
                columns[f"plate{plate + 1}_{name}_{axis}"] = getattr(force, name)[:, plate, i]
    return columns


def _plain(value: Any) -> Any:  # noqa: ANN401
    """A value as JSON holds it."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
