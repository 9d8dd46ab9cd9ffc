"""The tests of the clinician's summary, left against right; the spots; walks, lifts and sitting."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from levelhip.biomech.body_map import place_words
from levelhip.core import Side
from levelhip.engine.summary import DIFFERENCE
from levelhip.plot.body_map import SpotMark, spot_map
from levelhip.plot.canvas import Picture
from levelhip.plot.pair import SideValue, left_against_right
from levelhip.program.history import History
from levelhip.program.spot_trend import SpotTrend, place
from levelhip.program.trend_series import Point
from levelhip.program.trends import Trend, Trends
from levelhip.report.numbers import everyday_unit, scale_of, shown

Translated = Callable[[str], str]

PICTURES = 3
"""Tests that get a picture; the table has all. Chosen by us: they fit beside each other."""

MARKS_MOST = 4
"""Marks of one spot on the map, the last ones and the first; chosen by us: more hide each other."""

CERTAIN = 1.96


@dataclass(frozen=True, slots=True)
class SideRow:
    """A line of the table of tests, each cell as it is shown; `whole` has no side."""

    name: str
    left: str = ""
    right: str = ""
    whole: str = ""
    apart: str = ""
    reading: str = ""


def side_rows(found: Trends, translated: Translated) -> Iterator[SideRow]:
    """Each test, left beside right, first and latest, and what it comes to.

    Parameters
    ----------
    found : Trends
    translated : callable
        From an English text to the reader's language.

    Yields
    ------
    SideRow
    """
    for name, own in _tests(found).items():
        sides = {each.side: each for each in own if not each.name.endswith(DIFFERENCE)}
        apart = next((each for each in own if each.name.endswith(DIFFERENCE)), None)
        left, right, whole = (
            _course(sides[side], translated) if side in sides else ""
            for side in (Side.LEFT, Side.RIGHT, Side.BOTH)
        )
        yield SideRow(
            translated(name),
            left,
            right,
            whole,
            _latest(apart, translated) if apart else "",
            _reading(sides, apart, translated),
        )


def _tests(found: Trends) -> dict[str, list[Trend]]:
    """Trends of tests by what they are called; a difference goes with its two sides."""
    rows: dict[str, list[Trend]] = {}
    for each in found.each:
        if not each.protocol or each.name == "psfs_activity":
            continue
        title = each.title.text
        if each.name.endswith(DIFFERENCE):
            of = dict(each.title.values)["what"]
            title = of if isinstance(of, str) else title
        rows.setdefault(title, []).append(each)
    return rows


def _course(trend: Trend, translated: Translated) -> str:
    first, last = trend.points[0], trend.points[-1]
    if last.on == first.on:
        return _number(trend, last, translated)
    before = shown(trend.name, first.value, first.sd, None, trend.unit).value
    return f"{translated(before)} → {_number(trend, last, translated)}"


def _latest(trend: Trend, translated: Translated) -> str:
    return _number(trend, trend.points[-1], translated)


def _number(trend: Trend, point: Point, translated: Translated) -> str:
    return translated(shown(trend.name, point.value, point.sd or None, None, trend.unit).text)


def _reading(sides: dict[Side, Trend], apart: Trend | None, translated: Translated) -> str:
    """One reading where all are alike, else each with its side."""
    told = {s: t.reading for s, t in sides.items()} or (
        {Side.BOTH: apart.reading} if apart is not None else {}
    )
    if all(t.latest is None for t in sides.values()) and (apart is None or apart.latest is None):
        return translated("only once")
    if len(set(told.values())) == 1:
        return translated(next(iter(told.values())))
    return "; ".join(f"{translated(side)}: {translated(words)}" for side, words in told.items())


def pair_pictures(found: Trends, translated: Translated) -> tuple[Picture, ...]:
    """The tests in which the sides differ most against their error, left beside right.

    Parameters
    ----------
    found : Trends
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    tuple of Picture
    """
    pairs = []
    for name, own in _tests(found).items():
        sides = {each.side: each for each in own if not each.name.endswith(DIFFERENCE)}
        if Side.LEFT in sides and Side.RIGHT in sides:
            pairs.append((name, sides[Side.LEFT], sides[Side.RIGHT]))
    pairs.sort(key=lambda pair: -_apart(pair[1].points[-1], pair[2].points[-1]))
    return tuple(
        _pair(translated(name), left, right, translated) for name, left, right in pairs[:PICTURES]
    )


def _apart(left: Point, right: Point) -> float:
    return abs(left.value - right.value) / (math.hypot(left.sd, right.sd) or 1.0)


def _pair(title: str, left: Trend, right: Trend, translated: Translated) -> Picture:
    scale, unit = everyday_unit(left.name, left.unit)
    most = scale_of(left.name)
    values = tuple(
        SideValue(
            each.side,
            scale * each.points[-1].value,
            CERTAIN * scale * each.points[-1].sd,
            _number(each, each.points[-1], translated),
        )
        for each in (left, right)
    )
    text = translated("Left {left}, right {right}.").format(
        left=values[0].label, right=values[1].label
    )
    return left_against_right(
        values,
        unit="" if most is not None else unit,
        name=f"{left.protocol}-{left.name}".replace("_", "-"),
        title=title,
        text=text,
        most=most,
        translated=translated,
    )


def spots_picture(spots: Sequence[SpotTrend], translated: Translated) -> Picture | None:
    """The back spot and the hip spot through time; None when none was marked.

    Parameters
    ----------
    spots : sequence of SpotTrend
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture or None
    """
    marks = []
    for spot in spots:
        kept = spot.marks[-MARKS_MOST:]
        if spot.marks[0] not in kept:
            kept = (spot.marks[0], *kept[1:])
        for age, mark in enumerate(reversed(kept)):
            # Without labels: the letters' halo is not drawn in a PDF, and the mark's shape says it.
            marks.append(SpotMark(place(mark), spot.kind, "", age))
    if not marks:
        return None
    words = " ".join(spot_words(spots, translated))
    return spot_map(marks, name="spots", text=words, translated=translated)


def spot_words(spots: Sequence[SpotTrend], translated: Translated) -> Iterator[str]:
    """Where each spot lies now, and whether it is where it was.

    Parameters
    ----------
    spots : sequence of SpotTrend
    translated : callable
        From an English text to the reader's language.

    Yields
    ------
    str
    """
    for spot in spots:
        last = spot.marks[-1]
        name = translated("Back spot") if spot.kind == "back" else translated("Hip spot")
        words = f"{name}: {place_words(place(last), translated)}"
        if last.pain is not None:
            first = next((m.pain for m in spot.marks if m.pain is not None), last.pain)
            pain = f"{first} → {last.pain}" if len(spot.marks) > 1 else f"{last.pain}"
            words += f"; {translated('pain')} {pain}"
        yield f"{words}. {spot.text.filled(translated)}"


def everyday_words(history: History, translated: Translated) -> Iterator[str]:
    """Lifts, sitting and global change in a line each, as far as they were said.

    Parameters
    ----------
    history : History
    translated : callable
        From an English text to the reader's language.

    Yields
    ------
    str
    """
    scores = sorted(history.scores, key=lambda each: each.on)
    change = [each for each in scores if each.name == "global_change"]
    if change:
        text = translated("Global change since the beginning (−5 to 5): {value} on {on}.")
        value = f"{change[-1].value:+g}".replace("-", "−").replace("+0", "0")
        yield text.format(value=value, on=change[-1].on.isoformat())
    sitting = [each for each in scores if each.name == "sitting_h"]
    if sitting:
        course = f"{sitting[0].value:g}"
        if f"{sitting[-1].value:g}" != course:
            course += f" → {sitting[-1].value:g}"
        yield translated("Sitting: {hours} h a day.").format(hours=course)
    lifts = sorted(history.lifts, key=lambda each: each.on)
    if lifts:
        first, last = lifts[0], lifts[-1]
        course = f"{last.kg:g} kg × {last.reps}"
        if last is not first:
            course = f"{first.kg:g} kg × {first.reps} → {course}"
        text = translated("Main lift: {course}.").format(course=course)
        former = history.profile.former_kg
        before = translated(" Before the pain: {kg} kg.") if former else ""
        yield text + before.format(kg=f"{former:g}" if former else "")
