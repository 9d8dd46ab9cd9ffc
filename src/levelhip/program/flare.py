"""Flare-ups: when one began, which day of it this is, and what holds on that day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean

from levelhip.program.history import History
from levelhip.program.light import Light, jumps, readings
from levelhip.program.strategy import FlareStep, strategy

EARLY = timedelta(days=2)
"""Within so many days of its beginning more pain belongs to the same flare-up; chosen by us."""

BEFORE = timedelta(days=28)
"""What a week is held against when a new episode is looked for; chosen by us."""

LEAST = 3
"""Fewest answers in a week, and in the weeks before it; chosen by us."""

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Flare:
    """A flare-up on one of its days.

    Attributes
    ----------
    since : its first day; a new red day begins it anew
    day : which day of it, from 1
    """

    since: date
    day: int

    @property
    def step(self) -> FlareStep:
        """What holds on this day."""
        return strategy().flare.step_on(self.day)


def flare_starts(history: History, today: date) -> tuple[date, ...]:
    """The first days of all flare-ups: a red training day, or usual pain that has jumped up.

    Parameters
    ----------
    history : History
        All that is known.
    today : date
        Later days are not looked at.

    Returns
    -------
    tuple of date
        In order. More pain in the first days belongs to the same flare-up, later on it begins anew.
    """
    red = {each.on for each in readings(history.days, today=today) if each.light is Light.RED}
    found: list[date] = []
    for on in sorted(red | jumps(history.days, today=today)):
        if not found or on in red or on - found[-1] >= EARLY:
            found.append(on)
    return tuple(found)


def flare_on(starts: Sequence[date], on: date) -> Flare | None:
    """The flare-up that a day lies in; None when none.

    Parameters
    ----------
    starts : sequence of date
        From `flare_starts`.
    on : date

    Returns
    -------
    Flare or None
    """
    since = max((each for each in starts if each <= on), default=None)
    if since is None or (on - since).days >= strategy().flare.days:
        return None
    return Flare(since, (on - since).days + 1)


def new_episode(history: History, since: date, today: date) -> date | None:
    """The first day on which pain that came back counts as a new episode; None when it does not.

    Each answer of a week, three at least, lies above the mean of the weeks before by the smallest
    important change: a flare-up that has settled within a week is none.

    Parameters
    ----------
    history : History
        All that is known.
    since : date
        First day of the last stage.
    today : date
        Later days are not looked at.

    Returns
    -------
    date or None
    """
    usual = {d.on: d.usual for d in history.days if d.usual is not None and d.on <= today}
    for on in sorted(usual):
        if on - WEEK < since:
            continue
        week = list(_between(usual, on - WEEK, on))
        before = list(_between(usual, on - WEEK - BEFORE, on - WEEK))
        # The week must have been watched from its beginning, not only at its end.
        is_watched = any(on - WEEK < day <= on - 4 * DAY for day in usual)
        if len(week) < LEAST or len(before) < LEAST or not is_watched:
            continue
        if min(week) - fmean(before) >= strategy().relapse.rise:
            return on
    return None


def _between(usual: dict[date, int], after: date, until: date) -> Iterator[int]:
    return (pain for on, pain in usual.items() if after < on <= until)
