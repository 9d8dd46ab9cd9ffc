"""What the ground gives back under each foot, from the movement of the centre of mass."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from levelhip.core import Array
from levelhip.simulator.paths import risen
from levelhip.simulator.scene import GRAVITY, Lifted
from levelhip.simulator.skeleton import SIDES, Body, Figure

FADE_S = 0.2
"""How long before lift-off a foot's last load goes, and after foot-down comes; chosen by us."""


def two_feet(
    figure: Figure, period_s: float, lifts: Sequence[Lifted], body: Body
) -> tuple[Array, Array]:
    """Force under each foot and where it acts, by Newton and the balance of moments.

    The whole force is mass times (acceleration + gravity) and acts where its line passes through
    the centre of mass; the body's own turning about that point is left out. Between the feet's
    middle lines it is shared by the rule of the lever; a foot about to leave gives its rest to the
    other, whose own pressure moves across its sole so that the moments stay as they are.

    Parameters
    ----------
    figure : Figure
    period_s : s
        Of its samples.
    lifts : sequence of Lifted
        When which foot is off the floor.
    body : Body

    Returns
    -------
    newton : (T, 2, 3), N, LAB
        Force on left and right foot.
    centre : (T, 2, 3), m, LAB
        Where it acts; NaN under a foot that carries nothing.
    """
    push = body.person.mass_kg * (
        acceleration(figure.centre, period_s) + np.array([0.0, GRAVITY, 0.0])
    )
    height = figure.centre[:, 1]
    ahead = figure.centre[:, 0] - height * push[:, 0] / push[:, 1]
    across = figure.centre[:, 2] - height * push[:, 2] / push[:, 1]
    lines = np.stack([_line(figure, side, ahead) for side, _ in SIDES], axis=1)
    lines += np.array(body.person.foot_off_m)
    time_s: Array = np.arange(len(ahead), dtype=np.float64) * period_s
    width = lines[:, 1] - lines[:, 0]
    right: Array = np.clip((across - lines[:, 0]) / width, 0.0, 1.0)
    left: Array = 1.0 - right
    for lift in lifts:
        gone, back = risen(time_s, lift.off_s - FADE_S, FADE_S), risen(time_s, lift.down_s, FADE_S)
        down = 1.0 - gone + back
        if lift.side == "left":
            left = left * down
            right = 1.0 - left
        else:
            right = right * down
            left = 1.0 - right
    share = np.stack([left, right], axis=1)
    centre = np.full((len(ahead), 2, 3), np.nan)
    centre[:, :, 0] = ahead[:, None]
    centre[:, :, 1] = 0.0
    # Each foot's force acts on its line, moved by what the lever does not explain.
    rest = across - (share * lines).sum(axis=1)
    centre[:, :, 2] = lines + rest[:, None]
    centre[share * push[:, 1:2] < 1e-6] = np.nan
    return share[:, :, None] * push[:, None, :], centre


def acceleration(path: Array, period_s: float) -> Array:
    """Second derivative of a path on an even grid, (T, 3); ends repeat their neighbours."""
    out = np.empty_like(path)
    out[1:-1] = (path[2:] - 2.0 * path[1:-1] + path[:-2]) / period_s**2
    out[0], out[-1] = out[1], out[-2]
    return out


def _line(figure: Figure, side: str, ahead: Array) -> Array:
    """Where a planted foot's middle line passes beside the pressure, m to the right."""
    ankle, toe = figure.point(f"{side}_ankle")[0], figure.point(f"{side}_foot_index")[0]
    part = np.clip((ahead - ankle[0]) / (toe[0] - ankle[0]), -0.3, 1.0)
    return np.asarray(ankle[2] + part * (toe[2] - ankle[2]))
