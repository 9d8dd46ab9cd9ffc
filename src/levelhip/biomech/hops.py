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
    SHORT_HOPS,
    Periods,
    at_lag,
    at_own_lag,
    banded,
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
_BLOCK, _PART = 256, 16
"""Hops looked at, and multiplied, together: the most that stay in the processor's nearest memory.
Measured."""

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
        self._sums = np.empty((0, 4, LONGEST_LAG + 1))

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
            bands = self._bands[:, self._multiplied : self._multiplied + fresh * HOP + LONGEST_LAG]
            sums = [
                lag_products(bands[:, first * HOP : (first + _PART) * HOP + LONGEST_LAG])
                for first in range(0, fresh, _PART)
            ]
            self._sums = np.concatenate((self._sums, *sums))
            self._multiplied += fresh * HOP
        count = len(self._sums) - LONG_HOPS + 1
        if count <= 0:
            return None
        at, surely = self._walking(count)
        real, imaginary = self._waves(at)
        self._sums = self._sums[count:]
        self._bands = self._bands[:, count * HOP :]
        self._multiplied -= count * HOP
        return Hops(at, surely, real, imaginary)

    def _walking(self, count: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
        """Each hop's period (index) and whether it is surely walking."""
        grid, sure = self._grid, self._sure
        first = (LONG_HOPS - SHORT_HOPS) // 2
        wide = window_sums(self._sums, LONG_HOPS)
        near = window_sums(self._sums[first : first + count + SHORT_HOPS - 1], SHORT_HOPS)
        # Length and axes over the long window, then over the short one: (H, 4, lags).
        both = np.concatenate((wide, near), axis=1)
        alike = regularity(both[:, 0::2], both[:, 1::2])
        score = step_score(alike[:, 0], grid)
        # Forward, up and across all come round only after a whole stride: an overtone of the step
        # repeats in length alone.
        likely = (score + at_lag(alike[:, 1], 2.0 * grid.samples)) * grid.prior
        at = likely.argmax(axis=1)
        own = grid.samples[at]
        length_long, axes_long, length_short, axes_short = at_own_lag(alike, 2.0 * own).T
        surely = np.minimum(length_long, axes_long) >= sure.long
        surely |= np.minimum(length_short, axes_short) >= sure.short
        surely &= score[np.arange(count), at] >= sure.score
        return at, surely & (own <= sure.slowest)

    def _waves(self, at: NDArray[np.intp]) -> tuple[Array, Array]:
        """The wave of each hop's period, fitted at each sample: real and imaginary, (H, HOP)."""
        grid = self._grid
        wave = self._bands[0, _WAVE - grid.reach :]
        step = wave.strides[0]
        shape, strides = (2 * grid.reach + 1, HOP, at.size), (step, step, HOP * step)
        views = np.ndarray(shape, wave.dtype, wave, 0, strides)
        re_taps, im_taps = grid.taps_re.T[:, at], grid.taps_im.T[:, at]
        if at.size <= FEW_HOPS:
            # Taps lie along the first axis: they are added one by one, in order.
            real = np.add.reduce(views * re_taps[:, None], axis=0)
            imaginary = np.add.reduce(views * im_taps[:, None], axis=0)
            return real.T, imaginary.T
        # The same sums in the same order, tap by tap over all hops.
        real, imaginary = np.zeros((HOP, at.size)), np.zeros((HOP, at.size))
        part, product = np.empty((HOP, at.size)), np.empty((HOP, at.size))
        for view, re_tap, im_tap in zip(views, re_taps, im_taps, strict=True):
            np.copyto(part, view)
            real += np.multiply(part, re_tap, out=product)
            imaginary += np.multiply(part, im_tap, out=product)
        return np.ascontiguousarray(real.T), np.ascontiguousarray(imaginary.T)
