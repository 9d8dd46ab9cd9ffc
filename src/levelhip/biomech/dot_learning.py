"""What two dots on the front hip bones look like, learned from the first frames."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from levelhip.biomech.hip_views import (
    ALONG,
    CONTRAST,
    DIAMETER,
    LEAST_DIAMETER_PX,
    STEEPEST_DEG,
    UP,
    DotColours,
    HipView,
    Trunk,
    part_around,
    trunk_of,
)
from levelhip.biomech.spots import Colour, colour_distance, spots
from levelhip.core import Array

LEARN_VIEWS = 24
"""Cuts that `learned_colours` is given; chosen by us: 0.8 s at 30 frames a second."""

LEARN_LOOKS = 8
"""How many of them are looked at, evenly spread; chosen by us."""

LEARN_TRIES = 40
"""How many places of one look are tried, the most contrasting first; chosen by us."""

LEARN_PART = 0.7
"""Part of the looks in which a dot must be seen at the same place; chosen by us."""


@dataclass(frozen=True, slots=True)
class NoDots:
    """Why no dots were learned: `code` and `text` as in `core.Reason`."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A spot that may be a dot, with its colours and its place on the trunk."""

    look: int
    at: tuple[float, float]
    diameter: float
    narrowness: float
    colour: Colour
    ground: Colour

    def matches(self, other: _Candidate) -> bool:
        """Whether both may be the same dot."""
        near = math.dist(self.at, other.at) <= 0.05
        return near and colour_distance(self.colour, other.colour) <= 0.75 * CONTRAST


def learned_colours(views: Sequence[HipView]) -> DotColours | NoDots:
    """What the dots look like, from the first frames.

    Parameters
    ----------
    views : sequence of HipView
        The first `LEARN_VIEWS` frames with a person, in order.

    Returns
    -------
    DotColours or NoDots
        NoDots when nothing on the hips looks like two dots of two colours.
    """
    steps = np.unique(np.linspace(0, len(views) - 1, LEARN_LOOKS).round().astype(int))
    looks = [views[i] for i in steps] if len(views) else []
    candidates = [found for i, view in enumerate(looks) for found in _candidates(view, i)]
    left = _steady([c for c in candidates if c.at[0] > 0], len(looks))
    right = _steady([c for c in candidates if c.at[0] < 0], len(looks))
    pairs = [pair for pair in product(left, right) if _is_pair(*pair)]
    if not pairs:
        if left and right:
            return NoDots(
                "dots-unclear",
                "spots were seen on both sides of the hips, but not two dots of two different "
                "colours at the same height; stick on two 3 cm dots, one magenta, one green",
            )
        if left or right:
            seen, missing = ("left", "right") if left else ("right", "left")
            return NoDots(
                "dot-missing",
                f"a dot was seen on the {seen} front hip bone, none on the {missing}; stick one "
                "on, of a colour that neither the clothes nor the other dot have",
            )
        return NoDots(
            "no-dots",
            "no two dots were seen on the front hip bones in the first second; stick on two 3 cm "
            "dots of bright colours that the clothes do not have, and tuck the shirt in",
        )
    best = max(pairs, key=_clearness)
    others = [pair for pair in pairs if pair[0] is not best[0] or pair[1] is not best[1]]
    if any(_clearness(pair) > 0.8 * _clearness(best) for pair in others):
        return NoDots(
            "dots-many",
            "more than one pair of spots could be the dots; wear plain clothes and cover what "
            "looks like a dot",
        )
    one, other = best
    return DotColours(
        left=one.colour,
        right=other.colour,
        left_ground=one.ground,
        right_ground=other.ground,
        left_at=one.at,
        right_at=other.at,
        left_diameter=one.diameter,
        right_diameter=other.diameter,
        left_narrowness=one.narrowness,
        right_narrowness=other.narrowness,
    )


