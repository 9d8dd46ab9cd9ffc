"""How regular a signal is and at which period: the ground under the step finder."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import Array

GRID_HZ = 25.0
"""Rate of the even grid: ten times the usual step rate, and no more than slow phones give."""
HOP = 10
"""Grid samples (0.4 s) between two looks at the period."""
LONGEST_LAG = 52
"""Grid samples (2.08 s): two steps of the slowest walking that is looked for, and a little."""
BAND_HZ = (0.7, 4.2)
"""What walking and running leave in the length of the acceleration vector: half the slowest step
rate is out, the first overtone of the usual one is in. Chosen by us."""
BAND_TAPS = 75

FEW_HOPS = 8
"""Up to so many hops all taps are added in one step, which costs memory; more are added tap by tap,
which costs a step a tap. Where the two cross was measured."""

SHORT_HOPS, LONG_HOPS = 7, 15
"""Windows (2.8 s, 6 s) that a regularity is judged over."""


@dataclass(frozen=True, slots=True)
class Periods:
    """The step periods that are looked for, as a grid with its weights.

    Attributes
    ----------
    samples : (K,), grid samples per step
    prior : (K,), how usual each is, 0 to 1
    taps_re, taps_im : (K, 2 J + 1), a wave of that period under a bell, to read a phase with
    """

    samples: Array
    prior: Array
    taps_re: Array
    taps_im: Array

    @property
    def reach(self) -> int:
        """J: samples that the wave reaches to either side."""
        return int(self.taps_re.shape[1] - 1) // 2


def periods(
    shortest_s: float, longest_s: float, usual_s: float, spread: float, bell: float
) -> Periods:
    """The grid of step periods.

    Parameters
    ----------
    shortest_s, longest_s : s
        Ends of the grid.
    usual_s : s
        Most usual period.
    spread : 1
        Standard deviation of the natural logarithm of the period about `usual_s`.
    bell : 1
        Standard deviation of the bell over each wave, in periods.

    Returns
    -------
    Periods
    """
    samples = np.arange(shortest_s * GRID_HZ, longest_s * GRID_HZ + 0.125, 0.25)
    prior = np.exp(-0.5 * (np.log(samples / (usual_s * GRID_HZ)) / spread) ** 2)
    reach = int(np.ceil(2.5 * bell * samples[-1]))
    offset = np.arange(-reach, reach + 1) / samples[:, None]
    weight = np.exp(-0.5 * (offset / bell) ** 2)
    weight /= 0.5 * weight.sum(axis=1, keepdims=True)
    wave = 2.0 * np.pi * offset
    return Periods(samples, prior, weight * np.cos(wave), -weight * np.sin(wave))


def band_taps() -> Array:
    """The symmetric filter that keeps `BAND_HZ`, (BAND_TAPS,)."""
    # Imported here: it takes longer to load than all the rest of the engine.
    from scipy.signal import firwin

    return np.asarray(firwin(BAND_TAPS, BAND_HZ, pass_zero=False, fs=GRID_HZ))


def banded(series: Array, taps: Array) -> Array:
    """Series filtered without delay, where the filter fits: (C, T - len(taps) + 1).

    Summed tap by tap, so that a sample does not depend on how the series was cut.

    Parameters
    ----------
    series : (C, T)
        On the grid.
    taps : (N,)
        Symmetric filter, N odd.

    Returns
    -------
    Array
        (C, T - N + 1), in the unit of `series`.
    """
    middle = taps.size // 2
    size = series.shape[1] - taps.size + 1
    views = _views(np.ascontiguousarray(series), taps.size, size)
    if size > FEW_HOPS * HOP:
        total = views[middle] * taps[middle]
        pair = np.empty_like(total)
        for i in range(middle):
            np.add(views[i], views[taps.size - 1 - i], out=pair)
            pair *= taps[i]
            total += pair
        return np.asarray(total)
    # Taps lie along the first axis: they are added one by one, in order, the middle one first.
    parts = np.empty((middle + 1, series.shape[0], size))
    np.multiply(views[middle], taps[middle], out=parts[0])
    np.add(views[:middle], views[:middle:-1], out=parts[1:])
    parts[1:] *= taps[:middle, None, None]
    return np.asarray(np.add.reduce(parts, axis=0))


def _views(series: Array, count: int, size: int) -> Array:
    """The same series (C, T) begun at each of its first samples, (count, C, size), not copied."""
    step = series.strides[1]
    shape, strides = (count, series.shape[0], size), (step, series.strides[0], step)
    return np.ndarray(shape, series.dtype, series, 0, strides)


def lag_products(waves: Array) -> Array:
    """What a periodicity needs, summed per hop, for every lag: of the first wave, and of the rest.

    Parameters
    ----------
    waves : (W, H HOP + LONGEST_LAG)
        Filtered series; the first hop starts at sample LONGEST_LAG / 2.

    Returns
    -------
    Array
        (H, 4, LONGEST_LAG + 1): sums of x(t + L/2) x(t - L/2) of the first wave, and of half
        their squares' sum; then both summed over the other waves.
    """
    size = waves.shape[1] - LONGEST_LAG
    half = LONGEST_LAG // 2
    waves = np.ascontiguousarray(waves)
    squares = waves * waves
    powers = squares[:2].copy()
    for other in squares[2:]:
        powers[1] += other
    views = _views(waves, LONGEST_LAG + 1, size)
    views_power = _views(powers, LONGEST_LAG + 1, size)
    parts = np.empty((4, LONGEST_LAG + 1, size))
    room = np.empty((half + 1, size))
    for odd in (0, 1):
        count = half + 1 - odd
        later = slice(half + odd, half + odd + count)
        earlier = slice(half, half - count if count <= half else None, -1)
        np.multiply(views[later, 0], views[earlier, 0], out=parts[0, odd::2])
        product = parts[2, odd::2]
        np.multiply(views[later, 1], views[earlier, 1], out=product)
        for i in range(2, len(waves)):
            product += np.multiply(views[later, i], views[earlier, i], out=room[:count])
        for i in (0, 1):
            np.add(views_power[later, i], views_power[earlier, i], out=parts[2 * i + 1, odd::2])
    sums = _hop_sums(parts)
    sums[1::2] *= 0.5
    return sums.transpose(2, 0, 1)


def _hop_sums(values: Array) -> Array:
    parts = values.reshape(*values.shape[:-1], -1, HOP)
    total = parts[..., 0].copy()
    for i in range(1, HOP):
        total += parts[..., i]
    return total


def window_sums(values: Array, width: int) -> Array:
    """Sums over some rows in a row, added in a fixed order.

    Parameters
    ----------
    values : (H, …)
        One row a hop.
    width : int
        How many rows are added.

    Returns
    -------
    Array
        (H - width + 1, …).
    """
    size = values.shape[0] - width + 1
    total = values[:size].copy()
    for i in range(1, width):
        total += values[i : i + size]
    return total


def regularity(products: Array, energies: Array) -> Array:
    """How alike a stretch is to itself a lag later, (H, lags), -1 to 1; 0 where nothing moves.

    The normalised square difference of McLeod and Wyvill (2005): 1 for a repetition of the same
    size, less for one that grows or fades.

    Parameters
    ----------
    products, energies : (H, lags)
        Sums of `lag_products`.

    Returns
    -------
    Array
        (H, lags).
    """
    return np.asarray(products / np.maximum(energies, 1e-9))


def at_lag(regular: Array, lag: Array) -> Array:
    """Regularity between whole lags, (H, K), by a line through its neighbours.

    Parameters
    ----------
    regular : (H, lags)
        `regularity`.
    lag : (K,)
        Grid samples.

    Returns
    -------
    Array
        (H, K).
    """
    low = np.minimum(lag.astype(np.intp), regular.shape[1] - 2)
    part = lag - low
    return np.asarray(regular[:, low] * (1.0 - part) + regular[:, low + 1] * part)


def at_own_lag(regular: Array, lag: Array) -> Array:
    """Regularities of each row at a lag of its own, (H, N), by a line through the neighbours.

    Parameters
    ----------
    regular : (H, N, lags)
        `regularity`.
    lag : (H,)
        Grid samples.

    Returns
    -------
    Array
        (H, N).
    """
    row = np.arange(lag.size)
    low = np.minimum(lag.astype(np.intp), regular.shape[2] - 2)
    part = (lag - low)[:, None]
    return np.asarray(regular[row, :, low] * (1.0 - part) + regular[row, :, low + 1] * part)


def step_score(regular: Array, grid: Periods) -> Array:
    """How well each step period explains a stretch, (H, K), at most 1.

    A step period repeats after one and two of itself and is opposite half-way: the four add up to
    the share of the movement at this rate, so that neither the stride (twice the period) nor an
    overtone (half of it) can pass for the step unless it is much the stronger; then `prior` speaks.

    Parameters
    ----------
    regular : (H, lags)
        `regularity`.
    grid : Periods
        Periods to score.

    Returns
    -------
    Array
        (H, K).
    """
    p = grid.samples
    lags = np.concatenate((p, 2.0 * p, 0.5 * p, 1.5 * p))
    one, two, half, more = at_lag(regular, lags).reshape(-1, 4, p.size).swapaxes(0, 1)
    comb = one + two
    comb -= half + more
    return np.asarray(0.25 * comb)


class EvenGrid:
    """The length of the acceleration on the even grid, as samples come; row by row the same."""

    def __init__(self) -> None:
        self._start_s = np.nan
        self._last_s = np.empty(0)
        self._last = [np.empty(0)] * 3
        self._integral = [np.zeros(1)] * 3
        self._edge = [np.zeros(1)] * 3
        self._next = 1
        self.offset_s = np.nan

    @property
    def count(self) -> int:
        """Cells given so far."""
        return self._next - 1

    def reaches(self, time_s: float, count: int) -> bool:
        """Whether a sample at this time completes so many cells; True before the first sample."""
        return not time_s - self._start_s < count / GRID_HZ

    def push(self, time_s: Array, acceleration: Array) -> Array:
        """Mean over each grid cell that is now complete: (N, 4), m/s2, length and three axes."""
        missing = np.isnan(acceleration[:, 0] + acceleration[:, 1] + acceleration[:, 2])
        if missing.any():
            time_s, acceleration = time_s[~missing], acceleration[~missing]
        if not time_s.size:
            return np.empty((0, 4))
        if np.isnan(self._start_s):
            self._start_s = float(time_s[0])
            self.offset_s = self._start_s + 0.5 / GRID_HZ
        time = np.concatenate([self._last_s, time_s - self._start_s])
        edges = np.arange(self._next, int(time[-1] * GRID_HZ) + 2) / GRID_HZ
        edges = edges[edges <= time[-1]]
        self._next += edges.size
        gap = 0.5 * (time[1:] - time[:-1])
        cells = np.empty((edges.size, 4))
        for i in range(3):
            axis = np.concatenate([self._last[i], acceleration[:, i]])
            self._last[i] = axis[-1:]
            # A running sum continued from its last value is the same however it is cut.
            steps = np.concatenate([self._integral[i], (axis[1:] + axis[:-1]) * gap])
            integral = np.add.accumulate(steps)
            self._integral[i] = integral[-1:]
            at_edge = np.concatenate([self._edge[i], np.interp(edges, time, integral)])
            self._edge[i] = at_edge[-1:]
            cells[:, i + 1] = (at_edge[1:] - at_edge[:-1]) * GRID_HZ
        self._last_s = time[-1:]
        x, y, z = cells[:, 1], cells[:, 2], cells[:, 3]
        cells[:, 0] = np.sqrt(x * x + y * y + z * z)
        return cells
