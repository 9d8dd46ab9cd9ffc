"""Weeks on one axis: numbers that were said, the light of each day, planned and done."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from levelhip.plot.axis import BAND, Axis, round_step
from levelhip.plot.canvas import SMALL, Picture
from levelhip.plot.svg import Point, drawn, letters, number

WIDTH = 860.0
LEFT, RIGHT = 34.0, 30.0
TITLE, GAP = 27.0, 7.0
"""Room above a panel for its title, and below it."""

DAYS_MOST = 16
"""Weeks up to which each day has a light of its own; beyond, a week shows its gravest. Chosen by
us: the shapes would touch."""

SHAPE_ROOM = 10.0
"""Picture units that a light's shape of full size needs, with a little air."""

Look = Literal["line", "rings", "squares"]


@dataclass(frozen=True, slots=True)
class WeekLine:
    """One number.

    Attributes
    ----------
    label : in the panel's title, after its sign
    points : week (0 = the first day) and value, in order
    look : "line" is drawn full, "rings" as open circles, "squares" as filled squares on a thin line
    most : what stands at the top of the panel; the number has an axis of its own, on the right,
        where it differs from the panel's
    """

    label: str
    points: tuple[Point, ...]
    look: Look = "line"
    most: float = 10.0


@dataclass(frozen=True, slots=True)
class LinePanel:
    """Numbers over the weeks.

    Attributes
    ----------
    title : of the panel
    lines : one or more
    most : top of the axis on the left, which begins at 0
    height : picture units
    band : the range of no measurable change, shaded; None for none
    marks : weeks of small strokes at the bottom
    """

    title: str
    lines: tuple[WeekLine, ...]
    most: float = 10.0
    height: float = 100.0
    band: tuple[float, float] | None = None
    marks: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class LightPanel:
    """The light of each day: a ring low, a triangle in the middle, a filled square on top.

    Attributes
    ----------
    title : of the panel
    points : week, and 0 for green, 1 for amber, 2 for red
    words : what the three are called, from green to red
    flags : weeks of small flags on top
    flag_words : what the flags are called
    """

    title: str
    points: tuple[tuple[float, int], ...]
    words: tuple[str, str, str]
    flags: tuple[float, ...] = ()
    flag_words: str = ""
    height: float = 42.0


@dataclass(frozen=True, slots=True)
class BarPanel:
    """Asked and done by week.

    Attributes
    ----------
    title : of the panel
    asked : of each week, drawn as an outline; empty when nothing is asked
    done : of each week, drawn filled
    """

    title: str
    asked: tuple[float, ...]
    done: tuple[float, ...]
    height: float = 40.0


Panel: TypeAlias = LinePanel | LightPanel | BarPanel


def over_weeks(
    panels: Sequence[Panel], *, weeks: int, name: str, title: str, text: str, axis_words: str
) -> Picture:
    """Panels one above the other on one axis of weeks.

    Parameters
    ----------
    panels : sequence of panels
        From top to bottom.
    weeks : int
        How many weeks the axis holds.
    name, title, text : str
        As in `svg.drawn`.
    axis_words : str
        What stands under the axis, as "weeks from the first day".

    Returns
    -------
    Picture
    """
    across = Axis(0.0, float(max(weeks, 1)), LEFT, WIDTH - RIGHT)
    y, parts = 0.0, []
    for panel in panels:
        top = y + TITLE
        bottom = top + panel.height
        parts += _weeks_lines(across, top, bottom)
        if isinstance(panel, LinePanel):
            parts += _line_panel(panel, across, top, bottom)
        elif isinstance(panel, LightPanel):
            parts += _light_panel(panel, across, top, bottom)
        else:
            parts += _bar_panel(panel, across, top, bottom)
        y = bottom + GAP
    step = max(round(round_step(weeks / 12)), 1) if weeks > 12 else 1
    for week in range(0, weeks + 1, step):
        at = (across.at(week), y + 8)
        parts.append(letters(f"{week}", at, size=SMALL, anchor="middle", ink="soft"))
    parts.append(letters(axis_words, (WIDTH / 2, y + 24), size=SMALL, anchor="middle", ink="soft"))
    return drawn(parts, width=WIDTH, height=y + 30, name=name, title=title, text=text)


