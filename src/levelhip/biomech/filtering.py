"""Filters of fixed small lag whose output is the same, bit for bit, however the stream is cut.

A finite response with symmetric taps has one delay for all frequencies, needs no start-up and
forgets a gap after its own length. Each output row is a sum in a fixed order over a fixed window,
so it cannot depend on where a push began. Bell-shaped (Gaussian) responses are used: of all
low-pass filters they need the shortest window for their bandwidth and never overshoot a step.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from levelhip.core import Array

REACH_SIGMA = 3.0
"""Half length of a filter in standard deviations of its bell; what is cut off is 0.3 %; chosen by
us."""

TRAVEL_SIGMA = 0.55
"""Width of the bell of `travel_taps` in lengths of the movement; chosen by us: narrower ones read a
slower movement too short, wider ones mix it with the way back."""

ROOM = 256
"""Rows written behind each other before the buffer of a filter is moved; chosen by us."""

SCALAR_ROWS = 12
"""Up to so many rows are filtered window by window, more tap by tap (same sums, other loop)."""


def bell_sigma_s(cutoff_hz: float) -> float:
    """Standard deviation of the Gaussian that halves the power at the cut-off.

    Parameters
    ----------
    cutoff_hz : Hz
        Frequency at which the amplitude has fallen to 1 / sqrt(2).

    Returns
    -------
    float
        s; exp(-2 pi^2 sigma^2 f^2) = 1 / sqrt(2) at f = cutoff_hz.
    """
    return float(np.sqrt(np.log(2.0)) / (2.0 * np.pi * cutoff_hz))


def low_pass_taps(rate_hz: float, *, cutoff_hz: float) -> Array:
    """Taps that smooth a series and leave constants and straight lines as they are.

    Parameters
    ----------
    rate_hz : Hz
        Sampling rate of the series.
    cutoff_hz : Hz
        Frequency at which the amplitude has fallen to 1 / sqrt(2). Far above the sampling rate
        the taps become [1]: nothing to smooth.

    Returns
    -------
    Array
        (K,), K odd, symmetric, sum 1; the lag is (K - 1) / 2 samples.
    """
    sigma = bell_sigma_s(cutoff_hz) * rate_hz
    half = round(REACH_SIGMA * sigma)
    k = np.arange(-half, half + 1)
    bell = np.exp(-0.5 * (k / sigma) ** 2)
    return np.asarray(bell / bell.sum())


def second_derivative_taps(rate_hz: float, *, cutoff_hz: float) -> Array:
    """Taps that give the acceleration of a smoothed position series.

    Second derivative of the bell of `low_pass_taps`, adjusted so that it is exact for every
    parabola.

    Parameters
    ----------
    rate_hz : Hz
        Sampling rate of the series.
    cutoff_hz : Hz
        Cut-off of the smoothing; 2 to 3 Hz for the centre of mass of a standing person (at 6 Hz
        the noise of landmarks outweighs what the acceleration adds).

    Returns
    -------
    Array
        (K,), K odd, symmetric, 1/s2; the lag is (K - 1) / 2 samples.
    """
    sigma = bell_sigma_s(cutoff_hz) * rate_hz
    # One sigma more than the low-pass: the second derivative of the bell dies away later.
    half = max(round((REACH_SIGMA + 1.0) * sigma), 1)
    k = np.arange(-half, half + 1)
    bell = np.exp(-0.5 * (k / sigma) ** 2)
    squares = k.astype(np.float64) ** 2
    curve = bell * (squares - (bell * squares).sum() / bell.sum())
    return np.asarray(curve * (2.0 * rate_hz**2 / (curve * squares).sum()))


def travel_taps(rate_hz: float, *, movement_s: float) -> Array:
    """Taps that give the length of one sideways movement from its acceleration.

    For a body at rest before and after, the way is minus the first moment of its acceleration
    about any time. Under a bell the moment is that of the movement in its middle; a constant error
    (a sensor that is not quite level) drops out, because the taps are odd. Before and after it the
    result has lobes of the other sign, of about half the size.

    Parameters
    ----------
    rate_hz : Hz
        Sampling rate of the series.
    movement_s : s
        How long the movement takes (along a half cosine); one a quarter shorter or longer reads
        up to a fifth too far or too short.

    Returns
    -------
    Array
        (K,), K odd, s2; applied to m/s2 they give m, in the middle of the movement.
    """
    sigma_s = TRAVEL_SIGMA * movement_s
    half = round(REACH_SIGMA * sigma_s * rate_hz)
    tau = np.arange(-half, half + 1) / rate_hz
    taps = -tau * np.exp(-0.5 * (tau / sigma_s) ** 2)
    inside = np.abs(tau) < 0.5 * movement_s
    # Second derivative of a half cosine from 0 to 1 that takes `movement_s`.
    rise = -0.5 * (np.pi / movement_s) ** 2 * np.sin(np.pi * tau / movement_s)
    return np.asarray(taps / (taps * np.where(inside, rise, 0.0)).sum())


class FilterBank:
    """Several series, each through its own taps about the middle, all with one lag.

    Row k comes out when row k + lag has been pushed; `finish` gives the rest. The first and last
    `lag` rows, and rows nearer than that to a missing value, are NaN in the column concerned.

    Parameters
    ----------
    taps : sequence of C arrays
        Taps of each column, of odd length; shorter ones are padded with zeros on both sides.
    """

    def __init__(self, taps: Sequence[Array]) -> None:
        longest = max(t.size for t in taps)
        self.lag = (longest - 1) // 2
        """Delay, in samples."""
        self._columns = len(taps)
        # Columns that share their taps are filtered together; padding the others to one length
        # instead would let a missing value reach further than their own taps do.
        shared: dict[bytes, list[int]] = {}
        for column, each in enumerate(taps):
            shared.setdefault(np.ascontiguousarray(each).tobytes(), []).append(column)
        self._groups = [
            _Group(columns, self.lag - (taps[columns[0]].size - 1) // 2, taps[columns[0]])
            for columns in shared.values()
        ]
        # The last rows stand in a buffer with room behind them, so that a single row is only
        # written, not moved. A stream begins with rows nobody has seen.
        self._buffer = np.full((2 * self.lag + ROOM, self._columns), np.nan)
        self._end = 2 * self.lag
        self._unborn = self.lag

    def push(self, rows: Array) -> Array:
        """Filtered rows that have become known.

        Parameters
        ----------
        rows : (n, C)
            Next samples; NaN stands for missing.

        Returns
        -------
        Array
            (m, C); over the whole stream as many rows as were pushed, `lag` rows late.
        """
        count, reach = rows.shape[0], 2 * self.lag
        if count <= SCALAR_ROWS:
            if self._end + count > len(self._buffer):
                self._buffer[:reach] = self._buffer[self._end - reach : self._end]
                self._end = reach
            self._buffer[self._end : self._end + count] = rows
            joined = self._buffer[self._end - reach : self._end + count]
            self._end += count
        else:
            joined = np.concatenate((self._buffer[self._end - reach : self._end], rows))
            joined = np.ascontiguousarray(joined)
            self._buffer[:reach] = joined[count:]
            self._end = reach
        out = np.empty((count, self._columns))
        for group in self._groups:
            group.fill(out, joined)
        if self._unborn:
            drop = min(self._unborn, count)
            self._unborn -= drop
            out = out[drop:]
        return out

    def finish(self) -> Array:
        """The rows still held back, (lag, C) or as many as were pushed, when the stream ends."""
        return self.push(np.full((self.lag, self._columns), np.nan))


class _Group:
    """Columns of a bank that share their taps.

    Parameters
    ----------
    columns : list of int
        Which columns.
    skip : int
        By how many rows the window of these taps is shorter at each end than the bank's longest.
    taps : (K,)
        Their taps.
    """

    def __init__(self, columns: list[int], skip: int, taps: Array) -> None:
        first, stop = columns[0], columns[-1] + 1
        together = columns == list(range(first, stop))
        self._columns: slice | list[int] = slice(first, stop) if together else columns
        self._skip = skip
        self._taps = taps
        self._standing = np.ascontiguousarray(taps)[:, None]
        self._first, self._together = first, together
        self._n_columns = len(columns)

    def fill(self, out: Array, joined: Array) -> None:
        """Write this group's columns of rows (count, C) out of a window (2 lag + count, C)."""
        count, width = len(out), self._taps.size
        if width == 1:
            at = self._skip
            out[:, self._columns] = joined[at : at + count, self._columns] * self._taps[0]
            return
        # Tap by tap costs a step a tap, however few the rows; window by window a number of steps
        # in one go, the more the more columns there are. Where the two cross was measured.
        if count == 1:
            window = joined[self._skip : self._skip + width, self._columns]
            out[0, self._columns] = np.add.accumulate(window * self._standing, axis=0)[-1]
            return
        if count <= SCALAR_ROWS or count * (16 + self._n_columns) <= 4 * width:
            sums = np.add.accumulate(self._windows(joined, count) * self._standing, axis=1)
            out[:, self._columns] = sums[:, -1]
            return
        rows = joined[self._skip : self._skip + width - 1 + count, self._columns]
        # The same sums in the same order, tap by tap over all rows.
        rows = np.ascontiguousarray(rows)
        total = rows[:count] * self._taps[0]
        product = np.empty_like(total)
        for k in range(1, width):
            np.multiply(rows[k : k + count], self._taps[k], out=product)
            total += product
        out[:, self._columns] = total

    def _windows(self, joined: Array, count: int) -> Array:
        """The rows under each of `count` windows, (count, K, columns), without copying them."""
        width, first = self._taps.size, self._first
        if not self._together:
            stop = self._skip + width - 1 + count
            joined = np.ascontiguousarray(joined[self._skip : stop, self._columns])
            first = 0
        row, each = joined.strides
        skipped = self._skip * row if self._together else 0
        return np.ndarray(
            (count, width, self._n_columns),
            dtype=np.float64,
            buffer=joined,
            offset=skipped + first * each,
            strides=(row, row, each),
        )


