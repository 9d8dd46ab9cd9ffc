"""How much of the body's weight each foot carries, and how far the body shifts to stand on one.

Everything is measured along the line between the feet, on the ground. A foot's support point is
where its force acts (`support_points`). In the frontal plane the forces under both feet must
balance gravity and the body's own acceleration about the ground, so that the share of the left
foot follows from where the centre of mass is. The seat of a chair, a stick or a wall that carries
part of the body makes the result wrong.
"""

from __future__ import annotations

import numpy as np

from levelhip.biomech.geometry import across_axis, along
from levelhip.core import Array, Estimate, Side

GRAVITY = 9.80665

FOOT_PART = 0.28
"""Where a foot's force acts on the way from ankle joint to toe tip when the centre of mass cannot
tell (no depth). The ankle lies at 0.25 of the foot from the heel and the force in standing at about
0.45; under four feet of two people (OpenCap laboratory subject 4, fbos pilot) it averaged 0.42 to
0.58 of the way from heel to the marker on the forefoot. Chosen by us."""

FOOT_REACH = (-0.3, 1.0)
"""How far along that line the force can go: from the heel, behind the ankle, to the toes."""

FOOT_SD_M = 0.008
"""Standard uncertainty, across the foot, of where its force acts. Under the same four feet it lay
on average 8 mm to the inside to 12 mm to the outside of the line, and moved about that by 0.3 mm
(standing) to 8 mm (leaning, squatting). Chosen by us."""

ACCELERATION_CUTOFF_HZ = 1.5
"""Half-power cut-off of the bell-shaped filter that gives the acceleration of the centre of mass;
its half-amplitude point is at 2.1 Hz. Sideways movement of a standing body is slower, and landmark
noise grows with the square of the frequency. Chosen by us between 1 and 6 Hz on squats1 and STS1 of
the same person; 1.25 to 2 Hz differ by less than 0.3 points of body weight."""

FOOT_BREADTH_OF_HEIGHT = 0.055
"""Foot breadth as part of body height (Drillis & Contini 1966, in Winter 2009, figure 4.1)."""


def support_points(
    centre: Array, left: tuple[Array, Array], right: tuple[Array, Array]
) -> tuple[Array, Array]:
    """Where the ground's force acts under each foot.

    The force under a foot travels along the foot's axis, from heel to toes, with the body: each
    foot carries its part where that axis passes beside the centre of mass [1]_. With X unknown it
    is taken at `FOOT_PART` of the way from ankle to toe; with the toe unknown, at the ankle.

    Parameters
    ----------
    centre : (..., 3), m, LAB
        Centre of mass.
    left, right : pairs of (..., 3), m, LAB
        Ankle joint and toe tip of each foot, on the ground.

    Returns
    -------
    tuple of Array
        (..., 3) each, m, LAB: left and right support point, at the height of the landmarks.

    References
    ----------
    .. [1] Winter et al. 1996, J Neurophysiol 75(6):2334-2343: in quiet standing both feet's
       centres of pressure move front to back together (from memory).
    """
    axis = across_axis(left[0], right[0])
    ahead = (axis[1], -axis[0])
    return _support(centre, left, ahead), _support(centre, right, ahead)


def across_feet(point: Array, left_foot: Array, right_foot: Array) -> Array:
    """How far a point is to the right of the middle between the feet.

    Parameters
    ----------
    point, left_foot, right_foot : (..., 3), m, LAB
        The point (the centre of mass) and the feet's support points.

    Returns
    -------
    Array
        (...), m, along the line between the feet; positive to the person's right.
    """
    return along(point - 0.5 * (left_foot + right_foot), across_axis(left_foot, right_foot))


def stance_width(left_foot: Array, right_foot: Array) -> Array:
    """Distance between the feet's support points on the ground.

    Parameters
    ----------
    left_foot, right_foot : (..., 3), m, LAB
        Support points.

    Returns
    -------
    Array
        (...), m; from a camera, across the picture only.
    """
    return along(right_foot - left_foot, across_axis(left_foot, right_foot))


def static_share(across_m: Array, width_m: Array) -> Array:
    """Kernel of `load_share` for a body at rest.

    Parameters
    ----------
    across_m, width_m : (...), m
        From `across_feet` and `stance_width`.

    Returns
    -------
    Array
        (...), 0 to 1 while the centre of mass is between the feet; not cut off outside.
    """
    return 0.5 - across_m / width_m