def _weeks_lines(across: Axis, top: float, bottom: float) -> list[str]:
    lines = "".join(
        f"M{number(across.at(week))} {number(top)} V{number(bottom)} "
        for week in range(round(across.high) + 1)
    )
    base = f"M{number(across.start)} {number(bottom)} H{number(across.stop)}"
    return [
        f'<path d="{lines.strip()}" stroke="var(--line)" stroke-width="0.6" stroke-opacity="0.6"/>',
        f'<path d="{base}" stroke="var(--line)" stroke-width="1"/>',
    ]


def _line_panel(panel: LinePanel, across: Axis, top: float, bottom: float) -> list[str]:
    up = Axis(0.0, panel.most, bottom, top)
    parts = []
    if panel.band is not None:
        low, high = (up.at(value) for value in panel.band)
        parts.append(
            f'<rect x="{number(across.start)}" y="{number(high)}" width='
            f'"{number(across.stop - across.start)}" height="{number(low - high)}" '
            f"{BAND}/>"
        )
    parts += _scale(panel.most, up, LEFT - 6, "end")
    other = next((line.most for line in panel.lines if line.most != panel.most), None)
    if other is not None:
        parts += _scale(other, Axis(0.0, other, bottom, top), WIDTH - RIGHT + 6, "start")
    if panel.marks:
        strokes = "".join(
            f"M{number(across.at(w))} {number(bottom)} v-6 " for w in sorted(set(panel.marks))
        )
        parts.append(f'<path d="{strokes.strip()}" stroke="var(--soft)" stroke-width="1.2"/>')
    for line in panel.lines:
        own = Axis(0.0, line.most, bottom, top)
        places = [(across.at(week), own.at(value)) for week, value in line.points]
        parts += _course(places, line.look)
    return parts + _title(panel.title, top, panel.lines)


def _scale(most: float, up: Axis, x: float, anchor: str) -> list[str]:
    return [
        letters(f"{tick:g}", (x, up.at(tick) + 5), size=SMALL, anchor=anchor, ink="soft")
        for tick in (0.0, most / 2, most)
    ]


def _course(places: Sequence[Point], look: Look) -> list[str]:
    if look == "rings":
        return [_ring(place, 2.6) for place in places]
    path = "M" + " L".join(f"{number(x)} {number(y)}" for x, y in places)
    if look == "line":
        look_of = 'fill="none" stroke="var(--accent)" stroke-width="2" stroke-linejoin="round"'
        parts = [f'<path d="{path}" {look_of}/>']
        # A few answers are seen one by one; a single one is no line.
        few = places if len(places) <= 16 else ()
        return parts + [
            f'<circle cx="{number(x)}" cy="{number(y)}" r="3" fill="var(--accent)"/>'
            for x, y in few
        ]
    thin = 'fill="none" stroke="var(--ink)" stroke-width="1" stroke-dasharray="4 3"'
    return [f'<path d="{path}" {thin}/>', *(_square(place, 3.2) for place in places)]


def _title(title: str, top: float, lines: Sequence[WeekLine]) -> list[str]:
    parts = [letters(title, (0.0, top - 11), size=SMALL, extra='font-weight="700"')]
    x = 12.0 + 8.0 * len(title)
    for line in lines:
        y = top - 16
        parts += _course([(x, y), (x + 16, y)], line.look)
        parts.append(letters(line.label, (x + 23, top - 11), size=SMALL, ink="soft"))
        x += 44.0 + 7.2 * len(line.label)
    return parts


