"""What became of a quantity between two days, or between some days before and some after.

A difference counts only past its smallest detectable change (docs/evidence.md: 1.96 standard errors
of the difference). Three things make it uncertain, and none is taken to cancel:

* the error of measuring, as each result states it. What an instrument does to all trials of one day
  may be the same on another day, but nobody has shown it, so it counts twice;
* the person, who is not the same every day with nothing changed (`bearings`, or the person's own
  repeats once there are enough of them);
* few repeats, by Student's factor.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np

from levelhip.biomech.uncertainty import repeat_sem, student_to_normal
from levelhip.core import Array, Metric, Sentence, Side, phrase
from levelhip.engine.bearings import Bearing, bearing

ChangeState = Literal[
    "improved", "worse", "changed", "no measurable change", "cannot tell yet", "not comparable"
]

CERTAIN = 1.96
"""Standard uncertainties past which a difference is more than chance (95 %)."""

ENOUGH_REPEATS = 5
"""Degrees of freedom from which a person's own repeats take the place of what is assumed of their
days; chosen by us: Student's factor is then 1.3."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one quantity.

    Attributes
    ----------
    name, side, unit : as in `core.Metric`
    state : "improved" or "worse" past the smallest detectable change; "changed" when neither way
        is better; "cannot tell yet" when measuring would show it but the person's days may differ
        as much, or when a value is missing; "not comparable" when the two were not got alike
    before, after : mean over the days; None when there is no value
    difference : after less before
    sd : standard uncertainty of the difference
    mdc95 : smallest detectable change, 1.96 times `sd`
    why : what stands in the way, in English; empty otherwise
    grain : half of the step between neighbouring differences, where only whole numbers are said
    said : `why`, to be translated, where it has blanks
    """

    name: str
    side: Side
    unit: str
    state: ChangeState
    before: float | None = None
    after: float | None = None
    difference: float | None = None
    sd: float | None = None
    mdc95: float | None = None
    why: str = ""
    grain: float = 0.0
    said: Sentence | None = None

    @property
    def reason(self) -> Sentence:
        """What stands in the way, to be translated."""
        return self.said or Sentence(self.why)


@dataclass(frozen=True, slots=True)
class Overall:
    """What all quantities together come to.

    Attributes
    ----------
    state : as in `Change`; "changed" here means some better and some worse
    improved, worse : the quantities that carry it
    compared : number of quantities that have a better way and were compared
    """

    state: ChangeState
    improved: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()
    compared: int = 0


def change(before: Sequence[Metric], after: Sequence[Metric], *, protocol: str = "") -> Change:
    """What became of one quantity.

    Parameters
    ----------
    before, after : sequence of Metric
        The summary (trial 0) of one quantity and side, one from each day.
    protocol : str
        Id of what was done.

    Returns
    -------
    Change
    """
    first = (before or after)[0]
    name, side, unit = first.name, first.side, first.unit
    unlike = _unlike([*before, *after])
    if unlike:
        return Change(name, side, unit, "not comparable", why=unlike.filled(), said=unlike)
    then, now = (_mean(_known(days)) for days in (before, after))
    if then is None or now is None:
        why = "there is no value before" if then is None else "there is no value after"
        return Change(name, side, unit, "cannot tell yet", then, now, why=why)
    raw = Change(name, side, unit, "changed", then, now)
    return _judged(raw, before, after, bearing(name, protocol))


def smallest_change(metric: Metric, protocol: str) -> float | None:
    """How much one other day must differ from this one before it is called a change.

    Parameters
    ----------
    metric : Metric
        A summary over trials.
    protocol : str
        Id of what was done.

    Returns
    -------
    float or None
        In the metric's unit; None when it is not known how far a person's days differ.
    """
    found = change([metric], [metric], protocol=protocol)
    way = bearing(metric.name, protocol)
    if found.mdc95 is None or _day_sd([metric], [metric], way) is None:
        return None
    return found.mdc95 if found.mdc95 > 0 else None


def overall(changes: Iterable[Change], *, protocol: str = "") -> Overall:
    """What all quantities together come to, so that it is seldom said by chance.

    Each change may be due to chance once in twenty times. With many quantities one would nearly
    always be, so together they must be as many times surer as there are (Bonferroni). And where
    only whole numbers are said, three points may be two and a half, so half a step is taken off.

    Parameters
    ----------
    changes : iterable of Change
        Of one protocol.
    protocol : str
        Its id.

    Returns
    -------
    Overall
        Quantities with no better way are left out.
    """
    told = [
        each
        for each in changes
        if each.sd is not None and bearing(each.name, protocol).better and each.sd > 0
    ]
    if not told:
        return Overall("cannot tell yet")
    factor = NormalDist().inv_cdf(1.0 - 0.025 / len(told))
    sure = [
        each
        for each in told
        if abs(each.difference or 0.0) - each.grain > factor * (each.sd or math.inf)
    ]
    improved = tuple(each for each in sure if each.state == "improved")
    worse = tuple(each for each in sure if each.state == "worse")
    if improved and worse:
        state: ChangeState = "changed"
    elif improved or worse:
        state = "improved" if improved else "worse"
    elif any(each.state in ("improved", "worse", "cannot tell yet") for each in told):
        state = "cannot tell yet"
    else:
        state = "no measurable change"
    return Overall(state, improved, worse, len(told))


def _judged(raw: Change, before: Sequence[Metric], after: Sequence[Metric], way: Bearing) -> Change:
    assert raw.before is not None and raw.after is not None  # noqa: S101, PT018 -- looked at before
    measured = math.hypot(*(_measuring_sd(days, way) for days in (before, after)))
    days = _day_sd(before, after, way)
    difference = raw.after - raw.before
    sd = math.hypot(measured, days or 0.0)
    state: ChangeState
    why = ""
    if abs(difference) <= CERTAIN * measured:
        state = "no measurable change"
    elif days is None:
        state, why = (
            "cannot tell yet",
            "how far your days differ is not known: repeat on other days",
        )
    elif abs(difference) <= CERTAIN * sd:
        state, why = "cannot tell yet", "your days may differ as much: repeat on other days"
    else:
        state = _direction(raw.before, raw.after, way, CERTAIN * sd)
    return Change(
        raw.name,
        raw.side,
        raw.unit,
        state,
        raw.before,
        raw.after,
        difference,
        sd,
        CERTAIN * sd,
        why,
        0.25 * way.step * sum(1.0 / _known(part).size for part in (before, after)),
    )


def _direction(before: float, after: float, way: Bearing, mdc: float) -> ChangeState:
    """Better or worse of a change that is there; neither when it only crossed the middle."""
    if not way.better:
        return "changed"
    if way.better == "nearer":
        gain = abs(before - way.target) - abs(after - way.target)
        if abs(gain) <= mdc:
            return "changed"
    else:
        gain = after - before if way.better == "more" else before - after
    return "improved" if gain > 0 else "worse"


def _unlike(metrics: Sequence[Metric]) -> Sentence | None:
    """Why metrics may not be compared; None when they may."""
    names = {(each.name, each.side, each.trial) for each in metrics}
    if len(names) != 1:
        raise ValueError(f"one quantity and side at a time, not {sorted(map(str, names))}")
    units = {each.unit for each in metrics}
    methods = {each.method for each in metrics if each.value is not None}
    if len(units) > 1:
        return phrase("units differ: {listed}", listed=", ".join(sorted(units)))
    if len(methods) > 1:
        return phrase("methods differ: {listed}", listed=", ".join(sorted(methods)))
    return None


def _known(days: Sequence[Metric]) -> Array:
    return np.array([each.value for each in days if _has_value(each)], dtype=np.float64)


def _mean(values: Array) -> float | None:
    return float(values.mean()) if values.size else None


def _has_value(metric: Metric) -> bool:
    return metric.value is not None and metric.sd is not None


def _measuring_sd(days: Sequence[Metric], way: Bearing) -> float:
    """Of the mean over some days, as far as measuring goes."""
    sds = np.array([each.sd for each in days if _has_value(each)], dtype=np.float64)
    whole = math.sqrt(float((sds**2).mean()))
    return whole / math.sqrt(sds.size) if way.repeats else whole


def _day_sd(before: Sequence[Metric], after: Sequence[Metric], way: Bearing) -> float | None:
    """What the person's days make of the difference of two means; None when nothing is known."""
    groups = [_known(before), _known(after)]
    own = repeat_sem(groups)
    freedom = sum(group.size - 1 for group in groups)
    assumed: float | None = None
    if way.day_sd is not None:
        middle = float(np.mean([np.abs(group).mean() for group in groups]))
        assumed = math.hypot(way.day_sd, way.day_part * middle)
    if freedom:
        shown = own * student_to_normal(freedom)
        one_day: float | None = max(shown, assumed or 0.0)
        if freedom >= ENOUGH_REPEATS:
            one_day = shown
    else:
        one_day = assumed
    if one_day is None:
        return None
    return one_day * math.sqrt(sum(1.0 / group.size for group in groups))
