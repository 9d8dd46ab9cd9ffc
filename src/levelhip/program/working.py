"""Is it working? One person's pain over time against what it would have done by itself.

The model of each answer: a usual level, an episode that fades by itself (natural recovery, and
regression to the mean: people begin when it is bad), a level that wanders as a random walk, the
noise of a single answer, and an effect that grows from the first day of training on. Everything is
Gaussian given the sizes of noise and wandering and the speed of fading; over those it is summed on
a grid, so the posterior is exact and the same every time. What fades by itself and what training
does cannot be told apart when both begin together: then the answer is "cannot tell yet".
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.stats import norm

from levelhip.core import Array, LevelhipError
from levelhip.program.sentence import Sentence

Answer = Literal["likely better", "likely worse", "no measurable change", "cannot tell yet"]

LEAST_BEFORE, LEAST_AFTER = 5, 14
"""Fewest answers before and from the first training day on; chosen by us: two weeks of training are
the least in which an effect could show."""

GROWING_DAYS = 42.0
"""The effect is at its full size after so long; chosen by us: strength takes six weeks."""

IMPORTANT = 1.0
"""Points of 0 to 10 below which a change is called none; chosen by us: half of the smallest
important change of 2 (Childs 2005), because the model looks at many answers, not at two."""

SURE = 0.975
"""Probability from which a direction is said; chosen by us."""

SMALL_SURE = 0.70
"""Probability of less than `IMPORTANT` from which "no measurable change" is said; chosen by us."""

# Chosen by us. Noise: one answer of 0 to 10 has a standard error of 1.02 (Childs 2005), and days
# differ besides. Wandering: points a square root of a day. Fading: days.
_NOISES = (0.5, 1.0, 1.5, 2.0)
_WANDERS = (0.02, 0.06, 0.12, 0.25)
_FADES = (7.0, 20.0, 45.0, 90.0)
_LEVEL = (4.0, 3.0)
_EFFECT_SD = 2.0

# How large the fading part is at the first answer, mean and standard deviation, by how long the
# pain has lasted then; chosen by us: new episodes mostly fade, and even old pain is asked for help
# on its bad days.
_EPISODES: Mapping[str, tuple[float, float]] = {
    "new": (2.5, 2.5),
    "some weeks": (2.0, 2.0),
    "old": (1.0, 2.0),
    "unknown": (2.0, 2.5),
}
NEW_DAYS, OLD_DAYS = 42, 84


@dataclass(frozen=True, slots=True)
class Working:
    """What can be said.

    Attributes
    ----------
    answer : one of the four
    probability : that the answer is right, as far as the model is; None when too little was said
    effect : points of 0 to 10 that go beyond what would have happened anyway, negative = better
    sd : its standard deviation
    text : in a sentence
    """

    answer: Answer
    probability: float | None
    effect: float | None
    sd: float | None
    text: Sentence


def working(
    said: Mapping[date, float], *, trained_from: date, onset: date | None = None
) -> Working:
    """Whether training does more for the pain than time alone.

    Parameters
    ----------
    said : mapping of date to number
        Usual pain, 0 to 10, one answer a day at most.
    trained_from : date
        The first training day.
    onset : date, optional
        When this pain began.

    Returns
    -------
    Working
    """
    dates = sorted(said)
    for on in dates:
        if not 0 <= said[on] <= 10:
            raise LevelhipError(f"{on}: pain is {said[on]}; give 0 to 10")
    before = sum(on < trained_from for on in dates)
    if before < LEAST_BEFORE or len(dates) - before < LEAST_AFTER:
        text = Sentence(
            "Cannot tell yet: at least {before} answers before the training and {after} after its "
            "beginning are needed.",
            (("before", str(LEAST_BEFORE)), ("after", str(LEAST_AFTER))),
        )
        return Working("cannot tell yet", None, None, None, text)
    times = np.array([(on - dates[0]).days for on in dates], dtype=np.float64)
    values = np.array([said[on] for on in dates], dtype=np.float64)
    weights, effects, sds = _posterior(
        times, values, (trained_from - dates[0]).days, _EPISODES[_age(dates[0], onset)]
    )
    mean = float(weights @ effects)
    sd = math.sqrt(float(weights @ (sds**2 + effects**2)) - mean**2)

    def below(limit: float) -> float:
        return float(weights @ norm.cdf((limit - effects) / sds))

    small = below(IMPORTANT) - below(-IMPORTANT)
    if below(0.0) >= SURE and mean <= -IMPORTANT:
        return Working("likely better", below(0.0), mean, sd, _text(_BETTER, below(0.0)))
    if below(0.0) <= 1.0 - SURE and mean >= IMPORTANT:
        return Working("likely worse", 1.0 - below(0.0), mean, sd, _text(_WORSE, 1.0 - below(0.0)))
    if small >= SMALL_SURE:
        return Working("no measurable change", small, mean, sd, _text(_NONE, small))
    most = max(below(0.0), 1.0 - below(0.0))
    return Working("cannot tell yet", most, mean, sd, _text(_UNKNOWN, most))


_BETTER = "Likely better than time alone would have made it ({sure} % sure)."
_WORSE = "Likely worse than without it ({sure} % sure)."
_NONE = "No measurable change beyond what time does by itself ({sure} % sure)."
_UNKNOWN = "Cannot tell yet whether training or time does it ({sure} % either way at most)."


def _text(text: str, probability: float) -> Sentence:
    return Sentence(text, (("sure", f"{100.0 * min(probability, 0.99):.0f}"),))


def _age(first: date, onset: date | None) -> str:
    if onset is None:
        return "unknown"
    days = (first - onset).days
    if days < NEW_DAYS:
        return "new"
    return "some weeks" if days < OLD_DAYS else "old"


def _posterior(
    times: Array, values: Array, start: float, episode: Sequence[float]
) -> tuple[Array, Array, Array]:
    """Weight of each grid point, and mean and standard deviation of the effect today at it."""
    grown = np.clip((times - start) / GROWING_DAYS, 0.0, 1.0)
    prior_mean = np.array([_LEVEL[0], episode[0], 0.0])
    prior_sd = np.array([_LEVEL[1], episode[1], _EFFECT_SD])
    earlier = np.minimum.outer(times, times)
    logs, effects, sds = [], [], []
    for noise, wander, fade in product(_NOISES, _WANDERS, _FADES):
        shape = np.column_stack((np.ones_like(times), np.exp(-times / fade), grown))
        covariance = wander**2 * earlier
        covariance[np.diag_indices(times.size)] += noise**2
        factor = cho_factor(covariance, lower=True)
        left = values - shape @ prior_mean
        # Coefficients given the data, and how likely the data are, by the usual normal equations.
        solved = cho_solve(factor, np.column_stack((shape, left)))
        precision = shape.T @ solved[:, :3] + np.diag(prior_sd**-2.0)
        narrow = cho_factor(precision, lower=True)
        pull = shape.T @ solved[:, 3]
        spread = cho_solve(narrow, np.eye(3))
        shift = spread @ pull
        log_det = 2.0 * float(
            np.log(np.diag(factor[0])).sum()
            + np.log(np.diag(narrow[0])).sum()
            + np.log(prior_sd).sum()
        )
        logs.append(-0.5 * (float(left @ solved[:, 3] - pull @ shift) + log_det))
        effects.append((prior_mean + shift)[2] * grown[-1])
        sds.append(math.sqrt(spread[2, 2]) * max(grown[-1], 1e-6))
    weights = np.exp(np.array(logs) - max(logs))
    return weights / weights.sum(), np.array(effects), np.array(sds)
