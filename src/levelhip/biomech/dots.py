"""Two bright dots on the front hip bones: their colours learned once, their centres found.

The way of use is the same for a file, a file split over processes, and a live camera:

1. For each frame with a person, `hip_box` says which part of the picture to cut out.
2. The cuts of the first `LEARN_VIEWS` frames with a person go to `learned_colours`, once.
3. With the `DotColours` it gives (a small value that can be pickled), `found_dots` looks at each
   cut by itself: no memory from frame to frame, so any worker may do any part of a clip.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from levelhip.biomech.dot_learning import LEARN_VIEWS, NoDots, learned_colours
from levelhip.biomech.hip_views import (
    STEEPEST_DEG,
    DotColours,
    HipView,
    Trunk,
    hip_box,
    part_around,
    trunk_of,
)
from levelhip.biomech.spots import Colour, Spot, spots
from levelhip.core import Array, Side

__all__ = [
    "DOT_FAULTS",
    "DROP_SD_DEG",
    "LEARN_VIEWS",
    "DotColours",
    "Dots",
    "HipView",
    "NoDots",
    "dot_drop",
    "dot_line",
    "found_dots",
    "hip_box",
    "learned_colours",
]

PLACE_PART = 0.13
"""How far from its learned place on the trunk a dot may be found, trunk lengths; chosen by us:
0.05 between level and 8.5 degrees of drop on rendered people."""

SIZE_RATIO = (0.82, 1.35)
"""A dot's diameter in parts of the learned one; chosen by us: a third of it hidden is 0.82, which
would move its centre by a sixth of its diameter and the line by 1.2 degrees."""

NARROWNESS_PART = 0.68
"""Least narrowness in parts of the learned one; chosen by us: a third of the breadth hidden, or the
pelvis turned by 20 degrees about its long axis; 0.79 and more in the rendered clips with dots."""

SPACING_RATIO = (0.75, 1.3)
"""Distance between the dots in parts of the learned one; chosen by us: turning the pelvis by 35
degrees shortens it to 0.8."""

DROP_SD_DEG = 0.8
"""Standard uncertainty of a drop by dots against one's own standing, deg; chosen by us from 0.4 to
1.1 degrees measured on rendered people, where dots neither slip nor fold with the cloth."""

DOT_FAULTS = {
    "dot-not-seen": "nothing of the dot's colour near the hip bone",
    "dot-hidden": "the dot is partly covered",
    "dot-merged": "a larger patch of the dot's colour; wear cloth of another colour",
    "dot-twice": "two spots like the dot side by side",
    "dots-askew": "the two spots do not sit as two hip bones do",
    "hips-not-seen": "hips or shoulders were not seen",
}
"""Why a dot was refused in a frame."""


@dataclass(frozen=True, slots=True)
class Dots:
    """The two dots in one picture.

    Attributes
    ----------
    left, right : x, y, px of the whole picture (centre of the first pixel is 0.5, as the
        landmarks count); NaN when not accepted
    left_refused, right_refused : why not, a key of `DOT_FAULTS`; empty when accepted
    """

    left: tuple[float, float]
    right: tuple[float, float]
    left_refused: str
    right_refused: str


def found_dots(view: HipView, colours: DotColours) -> Dots:
    """The centres of the two dots in one picture.

    Parameters
    ----------
    view : HipView
        One frame's cut.
    colours : DotColours
        From `learned_colours`.

    Returns
    -------
    Dots
        Centres, or why they were refused.
    """
    trunk = trunk_of(view.landmarks)
    if trunk is None or not trunk.faces_camera:
        return Dots(_NOWHERE, _NOWHERE, "hips-not-seen", "hips-not-seen")
    left, right = (_found(view, trunk, wanted) for wanted in _wanted(colours))
    both = not isinstance(left, str) and not isinstance(right, str)
    if both and not _sits_as_learned(trunk.place(*left), trunk.place(*right), colours):
        left = right = "dots-askew"
    return Dots(
        _NOWHERE if isinstance(left, str) else left,
        _NOWHERE if isinstance(right, str) else right,
        left if isinstance(left, str) else "",
        right if isinstance(right, str) else "",
    )


def dot_line(lab_xyz: Array, names: Sequence[str]) -> Array:
    """Slope of the line through both dots, positive = left higher.

    Parameters
    ----------
    lab_xyz : (T, L, 3), m, LAB
        From `camera.frontal`; X is not looked at.
    names : sequence of str
        The L names; must hold `core.DOT_NAMES`.

    Returns
    -------
    Array
        (T,), deg; NaN where a dot was refused. Each row depends on that row alone.
    """
    left = lab_xyz[:, names.index("left_dot")]
    right = lab_xyz[:, names.index("right_dot")]
    return np.degrees(np.arctan2(left[:, 1] - right[:, 1], right[:, 2] - left[:, 2]))


def dot_drop(hold_deg: Array, standing_deg: Array, lifted: Side) -> tuple[float, float]:
    """How much lower the pelvis hangs on the lifted side than in one's own standing.

    Parameters
    ----------
    hold_deg, standing_deg : (T,), deg
        `dot_line` in the hold and in quiet standing; NaN where a dot was refused.
    lifted : Side
        The leg that is off the floor.

    Returns
    -------
    value, sd : float
        deg; NaN when fewer than half of the samples of either stretch have both dots.
    """
    stretches = [np.asarray(hold_deg), np.asarray(standing_deg)]
    known = [stretch[np.isfinite(stretch)] for stretch in stretches]
    if any(
        2 * len(part) < len(whole) or not len(part)
        for part, whole in zip(known, stretches, strict=True)
    ):
        return math.nan, math.nan
    change = float(np.median(known[0]) - np.median(known[1]))
    # Samples of one stretch share sway and light, so their number does not make the mean surer.
    spread = math.hypot(*(float(part.std()) / 2.0 for part in known))
    return (-change if lifted is Side.LEFT else change), math.hypot(DROP_SD_DEG, spread)


_NOWHERE = (math.nan, math.nan)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One dot as it was learned."""

    colour: Colour
    ground: Colour
    at: tuple[float, float]
    diameter: float
    narrowness: float


