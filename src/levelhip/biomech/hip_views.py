"""The part of a picture around the hips, and where on it the front hip bones may be.

Lengths on the body are in trunk lengths: mid-shoulder to mid-hip as the pose model marks them,
about half a metre.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from levelhip.biomech.spots import Colour
from levelhip.core import POSE_NAMES, Array

ALONG = (0.06, 0.34)
"""Where a front hip bone may be, to the side of the mid-hip point, trunk lengths; 0.13 to 0.27 on
rendered people with the camera up to 9 degrees to the side."""

UP = (-0.05, 0.36)
"""The same upwards along the trunk; 0.09 to 0.17 on rendered people."""

DIAMETER = (0.025, 0.11)
"""Diameter of a dot in trunk lengths (1.2 to 5.5 cm); chosen by us about the advised 3 cm."""

LEAST_DIAMETER_PX = 6.0
"""Below it a dot has too few whole pixels for its colour to be told; chosen by us. A 3 cm dot has
13 px with the whole person in a picture of 720 x 1280."""

CONTRAST = 60.0
"""Least `colour_distance` of a dot from its ground, and of the dots from each other; chosen by us.
Dots of different colours cannot be two hands, two pockets or a pattern of the cloth."""

STEEPEST_DEG = 30.0
"""Largest change of the line through the dots against the trunk, deg; chosen by us, about twice the
largest drop."""

_POINTS = [
    POSE_NAMES.index(f"{side}_{joint}")
    for joint in ("shoulder", "hip")
    for side in ("left", "right")
]


@dataclass(frozen=True, slots=True)
class HipView:
    """The part of one picture around the hips.

    Attributes
    ----------
    rgb : (H, W, 3), uint8, as cut out by `hip_box`
    origin : x, y of the cut's upper left pixel in the picture, px
    landmarks : (33, 2) or more columns, px of the whole picture, `core.POSE_NAMES` in order
    """

    rgb: NDArray[np.uint8]
    origin: tuple[int, int]
    landmarks: Array


@dataclass(frozen=True, slots=True)
class DotColours:
    """What the two dots look like and where they sit; a plain value that can be pickled.

    Attributes
    ----------
    left, right : red, green, blue, 0 to 255, of the dots
    left_ground, right_ground : the same of what they sit on
    left_at, right_at : place from the mid-hip point, to the person's left and up the trunk, in
        trunk lengths
    left_diameter, right_diameter : trunk lengths
    left_narrowness, right_narrowness : breadth over length as seen, 1 for a disc seen straight
    """

    left: Colour
    right: Colour
    left_ground: Colour
    right_ground: Colour
    left_at: tuple[float, float]
    right_at: tuple[float, float]
    left_diameter: float
    right_diameter: float
    left_narrowness: float
    right_narrowness: float


@dataclass(frozen=True, slots=True)
class Trunk:
    """Axes of the trunk in one picture: mid-hip point, unit vector upwards, trunk length in px."""

    x: float
    y: float
    up_x: float
    up_y: float
    length_px: float
    faces_camera: bool

    def place(self, x: float, y: float) -> tuple[float, float]:
        """To the person's left and up the trunk, in trunk lengths, of a point of the picture."""
        dx, dy = (x - self.x) / self.length_px, (y - self.y) / self.length_px
        return -self.up_y * dx + self.up_x * dy, self.up_x * dx + self.up_y * dy

    def point(self, along: float, up: float) -> tuple[float, float]:
        """The point of the picture at a place on the trunk."""
        dx = -self.up_y * along + self.up_x * up
        dy = self.up_x * along + self.up_y * up
        return self.x + self.length_px * dx, self.y + self.length_px * dy


def trunk_of(landmarks: Array) -> Trunk | None:
    """The trunk's axes in one picture.

    Parameters
    ----------
    landmarks : (33, 2) or more columns, px
        `core.POSE_NAMES` in order.

    Returns
    -------
    Trunk or None
        None when hips or shoulders were not seen.
    """
    corners = np.asarray(landmarks, dtype=np.float64)[_POINTS, :2]
    if not np.isfinite(corners).all():
        return None
    left_shoulder, right_shoulder, left_hip, right_hip = corners.tolist()
    x, y = (left_hip[0] + right_hip[0]) / 2, (left_hip[1] + right_hip[1]) / 2
    up_x = (left_shoulder[0] + right_shoulder[0]) / 2 - x
    up_y = (left_shoulder[1] + right_shoulder[1]) / 2 - y
    length = math.hypot(up_x, up_y)
    if length < 1.0:
        return None
    wide = left_shoulder[0] - right_shoulder[0] + left_hip[0] - right_hip[0]
    return Trunk(x, y, up_x / length, up_y / length, length, wide > 0)


def hip_box(landmarks: Array, image_size: tuple[int, int]) -> tuple[int, int, int, int] | None:
    """The part of the picture to cut out: left, top, right, bottom, px (right, bottom exclusive).

    Parameters
    ----------
    landmarks : (33, 2) or more columns, px
        `core.POSE_NAMES` in order.
    image_size : (width, height), px
        Of the upright picture.

    Returns
    -------
    tuple of int, or None
        None when hips and shoulders were not seen, lie outside the picture, or the person is
        turned away, so that no front hip bone can be seen.
    """
    trunk = trunk_of(landmarks)
    if trunk is None or not trunk.faces_camera:
        return None
    reach = 1.4 * ALONG[1]
    corners = [trunk.point(a, u) for a, u in product((-reach, reach), (UP[0] - 0.15, UP[1] + 0.1))]
    left = max(math.floor(min(x for x, _ in corners)), 0)
    top = max(math.floor(min(y for _, y in corners)), 0)
    right = min(math.ceil(max(x for x, _ in corners)), image_size[0])
    bottom = min(math.ceil(max(y for _, y in corners)), image_size[1])
    if right - left < 16 or bottom - top < 16:
        return None
    return left, top, right, bottom


def part_around(
    view: HipView, x: float, y: float, reach_px: float
) -> tuple[NDArray[np.uint8], tuple[int, int]]:
    """The square of a cut about a point of the picture.

    Parameters
    ----------
    view : HipView
        The cut; the square ends at its edges.
    x, y : px
        Of the whole picture.
    reach_px : px
        Half the square's side.

    Returns
    -------
    rgb : (h, w, 3), uint8
        Empty when the point is far outside the cut.
    origin : tuple of int
        x, y of the square's upper left pixel in the whole picture, px.
    """
    left = max(math.floor(x - reach_px) - view.origin[0], 0)
    top = max(math.floor(y - reach_px) - view.origin[1], 0)
    right = max(math.ceil(x + reach_px) - view.origin[0], left)
    bottom = max(math.ceil(y + reach_px) - view.origin[1], top)
    return view.rgb[top:bottom, left:right], (left + view.origin[0], top + view.origin[1])
