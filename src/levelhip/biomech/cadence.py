"""How regular a signal is and at which period: the ground under the step finder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

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
    taps_re, taps_im : (J + 1, K), a wave of that period under a bell, to read a phase with, from
        its middle on: the real part is alike to both sides, the imaginary one opposite
    stride : two periods
    comb : one, two, a half and one and a half periods
    """

    samples: Array
    prior: Array
    taps_re: Array
    taps_im: Array
    stride: Between
    comb: Between

    @property
    def reach(self) -> int:
        """J: samples that the wave reaches to either side."""
        return int(self.taps_re.shape[0] - 1)


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
    offset = np.arange(reach + 1)[:, None] / samples
    weight = np.exp(-0.5 * (offset / bell) ** 2)
    weight /= weight.sum(axis=0) - 0.5 * weight[0]
    wave = 2.0 * np.pi * offset
    lags = np.concatenate((samples, 2.0 * samples, 0.5 * samples, 1.5 * samples))
    return Periods(
        samples,
        prior,
        weight * np.cos(wave),
        -weight * np.sin(wave),
        Between.of(2.0 * samples),
        Between.of(lags),
    )


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


def columns(series: Array, rows: int, hops: int) -> Array:
    """Samples by hop, the hops along the last axis, where numpy is fast: (C, rows, hops).

    Parameters
    ----------
    series : (C, T), C-contiguous
        On the grid.
    rows : int
        Samples from the first of each hop; more than `HOP` reach into the hops after it.
    hops : int
        How many.

    Returns
    -------
    Array
        A copy: row r of hop h is sample h HOP + r.
    """
    across, step = series.strides
    shape, strides = (series.shape[0], rows, hops), (across, step, HOP * step)
    return np.ascontiguousarray(np.ndarray(shape, series.dtype, series, 0, strides))


def lag_products(waves: Array) -> Array:
    """What a periodicity needs, summed per hop, for every lag: of the first wave, and of the rest.

    Parameters
    ----------
    waves : (W, H HOP + LONGEST_LAG)
        Filtered series; the first hop starts at sample LONGEST_LAG / 2.

    Returns
    -------
    Array
        (4, LONGEST_LAG + 1, H): sums of x(t + L/2) x(t - L/2) of the first wave, and of half
        their squares' sum; then both summed over the other waves.
    """
    hops = (waves.shape[1] - LONGEST_LAG) // HOP
    waves = np.ascontiguousarray(waves)
    squares = waves * waves
    powers = squares[:2].copy()
    for other in squares[2:]:
        powers[1] += other
    size = powers.shape[1] - HOP + 1
    power = powers[:, :size].copy()
    for i in range(1, HOP):
        power += powers[:, i : i + size]
    power = columns(power, LONGEST_LAG + 1, hops)
    products = _few_products if hops <= FEW_HOPS else _many_products
    sums = np.empty((4, LONGEST_LAG + 1, hops))
    half = LONGEST_LAG // 2
    for odd in (0, 1):
        count = half + 1 - odd
        later = slice(half + odd, half + odd + count)
        earlier = slice(half, half - count if count <= half else None, -1)
        np.add(power[:, later], power[:, earlier], out=sums[1::2, odd::2])
        products(waves, odd, sums[::2, odd::2])
    sums[1::2] *= 0.5
    return sums


def _few_products(waves: Array, odd: int, sums: Array) -> None:
    """Products of the odd or even lags, all in one step."""
    half = LONGEST_LAG // 2
    across, step = waves.strides
    shape = (waves.shape[0], HOP, *sums.shape[1:])
    later = np.ndarray(
        shape, waves.dtype, waves, (half + odd) * step, (across, step, step, HOP * step)
    )
    earlier = np.ndarray(shape, waves.dtype, waves, half * step, (across, step, -step, HOP * step))
    products = later * earlier
    for other in products[2:]:
        products[1] += other
    # Samples lie along the second axis: they are added one by one, in order.
    np.add.reduce(products[:2], axis=1, out=sums)


