"""How much a standing body sways over a stretch of time."""

from __future__ import annotations

import numpy as np

from levelhip.core import Array, Estimate

# 95 % of a two-dimensional normal distribution lies within this squared distance, in standard
# deviations: -2 ln(0.05).
_CHI2_95 = 5.991464547107979


def sway_path(path: Array, *, sigma_m: float) -> Estimate:
    """Length of the way that a point of the body travels on the ground.

    Noise makes a path longer, never shorter: compare only what the same landmarks and camera gave.
    Filter first; the noise's own length is in `sd`.

    Parameters
    ----------
    path : (T, 2), m
        Forward and sideways position of the centre of mass or pressure; a column that is NaN
        throughout (a camera's depth) is left out, rows with any other NaN are bridged.
    sigma_m : m
        Standard deviation of one coordinate in one sample, as far as it differs from sample to
        sample.

    Returns
    -------
    Estimate
        m; NaN with fewer than two samples.
    """
    steps = np.diff(_seen(path), axis=0)
    if not len(steps):
        return Estimate(float("nan"), float("nan"), unit="m", method="sway-path")
    lengths = np.sqrt((steps**2).sum(axis=1))
    if sigma_m == 0.0:
        return Estimate(float(lengths.sum()), 0.0, unit="m", method="sway-path")
    # First order where the step is larger than its noise; each inner point moves two steps.
    heads = np.divide(
        steps, lengths[:, None], out=np.zeros_like(steps), where=lengths[:, None] > 0.0
    )
    ends = np.concatenate([-heads[:1], heads[:-1] - heads[1:], heads[-1:]])
    spread = sigma_m * np.sqrt((ends**2).sum())
    # Steps that are all noise have this mean length each (Rayleigh, or half-normal along a line).
    still = np.sqrt(np.pi) if steps.shape[1] == 2 else 2.0 / np.sqrt(np.pi)
    floor = len(steps) * still * sigma_m
    spread = np.hypot(spread, min(floor, float(lengths.sum())))
    return Estimate(float(lengths.sum()), float(spread), unit="m", method="sway-path")


def sway_velocity(path: Array, duration_s: float, *, sigma_m: float) -> Estimate:
    """Mean speed of the sway: its path over its time.

    Parameters
    ----------
    path : (T, 2), m
        As for `sway_path`.
    duration_s : s
        From the first to the last sample.
    sigma_m : m
        As for `sway_path`.

    Returns
    -------
    Estimate
        m/s.
    """
    length = sway_path(path, sigma_m=sigma_m)
    return Estimate(
        float(length.value) / duration_s,
        float(length.sd) / duration_s,
        unit="m/s",
        method="sway-path",
    )


def sway_range(along_m: Array, *, sigma_m: float) -> Estimate:
    """How far apart the two ends of the sway lie in one direction.

    Parameters
    ----------
    along_m : (T,), m
        Position along the direction; NaN is left out.
    sigma_m : m
        Standard deviation of one sample.

    Returns
    -------
    Estimate
        m; NaN without a sample.
    """
    known = along_m[~np.isnan(along_m)]
    if not known.size:
        return Estimate(float("nan"), float("nan"), unit="m", method="sway-range")
    spread = np.sqrt(2.0) * sigma_m
    return Estimate(float(known.max() - known.min()), float(spread), unit="m", method="sway-range")


def sway_spread(along_m: Array, *, sigma_m: float) -> Estimate:
    """Standard deviation of the sway in one direction (root mean square about its mean).

    Parameters
    ----------
    along_m : (T,), m
        Position along the direction; NaN is left out.
    sigma_m : m
        Standard deviation of one sample, independent between samples.

    Returns
    -------
    Estimate
        m; NaN with fewer than two samples.
    """
    known = along_m[~np.isnan(along_m)]
    if known.size < 2:
        return Estimate(float("nan"), float("nan"), unit="m", method="sway-spread")
    # The derivative by a sample is (sample - mean) / (n spread): they add up to 1 / sqrt(n).
    spread = sigma_m / np.sqrt(known.size)
    return Estimate(float(known.std()), float(spread), unit="m", method="sway-spread")


def sway_ellipse(path: Array) -> Estimate:
    """Area of the ellipse that holds 95 % of the sway.

    Parameters
    ----------
    path : (T, 2), m
        Forward and sideways position.

    Returns
    -------
    Estimate
        m2: pi x 5.991 x the product of the two principal standard deviations [1]_; `sd` is its
        sampling error if samples were independent, which overstates how well slow sway is known.
        NaN with fewer than three samples or without depth.

    References
    ----------
    .. [1] Schubert & Kirchner 2014, Gait Posture 39(1):518-522 (from memory).
    """
    known = path[~np.isnan(path).any(axis=1)]
    if len(known) < 3:
        return Estimate(float("nan"), float("nan"), unit="m2", method="ellipse-95")
    offsets = known - known.mean(axis=0)
    xx, zz, xz = ((offsets[:, i] * offsets[:, j]).sum() for i, j in ((0, 0), (1, 1), (0, 1)))
    determinant = max(float(xx * zz - xz * xz), 0.0) / (len(known) - 1) ** 2
    area = np.pi * _CHI2_95 * np.sqrt(determinant)
    # For a normal sample the log of the determinant's root has variance about 1/n a dimension.
    spread = area / np.sqrt(len(known) - 1)
    return Estimate(float(area), float(spread), unit="m2", method="ellipse-95")


def _seen(path: Array) -> Array:
    gone = np.isnan(path)
    if not gone.any():
        return path
    columns = path[:, ~gone.all(axis=0)]
    return np.asarray(columns[~np.isnan(columns).any(axis=1)])
