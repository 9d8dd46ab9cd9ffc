"""Pain on a line from 0 to 10: before and after, with the band in which a change means nothing."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core.sentence import Translated
from levelhip.plot.axis import BAND, Axis, bar
from levelhip.plot.canvas import LINE, SMALL, TEXT, WIDTH, Picture, breadth, in_lines
from levelhip.plot.svg import drawn, letters, number

MOST = 10.0
ROW, TOP = 62.0, 8.0
LEFT, RIGHT = 14.0, 14.0


@dataclass(frozen=True, slots=True)
class PainLine:
    """One kind of pain.

    Attributes
    ----------
    label : which, in a few words
    before : 0 to 10; None when it was asked only once
    after : 0 to 10, the last answer
    band : how much two single answers must differ before it means a change
    """

    label: str
    before: float | None
    after: float
    band: float


def pain_lines(
    lines: tuple[PainLine, ...], *, name: str, text: str, translated: Translated = str
) -> Picture:
    """A line from 0 to 10 for each kind of pain, never two kinds on one line.

    Parameters
    ----------
    lines : tuple of PainLine
        From top to bottom.
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        A ring for before and a disc for after, the band of no measurable change about the first.
    """
    axis = Axis(0.0, MOST, LEFT, WIDTH - RIGHT)
    parts, bottom = [], TOP
    for line in lines:
        label = in_lines(line.label, WIDTH - breadth(_numbers(line), size=TEXT) - 8, size=TEXT)
        parts += [
            letters(words, (0, bottom + 14 + LINE * i), size=TEXT) for i, words in enumerate(label)
        ]
        bottom += LINE * (len(label) - 1)
        parts += _line(line, axis, bottom)
        bottom += ROW
    for tick in (0.0, 5.0, 10.0):
        words = {0.0: translated("0 = none"), 10.0: translated("10 = worst")}.get(tick, "5")
        anchor = {0.0: "start", 5.0: "middle", 10.0: "end"}[tick]
        x = {0.0: 0.0, 5.0: axis.at(5.0), 10.0: WIDTH}[tick]
        parts.append(letters(words, (x, bottom + 8), size=SMALL, anchor=anchor, ink="soft"))
    title = translated("Pain, 0 to 10")
    return drawn(parts, width=WIDTH, height=bottom + 14.0, name=name, title=title, text=text)


def _line(line: PainLine, axis: Axis, top: float) -> list[str]:
    y = top + 38.0
    parts = []
    about = line.after if line.before is None else line.before
    low, high = axis.at(about - line.band), axis.at(about + line.band)
    parts.append(bar(low, high, y, thickness=24, look=f'rx="4" {BAND}'))
    path = f"M{number(axis.start)} {number(y)} H{number(axis.stop)}"
    path += "".join(f" M{number(axis.at(tick))} {number(y - 4)} v8" for tick in range(11))
    parts.append(f'<path d="{path}" fill="none" stroke="var(--soft)" stroke-width="1.2"/>')
    x = axis.at(line.after)
    if line.before is not None:
        x0 = axis.at(line.before)
        if abs(x - x0) > 16:
            way = 1 if x > x0 else -1
            path = (
                f"M{number(x0 + way * 8)} {number(y)} H{number(x - way * 9)} "
                f"m{-way * 7} -5 l{way * 7} 5 l{-way * 7} 5"
            )
            parts.append(
                f'<path d="{path}" fill="none" stroke="var(--accent)" stroke-width="2.4"/>'
            )
        parts.append(
            f'<circle cx="{number(x0)}" cy="{number(y)}" r="8" fill="var(--sheet)" '
            'stroke="var(--accent)" stroke-width="2.4"/>'
        )
    parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="6" fill="var(--accent)"/>')
    return [*parts, letters(_numbers(line), (WIDTH, top + 14), size=TEXT, anchor="end")]


def _numbers(line: PainLine) -> str:
    return f"{line.after:.0f}" if line.before is None else f"{line.before:.0f} → {line.after:.0f}"
