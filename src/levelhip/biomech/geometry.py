"""Frames: how one is turned into another, and which way a person faces.

This is the only module that converts between frames. LAB is X forward, Y up, Z to the person's
right, metres (ISB). A camera sees no depth: its LAB points have NaN in X, and what needs X is NaN.
Every function here works row by row, so that a series may be cut anywhere.
"""

from __future__ import annotations

import numpy as np

from levelhip.core import Array

_AXES = {"x": 0, "y": 1, "z": 2}


def lab_from_axes(xyz: Array, *, forward: str, up: str, left_handed: bool = False) -> Array:
    """Points of a laboratory with other axes, turned into LAB.

    Parameters
    ----------
    xyz : (..., 3), m
        Points in the axes of the recording.
    forward, up : "x", "-x", "y", "-y", "z" or "-z"
        The axis of the recording that points the way the person faces, and the one that points up.
    left_handed : bool
        The recording's axes form a left-handed set (a mirrored export).

    Returns
    -------
    Array
        (..., 3), m, LAB.
    """
    ahead, above = _unit_axis(forward), _unit_axis(up)
    if abs(float(ahead @ above)) > 0.0:
        raise ValueError(f"forward {forward} and up {up} lie on one axis; give two")
    right = np.cross(ahead, above) * (-1.0 if left_handed else 1.0)
    columns = [_signed_column(xyz, axis) for axis in (ahead, above, right)]
    return np.stack(columns, axis=-1)


def lab_from_image(
    pixels: Array, *, metre_per_px: float | Array, roll_rad: float = 0.0, from_behind: bool = False
) -> Array:
    """Points of an upright picture, turned into LAB without depth.

    Parameters
    ----------
    pixels : (..., 2) or (..., 3), px
        X to the right of the picture, Y down; a third column is not used.
    metre_per_px : m/px
        Size of a pixel at the person's distance; an array is one value per row.
    roll_rad : rad
        How far the picture's content is turned counter-clockwise; it is turned back.
    from_behind : bool
        The camera sees the person's back, so that their right is on the picture's right.

    Returns
    -------
    Array
        (..., 3), m: X NaN, Y up, Z to the person's right, about the picture's first pixel.
    """
    scale = np.asarray(metre_per_px, dtype=np.float64)
    scale = scale.reshape(scale.shape + (1,) * (pixels.ndim - 1 - scale.ndim))
    cos, sin = float(np.cos(roll_rad)), float(np.sin(roll_rad))
    across, down = pixels[..., 0] * scale, pixels[..., 1] * scale
    lab = np.full((*pixels.shape[:-1], 3), np.nan)
    # The content is turned counter-clockwise: its own up is (-sin, -cos) in the picture.
    lab[..., 1] = -sin * across - cos * down
    lab[..., 2] = (cos * across - sin * down) * (1.0 if from_behind else -1.0)
    return lab


def lab_from_camera(xyz: Array, *, roll_rad: float = 0.0, from_behind: bool = False) -> Array:
    """A pose model's metric points (CAMERA), turned into LAB.

    Parameters
    ----------
    xyz : (..., 3), m, CAMERA
        X to the right of the picture, Y down, Z away from the camera, about the mid-hip point.
    roll_rad : rad
        How far the picture's content is turned counter-clockwise; it is turned back.
    from_behind : bool
        The camera sees the person's back.

    Returns
    -------
    Array
        (..., 3), m, LAB about the mid-hip point. X is the pose model's guess of depth.
    """
    lab = lab_from_image(xyz, metre_per_px=1.0, roll_rad=roll_rad, from_behind=from_behind)
    lab[..., 0] = xyz[..., 2] * (1.0 if from_behind else -1.0)
    return lab


def heading(left: Array, right: Array) -> Array:
    """Which way the person faces, from a left-to-right line of the body.

    Parameters
    ----------
    left, right : (..., 3), m, LAB
        Ends of a line that runs straight across the body: hips, front hip bones, or the feet in
        stance.

    Returns
    -------
    Array
        (...), rad, turn about Y (up) from the X axis, -pi to pi; 0 where X is unknown, because
        a camera's LAB already has Z to the person's right.
    """
    ahead = right[..., 0] - left[..., 0]
    return np.where(np.isnan(ahead), 0.0, np.arctan2(ahead, right[..., 2] - left[..., 2]))


