"""Steps from a phone or sensor worn anywhere.

The length of the acceleration vector does not depend on how the phone is turned, and rises and
falls once a step. On an even grid, every 0.4 s, the step period is chosen that best explains the
last and next three seconds (`cadence.step_score`); a wave of that period is then fitted at every
sample, and a step is counted each time its phase comes round while the movement is regular enough
to be walking. Counting a phase does not miss or double a step as picking peaks does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from levelhip.biomech.bouts import Bouts, Swing
from levelhip.biomech.cadence import (
    BAND_TAPS,
    GRID_HZ,
    HOP,
    LONG_HOPS,
    LONGEST_LAG,
    SHORT_HOPS,
    EvenGrid,
    Periods,
    at_lag,
    at_own_lag,
    band_taps,
    banded,
    lag_products,
    periods,
    regularity,
    step_score,
    window_sums,
)
from levelhip.core import Array, BadRecording, Estimate, Event, Motion, NotEnoughData, Side

SLOWEST_RATE_HZ = 15.0
"""Fewer samples a second leave less than five a step at a brisk walk. Chosen by us."""
GRAVITY_RANGE = (7.0, 14.0)
"""m/s2, typical length of the acceleration vector of any recording with gravity in it."""
TIMING_SD_S = 0.03
"""s, scatter of one phase crossing about the step, from simulated walks (accuracy/steps.py)."""
_CHUNK_HOPS = 512


@dataclass(frozen=True, slots=True)
class Bout:
    """A stretch of walking: first to last step, and how many steps it holds."""

    start_s: float
    end_s: float
    steps: int


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a recording.

    Attributes
    ----------
    time_s : (R,), s, when each step comes (the phase is that of the upward push, a constant
        fraction of a step after the foot lands)
    bouts : stretches of walking without a stop
    """

    time_s: Array
    bouts: tuple[Bout, ...]

    @property
    def step_time(self) -> Estimate:
        """Mean time from one step to the next within a bout, s; NaN below two steps."""
        intervals = np.diff(self.time_s)
        first = np.cumsum([bout.steps for bout in self.bouts])[:-1] - 1
        intervals = np.delete(intervals, first) if intervals.size else intervals
        if not intervals.size:
            return Estimate(np.nan, np.nan, unit="s", method="phone-phase")
        spread = max(float(np.std(intervals)), TIMING_SD_S) / np.sqrt(intervals.size)
        return Estimate(float(np.mean(intervals)), float(spread), unit="s", method="phone-phase")

    @property
    def cadence(self) -> Estimate:
        """Steps per minute while walking; NaN below two steps."""
        mean, sd = float(self.step_time.value), float(self.step_time.sd)
        return Estimate(60.0 / mean, 60.0 * sd / mean**2, unit="steps/min", method="phone-phase")


@dataclass(frozen=True)
class StepFinder:
    """Finds steps in the motion of a phone. All settings are chosen by us on simulated walks.

    Attributes
    ----------
    shortest_s, longest_s : s, step times looked for
    slowest_s : s, longest step time that counts (70 steps a minute): slower swings are told from
        steps, but squats and leg lifts have their rhythm too
    usual_s : s, most usual step time (111 steps a minute), and
    spread : of its natural logarithm, for telling step from stride
    bell : periods, width of the wave that reads the phase
    sure_regularity_long, sure_regularity_short : regularity over 6 s, or over 2.8 s, from which a
        movement is taken for walking; a car on its springs stays below
    sure_score : share of the movement at the step rate, from which it is taken for walking
    weakest : m/s2, amplitude at the step rate below which nothing is a step
    edge_share : of the amplitude of the surest walking nearby: a swing below it is no step
    neighbour_share : of the amplitude of the step beside it, towards the surer walking: people set
        off and stop gradually, so that a first or last step is measured by its neighbour
    fewest : steps, the shortest bout that counts
    """

    shortest_s: float = 0.28
    longest_s: float = 1.02
    slowest_s: float = 0.86
    usual_s: float = 0.54
    spread: float = 0.35
    bell: float = 0.75
    sure_regularity_long: float = 0.62
    sure_regularity_short: float = 0.78
    sure_score: float = 0.15
    weakest: float = 0.30
    edge_share: float = 0.25
    neighbour_share: float = 0.40
    fewest: int = 4

    @cached_property
    def grid(self) -> Periods:
        """The step periods looked for."""
        return periods(self.shortest_s, self.longest_s, self.usual_s, self.spread, self.bell)

    @cached_property
    def taps(self) -> Array:
        """The band filter."""
        return band_taps()

    def find(self, motion: Motion) -> Steps:
        """The steps of a whole recording.

        Parameters
        ----------
        motion : Motion
            Any rate from 15 Hz, with gravity; rotation is not used.

        Returns
        -------
        Steps

        Raises
        ------
        NotEnoughData
            Below 15 samples a second.
        BadRecording
            When gravity has been taken out.
        """
        if len(motion) > 1:
            rate_hz = 1.0 / float(np.median(np.diff(motion.time_s)))
            if rate_hz < SLOWEST_RATE_HZ:
                raise NotEnoughData(
                    f"motion: {rate_hz:.1f} samples a second; steps need {SLOWEST_RATE_HZ:g} "
                    "or more"
                )
            typical = float(np.nanmedian(np.linalg.norm(motion.acceleration, axis=1)))
            if not GRAVITY_RANGE[0] <= typical <= GRAVITY_RANGE[1]:
                raise BadRecording(
                    f"motion.acceleration: typically {typical:.2f} m/s2 long; give acceleration in "
                    "m/s2 with gravity in it (about 9.81 at rest)"
                )
        stream = self.stream()
        stream.push(motion)
        stream.finish()
        return stream.steps()

    def stream(self) -> StepStream:
        """The same finder for motion that arrives bit by bit."""
        return StepStream(self)


