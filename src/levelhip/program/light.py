"""The pain light: green, amber or red from what was said of the days, and the dose that follows.

Hysteresis: one reading can worsen the light, two good ones in a row better it. While it is red
nothing is trained, so that calm days without training lead out of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from levelhip.program.pain import (
    AMBER_MAX,
    GREEN_MAX,
    MUCH_WORSE,
    PRESSURE_MAX,
    Day,
    Light,
    Reading,
    calm_days,
    jumps,
    readings,
)

__all__ = [
    "AMBER_MAX",
    "GOOD_RUN",
    "GREEN_MAX",
    "MUCH_WORSE",
    "PRESSURE_MAX",
    "Day",
    "Dose",
    "Light",
    "Reading",
    "State",
    "jumps",
    "light",
    "lights",
    "next_state",
    "readings",
]

GOOD_RUN = 2
"""Good days in a row that better the light by one step; chosen by us."""

LONG_RED = 7
"""So many answered days in the red that were not calm, and a clinician is advised; chosen by us: as
long as a flare-up lasts in the plan."""


class Dose(StrEnum):
    """What follows for the next session."""

    UP = "up"
    HOLD = "hold"
    DOWN = "down"
    REST = "rest"
    CLINICIAN = "see a clinician"


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
    uneasy : answered days since the light went red that were not calm, at most `LONG_RED`
    """

    light: Light = Light.AMBER
    good: int = 0
    reds: int = 0
    ambers: int = 0
    leg_signs: bool = False
    uneasy: int = 0

    @property
    def dose(self) -> Dose:
        """What follows for the next session; under a red light there is none."""
        if self.leg_signs or self.reds >= 2 or self.uneasy >= LONG_RED:
            return Dose.CLINICIAN
        if self.light is Light.RED:
            return Dose.REST
        if self.light is Light.AMBER:
            return Dose.DOWN if self.ambers >= 2 else Dose.HOLD
        return Dose.UP if self.good >= GOOD_RUN else Dose.HOLD


Event = Reading | Literal["rest", "calm", "uneasy", "seen", "flare"]
"""A training day; a day without training of which nothing is known, that was calm, or that was not;
a visit to a clinician; a flare-up."""


def next_state(state: State, event: Event) -> State:
    """The state after one more day.

    Parameters
    ----------
    state : State
        Before.
    event : Reading, "rest", "calm", "uneasy", "seen" or "flare"
        A training day; a day without training of which nothing is known, on which the pain was back
        at its usual level, or was not; that a clinician has been seen about it; or that the usual
        pain of the day has jumped up, with training or without.

    Returns
    -------
    State
        A better light by one step at most, and only after `GOOD_RUN` good days; a worse one at
        once. Days without training count in the red only. After a clinician was seen it is amber
        and starts from nothing.
    """
    if event == "seen":
        return State(light=Light.AMBER)
    if event == "flare":
        # Pain that flares up for some days is one red day, not several.
        return State(Light.RED, 0, max(state.reds, 1), 0, state.leg_signs, state.uneasy)
    if isinstance(event, Reading):
        return _after_training(state, event)
    if state.light is not Light.RED or event == "rest":
        return state
    return _good(state) if event == "calm" else _not_calm(state)


def _after_training(state: State, event: Reading) -> State:
    told = event.light
    leg_signs = state.leg_signs or event.leg_signs
    if told is Light.RED:
        reds = min(state.reds + 1, 2)
        return State(Light.RED, 0, reds, 0, leg_signs, _not_calm(state).uneasy)
    if told is Light.AMBER:
        ambers = min(state.ambers + 1, 2)
        if state.light is Light.RED:
            return replace(_not_calm(state), ambers=ambers, leg_signs=leg_signs)
        return State(Light.AMBER, 0, state.reds, ambers, leg_signs, state.uneasy)
    return _good(replace(state, ambers=0, leg_signs=leg_signs))


def _good(state: State) -> State:
    good = min(state.good + 1, GOOD_RUN)
    if good < GOOD_RUN or state.light is Light.GREEN:
        return replace(state, good=good)
    better = Light.AMBER if state.light is Light.RED else Light.GREEN
    # Each step up is earned anew, and a harder dose needs two more good days in the green.
    # Two red days, or a week in the red, are forgotten only when somebody has looked.
    seen_to = state.reds >= 2 or state.uneasy >= LONG_RED
    reds = 0 if better is Light.GREEN and not seen_to else state.reds
    return State(better, 0, reds, 0, state.leg_signs, state.uneasy if seen_to else 0)


def _not_calm(state: State) -> State:
    """One more day in the red that was not calm."""
    if state.light is not Light.RED:
        return state
    return replace(state, good=0, uneasy=min(state.uneasy + 1, LONG_RED))


def lights(
    days: Iterable[Day], *, today: date, seen: Iterable[date] = ()
) -> tuple[tuple[date, State], ...]:
    """The light and dose at the end of each day on which something happened.

    Parameters
    ----------
    days : iterable of Day
        In any order; one a date.
    today : date
        Included.
    seen : iterable of date
        When a clinician was seen about it.

    Returns
    -------
    tuple of (date, State)
        In order; the first day starts from amber, so that the first weeks begin at the same dose.
    """
    told = tuple(day for day in days if day.on <= today)
    return _lights(told, today, frozenset(visit for visit in seen if visit <= today))


# One plan asks some fifty times, each gate of each stage for each day until now.
@lru_cache(maxsize=512)
def _lights(
    days: tuple[Day, ...], today: date, visits: frozenset[date]
) -> tuple[tuple[date, State], ...]:
    told = {reading.on: reading for reading in readings(days, today=today)}
    flared, calm = jumps(days, today=today), calm_days(days, today=today)
    answered = {day.on for day in days if day.usual is not None}
    dates = sorted({*visits, *(day.on for day in days)})
    state = State()
    found: list[tuple[date, State]] = []
    for on in dates:
        if on in told:
            # A day that ends the red does so before its session counts.
            calmed = next_state(state, "calm") if on in calm else state
            state = calmed if calmed.light is not Light.RED else state
            state = next_state(state, told[on])
        elif on in answered:
            state = next_state(state, "calm" if on in calm else "uneasy")
        if on in flared:
            state = next_state(state, "flare")
        if on in visits:
            state = next_state(state, "seen")
        found.append((on, state))
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
    return found[-1][1] if found else State()
