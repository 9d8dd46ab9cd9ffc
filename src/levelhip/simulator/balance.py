"""A standing body whose centre of mass goes where balance wants it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import CubicSpline

from levelhip.core import Array
from levelhip.simulator.rotations import turn
from levelhip.simulator.skeleton import SIDES, Body, Figure, Leg, Posture

COARSE = 4
"""Every so many samples the place of the pelvis is solved for; it is smooth in between."""

ROUNDS = 4
"""Corrections of the pelvis; each leaves about a tenth of the error."""

LIFTED_LENGTH_M = 0.06
"""How much longer a leg may seem once it is lifted, so that it no longer holds the pelvis down."""

SOFT_PER_M = 250.0
"""How sharply the pelvis follows the shorter of two legs."""


@dataclass(slots=True)
class Stance:
    """What a standing body is asked to do; all (T,).

    Attributes
    ----------
    ahead, right : m, LAB, where the centre of mass is to be
    legs : by side
    slope : rad, pelvis, + = left side higher
    heading, tilt : rad, pelvis turned to the left, tilted forward
    lean, bow : rad, trunk to the right, forward
    lowered : m, how far the hips are let down from straight legs
    arms_out : rad
    reach : see `Posture`
    """

    ahead: Array
    right: Array
    legs: dict[str, Leg]
    slope: Array
    heading: Array
    tilt: Array
    lean: Array
    bow: Array
    lowered: Array
    arms_out: Array
    reach: dict[str, Array] = field(default_factory=dict)

    def part(self, rows: NDArray[np.intp]) -> Stance:
        """Some of the samples."""

        def cut(value: Array | float) -> Array | float:
            return value if np.isscalar(value) or np.ndim(value) == 0 else np.asarray(value)[rows]

        def leg_part(leg: Leg) -> Leg:
            return replace(
                leg,
                ankle=np.asarray(leg.ankle)[rows],
                pitch=cut(leg.pitch),
                lifted=cut(leg.lifted),
                flexion=cut(leg.flexion),
                abduction=cut(leg.abduction),
                inward=cut(leg.inward),
                knee=cut(leg.knee),
                toes_up=cut(leg.toes_up),
            )

        legs = {side: leg_part(leg) for side, leg in self.legs.items()}
        arrays = {
            name: getattr(self, name)[rows]
            for name in (
                *("ahead", "right", "slope", "heading", "tilt", "lean", "bow", "lowered"),
                "arms_out",
            )
        }
        reach = {side: path[rows] for side, path in self.reach.items()}
        return Stance(legs=legs, reach=reach, **arrays)


def balanced(body: Body, stance: Stance) -> Figure:
    """The body with its centre of mass at `stance.ahead` and `stance.right`.

    The pelvis goes where it must: pelvic drop, trunk lean and a lifted leg all change how far.

    Parameters
    ----------
    body : Body
    stance : Stance

    Returns
    -------
    Figure
    """
    count = len(stance.ahead)
    rows = np.unique(np.append(np.arange(0, count, COARSE), count - 1))
    coarse = stance.part(rows)
    at = np.stack([coarse.ahead, coarse.right], axis=1)
    for _ in range(ROUNDS):
        centre = body.figure(_posture(body, coarse, at)).centre
        at = at + np.stack([coarse.ahead - centre[:, 0], coarse.right - centre[:, 2]], axis=1)
    if len(rows) < count:
        at = CubicSpline(rows, at)(np.arange(count))
    return body.figure(_posture(body, stance, at))


def _posture(body: Body, stance: Stance, at: Array) -> Posture:
    pelvis = turn(1, stance.heading) @ turn(0, stance.slope) @ turn(2, -stance.tilt)
    trunk = turn(1, 0.5 * stance.heading) @ turn(0, stance.lean) @ turn(2, -stance.bow)
    hips = np.stack([at[:, 0], np.zeros(len(at)), at[:, 1]], axis=1)
    longest = body.longest_leg()
    heights = []
    for side, sign in SIDES:
        leg = stance.legs[side]
        off = (sign * body.build.hip) * pelvis[:, :, 2]
        way = hips + off - leg.ankle
        flat = longest**2 - way[:, 0] ** 2 - way[:, 2] ** 2
        reach = np.sqrt(np.maximum(flat, 0.01))
        heights.append(
            leg.ankle[:, 1] + reach - off[:, 1] + LIFTED_LENGTH_M * np.asarray(leg.lifted)
        )
    # The shorter leg decides, softly.
    low = np.minimum(*heights)
    apart = np.abs(heights[0] - heights[1])
    hips[:, 1] = low - np.log1p(np.exp(-SOFT_PER_M * apart)) / SOFT_PER_M - stance.lowered
    return Posture(hips, pelvis, trunk, stance.legs, stance.arms_out, stance.reach)
