"""Angles of the upper leg of somebody who lies on the side, from a camera or from markers.

From a camera the abduction is taken in the pose model's metric landmarks, the mean of thigh and
whole leg against the plane through the trunk: the angle in the picture itself is several degrees
too large, because the model draws the upper hip too low when the leg is up and back. No number of
this was fitted to recordings. Whether the toes point up or down is read off the slope of the foot
against the shank in the picture, which is the same from the front and from behind. How far the
thigh is drawn back a camera does not see: it moves along the line of sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from levelhip.biomech.angle_kernels import (
    DEGREES,
    abduction_deg,
    dot,
    extension_deg,
    toe_turn_deg,
)
from levelhip.core import Array, Side

CAMERA_POINTS: tuple[str, ...] = tuple(
    f"{side}_{joint}"
    for joint in ("shoulder", "hip", "knee", "ankle", "heel", "foot_index")
    for side in ("left", "right")
)
"""Points that are looked at, in the order of the arrays."""

ON_SIDE_PART = 0.2
"""The upper hip and shoulder must be higher than the lower ones by this part of the trunk's length;
chosen by us: 0.4 and more on the side seen from hip height, 0.1 seen from above."""

MODEL_SD_DEG = 3.5
"""Standard uncertainty of the abduction from the pose model's metric landmarks; chosen by us. On
the three rendered people who lie it is 2.1 degrees off root mean square (docs/accuracy.md)."""

PICTURE_BIAS_DEG, PICTURE_SD_DEG = 3.9, 5.5
"""How much too large the angle in the picture is, and how far it may be off, where metric landmarks
are missing (docs/accuracy/side_lying.md)."""

TOE_SLOPE = 1.2
"""Turn of the foot for each degree of its slope in the picture: the tangent of how far a relaxed
foot points away from its right angle, 50 degrees; chosen by us."""

TOE_SD_DEG = 6.0
"""Standard uncertainty of the turn of the foot from its slope, good for up or down only: it is
clear beyond 10 degrees; chosen by us."""

MARKER_ABDUCTION_SD_DEG = 2.0
MARKER_EXTENSION_SD_DEG = 4.0
MARKER_TOE_SD_DEG = 5.0
"""Standard uncertainties from markers: hip centres by regression are 12 mm off, the line of the
trunk is not the pelvis, and skin moves over bone; chosen by us."""


@dataclass(frozen=True, slots=True)
class Placement:
    """How somebody lies in the picture, for each sample; NaN where it cannot be told.

    Attributes
    ----------
    top : (n,), 1 where the right side is on top, -1 where the left is
    head : (n,), 1 where the head is at the right of the picture, -1 at the left
    front : (n,), 1 where the camera looks at the front of the body, -1 at its back
    """

    top: Array
    head: Array
    front: Array


def placement(points: Array) -> Placement:
    """Which side is up, where the head is, and from where the camera looks.

    Parameters
    ----------
    points : (n, 12, 2), px, IMAGE (Y down)
        In the order of `CAMERA_POINTS`; NaN where a point was not seen.

    Returns
    -------
    Placement
    """
    left_shoulder, right_shoulder, left_hip, right_hip = points[:, :4].transpose(1, 2, 0)
    along, down = 0.5 * (left_shoulder + right_shoulder - left_hip - right_hip)
    # Y is down: a right side that is higher has the smaller one.
    higher = 0.5 * (left_shoulder[1] + left_hip[1] - right_shoulder[1] - right_hip[1])
    least = ON_SIDE_PART * np.sqrt(along * along + down * down)
    top = np.where(np.abs(higher) >= least, np.sign(higher), np.nan)
    head = np.where(np.abs(along) > np.abs(down), np.sign(along), np.nan)
    # Head to the right and right side up: forward is out of the picture.
    return Placement(top, head, top * head)


def picture_abduction(points: Array, side: Side) -> Array:
    """Abduction in the picture, less its usual bias, (n,), deg, positive = leg up.

    Parameters
    ----------
    points : (n, 12, 2), px, IMAGE
        In the order of `CAMERA_POINTS`.
    side : Side
        The upper leg.

    Returns
    -------
    Array
    """
    # In the plane of the picture, with X unknown, the kernel measures there too.
    lab = np.full((*points.shape[:2], 3), np.nan)
    lab[..., 1], lab[..., 2] = -points[..., 1], points[..., 0]
    return _both_lines(lab, side) - PICTURE_BIAS_DEG


def model_abduction(world: Array, side: Side) -> Array:
    """Abduction by the pose model's metric landmarks, (n,), deg, positive = leg up.

    Parameters
    ----------
    world : (n, 12, 3), m, CAMERA
        In the order of `CAMERA_POINTS`.
    side : Side
        The upper leg.

    Returns
    -------
    Array
        Mean of thigh and of the line from hip to ankle, each against the plane through the trunk
        across the hip line: where the hips lie along the trunk a pose model does not know.
    """
    trunk = 0.5 * (world[:, 0] + world[:, 1] - world[:, 2] - world[:, 3])
    across = world[:, 2] - world[:, 3] if side is Side.LEFT else world[:, 3] - world[:, 2]
    along = dot(across, trunk) / dot(trunk, trunk)
    return _both_lines(world, side, outward=across - along[:, None] * trunk)


def toe_side(points: Array, side: Side) -> Array:
    """Turn of the foot by its slope in the picture, (n,), deg, positive = toes down.

    Only good for telling up from down where it is clear; the degrees are not to be shown. A foot
    that is turned slopes against the shank by the sine of its turn over the tangent of how far it
    points.

    Parameters
    ----------
    points : (n, 12, 2), px, IMAGE (Y down)
        In the order of `CAMERA_POINTS`.
    side : Side
        The upper leg.

    Returns
    -------
    Array
    """
    at = 0 if side is Side.LEFT else 1
    knee, ankle, heel, toe = (points[:, i + at] for i in (4, 6, 8, 10))
    shank, foot = ankle - knee, toe - heel
    # Right-handed in a picture whose Y is down: positive turns from right towards down.
    cross = shank[:, 0] * foot[:, 1] - shank[:, 1] * foot[:, 0]
    along = shank[:, 0] * foot[:, 0] + shank[:, 1] * foot[:, 1]
    downward = np.arctan2(cross, along) * DEGREES * np.sign(shank[:, 0])
    return np.asarray(TOE_SLOPE * downward)


def marker_signals(points: Array, side: Side) -> tuple[Array, Array, Array]:
    """Abduction, extension and internal rotation of a leg from markers, (n,) each, deg.

    Parameters
    ----------
    points : (n, 12, 3), m, LAB
        In the order of `CAMERA_POINTS`; NaN where a point was not seen.
    side : Side
        The upper leg.

    Returns
    -------
    tuple of Array
        Abduction (positive = up), extension against the line of the trunk (positive = back), turn
        of the foot about the shank against the pelvis (positive = toes down).
    """
    at = 0 if side is Side.LEFT else 1
    left_hip, right_hip = points[:, 2], points[:, 3]
    knee, ankle, heel, toe = (points[:, i + at] for i in (4, 6, 8, 10))
    trunk = 0.5 * (points[:, 0] + points[:, 1] - left_hip - right_hip)
    return (
        abduction_deg(left_hip, right_hip, knee, side),
        extension_deg(left_hip, right_hip, knee, side, trunk),
        -toe_turn_deg(left_hip, right_hip, heel, toe, side, knee - ankle),
    )


def marker_top(points: Array) -> Array:
    """Which side of somebody with markers is up, (n,): 1 right, -1 left, NaN when not on the side.

    Parameters
    ----------
    points : (n, 12, 3), m, LAB (Y up)
        In the order of `CAMERA_POINTS`.

    Returns
    -------
    Array
    """
    across = points[:, 3] - points[:, 2]
    trunk = 0.5 * (points[:, 0] + points[:, 1] - points[:, 2] - points[:, 3])
    steep = np.abs(across[:, 1]) >= 0.5 * np.sqrt(dot(across, across))
    level = np.abs(trunk[:, 1]) <= 0.5 * np.sqrt(dot(trunk, trunk))
    return np.where(steep & level, np.sign(across[:, 1]), np.nan)


def lying_points(names: Sequence[str]) -> tuple[list[int], list[int]]:
    """Which points of `CAMERA_POINTS` a source has, and where among its own.

    Parameters
    ----------
    names : sequence of str
        The source's points.

    Returns
    -------
    tuple of list of int
    """
    has = [i for i, name in enumerate(CAMERA_POINTS) if name in names]
    return has, [names.index(CAMERA_POINTS[i]) for i in has]


def _both_lines(points: Array, side: Side, *, outward: Array | None = None) -> Array:
    """Mean of the angles of thigh and whole leg to the plane across the way outward."""
    at = 0 if side is Side.LEFT else 1
    hip, other = points[:, 2 + at], points[:, 3 - at]
    out = hip - other if outward is None else outward
    ends = (hip, hip - out) if side is Side.LEFT else (hip - out, hip)
    left, right = (end[:, None] for end in ends)
    both = abduction_deg(left, right, points[:, 4 + at : 8 + at : 2], side)
    return np.asarray(0.5 * (both[:, 0] + both[:, 1]))
