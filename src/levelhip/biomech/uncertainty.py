"""How far a number may be off, and when two numbers differ by more than that.

Standard uncertainties follow JCGM 100:2008 (the GUM); repeat measurements follow the usual
standard error of measurement and smallest detectable change (Weir 2005, J Strength Cond Res
19(1):231-240).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np

from levelhip.core import MDC95_FACTOR, Array, Estimate

_STEP = 1e-5

MANY = 300.0
"""Degrees of freedom from which Student's factor is under 1.005 and is left out; chosen by us."""


def first_order_spread(
    kernel: Callable[..., Array],
    points: Sequence[Array],
    *,
    sigma: float | Sequence[float],
    period: float | None = None,
    step: float = _STEP,
) -> Array:
    """Standard uncertainty that noise of the inputs brings to a row-by-row function.

    First order (GUM 5.1.2) with sensitivities from central differences (GUM 5.1.3, note 2). The
    inputs' coordinates are taken as independent. A coordinate that is NaN contributes nothing.

    Parameters
    ----------
    kernel : function
        Takes the points, gives one value a row.
    points : sequence of (..., C)
        What the kernel takes, each with its coordinates in the last axis.
    sigma : float or one float per point
        Standard uncertainty of one coordinate, in the unit of the points.
    period : float or None
        Of a value that wraps round, such as 360 for degrees.
    step : float
        Half width of the difference, in the unit of the points. Chosen by us: 0.01 mm keeps both
        the curvature and the rounding error of angles below 1e-6 of the result.

    Returns
    -------
    Array
        (...), standard uncertainty in the kernel's unit.
    """
    sigmas = [float(sigma)] * len(points) if isinstance(sigma, int | float) else list(sigma)
    total: Array | None = None
    for index, (point, sigma_point) in enumerate(zip(points, sigmas, strict=True)):
        for column in range(point.shape[-1]):
            moved = [np.array(p, dtype=np.float64) for p in points]
            moved[index][..., column] += step
            above = kernel(*moved)
            moved[index][..., column] = point[..., column] - step
            change = above - kernel(*moved)
            if period is not None:
                change = change - period * np.round(change / period)
            part = (change * (sigma_point / (2.0 * step))) ** 2
            total = part if total is None else total + part
    if total is None:
        raise ValueError("points: none given; give at least one")
    return np.asarray(np.sqrt(total))


def root_sum_square(*spreads: Array | float) -> Array:
    """Standard uncertainty of a sum of independent parts.

    Parameters
    ----------
    spreads : standard uncertainties
        Same unit; shapes broadcast.

    Returns
    -------
    Array
        Their root sum of squares.
    """
    total = np.zeros(())
    for spread in spreads:
        total = total + np.asarray(spread, dtype=np.float64) ** 2
    return np.asarray(np.sqrt(total))


def mdc95(sem: Array | float) -> Array:
    """Smallest change between two measurements that is more than noise, with 95 % confidence.

    Parameters
    ----------
    sem : standard error of one measurement
        Any unit.

    Returns
    -------
    Array
        1.96 x sqrt(2) x `sem`, in its unit.
    """
    return np.asarray(MDC95_FACTOR * np.asarray(sem, dtype=np.float64))


def repeat_sem(groups: Sequence[Array]) -> float:
    """Standard error of one measurement, from measurements repeated under the same condition.

    Parameters
    ----------
    groups : sequence of (n,)
        Repeats of one condition each (such as the trials of one side on one day); NaN is left out.

    Returns
    -------
    float
        Pooled standard deviation within the groups (Bland & Altman 1996, BMJ 313:744); NaN with
        no group of two or more.
    """
    squares, freedom = 0.0, 0
    for group in groups:
        known = group[~np.isnan(group)]
        if known.size >= 2:
            squares += float(((known - known.mean()) ** 2).sum())
            freedom += known.size - 1
    return float(np.sqrt(squares / freedom)) if freedom else float("nan")


def combined_trials(values: Array, sds: Array, *, systematic_sd: float = 0.0) -> Estimate:
    """Mean of the trials of one side, with its standard uncertainty.

    The random part is the larger of what the trials' own uncertainties promise and what their
    scatter shows (GUM 4.2.3 with Student's factor for few trials): people differ from trial to
    trial by more than the instrument does. What all trials share (`systematic_sd`) does not shrink
    with their number.

    Parameters
    ----------
    values, sds : (n,)
        Value and random standard uncertainty of each trial, one unit; NaN trials are left out.
    systematic_sd : float
        Standard uncertainty common to all trials, same unit.

    Returns
    -------
    Estimate
        One number, unit "" (the caller knows it); NaN without a trial.
    """
    mean, own, freedom = trial_mean(values, sds)
    spread = np.hypot(own * student_to_normal(freedom), systematic_sd)
    return Estimate(mean, float(spread), unit="", method="mean-of-trials")


