"""A session without any sensor: what the person taps becomes repetitions, holds and lifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from levelhip.core import Event, Mark, Quality, Reason, Samples, Side
from levelhip.engine.chunk import Chunk
from levelhip.engine.recorder import Recorder
from levelhip.engine.source import SourceInfo
from levelhip.protocols import EventRule, Source

COLUMNS: tuple[str, ...] = ("mark", "side")
"""Columns of the recorder, one row a mark: which mark it was (`CODES`), and whose side (-1 left, 1
right, 0 both or not known)."""

NAMES = ("tap", "go", "hold", "rest", "set", "stop")
"""Marks that a session without a sensor is made of (docs/formats.md); others are not looked at."""

CODES = {name: float(code) for code, name in enumerate(NAMES)}

SIDE_CODES = {Side.LEFT: -1.0, Side.RIGHT: 1.0, Side.BOTH: 0.0}

LEAST_S = 0.5
"""A second tap sooner than this is the same tap: a key bounces, and nobody does a repetition or
puts a foot down in half a second; chosen by us."""


class SelfStage:
    """From marks to rows, each at its own time; the finders read them.

    Parameters
    ----------
    info : SourceInfo
        Its side is taken until a mark names one.
    """

    calibration = None
    hands = None

    def __init__(self, info: SourceInfo) -> None:
        self.recorder = Recorder(COLUMNS)
        self._side = info.side or Side.BOTH
        self._said = False

    def push(self, samples: Samples) -> Iterator[Chunk]:
        """The marks as rows.

        Parameters
        ----------
        samples : Samples
            With marks and answers; other streams are not looked at.

        Yields
        ------
        Chunk
        """
        self._said = self._said or bool(samples.answers)
        for mark in samples.marks:
            side = self._of(mark)
            if mark.name in CODES:
                # One by one, so that what several finders tell comes in order of time.
                time_s = np.array([mark.time_s])
                row = np.array([[CODES[mark.name], SIDE_CODES[side]]])
                self.recorder.append(time_s, row)
                yield Chunk(time_s, row)

    def _of(self, mark: Mark) -> Side:
        """The side of a mark: its own, or the one that works since the last set began."""
        if mark.name == "set":
            self._side = mark.side
        return self._side if mark.side is Side.BOTH else mark.side

    def finish(self) -> Iterator[Chunk]:
        """Nothing is held back.

        Returns
        -------
        iterator of Chunk
        """
        return iter(())

    def abilities(self, *, at_end: bool) -> frozenset[str]:
        """What the recording can show; the same throughout."""
        del at_end
        return frozenset({"sides", "height"})

    def quality(self) -> Quality:
        """Whether anything was tapped, marked or said."""
        if self._said or len(self.recorder):
            return Quality()
        return Quality("refused", (Reason("nothing-said", "Nothing was tapped and nothing said."),))


def walked_s(recorder: Recorder) -> float:
    """How long was walked, by the marks alone: from each "go" to the rest or the end.

    Parameters
    ----------
    recorder : Recorder
        Of a `SelfStage`.

    Returns
    -------
    float
        s; 0 when no walk was begun and ended.
    """
    whole_s, from_s = 0.0, np.nan
    codes = recorder.values("mark").tolist()
    for time_s, code in zip(recorder.time_s.tolist(), codes, strict=True):
        name = NAMES[round(code)]
        if name != "tap" and not np.isnan(from_s):
            whole_s, from_s = whole_s + time_s - from_s, np.nan
        if name == "go":
            from_s = time_s
    return whole_s


@dataclass(frozen=True, slots=True)
class _Row:
    """One mark, read back from its row."""

    time_s: float
    name: str
    side: Side


def _rows(chunk: Chunk) -> Iterator[_Row]:
    sides = {code: side for side, code in SIDE_CODES.items()}
    for time_s, (code, side) in zip(chunk.time_s.tolist(), chunk.rows.tolist(), strict=True):
        yield _Row(time_s, NAMES[round(code)], sides[side])


class TapReps:
    """Repetitions: each tap after "go" is one that was done, begun where the one before ended.

    Parameters
    ----------
    rule : EventRule
        Setting `least_s` if taps nearer together than `LEAST_S` are to count.
    """

    def __init__(self, rule: EventRule, _: Source, __: Recorder, ___: float) -> None:
        self._least_s = rule.settings.get("least_s", LEAST_S)
        self._going = True  # a plain list of taps has no "go"
        self._from_s = np.nan
        self._tapped_s = -np.inf

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The repetitions that were tapped."""
        found = []
        for row in _rows(chunk):
            if row.name == "tap":
                if self._going and row.time_s >= self._tapped_s + self._least_s:
                    found.append(self._rep(row))
            else:
                self._going = row.name in ("go", "set")
                self._from_s = row.time_s if self._going else np.nan
                self._tapped_s = -np.inf
        return tuple(found)

    def finish(self) -> tuple[Event, ...]:
        """Nothing: a repetition that was not tapped was not done."""
        return ()

    def _rep(self, row: _Row) -> Event:
        end_s = row.time_s
        start_s = end_s if np.isnan(self._from_s) else self._from_s
        self._from_s = self._tapped_s = end_s
        # Nobody saw the highest point; it is put in the middle.
        return Event("rep", row.side, start_s, (start_s + end_s) / 2.0, end_s)


