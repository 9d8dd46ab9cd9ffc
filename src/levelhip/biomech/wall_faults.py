"""What was not as asked in a repetition of the wall drop, by the person's own touch and drops."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import median

from levelhip.core import Side

LEAST_REACH_M = 0.03
"""Least way of the knee to the wall by which a touch is judged; chosen by us: three times what the
pose model's knees jitter."""

LEAST_DROP_PART = 1.0 / 3.0
"""Without degrees a drop below this part of the touch is shallow even if no other is known; chosen
by us: less than what is asked of one's own drops, because a picture may show a drop with half the
slope of a drive."""

SWAY_PART = 1.0 / 3.0
"""Before the first repetition, a shallow drop after which the knee goes less than this part of its
way to the wall is sway, or hips that wander in the picture; chosen by us."""

NO_DROP_PART = 1.0 / 3.0
"""A drop below this part of the others is none; chosen by us: a shallow one is about half."""

POSE_S = 2.0
"""The touch is shown beforehand for so long and more; chosen by us: it is asked for three seconds,
at the top of a repetition for one."""

NEAR_WALL_M = 0.02
"""A knee so much short of the wall may still be at it; chosen by us: the standing person sways by a
centimetre, and a pose model's knee jitters by as much."""


@dataclass(frozen=True, slots=True)
class WallRep:
    """One repetition of the wall drop.

    Attributes
    ----------
    side : the standing leg
    start_s, low_s, reached_s, top_s, end_s : s, level is left, the lowest point, the top is
        reached, its middle, it is left
    drop, drive : below and above level, in the unit of the signal
    drop_deg : deg; NaN where the slope of the pelvis may not be believed
    reach_m : m, how much nearer to the wall the knee came; NaN where unknown
    lean_deg : deg, largest trunk lean; NaN where unknown
    bend_deg : deg, bend of the standing knee; NaN where unknown
    squeeze_s : s, near the top
    at_wall_s : s, for how long the knee was at least half of its way to the wall; NaN where unknown
    """

    side: Side
    start_s: float
    low_s: float
    reached_s: float
    top_s: float
    end_s: float
    drop: float
    drive: float
    drop_deg: float
    reach_m: float
    lean_deg: float
    bend_deg: float
    squeeze_s: float
    at_wall_s: float = math.nan


@dataclass(slots=True)
class _Own:
    """What one side has shown so far."""

    drops: list[float]
    tops: list[float]
    reaches_m: list[float]


class WallFaults:
    """Judges repetitions one after another; each full one makes the person's own measure surer.

    Parameters
    ----------
    shallow_deg, drop_part, touch_part, lean_deg, bend_deg, fast_s
        As in `WallRepFinder`.
    """

    def __init__(
        self,
        *,
        shallow_deg: float,
        drop_part: float,
        touch_part: float,
        lean_deg: float,
        bend_deg: float,
        fast_s: float,
    ) -> None:
        self._shallow_deg, self._drop_part = shallow_deg, drop_part
        self._touch_part = touch_part
        self._lean_deg, self._bend_deg, self._fast_s = lean_deg, bend_deg, fast_s
        self._own = {side: _Own([], [], []) for side in Side}

    def n_known(self, side: Side) -> int:
        """From how many repetitions of a side the touch is known."""
        return len(self._own[side].tops)

    def touch(self, side: Side) -> float:
        """The middle of a side's tops so far; NaN without any."""
        return _median(self._own[side].tops)

    def learn(self, rep: WallRep) -> None:
        """Take a repetition into the person's own measure without judging it.

        Parameters
        ----------
        rep : WallRep
        """
        own = self._own[rep.side]
        own.drops.append(rep.drop)
        own.tops.append(rep.drive)
        own.reaches_m.append(rep.reach_m)

    def of(
        self, rep: WallRep, touch: float, touch_reach_m: float, *, learn: bool
    ) -> tuple[str, ...]:
        """The faults of a repetition.

        Parameters
        ----------
        rep : WallRep
        touch : unit of `WallRep.drive`
            By the person's own calibration; NaN when there is none.
        touch_reach_m : m
            Likewise, of the knee.
        learn : bool
            Whether it is taken into the person's own measure, as far as it was full.

        Returns
        -------
        tuple of str
        """
        own = self._own[rep.side]
        touch = _median(own.tops) if touch != touch else touch
        is_shallow = self._is_shallow(rep, touch)
        spare_m = self.reach_spare_m(rep, touch_reach_m)
        # Wall and standing foot keep their places: the knee's reach tells without a level.
        reaches = spare_m >= 0.0 if spare_m == spare_m else not rep.drive < self._touch_part * touch
        faults = {
            "shallow": is_shallow,
            "no-touch": not reaches,
            "trunk-lean": abs(rep.lean_deg) > self._lean_deg,
            "standing-knee-bent": rep.bend_deg > self._bend_deg,
            # Of hardly any drop it is not seen when it begins.
            "too-fast": not is_shallow and rep.reached_s - rep.start_s < self._fast_s,
        }
        if learn and not is_shallow:
            own.drops.append(rep.drop)
        if learn and reaches:
            own.tops.append(rep.drive)
            own.reaches_m.append(rep.reach_m)
        return tuple(name for name, is_so in faults.items() if is_so)

    def reach_spare_m(self, rep: WallRep, touch_reach_m: float) -> float:
        """How much nearer to the wall the knee came than it must for a touch.

        Parameters
        ----------
        rep : WallRep
        touch_reach_m : m
            By the person's own calibration; NaN when there is none.

        Returns
        -------
        float
            m; NaN where the hip decides, because the knee or its own touch is not known.
        """
        own = self._own[rep.side]
        reach_m = _median(own.reaches_m) if touch_reach_m != touch_reach_m else touch_reach_m
        if not reach_m >= LEAST_REACH_M or rep.drop_deg == rep.drop_deg:
            return math.nan
        short_m = max((1.0 - self._touch_part) * reach_m, NEAR_WALL_M)
        return rep.reach_m - (reach_m - short_m)

    def _is_shallow(self, rep: WallRep, touch: float) -> bool:
        if rep.drop_deg == rep.drop_deg:
            return rep.drop_deg < self._shallow_deg
        usual = _median(self._own[rep.side].drops)
        return rep.drop < self._drop_part * usual or rep.drop < LEAST_DROP_PART * touch


