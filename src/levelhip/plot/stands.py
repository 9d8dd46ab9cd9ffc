"""Standing on one leg: the best time of each side beside the averages of age groups."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core import Side, phrase
from levelhip.core.sentence import Translated
from levelhip.plot.axis import Axis, bar, whisker
from levelhip.plot.canvas import SMALL, TEXT, WIDTH, Picture, breadth
from levelhip.plot.svg import drawn, letters, number

LEFT, RIGHT, TOP, ROW = 76.0, 44.0, 6.0, 46.0
AGE_ROW = 19.0


@dataclass(frozen=True, slots=True)
class StandTime:
    """The best time of one side.

    Attributes
    ----------
    side : the lifted leg
    best : s
    half : s, half of its 95 % range
    label : as it is written, "32.4 s ± 0.1 s"
    """

    side: Side
    best: float
    half: float
    label: str


def stand_times(
    times: tuple[StandTime, ...],
    ages: tuple[tuple[str, float], ...],
    *,
    cap_s: float,
    name: str,
    text: str,
    translated: Translated = str,
) -> Picture:
    """A bar for each side above a row for each age group, all on one axis that ends with the test.

    Parameters
    ----------
    times : tuple of StandTime
        Left first.
    ages : tuple of (words, s)
        Averages by age group, as ("60 to 69", 32.1).
    cap_s : s
        End of the test.
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
    """
    axis = Axis(0.0, cap_s, LEFT, WIDTH - RIGHT)
    bottom = TOP + ROW * len(times) + 26.0 + AGE_ROW * len(ages)
    parts = []
    the_end = phrase("{time}, the end", time=f"{cap_s:.0f} s").filled(translated)
    for tick in (0.0, 15.0, 30.0, cap_s):
        upright = number(axis.at(tick))
        look = 'stroke="var(--ink)" stroke-width="1.6"' if tick == cap_s else 'stroke="var(--line)"'
        parts.append(f'<path d="M{upright} {number(TOP)} V{number(bottom)}" {look}/>')
        is_last = tick == cap_s
        if not is_last and axis.at(tick) + breadth("00") > WIDTH - breadth(the_end):
            continue
        words = the_end if is_last else f"{tick:.0f}"
        at = (WIDTH - 2 if is_last else axis.at(tick), bottom + 16)
        anchor = "end" if is_last else "middle"
        parts.append(letters(words, at, size=SMALL, anchor=anchor, ink="soft"))
    for i, each in enumerate(times):
        y = TOP + ROW * i + 31.0
        parts.append(letters(translated(each.side.value), (2, y + 5), size=TEXT))
        look = 'fill="var(--accent)"'
        parts.append(bar(axis.at(0.0), axis.at(each.best), y, thickness=14, look=look))
        if each.half:
            parts.append(whisker(axis.at(each.best - each.half), axis.at(each.best + each.half), y))
        parts.append(letters(each.label, (LEFT + 5, y - 12), size=SMALL))
    y = TOP + ROW * len(times) + 18.0
    parts.append(letters(translated("average by age"), (2, y), size=SMALL, ink="soft"))
    for i, (words, average) in enumerate(ages):
        row = y + 8 + AGE_ROW * (i + 0.5)
        parts.append(letters(words, (LEFT - 8, row + 5), size=SMALL, anchor="end", ink="soft"))
        x = axis.at(average)
        line = f"M{number(axis.start)} {number(row)} H{number(x)}"
        parts.append(f'<path d="{line}" stroke="var(--line)" stroke-width="2"/>')
        parts.append(f'<circle cx="{number(x)}" cy="{number(row)}" r="4" fill="var(--soft)"/>')
    title = translated("Best time on one leg")
    return drawn(parts, width=WIDTH, height=bottom + 24.0, name=name, title=title, text=text)
