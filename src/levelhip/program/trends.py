"""What became of each number since the first week, against its error and against what matters.

The rule is that of `engine.change` and no other: the mean of the first days against the mean of the
last ones, past 1.96 standard uncertainties of their difference, in which the person's own days are.
Beside it stands the smallest change that people call important, where a study has found one. A
change says nothing of its cause: that is what `working` asks.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import fmean
from typing import Literal

from levelhip.core import Metric, Side
from levelhip.engine.change import Change, ChangeState, change, overall
from levelhip.program.history import History
from levelhip.program.sentence import Sentence
from levelhip.program.trend_series import WEEK, Point, Series, all_series
from levelhip.protocols import protocol

STRETCH = WEEK
"""The first and the last days that are compared: their mean scatters less than one answer; chosen
by us."""

RMDQ_FEW = 4
"""Below so many the questionnaire hardly shows a change (a secondary page of scientificspine)."""

RMDQ_IMPORTANT, RMDQ_PART = 5.0, 0.3
"""5 points or 30 % (Ostelo 2008)."""

PAIN_IMPORTANT = 2.0
"""Points of 0 to 10 that matter on average: of the usual back pain, which was what the study asked
for (Childs 2005). For pain under the thumb, in a session or the next morning none was found."""

PSFS_IMPORTANT = (1.3, 2.3, 2.7)
"""Small, medium and large important change (J Orthop Sports Phys Ther 2014;44:560, abstract)."""

NEARLY = 0.1
"""A change that passes its error by less than this part of it is called just past; chosen by us."""

HELD = ("hold_time", "best_hold_time")
"""Times that a test may cut off at its end."""

Reading = Literal["better", "worse", "changed", "no measurable change", "cannot tell yet"]

_READINGS: dict[ChangeState, Reading] = {
    "improved": "better",
    "worse": "worse",
    "changed": "changed",
    "no measurable change": "no measurable change",
    "cannot tell yet": "cannot tell yet",
    "not comparable": "cannot tell yet",
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days together.

    Attributes
    ----------
    start, end : date of the first and of the last
    count : number of values
    mean : of them, in the trend's unit
    """

    start: date
    end: date
    count: int
    mean: float


@dataclass(frozen=True, slots=True)
class Trend:
    """What became of one number.

    Attributes
    ----------
    name, side, protocol, title, unit, points : as in `Series`
    first, latest : the days that are compared; `latest` is None while there are no later ones
    change, sd : latest less first, and its standard uncertainty; None when there is none
    detectable : smallest detectable change, 1.96 times `sd`; None when there is none
    important : smallest changes that people call important, the smallest first; empty when no study
        gives one
    reading : what it comes to
    text, reasons : the same in sentences
    """

    name: str
    side: Side
    protocol: str
    title: Sentence
    unit: str
    points: tuple[Point, ...]
    first: Stretch
    latest: Stretch | None
    change: float | None
    sd: float | None
    detectable: float | None
    important: tuple[float, ...]
    reading: Reading
    text: Sentence
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Trends:
    """All of them, and what they come to together.

    Attributes
    ----------
    each : in the order of `all_series`
    overall : "better", "worse", "changed" (some each way) and so on, with as much more certainty
        asked of each as there are of them
    text : the same in a sentence
    """

    each: tuple[Trend, ...]
    overall: Reading
    text: Sentence

    def of(self, name: str, side: Side = Side.BOTH) -> Trend | None:
        """The trend of a name and side; None when there is none.

        Parameters
        ----------
        name : str
        side : Side

        Returns
        -------
        Trend or None
        """
        return next((t for t in self.each if (t.name, t.side) == (name, side)), None)


def trends(history: History) -> Trends:
    """What became of every number that is followed.

    Parameters
    ----------
    history : History
        Up to the day that is asked about (`History.until`).

    Returns
    -------
    Trends
    """
    found = [_trend(each) for each in all_series(history)]
    # One activity and the mean of all are the same answers: the mean alone counts together.
    whole = {trend.name for trend, _ in found}
    counted = [
        raw
        for trend, raw in found
        if raw is not None and not (trend.name == "psfs_activity" and "psfs" in whole)
    ]
    reading = _READINGS[overall(counted).state]
    return Trends(tuple(trend for trend, _ in found), reading, _OVERALL[reading])


_OVERALL: dict[Reading, Sentence] = {
    "better": Sentence("The numbers themselves, taken together: better by more than their errors."),
    "worse": Sentence("The numbers themselves, taken together: worse by more than their errors."),
    "changed": Sentence("Taken together: some numbers are better, some worse."),
    "no measurable change": Sentence("Taken together: no measurable change."),
    "cannot tell yet": Sentence(
        "Taken together: cannot tell yet; among so many numbers one may change by chance."
    ),
}


