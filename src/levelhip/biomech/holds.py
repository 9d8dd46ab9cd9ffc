"""Holds: when a signal is above a level, found as the samples come.

Each finder is a frozen set of parameters with two verbs: `find` for a whole series, `stream` for
one that arrives bit by bit. Both run the same code: a state machine that jumps from one
transition to the next inside the pushed block, so that a file pushed whole takes no loop over
samples, and the result does not depend on where the stream is cut.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import Array

FEW = 8
"""Up to so many samples a plain loop is faster than array work."""


@dataclass(frozen=True, slots=True)
class Hold:
    """A stretch in which a signal stayed up.

    Attributes
    ----------
    start_s, end_s : s, when the lower level was left and reached again; NaN at an end that lies
        outside the recording
    known_s : s, time of the sample that made it certain
    """

    start_s: float
    end_s: float
    known_s: float


@dataclass(frozen=True, slots=True)
class HoldFinder:
    """Finds stretches in which a signal is up, with two levels against flutter.

    Attributes
    ----------
    on : level that a stretch must reach
    off : level at which it begins and ends, below `on`; times are where the straight line between
        two samples crosses it
    least_s : s, shorter stretches are not counted
    """

    on: float
    off: float
    least_s: float = 0.0

    def find(self, time_s: Array, signal: Array) -> tuple[Hold, ...]:
        """The stretches of a whole series; one that is up at the end has `end_s` NaN.

        Parameters
        ----------
        time_s : (T,), s
        signal : (T,)
            In the unit of `on`; NaN where unknown.

        Returns
        -------
        tuple of Hold
        """
        stream = self.stream()
        spans = [hold for begun, hold in stream.push(time_s, signal) if not begun]
        return (*spans, *stream.finish())

    def stream(self) -> HoldStream:
        """The same finder for a signal that arrives bit by bit."""
        return HoldStream(self)


class HoldStream:
    """Beginnings and ends of holds as the samples come.

    Parameters
    ----------
    finder : HoldFinder
        The levels.
    """

    def __init__(self, finder: HoldFinder) -> None:
        self._on, self._off, self._least_s = finder.on, finder.off, finder.least_s
        self._up: bool | None = None  # unknown until a sample is at or beyond one of the levels
        self._start_s = np.nan
        self._told = False
        self._low: tuple[float, float] | None = None  # last sample at or below off
        self._after: tuple[float, float] | None = None  # the sample that followed it
        self._before: tuple[float, float] | None = None  # last sample of all

    def push(self, time_s: Array, signal: Array) -> list[tuple[bool, Hold]]:
        """What became certain.

        Parameters
        ----------
        time_s : (n,), s
            Times of the next samples.
        signal : (n,)
            Their values; NaN where unknown.

        Returns
        -------
        list of (begun, Hold)
            True with a hold that has lasted `least_s` (its `end_s` is NaN), False with one that
            has ended.
        """
        found: list[tuple[bool, Hold]] = []
        if time_s.size <= FEW:
            for t, x in zip(time_s.tolist(), signal.tolist(), strict=True):
                if x == x:
                    self._sample(t, x, found)
            return found
        known = ~np.isnan(signal)
        if not known.all():
            time_s, signal = time_s[known], signal[known]
        if time_s.size:
            self._block(time_s, signal, found)
        return found

    def push_one(self, time_s: float, value: float) -> list[tuple[bool, Hold]]:
        """As `push`, for one sample.

        Parameters
        ----------
        time_s : s
        value : float
            NaN where unknown.

        Returns
        -------
        list of (begun, Hold)
        """
        found: list[tuple[bool, Hold]] = []
        if value == value:
            self._sample(time_s, value, found)
        return found

    def finish(self) -> list[Hold]:
        """The hold that is still up when the stream ends, if it has lasted long enough."""
        if self._up and self._told and self._before is not None:
            return [Hold(self._start_s, np.nan, self._before[0])]
        return []

    def _block(self, times: Array, x: Array, found: list[tuple[bool, Hold]]) -> None:
        """Feed only the samples around transitions through `_sample`."""
        if self._up is False and not (x >= self._on).any():
            low = x <= self._off
            last_i = int(x.size - 1 - low[::-1].argmax()) if low[-1] or low.any() else 0
            for i in sorted({0, last_i, min(last_i + 1, x.size - 1), x.size - 1}):
                self._sample(float(times[i]), float(x[i]), found)
            return
        marks = np.flatnonzero((x >= self._on) | (x <= self._off))
        needed = {0, 1, x.size - 2, x.size - 1}
        if marks.size:
            # Where a level is passed: the marks themselves and their neighbours.
            high = x[marks] >= self._on
            change = np.flatnonzero(high[1:] != high[:-1])
            edges = [*marks[change].tolist(), *marks[change + 1].tolist(), int(marks[0])]
            last_low = marks.size - 1 - int(high[::-1].argmin())
            if not high[last_low]:
                edges.append(int(marks[last_low]))
            for edge in edges:
                needed |= {edge - 1, edge, edge + 1}
        at = 0
        for i in sorted(needed):
            if not 0 <= i < x.size:
                continue
            if self._up and not self._told:
                # The sample that makes a hold long enough may lie between two of these.
                long_i = int(times.searchsorted(self._start_s + self._least_s))
                if at <= long_i < i:
                    self._sample(float(times[long_i]), float(x[long_i]), found)
            self._sample(float(times[i]), float(x[i]), found)
            at = i + 1

    def _sample(self, t: float, x: float, found: list[tuple[bool, Hold]]) -> None:
        if x >= self._on:
            if not self._up:
                self._rise(t, x)
        elif x <= self._off and self._up is not False:
            if self._up:
                self._fall(t, x, found)
            self._up = False
        if self._up and not self._told and not t < self._start_s + self._least_s:
            self._told = True
            found.append((True, Hold(self._start_s, np.nan, t)))
        if x <= self._off:
            self._low, self._after = (t, x), None
        elif self._after is None:
            self._after = (t, x)
        self._before = (t, x)

    def _rise(self, t: float, x: float) -> None:
        self._told = False
        if self._low is None:
            # Up from the first sample on: when it rose is not known.
            self._start_s = np.nan if self._up is None else t
        else:
            self._start_s = _crossing(self._low, self._after or (t, x), self._off)
        self._up = True

    def _fall(self, t: float, x: float, found: list[tuple[bool, Hold]]) -> None:
        before = self._before or (t, x)
        end_s = _crossing(before, (t, x), self._off)
        start_s = self._start_s
        if end_s - start_s < self._least_s:
            return
        if not self._told:
            found.append((True, Hold(start_s, np.nan, t)))
        found.append((False, Hold(start_s, end_s, t)))


def _crossing(first: tuple[float, float], second: tuple[float, float], level: float) -> float:
    """When the straight line between two samples passes a level."""
    (t0, x0), (t1, x1) = first, second
    if x0 == x1:
        return t0
    part = min(max((level - x0) / (x1 - x0), 0.0), 1.0)
    return t0 + (t1 - t0) * part
