"""How the weight was shared on the way down and up of a squat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import Array
from levelhip.core.sentence import Translated
from levelhip.plot.canvas import (
    INKS,
    LINE,
    SMALL,
    WIDTH,
    Picture,
    blank,
    breadth,
    in_lines,
    picture,
    quiet_axes,
    words_below,
)

WHOLE = 1.16
"""Where the mean of the whole lies below the lowest point, in parts of the depth."""


@dataclass(frozen=True, slots=True)
class DepthShare:
    """Share of weight against depth over all repetitions.

    Attributes
    ----------
    depth : (B,), 0 = standing, 1 = the lowest point
    share : (B,), part of body weight on the left foot, 0 to 1; NaN where it is not known
    low, high : (B,), the lowest and the highest of the repetitions
    whole : mean of all of it and half of its 95 % range, parts of body weight; None = not known
    """

    depth: Array
    share: Array
    low: Array
    high: Array
    whole: tuple[float, float] | None = None


def share_by_depth(
    shares: DepthShare, *, name: str, text: str, translated: Translated = str
) -> Picture:
    """Depth downwards, share sideways, the even line in the middle.

    Parameters
    ----------
    shares : DepthShare
        From standing to the lowest point.
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        A person's own left is on the left: the line leans to the side that carries more. Below
        it the mean of the whole with its error.
    """
    below = in_lines(translated("share of weight on the side that carries more, %"), WIDTH)
    heights = [translated("standing"), "", translated("halfway"), "", translated("lowest")]
    rows = [0.0, 0.25, 0.5, 0.75, 1.0]
    if shares.whole is not None:
        heights.append(translated("in all"))
        rows.append(WHOLE)
    left = breadth(max(heights, key=len)) + 10
    height, bottom = 302.0 + 200.0 * (rows[-1] - 1.0), 30.0 + LINE * len(below)
    figure = blank(height)
    box = (left, bottom, WIDTH - left - 20, height - bottom - 46)
    axes = figure.add_axes((box[0] / WIDTH, box[1] / height, box[2] / WIDTH, box[3] / height))
    quiet_axes(axes)
    # More weight on the left foot draws to the left.
    towards_right = 50.0 - 100.0 * shares.share
    ends = 50.0 - 100.0 * shares.high, 50.0 - 100.0 * shares.low
    axes.fill_betweenx(shares.depth, *ends, color=INKS["band"], lw=0)
    for end in ends:
        axes.plot(end, shares.depth, color=INKS["soft"], lw=1)
    axes.axvline(0, color=INKS["ink"], lw=1.4, ls=(0, (1.5, 3)))
    axes.plot(towards_right, shares.depth, color=INKS["accent"], lw=2.4, marker="o", ms=5)
    reach = np.nanmax(np.abs(ends), initial=0.0)
    if shares.whole is not None:
        middle, half = 50.0 - 100.0 * shares.whole[0], 100.0 * shares.whole[1]
        reach = max(reach, abs(middle) + half)
        row, error = [WHOLE, WHOLE], [middle - half, middle + half]
        axes.plot(error, row, color=INKS["ink"], lw=1.6)
        axes.plot(error, row, ls="", marker="|", ms=11, mew=1.6, color=INKS["ink"])
        axes.plot([middle], [WHOLE], marker="D", ms=7, color=INKS["accent"])
    reach = max(10.0, 5.0 * float(np.ceil(reach / 5.0 + 0.2)))
    axes.set(xlim=(-reach, reach), ylim=(rows[-1] + (0.03 if shares.whole is None else 0.1), -0.03))
    ticks = [-reach, -reach / 2, 0.0, reach / 2, reach]
    axes.set_xticks(ticks, [translated(f"{50 + abs(tick):.3g}") for tick in ticks])
    axes.set_yticks(rows, heights)
    words_below(figure, below)
    more = (translated("← more on the left"), translated("more on the right →"))
    for x, side in zip((0.0, 1.0), more, strict=True):
        figure.text(
            x,
            1 - 20 / height,
            side,
            ha="left" if x == 0 else "right",
            color=INKS["ink"],
            size=SMALL,
        )
    return picture(figure, name=name, title=translated("Share of weight by depth"), text=text)
