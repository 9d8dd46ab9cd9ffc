"""Kernels of the angles: points in, degrees out, row by row.

The same row gives the same bits wherever a series is cut. What the angles mean, and how far they
may be off, is said in `angles`. Where X is NaN (a camera), angles of the frontal plane are taken
in the picture and those that need depth are NaN.
"""

from __future__ import annotations

import numpy as np

from levelhip.biomech.geometry import across_axis, along, angle_between
from levelhip.core import Array, Side

DEGREES = 180.0 / np.pi
"""Degrees in a radian."""

UP = np.array([0.0, 1.0, 0.0])
"""The vertical of LAB."""
UP.flags.writeable = False


def obliquity_deg(left: Array, right: Array) -> Array:
    """Kernel of `pelvic_obliquity`.

    Parameters
    ----------
    left, right : (..., 3), m, LAB
        Hip joint centres, or front hip bones.

    Returns
    -------
    Array
        (...), deg, positive = left higher.
    """
    return np.arctan2(left[..., 1] - right[..., 1], level_length(right - left)) * DEGREES


def drop_deg(left_hip: Array, right_hip: Array, lifted: Side) -> Array:
    """Kernel of `pelvic_drop`.

    Parameters
    ----------
    left_hip, right_hip : (..., 3), m, LAB
        Hip joint centres.
    lifted : Side
        The leg that is off the ground.

    Returns
    -------
    Array
        (...), deg, positive = the lifted side hangs below level.
    """
    if lifted is Side.LEFT:
        return obliquity_deg(right_hip, left_hip)
    return obliquity_deg(left_hip, right_hip)


def lean_deg(
    left_hip: Array, right_hip: Array, left_shoulder: Array, right_shoulder: Array
) -> Array:
    """Kernel of `trunk_lean`.

    Parameters
    ----------
    left_hip, right_hip, left_shoulder, right_shoulder : (..., 3), m, LAB
        Joint centres.

    Returns
    -------
    Array
        (...), deg, positive = to the person's right.
    """
    trunk = 0.5 * (left_shoulder + right_shoulder) - 0.5 * (left_hip + right_hip)
    return np.arctan2(along(trunk, across_axis(left_hip, right_hip)), trunk[..., 1]) * DEGREES


def abduction_deg(left_hip: Array, right_hip: Array, knee: Array, side: Side) -> Array:
    """Kernel of `hip_abduction`.

    Parameters
    ----------
    left_hip, right_hip, knee : (..., 3), m, LAB
        Joint centres; the knee of the side.
    side : Side
        Which leg.

    Returns
    -------
    Array
        (...), deg, positive = away from the midline.
    """
    hip, other = (left_hip, right_hip) if side is Side.LEFT else (right_hip, left_hip)
    outward, thigh = without_depth(hip - other), without_depth(knee - hip)
    # 90 degrees less the angle to the outward line: the angle to the plane across it.
    return (angle_between(thigh, -outward) * DEGREES) - 90.0


def extension_deg(
    left_hip: Array, right_hip: Array, knee: Array, side: Side, up: Array = UP
) -> Array:
    """Kernel of `hip_extension`.

    Parameters
    ----------
    left_hip, right_hip, knee : (..., 3), m, LAB
        Joint centres; the knee of the side.
    side : Side
        Which leg.
    up : (3,) or (..., 3)
        Headward direction of the pelvis.

    Returns
    -------
    Array
        (...), deg, positive = thigh behind; NaN where X is unknown.
    """
    thigh = knee - (left_hip if side is Side.LEFT else right_hip)
    ahead, level = _pelvis_parts(right_hip - left_hip, np.broadcast_to(up, thigh.shape), thigh)
    return np.arctan2(-ahead, -level) * DEGREES


def toe_turn_deg(
    left_hip: Array, right_hip: Array, heel: Array, toe: Array, side: Side, up: Array = UP
) -> Array:
    """Kernel of `toe_turn`.

    Parameters
    ----------
    left_hip, right_hip, heel, toe : (..., 3), m, LAB
        Hip joint centres; heel and toe tip of the side.
    side : Side
        Which foot.
    up : (3,) or (..., 3)
        The axis to turn about, headward: the vertical in standing, the leg's own when lying.

    Returns
    -------
    Array
        (...), deg, positive = toes outward; NaN where X is unknown.
    """
    foot, across = toe - heel, right_hip - left_hip
    axis = np.broadcast_to(up, foot.shape)
    forward = _cross(axis, across)
    # `forward` and its turn by 90 degrees about the axis span the plane across the axis.
    rightward = _cross(forward, axis)
    size = np.sqrt(dot(axis, axis))
    to_right = np.arctan2(dot(foot, rightward) / size, dot(foot, forward)) * DEGREES
    return -to_right if side is Side.LEFT else to_right


def flexion_deg(hip: Array, knee: Array, ankle: Array) -> Array:
    """Kernel of `knee_flexion`.

    Parameters
    ----------
    hip, knee, ankle : (..., 3), m, LAB
        Joint centres of one leg.

    Returns
    -------
    Array
        (...), deg, 0 = straight; NaN where X is unknown.
    """
    return angle_between(knee - hip, ankle - knee) * DEGREES


def without_depth(vector: Array) -> Array:
    """The vector, with X as 0 where it is unknown: then angles are those of the frontal plane.

    Parameters
    ----------
    vector : (..., 3), m, LAB
        Differences of points.

    Returns
    -------
    Array
        (..., 3), m.
    """
    flat = np.isnan(vector[..., 0])
    if not flat.any():
        return vector
    seen = vector.copy()
    seen[..., 0] = np.where(flat, 0.0, vector[..., 0])
    return seen


def level_length(vector: Array) -> Array:
    """Length of a vector along the ground.

    Parameters
    ----------
    vector : (..., 3), m, LAB
        Differences of points; X counts as 0 where it is unknown.

    Returns
    -------
    Array
        (...), m.
    """
    x = vector[..., 0]
    seen = np.where(np.isnan(x), 0.0, x)
    return np.sqrt(seen * seen + vector[..., 2] * vector[..., 2])


def length(vector: Array) -> Array:
    """Length of a vector.

    Parameters
    ----------
    vector : (..., 3), m, LAB
        Differences of points; X counts as 0 where it is unknown.

    Returns
    -------
    Array
        (...), m.
    """
    seen = without_depth(vector)
    return np.sqrt(dot(seen, seen))


def dot(first: Array, second: Array) -> Array:
    """Product of two directions.

    Parameters
    ----------
    first, second : (..., 3)
        Directions.

    Returns
    -------
    Array
        (...).
    """
    # Written out: a matrix product may add in another order for another number of rows.
    return (
        first[..., 0] * second[..., 0]
        + first[..., 1] * second[..., 1]
        + first[..., 2] * second[..., 2]
    )


def _cross(first: Array, second: Array) -> Array:
    ax, ay, az = first[..., 0], first[..., 1], first[..., 2]
    bx, by, bz = second[..., 0], second[..., 1], second[..., 2]
    return np.stack([ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx], axis=-1)


def _pelvis_parts(across: Array, up: Array, vector: Array) -> tuple[Array, Array]:
    """How far a vector points forward and headward across the hip line, to one common scale."""
    forward = _cross(up, across)
    headward = _cross(across, forward)
    return dot(vector, forward), dot(vector, headward) / np.sqrt(dot(across, across))
