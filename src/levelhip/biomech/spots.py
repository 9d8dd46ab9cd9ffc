"""Round spots of one colour on a ground of another, found in a small colour picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.float32]
Colour = tuple[float, float, float]

DIMMEST, BRIGHTEST = 0.5, 1.6
"""How far the light on a dot may change from what was learned, as a factor; chosen by us."""

COLOUR_PART = 0.45
"""Largest distance of a spot's pixel from the dot's colour, in distances between dot and ground;
chosen by us: below one half, so that a pixel is nearer to the dot than to the ground."""

LEAST_APART = 30.0
"""Distance between dot and ground in any light, grey levels, below which they cannot be told apart;
chosen by us: twice the noise of a phone's picture indoors. A white dot on grey cloth falls here."""

NARROWEST = 0.5
"""Least breadth over length of a dot seen aslant on the curve of a hip; chosen by us."""

FULLEST = 0.82
"""Least area over the area of the ellipse with the same second moments for a whole dot; chosen by
us: a disc has 1, a half disc 0.93 with another breadth, a cross or a ring far less; 0.89 and more
in the rendered clips with dots, 0.83 after strong JPEG."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One connected patch of the wanted colour.

    Attributes
    ----------
    x, y : centre, px of the picture given (centre of the first pixel is 0.5), sub-pixel
    diameter_px : of the disc with the same area
    narrowness : breadth over length, 1 for a disc
    fullness : area over the area of the ellipse with the same second moments, 1 for a disc
    offset : distance from the centre of the patch's bounding box, in diameters; 0 when symmetric
    at_edge : whether it touches the edge of the picture given
    """

    x: float
    y: float
    diameter_px: float
    narrowness: float
    fullness: float
    offset: float
    at_edge: bool

    @property
    def is_round(self) -> bool:
        """Whether it may be a whole dot, seen straight or aslant."""
        return (
            not self.at_edge
            and self.narrowness >= NARROWEST
            and self.fullness >= FULLEST
            and self.offset <= 0.12
        )


def colour_distance(one: Colour, other: Colour) -> float:
    """How different two colours look, in grey levels, brightness counted half.

    Parameters
    ----------
    one, other : red, green, blue, 0 to 255
        The two colours.

    Returns
    -------
    float
        0 for the same colour; magenta and green are about 250 apart.
    """
    red, green, blue = (a - b for a, b in zip(one, other, strict=True))
    grey = (red + green + blue) / 3.0
    # Taking away half of the grey part leaves colour whole and counts brightness half.
    return math.sqrt(sum((part - 0.5 * grey) ** 2 for part in (red, green, blue)))


def spots(rgb: NDArray[np.uint8], dot: Colour, ground: Colour, *, least_px: float) -> list[Spot]:
    """Patches of the dot's colour, in any light from half to one and a half times the learned one.

    Parameters
    ----------
    rgb : (H, W, 3), uint8
        Part of a picture.
    dot, ground : red, green, blue
        Colours of the dot and of what it sits on.
    least_px : px
        Smallest diameter that is reported.

    Returns
    -------
    list of Spot
        In order of the picture's rows; none when dot and ground cannot be told apart.
    """
    # Imported here: it takes longer to load than all else that a clip without dots needs.
    from scipy import ndimage

    apart = _distance_between_rays(dot, ground)
    if apart < LEAST_APART or not rgb.size:
        return []
    # One plane a colour: half the time of working on every third number.
    planes = np.ascontiguousarray(rgb.transpose(2, 0, 1), dtype=np.float32)
    near = _ray_distance(planes, dot)
    far = _ray_distance(planes, ground)
    mask = (near < far) & (near < COLOUR_PART * apart)
    least_area = math.pi * least_px * least_px / 4.0
    if np.count_nonzero(mask) < least_area:
        return []
    labels, _ = ndimage.label(mask)
    found = []
    for i, box in enumerate(ndimage.find_objects(labels), start=1):
        # Most patches are a few pixels of noise: their boxes are too small already.
        if (box[0].stop - box[0].start) * (box[1].stop - box[1].start) < least_area:
            continue
        patch = labels[box] == i
        area = int(np.count_nonzero(patch))
        if area < least_area:
            continue
        found.append(_spot(near, far, apart, patch, box, area))
    return found


