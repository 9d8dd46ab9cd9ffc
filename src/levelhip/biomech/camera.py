"""From pixels to metres: which way the person faces, how the camera is rolled, how big a pixel is.

A camera that looks at a person from the front or from behind shows two of the three axes. `frontal`
gives them as LAB (Y up, Z to the person's right) and leaves X unknown, so that all later functions
are the same for cameras and markers. What it needs is learned once, from quiet standing
(`Calibrator`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from levelhip.biomech.calibration import Calibration, Calibrator, calibration, facing_sign
from levelhip.core import Array, BadRecording, Frame, Track

__all__ = [
    "FOOT_DOWN_BIAS_S",
    "FOOT_OFF_BIAS_S",
    "LEAN_SD_DEG",
    "LIFT_PART",
    "POSE_LAG_S",
    "SHIFT_SD_M",
    "Calibration",
    "Calibrator",
    "calibration",
    "facing_sign",
    "foot_height",
    "frontal",
    "frontal_planes",
    "frontal_xyz",
    "shift_sd_m",
]

SHIFT_SD_M = 0.005
"""Standard uncertainty of the centre of mass' sideways travel apart from the scale, m; 0.0014 to
0.0048 root mean square frame by frame on the rendered development clips, 0.0041 at lift-off."""

LEAN_SD_DEG = 1.0
"""Standard uncertainty of trunk lean against one's own standing, deg; 0.4 to 1.4 root mean square
on the rendered development clips."""

LIFT_PART = 0.4
"""A foot counts as off the floor above this part of the height that it reaches in the lift. A part
is steadier than a height in metres: bodies, cameras and the model's habit of marking a lifted
ankle too high all scale both. Chosen by us among 0.15 to 0.5 on the rendered development clips:
spread of foot-off 24 ms (behind) and 38 ms (free), of foot-down 24 and 29 ms."""

FOOT_OFF_BIAS_S = {"behind": -0.075, "free": 0.007}
"""How much too late (negative: too early) the crossing of `LIFT_PART` is, s, by variant of the
lift; measured through reader and engine on the rendered development clips (12 lifts behind, 6 free)
and to be taken away."""

FOOT_DOWN_BIAS_S = {"behind": 0.035, "free": -0.016}
"""The same for the crossing downwards, s."""


POSE_LAG_S = 0.035
"""How late the pose model's landmarks follow the body in a video, s: it smooths over time. The
sideways way of the centre of mass on nine rendered development clips fitted best 0.03 (six) to 0.05
late. Foot-off and foot-down above were measured with it."""


def frontal(track: Track, calibration: Calibration) -> Track:
    """The same points in metres: Y up from the floor, Z to the person's right, X unknown (NaN).

    Parameters
    ----------
    track : Track
        IMAGE frame, px, Y down; dots and all other points are carried along.
    calibration : Calibration
        From `Calibrator`.

    Returns
    -------
    Track
        LAB frame, m; each row depends on that row alone.

    Raises
    ------
    BadRecording
        When the track is not in pixels.
    """
    if track.frame is not Frame.IMAGE:
        raise BadRecording(f"track.frame: {track.frame}; a camera track is in the image frame")
    return Track(
        track.time_s,
        frontal_xyz(track.xyz, calibration),
        track.confidence,
        track.names,
        Frame.LAB,
    )


def frontal_xyz(xyz: Array, calibration: Calibration) -> Array:
    """What `frontal` does, on a plain array.

    Parameters
    ----------
    xyz : (T, L, 3), px, IMAGE
        Z is not looked at.
    calibration : Calibration
        From `Calibrator`.

    Returns
    -------
    Array
        (T, L, 3), m, LAB; X is NaN.
    """
    lab = np.empty(xyz.shape)
    # In blocks that stay in the processor's cache; each row is worked out alone either way.
    for start in range(0, len(xyz), _BLOCK):
        part, out = xyz[start : start + _BLOCK], lab[start : start + _BLOCK]
        out[..., 0] = np.nan
        _seen_frontally(part[..., 0], part[..., 1], calibration, out[..., 1], out[..., 2])
    return lab


def frontal_planes(pixels: Array, calibration: Calibration) -> Array:
    """The two known axes of `frontal_xyz` alone, one long row for each coordinate.

    Parameters
    ----------
    pixels : (T, 2 L), px, IMAGE
        x and y of each point by turns.
    calibration : Calibration
        From `Calibrator`.

    Returns
    -------
    Array
        (L, 2, T), m, LAB; Y and Z of each point, with the bits of `frontal_xyz`.
    """
    pairs = np.ascontiguousarray(pixels.T).reshape(pixels.shape[1] // 2, 2, len(pixels))
    lab = np.empty(pairs.shape)
    _seen_frontally(pairs[:, 0], pairs[:, 1], calibration, lab[:, 0], lab[:, 1])
    return lab


def _seen_frontally(
    across: Array, down: Array, calibration: Calibration, up: Array, right: Array
) -> None:
    """Write LAB Y and Z of picture points (px) into two arrays of the same shape."""
    roll = math.radians(calibration.roll_deg)
    cos = calibration.metre_per_px * math.cos(roll)
    sin = calibration.metre_per_px * math.sin(roll)
    sign = -calibration.facing
    x0, y0 = calibration.origin_px
    other = across * sin
    np.subtract(x0 * sin + y0 * cos, other, out=up)
    np.multiply(down, cos, out=other)
    up -= other
    np.multiply(across, sign * cos, out=right)
    np.multiply(down, sign * sin, out=other)
    right -= other
    right -= sign * (x0 * cos - y0 * sin)


def foot_height(lab_xyz: Array, names: Sequence[str]) -> Array:
    """Height of each foot, made for finding when it leaves the floor and comes back.

    The ankle alone: of ankle, heel and toe and their means it gave the steadiest times on rendered
    people, because the model loses the foot first (see `LIFT_PART` for how to cut it).

    Parameters
    ----------
    lab_xyz : (T, L, 3), m, LAB
        As `frontal` gives it, or markers.
    names : sequence of str
        The L names; must hold both ankles.

    Returns
    -------
    Array
        (T, 2), m: left, right. Take its standing value away to have height above the floor.
    """
    left, right = names.index("left_ankle"), names.index("right_ankle")
    return np.stack([lab_xyz[:, left, 1], lab_xyz[:, right, 1]], axis=1)


def shift_sd_m(shift_m: float, calibration: Calibration) -> float:
    """Standard uncertainty of a sideways shift of the centre of mass.

    Parameters
    ----------
    shift_m : m
        The shift from the standing baseline.
    calibration : Calibration
        Its scale is the other part of the uncertainty.

    Returns
    -------
    float
        m.
    """
    return math.hypot(SHIFT_SD_M, calibration.scale_sd * shift_m)


_BLOCK = 256