def _trend(series: Series) -> tuple[Trend, Change | None]:
    before, after = _stretches(series.points)
    raw = None
    if after:
        # An activity's place among the others is no protocol.
        protocol = "" if series.name == "psfs_activity" else series.protocol
        metrics = [[_metric(series, point) for point in part] for part in (before, after)]
        raw = change(metrics[0], metrics[1], protocol=protocol)
    reading: Reading = "cannot tell yet" if raw is None else _READINGS[raw.state]
    first = _stretch(before)
    important = _important(series, first.mean)
    trend = Trend(
        series.name,
        series.side,
        series.protocol,
        series.title,
        series.unit,
        series.points,
        first,
        _stretch(after) if after else None,
        raw.difference if raw else None,
        raw.sd if raw else None,
        raw.mdc95 if raw else None,
        important,
        reading,
        _TEXTS[reading],
        tuple(_reasons(series, before, raw, important)),
    )
    return trend, raw


def _stretches(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The first days and the last ones; no day is in both."""
    begin, end = points[0].on, points[-1].on
    before = [each for each in points if each.on < begin + STRETCH]
    after = [each for each in points if each.on > end - STRETCH and each.on >= begin + STRETCH]
    return before, after


def _stretch(points: Sequence[Point]) -> Stretch:
    mean = fmean(each.value for each in points)
    return Stretch(points[0].on, points[-1].on, len(points), mean)


def _metric(series: Series, point: Point) -> Metric:
    return Metric(
        series.name, series.side, 0, point.value, point.sd, None, series.unit, point.method
    )


def _important(series: Series, before: float) -> tuple[float, ...]:
    if series.name == "usual_pain":
        return (PAIN_IMPORTANT,)
    if series.name.startswith("psfs"):
        return PSFS_IMPORTANT
    if series.name == "rmdq24":
        return (min(RMDQ_IMPORTANT, RMDQ_PART * before),) if before else (RMDQ_IMPORTANT,)
    return ()


_TEXTS: dict[Reading, Sentence] = {
    "better": Sentence("Better by more than the measuring error."),
    "worse": Sentence("Worse by more than the measuring error."),
    "changed": Sentence("Changed by more than the measuring error; no way is called better."),
    "no measurable change": Sentence("No measurable change."),
    "cannot tell yet": Sentence("Cannot tell yet."),
}
_SIZES = (
    Sentence("That is a small change that matters."),
    Sentence("That is a medium change that matters."),
    Sentence("That is a large change that matters."),
)


def _reasons(
    series: Series, before: Sequence[Point], raw: Change | None, important: Sequence[float]
) -> list[Sentence]:
    found: list[Sentence] = []
    if raw is None:
        found.append(_first_days(series, before))
    elif raw.state == "not comparable":
        found.append(Sentence("It was measured in another way than at first."))
    elif raw.state == "cannot tell yet":
        found.append(Sentence("Your days may differ as much: repeat it on other days."))
    elif raw.difference is not None and raw.state in ("improved", "worse"):
        found += _size(abs(raw.difference), important)
    if raw is not None and _just_past(raw):
        found.append(Sentence("Only just: the next weeks will show whether it lasts."))
    if raw is not None and raw.state in ("cannot tell yet", "no measurable change"):
        found += _past_the_end(series, raw)
    if series.name == "rmdq24" and _stretch(before).mean < RMDQ_FEW:
        found.append(Sentence("It began so low that this questionnaire hardly shows a change."))
    return found


def _just_past(raw: Change) -> bool:
    """Whether a change is told that hardly passes its error: in a picture it touches the band."""
    told = raw.state in ("improved", "worse", "changed")
    return told and abs(raw.difference or 0.0) < (1.0 + NEARLY) * (raw.mdc95 or 0.0)


def _past_the_end(series: Series, raw: Change) -> list[Sentence]:
    """That the test ends before a time could count as longer than at first."""
    end_s = _end_s(series)
    if end_s is None or raw.before is None or raw.mdc95 is None or raw.before + raw.mdc95 <= end_s:
        return []
    longer = Sentence(
        "The test ends at {cap} s, and only more than {needed} s would count as longer: a better "
        "day cannot be told by this time.",
        (("cap", f"{end_s:g}"), ("needed", f"{math.floor(raw.before + raw.mdc95)}")),
    )
    return [longer]


def _end_s(series: Series) -> float | None:
    """Where the test of a time ends, s; None where it has no end."""
    if not series.protocol or series.name not in HELD:
        return None
    rules = protocol(series.protocol).verdict
    return next((rule.limits["cap"] for rule in rules if "cap" in rule.limits), None)


def _first_days(series: Series, before: Sequence[Point]) -> Sentence:
    if series.protocol and not series.name.startswith("psfs"):
        return Sentence("Measured in one week only: repeat the test.")
    again = before[0].on + STRETCH
    return Sentence("Said in one week only: say it again from {date} on.", (("date", f"{again}"),))


def _size(by: float, important: Sequence[float]) -> list[Sentence]:
    if not important:
        return []
    passed = sum(by >= each - 1e-9 for each in important)
    if not passed:
        return [Sentence("That is less than what matters to people on average.")]
    if len(important) == 1:
        return [Sentence("That is as much as matters to people on average.")]
    return [_SIZES[passed - 1]]
