"""What a lift of the leg in side-lying was like: its times, its parts, and what was not as asked.

A fault is named only where the signal is clear: known, and past its mark by more than its
uncertainty. Where it is not, nothing is said; `values` then hold NaN for what is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from levelhip.core import Array, Event, Side

CERTAIN = 1.645
"""Standard uncertainties past a mark from which a reading is clear: 95 % in one direction."""

TOP_PART = 0.8
"""Above this part of the way up a lift is at its top, where toe and midline are judged; chosen by
us."""

CHANGE_SD_DEG = 1.5
"""Standard uncertainty of a change of the leg's height within seconds, whatever the sensor: what it
is off by hardly changes with the same posture; chosen by us."""

TIME_SD_S = {True: 0.15, False: 0.3}
"""Standard uncertainty of the time of a repetition, with and without the extension: both ends fade
into the rest, and the knee's way hardly moves the height of the leg; chosen by us."""

LEFT_PART = 0.9
"""A held leg that is below this part of its height comes down; chosen by us."""

EDGE_S = 0.5
"""How far before or after its crossings the end of a movement may be taken to lie; chosen by us."""

RESTED_S, RESTED_DEG = 0.35, 1.0
"""A leg that moves up and down by less for so long (s), and to and fro by less than twice that,
has rested before it began; chosen by us."""

ENDS_S = 1.0
"""The height at the beginning and end of a hold is the median over so long; chosen by us."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is asked of a repetition and a hold. All are chosen by us; no norm was found.

    Attributes
    ----------
    lift_deg : lower lifts are cut short: two thirds of what people reach with ease
    lowered_deg : a leg that stays further than this above where it started was not lowered
    forward_deg : hip flexion from which the knee counts as forward
    kick_deg : shortest way back from there to the line
    sunk_deg : a held leg that comes down further has sunk
    rep_s : s, shorter repetitions are too fast
    """

    lift_deg: float = 20.0
    lowered_deg: float = 10.0
    forward_deg: float = 10.0
    kick_deg: float = 15.0
    sunk_deg: float = 4.0
    rep_s: float = 1.5


class LegRow(NamedTuple):
    """One sample: its time (s) and the values of `leg_reps.LEG_COLUMNS`, angles in deg."""

    time_s: float
    abduction: float
    extension: float
    toe: float
    abduction_sd: float
    extension_sd: float
    toe_sd: float
    side: float
    asked: float


@dataclass(frozen=True)
class Lift:
    """One lift with what came before it.

    Attributes
    ----------
    rows : samples with a known abduction, from before the lowest place on
    side : the working leg
    low_deg, low_s : the lowest place before the lift
    top_deg : the highest place
    edge : part of the way within which it begins and ends
    """

    rows: Sequence[LegRow]
    side: Side
    low_deg: float
    low_s: float
    top_deg: float
    edge: float

    @cached_property
    def columns(self) -> Array:
        """(n, 9): the fields of `LegRow`."""
        return np.array(self.rows, dtype=np.float64)

    @property
    def time_s(self) -> Array:
        """Times, s."""
        return np.asarray(self.columns[:, 0])

    @property
    def abduction(self) -> Array:
        """Height of the leg, deg."""
        return np.asarray(self.columns[:, 1])

    @cached_property
    def top_i(self) -> int:
        """Index of the highest place."""
        after = self.time_s >= self.low_s
        return int(np.argmax(np.where(after, self.abduction, -np.inf)))

    @property
    def line_deg(self) -> float:
        """From where the height of a lift counts: the line of the body, or where the leg lay."""
        return max(self.low_deg, 0.0)

    @cached_property
    def at_top(self) -> NDArray[np.intp]:
        """Rows about the highest place, as long as the leg stays near it."""
        level = self.line_deg + TOP_PART * (self.top_deg - self.line_deg)
        near = self.abduction >= level
        first = _last(~near[: self.top_i]) + 1
        after = np.flatnonzero(~near[self.top_i :])
        stop = self.top_i + int(after[0]) if after.size else len(near)
        return np.arange(first, stop)

    def is_forward(self) -> NDArray[np.bool_]:
        """Where the thigh is as far forward as before the lift, (n,); true where unknown."""
        back = self.columns[:, 2]
        known = np.isfinite(back) & (np.arange(len(back)) <= self.top_i)
        if not known.any():
            return np.ones(len(back), dtype=bool)
        low, top = float(back[known].min()), float(back[known].max())
        return np.asarray(~(back > low + self.edge * (top - low)))

    def begun(self, left_i: int) -> float:
        """When a repetition began, given the row in which it left its lowest place, s.

        There, where the leg has rested in it; before, where it came there from a rest and went on
        at once (knee down and forward out of the line of the body).
        """
        t = self.time_s
        low_i = int(np.searchsorted(t, self.low_s))
        if not self._rests_until(left_i):
            for i in range(min(low_i, left_i), 0, -1):
                if self._rests_until(i):
                    return float(t[i])
        return float(t[left_i])

    def _rests_until(self, i: int) -> bool:
        """Whether the leg has hardly moved for a moment up to a row."""
        t = self.time_s
        first = int(np.searchsorted(t, t[i] - RESTED_S))
        if t[i] - RESTED_S < t[0]:
            return False
        for column, most in ((1, RESTED_DEG), (2, 2.0 * RESTED_DEG)):
            stretch = self.columns[first : i + 1, column]
            # Where the extension is unknown the height tells alone.
            if stretch.max() - stretch.min() > most:
                return False
        return True

    def crossed(self, part: float, top_deg: float, *, rising: bool, from_i: int) -> float:
        """When the leg passed a part of its height on the way up to a row, or down from it, s."""
        level = self.line_deg + part * (top_deg - self.line_deg)
        t, x = self.time_s, self.abduction
        if rising:
            i = _last(x[:from_i] < level)
            return float("nan") if i < 0 else _between(t, x, i, i + 1, level)
        below = np.flatnonzero(x[from_i:] < level)
        if not below.size:
            return float("nan")
        j = from_i + int(below[0])
        return _between(t, x, j - 1, j, level) if j else float(t[0])

    def left(self, held_deg: float) -> float:
        """When the leg began to come down from a height, by the last of its way, s."""
        t, x = self.time_s, self.abduction
        height = held_deg - self.line_deg
        i = _last(x - self.line_deg >= LEFT_PART * height)
        part = float(x[-1] - self.line_deg) / height if height > 0 else 1.0
        if not 0 <= i < len(t) - 1 or part > TOP_PART:
            return float(t[-1])
        passed_s = _between(t, x, i, i + 1, self.line_deg + LEFT_PART * height)
        # Where along half a cosine the two places lie, in parts of its time.
        begun, now = (math.acos(max(2.0 * p - 1.0, -1.0)) / math.pi for p in (LEFT_PART, part))
        before_s = begun * (float(t[-1]) - passed_s) / (now - begun)
        return passed_s - min(before_s, EDGE_S)

    def median(self, column: int, rows: NDArray[np.intp]) -> tuple[float, float]:
        """Middle value of a signal in some rows with its uncertainty; NaN when mostly unknown."""
        values, spreads = self.columns[rows, column], self.columns[rows, column + 3]
        known = np.isfinite(values) & np.isfinite(spreads)
        if 2 * int(known.sum()) <= len(rows):
            return float("nan"), float("nan")
        return _quantile(values[known], 0.5), _quantile(spreads[known], 0.5)