def _ray_distance(planes: Pixels, colour: Colour) -> Pixels:
    """Distance of each pixel from the colour in the light that suits the pixel best.

    `planes` is (3, H, W): red, green, blue.
    """
    wanted = [np.float32(max(part, 1.0)) for part in colour]
    red, green, blue = wanted
    square = red * red + green * green + blue * blue
    light: Pixels = planes[0] * (red / square)
    part = planes[1] * (green / square)
    light += part
    np.multiply(planes[2], blue / square, out=part)
    light += part
    np.clip(light, DIMMEST, BRIGHTEST, out=light)
    total = np.zeros_like(light)
    for plane, level in zip(planes, wanted, strict=True):
        np.multiply(light, level, out=part)
        np.subtract(plane, part, out=part)
        np.multiply(part, part, out=part)
        total += part
    return np.sqrt(total, out=total)


@lru_cache(maxsize=64)
def _distance_between_rays(dot: Colour, ground: Colour) -> float:
    pixel = np.asarray(dot, dtype=np.float32).reshape(3, 1, 1)
    return float(_ray_distance(pixel, ground)[0, 0])


def _spot(
    near: Pixels,
    far: Pixels,
    apart: float,
    patch: NDArray[np.bool_],
    box: tuple[slice, slice],
    area: int,
) -> Spot:
    height, width = near.shape
    top, left = box[0].start, box[1].start
    at_edge = top == 0 or left == 0 or box[0].stop == height or box[1].stop == width
    rows, columns = np.nonzero(patch)
    diameter = math.sqrt(4.0 * area / math.pi)
    # Second moments of a disc of diameter d are d^2 / 16; 1/12 is the pixel's own.
    y_mean, x_mean = float(rows.sum()) / area, float(columns.sum()) / area
    down, across = rows - y_mean, columns - x_mean
    yy = float((down * down).sum()) / area + 1 / 12
    xx = float((across * across).sum()) / area + 1 / 12
    xy = float((down * across).sum()) / area
    mean, half = (xx + yy) / 2.0, math.hypot((xx - yy) / 2.0, xy)
    least = max(mean - half, 1e-9)
    fullness = area / (4.0 * math.pi * math.sqrt(least * (mean + half)))
    middle_x, middle_y = (patch.shape[1] - 1) / 2.0, (patch.shape[0] - 1) / 2.0
    offset = math.hypot(x_mean - middle_x, y_mean - middle_y) / diameter
    x, y = _soft_centre(near, far, apart, patch, top, left)
    return Spot(x, y, diameter, math.sqrt(least / (mean + half)), fullness, offset, at_edge)


def _soft_centre(
    near: Pixels, far: Pixels, apart: float, patch: NDArray[np.bool_], top: int, left: int
) -> tuple[float, float]:
    """Centroid with each rim pixel counted by how much of it is dot."""
    margin = 2
    height, width = near.shape
    y0, x0 = max(top - margin, 0), max(left - margin, 0)
    y1 = min(top + patch.shape[0] + margin, height)
    x1 = min(left + patch.shape[1] + margin, width)
    inside = np.zeros((y1 - y0, x1 - x0), dtype=bool)
    inside[top - y0 : top - y0 + patch.shape[0], left - x0 : left - x0 + patch.shape[1]] = patch
    rim = inside
    for _ in range(margin):
        rim = _grown(rim)
    to_dot, to_ground = near[y0:y1, x0:x1], far[y0:y1, x0:x1]
    # A third colour (a hem, a hand) is far from both: then the distance from the dot decides.
    part = np.minimum(to_ground / np.maximum(to_ground + to_dot, 1e-3), 1.0 - to_dot / apart)
    weight = np.where(rim, part, 0.0)
    # Up to a tenth is noise of the ground, from nine tenths on the pixel is all dot.
    weight = np.clip((weight - 0.1) / 0.8, 0.0, 1.0)
    total = float(weight.sum())
    y = float((weight.sum(axis=1) * (np.arange(y0, y1) + 0.5)).sum()) / total
    x = float((weight.sum(axis=0) * (np.arange(x0, x1) + 0.5)).sum()) / total
    return x, y


def _grown(patch: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The patch and every pixel beside, above or below one of it."""
    grown = patch.copy()
    grown[1:] |= patch[:-1]
    grown[:-1] |= patch[1:]
    grown[:, 1:] |= patch[:, :-1]
    grown[:, :-1] |= patch[:, 1:]
    return grown
