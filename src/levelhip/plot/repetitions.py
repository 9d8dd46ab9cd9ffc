"""Every repetition by itself: how far it went, how sure that is, and what was not as asked."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core.sentence import Translated
from levelhip.plot.axis import Axis, axis_for, bar, upright_lines, whisker
from levelhip.plot.canvas import SMALL, WIDTH, Picture
from levelhip.plot.svg import drawn, letters, number

ROW, LINE = 24.0, 17.0
"""Height of a row, and of each further line of words in it."""

NUMBER, LETTER = 22.0, 7.6
"""Room for the numbers on the left, and how much more each letter beyond two takes."""

MIDDLE, WORDS = 216.0, 228.0
"""Where the bars end, and where the words beside them begin."""

END = WIDTH - 24.0
"""Where the bars end when no words stand beside any."""

LETTERS_IN_LINE = 27
"""So many letters fit beside a bar; measured with a broad system font at `SMALL`."""


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
    """A row for each repetition: a bar with its error, and its faults in words.

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
        A filled bar and a disc for a repetition as asked, a hollow bar and a triangle for another.
    """
    lines = [_lines(each, translated) for each in bars]
    label_end = NUMBER + LETTER * max(0, *(len(each.number) - 2 for each in bars))
    start = label_end + 24.0
    rows = [ROW + LINE * max(0, len(each) - 1) for each in lines]
    top = 22.0 if goal else 6.0
    bottom = top + sum(rows) + 2.0
    known = [(each.value, each.half) for each in bars if each.value is not None]
    low = min((value - half for value, half in known), default=0.0)
    high = max((value + half for value, half in known), default=1.0)
    high = max(high, goal[0] if goal else 0.0)
    stop = MIDDLE if any(lines) else END
    axis = axis_for(low, high, start=start, stop=stop)
    if most is not None:
        axis = Axis(min(0.0, axis.low), most, start, stop)
    parts = upright_lines(axis, top=top, bottom=bottom, unit=unit, translated=translated)
    y = top
    for each, words, row in zip(bars, lines, rows, strict=True):
        parts += _row(each, words, axis, y + ROW / 2)
        y += row
    if goal:
        x = number(axis.at(goal[0]))
        parts.append(
            f'<path d="M{x} {number(top - 4)} V{number(bottom)}" stroke="var(--ink)" '
            'stroke-width="1.6" stroke-dasharray="5 3"/>'
        )
        parts.append(letters(goal[1], (axis.at(goal[0]), 13), size=SMALL, anchor="middle"))
    return drawn(parts, width=WIDTH, height=bottom + 24.0, name=name, title=title, text=text)


def _row(each: RepBar, words: list[str], axis: Axis, y: float) -> list[str]:
    x = axis.start - 24.0
    parts = [letters(each.number, (x, y + 5), size=SMALL, anchor="end"), _sign(each, x + 11, y)]
    if each.value is not None:
        look = 'fill="var(--accent)"'
        if each.faults:
            look = 'fill="var(--accent-soft)" stroke="var(--accent)" stroke-width="1.5"'
        parts.append(bar(axis.at(0.0), axis.at(each.value), y, thickness=11, look=look))
        if each.half:
            ends = (axis.at(each.value - each.half), axis.at(each.value + each.half))
            parts.append(whisker(*ends, y))
    for i, line in enumerate(words):
        parts.append(letters(line, (WORDS, y + 5 + LINE * i), size=SMALL))
    return parts


def _sign(each: RepBar, x: float, y: float) -> str:
    """A disc for "as asked", a triangle for "not": told by shape, not by colour."""
    if each.faults:
        path = f"M{number(x)} {number(y - 5)} l5.5 9.5 h-11 Z"
        return f'<path d="{path}" fill="none" stroke="var(--ink)" stroke-width="1.6"/>'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="4" fill="var(--accent)"/>'


def _lines(each: RepBar, translated: Translated) -> list[str]:
    """The words beside a bar, in lines that fit."""
    words = list(each.faults)
    if each.value is None and not words:
        return [translated("not measured")]
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + len(word) + 2 <= LETTERS_IN_LINE:
            lines[-1] += f", {word}"
        else:
            lines.append(word)
    return lines