def judged_rep(lift: Lift, bounds: Bounds, *, ended: bool = True) -> Event:
    """A repetition with its faults.

    Parameters
    ----------
    lift : Lift
        From before its lowest place to after it.
    bounds : Bounds
        What is asked.
    ended : bool
        Whether the way down was seen.

    Returns
    -------
    Event
        Kind "rep". Not valid when it was cut short ("low", "not-lowered"). Values: `top_deg`,
        `extension_deg` and `toe_deg` at the top with their `_sd_deg`, `lower_s` = time of the way
        down, `time_sd_s` = of the whole; NaN where unknown.
    """
    t, x = lift.time_s, lift.abduction
    way = lift.top_deg - lift.low_deg
    near = (x <= lift.low_deg + max(lift.edge * way, CHANGE_SD_DEG)) & lift.is_forward()
    start_s = lift.begun(max(_last(near[: lift.top_i]), 0))
    after = np.arange(lift.top_i, len(x))
    lowest = float(x[after].min())
    low_again = after[x[after] <= lowest + lift.edge * (lift.top_deg - lowest)]
    end_s = float(t[low_again[0]]) if low_again.size else float(t[-1])
    top_sd = lift.median(1, lift.at_top)[1]
    faults = _form_faults(lift, bounds)
    if lift.top_deg + CERTAIN * top_sd < bounds.lift_deg:
        faults.append("low")
    left = lowest - lift.low_deg - CERTAIN * CHANGE_SD_DEG
    if not ended or left > bounds.lowered_deg:
        faults.append("not-lowered")
    time_sd_s = TIME_SD_S[bool(np.isfinite(lift.columns[:, 2]).any())]
    if ended and end_s - start_s + CERTAIN * time_sd_s < bounds.rep_s:
        faults.append("too-fast")
    down_s = lift.crossed(0.1, lift.top_deg, rising=False, from_i=lift.top_i)
    lower_s = down_s - float(t[lift.at_top[-1]])
    values = (
        *_values(lift, lift.at_top, lift.top_deg, top_sd),
        ("lower_s", lower_s),
        ("time_sd_s", time_sd_s),
    )
    return Event(
        "rep",
        lift.side,
        start_s,
        float(t[lift.top_i]),
        end_s,
        valid=not {"low", "not-lowered"} & set(faults),
        faults=tuple(faults),
        values=values,
    )


