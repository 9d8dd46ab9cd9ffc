"""How long each step took, left against right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from levelhip.core import Side
from levelhip.core.sentence import Translated
from levelhip.plot.canvas import (
    INKS,
    LINE,
    SMALL,
    WIDTH,
    Picture,
    blank,
    in_lines,
    picture,
    quiet_axes,
    words_below,
)

SHORTEST_AXIS_S = 0.12
"""Shortest stretch of time that the axis shows, so that steady steps look steady; chosen by us:
a tenth of a step is some 0.06 s."""


@dataclass(frozen=True, slots=True)
class StepTime:
    """One step.

    Attributes
    ----------
    side : the foot that landed
    at_s : s, when it landed
    lasted_s : s, since the other foot landed
    """

    side: Side
    at_s: float
    lasted_s: float


def step_times(
    steps: tuple[StepTime, ...],
    *,
    means: Mapping[Side, tuple[float, str]],
    name: str,
    text: str,
    translated: Translated = str,
) -> Picture:
    """A dot for each step, one row a foot, and a bar at the mean of each foot.

    Parameters
    ----------
    steps : tuple of StepTime
        In order of time.
    means : mapping
        By the foot that landed: s, and how it is written.
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        Rows are told apart by place, word and shape of the dot.
    """
    rows = [
        side for side in (Side.LEFT, Side.RIGHT, Side.BOTH) if any(s.side is side for s in steps)
    ]
    below = in_lines(translated("time since the other foot landed, s"), WIDTH)
    bottom = 30.0 + LINE * len(below)
    height = bottom + 20.0 + 70.0 * len(rows)
    figure = blank(height)
    box = (64 / WIDTH, bottom / height, 1 - 80 / WIDTH, 1 - (bottom + 20) / height)
    axes = figure.add_axes(box)
    quiet_axes(axes, translated)
    axes.spines["left"].set_visible(False)
    for i, side in enumerate(rows):
        lasted = np.array([s.lasted_s for s in steps if s.side is side])
        # Dots of equal steps lie beside one another, in the order in which they were taken.
        offset = np.linspace(-0.24, 0.24, len(lasted)) if len(lasted) > 1 else np.zeros(1)
        axes.plot(
            lasted,
            i + offset,
            ls="",
            marker="s" if side is Side.RIGHT else "o",
            ms=6,
            color=INKS["accent"],
            alpha=0.7,
            mew=0,
        )
        middle, words = means[side]
        axes.plot([middle, middle], [i - 0.34, i + 0.34], color=INKS["ink"], lw=2.5)
        axes.annotate(
            words,
            (middle, i - 0.34),
            xytext=(0, 3),
            textcoords="offset points",
            ha="center",
            color=INKS["ink"],
            size=SMALL,
        )
    every = translated("each")
    names = {Side.LEFT: "left", Side.RIGHT: "right", Side.BOTH: every}
    low, high = min(s.lasted_s for s in steps), max(s.lasted_s for s in steps)
    half = max(0.55 * (high - low), SHORTEST_AXIS_S / 2)
    axes.set_xlim((low + high) / 2 - half, (low + high) / 2 + half)
    axes.set_yticks(range(len(rows)), [translated(names[side]) for side in rows])
    axes.tick_params(axis="y", length=0, labelcolor=INKS["ink"])
    axes.set_ylim(len(rows) - 0.5, -0.62)
    words_below(figure, below)
    title = translated("Step times, left and right")
    return picture(figure, name=name, title=title, text=text)
