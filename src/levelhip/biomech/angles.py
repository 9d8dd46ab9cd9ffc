"""Angles of pelvis, trunk, thigh, knee and foot, each with its uncertainty.

Each value comes from its kernel in `angle_kernels`. The standard uncertainty is what landmark noise
of `sigma_m` on each coordinate brings (first order, JCGM 100:2008 (GUM), 5.1.2; landmarks
independent of each other). Systematic errors of landmarks are not in it.

Where X is NaN (a camera), angles of the frontal plane are taken in the picture and those that
need depth are NaN.
"""

from __future__ import annotations

import numpy as np

from levelhip.biomech.angle_kernels import (
    DEGREES,
    UP,
    abduction_deg,
    dot,
    extension_deg,
    flexion_deg,
    lean_deg,
    length,
    level_length,
    obliquity_deg,
    toe_turn_deg,
    without_depth,
)
from levelhip.biomech.geometry import across_axis, along
from levelhip.biomech.uncertainty import first_order_spread
from levelhip.core import Array, Estimate, Side


def pelvic_obliquity(left_hip: Array, right_hip: Array, *, sigma_m: float) -> Estimate:
    """How far the hip line is from level; positive when the left hip is higher.

    The sign is right-handed about X (forward) [1]_. The hip line of a camera's pose model is no
    pelvis (docs/measures.md): the engine refuses it there.

    Parameters
    ----------
    left_hip, right_hip : (T, 3), m, LAB
        Hip joint centres, or front hip bones; a NaN row is a frame in which one was not seen.
    sigma_m : m
        Standard deviation of one coordinate of one landmark, the same on all axes.

    Returns
    -------
    Estimate
        (T,), deg.

    References
    ----------
    .. [1] Wu et al. 2002, J Biomech 35(4):543-548 (ISB joint coordinate systems).
    """
    value = obliquity_deg(left_hip, right_hip)
    spread = np.sqrt(2.0) * sigma_m / length(left_hip - right_hip)
    return Estimate(value, spread * DEGREES, unit="deg", method="hip-line")


def pelvic_drop(stance_hip: Array, swing_hip: Array, *, sigma_m: float) -> Estimate:
    """Angle by which the pelvis hangs below level on the lifted side.

    Positive when the lifted side's hip is the lower one (the Trendelenburg sign [1]_).

    Parameters
    ----------
    stance_hip, swing_hip : (T, 3), m, LAB
        Hip joint centres of the standing and the lifted side; a NaN row was not seen.
    sigma_m : m
        Standard deviation of one coordinate of one landmark, the same on all axes.

    Returns
    -------
    Estimate
        (T,), deg.

    References
    ----------
    .. [1] Hardcastle & Nade 1985, J Bone Joint Surg Br 67-B(5):741-746.
    """
    value = obliquity_deg(stance_hip, swing_hip)
    spread = np.sqrt(2.0) * sigma_m / length(stance_hip - swing_hip)
    return Estimate(value, spread * DEGREES, unit="deg", method="hip-line")


def trunk_lean(
    left_hip: Array,
    right_hip: Array,
    left_shoulder: Array,
    right_shoulder: Array,
    *,
    sigma_m: float,
) -> Estimate:
    """How far the trunk leans sideways from the vertical; positive to the person's right.

    Taken from mid-hip to mid-shoulder in the person's own frontal plane, whose horizontal is the
    hip line. Right-handed about X (forward), as `pelvic_obliquity` is.

    Parameters
    ----------
    left_hip, right_hip, left_shoulder, right_shoulder : (T, 3), m, LAB
        Joint centres; a NaN row was not seen.
    sigma_m : m
        Standard deviation of one coordinate of one landmark, the same on all axes.

    Returns
    -------
    Estimate
        (T,), deg.
    """
    value = lean_deg(left_hip, right_hip, left_shoulder, right_shoulder)
    trunk = 0.5 * (left_shoulder + right_shoulder) - 0.5 * (left_hip + right_hip)
    across = across_axis(left_hip, right_hip)
    side, up = along(trunk, across), trunk[..., 1]
    ahead = along(trunk, (across[1], -across[0]))
    in_plane = side * side + up * up
    # Each end is a mean of two landmarks: half the variance each, both across the trunk.
    own = 1.0 / in_plane
    # A turned hip line lets a part of forward lean look like side lean; unknown without X.
    turn = 2.0 * (ahead * up / in_plane) ** 2 / level_length(right_hip - left_hip) ** 2
    turn = np.where(np.isnan(trunk[..., 0]), 0.0, turn)
    return Estimate(value, sigma_m * np.sqrt(own + turn) * DEGREES, unit="deg", method="trunk-line")


