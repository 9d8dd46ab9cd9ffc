"""What was said of each day: its pain during, the next morning, the week, and how it is read.

Bounds: 0-2, above 2 to 5, above 5 (Thomeé 1997; sources differ at 3, the stricter is taken:
docs/evidence.md#pain-light), and back to the usual level by the next morning. Made for tendons and
knees, never checked for back pain. They follow the USUAL pain; pain under the thumb is another
number and has a cap of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import fmean, median
from typing import Literal

from levelhip.core import LevelhipError

GREEN_MAX = 2
AMBER_MAX = 5
"""Pain during, 0 to 10: up to and including these (docs/evidence.md#pain-light)."""

PRESSURE_MAX = 5
"""Pain under the thumb, 0 to 10 (docs/evidence.md#pressure-by-feel)."""

RAISED = 1
"""A morning or a day above the usual level by so much is not back at it; chosen by us: answers are
whole numbers."""

MUCH_WORSE = 3
"""Next morning above the usual level by so much is a change beyond the error of two single answers
(docs/evidence.md#pain-number-change: 1.96 x sqrt 2 x 1.02 = 2.8)."""

WEEK_RISE = 1.0
"""The mean of a week above that of the week before by so much counts as rising; chosen by us: half
of the smallest important change of 2, since means of a week scatter less than single answers."""

WEEK_LEAST = 3
"""Fewest answers in a week from which its mean is taken; chosen by us."""


class Light(StrEnum):
    """What the pain says: go on, ease off, stop."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Day:
    """What the person said about one day; None = not said.

    Attributes
    ----------
    on : date
    usual : usual back pain of the day, 0 to 10
    during : usual back pain during the session, 0 to 10; None also when there was no session
    morning : back pain the next morning, 0 to 10
    pressure : pain under the thumb, 0 to 10, the highest
    leg_signs : leg pain, tingling or numbness on that day, with training or without
    trained : whether there was a session
    """

    on: date
    usual: int | None = None
    during: int | None = None
    morning: int | None = None
    pressure: int | None = None
    leg_signs: bool | None = None
    trained: bool = True

    def __post_init__(self) -> None:
        """Refuse what is no answer."""
        for name in ("usual", "during", "morning", "pressure"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 10:
                raise LevelhipError("{given}: {value}; give 0 to 10", given=name, value=value)


During = Literal["green", "amber", "red", "unknown"]
Morning = Literal["settled", "raised", "much raised", "unknown"]
Trend = Literal["flat", "rising"]


@dataclass(frozen=True, slots=True)
class Reading:
    """One training day as the rules see it.

    Attributes
    ----------
    on : date
    during : band of the pain during the session
    morning : the next morning against the usual level
    trend : this week against the week before
    over_pressure : whether the pain under the thumb passed its cap
    leg_signs : any
    """

    on: date
    during: During
    morning: Morning
    trend: Trend
    over_pressure: bool
    leg_signs: bool

    @property
    def light(self) -> Light:
        """What this day alone says."""
        if self.leg_signs or self.during == "red" or self.morning == "much raised":
            return Light.RED
        amber = (
            self.during in ("amber", "unknown")
            or self.morning == "raised"
            or self.trend == "rising"
            or self.over_pressure
        )
        return Light.AMBER if amber else Light.GREEN


def readings(days: Iterable[Day], *, today: date) -> tuple[Reading, ...]:
    """The training days, and all days with leg signs, as the rules see them.

    Parameters
    ----------
    days : iterable of Day
        In any order; one a date.
    today : date
        Days after it are not looked at. An unknown morning of today itself has not come yet and
        counts as settled for now; an older one that was not said counts as unknown.

    Returns
    -------
    tuple of Reading
    """
    told = sorted((day for day in days if day.on <= today), key=lambda day: day.on)
    for one, other in pairwise(told):
        if one.on == other.on:
            raise LevelhipError("{day}: said twice; give each day once", day=str(one.on))
    usual = {day.on: day.usual for day in told if day.usual is not None}
    return tuple(
        Reading(
            day.on,
            _during(day.during),
            _morning(day, usual, today),
            _trend(day.on, usual),
            day.pressure is not None and day.pressure > PRESSURE_MAX,
            bool(day.leg_signs),
        )
        for day in told
        if day.trained or day.leg_signs
    )


def _during(value: int | None) -> During:
    if value is None:
        return "unknown"
    if value <= GREEN_MAX:
        return "green"
    return "amber" if value <= AMBER_MAX else "red"


def _morning(day: Day, usual: Mapping[date, int], today: date) -> Morning:
    if day.morning is None:
        return "settled" if day.on == today else "unknown"
    # The usual level: the mean of up to a week of usual pain, that day's included.
    near = _week(day.on, usual, back=0)
    if not near:
        return "unknown"
    above = day.morning - fmean(near)
    if above >= MUCH_WORSE:
        return "much raised"
    return "raised" if above >= RAISED else "settled"


def _week(on: date, usual: Mapping[date, int], *, back: int) -> list[int]:
    """The usual pain said in the week that ends `back` weeks before a day, that day included."""
    last = on.toordinal() - 7 * back
    dates = map(date.fromordinal, range(last, last - 7, -1))
    return [usual[each] for each in dates if each in usual]


def _trend(on: date, usual: Mapping[date, int]) -> Trend:
    this, last = (_week(on, usual, back=back) for back in (0, 1))
    if min(len(this), len(last)) < WEEK_LEAST:
        return "flat"
    return "rising" if fmean(this) - fmean(last) >= WEEK_RISE else "flat"


def jumps(days: Iterable[Day], *, today: date) -> frozenset[date]:
    """The days whose usual pain lies much above the week before, whether there was training or not.

    Parameters
    ----------
    days : iterable of Day
        In any order.
    today : date
        Days after it are not looked at.

    Returns
    -------
    frozenset of date
        Where at least `WEEK_LEAST` answers of the week before are known.
    """
    usual = {day.on: day.usual for day in days if day.usual is not None and day.on <= today}
    found = set()
    for on, pain in usual.items():
        before = _week(on - timedelta(days=1), usual, back=0)
        if len(before) >= WEEK_LEAST and pain - fmean(before) >= MUCH_WORSE:
            found.add(on)
    return frozenset(found)


def calm_days(days: Iterable[Day], *, today: date) -> frozenset[date]:
    """The days whose usual pain is 5 at most and back at the level of the week.

    That is less than 1 above the median of the week up to the day: a mean would follow the peak of
    a flare-up. Chosen by us.

    Parameters
    ----------
    days : iterable of Day
        In any order.
    today : date
        Days after it are not looked at.

    Returns
    -------
    frozenset of date
        None with leg signs, and none of those on which the pain has jumped up.
    """
    told = [day for day in days if day.usual is not None and day.on <= today]
    usual = {day.on: day.usual for day in told if day.usual is not None}
    jumped = jumps(told, today=today)
    return frozenset(
        day.on
        for day in told
        if usual[day.on] <= AMBER_MAX
        and usual[day.on] - median(_week(day.on, usual, back=0)) < RAISED
        and not day.leg_signs
        and day.on not in jumped
    )