def dynamic_share(
    across_m: Array, width_m: Array, height_m: Array, sideways_m_s2: Array, upward_m_s2: Array
) -> Array:
    """Kernel of `load_share` for a moving body: the inverted pendulum's term added.

    To speed the body up sideways the ground pushes from the other side: about the ground,
    z_force = z - h a_sideways / (g + a_up). The body's own turning about its centre of mass is left
    out: with segment angular momentum added, the result against plates was not better.

    Parameters
    ----------
    across_m, width_m, height_m : (...), m
        From `across_feet` and `stance_width`; height of the centre of mass above the ground.
    sideways_m_s2, upward_m_s2 : (...), m/s2
        Acceleration of the centre of mass to the right along the line between the feet, and up,
        filtered at `ACCELERATION_CUTOFF_HZ`.

    Returns
    -------
    Array
        (...), not cut off at 0 or 1.
    """
    return static_share(across_m - height_m * sideways_m_s2 / (GRAVITY + upward_m_s2), width_m)


def load_share(
    centre: Array,
    left_foot: Array,
    right_foot: Array,
    *,
    centre_sd_m: float | Array,
    foot_sd_m: float = FOOT_SD_M,
    acceleration: Array | None = None,
    acceleration_sd_m_s2: float = 0.0,
) -> Estimate:
    """Part of the body's weight on the left foot, from where the centre of mass is.

    Use the form without acceleration in single support and for holds; the form with it while both
    feet stand and the body moves.

    Parameters
    ----------
    centre : (T, 3), m, LAB
        Centre of mass.
    left_foot, right_foot : (T, 3), m, LAB
        Support points.
    centre_sd_m : m
        Standard uncertainty of the centre of mass along the line between the feet.
    foot_sd_m : m
        Standard uncertainty of each support point along that line.
    acceleration : (T, 3), m/s2, LAB, or None
        Of the centre of mass, filtered at `ACCELERATION_CUTOFF_HZ`; None for a body at rest.
    acceleration_sd_m_s2 : m/s2
        Standard uncertainty of its sideways part.

    Returns
    -------
    Estimate
        (T,), 0 to 1 between the feet, not cut off outside.
    """
    across = across_feet(centre, left_foot, right_foot)
    width = stance_width(left_foot, right_foot)
    height = centre[..., 1] - 0.5 * (left_foot[..., 1] + right_foot[..., 1])
    if acceleration is None:
        share, moved_m = static_share(across, width), np.zeros_like(across)
        method = "quasi-static"
    else:
        sideways = along(acceleration, across_axis(left_foot, right_foot))
        share = dynamic_share(across, width, height, sideways, acceleration[..., 1])
        moved_m = height * acceleration_sd_m_s2 / (GRAVITY + acceleration[..., 1])
        method = "inverted-pendulum"
    feet = (share**2 + (1.0 - share) ** 2) * foot_sd_m**2
    spread = np.sqrt(np.asarray(centre_sd_m) ** 2 + moved_m**2 + feet) / width
    return Estimate(share, spread, unit="1", method=method)


def force_share(left_newton: Array, right_newton: Array, *, least_newton: float) -> Array:
    """Part of the weight on the left foot, from the force under each.

    Parameters
    ----------
    left_newton, right_newton : (T,), N
        Vertical force under each foot, up positive.
    least_newton : N
        Together, below which the share says nothing and is NaN.

    Returns
    -------
    Array
        (T,), 0 to 1.
    """
    total = left_newton + right_newton
    loaded = total >= least_newton
    return np.where(loaded, left_newton / np.where(loaded, total, 1.0), np.nan)


def needed_shift(
    stance_width_m: Array | float, foot_breadth_m: float, *, start_m: Array | float = 0.0
) -> Array:
    """How far anybody must move sideways to stand on one leg.

    To the inner edge of the standing foot: from the middle between the feet that is half the
    stance width less half a foot's breadth (docs/evidence.md#everybody-shifts).

    Parameters
    ----------
    stance_width_m : m
        Distance between the middles of the feet.
    foot_breadth_m : m
        Of the person, or `FOOT_BREADTH_OF_HEIGHT` times their height.
    start_m : m
        How far from the middle towards the standing foot the person stood already.

    Returns
    -------
    Array
        m, not below 0.
    """
    edge = 0.5 * np.asarray(stance_width_m) - 0.5 * foot_breadth_m
    return np.asarray(np.maximum(edge - np.asarray(start_m), 0.0))