def _light_panel(panel: LightPanel, across: Axis, top: float, bottom: float) -> list[str]:
    room = (bottom - top) / 3
    rows = [bottom - room * (i + 0.5) for i in range(3)]
    told = panel.points
    if across.high > DAYS_MOST:
        gravest: dict[int, int] = {}
        for week, light in told:
            gravest[math.floor(week)] = max(light, gravest.get(math.floor(week), 0))
        told = tuple((week + 0.5, light) for week, light in sorted(gravest.items()))
    parts = [letters(panel.title, (0.0, top - 11), size=SMALL, extra='font-weight="700"')]
    x = 12.0 + 8.0 * len(panel.title)
    for light, words in enumerate(panel.words):
        parts.append(_light((x + 4, top - 16), light))
        parts.append(letters(words, (x + 14, top - 11), size=SMALL, ink="soft"))
        x += 38.0 + 7.2 * len(words)
    if panel.flags:
        parts.append(_flag((x + 2, top - 9), top - 22))
        parts.append(letters(panel.flag_words, (x + 16, top - 11), size=SMALL, ink="soft"))
    parts += [_flag((across.at(week), bottom), top - 5) for week in sorted(set(panel.flags))]
    # A day's shape must not touch the next day's.
    room_of_day = (across.at(1.0) - across.at(0.0)) / (1.0 if told is not panel.points else 7.0)
    size = min(1.0, room_of_day / SHAPE_ROOM)
    return parts + [_light((across.at(week), rows[light]), light, size) for week, light in told]


def _light(place: Point, light: int, size: float = 1.0) -> str:
    if light == 0:
        return _ring(place, 2.8 * size)
    half = 4.2 * size
    if light == 2:
        return _square(place, half)
    x, y = place
    corners = (
        f"M{number(x - half)} {number(y + 0.85 * half)} h{number(2 * half)} "
        f"L{number(x)} {number(y - 1.05 * half)} Z"
    )
    return f'<path d="{corners}" fill="var(--soft)"/>'


def _flag(foot: Point, top: float) -> str:
    x, y = foot
    pole = f"M{number(x)} {number(y)} V{number(top)}"
    return (
        f'<path d="{pole} l9 3.5 l-9 3.5" fill="var(--ink)" stroke="var(--ink)" '
        'stroke-width="1.2" stroke-linejoin="round"/>'
    )


def _bar_panel(panel: BarPanel, across: Axis, top: float, bottom: float) -> list[str]:
    most = max((*panel.asked, *panel.done), default=0.0) or 1.0
    step = round_step(most / 2)
    most = step * math.ceil(most / step - 1e-9)
    up = Axis(0.0, most, bottom, top)
    parts = [letters(panel.title, (0.0, top - 11), size=SMALL, extra='font-weight="700"')]
    for tick in (0.0, most):
        at = (LEFT - 6, up.at(tick) + 5)
        parts.append(letters(f"{tick:g}", at, size=SMALL, anchor="end", ink="soft"))
    breadth = across.at(1.0) - across.at(0.0)
    for values, part, look in (
        (panel.done, 0.44, 'fill="var(--accent)"'),
        (panel.asked, 0.72, 'fill="none" stroke="var(--ink)" stroke-width="1.1"'),
    ):
        wide = min(part * breadth, part * 90.0)
        for week, value in enumerate(values):
            if value > 0:
                x, y = across.at(week + 0.5) - wide / 2, up.at(value)
                parts.append(
                    f'<rect x="{number(x)}" y="{number(y)}" width="{number(wide)}" '
                    f'height="{number(bottom - y)}" {look}/>'
                )
    return parts


def _ring(place: Point, radius: float) -> str:
    x, y = place
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="none" '
        'stroke="var(--ink)" stroke-width="1.1"/>'
    )


def _square(place: Point, half: float) -> str:
    x, y = place
    side = number(2 * half)
    return (
        f'<rect x="{number(x - half)}" y="{number(y - half)}" width="{side}" height="{side}" '
        'fill="var(--ink)"/>'
    )
