"""Turns as matrices, row by row: columns are the axes of the turned body in LAB."""

from __future__ import annotations

import numpy as np

from levelhip.core import Array


def turn(axis: int, angle_rad: Array) -> Array:
    """Right-handed turns about one axis.

    Parameters
    ----------
    axis : int
        0 = X, 1 = Y, 2 = Z.
    angle_rad : (T,), rad

    Returns
    -------
    Array
        (T, 3, 3).
    """
    angle = np.atleast_1d(np.asarray(angle_rad, dtype=np.float64))
    cos, sin = np.cos(angle), np.sin(angle)
    one, other = (axis + 1) % 3, (axis + 2) % 3
    out = np.zeros((angle.size, 3, 3))
    out[:, axis, axis] = 1.0
    out[:, one, one] = out[:, other, other] = cos
    out[:, one, other] = -sin
    out[:, other, one] = sin
    return out


def turned(frames: Array, vector: Array) -> Array:
    """Vectors of a body's own axes, seen in LAB.

    Parameters
    ----------
    frames : (T, 3, 3)
    vector : (3,) or (T, 3)
        In the body's axes.

    Returns
    -------
    Array
        (T, 3).
    """
    vector = np.asarray(vector, dtype=np.float64)
    if vector.ndim == 1:
        return np.asarray(frames @ vector)
    return np.asarray((frames @ vector[:, :, None])[:, :, 0])


def hip_angles(pelvis: Array, thigh: Array, side: float) -> tuple[Array, Array, Array]:
    """Flexion, abduction and inner turn of a thigh against the pelvis (Grood & Suntay's order).

    Parameters
    ----------
    pelvis, thigh : (T, 3, 3)
    side : float
        +1 right, -1 left.

    Returns
    -------
    tuple of Array
        (T,) each, rad; flexion forward, abduction outward, turn of the toes inward are positive.
    """
    m = np.swapaxes(pelvis, 1, 2) @ thigh
    # m = turn(Z, flexion) turn(X, -side abduction) turn(Y, side inward)
    flexion = np.arctan2(-m[:, 0, 1], m[:, 1, 1])
    abduction = -side * np.arcsin(np.clip(m[:, 2, 1], -1.0, 1.0))
    inward = side * np.arctan2(-m[:, 2, 0], m[:, 2, 2])
    return flexion, abduction, inward


def thigh_frames(
    pelvis: Array, flexion: Array, abduction: Array, inward: Array, side: float
) -> Array:
    """The thigh's axes from the hip's angles, the reverse of `hip_angles`.

    Parameters
    ----------
    pelvis : (T, 3, 3)
    flexion, abduction, inward : (T,), rad
    side : float
        +1 right, -1 left.

    Returns
    -------
    Array
        (T, 3, 3).
    """
    bent = turn(2, flexion) @ turn(0, -side * abduction) @ turn(1, side * inward)
    return np.asarray(pelvis @ bent)


def rotation_rate(frames: Array, period_s: float) -> Array:
    """How fast a body turns, in its own axes.

    Parameters
    ----------
    frames : (T, 3, 3)
        On an even grid.
    period_s : s

    Returns
    -------
    Array
        (T, 3), rad/s; central differences, one-sided at the ends.
    """
    before, after = np.empty_like(frames), np.empty_like(frames)
    before[1:], before[0] = frames[:-1], frames[0]
    after[:-1], after[-1] = frames[1:], frames[-1]
    span = np.full(len(frames), 2.0 * period_s)
    span[[0, -1]] = period_s
    step = np.swapaxes(before, 1, 2) @ after
    skew = np.stack(
        [
            step[:, 2, 1] - step[:, 1, 2],
            step[:, 0, 2] - step[:, 2, 0],
            step[:, 1, 0] - step[:, 0, 1],
        ],
        axis=1,
    )
    double_sin = np.sqrt((skew * skew).sum(axis=1))
    angle = np.arctan2(double_sin, step[:, 0, 0] + step[:, 1, 1] + step[:, 2, 2] - 1.0)
    scale = np.where(double_sin > 1e-12, angle / np.where(double_sin > 1e-12, double_sin, 1.0), 0.5)
    return np.asarray(skew * (scale / span)[:, None])
