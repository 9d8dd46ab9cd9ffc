"""The walking programme: minutes and days of each week, never more than a fifth above the last."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from levelhip.program.history import History
from levelhip.program.light import Light, State
from levelhip.program.screening import clearance
from levelhip.program.sentence import Sentence
from levelhip.program.strategy import strategy

MOSTLY = 0.8
"""Part of a week's minutes that counts as having walked it; chosen by us."""

AMBER_PART = 0.5
"""Part of a week's days from which amber holds the minutes; chosen by us. One amber day in a week
is usual scatter of the answers, and if it held the minutes, nobody would come to 30 minutes on
five days in half a year (WalkBack 2024)."""

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WalkingWeek:
    """What one week asks.

    Attributes
    ----------
    start : its first day
    minutes : min in all
    days : on so many days
    why : in a sentence
    spread : days over which the walks are spread, of which the first `days` are walked: who may
        walk no more than last week leaves out what would come last
    """

    start: date
    minutes: float
    days: int
    why: Sentence
    spread: int

    def holds(self, on: date) -> bool:
        """Whether there is a walk on a day, of this week or a later one."""
        # On the days on which the running share passes the next whole number.
        i = (on - self.start).days % 7
        nth = i * self.spread // 7
        return nth < self.days and nth != (i + 1) * self.spread // 7

    @property
    def daily(self) -> float:
        """Minutes a day, min."""
        return self.minutes / self.days


def walking_week(history: History, today: date) -> WalkingWeek:
    """The week that a day lies in, from how the weeks before went.

    On a day whose light is not green, or while safety answers leave only easy walks, it asks no
    more than the week before did, whatever that week has earned.

    Parameters
    ----------
    history : History
        All that is known up to that day.
    today : date
        On or after the start of the program.

    Returns
    -------
    WalkingWeek
    """
    rules = strategy().walking
    start = history.profile.started
    minutes = before = rules.start_min * rules.start_days
    why = Sentence("The first week is easy on purpose.")
    states = history.states(today)
    while start + WEEK <= today:
        # A rise that was held back to the end of its week was never walked.
        if minutes > before and _held(history, states, start + WEEK - DAY):
            minutes = before
        before = minutes
        walked = sum(w.minutes for w in history.walked if start <= w.on < start + WEEK)
        light = _light(states, start)
        if light is Light.RED:
            minutes *= 1.0 - rules.ease_off
            why = Sentence("A red day last week: walk less, and easily.")
        elif light is Light.AMBER:
            why = Sentence("Many amber days last week: the same as before.")
        elif walked < MOSTLY * minutes:
            why = Sentence("The same as last week: take the time that you need.")
        else:
            days = _days(minutes)
            minutes = min(minutes * (1.0 + rules.rise_max), rules.goal_min * rules.goal_days)
            why = Sentence("Last week went well: up to a fifth more.")
            if _days(minutes) > days:
                why = Sentence("Last week went well: one walk more this week.")
            if minutes == rules.goal_min * rules.goal_days:
                why = Sentence("Half an hour on five days: keep that up.")
        minutes = max(minutes, rules.start_min)
        minutes = _whole(minutes)
        start += WEEK
    spread = _days(minutes)
    if minutes > before and _held(history, states, today):
        minutes, why = before, Sentence("No more than last week while the light is not green.")
    return WalkingWeek(start, minutes, _days(minutes), why, spread)


def _whole(minutes: float) -> float:
    """The same or less, of whole minutes on each of its days."""
    days = _days(minutes)
    whole = days * (minutes // days)
    return whole if _days(whole) == days else _whole(whole)


def _days(minutes: float) -> int:
    """On how many days of a week: more days first, then longer walks; chosen by us."""
    rules = strategy().walking
    days = rules.start_days
    while days < rules.goal_days and minutes / days > rules.start_min + 2 * (days - 2):
        days += 1
    return days


def _held(history: History, states: dict[date, State], on: date) -> bool:
    """Whether a day keeps the walks from growing; before the first training no light is known."""
    # Easy walks are all that is left: read at the end of the day, when all of it has been said.
    shuts = clearance(history.screenings, history.visits, datetime.combine(on, time.max, UTC)).shuts
    if shuts == "all-but-walking":
        return True
    last = max((day for day in states if day <= on), default=None)
    trained = any(day.trained and day.on <= on for day in history.days)
    return trained and last is not None and states[last].light is not Light.GREEN


def _light(states: dict[date, State], start: date) -> Light:
    """The light of a week: red by one day, amber by half of the days that are known."""
    found = [
        state.light
        for on, state in states.items()
        if start <= on < start + WEEK and state != State()
    ]
    if Light.RED in found:
        return Light.RED
    amber = found.count(Light.AMBER)
    return Light.AMBER if amber and amber >= AMBER_PART * len(found) else Light.GREEN