def _many_products(waves: Array, odd: int, sums: Array) -> None:
    """The same sums in the same order, sample by sample over all hops."""
    _, count, hops = sums.shape
    rows = LONGEST_LAG + HOP
    by_hop = columns(waves, rows, hops)
    mirrored = np.ascontiguousarray(by_hop[:, ::-1])
    total, product = np.empty(sums.shape), np.empty(sums.shape)
    other = np.empty((count, hops))
    for i in range(HOP):
        up, down = i + LONGEST_LAG // 2 + odd, rows - 1 - i - LONGEST_LAG // 2
        later, earlier = by_hop[:, up : up + count], mirrored[:, down : down + count]
        np.multiply(later[:2], earlier[:2], out=product)
        for one, two in zip(later[2:], earlier[2:], strict=True):
            product[1] += np.multiply(one, two, out=other)
        if i:
            total += product
        else:
            total[:] = product
    sums[:] = total


def window_sums(values: Array) -> Array:
    """Sums over the long and over the short window, added in a fixed order.

    Parameters
    ----------
    values : (…, H)
        One column a hop.

    Returns
    -------
    Array
        (2, …, H - LONG_HOPS + 1): long, and short in the middle of it.
    """
    size = values.shape[-1] - LONG_HOPS + 1
    two = values[..., :-1] + values[..., 1:]
    # A short window is 2 + 2, 2 and 1 hops; a long one two short ones and a hop.
    short = two[..., :-5] + two[..., 2:-3]
    short += two[..., 4:-1]
    short += values[..., SHORT_HOPS - 1 :]
    both = np.empty((2, *values.shape[:-1], size))
    first = (LONG_HOPS - SHORT_HOPS) // 2
    both[1] = short[..., first : first + size]
    np.add(short[..., :size], short[..., SHORT_HOPS : SHORT_HOPS + size], out=both[0])
    both[0] += values[..., LONG_HOPS - 1 :]
    return both


def regularity(products: Array, energies: Array) -> Array:
    """How alike a stretch is to itself a lag later, -1 to 1; 0 where nothing moves.

    The normalised square difference of McLeod and Wyvill (2005): 1 for a repetition of the same
    size, less for one that grows or fades.

    Parameters
    ----------
    products, energies : (…)
        Sums of `lag_products`.

    Returns
    -------
    Array
        (…).
    """
    least = np.maximum(energies, 1e-9)
    return np.divide(products, least, out=least)


class Between(NamedTuple):
    """Where lags lie between whole ones.

    Attributes
    ----------
    low : (N,), the whole lag at or below
    part : (N,), how far on the way to the next one
    """

    low: NDArray[np.intp]
    part: Array

    @classmethod
    def of(cls, lag: Array) -> Between:
        """Of lags in grid samples, (N,)."""
        low = np.minimum(lag.astype(np.intp), LONGEST_LAG - 1)
        return cls(low, lag - low)


def at_lag(regular: Array, lag: Between) -> Array:
    """Regularity between whole lags, (N, H), by a line through its neighbours.

    Parameters
    ----------
    regular : (lags, H)
        `regularity`.
    lag : Between
        N lags.

    Returns
    -------
    Array
        (N, H).
    """
    part = lag.part[:, None]
    below, above = regular[lag.low], regular[lag.low + 1]
    below *= 1.0 - part
    above *= part
    below += above
    return below


def at_own_lag(regular: Array, lag: Array) -> Array:
    """Regularities of each hop at a lag of its own, (…, H), by a line through the neighbours.

    Parameters
    ----------
    regular : (…, lags, H)
        `regularity`.
    lag : (H,)
        Grid samples.

    Returns
    -------
    Array
        (…, H).
    """
    low, part = Between.of(lag)
    hop = np.arange(lag.size)
    return np.asarray(regular[..., low, hop] * (1.0 - part) + regular[..., low + 1, hop] * part)


def step_score(regular: Array, grid: Periods) -> Array:
    """How well each step period explains a stretch, (K, H), at most 1.

    A step period repeats after one and two of itself and is opposite half-way: the four add up to
    the share of the movement at this rate, so that neither the stride (twice the period) nor an
    overtone (half of it) can pass for the step unless it is much the stronger; then `prior` speaks.

    Parameters
    ----------
    regular : (lags, H)
        `regularity`.
    grid : Periods
        Periods to score.

    Returns
    -------
    Array
        (K, H).
    """
    one, two, half, more = at_lag(regular, grid.comb).reshape(4, grid.samples.size, -1)
    one += two
    half += more
    one -= half
    one *= 0.25
    return one