def weight_shift(
    quiet_across_m: float,
    lifted_across_m: float,
    stance_width_m: float,
    lifted: Side,
    *,
    sigma_m: float,
    width_sd_m: float = 0.0,
) -> Estimate:
    """Sideways travel of the centre of mass from quiet stance to lift-off.

    In half stance widths, towards the standing foot: 0 is no travel, 1 is from the middle to right
    above the standing foot's support point.

    Parameters
    ----------
    quiet_across_m, lifted_across_m : m
        `across_feet` of the centre of mass in quiet stance and at lift-off, both against the feet
        of the quiet stance.
    stance_width_m : m
        Of the quiet stance.
    lifted : Side
        The leg that leaves the ground.
    sigma_m : m
        Standard uncertainty of one position, without what both positions share.
    width_sd_m : m
        Standard uncertainty of the stance width.

    Returns
    -------
    Estimate
        Unit 1 (half stance widths).
    """
    towards = 1.0 if lifted is Side.LEFT else -1.0
    half = 0.5 * stance_width_m
    value = towards * (lifted_across_m - quiet_across_m) / half
    spread = np.hypot(np.sqrt(2.0) * sigma_m / half, value * width_sd_m / stance_width_m)
    return Estimate(float(value), float(spread), unit="1", method="centre-of-mass-travel")


def excess_shift(
    quiet_across_m: float,
    lifted_across_m: float,
    stance_width_m: float,
    lifted: Side,
    *,
    foot_breadth_m: float,
    sigma_m: float,
    centre_sd_m: float = 0.0,
    width_sd_m: float = 0.0,
    foot_breadth_sd_m: float = 0.005,
) -> Estimate:
    """Travel beyond what anybody needs to stand on one leg, in half stance widths.

    `weight_shift` less `needed_shift` from where the person stood. Negative when the foot left the
    ground before the centre of mass was over the standing foot, as a quick lift can.

    Parameters
    ----------
    quiet_across_m, lifted_across_m, stance_width_m, lifted, sigma_m, width_sd_m
        As for `weight_shift`.
    foot_breadth_m : m
        Of the person, or `FOOT_BREADTH_OF_HEIGHT` times their height.
    centre_sd_m : m
        Standard uncertainty that both positions share; it does not cancel here.
    foot_breadth_sd_m : m
        Standard uncertainty of the breadth; 5 mm chosen by us for a breadth taken from height.

    Returns
    -------
    Estimate
        Unit 1 (half stance widths).
    """
    shift = weight_shift(
        quiet_across_m,
        lifted_across_m,
        stance_width_m,
        lifted,
        sigma_m=sigma_m,
        width_sd_m=width_sd_m,
    )
    towards = 1.0 if lifted is Side.LEFT else -1.0
    half = 0.5 * stance_width_m
    start_m = towards * quiet_across_m
    value = float(shift.value) - float(
        needed_shift(stance_width_m, foot_breadth_m, start_m=start_m) / half
    )
    # Where the body ends, against the standing foot's inner edge: start and travel share the quiet
    # position, so that only the end position counts.
    parts = (
        sigma_m / half,
        centre_sd_m / half,
        0.5 * foot_breadth_sd_m / half,
        (value + 1.0) * width_sd_m / stance_width_m,
    )
    spread = float(np.sqrt(sum(part * part for part in parts)))
    return Estimate(value, spread, unit="1", method="centre-of-mass-travel")


def _support(centre: Array, foot: tuple[Array, Array], ahead: tuple[Array, Array]) -> Array:
    ankle, toe = foot
    flat = np.isnan(centre[..., 0] + ankle[..., 0] + toe[..., 0])
    reach, length = along(centre - ankle, ahead), along(toe - ankle, ahead)
    # A foot turned square to the side has no length ahead; any part of it will do.
    part = np.clip(reach / np.where(np.abs(length) < 1e-6, 1e-6, length), *FOOT_REACH)
    part = np.where(flat, FOOT_PART, part)[..., None]
    point = ankle + part * (toe - ankle)
    unseen = np.isnan(point[..., 2])
    return np.where(unseen[..., None], ankle, point)
