"""The wall drop: how deep each repetition dropped and how high it drove, about the level."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.core.sentence import Translated
from levelhip.plot.axis import Axis
from levelhip.plot.canvas import SMALL, TEXT, WIDTH, Picture, breadth
from levelhip.plot.svg import drawn, letters, number, outlined

LEFT, RIGHT, TOP = 62.0, 8.0, 30.0
HEIGHT = 190.0
"""Of the part with the bars, picture units."""


SIGN = 18.0
"""Room for a sign beyond the longest column, picture units."""


@dataclass(frozen=True, slots=True)
class DriveBar:
    """One repetition.

    Attributes
    ----------
    number : which
    drop, drive : below and above level, in the unit of the axis; None = not known
    drop_half, drive_half : half of their 95 % ranges
    shallow : whether it dropped too little
    short : whether it stayed below the wall
    other : whether anything else was not as asked
    unclear, unsure : whether the drop, the drive is too close to its limit to tell
    """

    number: int
    drop: float | None
    drive: float | None
    drop_half: float = 0.0
    drive_half: float = 0.0
    shallow: bool = False
    short: bool = False
    other: bool = False
    unclear: bool = False
    unsure: bool = False


def drop_and_drive(
    bars: tuple[DriveBar, ...],
    *,
    unit: str,
    name: str,
    title: str,
    text: str,
    reach: tuple[float, float] = (0.0, 0.0),
    least: float | None = None,
    translated: Translated = str,
) -> Picture:
    """A column for each repetition, down from the level and up from it.

    Parameters
    ----------
    bars : tuple of DriveBar
        In order.
    unit : str
        Of the axis, as "°"; empty for parts of one's own way, where 1 is the wall.
    name : str
        Unique in the page.
    title, text : str
        What is shown, and what is to be seen, in sentences.
    reach : (float, float)
        How far down and up the axis goes at least.
    least : float or None
        The least drop that counts as full: a dotted line.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        A shallow drop is hollow with an open triangle below it, a drive that stayed below the wall
        is hollow with an open triangle above it, a drop or a drive that is too close to its
        limit has a question mark at its end, anything else a small ring at the number.
    """
    highs = [(each.drive or 0.0) + each.drive_half for each in bars]
    lows = [(each.drop or 0.0) + each.drop_half for each in bars]
    high, low = max([*highs, reach[1], 1e-6]), max([*lows, reach[0], 1e-6])
    room = SIGN / HEIGHT * (low + high)
    axis = Axis(-low - room, high + room, TOP + HEIGHT, TOP)
    # As broad as the longest word or number beside the axis; a percent sign is a broad letter.
    numbers = [_number(tick, unit) for tick in axis.ticks()]
    beside = [breadth(translated("level")), *(breadth(each, size=TEXT + 1) for each in numbers)]
    left = max(LEFT, 15.0 + max(beside))
    step = (WIDTH - left - RIGHT) / len(bars)
    every = math.ceil(breadth("000") / step)
    thickness = min(0.56 * step, 20.0)
    parts = _level_lines(axis, unit, left, translated)
    for i, each in enumerate(bars):
        x = left + step * (i + 0.5)
        parts += _column(each, axis, x, thickness)
        if i % every == 0:
            at = (x, TOP + HEIGHT + 22)
            parts.append(letters(str(each.number), at, size=SMALL, anchor="middle", ink="soft"))
        if each.other:
            ring = f'cx="{number(x)}" cy="{number(TOP + HEIGHT + 31)}" r="3.5"'
            parts.append(f'<circle {ring} fill="none" stroke="var(--ink)" stroke-width="1.4"/>')
    if least is not None:
        line = f"M{number(left)} {number(axis.at(-least))} H{number(WIDTH - RIGHT)}"
        dots = 'stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="2 4"'
        parts.append(f'<path d="{line}" fill="none" {dots}/>')
    words = translated("wall side up")
    parts.append(letters(words, (0, 14), size=SMALL, ink="soft"))
    words = translated("repetition")
    middle = ((left + WIDTH - RIGHT) / 2, TOP + HEIGHT + 50)
    parts.append(letters(words, middle, size=SMALL, anchor="middle", ink="soft"))
    height = TOP + HEIGHT + 58.0
    return drawn(parts, width=WIDTH, height=height, name=name, title=title, text=text)


def _level_lines(axis: Axis, unit: str, left: float, translated: Translated) -> list[str]:
    parts = []
    for tick in axis.ticks():
        y = number(axis.at(tick))
        is_level = abs(tick) < 1e-9
        look = 'stroke="var(--ink)" stroke-width="1.6"' if is_level else 'stroke="var(--line)"'
        parts.append(f'<path d="M{number(left - 6)} {y} H{number(WIDTH - RIGHT)}" {look}/>')
        words = "level" if is_level else _number(tick, unit)
        at = (left - 11, axis.at(tick) + 5)
        ink = "ink" if is_level else "soft"
        parts.append(letters(translated(words), at, size=SMALL, anchor="end", ink=ink))
    return parts


def _number(tick: float, unit: str) -> str:
    return f"{tick:g}{unit}".replace("-", "−")


def _column(each: DriveBar, axis: Axis, x: float, thickness: float) -> list[str]:
    parts = []
    ways = (
        (each.drive, each.drive_half, 1.0, each.short, each.unsure),
        (each.drop, each.drop_half, -1.0, each.shallow, each.unclear),
    )
    for value, half, way, is_short, is_unclear in ways:
        if value is None:
            continue
        end = axis.at(way * value)
        level = axis.at(0.0)
        look = 'fill="var(--accent)"'
        if is_short:
            look = 'fill="var(--ground)" stroke="var(--accent)" stroke-width="1.6"'
        parts.append(
            f'<rect x="{number(x - thickness / 2)}" y="{number(min(end, level))}" '
            f'width="{number(thickness)}" height="{number(abs(end - level))}" {look}/>'
        )
        tip = end
        if half:
            low, high = (axis.at(way * (value + part * half)) for part in (-1, 1))
            path = f"M{number(x)} {number(low)} V{number(high)}"
            path += "".join(f" M{number(x - 3.5)} {number(y)} h7" for y in (low, high))
            parts.append(outlined(path, width=1.3))
            tip = high
        if is_unclear:
            y = tip + 15 if way < 0.0 else tip - 4
            parts.append(letters("?", (x, y), size=SMALL, anchor="middle"))
        elif is_short:
            # Up or down, to where it should have gone on.
            y = tip - way * 5
            path = f"M{number(x - 5)} {number(y)} h10 L{number(x)} {number(y - way * 8)} Z"
            parts.append(f'<path d="{path}" fill="none" stroke="var(--ink)" stroke-width="1.5"/>')
    return parts