def _candidates(view: HipView, look: int) -> list[_Candidate]:
    """Spots on either hip bone that stand out from what is around them."""
    from scipy import ndimage  # imported here, as in `spots`

    trunk = trunk_of(view.landmarks)
    if trunk is None or not trunk.faces_camera:
        return []
    rgb = view.rgb.astype(np.float32)
    # Three to five pixels a dot are enough to see where one may be.
    step = max(1, round(0.06 * trunk.length_px / 4.0))
    rows, columns = (n // step for n in rgb.shape[:2])
    if rows < 5 or columns < 5:
        return []
    small = rgb[: rows * step, : columns * step].reshape(rows, step, columns, step, 3)
    coarse = small.mean(axis=(1, 3))
    # A dot fills less than half of a window of twice the largest diameter.
    window = max(3, round(1.6 * DIAMETER[1] * trunk.length_px / step) | 1)
    ground = ndimage.median_filter(coarse, size=(window, window, 1), mode="nearest")
    contrast = np.sqrt(((coarse - ground) ** 2).sum(axis=2))
    peaks = (contrast == ndimage.maximum_filter(contrast, size=3)) & (contrast > CONTRAST / 2.0)
    rows_at, columns_at = np.nonzero(peaks)
    strongest = np.argsort(-contrast[rows_at, columns_at], kind="stable")
    found: list[_Candidate] = []
    tried: list[tuple[float, float]] = []
    for i in strongest:
        x = float((columns_at[i] + 0.5) * step + view.origin[0])
        y = float((rows_at[i] + 0.5) * step + view.origin[1])
        # An edge is a row of peaks; one of them tells that it is no dot.
        near = 0.5 * DIAMETER[0] * trunk.length_px
        if not _on_a_hip_bone(trunk.place(x, y)) or any(math.dist(t, (x, y)) < near for t in tried):
            continue
        tried.append((x, y))
        if len(tried) > LEARN_TRIES:
            break
        candidate = _candidate(view, trunk, x, y, look)
        if candidate is not None and not any(candidate.matches(other) for other in found):
            found.append(candidate)
    return found


def _candidate(view: HipView, trunk: Trunk, x: float, y: float, look: int) -> _Candidate | None:
    reach = 0.12 * trunk.length_px
    part, (left, top) = part_around(view, x, y, reach)
    away = np.hypot(
        *np.meshgrid(
            np.arange(part.shape[1]) + 0.5 + left - x, np.arange(part.shape[0]) + 0.5 + top - y
        )
    )
    core = part[away <= max(0.012 * trunk.length_px, 1.5)]
    ring = part[(away > 0.65 * DIAMETER[1] * trunk.length_px) & (away <= reach)]
    if not len(core) or not len(ring):
        return None
    colour, ground = _colour(np.median(core, axis=0)), _colour(np.median(ring, axis=0))
    if colour_distance(colour, ground) < CONTRAST:
        return None
    least_px = max(LEAST_DIAMETER_PX, DIAMETER[0] * trunk.length_px)
    for spot in spots(part, colour, ground, least_px=least_px):
        spot_x, spot_y = spot.x + left, spot.y + top
        diameter = spot.diameter_px / trunk.length_px
        at = trunk.place(spot_x, spot_y)
        if (
            math.hypot(spot_x - x, spot_y - y) <= spot.diameter_px / 2.0
            and spot.is_round
            and diameter <= DIAMETER[1]
            and _on_a_hip_bone(at)
        ):
            return _Candidate(look, at, diameter, spot.narrowness, colour, ground)
    return None


def _on_a_hip_bone(at: tuple[float, float]) -> bool:
    return ALONG[0] <= abs(at[0]) <= ALONG[1] and UP[0] <= at[1] <= UP[1]


def _steady(candidates: list[_Candidate], looks: int) -> list[_Candidate]:
    """What was seen at the same place and in the same colour in most of the looks."""
    steady: list[_Candidate] = []
    for seed in candidates:
        same = [other for other in candidates if seed.matches(other)]
        if len({other.look for other in same}) < LEARN_PART * looks:
            continue
        middle = _Candidate(
            -1,
            (_median(o.at[0] for o in same), _median(o.at[1] for o in same)),
            _median(o.diameter for o in same),
            _median(o.narrowness for o in same),
            _median_colour([o.colour for o in same]),
            _median_colour([o.ground for o in same]),
        )
        if not any(middle.matches(other) for other in steady):
            steady.append(middle)
    return steady


def _is_pair(left: _Candidate, right: _Candidate) -> bool:
    """Whether two spots are of two colours and sit as two hip bones do."""
    across, up = left.at[0] - right.at[0], left.at[1] - right.at[1]
    return (
        colour_distance(left.colour, right.colour) >= CONTRAST
        and abs(up) <= math.tan(math.radians(STEEPEST_DEG)) * across
        and abs(left.at[0] + right.at[0]) <= 0.4 * across
        and 0.55 <= left.diameter / right.diameter <= 1.8
    )


def _clearness(pair: tuple[_Candidate, _Candidate]) -> float:
    return min(colour_distance(one.colour, one.ground) for one in pair)


def _colour(values: Sequence[float] | Array) -> Colour:
    red, green, blue = (float(v) for v in values)
    return red, green, blue


def _median(values: Iterable[float]) -> float:
    return float(np.median(list(values)))


def _median_colour(colours: list[Colour]) -> Colour:
    return _colour(np.median(np.asarray(colours), axis=0))
