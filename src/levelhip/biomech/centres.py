"""Joint centres from markers on the skin: published regressions and midpoints, row by row."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import Array

HARRINGTON_ERROR_M = (0.0052, 0.0036, 0.0032)
"""Leave-one-out error of Harrington's hip centre, m, front-back, up-down and across [1]_ of
`harrington_hips`, bones without skin."""

REGRESSION_ERROR_M = 0.0123
"""Mean distance of Harrington's hip centre from the one in the scanner, m, n = 67 adults
(Mantovani et al. 2016, Gait Posture 44:48-54); 0.025 m for the Davis form, the same source."""

BELL_ERROR_M = 0.019
"""Mean distance of Bell's hip centre from the true one, m (Bell et al. 1990, J Biomech 23:617)."""

KNEE_HALF_BREADTH = 0.13
"""From the outer knee marker to the knee's middle, per length of thigh; chosen by us: half a knee
breadth of 102 mm (the one body at hand with a measured breadth) and half a 14 mm marker over a
thigh of 0.44 m."""

ANKLE_HALF_BREADTH = 0.10
"""From the outer ankle marker to the ankle's middle, per length of shank; chosen by us: half an
ankle breadth of 70 mm and half a 14 mm marker over a shank of 0.42 m."""

SHOULDER_DROP = 0.17
"""From the acromion marker down to the shoulder centre, per distance between the two acromion
markers (Rab et al. 2002, Gait Posture 15:113-119; cited from memory)."""


def _norm(vector: Array) -> Array:
    # Written out: sums over three columns give every row the same floats in any company.
    length: Array = np.sqrt(
        vector[:, 0] * vector[:, 0] + vector[:, 1] * vector[:, 1] + vector[:, 2] * vector[:, 2]
    )
    return length


def _dot(a: Array, b: Array) -> Array:
    product: Array = a[:, 0] * b[:, 0] + a[:, 1] * b[:, 1] + a[:, 2] * b[:, 2]
    return product


def _unit(vector: Array) -> Array:
    length = _norm(vector)
    # A vector without length has no direction: NaN, without a warning for the division.
    return vector / np.where(length > 0.0, length, np.nan)[:, None]


@dataclass(frozen=True, slots=True)
class PelvisAxes:
    """The pelvis in each sample, from the four hip bone markers.

    Attributes
    ----------
    origin : (T, 3), middle of the two front hip bone markers
    front, up, right : (T, 3), unit vectors; right runs along the ASIS line, front lies in the
        plane of the ASIS and the middle of the PSIS
    width : (T,), from ASIS to ASIS
    depth : (T,), from the middle of the ASIS to the middle of the PSIS
    """

    origin: Array
    front: Array
    up: Array
    right: Array
    width: Array
    depth: Array


def pelvis_axes(left_asis: Array, right_asis: Array, back: Array) -> PelvisAxes:
    """How the pelvis lies in each sample.

    Parameters
    ----------
    left_asis, right_asis : (T, 3), m
        Front hip bone markers, in any right-handed frame.
    back : (T, 3), m
        Middle of the two PSIS markers, or the marker on the sacrum between them.

    Returns
    -------
    PelvisAxes
        NaN in the samples where a marker is missing.
    """
    origin = 0.5 * (left_asis + right_asis)
    across = right_asis - left_asis
    right = _unit(across)
    forward = origin - back
    front = _unit(forward - _dot(forward, right)[:, None] * right)
    return PelvisAxes(origin, front, np.cross(right, front), right, _norm(across), _norm(forward))


def _placed(axes: PelvisAxes, front: Array, up: Array, right: Array) -> tuple[Array, Array]:
    middle = axes.origin + front[:, None] * axes.front + up[:, None] * axes.up
    aside = right[:, None] * axes.right
    return middle - aside, middle + aside


def harrington_hips(axes: PelvisAxes) -> tuple[Array, Array]:
    """Left and right hip joint centre by the regression of Harrington et al. [1]_.

    The form without leg length: front = -0.24 depth - 9.9 mm, up = -0.30 width - 10.9 mm,
    across = 0.33 width + 7.3 mm, counted from the middle of the ASIS. Its error against the
    scanner is 12.3 mm (SD 5.9) in adults [2]_. The line between the two centres is parallel to
    the ASIS line by construction.

    Parameters
    ----------
    axes : PelvisAxes
        Of `pelvis_axes`, m.

    Returns
    -------
    tuple of (T, 3), m
        Left and right centre.

    References
    ----------
    .. [1] Harrington et al. 2007, J Biomech 40(3):595-602.
    .. [2] Mantovani et al. 2016, Gait Posture 44:48-54.
    """
    return _placed(
        axes,
        -0.24 * axes.depth - 0.0099,
        -0.30 * axes.width - 0.0109,
        0.33 * axes.width + 0.0073,
    )