def hip_abduction(
    left_hip: Array, right_hip: Array, knee: Array, side: Side, *, sigma_m: float
) -> Estimate:
    """How far the thigh is spread from the midline; positive outward (abduction).

    The angle between the thigh and the plane across the hip line: the floating-axis angle of
    Grood and Suntay [1]_ with the hip line as the pelvis axis. It needs no trunk or vertical and so
    holds in standing and lying alike. From a camera it is the angle in the picture.

    Parameters
    ----------
    left_hip, right_hip, knee : (T, 3), m, LAB
        Joint centres; the knee of the side.
    side : Side
        Which leg.
    sigma_m : m
        Standard deviation of one coordinate of one landmark, the same on all axes.

    Returns
    -------
    Estimate
        (T,), deg, -90 to 90 with depth.

    References
    ----------
    .. [1] Grood & Suntay 1983, J Biomech Eng 105(2):136-144.
    """
    value = abduction_deg(left_hip, right_hip, knee, side)
    hip, other = (left_hip, right_hip) if side is Side.LEFT else (right_hip, left_hip)
    spread = _bend_spread(without_depth(hip - other), without_depth(knee - hip))
    return Estimate(value, sigma_m * spread * DEGREES, unit="deg", method="hip-line-to-thigh")


def hip_extension(
    left_hip: Array, right_hip: Array, knee: Array, side: Side, *, sigma_m: float, up: Array = UP
) -> Estimate:
    """How far the thigh is drawn back; positive behind (extension), negative in front (flexion).

    Turn of the thigh about the hip line, from straight down along the pelvis.

    Parameters
    ----------
    left_hip, right_hip, knee : (T, 3), m, LAB
        Joint centres; the knee of the side.
    side : Side
        Which leg.
    sigma_m : m
        Standard deviation of one coordinate of one landmark, the same on all axes.
    up : (3,) or (T, 3)
        Headward direction of the pelvis, taken as exact: the vertical in standing (a tilted
        pelvis then counts as hip flexion), or the trunk.

    Returns
    -------
    Estimate
        (T,), deg, -180 to 180; NaN where X is unknown.
    """

    def angle(left: Array, right: Array, joint: Array) -> Array:
        return extension_deg(left, right, joint, side, up)

    spread = first_order_spread(angle, (left_hip, right_hip, knee), sigma=sigma_m, period=360.0)
    return Estimate(angle(left_hip, right_hip, knee), spread, unit="deg", method="thigh-in-pelvis")


def toe_turn(
    left_hip: Array,
    right_hip: Array,
    heel: Array,
    toe: Array,
    side: Side,
    *,
    sigma_m: float,
    up: Array = UP,
) -> Estimate:
    """How far the foot points away from straight ahead; positive outward (toe-out).

    Turn of the line heel to toe about `up`, against the pelvis. In side-lying, with the leg's own
    axis for `up`, a negative value is the toe pointed down.

    Parameters
    ----------
    left_hip, right_hip, heel, toe : (T, 3), m, LAB
        Hip joint centres; heel and toe tip of the side.
    side : Side
        Which foot.
    sigma_m : m
        Standard deviation of one coordinate of one landmark, the same on all axes.
    up : (3,) or (T, 3)
        The axis to turn about, headward, taken as exact.

    Returns
    -------
    Estimate
        (T,), deg, -180 to 180; NaN where X is unknown.
    """

    def angle(left: Array, right: Array, back: Array, front: Array) -> Array:
        return toe_turn_deg(left, right, back, front, side, up)

    points = (left_hip, right_hip, heel, toe)
    spread = first_order_spread(angle, points, sigma=sigma_m, period=360.0)
    return Estimate(angle(*points), spread, unit="deg", method="foot-line")


def knee_flexion(hip: Array, knee: Array, ankle: Array, *, sigma_m: float) -> Estimate:
    """How far the knee is bent; 0 is straight, positive bent.

    The angle between thigh and shank in space, so that an over-straight knee reads a few degrees
    positive too, and within about one `sd` of 0 the spread is an upper bound.

    Parameters
    ----------
    hip, knee, ankle : (T, 3), m, LAB
        Joint centres of one leg.
    sigma_m : m
        Standard deviation of one coordinate of one landmark, the same on all axes.

    Returns
    -------
    Estimate
        (T,), deg, 0 to 180; NaN where X is unknown.
    """
    spread = _bend_spread(knee - hip, ankle - knee)
    value = flexion_deg(hip, knee, ankle)
    return Estimate(value, sigma_m * spread * DEGREES, unit="deg", method="thigh-to-shank")


def _bend_spread(first: Array, second: Array) -> Array:
    """Spread of the angle between two joined lines, rad per metre of landmark noise.

    The ends turn their line by 1/length; the joint, shared by both, turns both at once.
    """
    a, b = np.sqrt(dot(first, first)), np.sqrt(dot(second, second))
    cosine = dot(first, second) / (a * b)
    return np.asarray(np.sqrt(2.0 / (a * a) + 2.0 / (b * b) + 2.0 * cosine / (a * b)))