_STEADY = 3
"""Hops (1.2 s) in a row that must look like walking: chance in a shaking car is shorter."""
_WIDE = LONG_HOPS // 2 + _STEADY - 1
_MARGIN = _WIDE * HOP + LONGEST_LAG // 2 + BAND_TAPS // 2
"""Grid samples that a hop's result depends on, to either side of it."""


def _steady(surely: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Rows that belong to a run of at least _STEADY, where _STEADY - 1 neighbours are known."""
    size = surely.size - _STEADY + 1
    runs = surely[:size].copy()
    for i in range(1, _STEADY):
        runs &= surely[i : i + size]
    kept = runs[: size - _STEADY + 1].copy()
    for i in range(1, _STEADY):
        kept |= runs[i : i + size - _STEADY + 1]
    return kept


class StepStream:
    """Steps as they come: events of kind "step", side BOTH, start = peak = end.

    A step comes 6 to 7 s after it was taken, the first ones of a walk as soon as it is sure to be
    one; the same steps come out however the motion is cut.
    """

    def __init__(self, finder: StepFinder) -> None:
        self.finder = finder
        self._even = EvenGrid()
        self._cells = np.empty((0, 4))
        self._done_hops = 0
        self._last_phase = (0.0, 1.0)
        self._bouts = Bouts(finder.fewest, finder.edge_share, finder.neighbour_share)
        self._times: list[float] = []

    def push(self, motion: Motion) -> tuple[Event, ...]:
        """Take samples, give the steps that have become certain.

        Parameters
        ----------
        motion : Motion
            Samples later than all before.

        Returns
        -------
        tuple of Event
            In order of time.
        """
        return self._take(self._even.push(motion.time_s, motion.acceleration))

    def finish(self) -> tuple[Event, ...]:
        """The steps still held back when the recording ends."""
        if not self._cells.shape[0]:
            return ()
        missing = -(self._cells.shape[0] - _MARGIN) % HOP
        return self._take(np.repeat(self._cells[-1:], missing + _MARGIN, axis=0))

    def steps(self) -> Steps:
        """All steps given so far."""
        return Steps(np.array(self._times), tuple(Bout(*bout) for bout in self._bouts.spans))

    def _take(self, cells: Array) -> tuple[Event, ...]:
        if not self._cells.shape[0]:
            if not cells.shape[0]:
                return ()
            # The person is taken to have stood as at the first sample.
            self._cells = np.repeat(cells[:1], _MARGIN, axis=0)
        self._cells = np.concatenate([self._cells, cells])
        events: list[Event] = []
        while (hops := (self._cells.shape[0] - 2 * _MARGIN) // HOP) > 0:
            hops = min(hops, _CHUNK_HOPS)
            for swing in self._swings(self._cells[: 2 * _MARGIN + hops * HOP], hops):
                events += self._given(self._bouts.push(swing))
            self._done_hops += hops
            self._cells = self._cells[hops * HOP :]
        return tuple(events)

    def _given(self, times: list[float]) -> list[Event]:
        self._times += times
        return [Event("step", Side.BOTH, time, time, time) for time in times]

    def _swings(self, cells: Array, hops: int) -> list[Swing]:
        """What may be a step in the middle `hops` hops, in order of time."""
        finder, grid = self.finder, self.finder.grid
        waves = [banded(np.ascontiguousarray(cells[:, i]), finder.taps) for i in range(4)]
        at, surely = self._walking(waves, hops)
        real, imaginary = self._waves(waves[0], at)
        strength = np.sqrt(real * real + imaginary * imaginary)
        surely &= strength[:, HOP // 2] >= finder.weakest
        surely = _steady(surely)
        middle = slice(_STEADY - 1, 1 - _STEADY)
        re, im, power = (part[middle].ravel() for part in (real, imaginary, strength))
        before_im = np.concatenate([[self._last_phase[0]], im[:-1]])
        before_re = np.concatenate([[self._last_phase[1]], re[:-1]])
        self._last_phase = (float(im[-1]), float(re[-1]))
        crossed = (before_im < 0.0) & (im >= 0.0) & (re + before_re > 0.0)
        i = np.flatnonzero(crossed & (power >= finder.weakest))
        sample = i + self._done_hops * HOP - im[i] / (im[i] - before_im[i])
        time_s = self._even.offset_s + sample / GRID_HZ
        period_s = grid.samples[at[middle][i // HOP]] / GRID_HZ
        columns = (time_s, period_s, power[i], surely[i // HOP])
        return [Swing(*row) for row in zip(*(part.tolist() for part in columns), strict=True)]

    def _walking(self, waves: list[Array], hops: int) -> tuple[Array, NDArray[np.bool_]]:
        """Each hop's period (index) and whether it is surely walking, _STEADY - 1 hops wider."""
        finder, grid = self.finder, self.finder.grid
        inner = hops + 2 * (_STEADY - 1)
        first = (LONG_HOPS - SHORT_HOPS) // 2
        alike = []
        for channels in (waves[:1], waves[1:]):
            products, energies = lag_products(channels, hops + 2 * _WIDE)
            for width, start in ((LONG_HOPS, 0), (SHORT_HOPS, first)):
                sums = [window_sums(part[start:], width)[:inner] for part in (products, energies)]
                alike.append(regularity(*sums))
        score = step_score(alike[0], grid)
        # Forward, up and across all come round only after a whole stride: an overtone of the step
        # repeats in length alone.
        likely = (score + at_lag(alike[2], 2.0 * grid.samples)) * grid.prior
        at = np.argmax(likely, axis=1)
        stride = 2.0 * grid.samples[at]
        length_long, length_short, axes_long, axes_short = (
            at_own_lag(part, stride) for part in alike
        )
        surely = np.minimum(length_long, axes_long) >= finder.sure_regularity_long
        surely |= np.minimum(length_short, axes_short) >= finder.sure_regularity_short
        surely &= score[np.arange(inner), at] >= finder.sure_score
        return at, surely & (grid.samples[at] <= finder.slowest_s * GRID_HZ)

    def _waves(self, wave: Array, at: Array) -> tuple[Array, Array]:
        """The wave of each hop's period, fitted at each sample: real and imaginary, (H, HOP)."""
        grid, inner = self.finder.grid, at.size
        start = (LONG_HOPS // 2) * HOP + LONGEST_LAG // 2
        views = sliding_window_view(wave[start - grid.reach :], inner * HOP)
        re_taps = np.ascontiguousarray(grid.taps_re[at].T)
        im_taps = np.ascontiguousarray(grid.taps_im[at].T)
        # Hops lie along the last axis, where numpy is fast.
        real, imaginary = np.zeros((HOP, inner)), np.zeros((HOP, inner))
        part, product = np.empty((HOP, inner)), np.empty((HOP, inner))
        for j in range(2 * grid.reach + 1):
            np.copyto(part, views[j].reshape(inner, HOP).T)
            real += np.multiply(part, re_taps[j], out=product)
            imaginary += np.multiply(part, im_taps[j], out=product)
        return np.ascontiguousarray(real.T), np.ascontiguousarray(imaginary.T)