class TapHolds:
    """Holds: from "hold" to the next tap, or to the rest that the voice begins.

    Parameters
    ----------
    rule : EventRule
        Setting `least_s` if shorter holds are to count.
    """

    def __init__(self, rule: EventRule, _: Source, __: Recorder, ___: float) -> None:
        self._least_s = rule.settings.get("least_s", LEAST_S)
        self._from: _Row | None = None

    @property
    def running(self) -> tuple[Event, ...]:
        """The hold that has begun and not ended."""
        if self._from is None:
            return ()
        return (Event("hold", self._from.side, self._from.time_s, np.nan, np.nan),)

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """The holds that have ended."""
        found = []
        for row in _rows(chunk):
            begun = self._from
            if begun is not None and row.time_s >= begun.time_s + self._least_s:
                middle_s = (begun.time_s + row.time_s) / 2.0
                found.append(Event("hold", begun.side, begun.time_s, middle_s, row.time_s))
                self._from = None
            if row.name == "hold":
                self._from = row
            elif row.name != "tap":
                self._from = None
        return tuple(found)

    def finish(self) -> tuple[Event, ...]:
        """Nothing: of a hold that nobody ended the length is not known."""
        return ()


class TapLifts:
    """Lifts of a foot: a tap as it goes up, another as it comes down.

    Parameters
    ----------
    rule : EventRule
        Setting `least_s` if shorter lifts are to count.
    """

    def __init__(self, rule: EventRule, _: Source, __: Recorder, ___: float) -> None:
        self._least_s = rule.settings.get("least_s", LEAST_S)
        self._up: _Row | None = None
        self._tapped_s = -np.inf

    def push(self, chunk: Chunk) -> tuple[Event, ...]:
        """Feet that were lifted and put down."""
        found = []
        for row in _rows(chunk):
            if row.name != "tap" or row.time_s >= self._tapped_s + self._least_s:
                found += self._told(row)
                self._tapped_s = row.time_s if row.name == "tap" else -np.inf
        return tuple(found)

    def _told(self, row: _Row) -> list[Event]:
        if self._up is not None and row.name in ("tap", "rest", "set", "stop"):
            # The voice that begins the rest has also asked for the foot to come down.
            up, self._up = self._up, None
            return [Event("foot_down", up.side, up.time_s, row.time_s, row.time_s)]
        if self._up is not None or row.name != "tap":
            return []
        self._up = row
        return [Event("lift_off", row.side, row.time_s, row.time_s, row.time_s)]

    def finish(self) -> tuple[Event, ...]:
        """Nothing: when a foot came down that nobody tapped is not known."""
        return ()