def _wanted(colours: DotColours) -> tuple[_Wanted, _Wanted]:
    left = _Wanted(
        colours.left,
        colours.left_ground,
        colours.left_at,
        colours.left_diameter,
        colours.left_narrowness,
    )
    right = _Wanted(
        colours.right,
        colours.right_ground,
        colours.right_at,
        colours.right_diameter,
        colours.right_narrowness,
    )
    return left, right


def _found(view: HipView, trunk: Trunk, wanted: _Wanted) -> tuple[float, float] | str:
    """The dot's centre, or why it was refused."""
    wanted_px = wanted.diameter * trunk.length_px
    x, y = trunk.point(*wanted.at)
    reach = PLACE_PART * trunk.length_px + wanted_px
    part, (left, top) = part_around(view, x, y, reach)
    if min(part.shape[:2]) < wanted_px:
        return "dot-not-seen"
    seen = spots(part, wanted.colour, wanted.ground, least_px=0.4 * wanted_px)
    near = [s for s in seen if math.hypot(s.x + left - x, s.y + top - y) <= reach - wanted_px / 2]
    fitting = [s for s in near if _fits(s, wanted_px, wanted.narrowness)]
    if len(fitting) == 1:
        return fitting[0].x + left, fitting[0].y + top
    if len(fitting) > 1:
        return "dot-twice"
    if any(s.diameter_px > SIZE_RATIO[1] * wanted_px for s in seen):
        return "dot-merged"
    return "dot-hidden" if near else "dot-not-seen"


def _fits(spot: Spot, wanted_px: float, narrowness: float) -> bool:
    fits = SIZE_RATIO[0] <= spot.diameter_px / wanted_px <= SIZE_RATIO[1]
    return spot.is_round and fits and spot.narrowness >= NARROWNESS_PART * narrowness


def _sits_as_learned(
    left: tuple[float, float], right: tuple[float, float], colours: DotColours
) -> bool:
    """Whether the line through the dots has about the learned length and direction."""
    line = (left[0] - right[0], left[1] - right[1])
    learned = tuple(a - b for a, b in zip(colours.left_at, colours.right_at, strict=True))
    ratio = math.hypot(*line) / math.hypot(*learned)
    turn = math.degrees(math.atan2(line[1], line[0]) - math.atan2(learned[1], learned[0]))
    return SPACING_RATIO[0] <= ratio <= SPACING_RATIO[1] and abs(turn) <= STEEPEST_DEG