def judged_hold(lift: Lift, bounds: Bounds, *, ended: bool | None = True) -> Event:
    """A hold with its faults.

    A leg moves up and down along something like half a cosine. Of such a movement the quarters lie
    at one and two thirds of its time, so that its end lies as far after the third quarter as that
    is after the first; when the way down began is found likewise (`Lift.left`).

    Parameters
    ----------
    lift : Lift
        From before its lowest place to where it has come half-way down.
    bounds : Bounds
        What is asked.
    ended : bool or None
        Whether the leg came down; else the last sample stands for the end. None = the person was
        told to stop with the leg up, which is no fault.

    Returns
    -------
    Event
        Kind "hold", from when the leg is up to when it begins to come down. Values as for a
        repetition, and `sunk_deg`: how far it came down in between.
    """
    t, x = lift.time_s, lift.abduction
    up = np.flatnonzero((t >= lift.low_s) & (x - lift.line_deg >= 0.5 * _height(lift)))
    up = up if up.size else np.array([len(t) - 1])
    first = up[t[up] <= t[up[0]] + ENDS_S + EDGE_S]
    began_deg = _quantile(x[first], 0.75)
    quarters = [lift.crossed(p, began_deg, rising=True, from_i=lift.top_i) for p in (0.25, 0.75)]
    start_s = quarters[1] + min(quarters[1] - quarters[0], EDGE_S)
    if math.isnan(start_s):
        start_s = float(t[up[0]])
    end_s = float(t[-1])
    last = up[(t[up] >= t[up[-1]] - ENDS_S - EDGE_S) & (t[up] > start_s)]
    ended_deg = _quantile(x[last], 0.75) if last.size else began_deg
    if ended:
        end_s = max(lift.left(ended_deg), end_s - ENDS_S)
    held = np.flatnonzero((t >= start_s) & (t <= end_s))
    held = held if held.size else up
    sunk = began_deg - ended_deg
    faults = _form_faults(lift, bounds, held, repeated=False)
    if sunk - CERTAIN * CHANGE_SD_DEG > bounds.sunk_deg:
        faults.append("sunk")
    if ended is False:
        faults.append("not-lowered")
    middle, sd = lift.median(1, held)
    return Event(
        "hold",
        lift.side,
        start_s,
        float(t[held[int(np.argmax(x[held]))]]),
        max(end_s, start_s),
        faults=tuple(faults),
        values=(*_values(lift, held, middle, sd), ("sunk_deg", sunk)),
    )


def _form_faults(
    lift: Lift, bounds: Bounds, rows: NDArray[np.intp] | None = None, *, repeated: bool = True
) -> list[str]:
    """What was not as asked on the way to the top and there, in the order of the movement."""
    at_top = lift.at_top if rows is None else rows
    extension, sd = lift.median(2, at_top)
    toe, toe_sd = lift.median(3, at_top)
    faults: list[str] = []
    front = extension + CERTAIN * sd < 0.0
    before = np.arange(lift.at_top[0] + 1)
    backs, back_sds = lift.columns[before, 2], lift.columns[before, 5]
    known = np.isfinite(backs) & np.isfinite(back_sds)
    if repeated and known.any():
        at = before[known][int(np.argmin(backs[known]))]
        furthest, furthest_sd = lift.columns[at, 2], lift.columns[at, 5]
        # A gap before the lift may hide the knee.
        whole = bool(known.all())
        if whole and furthest - CERTAIN * furthest_sd > -bounds.forward_deg:
            faults.append("no-knee-forward")
        elif front and extension - furthest + CERTAIN * CHANGE_SD_DEG < bounds.kick_deg:
            faults.append("not-back")
    if front and "not-back" not in faults:
        faults.append("not-past-midline")
    if toe + CERTAIN * toe_sd < 0.0:
        faults.append("toe-up")
    return faults


def _values(
    lift: Lift, rows: NDArray[np.intp], top_deg: float, top_sd: float
) -> tuple[tuple[str, float], ...]:
    extension, extension_sd = lift.median(2, rows)
    toe, toe_sd = lift.median(3, rows)
    return (
        ("top_deg", top_deg),
        ("top_sd_deg", top_sd),
        ("extension_deg", extension),
        ("extension_sd_deg", extension_sd),
        ("toe_deg", toe),
        ("toe_sd_deg", toe_sd),
    )


def _quantile(values: Array, part: float) -> float:
    """A quantile by straight lines between the sorted values (numpy's own is slow to load)."""
    ordered = sorted(values.tolist())
    at = part * (len(ordered) - 1)
    i = min(int(at), max(len(ordered) - 2, 0))
    j = min(i + 1, len(ordered) - 1)
    return float(ordered[i] + (at - i) * (ordered[j] - ordered[i]))


def _height(lift: Lift) -> float:
    return lift.top_deg - lift.line_deg


def _last(hits: NDArray[np.bool_]) -> int:
    """Index of the last hit, -1 when none hits."""
    at = np.flatnonzero(hits)
    return int(at[-1]) if at.size else -1


def _between(t: Array, x: Array, i: int, j: int, level: float) -> float:
    """When the straight line between two samples passes a level."""
    if x[i] == x[j]:
        return float(t[i])
    part = min(max((level - x[i]) / (x[j] - x[i]), 0.0), 1.0)
    return float(t[i] + part * (t[j] - t[i]))