def filtered(rows: Array, taps: Array) -> Array:
    """A whole series through symmetric taps, by the same code as the stream.

    Parameters
    ----------
    rows : (T,) or (T, C)
        Samples at a uniform rate; NaN stands for missing.
    taps : (K,)
        From `low_pass_taps` or `second_derivative_taps`.

    Returns
    -------
    Array
        Same shape, without delay; NaN within (K - 1) / 2 rows of an end or a missing value.
    """
    columns = rows[:, None] if rows.ndim == 1 else rows
    bank = FilterBank([taps] * columns.shape[1])
    out = np.concatenate((bank.push(columns), bank.finish()))
    return np.asarray(out.reshape(rows.shape))


def smoothed(rows: Array, rate_hz: float, *, cutoff_hz: float) -> Array:
    """A whole series smoothed forward and backward; not causal, never used for counting.

    Second-order Butterworth, applied twice, each unbroken stretch by itself.

    Parameters
    ----------
    rows : (T,) or (T, C)
        Samples at a uniform rate; NaN stands for missing.
    rate_hz : Hz
        Sampling rate.
    cutoff_hz : Hz
        Where the two passes together have halved the power.

    Returns
    -------
    Array
        Same shape; NaN where it was, and in stretches too short to be filtered (under 10
        samples).
    """
    # Imported here: it takes longer to load than all the rest of the engine.
    from scipy import signal

    columns = rows[:, None] if rows.ndim == 1 else rows
    out = np.full(columns.shape, np.nan)
    # Two passes halve the amplitude where one halves the power: widen the single pass.
    single_hz = cutoff_hz / (np.sqrt(2.0) - 1.0) ** 0.25
    sos = signal.butter(2, single_hz, fs=rate_hz, output="sos")
    for c in range(columns.shape[1]):
        known = np.isfinite(columns[:, c]).astype(np.int8)
        edges = np.diff(np.concatenate(([0], known, [0])))
        for start, stop in zip(
            np.flatnonzero(edges == 1), np.flatnonzero(edges == -1), strict=True
        ):
            if stop - start >= 10:
                out[start:stop, c] = signal.sosfiltfilt(sos, columns[start:stop, c], padlen=9)
    return out.reshape(rows.shape)
