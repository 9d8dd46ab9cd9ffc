"""The weeks of the clinician's summary: pain and function over time, lights, planned and done."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from statistics import fmean

from levelhip.plot.canvas import Picture
from levelhip.plot.weeks import (
    BarPanel,
    LightPanel,
    LinePanel,
    Panel,
    WeekLine,
    over_weeks,
)
from levelhip.program.history import History
from levelhip.program.light import MUCH_WORSE, Light
from levelhip.program.plan import plan
from levelhip.program.strategy import strategy
from levelhip.program.trend_series import WEEK
from levelhip.program.trends import Stretch, Trend, Trends
from levelhip.report.trend_words import important_words, trend_name, trend_number

Translated = Callable[[str], str]

WEEKS_MOST = 52
"""Weeks that the picture shows, the last ones; chosen by us."""

NAME_MOST = 44
"""Letters of an activity in the person's own words that are shown; chosen by us."""

LIGHT_ORDER = (Light.GREEN, Light.AMBER, Light.RED)


@dataclass(frozen=True, slots=True)
class NumberRow:
    """A line of the table of numbers, each cell as it is shown."""

    name: str
    first: str
    latest: str
    change: str
    detectable: str
    important: str
    reading: str


def number_rows(found: Trends, translated: Translated) -> Iterator[NumberRow]:
    """What was said, each number against its error.

    Parameters
    ----------
    found : Trends
    translated : callable
        From an English text to the reader's language.

    Yields
    ------
    NumberRow
    """
    for trend in found.each:
        if trend.protocol and trend.name != "psfs_activity":
            continue
        name = trend.title.filled(translated)
        if trend.name == "psfs":
            name = translated("What they want to do again, mean")
        if trend.name == "psfs_activity":
            name = f"– {shortened(name)}" if found.of("psfs") else shortened(name)
        yield NumberRow(
            name,
            _stretch(trend, trend.first, translated),
            _stretch(trend, trend.latest, translated) if trend.latest else "",
            translated(trend_number(trend, trend.change, signed=True)),
            translated(trend_number(trend, trend.detectable)),
            translated(important_words(trend)),
            translated(trend.reading),
        )


