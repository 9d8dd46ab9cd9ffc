"""The plan as an iCalendar file (RFC 5545), for any calendar program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta, tzinfo

from icalendar import Calendar, Event

from levelhip import __version__
from levelhip.program.plan import Item, Plan

SHORTEST_MIN = 5
"""A calendar shows nothing shorter well; chosen by us."""


def plan_calendar(
    made: Plan,
    *,
    stamp: datetime,
    at: time = time(18),
    zone: tzinfo = UTC,
    translated: Callable[[str], str] = str,
) -> bytes:
    """A plan's sessions, tests and walks as appointments, one after another on each day.

    Parameters
    ----------
    made : Plan
        The days.
    stamp : datetime
        Now, with its time zone.
    at : time
        When the first of a day begins.
    zone : tzinfo
        Of that time.
    translated : callable
        From an English text to the person's language.

    Returns
    -------
    bytes
        The file. An appointment keeps its UID from one export to the next, so that importing again
        replaces it.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//levelhip//{__version__}//EN")
    calendar.add("version", "2.0")
    for day in made.days:
        begin = datetime.combine(day.on, at, zone)
        for item in day.items:
            if item.kind in ("locked", "rest", "learn"):
                continue
            length = timedelta(minutes=max(item.minutes, SHORTEST_MIN))
            event = Event()
            event.add("uid", f"{day.on.isoformat()}-{item.kind}-{item.what or 'all'}@levelhip")
            event.add("dtstamp", stamp.astimezone(UTC))
            event.add("dtstart", begin.astimezone(UTC))
            event.add("dtend", (begin + length).astimezone(UTC))
            event.add("summary", _summary(item, translated))
            if item.why is not None:
                event.add("description", item.why.filled(translated))
            calendar.add_component(event)
            begin += length
    return bytes(calendar.to_ical())


def _summary(item: Item, translated: Callable[[str], str]) -> str:
    words = {"session": "", "warm-up": "Warm-up: ", "test": "Test: ", "walk": "Walk"}[item.kind]
    name = item.what.replace("-", " ")
    return f"{translated(words)}{translated(name)}".strip().capitalize()