def trial_mean(values: Array, sds: Array) -> tuple[float, float, float]:
    """Mean of trials, its random standard uncertainty, and the degrees of freedom of that.

    Parameters
    ----------
    values, sds : (n,)
        As for `combined_trials`.

    Returns
    -------
    mean, sd, freedom : float
        What the trials' own uncertainties promise, with infinite freedom; or what their scatter
        shows, where that gives the wider interval. NaN without a trial.
    """
    known = ~np.isnan(values)
    count = int(known.sum())
    if not count:
        return float("nan"), float("nan"), float("inf")
    chosen, spreads = values[known], sds[known]
    promised = float(np.sqrt((spreads**2).sum())) / count
    if count >= 2:
        shown = float(chosen.std(ddof=1)) / float(np.sqrt(count))
        if shown * student_to_normal(count - 1) > promised:
            return float(chosen.mean()), shown, count - 1.0
    return float(chosen.mean()), promised, float("inf")


def widened(part_sd: float, whole_sd: float, freedom: float) -> float:
    """Standard uncertainty whose 1.96-fold holds the truth in 95 %, when a part rests on repeats.

    Student's factor for `freedom` x (whole / part) squared degrees of freedom. Chosen by us in
    simulations of two, three and five trials with any steady error beside their scatter: the usual
    rule (Welch and Satterthwaite, GUM G.4.1) has the fourth power there and then covers as little
    as 0.88; this covers 0.92 to 0.97 with two trials and 0.94 to 0.98 with three and five.

    Parameters
    ----------
    part_sd : float
        The part that was seen in few repeats.
    whole_sd : float
        All parts together, this one too.
    freedom : float
        Degrees of freedom of the part; infinite when it is known.

    Returns
    -------
    float
        `whole_sd` or more.
    """
    if not np.isfinite(freedom) or not part_sd > 0.0 or not np.isfinite(whole_sd):
        return whole_sd
    return whole_sd * student_to_normal(freedom * (whole_sd / part_sd) ** 2)


def difference(left: Estimate, right: Estimate, *, shared_sd: float = 0.0) -> Estimate:
    """Left less right, with its standard uncertainty.

    Parameters
    ----------
    left, right : Estimate
        Of one unit.
    shared_sd : float
        The part of both uncertainties that is the same error on both sides (a wrong scale or
        baseline) and so drops out of the difference.

    Returns
    -------
    Estimate
        In the same unit; positive when the left is larger.
    """
    if left.unit != right.unit:
        raise ValueError(f"left is in {left.unit}, right in {right.unit}; give one unit")
    value = np.asarray(left.value) - np.asarray(right.value)
    variance = np.asarray(left.sd) ** 2 + np.asarray(right.sd) ** 2 - 2.0 * shared_sd**2
    spread = np.sqrt(np.maximum(variance, 0.0))
    if value.ndim == 0:
        return Estimate(float(value), float(spread), left.unit, "left-less-right")
    return Estimate(value, spread, left.unit, "left-less-right")


def interval(estimate: Estimate, *, level: float = 0.95) -> tuple[Array, Array]:
    """The range that holds the true value with the given confidence.

    Parameters
    ----------
    estimate : Estimate
        Value and standard uncertainty, errors taken as normal.
    level : float
        Between 0 and 1.

    Returns
    -------
    tuple of Array
        Lower and upper end, in the estimate's unit.
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level: {level}; give more than 0 and less than 1")
    half = NormalDist().inv_cdf(0.5 + level / 2.0) * np.asarray(estimate.sd)
    value = np.asarray(estimate.value)
    return value - half, value + half


def is_detectable(change: float, estimate: Estimate) -> bool:
    """Whether a change or difference is more than measuring noise (95 %).

    Parameters
    ----------
    change : float
        Between two measurements such as `estimate`, in its unit.
    estimate : Estimate
        One measurement with one number as its uncertainty.

    Returns
    -------
    bool
        False when the change or its uncertainty is unknown.
    """
    return bool(abs(change) > float(estimate.mdc95))


@lru_cache(maxsize=4096)
def student_to_normal(freedom: float) -> float:
    """How much wider a 95 % interval is for a spread seen in few repeats.

    Parameters
    ----------
    freedom : float
        Degrees of freedom of the spread, 1 or more.

    Returns
    -------
    float
        Student's factor over 1.96.
    """
    if freedom > MANY:
        return 1.0
    # Imported here: it takes longer to load than the rest of this layer.
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975)) / NormalDist().inv_cdf(0.975)
