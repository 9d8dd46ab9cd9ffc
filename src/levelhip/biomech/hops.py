"""What each hop of the even grid holds, as grid cells come: its period and the wave of it.

Every result reaches over seconds, yet a new hop only adds to what the hops before it have summed:
each sample is filtered once, each hop multiplied with itself once, and the rest is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.cadence import (
    BAND_TAPS,
    FEW_HOPS,
    HOP,
    LONG_HOPS,
    LONGEST_LAG,
    Periods,
    at_lag,
    at_own_lag,
    banded,
    columns,
    lag_products,
    regularity,
    step_score,
    window_sums,
)
from levelhip.core import Array

_SPAN = HOP + LONGEST_LAG
"""Filtered samples that a hop is multiplied over."""
_WAVE = (LONG_HOPS // 2) * HOP + LONGEST_LAG // 2
"""Filtered samples from the first of a long window to the first of its middle hop."""
_BLOCK = 256
"""Hops looked at together: the most that stay in the processor's nearest memory. Measured."""

AROUND_HOPS = LONG_HOPS // 2
AROUND = AROUND_HOPS * HOP + LONGEST_LAG // 2 + BAND_TAPS // 2
"""Cells that must be known to either side of a hop."""


@dataclass(frozen=True, slots=True)
class Sureness:
    """From what on a hop is surely walking.

    Attributes
    ----------
    long, short : regularity over the long or the short window
    score : share of the movement at the step rate
    slowest : grid samples, longest step
    """

    long: float
    short: float
    score: float
    slowest: float


class Hops(NamedTuple):
    """Hops in a row.

    Attributes
    ----------
    at : (H,), index of each hop's period
    surely : (H,), whether the movement around it is regular enough to be walking
    real, imaginary : (H, HOP), m/s2, the wave of that period, fitted at each sample
    """

    at: NDArray[np.intp]
    surely: NDArray[np.bool_]
    real: Array
    imaginary: Array

    def followed_by(self, later: Hops) -> Hops:
        """These hops and the ones after them."""
        return Hops(
            np.concatenate((self.at, later.at)),
            np.concatenate((self.surely, later.surely)),
            np.concatenate((self.real, later.real)),
            np.concatenate((self.imaginary, later.imaginary)),
        )

    def since(self, first: int) -> Hops:
        """All but the first so many."""
        return Hops(self.at[first:], self.surely[first:], self.real[first:], self.imaginary[first:])


