"""The pain light: green, amber or red from pain during, the next morning and the week.

Bounds: 0-2, above 2 to 5, above 5 (Thomeé 1997; EVIDENCE 1G: sources differ at 3, the stricter is
taken), and back to the usual level by the next morning. Made for tendons and knees, never checked
for back pain. The light follows the USUAL pain; pain under the thumb is another number and has a
cap of its own. Hysteresis: one reading can worsen the light, two good ones in a row better it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import fmean
from typing import Literal

from levelhip.core import LevelhipError

GREEN_MAX = 2
AMBER_MAX = 5
"""Pain during, 0 to 10: up to and including these (EVIDENCE 5, pain_light)."""

PRESSURE_MAX = 5
"""Pain under the thumb, 0 to 10 (EVIDENCE 4A2)."""

MUCH_WORSE = 3
"""Next morning above the usual level by so much is a change beyond the error of two single answers
(EVIDENCE 7: 1.96 x sqrt 2 x 1.02 = 2.8)."""

WEEK_RISE = 1.0
"""The mean of a week above that of the week before by so much counts as rising; chosen by us: half
of the smallest important change of 2, since means of a week scatter less than single answers."""

WEEK_LEAST = 3
"""Fewest answers in a week from which its mean is taken; chosen by us."""

GOOD_RUN = 2
"""Good days in a row that better the light by one step; chosen by us."""


class Light(StrEnum):
    """What the pain says: go on, ease off, stop."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Dose(StrEnum):
    """What follows for the next session."""

    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    REST = "rest"
    CLINICIAN = "see a clinician"


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
                raise LevelhipError(f"{name}: {value}; give 0 to 10")


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


@dataclass(frozen=True, slots=True)
class State:
    """Where the rules stand after some days.

    Attributes
    ----------
    light : the light shown
    good : good days in a row, at most `GOOD_RUN`
    reds : red days since the light was last green, at most 2; two stay until somebody has looked
    ambers : amber days in a row, at most 2
    leg_signs : whether leg signs were said and nobody has looked yet
    rested : whether a day of rest followed the last red day
    """

    light: Light = Light.AMBER
    good: int = 0
    reds: int = 0
    ambers: int = 0
    leg_signs: bool = False
    rested: bool = True

    @property
    def dose(self) -> Dose:
        """What follows for the next session."""
        if self.leg_signs or self.reds >= 2:
            return Dose.CLINICIAN
        if self.light is Light.RED:
            return Dose.DOWN if self.rested else Dose.REST
        if self.light is Light.AMBER:
            return Dose.DOWN if self.ambers >= 2 else Dose.HOLD
        return Dose.UP if self.good >= GOOD_RUN else Dose.HOLD


Event = Reading | Literal["rest", "seen", "flare"]
"""A training day; a day without training; a visit to a clinician; a flare-up."""


def next_state(state: State, event: Event) -> State:
    """The state after one more day.

    Parameters
    ----------
    state : State
        Before.
    event : Reading, "rest", "seen" or "flare"
        A training day; a day without training; that a clinician has been seen about it; or that the
        usual pain of the day has jumped up, with training or without.

    Returns
    -------
    State
        A better light by one step at most, and only after `GOOD_RUN` good days; a worse one at
        once. After a clinician was seen it is amber and starts from nothing.
    """
    if event == "seen":
        return State(light=Light.AMBER)
    if event == "rest":
        return replace(state, rested=True)
    if event == "flare":
        # Pain that flares up for some days is one red day, not several.
        return State(Light.RED, 0, max(state.reds, 1), 0, state.leg_signs, rested=False)
    told = event.light
    leg_signs = state.leg_signs or event.leg_signs
    if told is Light.RED:
        reds = min(state.reds + 1, 2)
        return State(Light.RED, 0, reds, 0, leg_signs, rested=False)
    if told is Light.AMBER:
        worse = Light.RED if state.light is Light.RED else Light.AMBER
        return State(worse, 0, state.reds, min(state.ambers + 1, 2), leg_signs, rested=True)
    good = min(state.good + 1, GOOD_RUN)
    if good < GOOD_RUN or state.light is Light.GREEN:
        return State(state.light, good, state.reds, 0, leg_signs, rested=True)
    better = Light.AMBER if state.light is Light.RED else Light.GREEN
    # Each step up is earned anew, and a harder dose needs two more good days in the green.
    # Two red days are forgotten only when somebody has looked.
    reds = 0 if better is Light.GREEN and state.reds < 2 else state.reds
    return State(better, 0, reds, 0, leg_signs, rested=True)


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
            raise LevelhipError(f"{one.on}: said twice; give each day once")
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
    return "raised" if above >= 1 else "settled"


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


def lights(
    days: Iterable[Day], *, today: date, seen: Iterable[date] = ()
) -> tuple[tuple[date, State], ...]:
    """The light and dose at the end of each day on which something happened.

    Parameters
    ----------
    days : iterable of Day
        In any order; one a date. Dates between them without training are days of rest.
    today : date
        Included.
    seen : iterable of date
        When a clinician was seen about it.

    Returns
    -------
    tuple of (date, State)
        In order; the first day starts from amber, so that the first weeks begin at the same dose.
    """
    days = list(days)
    told = {reading.on: reading for reading in readings(days, today=today)}
    visits = {visit for visit in seen if visit <= today}
    flared = jumps(days, today=today)
    dates = sorted({*visits, *(day.on for day in days if day.on <= today)})
    state, before = State(), None
    found: list[tuple[date, State]] = []
    for on in dates:
        if before is not None and on - before > timedelta(days=1):
            state = next_state(state, "rest")
        state = next_state(state, told.get(on, "rest"))
        if on in flared:
            state = next_state(state, "flare")
        if on in visits:
            state = next_state(state, "seen")
        found.append((on, state))
        before = on
    return tuple(found)


def light(days: Iterable[Day], *, today: date, seen: Iterable[date] = ()) -> State:
    """The light and dose after all days up to today.

    Parameters
    ----------
    days : iterable of Day
        As in `lights`.
    today : date
        Included.
    seen : iterable of date
        When a clinician was seen about it.

    Returns
    -------
    State
    """
    found = lights(days, today=today, seen=seen)
    if not found:
        return State()
    on, state = found[-1]
    return next_state(state, "rest") if today > on else state
