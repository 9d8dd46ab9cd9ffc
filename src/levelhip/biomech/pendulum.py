"""A weight on a strap between the legs: a pendulum with a time of its own, driven by the stride.

Walking moves the waist to the left and to the right once a stride (two steps), and up and down
once a step. When the stride takes as long as the weight's own swing, the sideways movement drives
it in its own time, and the up and down, twice as quick, pumps it as a child pumps a swing
(parametric resonance): the weight swings up.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.core import Estimate

GRAVITY = 9.80665

SWING_DEG = 10.0
"""How far the weight swings to either side in careful walking; chosen by us. Twice as far makes its
time longer by half a percent."""

STRAP_SD_M = 0.02
"""Where the middle of the weight is, against what was measured with a tape; chosen by us."""

NEAR_PART = 0.10
"""So near to the weight's own time the stride drives it up. Chosen by us: at this distance, without
friction, the weight swings about five times as far as the waist moves, and nearer farther."""


def pendulum_period(length_m: float, *, swing_deg: float = 0.0) -> float:
    """Time of a point mass on a string for one swing there and back.

    Parameters
    ----------
    length_m : m
        From where the strap hangs to the middle of the weight.
    swing_deg : deg
        How far it swings to either side; wider swings take longer.

    Returns
    -------
    float
        s.

    References
    ----------
    The series in the amplitude is cut after its second term: Baker and Blackburn 2005, The
    Pendulum, chapter 3; at 45 degrees it is right within a thousandth.
    """
    wide = math.radians(swing_deg)
    longer = 1.0 + wide**2 / 16.0 + 11.0 * wide**4 / 3072.0
    return 2.0 * math.pi * math.sqrt(length_m / GRAVITY) * longer


def pendulum_length(period_s: float) -> float:
    """Length of the pendulum that takes so long for a small swing.

    Parameters
    ----------
    period_s : s

    Returns
    -------
    float
        m.
    """
    return GRAVITY * (period_s / (2.0 * math.pi)) ** 2


def swing_period(strap_m: float) -> Estimate:
    """Time of the weight's own swing, with what a tape measure and an unknown width leave open.

    Parameters
    ----------
    strap_m : m
        From the waist to the middle of the weight.

    Returns
    -------
    Estimate
        s.
    """
    period = pendulum_period(strap_m, swing_deg=SWING_DEG)
    of_length = 0.5 * period * STRAP_SD_M / strap_m
    of_width = pendulum_period(strap_m, swing_deg=2.0 * SWING_DEG) - period
    return Estimate(period, math.hypot(of_length, of_width), unit="s", method="point-pendulum")


@dataclass(frozen=True, slots=True)
class WayOut:
    """How to walk so that the stride leaves the weight alone.

    Attributes
    ----------
    slower, quicker : steps/min, at most and at least so many
    strap_m : m, a strap so short (or shorter) swings quicker than this stride drives it
    """

    slower: float
    quicker: float
    strap_m: float


def way_out(period_s: float, cadence: float) -> WayOut:
    """Cadences and a strap at which the stride is not near the weight's own time.

    Parameters
    ----------
    period_s : s
        Of the weight's own swing.
    cadence : steps/min

    Returns
    -------
    WayOut
    """
    stride_s = 120.0 / cadence
    return WayOut(
        slower=120.0 / ((1.0 + NEAR_PART) * period_s),
        quicker=120.0 / ((1.0 - NEAR_PART) * period_s),
        strap_m=pendulum_length(stride_s / (1.0 + NEAR_PART)),
    )
