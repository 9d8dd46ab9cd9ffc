"""Walking with a hanging weight: one's own steps a minute against the weight's own swing."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core.sentence import Translated
from levelhip.plot.axis import BAND, Axis, bar, upright_lines, whisker
from levelhip.plot.canvas import SMALL, TEXT, WIDTH, Picture
from levelhip.plot.svg import drawn, letters, number

LEFT, RIGHT, TOP, BOTTOM = 14.0, 14.0, 28.0, 92.0


@dataclass(frozen=True, slots=True)
class Swing:
    """A walk and the weight that hangs from it.

    Attributes
    ----------
    cadence : steps a minute
    half : steps a minute, half of its 95 % range
    own : steps a minute at which two steps take as long as one swing of the weight
    near : steps a minute, lowest and highest at which the steps drive the weight up
    """

    cadence: float
    half: float
    own: float
    near: tuple[float, float]


def swing_line(swing: Swing, *, name: str, text: str, translated: Translated = str) -> Picture:
    """Steps a minute on a line, the band in which the weight swings up shaded.

    Parameters
    ----------
    swing : Swing
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        A disc for the walk, a diamond for the weight.
    """
    low = min(swing.cadence - swing.half, swing.near[0])
    high = max(swing.cadence + swing.half, swing.near[1])
    room = 0.25 * (high - low)
    axis = Axis(max(0.0, low - room), high + room, LEFT, WIDTH - RIGHT)
    y, weight_y = 44.0, 72.0
    start, stop = (axis.at(value) for value in swing.near)
    middle = (TOP + BOTTOM) / 2.0
    parts = [bar(start, stop, middle, thickness=BOTTOM - TOP, look=BAND)]
    parts += upright_lines(axis, top=TOP, bottom=BOTTOM, unit="", translated=translated)
    x = axis.at(swing.own)
    parts.append(_diamond(x, weight_y))
    parts.append(_label(translated("the weight"), x, weight_y, 13.0))
    x = axis.at(swing.cadence)
    if swing.half:
        ends = (axis.at(swing.cadence - swing.half), axis.at(swing.cadence + swing.half))
        parts.append(whisker(*ends, y))
    parts.append(f'<circle cx="{number(x)}" cy="{number(y)}" r="7" fill="var(--accent)"/>')
    gap = 13.0 + x - axis.at(swing.cadence - swing.half)
    parts.append(_label(translated("you"), x, y, gap))
    parts.append(letters(translated("steps a minute"), (2, 14), size=TEXT, ink="soft"))
    title = translated("Your steps and the weight's own swing")
    return drawn(parts, width=WIDTH, height=BOTTOM + 24.0, name=name, title=title, text=text)


def _diamond(x: float, y: float) -> str:
    corners = ((x, y - 8), (x + 8, y), (x, y + 8), (x - 8, y))
    path = "M" + " L".join(f"{number(u)} {number(v)}" for u, v in corners) + " Z"
    return f'<path d="{path}" fill="none" stroke="var(--ink)" stroke-width="1.8"/>'


def _label(words: str, x: float, y: float, gap: float) -> str:
    """Words beside a sign, on the side where there is room."""
    way = 1 if x < WIDTH / 2 else -1
    return letters(words, (x + way * gap, y + 5), size=SMALL, anchor="start" if way > 0 else "end")