def bell_hips(axes: PelvisAxes) -> tuple[Array, Array]:
    """Left and right hip joint centre by Bell et al. [1]_: fractions of the ASIS distance.

    19 % behind, 30 % below and 36 % to the side of the middle of the ASIS; on average 19 mm from
    the true centre. Parallel to the ASIS line by construction.

    Parameters
    ----------
    axes : PelvisAxes
        Of `pelvis_axes`, m; the depth is not used.

    Returns
    -------
    tuple of (T, 3), m
        Left and right centre.

    References
    ----------
    .. [1] Bell, Pedersen & Brand 1990, J Biomech 23(6):617-621.
    """
    return _placed(axes, -0.19 * axes.width, -0.30 * axes.width, 0.36 * axes.width)


def davis_hips(
    axes: PelvisAxes, *, leg_m: float, marker_radius_m: float = 0.007
) -> tuple[Array, Array]:
    """Left and right hip joint centre by Davis et al. [1]_, the form that Plug-in Gait uses.

    Its error against the scanner is 25.0 mm (SD 6.7) [2]_. Parallel to the ASIS line by
    construction.

    Parameters
    ----------
    axes : PelvisAxes
        Of `pelvis_axes`, m.
    leg_m : m
        Leg length, ASIS to medial malleolus.
    marker_radius_m : m
        Half a marker's diameter; 14 mm markers are the usual ones.

    Returns
    -------
    tuple of (T, 3), m
        Left and right centre.

    References
    ----------
    .. [1] Davis, Ounpuu, Tyburski & Gage 1991, Hum Mov Sci 10:575-587.
    .. [2] Mantovani et al. 2016, Gait Posture 44:48-54.
    """
    theta, beta = np.radians(28.4), np.radians(18.0)
    # Distance of ASIS and trochanter front to back, from leg length as Plug-in Gait takes it.
    behind = 0.1288 * leg_m - 0.04856 + marker_radius_m
    reach = 0.115 * leg_m - 0.0153
    ones = np.ones_like(axes.width)
    return _placed(
        axes,
        ones * (-behind * np.cos(beta) + reach * np.cos(theta) * np.sin(beta)),
        ones * (-behind * np.sin(beta) - reach * np.cos(theta) * np.cos(beta)),
        0.5 * axes.width - reach * np.sin(theta),
    )


def midpoint(a: Array, b: Array) -> Array:
    """Point half way between two markers, as knee and ankle centres are taken.

    Parameters
    ----------
    a, b : (T, 3), m
        Outer and inner marker of one joint.

    Returns
    -------
    (T, 3), m
        NaN where either is missing.
    """
    return np.asarray(0.5 * (a + b))


def inside_of(
    outer: Array, upper: Array, right: Array, *, half_breadth: float, is_left: bool
) -> Array:
    """Joint centre from the outer marker alone, moved inwards across the limb.

    Inwards is across the limb (the line from the joint above to the marker), in the plane that
    holds the limb and the pelvis' own left-right line; with a turned leg the centre is off by
    about the half breadth times the sine of the turn.

    Parameters
    ----------
    outer : (T, 3), m
        Marker on the outer side of the joint.
    upper : (T, 3), m
        Centre of the joint above.
    right : (T, 3)
        Unit vector to the person's right.
    half_breadth : float
        How far inwards, per length of the limb.
    is_left : bool
        Whether it is the left leg.

    Returns
    -------
    (T, 3), m
        NaN where a point is missing.
    """
    limb = outer - upper
    along = _unit(limb)
    inwards = _unit(right - _dot(right, along)[:, None] * along)
    sign = 1.0 if is_left else -1.0
    return np.asarray(outer + sign * half_breadth * _norm(limb)[:, None] * inwards)


def shoulder_centre(acromion: Array, other_acromion: Array, hips: Array) -> Array:
    """Shoulder joint centre below the marker on the acromion.

    Parameters
    ----------
    acromion : (T, 3), m
        Marker on top of this shoulder.
    other_acromion : (T, 3), m
        Marker on top of the other one.
    hips : (T, 3), m
        Middle of the two hip centres: down is towards them.

    Returns
    -------
    (T, 3), m
        0.17 of the shoulders' distance below the marker (`SHOULDER_DROP`).
    """
    down = _unit(hips - 0.5 * (acromion + other_acromion))
    return np.asarray(acromion + SHOULDER_DROP * _norm(acromion - other_acromion)[:, None] * down)
