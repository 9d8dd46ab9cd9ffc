"""How regular a signal is and at which period: the ground under the step finder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

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


def banded(length: Array, taps: Array) -> Array:
    """A series filtered without delay, where the filter fits: (T - len(taps) + 1,).

    Summed tap by tap, so that a sample does not depend on how the series was cut.

    Parameters
    ----------
    length : (T,)
        Series on the grid.
    taps : (N,)
        Symmetric filter, N odd.

    Returns
    -------
    Array
        (T - N + 1,), in the unit of `length`.
    """
    middle = taps.size // 2
    size = length.size - taps.size + 1
    total = taps[middle] * length[middle : middle + size]
    pair = np.empty(size)
    for i in range(middle):
        j = taps.size - 1 - i
        np.add(length[i : i + size], length[j : j + size], out=pair)
        pair *= taps[i]
        total += pair
    return np.asarray(total)


def lag_products(waves: Sequence[Array], hops: int) -> tuple[Array, Array]:
    """What a periodicity needs, summed per hop and over the waves, for every lag.

    Parameters
    ----------
    waves : (hops HOP + LONGEST_LAG,) each
        Filtered series; the first hop starts at sample LONGEST_LAG / 2.
    hops : int
        Number of hops H.

    Returns
    -------
    tuple of Array
        (H, LONGEST_LAG + 1) each: sums of x(t + L/2) x(t - L/2), and of half their squares' sum.
    """
    size = hops * HOP
    half = LONGEST_LAG // 2
    products = np.empty((hops, LONGEST_LAG + 1))
    energies = np.empty((hops, LONGEST_LAG + 1))
    power = waves[0] * waves[0]
    for wave in waves[1:]:
        power += wave * wave
    views = [sliding_window_view(wave, size) for wave in waves]
    powers = sliding_window_view(power, size)
    for odd in (0, 1):
        count = half + 1 - odd
        later = slice(half + odd, half + odd + count)
        earlier = slice(half, half - count if count <= half else None, -1)
        product = views[0][later] * views[0][earlier]
        for view in views[1:]:
            product += view[later] * view[earlier]
        products[:, odd::2] = _hop_sums(product, hops).T
        energies[:, odd::2] = 0.5 * _hop_sums(powers[later] + powers[earlier], hops).T
    return products, energies


def _hop_sums(values: Array, hops: int) -> Array:
    parts = values.reshape(values.shape[0], hops, HOP)
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
    """Regularity of each row at a lag of its own, (H,), by a line through its neighbours.

    Parameters
    ----------
    regular : (H, lags)
        `regularity`.
    lag : (H,)
        Grid samples.

    Returns
    -------
    Array
        (H,).
    """
    row = np.arange(lag.size)
    low = np.minimum(lag.astype(np.intp), regular.shape[1] - 2)
    part = lag - low
    return np.asarray(regular[row, low] * (1.0 - part) + regular[row, low + 1] * part)


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
    comb = at_lag(regular, p) + at_lag(regular, 2.0 * p)
    comb -= at_lag(regular, 0.5 * p) + at_lag(regular, 1.5 * p)
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
