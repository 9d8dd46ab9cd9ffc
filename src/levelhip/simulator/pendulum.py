"""A load on a strap, swung by the pelvis it hangs from."""

from __future__ import annotations

import math

import numpy as np

from levelhip.core import Array
from levelhip.simulator.scene import GRAVITY

DAMPING = 0.04
"""Part of critical damping: strap, air and now and then a leg; chosen by us."""


def swing(
    push: Array, period_s: float, *, length_m: float, damping: float = DAMPING, start_rad: float = 0
) -> Array:
    """Angle of a hanging load in one plane while its pivot is pushed to and fro.

    A rigid massless strap and a point load: ``l th'' = -g sin th - a cos th - 2 z w l th'``,
    integrated by the classical Runge-Kutta rule.

    Parameters
    ----------
    push : (T,), m/s2
        Acceleration of the pivot along the horizontal of the plane.
    period_s : s
        Of the samples.
    length_m : m
        From pivot to the load's centre.
    damping : 1
        Part of critical damping.
    start_rad : rad
        Angle at the beginning, at rest.

    Returns
    -------
    Array
        (T,), rad, positive along the horizontal.
    """
    own = math.sqrt(GRAVITY / length_m)
    drag = 2.0 * damping * own
    felt = push.tolist()
    out = np.empty(len(felt))
    angle, speed = start_rad, 0.0

    def bend(th: float, om: float, a: float) -> float:
        return -(GRAVITY * math.sin(th) + a * math.cos(th)) / length_m - drag * om

    for i, a0 in enumerate(felt):
        out[i] = angle
        a1 = felt[min(i + 1, len(felt) - 1)]
        middle, h = 0.5 * (a0 + a1), period_s
        s1, b1 = speed, bend(angle, speed, a0)
        s2 = speed + 0.5 * h * b1
        b2 = bend(angle + 0.5 * h * s1, s2, middle)
        s3 = speed + 0.5 * h * b2
        b3 = bend(angle + 0.5 * h * s2, s3, middle)
        s4 = speed + h * b3
        b4 = bend(angle + h * s3, s4, a1)
        angle += h * (s1 + 2.0 * s2 + 2.0 * s3 + s4) / 6.0
        speed += h * (b1 + 2.0 * b2 + 2.0 * b3 + b4) / 6.0
    return out