def shortened(text: str) -> str:
    """A person's own words, cut where a table has no room.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    flat = " ".join(text.split())
    return flat if len(flat) <= NAME_MOST else f"{flat[: NAME_MOST - 1].rstrip()}…"


def _stretch(trend: Trend, told: Stretch, translated: Translated) -> str:
    number = translated(trend_number(trend, told.mean))
    return f"{number} (n = {told.count})" if told.count > 1 else number


def weeks_picture(
    history: History,
    found: Trends,
    weeks_done: Sequence[Week],
    signs: Sequence[date],
    translated: Translated,
) -> Picture | None:
    """Pain, function, lights, sessions and walks over the weeks; None before anything was said.

    Parameters
    ----------
    history : History
        Up to today.
    found : Trends
        Of it.
    weeks_done : sequence of Week
        From `sessions_by_week`.
    signs : sequence of date
        When a sign that somebody has to look at was reported.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture or None
    """
    shown = tuple(weeks_done)[-WEEKS_MOST:]
    panels = _Panels(history, found, shown, tuple(signs), translated).all()
    if not panels:
        return None
    usual = found.of("usual_pain")
    words = translated("Weeks one after another: pain, function, lights, sessions, walks.")
    if shown_signs := [on for on in signs if on >= shown[0].start]:
        words += " " + translated("A sign was reported on: {days}.").format(
            days=", ".join(map(str, shown_signs))
        )
    if usual is not None:
        ends = [usual.first, *([usual.latest] if usual.latest else [])]
        course = " → ".join(translated(trend_number(usual, each.mean)) for each in ends)
        words += f" {trend_name(usual, translated)}: {course}."
    return over_weeks(
        panels,
        weeks=len(shown),
        name="weeks",
        title=translated("The weeks"),
        text=words,
        axis_words=translated("weeks from the first day")
        if len(shown) == len(weeks_done)
        else translated("the last weeks"),
    )


@dataclass(frozen=True, slots=True)
class _Panels:
    """What is known of the weeks that are shown, as panels."""

    history: History
    found: Trends
    weeks: tuple[Week, ...]
    signs: tuple[date, ...]
    translated: Translated

    @property
    def start(self) -> date:
        return self.weeks[0].start

    def all(self) -> list[Panel]:
        """Those of which something is known."""
        pain, function, lights = self._pain(), self._function(), self._lights()
        return [
            panel
            for panel in (pain, function, lights, self._sessions(), self._walks())
            if panel is not None
        ]

    def _week(self, on: date) -> float:
        return (on - self.start).days / 7.0

    def _points(self, name: str) -> tuple[tuple[float, float], ...]:
        trend = self.found.of(name)
        if trend is None:
            return ()
        return tuple((self._week(p.on), p.value) for p in trend.points if p.on >= self.start)

    def _pain(self) -> LinePanel | None:
        usual, pressure = self._points("usual_pain"), self._points("pressure_pain")
        lines = []
        if usual:
            lines.append(WeekLine(self.translated("usual back pain"), usual))
        if pressure:
            lines.append(WeekLine(self.translated("under the thumb"), pressure, "rings"))
        if not lines:
            return None
        trend = self.found.of("usual_pain")
        band = None
        if trend is not None:
            middle = trend.first.mean
            band = (max(middle - MUCH_WORSE, 0.0), min(middle + MUCH_WORSE, 10.0))
        named = {ladder.exercise for ladder in strategy().ladder}
        done = {d.on for d in self.history.done if d.on >= self.start and d.exercise in named}
        marks = tuple(sorted(self._week(on) for on in done))
        title = self.translated("Pain, 0 to 10")
        return LinePanel(title, tuple(lines), band=band, marks=marks)

    def _function(self) -> LinePanel | None:
        lines = []
        doing = self._points("psfs") or self._points("psfs_activity")
        if doing:
            label = self.translated("what they want to do again (10 = as before)")
            lines.append(WeekLine(label, doing))
        rmdq = self._points("rmdq24")
        if rmdq:
            label = self.translated("RMDQ-24 (less is better)")
            lines.append(WeekLine(label, rmdq, "squares", most=24.0))
        if not lines:
            return None
        most = lines[0].most
        return LinePanel(self.translated("Function"), tuple(lines), most=most, height=80.0)

    def _lights(self) -> LightPanel | None:
        states = self.history.states(self.weeks[-1].end)
        points = tuple(
            (self._week(on) + 0.5 / 7.0, LIGHT_ORDER.index(state.light))
            for on, state in sorted(states.items())
            if on >= self.start
        )
        signs = tuple(self._week(on) + 0.5 / 7.0 for on in self.signs if on >= self.start)
        if not points and not signs:
            return None
        words = ("green", "amber", "red")
        told = (self.translated(words[0]), self.translated(words[1]), self.translated(words[2]))
        title, sign = self.translated("Light of the day"), self.translated("a sign was reported")
        return LightPanel(title, points, told, signs, sign)

    def _sessions(self) -> BarPanel | None:
        if not any(each.asked or each.done for each in self.weeks):
            return None
        return BarPanel(
            self.translated("Days with exercises in a week: filled = done, outline = planned"),
            tuple(float(each.asked) for each in self.weeks),
            tuple(float(each.done) for each in self.weeks),
        )

    def _walks(self) -> BarPanel | None:
        if not self.history.walked:
            return None
        return BarPanel(
            self.translated("Minutes walked in a week: filled = done, outline = planned"),
            tuple(each.asked_min for each in self.weeks),
            tuple(each.walked_min for each in self.weeks),
        )


@dataclass(frozen=True, slots=True)
class Week:
    """One week of the program.

    Attributes
    ----------
    start, end : its first and last day; the last week may end today
    asked, done : days with exercises, as the plan of its first day had it, and as they were
    asked_min, walked_min : minutes of walking, likewise
    """

    start: date
    end: date
    asked: int
    done: int
    asked_min: float
    walked_min: float


def sessions_by_week(history: History, stamp: datetime) -> tuple[Week, ...]:
    """Each week of the program with what was planned on its first day and what was done.

    Parameters
    ----------
    history : History
    stamp : datetime
        Now, with its time zone. The last week may be cut short by it: then what was planned up to
        today counts.

    Returns
    -------
    tuple of Week
    """
    found = []
    named = {ladder.exercise for ladder in strategy().ladder}
    start, today = history.profile.started, stamp.date()
    while start <= today:
        end = min(start + WEEK - timedelta(days=1), today)
        days = (end - start).days + 1
        # What was known in the morning, and the safety answers of the day itself.
        known = history.until(start - timedelta(days=1))
        known = _with_answers_of(known, history, start)
        made = plan(known, datetime.combine(start, time(23, 59), stamp.tzinfo), days=days)
        asked = sum(
            any(item.kind in ("session", "warm-up") for item in day.items) for day in made.days
        )
        walks = math.fsum(i.minutes for d in made.days for i in d.items if i.kind == "walk")
        done = {
            each.on for each in history.done if start <= each.on <= end and each.exercise in named
        }
        walked = math.fsum(each.minutes for each in history.walked if start <= each.on <= end)
        found.append(Week(start, end, asked, len(done), walks, walked))
        start += WEEK
    return tuple(found)


def _with_answers_of(known: History, history: History, on: date) -> History:
    until = history.until(on)
    return replace(known, screenings=until.screenings, visits=until.visits)


def adherence(history: History, weeks: Sequence[Week], translated: Translated) -> str:
    """What was done of what was planned, in one line.

    Parameters
    ----------
    history : History
    weeks : sequence of Week
        From `sessions_by_week`.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    str
    """
    asked, done = sum(each.asked for each in weeks), sum(each.done for each in weeks)
    said = len({each.on for each in history.days})
    days = (weeks[-1].end - weeks[0].start).days + 1
    walked = fmean(each.walked_min for each in weeks)
    text = translated(
        "Exercises on {done} of {asked} planned days. Answered on {said} of {days} days. "
        "Walked {minutes} min a week."
    )
    return text.format(done=done, asked=asked, said=said, days=days, minutes=f"{walked:.0f}")
