"""People whose errors of measuring are drawn exactly as the measures declare them.

Everything from the trials on is the engine's own: this shows whether the parts of an uncertainty
are put together rightly, not whether they are the right ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from accuracy.rates import CERTAIN, Report, count_changes
from levelhip.core import Metric, Side
from levelhip.engine.answers import NPRS_SD
from levelhip.engine.bearings import bearing
from levelhip.engine.change import Change, change
from levelhip.engine.measures import TrialMeasure
from levelhip.engine.reading import Reading
from levelhip.engine.summary import DIFFERENCE, left_less_right, of_trials


@dataclass(frozen=True, slots=True)
class Declared:
    """A measure's errors, and how a person's trials differ.

    Attributes
    ----------
    name, unit : of the metric
    sd, steady_sd, shared_sd, opposed_sd : as in `Reading`
    vary_sd : of the person's trials about their mean
    """

    name: str
    unit: str
    sd: float
    steady_sd: float
    shared_sd: float
    opposed_sd: float
    vary_sd: float


DECLARED = {
    "camera": (
        Declared("weight_shift", "1", 0.03, 0.04, 0.06, 0.0, 0.03),
        Declared("excess_shift", "1", 0.03, 0.04, 0.08, 0.06, 0.03),
        Declared("trunk_lean", "deg", 0.0, 1.0, 0.0, 0.0, 0.6),
        Declared("pelvic_drop", "deg", 0.0, 0.8, 0.0, 0.0, 0.7),
    ),
    "markers": (
        Declared("excess_shift", "1", 0.015, 0.025, 0.05, 0.06, 0.03),
        Declared("trunk_lean", "deg", 0.0, 0.5, 0.0, 0.0, 0.6),
        Declared("pelvic_drop", "deg", 0.0, 1.0, 0.0, 0.0, 0.7),
    ),
    "scatter only": (Declared("excess_shift", "1", 0.001, 0.0, 0.0, 0.0, 0.05),),
    "error of each trial only": (Declared("unload_time", "s", 0.06, 0.0, 0.0, 0.0, 0.06),),
}
"""The sizes that the measures give in the equal weight test, by what it is measured with."""

TRIALS = (2, 3, 5)
"""A side. With two, Student's factor is 12.7 and intervals are rather too wide."""


def declared(people_n: int, seed: int = 0) -> Report:
    """Rates with errors drawn as declared.

    Parameters
    ----------
    people_n : int
        For each kind of errors and number of trials.
    seed : int

    Returns
    -------
    Report
    """
    told = Report()
    rng = np.random.default_rng((seed, 1))
    for source, kinds in DECLARED.items():
        for trials in TRIALS:
            for _ in range(people_n):
                _declared_person(told, source, kinds, trials, rng)
    for days in (1, 3):
        for whole in (False, True):
            for _ in range(2 * people_n):
                _pain_person(told, days, whole, rng)
    return told


def _declared_person(
    told: Report,
    source: str,
    kinds: Sequence[Declared],
    trials: int,
    rng: np.random.Generator,
) -> None:
    setting = f"{source}, {trials} trials"
    changes: list[Change] = []
    for kind in kinds:
        truth = {side: float(rng.normal(0.0, 5.0 * kind.vary_sd)) for side in _SIDES}
        first = _day(kind, truth, trials, rng)
        _judge_day(told, setting, kind, truth, first)
        alike = dict.fromkeys(_SIDES, truth[Side.LEFT])
        even = _day(kind, alike, trials, rng)[Side.BOTH]
        told.flags[setting, kind.name].add([abs(even.value) > CERTAIN * even.total_sd])
        day_sd = bearing(kind.name).day_sd or 0.0
        shown = []
        for _ in range(2):
            moved = {side: truth[side] + float(rng.normal(0.0, day_sd)) for side in _SIDES}
            shown.append(_day(kind, moved, trials, rng))
        for side, before in shown[0].items():
            metrics = [_metric(kind.name, side, each) for each in (before, shown[1][side])]
            changes.append(change(metrics[:1], metrics[1:]))
    count_changes(told, setting, changes, "equal-weight")


def _judge_day(
    told: Report,
    setting: str,
    kind: Declared,
    truth: Mapping[Side, float],
    day: Mapping[Side, Reading],
) -> None:
    for side in _SIDES:
        told.coverage[setting, kind.name].add([_holds(day[side], truth[side])])
    apart = truth[Side.LEFT] - truth[Side.RIGHT]
    told.coverage[setting, kind.name + DIFFERENCE].add([_holds(day[Side.BOTH], apart)])


def _holds(reading: Reading, truth: float) -> bool:
    return abs(reading.value - truth) <= CERTAIN * reading.total_sd


def _day(
    kind: Declared, truth: Mapping[Side, float], trials: int, rng: np.random.Generator
) -> dict[Side, Reading]:
    """The sides of one day, and their difference under BOTH, as the engine sums them up."""
    shared, opposed = rng.normal(0.0, 1.0, 2) * [kind.shared_sd, kind.opposed_sd]
    measure = TrialMeasure(lambda _scene, _trial: None, kind.vary_sd, kind.unit)
    told: dict[Side, Reading] = {}
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        steady = float(rng.normal(0.0, kind.steady_sd)) + shared + sign * opposed
        scatter = rng.normal(0.0, math.hypot(kind.vary_sd, kind.sd), trials)
        readings = [
            Reading(
                truth[side] + steady + float(each),
                kind.sd,
                kind.unit,
                "drawn/1",
                kind.steady_sd,
                kind.shared_sd,
                kind.opposed_sd,
            )
            for each in scatter
        ]
        told[side] = of_trials(readings, measure)
    left, right = told[Side.LEFT], told[Side.RIGHT]
    told[Side.BOTH] = left_less_right(left, right, left.value - right.value, 1.0, "drawn/1")
    return told


_SIDES = (Side.LEFT, Side.RIGHT)


def _metric(name: str, side: Side, reading: Reading) -> Metric:
    sd = reading.total_sd
    name += DIFFERENCE if side is Side.BOTH else ""
    return Metric(name, side, 0, reading.value, sd, None, reading.unit, reading.method)


def _pain_person(told: Report, days: int, whole: bool, rng: np.random.Generator) -> None:
    """Pain numbers of somebody who has not changed; whole numbers, or marks on a line of ten."""
    true, sd = float(rng.uniform(3.0, 7.0)), NPRS_SD
    setting = f"pain, {'whole numbers' if whole else 'on a line'}, days before and after: {days}"
    # What rounding adds is in the published standard error already: whole numbers were asked for.
    drawn_sd = math.sqrt(sd**2 - 1.0 / 12.0) if whole else sd

    def said() -> Metric:
        value = float(np.clip(rng.normal(true, drawn_sd), 0.0, 10.0))
        value = round(value) if whole else value
        return Metric("usual_pain", Side.BOTH, 0, value, sd, None, "1", "self-report/1")

    before, after = [said() for _ in range(days)], [said() for _ in range(days)]
    if days == 1:
        value = before[0].value or 0.0
        told.coverage[setting, "usual_pain"].add([abs(value - true) <= CERTAIN * sd])
    count_changes(told, setting, [change(before, after)], "pain-spot")
