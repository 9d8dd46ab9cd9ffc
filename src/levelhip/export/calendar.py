"""The plan as an iCalendar file (RFC 5545), for any calendar program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event

from levelhip import __version__
from levelhip.program.history import History
from levelhip.program.item_words import item_dose, item_title
from levelhip.program.items import Item
from levelhip.program.plan import Plan
from levelhip.program.sentence import Sentence

SHORTEST_MIN = 5
"""A calendar shows nothing shorter well; chosen by us."""

SHOWN_KINDS = ("session", "warm-up", "test", "walk")
DAY = timedelta(days=1)
WEEK = timedelta(days=7)


def plan_calendar(
    made: Plan,
    history: History,
    *,
    stamp: datetime,
    at: time | None = time(18),
    reminder_min: int | None = None,
    translated: Callable[[str], str] = str,
) -> bytes:
    """A plan's sessions, tests and walks as appointments, one after another on each day.

    An appointment's UID is its number, not its day: "the eighth session of wall drops", "the second
    walk of week five, counted from its end". A plan that has shifted, imported again, moves what is
    there instead of standing beside it.

    Parameters
    ----------
    made : Plan
        The days; best up to the end of a week of the program, since walks count from it.
    history : History
        From which sessions and tests are numbered.
    stamp : datetime
        Now, with its time zone.
    at : time or None
        When the first of a day begins, wherever the person then is; None for whole days. It is
        written without a zone: 18:00 stays 18:00 when the clocks change or the person travels.
    reminder_min : min or None
        How long before each a reminder comes; None for none.
    translated : callable
        From an English text to the person's language.

    Returns
    -------
    bytes
        The file.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//levelhip//{__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "levelhip")
    names = _names(made, history)
    for day in made.days:
        begins = day.begins
        begin = None if at is None else datetime.combine(day.on, at)
        for i, item in enumerate(day.items):
            if item.kind not in SHOWN_KINDS:
                continue
            event = Event()
            event.add("uid", f"{names[day.on, i]}@levelhip")
            event.add("dtstamp", stamp.astimezone(UTC))
            event.add("last-modified", stamp.astimezone(UTC))
            # A later export replaces an earlier one, also in programs that look at nothing else.
            event.add("sequence", int(stamp.timestamp()) // 60)
            begin = _placed(event, day.on, begin, item.minutes)
            title = item_title(item).filled(translated)
            event.add("summary", title)
            event.add("description", _description(item, begins, translated))
            begins = None
            if at is None:
                event.add("transp", "TRANSPARENT")
            if reminder_min is not None:
                event.add_component(_alarm(title, reminder_min))
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def _placed(event: Event, on: date, begin: datetime | None, minutes: float) -> datetime | None:
    """Gives an event its time, and says when the next may begin."""
    if begin is None:
        event.add("dtstart", on)
        event.add("dtend", on + DAY)
        return None
    end = begin + timedelta(minutes=max(minutes, SHORTEST_MIN))
    event.add("dtstart", begin)
    event.add("dtend", end)
    return end


def _description(item: Item, begins: Sentence | None, translated: Callable[[str], str]) -> str:
    lines = [] if begins is None else [begins.filled(translated)]
    lines.append(item_dose(item, translated))
    if item.why is not None:
        lines.append(item.why.filled(translated))
    return "\n".join(line for line in lines if line)


def _alarm(title: str, minutes: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -timedelta(minutes=minutes))
    return alarm


def _names(made: Plan, history: History) -> Mapping[tuple[date, int], str]:
    """A name for each appointment, by day and place in it, that stays when its day moves."""
    # What was done today is done: the plan's next one has the next number.
    today = made.days[0].on if made.days else history.profile.started
    done = _days_of((each.exercise, each.on) for each in history.done)
    tested = _days_of((each.protocol, each.on) for each in history.measured)
    tested |= {name: days for name, days in done.items() if name not in tested}
    count = {
        "exercise": Counter({n: sum(on <= today for on in days) for n, days in done.items()}),
        "test": Counter({n: sum(on <= today for on in days) for n, days in tested.items()}),
    }
    found: dict[tuple[date, int], str] = {}
    walks: dict[int, list[tuple[date, int]]] = {}
    for day in made.days:
        seen: set[tuple[str, str]] = set()
        for place, item in enumerate(day.items):
            if item.kind == "walk":
                week = (day.on - history.profile.started) // WEEK
                walks.setdefault(week, []).append((day.on, place))
            elif item.kind in SHOWN_KINDS:
                kind = "test" if item.kind == "test" else "exercise"
                # Done is counted by days: a warm-up and a session of one day are one number.
                is_second = (kind, item.what) in seen
                count[kind][item.what] += not is_second
                seen.add((kind, item.what))
                name = f"{kind}-{item.what}-{count[kind][item.what]}"
                found[day.on, place] = f"{name}-second" if is_second else name
    for week, own in walks.items():
        for i, key in enumerate(reversed(own), start=1):
            found[key] = f"walk-week-{week + 1}-{i}-from-its-end"
    return found


def _days_of(told: Iterable[tuple[str, date]]) -> dict[str, set[date]]:
    found: dict[str, set[date]] = {}
    for name, on in told:
        found.setdefault(name, set()).add(on)
    return found