def in_own_heading(xyz: Array, heading_rad: Array | float) -> Array:
    """Points turned about the vertical until the person faces along X.

    Parameters
    ----------
    xyz : (..., 3), m, LAB
        Points or directions.
    heading_rad : rad
        What `heading` gave; one number, or one per row (T,) for points (T, 3) or (T, L, 3).

    Returns
    -------
    Array
        (..., 3), m, LAB with X the person's own forward and Z the person's own right.
    """
    turn = np.asarray(heading_rad, dtype=np.float64)
    turn = turn.reshape(turn.shape + (1,) * (xyz.ndim - 1 - turn.ndim))
    cos, sin = np.cos(turn), np.sin(turn)
    x, z = xyz[..., 0], xyz[..., 2]
    flat = np.isnan(x)
    seen_x = np.where(flat, 0.0, x)
    turned = np.empty((*np.broadcast_shapes(x.shape, turn.shape), 3))
    turned[..., 0] = np.where(flat, np.nan, cos * seen_x - sin * z)
    turned[..., 1] = xyz[..., 1]
    turned[..., 2] = sin * seen_x + cos * z
    return turned


def mean_heading(heading_rad: Array) -> float:
    """One heading for a stretch in which the person keeps facing the same way.

    Parameters
    ----------
    heading_rad : (T,), rad
        Headings; NaN is left out.

    Returns
    -------
    float
        rad, the direction of the summed unit vectors; NaN when there is none.
    """
    known = heading_rad[~np.isnan(heading_rad)]
    if not known.size:
        return float("nan")
    return float(np.arctan2(np.sin(known).sum(), np.cos(known).sum()))


def across_axis(left: Array, right: Array) -> tuple[Array, Array]:
    """Horizontal direction from a left to a right point of the body.

    Parameters
    ----------
    left, right : (..., 3), m, LAB
        Ends of the line, such as the hips or the two feet.

    Returns
    -------
    tuple of Array
        (...) each: X and Z part of the unit vector. Where X is unknown it is (0, 1): to the
        person's right.
    """
    x, z = right[..., 0] - left[..., 0], right[..., 2] - left[..., 2]
    flat = np.isnan(x)
    x, z = np.where(flat, 0.0, x), np.where(flat, 1.0, z)
    # Two points above each other have no horizontal direction: 0/0, which is NaN, is right.
    with np.errstate(invalid="ignore"):
        length = np.sqrt(x * x + z * z)
        return x / length, z / length


def along(vector: Array, axis: tuple[Array, Array]) -> Array:
    """Horizontal length of a vector along a direction; the X part counts only where it is known.

    Parameters
    ----------
    vector : (..., 3), m, LAB
        Differences of points.
    axis : tuple of Array
        What `across_axis` gave.

    Returns
    -------
    Array
        (...), m.
    """
    x = vector[..., 0]
    return np.where(np.isnan(x), 0.0, x) * axis[0] + vector[..., 2] * axis[1]


def wrapped_deg(angle_deg: Array | float) -> Array:
    """An angle brought to -180 (left out) to 180 degrees.

    Parameters
    ----------
    angle_deg : deg
        Any angle.

    Returns
    -------
    Array
        deg, same shape.
    """
    return 180.0 - np.mod(180.0 - np.asarray(angle_deg, dtype=np.float64), 360.0)


def angle_between(first: Array, second: Array) -> Array:
    """Angle between two directions, exact near 0 and 180 degrees too.

    Parameters
    ----------
    first, second : (..., 3)
        Directions, any length; the arc cosine of their product would lose half its digits for
        nearly parallel ones.

    Returns
    -------
    Array
        (...), rad, 0 to pi; NaN where a part is NaN or a direction has no length.
    """
    ax, ay, az = first[..., 0], first[..., 1], first[..., 2]
    bx, by, bz = second[..., 0], second[..., 1], second[..., 2]
    cx, cy, cz = ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx
    crossed, dotted = np.sqrt(cx * cx + cy * cy + cz * cz), ax * bx + ay * by + az * bz
    angle = np.arctan2(crossed, dotted)
    lost = (ax * ax + ay * ay + az * az == 0.0) | (bx * bx + by * by + bz * bz == 0.0)
    return np.where(lost, np.nan, angle)


def _unit_axis(name: str) -> Array:
    sign, letter = (-1.0, name[1:]) if name.startswith("-") else (1.0, name)
    if letter not in _AXES:
        raise ValueError(f"axis {name}; give x, y or z, with - for the other way")
    axis = np.zeros(3)
    axis[_AXES[letter]] = sign
    return axis


def _signed_column(xyz: Array, axis: Array) -> Array:
    column = int(np.argmax(np.abs(axis)))
    return np.asarray(xyz[..., column] * axis[column])
