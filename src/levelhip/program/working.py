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
from datetime import date, timedelta
from itertools import product
from typing import Literal

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.special import ndtr

from levelhip.core import Array, LevelhipError
from levelhip.program.history import History
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import strategy

Answer = Literal["likely better", "likely worse", "no measurable change", "cannot tell yet"]

LEAST_BEFORE, LEAST_AFTER = 5, 14
"""Fewest answers before and from the first training day on; chosen by us: two weeks of training are
the least in which an effect could show."""

GROWING_DAYS = 42.0
"""The effect is at its full size after so long; chosen by us: strength takes six weeks."""

LEAST_SESSIONS = 6
"""Days with exercises before training is judged; chosen by us: every other day for two weeks, less
one."""

LEAST_PER_WEEK = 1.0
"""Days with exercises a week on average, from the first to the last, below which it is not called
training; chosen by us: half of what the last stage asks."""

LASTING = timedelta(days=14)
"""What is said later than so long after the last session is not held for or against training;
chosen by us."""

# claim: fades-by-itself
ASSUMED = Sentence(
    "This takes into account that episodes fade by themselves, that people begin on bad days and "
    "that answers scatter. It takes for granted that nothing else changed when training began: "
    "tablets, other care, work, sleep. One person's numbers cannot rule that out."
)
"""What the answer rests on; shown beside it."""

IMPORTANT = 1.0
"""Points of 0 to 10 below which a change is called none; chosen by us: half of the smallest
important change of 2 (Childs 2005), because the model looks at many answers, not at two."""

SURE = 0.975
"""Probability from which a direction is said: what is left, 1 in 40, is as much as lies beyond one
end of a range that holds 95 in 100, by which everything else counts; chosen by us."""

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


def working_in(history: History, today: date) -> Working:
    """Whether training does more for the usual pain than time alone, from all that is known.

    Only exercises count as training: tests and walks do not.

    Parameters
    ----------
    history : History
        All that is known.
    today : date
        What was said and done later is not looked at.

    Returns
    -------
    Working
        "cannot tell yet" also after too few sessions, or too seldom ones.
    """
    named = {ladder.exercise for ladder in strategy().ladder}
    trained = sorted({d.on for d in history.done if d.exercise in named and d.on <= today})
    if len(trained) < LEAST_SESSIONS:
        values = (("count", str(len(trained))), ("least", str(LEAST_SESSIONS)))
        text = Sentence(
            "Cannot tell yet: exercises on {count} days so far, at least {least} are needed.",
            values,
        )
        return Working("cannot tell yet", None, None, None, text)
    weeks = max((trained[-1] - trained[0]).days / 7.0, 1.0)
    if len(trained) / weeks < LEAST_PER_WEEK:
        text = Sentence(
            "Cannot tell: exercises less than once a week are too few to make a difference by."
        )
        return Working("cannot tell yet", None, None, None, text)
    until = min(today, trained[-1] + LASTING)
    said = {
        day.on: float(day.usual)
        for day in history.days
        if day.usual is not None and day.on <= until
    }
    return working(said, trained_from=trained[0], onset=history.profile.onset)


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
            raise LevelhipError("{day}: pain is {value}; give 0 to 10", day=on, value=said[on])
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
        return float(weights @ ndtr((limit - effects) / sds))

    small = below(IMPORTANT) - below(-IMPORTANT)
    if below(0.0) >= SURE and mean <= -IMPORTANT:
        return Working("likely better", below(0.0), mean, sd, _text(_BETTER, below(0.0)))
    if below(0.0) <= 1.0 - SURE and mean >= IMPORTANT:
        return Working("likely worse", 1.0 - below(0.0), mean, sd, _text(_WORSE, 1.0 - below(0.0)))
    if small >= SMALL_SURE:
        return Working("no measurable change", small, mean, sd, _text(_NONE, small))
    most = max(below(0.0), 1.0 - below(0.0))
    return Working("cannot tell yet", most, mean, sd, _open(mean, most))


_BETTER = "Likely better than time alone would have made it ({sure} % sure)."
_WORSE = "Likely worse than without it ({sure} % sure)."
_NONE = "No measurable change beyond what time does by itself ({sure} % sure)."
_SMALL = (
    "Cannot tell yet whether it matters: what goes beyond time alone is {size} of 10 points so "
    "far, and less than {least} is not called a change."
)
_MAYBE_BETTER = (
    "Cannot tell yet whether training or time does it: “better” is {sure} % sure, and is said from "
    "{limit} % on."
)
_MAYBE_WORSE = (
    "Cannot tell yet whether training or time does it: “worse” is {sure} % sure, and is said from "
    "{limit} % on."
)


def _open(mean: float, probability: float) -> Sentence:
    """Why no answer can be given: no direction is sure enough, or the change is too small."""
    if probability >= SURE:
        return Sentence(_SMALL, (("size", f"{abs(mean):.1f}"), ("least", f"{IMPORTANT:g}")))
    # Cut, not rounded, so that it never reads as the limit.
    sure = (("sure", f"{math.floor(100.0 * probability)}"), ("limit", f"{100.0 * SURE:g}"))
    return Sentence(_MAYBE_BETTER if mean < 0 else _MAYBE_WORSE, sure)


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