def is_before(first: WallRep, later: list[WallRep], drop_part: float) -> bool:
    """Whether the first of some repetitions was none yet: the touch was shown, or the hips swayed.

    Parameters
    ----------
    first : WallRep
    later : list of WallRep
        Those after it; with fewer than two nothing is said.
    drop_part : float
        As in `WallRepFinder`.

    Returns
    -------
    bool
    """
    if len(later) < 2 or any(rep.side is not first.side for rep in later):
        return False
    drop = median(rep.drop for rep in later)
    squeeze_s = median(rep.squeeze_s for rep in later)
    if drop > 0.0 and first.squeeze_s >= max(POSE_S, 1.5 * squeeze_s):
        return bool(first.drop < NO_DROP_PART * drop)
    at_wall_s = _median([rep.at_wall_s for rep in later])
    stays = first.at_wall_s >= max(POSE_S, 1.5 * at_wall_s) and first.drop_deg != first.drop_deg
    if stays and first.reach_m >= LEAST_REACH_M and first.drop < drop_part * drop:
        # Hips in a picture wander too much to stay anywhere; the knee does not.
        return True
    reach_m = _median([rep.reach_m for rep in later])
    if not reach_m >= LEAST_REACH_M or first.drop_deg == first.drop_deg:
        return False
    return first.drop < drop_part * drop and first.reach_m < SWAY_PART * reach_m


def known_mean(values: list[float]) -> float:
    """Mean of the values that are no NaN; NaN without any.

    Parameters
    ----------
    values : list of float

    Returns
    -------
    float
    """
    known = [value for value in values if value == value]
    return sum(known) / len(known) if known else math.nan


def stay_s(reaches: list[tuple[float, float]]) -> float:
    """For how long a knee was at least half of its way to the wall.

    Parameters
    ----------
    reaches : list of (s, m)
        Time and reach of each sample, in order of time; NaN where not seen.

    Returns
    -------
    float
        s; NaN with fewer than two samples.
    """
    known = [(t, reach) for t, reach in reaches if reach == reach]
    if len(known) < 2:
        return math.nan
    # One bad frame is no reach.
    far = sorted(reach for _, reach in known)[int(0.9 * (len(known) - 1))]
    period_s = (known[-1][0] - known[0][0]) / (len(known) - 1)
    return sum(reach >= 0.5 * far for _, reach in known) * period_s


def _median(values: list[float]) -> float:
    known = [value for value in values if value == value]
    return median(known) if known else math.nan
