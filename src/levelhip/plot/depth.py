"""How the weight was shared on the way down and up of a squat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from levelhip.core import Array
from levelhip.core.sentence import Translated
from levelhip.plot.canvas import INKS, SMALL, WIDTH, Picture, blank, picture, quiet_axes


@dataclass(frozen=True, slots=True)
class DepthShare:
    """Share of weight against depth over all repetitions.

    Attributes
    ----------
    depth : (B,), 0 = standing, 1 = the lowest point
    share : (B,), part of body weight on the left foot, 0 to 1; NaN where it is not known
    low, high : (B,), the lowest and the highest of the repetitions
    """

    depth: Array
    share: Array
    low: Array
    high: Array


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
        A person's own left is on the left: the line leans to the side that carries more.
    """
    height = 330.0
    figure = blank(height)
    axes = figure.add_axes((78 / WIDTH, 66 / height, 1 - 98 / WIDTH, 1 - 112 / height))
    quiet_axes(axes)
    # More weight on the left foot draws to the left.
    towards_right = 50.0 - 100.0 * shares.share
    ends = 50.0 - 100.0 * shares.high, 50.0 - 100.0 * shares.low
    axes.fill_betweenx(shares.depth, *ends, color=INKS["band"], lw=0)
    axes.axvline(0, color=INKS["soft"], lw=1, ls=(0, (1, 3)))
    axes.plot(towards_right, shares.depth, color=INKS["accent"], lw=2.4, marker="o", ms=5)
    reach = np.nanmax(np.abs(ends), initial=0.0)
    reach = max(10.0, 5.0 * float(np.ceil(reach / 5.0 + 0.2)))
    axes.set(xlim=(-reach, reach), ylim=(1.03, -0.03))
    ticks = [-reach, -reach / 2, 0.0, reach / 2, reach]
    axes.set_xticks(ticks, [translated(f"{50 + abs(tick):.3g}") for tick in ticks])
    heights = (translated("standing"), "", translated("halfway"), "", translated("lowest"))
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1], heights)
    words = translated("share of weight on the side that carries more, %")
    axes.set_xlabel(words, labelpad=8)
    more = (translated("← more on the left"), translated("more on the right →"))
    for x, side in zip((0.0, 1.0), more, strict=True):
        axes.text(
            x,
            1.06,
            side,
            transform=axes.transAxes,
            ha="left" if x == 0 else "right",
            color=INKS["ink"],
            size=SMALL,
        )
    return picture(figure, name=name, title=translated("Share of weight by depth"), text=text)
