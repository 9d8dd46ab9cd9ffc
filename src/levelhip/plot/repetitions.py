"""Every repetition by itself: how far it went, how sure that is, and what was not as asked."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core.sentence import Translated
from levelhip.plot.axis import Axis, axis_for, bar, upright_lines, whisker
from levelhip.plot.canvas import LETTER, SMALL, WIDTH, Picture, breadth, in_lines
from levelhip.plot.svg import drawn, letters, number

ROW, LINE = 24.0, 17.0
"""Height of a row, and of each line of words below its bar."""

NUMBER, SIGN = 22.0, 24.0
"""Room for a number of two letters on the left, and for the sign behind it."""

END = WIDTH - 24.0
"""Where the bars end."""


@dataclass(frozen=True, slots=True)
class RepBar:
    """One repetition or hold.

    Attributes
    ----------
    number : which, as it is called
    value : how far it went, in the unit of the axis; None = not known
    half : half of the 95 % range of the value
    faults : what was not as asked, in words; empty when it was as asked
    """

    number: str
    value: float | None
    half: float = 0.0
    faults: tuple[str, ...] = ()


def repetition_bars(
    bars: tuple[RepBar, ...],
    *,
    unit: str,
    name: str,
    title: str,
    text: str,
    goal: tuple[float, str] | None = None,
    most: float | None = None,
    translated: Translated = str,
) -> Picture:
    """A row for each repetition: a bar with its error, and below it its faults in words.

    Parameters
    ----------
    bars : tuple of RepBar
        In order.
    unit : str
        Of the axis, as "°".
    name : str
        Unique in the page.
    title, text : str
        What is shown, and what is to be seen, in sentences.
    goal : (value, words) or None
        A dashed line at a value that was asked for.
    most : float or None
        Where the axis ends; None = where the longest bar does.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        A filled bar and a disc for a repetition as asked, a hollow bar and a triangle for another;
        neither disc nor triangle where all are as asked.
    """
    letter = LETTER * SMALL
    start = NUMBER + letter * max(0, *(len(each.number) - 2 for each in bars)) + SIGN
    lines = [_lines(each, WIDTH - start, translated) for each in bars]
    rows = [
        ROW + LINE * (len(each) - (rep.value is None))
        for rep, each in zip(bars, lines, strict=True)
    ]
    top = 22.0 if goal else 6.0
    bottom = top + sum(rows) + 2.0
    known = [(each.value, each.half) for each in bars if each.value is not None]
    low = min((value - half for value, half in known), default=0.0)
    high = max((value + half for value, half in known), default=1.0)
    high = max(high, goal[0] if goal else 0.0)
    axis = axis_for(low, high, start=start, stop=END)
    if most is not None:
        axis = Axis(min(0.0, axis.low), most, start, END)
    parts = upright_lines(axis, top=top, bottom=bottom, unit=unit, translated=translated)
    y, wanted = top, ""
    # Where all are as asked, a sign before each would say nothing.
    signed = any(each.faults for each in bars)
    for each, words, row in zip(bars, lines, rows, strict=True):
        parts += _row(each, words, axis, y + ROW / 2, signed=signed)
        # Not through the words.
        if goal and each.value is not None:
            wanted += f"M{number(axis.at(goal[0]))} {number(y - 2)} v{number(ROW)} "
        y += row
    if goal:
        look = 'stroke="var(--ink)" stroke-width="1.6" stroke-dasharray="5 3"'
        parts.append(f'<path d="{wanted.strip()}" {look}/>')
        half = breadth(goal[1]) / 2
        middle = min(max(axis.at(goal[0]), half), WIDTH - half)
        parts.append(letters(goal[1], (middle, 13), size=SMALL, anchor="middle"))
    return drawn(parts, width=WIDTH, height=bottom + 24.0, name=name, title=title, text=text)


def _row(each: RepBar, words: list[str], axis: Axis, y: float, *, signed: bool) -> list[str]:
    x = axis.start - (SIGN if signed else 9.0)
    parts = [letters(each.number, (x, y + 5), size=SMALL, anchor="end")]
    if signed:
        parts.append(_sign(each, x + 11, y))
    if each.value is not None:
        look = 'fill="var(--accent)"'
        if each.faults:
            look = 'fill="var(--accent-soft)" stroke="var(--accent)" stroke-width="1.5"'
        parts.append(bar(axis.at(0.0), axis.at(each.value), y, thickness=11, look=look))
        if each.half:
            ends = (axis.at(each.value - each.half), axis.at(each.value + each.half))
            parts.append(whisker(*ends, y))
    first = y + 4 + (0 if each.value is None else LINE)
    for i, line in enumerate(words):
        parts.append(letters(line, (axis.start, first + LINE * i), size=SMALL))
    return parts


def _sign(each: RepBar, x: float, y: float) -> str:
    """A disc for "as asked", a triangle for "not": told by shape, not by colour."""
    if each.faults:
        path = f"M{number(x)} {number(y - 5)} l5.5 9.5 h-11 Z"
        return f'<path d="{path}" fill="none" stroke="var(--ink)" stroke-width="1.6"/>'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="4" fill="var(--accent)"/>'


def _lines(each: RepBar, room: float, translated: Translated) -> list[str]:
    """The words below a bar, in lines that fit."""
    if each.value is None and not each.faults:
        return [translated("not measured")]
    return in_lines(", ".join(each.faults), room) if each.faults else []
