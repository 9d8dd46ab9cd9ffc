"""Samples with whatever time stamps they have, brought to a uniform rate as they arrive."""

from __future__ import annotations

import numpy as np

from levelhip.core import Array

MAX_GAP_S = 0.25
"""Longest gap that is bridged by a straight line; a quarter of a second is shorter than any lift,
step or repetition; chosen by us."""

SNAP = 1e-3
"""A sample nearer than this part of a period to a grid time is taken as it is; chosen by us."""


class Grid:
    """Rows at uniform times, by straight lines between the samples.

    A value missing for up to `max_gap_s` is bridged; a longer gap stays NaN, in that column only.
    Rows wait until it is known which of the two a gap is, so that the result does not depend on
    how the stream is cut.

    Parameters
    ----------
    rate_hz : Hz
        Rate of the grid; the first grid time is the first sample's.
    columns : int
        Number of columns C.
    max_gap_s : s
        Longest gap that is bridged.
    """

    def __init__(self, rate_hz: float, columns: int, *, max_gap_s: float = MAX_GAP_S) -> None:
        self.rate_hz = float(rate_hz)
        self._max_gap_s = max_gap_s
        self._snap_s = SNAP / self.rate_hz
        self._columns = columns
        self._start_s: float | None = None
        self._next = 0  # index of the next grid time
        self._waiting_s = np.empty(0)
        self._waiting = np.empty((0, columns))
        # The last settled sample, and for each column its last known value.
        self._last_s = -np.inf
        self._last = np.full(columns, np.nan)
        self._known_s = np.full(columns, -np.inf)
        self._known = np.full(columns, np.nan)
        self._lost = np.ones(columns, dtype=bool)  # unknown, and no bridge can come any more
        self._none_lost = False
        self._nothing = np.zeros(columns)

    def push(self, time_s: Array, rows: Array) -> tuple[Array, Array]:
        """Grid rows that have become known.

        Parameters
        ----------
        time_s : (n,), s
            Times of the next samples, rising over the whole stream.
        rows : (n, C)
            Their values; NaN stands for missing.

        Returns
        -------
        time_s : (m,), s
        rows : (m, C)
        """
        if time_s.size == 0:
            return np.empty(0), np.empty((0, self._columns))
        if time_s.size == 1 and self._last_s > -np.inf and not self._waiting_s.size:
            got = self._next_row(float(time_s[0]), rows)
            if got is not None:
                return got
        if self._start_s is None:
            self._start_s = float(time_s[0])
        if self._waiting_s.size == 0 and self._undisturbed(rows):
            return self._between(time_s, rows)
        return self._bridged(time_s, rows, ended=False)

    def finish(self) -> tuple[Array, Array]:
        """The rows still held back when the stream ends."""
        return self._bridged(np.empty(0), np.empty((0, self._columns)), ended=True)

    def _next_row(self, now_s: float, rows: Array) -> tuple[Array, Array] | None:
        """The plain case of live input, one row and one grid time, by the same arithmetic."""
        if self._none_lost:
            # Nothing times nothing is nothing, but for a missing value.
            if rows[0].dot(self._nothing) != 0.0:
                return None
        elif not (np.isnan(rows) == self._lost).all():
            return None
        start_s, k, snap, before_s = self._start_s, self._next, self._snap_s, self._last_s
        assert start_s is not None  # noqa: S101 -- a first push came before
        at = start_s + k / self.rate_hz
        wide = now_s - before_s
        is_next = before_s < at - snap <= now_s < start_s + (k + 1) / self.rate_hz - snap
        if not is_next or wide > self._max_gap_s:
            return None
        if abs(now_s - at) <= snap:
            out = rows
        else:
            a = self._last
            out = a + (rows - a) * ((at - before_s) / wide)
        self._next = k + 1
        self._last_s = now_s
        self._last = rows[0]
        return np.array((at,)), out

    def _undisturbed(self, rows: Array) -> bool:
        """Whether the same columns as before are known, all through."""
        if self._last_s == -np.inf:
            if np.isnan(rows).any():
                return False
            self._lost = np.zeros(self._columns, dtype=bool)
            self._none_lost = True
            return True
        if self._none_lost:
            # Nothing times nothing is nothing, but for a missing value.
            return not rows.dot(self._nothing).any()
        return bool((np.isnan(rows) == self._lost).all())

    def _remember(self) -> None:
        """Note, for columns known up to the last settled sample, when and what they were."""
        if self._last_s > -np.inf:
            seen = ~np.isnan(self._last) & (self._known_s < self._last_s) & ~self._lost
            self._known_s[seen] = self._last_s
            self._known[seen] = self._last[seen]

    def _bridged(self, time_s: Array, rows: Array, *, ended: bool) -> tuple[Array, Array]:
        if self._waiting_s.size == 0:
            self._remember()
        times = np.concatenate((self._waiting_s, time_s))
        values = np.concatenate((self._waiting, rows))
        if times.size == 0:
            return np.empty(0), np.empty((0, self._columns))
        missing = np.isnan(values)
        filled = values.copy()
        settled = times.size
        for c in np.flatnonzero(missing.any(axis=0)):
            column_settled = self._fill(int(c), times, filled, missing[:, c], ended=ended)
            settled = min(settled, column_settled)
        self._waiting_s, self._waiting = times[settled:].copy(), values[settled:].copy()
        if settled == 0:
            return np.empty(0), np.empty((0, self._columns))
        self._note_known(times[:settled], values[:settled], missing[:settled])
        return self._between(times[:settled], filled[:settled])

    def _fill(self, c: int, times: Array, filled: Array, missing: Array, *, ended: bool) -> int:
        """Bridge the short gaps of one column in place; how many of its rows are settled."""
        index = np.arange(times.size)
        before = np.maximum.accumulate(np.where(missing, -1, index))
        after = np.minimum.accumulate(np.where(missing, times.size, index)[::-1])[::-1]
        gaps = np.flatnonzero(missing)
        left, right = before[gaps], after[gaps]
        left_s = np.where(left >= 0, times[np.maximum(left, 0)], self._known_s[c])
        left_x = np.where(left >= 0, filled[np.maximum(left, 0), c], self._known[c])
        closed = right < times.size
        right_i = np.minimum(right, times.size - 1)
        short = closed & (times[right_i] - left_s <= self._max_gap_s)
        at, a, b = gaps[short], left_x[short], filled[right_i[short], c]
        part = (times[at] - left_s[short]) / (times[right_i[short]] - left_s[short])
        filled[at, c] = a + (b - a) * part
        undecided = ~closed & (times[-1] - left_s <= self._max_gap_s)
        if ended or not undecided.any():
            return int(times.size)
        return int(gaps[undecided][0])

    def _note_known(self, times: Array, values: Array, missing: Array) -> None:
        index = np.arange(times.size)[:, None]
        latest = np.where(missing, -1, index).max(axis=0)
        seen = latest >= 0
        self._known_s[seen] = times[latest[seen]]
        self._known[seen] = values[latest[seen], np.flatnonzero(seen)]
        self._lost = missing[-1].copy()
        self._none_lost = not self._lost.any()

    def _between(self, times: Array, rows: Array) -> tuple[Array, Array]:
        """Grid rows up to the last of these settled samples."""
        start_s, rate = self._start_s, self.rate_hz
        assert start_s is not None  # noqa: S101 -- push sets it
        first, snap, end_s = self._next, self._snap_s, float(times[-1])
        count = max(int((end_s + snap - start_s) * rate) + 1 - first, 0)
        # The product may round to either side: settle it by the times themselves.
        while count and start_s + (first + count - 1) / rate - snap > end_s:
            count -= 1
        while start_s + (first + count) / rate - snap <= end_s:
            count += 1
        grid_s = start_s + np.arange(first, first + count) / rate
        if count == times.size and (np.abs(times - grid_s) <= snap).all():
            out = rows
        else:
            out = self._interpolated(grid_s, times, rows)
        self._next += count
        self._last_s = end_s
        self._last = rows[-1].copy()
        return grid_s, out

    def _interpolated(self, grid_s: Array, times: Array, rows: Array) -> Array:
        if self._last_s > -np.inf:
            times = np.concatenate(((self._last_s,), times))
            rows = np.concatenate((self._last[None], rows))
        snap = self._snap_s
        # The first sample not earlier than the grid time, up to the snap.
        right = times.searchsorted(grid_s - snap)
        right_s = times[right]
        exact = np.abs(right_s - grid_s) <= snap
        b = rows[right]
        if exact.all():
            return np.asarray(b)
        left = np.maximum(right - 1, 0)
        left_s = times[left]
        a = rows[left]
        wide = right_s - left_s
        with np.errstate(invalid="ignore", divide="ignore"):
            part = (grid_s - left_s) / wide
        out = a + (b - a) * part[:, None]
        out[wide > self._max_gap_s] = np.nan
        out[exact] = b[exact]
        return out
