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
from numpy.typing import NDArray

from levelhip.biomech.bouts import Bouts, Swing
from levelhip.biomech.cadence import GRID_HZ, HOP, Periods, band_taps, periods
from levelhip.biomech.even_grid import EvenGrid
from levelhip.biomech.hops import AROUND, Hops, HopStream, Sureness
from levelhip.core import Array, BadRecording, Estimate, Event, Motion, NotEnoughData, Side

SLOWEST_RATE_HZ = 15.0
"""Fewer samples a second leave less than five a step at a brisk walk. Chosen by us."""
GRAVITY_RANGE = (7.0, 14.0)
"""m/s2, typical length of the acceleration vector of any recording with gravity in it."""
TIMING_SD_S = 0.03
"""s, scatter of one phase crossing about the step, from simulated walks (accuracy/steps.py)."""


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
                    "motion: {rate} samples a second; steps need {least} or more",
                    rate=f"{rate_hz:.1f}",
                    least=f"{SLOWEST_RATE_HZ:g}",
                )
            typical = float(np.nanmedian(np.linalg.norm(motion.acceleration, axis=1)))
            if not GRAVITY_RANGE[0] <= typical <= GRAVITY_RANGE[1]:
                raise BadRecording(
                    "motion.acceleration: typically {value} m/s2 long; give acceleration in m/s2 "
                    "with gravity in it (about 9.81 at rest)",
                    value=f"{typical:.2f}",
                )
        return self.stream().whole(motion)

    def stream(self) -> StepStream:
        """The same finder for motion that arrives bit by bit."""
        return StepStream(self)


_STEADY = 3
"""Hops (1.2 s) in a row that must look like walking: chance in a shaking car is shorter."""
_MARGIN = AROUND + (_STEADY - 1) * HOP
"""Grid samples that a hop's result depends on, to either side of it."""
_PIECE = 10_240
"""Samples that are put on the grid together."""
_NONE = Hops(
    np.empty(0, dtype=np.intp), np.empty(0, dtype=bool), np.empty((0, HOP)), np.empty((0, HOP))
)


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


def _events(times_s: list[float]) -> tuple[Event, ...]:
    return tuple(Event("step", Side.BOTH, time_s, time_s, time_s) for time_s in times_s)


class StepStream:
    """Steps as they come: events of kind "step", side BOTH, start = peak = end.

    A step comes 6 to 7 s after it was taken, the first ones of a walk as soon as it is sure to be
    one; the same steps come out however the motion is cut.
    """

    def __init__(self, finder: StepFinder) -> None:
        self.finder = finder
        self._even = EvenGrid()
        self._waiting: list[Motion] = []
        self._wanted = 0
        self._cell = np.empty((0, 4))  # the latest
        sure = Sureness(
            finder.sure_regularity_long,
            finder.sure_regularity_short,
            finder.sure_score,
            finder.slowest_s * GRID_HZ,
        )
        self._hops = HopStream(finder.grid, finder.taps, sure)
        self._near = _NONE
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
        return _events(self._pushed(motion))

    def finish(self) -> tuple[Event, ...]:
        """The steps still held back when the recording ends."""
        given = self._take(self._gridded())
        if self._cell.shape[0]:
            missing = -self._even.count % HOP
            given += self._take(np.repeat(self._cell, missing + _MARGIN, axis=0))
        return _events(given)

    def whole(self, motion: Motion) -> Steps:
        """The steps of a recording that holds nothing but this.

        Parameters
        ----------
        motion : Motion
            All its samples.
        """
        # A piece at a time: what stays in the processor's near memory is done in half the time.
        for start in range(0, len(motion), _PIECE):
            self._pushed(motion.cut(start, start + _PIECE))
        self.finish()
        return self.steps()

    def steps(self) -> Steps:
        """All steps given so far."""
        return Steps(np.array(self._times), tuple(Bout(*bout) for bout in self._bouts.spans))

    def _pushed(self, motion: Motion) -> list[float]:
        if not len(motion):
            return []
        self._waiting.append(motion)
        # Nothing can become certain before the next hop is whole.
        if not self._even.reaches(float(motion.time_s[-1]), self._wanted):
            return []
        return self._take(self._gridded())

    def _gridded(self) -> Array:
        """The cells of the samples that waited."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return self._cell[:0]
        time_s, acceleration = waiting[0].time_s, waiting[0].acceleration
        if len(waiting) > 1:
            time_s = np.concatenate([part.time_s for part in waiting])
            acceleration = np.concatenate([part.acceleration for part in waiting])
        cells = self._even.push(time_s, acceleration)
        # A hop becomes whole where _MARGIN cells stand behind it.
        self._wanted = self._even.count + 1 + (_MARGIN - self._even.count - 1) % HOP
        return cells

    def _take(self, cells: Array) -> list[float]:
        if not cells.shape[0]:
            return []
        if not self._cell.shape[0]:
            # The person is taken to have stood as at the first sample.
            cells = np.concatenate([np.repeat(cells[:1], _MARGIN, axis=0), cells])
        self._cell = cells[-1:]
        given: list[float] = []
        for hops in self._hops.push(cells):
            for swing in self._swings(hops):
                given += self._bouts.push(swing)
        self._times += given
        return given

    def _swings(self, fresh: Hops) -> list[Swing]:
        """What may be a step in the hops whose neighbours are known now, in order of time."""
        finder = self.finder
        near = self._near.followed_by(fresh)
        wide = 2 * (_STEADY - 1)
        hops = near.at.size - wide
        self._near = near.since(max(hops, 0))
        if hops <= 0:
            return []
        strength = np.sqrt(near.real * near.real + near.imaginary * near.imaginary)
        surely = _steady(near.surely & (strength[:, HOP // 2] >= finder.weakest))
        middle = slice(_STEADY - 1, 1 - _STEADY)
        re, im, power = (part[middle].ravel() for part in (near.real, near.imaginary, strength))
        before_im = np.concatenate([[self._last_phase[0]], im[:-1]])
        before_re = np.concatenate([[self._last_phase[1]], re[:-1]])
        self._last_phase = (float(im[-1]), float(re[-1]))
        crossed = (before_im < 0.0) & (im >= 0.0) & (re + before_re > 0.0)
        i = np.flatnonzero(crossed & (power >= finder.weakest))
        first, self._done_hops = self._done_hops * HOP, self._done_hops + hops
        if not i.size:
            return []
        sample = i + first - im[i] / (im[i] - before_im[i])
        time_s = self._even.offset_s + sample / GRID_HZ
        period_s = finder.grid.samples[near.at[middle][i // HOP]] / GRID_HZ
        columns = (time_s, period_s, power[i], surely[i // HOP])
        return [Swing(*row) for row in zip(*(part.tolist() for part in columns), strict=True)]
