"""Measured quantities over time, with the phases of the movement behind them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from levelhip.core import Array, Side
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
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 600
"""Most points of one line; more than that a screen does not show, and the page stays small."""

STRAND_HEIGHT = 124.0
"""Height of one quantity's strip in picture units."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One quantity over time.

    Attributes
    ----------
    label : name and unit, as "Share of weight on the left foot, %"
    value : (T,), in the unit of `label`; NaN where it is not known
    level : value of the line that means "even" or "upright"; None for none
    within : lowest and highest value that the strip shows; None = all values
    shaded : whether what lies above `level` is shaded
    """

    label: str
    value: Array
    level: float | None = None
    within: tuple[float, float] | None = None
    shaded: bool = False


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time in which one leg does something.

    Attributes
    ----------
    side : the leg
    from_s, to_s : s
    """

    side: Side
    from_s: float
    to_s: float


def over_time(
    time_s: Array,
    strands: tuple[Strand, ...],
    phases: tuple[Phase, ...],
    *,
    name: str,
    text: str,
    translated: Translated = str,
) -> Picture:
    """Strips of quantities one above the other on one time axis.

    Parameters
    ----------
    time_s : (T,), s
        Times of all strands.
    strands : tuple of Strand
        From top to bottom.
    phases : tuple of Phase
        Shaded, and lettered L or R at the top of each strip.
    name : str
        Unique in the page.
    text : str
        What is to be seen, in sentences.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        As high as there are strands.
    """
    top, bottom = 4.0, 42.0
    titles = [in_lines(strand.label, WIDTH) for strand in strands]
    height = top + bottom + sum(STRAND_HEIGHT + LINE * (len(title) - 1) for title in titles)
    figure = blank(height)
    left, right = 50.0, 8.0
    y = height - top
    for i, (strand, title) in enumerate(zip(strands, titles, strict=True)):
        for line in title:
            at = (0.0, (y - 24.0) / height)
            figure.text(*at, line, color=INKS["ink"], size=SMALL)
            y -= LINE
        y -= STRAND_HEIGHT - LINE
        axes = figure.add_axes(
            (left / WIDTH, y / height, 1 - (left + right) / WIDTH, (STRAND_HEIGHT - 44) / height)
        )
        _strip(axes, time_s, strand, phases, translated)
        axes.set_xlim(float(time_s[0]), float(time_s[-1]))
        if i + 1 < len(strands):
            axes.tick_params(labelbottom=False)
        else:
            axes.set_xlabel(translated("time, s"))
    return picture(figure, name=name, title=translated("Measured over time"), text=text)


def _strip(
    axes: Axes,
    time_s: Array,
    strand: Strand,
    phases: tuple[Phase, ...],
    translated: Translated,
) -> None:
    quiet_axes(axes, translated)
    letter = {Side.LEFT: translated("L"), Side.RIGHT: translated("R")}
    if strand.level is not None:
        axes.axhline(strand.level, color=INKS["ink"], lw=1.2, ls=(0, (1.5, 3)))
    for phase in phases:
        axes.axvspan(phase.from_s, phase.to_s, color=INKS["band"], lw=0, zorder=0)
        for edge_s in (phase.from_s, phase.to_s):
            axes.axvline(edge_s, color=INKS["soft"], lw=1, zorder=0)
        axes.annotate(
            letter.get(phase.side, ""),
            ((phase.from_s + phase.to_s) / 2, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            color=INKS["soft"],
            size=SMALL,
        )
    times, values = thinned(time_s, strand.value)
    if strand.shaded and strand.level is not None:
        above = np.maximum(values, strand.level)
        axes.fill_between(times, strand.level, above, color=INKS["accent-soft"], lw=0, zorder=1)
    axes.plot(times, values, color=INKS["accent"], lw=1.8)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if strand.level is not None:
        low, high = min(low, strand.level), max(high, strand.level)
    if strand.within is not None:
        low, high = max(low, strand.within[0]), min(high, strand.within[1])
    room = 0.08 * (high - low) or 1.0
    axes.set_ylim(low - room, high + room)
    axes.locator_params(axis="y", nbins=4, steps=[1, 2, 5, 10])


def thinned(time_s: Array, value: Array, *, points: int = POINTS) -> tuple[Array, Array]:
    """A line with few points that keeps every peak: lowest and highest of each small stretch.

    Parameters
    ----------
    time_s : (T,), s
        Times.
    value : (T,)
        Values; NaN leaves a gap where a whole stretch is NaN.
    points : int
        Most points of the result.

    Returns
    -------
    tuple of Array
        Times and values; the given ones when they are few enough.
    """
    if len(time_s) <= points:
        return time_s, value
    edges = np.linspace(0, len(time_s), points // 2 + 1).astype(int)
    kept: list[int] = []
    for start, stop in pairwise(edges):
        stretch = value[start:stop]
        if np.isnan(stretch).all():
            kept.append(int(start))
        else:
            kept += sorted({int(start + np.nanargmin(stretch)), int(start + np.nanargmax(stretch))})
    return time_s[kept], value[kept]
