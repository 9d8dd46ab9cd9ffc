"""Repetitions: away from the top and back, found as the samples come (see `holds`)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array, Event, Side

FEW = 12
"""Up to so many samples are quicker one by one; measured."""

BLOCK = 1024
"""Samples looked at in one go; bounds the work that a transition repeats; chosen by us."""


@dataclass(frozen=True, slots=True)
class RepFinder:
    """Finds repetitions: away from the top by some travel, and most of the way back.

    Attributes
    ----------
    travel : shortest way down that counts, in the unit of the signal
    back : part of the way back after which it counts, 0 to 1
    edge : part of the way within which it begins and ends, 0 to 1
    """

    travel: float
    back: float = 0.7
    edge: float = 0.1

    def find(self, time_s: Array, signal: Array) -> tuple[Event, ...]:
        """Repetitions of a whole series.

        Parameters
        ----------
        time_s : (T,), s
        signal : (T,)
            High between repetitions, low at their peak (height of the hips in a squat); NaN where
            unknown.

        Returns
        -------
        tuple of Event
            See `RepStream.push`.
        """
        stream = self.stream()
        return (*stream.push(time_s, signal), *stream.finish())

    def stream(self) -> RepStream:
        """The same finder for a signal that arrives bit by bit."""
        return RepStream(self)


class RepStream:
    """Repetitions as they come.

    Parameters
    ----------
    finder : RepFinder
        The travel.
    """

    def __init__(self, finder: RepFinder) -> None:
        self._finder = finder
        self._state = "top"
        self._top, self._bottom, self._crest = -np.inf, np.inf, -np.inf
        self._bottom_s = self._crest_s = np.nan
        # Times and values since the top was last near.
        self._way: tuple[list[float], list[float]] = [], []
        self._start_s = np.nan

    def push(self, time_s: Array, signal: Array) -> tuple[Event, ...]:
        """The repetitions that have become certain.

        Parameters
        ----------
        time_s : (n,), s
        signal : (n,)

        Returns
        -------
        tuple of Event
            Kind "rep", side BOTH, start, lowest point and end; values ("depth", travel from the
            top to the lowest point).
        """
        if signal.size <= FEW:
            return self._one_by_one(time_s.tolist(), signal.tolist())
        known = ~np.isnan(signal)
        if not known.all():
            time_s, signal = time_s[known], signal[known]
        found: list[Event] = []
        at = 0
        while at < signal.size:
            t, x = time_s[at : at + BLOCK], signal[at : at + BLOCK]
            if self._state == "top":
                at += self._above(t, x)
            elif self._state == "down":
                at += self._below(t, x)
            else:
                at += self._rising(t, x, found)
        return tuple(found)

    def _one_by_one(self, times: list[float], values: list[float]) -> tuple[Event, ...]:
        """The plain case of live input, by the same steps."""
        found: list[Event] = []
        finder = self._finder
        for t, x in zip(times, values, strict=True):
            if x != x:
                continue
            while True:
                if self._state == "top":
                    top = max(x, self._top)
                    if not x <= top - finder.travel:
                        self._top = top
                        if x >= top - finder.edge * finder.travel:
                            self._way = [], []
                        self._note([t], [x])
                        break
                    self._state, self._bottom = "down", np.inf
                elif self._state == "down":
                    bottom = min(x, self._bottom)
                    if not x >= bottom + finder.back * (self._top - bottom):
                        if x < self._bottom:
                            self._bottom, self._bottom_s = x, t
                        self._note([t], [x])
                        break
                    self._rise()
                elif not self._turned(t, x, found):
                    break
        return tuple(found)

    def finish(self) -> tuple[Event, ...]:
        """A repetition that was nearly back at the top when the stream ended."""
        if self._state != "rising":
            return ()
        self._state = "top"
        return (self._rep(self._crest_s),)

    def _above(self, t: Array, x: Array) -> int:
        top = np.maximum(np.maximum.accumulate(x), self._top)
        used = _first(x <= top - self._finder.travel)
        if used:
            self._top = float(top[used - 1])
            near = np.flatnonzero(x[:used] >= top[:used] - self._finder.edge * self._finder.travel)
            from_i = 0
            if near.size:
                from_i = int(near[-1])
                self._way = [], []
            self._note(t[from_i:used].tolist(), x[from_i:used].tolist())
        if used < x.size:
            self._state, self._bottom = "down", np.inf
        return used

    def _below(self, t: Array, x: Array) -> int:
        bottom = np.minimum(np.minimum.accumulate(x), self._bottom)
        used = _first(x >= bottom + self._finder.back * (self._top - bottom))
        if used:
            low_i = int(np.argmin(x[:used]))
            if x[low_i] < self._bottom:
                self._bottom, self._bottom_s = float(x[low_i]), float(t[low_i])
            self._note(t[:used].tolist(), x[:used].tolist())
        if used < x.size:
            self._rise()
        return used

    def _rise(self) -> None:
        self._state, self._crest = "rising", -np.inf
        self._start_s = self._left_top()

    def _rising(self, t: Array, x: Array, found: list[Event]) -> int:
        level = self._top - self._finder.edge * (self._top - self._bottom)
        crest = np.maximum(np.maximum.accumulate(x), self._crest)
        back, again = x >= level, x <= crest - self._finder.travel
        used = _first(back | again)
        if used:
            high_i = int(np.argmax(x[:used]))
            if x[high_i] > self._crest:
                self._crest, self._crest_s = float(x[high_i]), float(t[high_i])
        if used < x.size:
            self._end(float(t[used]), found, back=bool(back[used]))
        return used

    def _turned(self, t: float, x: float, found: list[Event]) -> bool:
        """Whether a single sample on the way up ends the repetition; it is looked at once more."""
        level = self._top - self._finder.edge * (self._top - self._bottom)
        back = x >= level
        if back or x <= max(x, self._crest) - self._finder.travel:
            self._end(t, found, back=back)
            return True
        if x > self._crest:
            self._crest, self._crest_s = x, t
        return False

    def _end(self, now_s: float, found: list[Event], *, back: bool) -> None:
        """It is over: back at the top, or down once more from where it has come to."""
        self._way = [], []
        found.append(self._rep(now_s if back else self._crest_s))
        if back:
            self._state, self._top = "top", -np.inf
        else:
            self._note([self._crest_s], [self._crest])
            self._state, self._top, self._bottom = "down", self._crest, np.inf

    def _note(self, times: list[float], values: list[float]) -> None:
        self._way[0].extend(times)
        self._way[1].extend(values)

    def _left_top(self) -> float:
        """When the way down began: the last sample near the top."""
        times, heights = map(np.array, self._way)
        level = self._top - self._finder.edge * (self._top - self._bottom)
        above = np.flatnonzero((heights >= level) & (times <= self._bottom_s))
        return float(times[above[-1]] if above.size else times[0])

    def _rep(self, end_s: float) -> Event:
        depth = self._top - self._bottom
        return Event(
            "rep", Side.BOTH, self._start_s, self._bottom_s, end_s, values=(("depth", depth),)
        )


def _first(hits: NDArray[np.bool_]) -> int:
    """Index of the first hit, or how many there are when none hits."""
    at = int(hits.argmax())
    return at if hits[at] else int(hits.size)
