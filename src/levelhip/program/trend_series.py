"""The numbers that are followed over weeks: what was said of days, and what tests measured."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from levelhip.core import Side
from levelhip.engine.summary import DIFFERENCE
from levelhip.program.history import Activity, History, Measured
from levelhip.program.light import Day
from levelhip.program.sentence import Sentence

WEEK = timedelta(days=7)

PAIN_SD = 1.02
"""Standard error of one answer of 0 to 10 (Childs 2005, docs/evidence.md#pain-number-change): two
single answers must lie 3 points apart."""

PSFS_SD = 0.72
"""Of the mean of three activities, so that 2 points count: the smallest detectable change as it is
published (J Orthop Sports Phys Ther 2014;44:560, abstract; for 90 %, and taken as it stands)."""

PSFS_SINGLE_SD = 1.08
"""Of one activity, or the mean of two, so that 3 points count (the same paper)."""

RMDQ_SD = 1.8
"""Of the total, so that 5 points count (Ostelo 2008); chosen by us: no smallest
detectable change was found, so that the important one stands in for it."""

WALK_SD_MIN = 2.5
"""Of one walk's minutes: people round to five; chosen by us."""

PSFS_WHOLE = 3
"""Activities of which the mean of the questionnaire is made."""


@dataclass(frozen=True, slots=True)
class Point:
    """One number of a day.

    Attributes
    ----------
    on : date
    value, sd : in the series' unit; sd is the standard uncertainty
    method : how it was got; what was got in two ways is not compared
    """

    on: date
    value: float
    sd: float
    method: str = "self-report/1"


@dataclass(frozen=True, slots=True)
class Series:
    """One number over the weeks.

    Attributes
    ----------
    name, side : as the rules of change know it (`engine.bearings`)
    protocol : of the test; empty for what was said
    title : what it is
    unit : as in results; "of 10" and "of 24" for what was said, "min/week" for walking
    points : in order, at least one
    """

    name: str
    side: Side
    protocol: str
    title: Sentence
    unit: str
    points: tuple[Point, ...]


_PAINS: Mapping[str, tuple[str, Sentence]] = {
    "usual": ("usual_pain", Sentence("Usual back pain")),
    "during": ("session_pain", Sentence("Back pain in the session")),
    "morning": ("morning_pain", Sentence("Back pain the next morning")),
    "pressure": ("pressure_pain", Sentence("Pain under the thumb")),
}

# Protocol, names (the first that was measured), title.
_TESTS: tuple[tuple[str, tuple[str, ...], Sentence], ...] = (
    ("equal-weight", ("standing_share",), Sentence("Weight on the left foot, standing")),
    ("equal-weight", ("excess_shift",), Sentence("Shift beyond need")),
    ("equal-weight", ("pelvic_drop",), Sentence("Pelvic drop")),
    ("equal-weight", ("symmetry",), Sentence("Left-right symmetry of the weight test")),
    ("one-leg-stand", ("best_hold_time", "hold_time"), Sentence("Time on one leg")),
    ("side-lying-abduction", ("best_hold_time", "hold_time"), Sentence("Hold lying on the side")),
    ("active-hip-abduction", ("self_rating",), Sentence("One slow leg lift, own rating")),
    ("squat-check", ("load_share",), Sentence("Weight on the left foot in the squat")),
    ("squat-check", ("symmetry",), Sentence("Left-right symmetry of the squat")),
)


def all_series(history: History) -> tuple[Series, ...]:
    """Every number that is followed and was said or measured at least once.

    Parameters
    ----------
    history : History

    Returns
    -------
    tuple of Series
        What was said first, then what was measured.
    """
    told = (*_pains(history.days), *_doing(history.activities), *_scores(history), *_walks(history))
    return (*told, *_tests(history.measured))


def _pains(days: Sequence[Day]) -> Iterator[Series]:
    ordered = sorted(days, key=lambda day: day.on)
    for field, (name, title) in _PAINS.items():
        # The morning was said for the day before it.
        shift = timedelta(days=1) if field == "morning" else timedelta()
        points = tuple(
            Point(day.on + shift, float(value), PAIN_SD)
            for day in ordered
            if (value := getattr(day, field)) is not None
        )
        if points:
            yield Series(name, Side.BOTH, "", title, "of 10", points)


def _doing(activities: Sequence[Activity]) -> Iterator[Series]:
    named = [each for each in activities if each.ratings]
    if not named:
        return
    points = tuple(_mean_rating(named))
    if len(named) > 1 and points:
        yield Series(
            "psfs", Side.BOTH, "", Sentence("What you want to do again, mean"), "of 10", points
        )
    for i, each in enumerate(named):
        title = Sentence("{activity}", (("activity", each.text),))
        own = sorted(each.ratings, key=lambda rating: rating.on)
        told = tuple(Point(r.on, float(r.value), PSFS_SINGLE_SD) for r in own)
        # Each activity is a number of its own, told apart by its place.
        yield Series("psfs_activity", Side.BOTH, f"activity-{i + 1}", title, "of 10", told)


def _mean_rating(named: Sequence[Activity]) -> Iterator[Point]:
    """The mean of the activities named at first, whenever all were rated anew within a week.

    No rating goes into two means: they would look like two answers.
    """
    first = min(rating.on for each in named for rating in each.ratings)
    kept = [each for each in named if any(r.on < first + WEEK for r in each.ratings)]
    sd = PSFS_SD if len(kept) >= PSFS_WHOLE else PSFS_SINGLE_SD
    used = date.min
    for on in sorted({rating.on for each in kept for rating in each.ratings}):
        since = max(used, on - WEEK)
        near = [[r for r in each.ratings if since < r.on <= on] for each in kept]
        if all(near):
            values = [max(own, key=lambda r: r.on).value for own in near]
            yield Point(on, math.fsum(values) / len(values), sd)
            used = on


def _scores(history: History) -> Iterator[Series]:
    said = sorted(
        (each for each in history.scores if each.name == "rmdq24"), key=lambda each: each.on
    )
    if said:
        points = tuple(Point(each.on, each.value, RMDQ_SD) for each in said)
        title = Sentence("Everyday things that the back makes hard (RMDQ-24)")
        yield Series("rmdq24", Side.BOTH, "", title, "of 24", points)


def _walks(history: History) -> Iterator[Series]:
    """Minutes walked in each week of the program that has ended or in which was walked."""
    if not history.walked:
        return
    start = history.profile.started
    weeks: dict[int, list[float]] = {}
    for each in history.walked:
        weeks.setdefault((each.on - start).days // 7, []).append(each.minutes)
    last = max(weeks)
    points = tuple(
        Point(
            start + (i + 1) * WEEK - timedelta(days=1),
            math.fsum(weeks.get(i, [])),
            WALK_SD_MIN * math.sqrt(len(weeks.get(i, [])) or 1),
        )
        for i in range(min(0, *weeks), last + 1)
    )
    title = Sentence("Minutes walked in a week")
    yield Series("walk_minutes", Side.BOTH, "", title, "min/week", points)


def _tests(measured: Sequence[Measured]) -> Iterator[Series]:
    found: dict[tuple[str, str, Side], list[Measured]] = {}
    for each in sorted(measured, key=lambda m: m.on):
        found.setdefault((each.protocol, each.name, each.side), []).append(each)
    for protocol, names, title in _TESTS:
        sides = {(name, side) for p, name, side in found if p == protocol}
        name = next((n for n in names if any(n == other for other, _ in sides)), None)
        if name is None:
            continue
        own = {side: found[protocol, name, side] for side in Side if (name, side) in sides}
        for side, values in own.items():
            yield _measured_series(protocol, name, side, title, values)
        apart = found.get((protocol, name + DIFFERENCE, Side.BOTH)) or _apart(own, name)
        if apart:
            words = Sentence("{what}, left less right", (("what", title.text),))
            yield _measured_series(protocol, name + DIFFERENCE, Side.BOTH, words, apart)


def _measured_series(
    protocol: str, name: str, side: Side, title: Sentence, values: Sequence[Measured]
) -> Series:
    points = tuple(Point(m.on, m.value, m.sd, m.method) for m in values)
    return Series(name, side, protocol, title, values[0].unit, points)


def _apart(own: Mapping[Side, Sequence[Measured]], name: str) -> list[Measured]:
    """Left less right of each day on which both were measured in the same way."""
    right = {(m.on, m.method, m.unit): m for m in own.get(Side.RIGHT, ())}
    return [
        Measured(
            m.on,
            m.protocol,
            name + DIFFERENCE,
            Side.BOTH,
            m.value - other.value,
            math.hypot(m.sd, other.sd),
            m.unit,
            m.method,
        )
        for m in own.get(Side.LEFT, ())
        if (other := right.get((m.on, m.method, m.unit))) is not None
    ]