class HopStream:
    """Hops as cells come; the same ones however the cells are cut.

    Parameters
    ----------
    grid : Periods
        The periods looked for.
    taps : (N,)
        The band filter.
    sure : Sureness
        When a hop is surely walking.
    """

    def __init__(self, grid: Periods, taps: Array, sure: Sureness) -> None:
        self._grid, self._taps, self._sure = grid, taps, sure
        self._cells = np.empty((0, 4))
        self._bands = np.empty((4, 0))
        self._multiplied = 0  # samples of the bands that hops not yet looked at do not need
        self._sums = np.empty((4, LONGEST_LAG + 1, 0))

    def push(self, cells: Array) -> list[Hops]:
        """The hops that have become known, in blocks.

        Parameters
        ----------
        cells : (n, 4), m/s2
            Next cells: length and three axes.

        Returns
        -------
        list of Hops
            A hop is known `AROUND` cells after its last one; the first known has as many before.
        """
        found = []
        room = _BLOCK * HOP
        for start in range(0, len(cells), room):
            self._filter(cells[start : start + room])
            hops = self._next()
            if hops is not None:
                found.append(hops)
        return found

    def _filter(self, cells: Array) -> None:
        joined = np.concatenate((self._cells, cells))
        self._cells = joined[max(len(joined) - self._taps.size + 1, 0) :]
        if len(joined) >= self._taps.size:
            known = banded(joined.T, self._taps)
            self._bands = np.concatenate((self._bands, known), axis=1)

    def _next(self) -> Hops | None:
        fresh = (self._bands.shape[1] - self._multiplied - LONGEST_LAG) // HOP
        if fresh > 0:
            ends = self._multiplied + fresh * HOP
            sums = lag_products(self._bands[:, self._multiplied : ends + LONGEST_LAG])
            self._sums = np.concatenate((self._sums, sums), axis=2)
            self._multiplied = ends
        count = self._sums.shape[2] - LONG_HOPS + 1
        if count <= 0:
            return None
        at, surely = self._walking()
        real, imaginary = self._waves(at)
        self._sums = self._sums[..., count:]
        self._bands = self._bands[:, count * HOP :]
        self._multiplied -= count * HOP
        return Hops(at, surely, real, imaginary)

    def _walking(self) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Each hop's period (index) and whether it is surely walking."""
        grid, sure = self._grid, self._sure
        both = window_sums(self._sums)
        # Over the long and the short window, of length and axes: (2, 2, lags, H).
        alike = regularity(both[:, 0::2], both[:, 1::2])
        score = step_score(alike[0, 0], grid)
        # Forward, up and across all come round only after a whole stride: an overtone of the step
        # repeats in length alone.
        likely = at_lag(alike[0, 1], grid.stride)
        likely += score
        likely *= grid.prior[:, None]
        at = likely.argmax(axis=0)
        own = grid.samples[at]
        long, short = at_own_lag(alike, 2.0 * own).min(axis=1)
        surely = (long >= sure.long) | (short >= sure.short)
        surely &= score[at, np.arange(at.size)] >= sure.score
        return at, surely & (own <= sure.slowest)

    def _waves(self, at: NDArray[np.intp]) -> tuple[Array, Array]:
        """The wave of each hop's period, fitted at each sample: real and imaginary, (H, HOP)."""
        grid, reach = self._grid, self._grid.reach
        re_taps, im_taps = grid.taps_re[:, at], grid.taps_im[:, at]
        fitted = _few_waves if at.size <= FEW_HOPS else _many_waves
        real, imaginary = fitted(self._bands[:1, _WAVE - reach :], re_taps, im_taps)
        return np.ascontiguousarray(real.T), np.ascontiguousarray(imaginary.T)


def _few_waves(series: Array, re_taps: Array, im_taps: Array) -> tuple[Array, Array]:
    """The sums of `_many_waves`, all in one step."""
    reach, hops = len(re_taps) - 1, re_taps.shape[1]
    step = series.strides[1]
    shape, strides = (reach + 1, HOP, hops), (step, step, HOP * step)
    back = (-step, step, HOP * step)
    after = np.ndarray(shape, series.dtype, series, reach * step, strides)
    before = np.ndarray(shape, series.dtype, series, reach * step, back)
    # Taps lie along the first axis: they are added one by one, in order.
    parts = after + before
    parts[0] = after[0]
    parts *= re_taps[:, None]
    real = np.add.reduce(parts, axis=0)
    np.subtract(after, before, out=parts)
    parts *= im_taps[:, None]
    return real, np.asarray(np.add.reduce(parts, axis=0))


def _many_waves(series: Array, re_taps: Array, im_taps: Array) -> tuple[Array, Array]:
    """The wave at each sample, real and imaginary, (HOP, H), summed tap by tap over all hops."""
    reach, hops = len(re_taps) - 1, re_taps.shape[1]
    wave = columns(series, 2 * reach + HOP, hops)[0]
    real, imaginary = wave[reach : reach + HOP] * re_taps[0], np.zeros((HOP, hops))
    pair = np.empty_like(real)
    for i in range(1, reach + 1):
        before, after = wave[reach - i : reach - i + HOP], wave[reach + i : reach + i + HOP]
        np.add(after, before, out=pair)
        pair *= re_taps[i]
        real += pair
        np.subtract(after, before, out=pair)
        pair *= im_taps[i]
        imaginary += pair
    return real, imaginary
