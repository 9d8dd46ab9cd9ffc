"""A straight axis for pictures written by hand: places of values, round ticks, hair lines."""

from __future__ import annotations

import math
from dataclasses import dataclass

from levelhip.core.sentence import Translated
from levelhip.plot.canvas import SMALL
from levelhip.plot.svg import letters, number, outlined

TICKS = 5
"""About so many ticks; chosen by us: more do not fit beside each other on a phone."""


BAND = 'fill="var(--band)" stroke="var(--soft)" stroke-width="1"'
"""A grey band: its filling is faint, so its edge says where it ends."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Values along a line of the picture.

    Attributes
    ----------
    low, high : values at its two ends
    start, stop : places of these ends in picture units
    """

    low: float
    high: float
    start: float
    stop: float

    def at(self, value: float) -> float:
        """The place of a value; of one beyond an end, that end."""
        part = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return self.start + part * (self.stop - self.start)

    def ticks(self) -> list[float]:
        """Round values within the axis, low to high."""
        step = round_step((self.high - self.low) / TICKS)
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [i * step for i in range(first, last + 1)]


def round_step(rough: float) -> float:
    """The next larger 1, 2 or 5 times a power of ten.

    Parameters
    ----------
    rough : float
        Larger than 0.

    Returns
    -------
    float
    """
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in (1.0, 2.0, 5.0, 10.0) if step * power >= rough * 0.999)


def axis_for(low: float, high: float, *, start: float, stop: float) -> Axis:
    """An axis that holds two values and zero, with a little room.

    Parameters
    ----------
    low, high : float
        Smallest and largest value to be shown.
    start, stop : float
        Places of its ends.

    Returns
    -------
    Axis
    """
    low, high = min(low, 0.0), max(high, 0.0)
    room = 0.05 * (high - low) or 1.0
    return Axis(low - (room if low < 0 else 0.0), high + room, start, stop)


def upright_lines(
    axis: Axis, *, top: float, bottom: float, unit: str, translated: Translated = str
) -> list[str]:
    """Hair lines at the ticks of a level axis, their numbers below.

    Parameters
    ----------
    axis : Axis
        From left to right.
    top, bottom : float
        Ends of the lines.
    unit : str
        Put after the last number.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    list of str
        SVG elements.
    """
    parts = []
    ticks = axis.ticks()
    for tick in ticks:
        x = number(axis.at(tick))
        line = f"M{x} {number(top)} V{number(bottom)}"
        parts.append(f'<path d="{line}" stroke="var(--line)" stroke-width="1"/>')
        words = translated(f"{tick:g}".replace("-", "−") + (unit if tick == ticks[-1] else ""))
        at = (axis.at(tick), bottom + 16)
        parts.append(letters(words, at, size=SMALL, anchor="middle", ink="soft"))
    return parts


def bar(x1: float, x2: float, y: float, *, thickness: float, look: str) -> str:
    """A level bar.

    Parameters
    ----------
    x1, x2, y : float
        Its ends and its middle.
    thickness : float
        Picture units.
    look : str
        Attributes that say how it is filled.

    Returns
    -------
    str
    """
    left, breadth = min(x1, x2), abs(x2 - x1)
    return (
        f'<rect x="{number(left)}" y="{number(y - thickness / 2)}" width="{number(breadth)}" '
        f'height="{number(thickness)}" {look}/>'
    )


def whisker(x1: float, x2: float, y: float) -> str:
    """The range of an error: a line with upright ends.

    Parameters
    ----------
    x1, x2, y : float
        Its ends and its height.

    Returns
    -------
    str
    """
    path = f"M{number(x1)} {number(y)} H{number(x2)}"
    for x in (x1, x2):
        path += f" M{number(x)} {number(y - 3.5)} v7"
    return outlined(path, width=1.4)
