"""Left against right: two values, each with the band of its error."""

from __future__ import annotations

from dataclasses import dataclass

from levelhip.core import Side
from levelhip.core.sentence import Translated
from levelhip.plot.canvas import INKS, TEXT, WIDTH, Picture, blank, picture, quiet_axes


@dataclass(frozen=True, slots=True)
class SideValue:
    """One side's value.

    Attributes
    ----------
    side : which
    value, half : value and half of its 95 % range, in the unit that is shown
    label : as written beside it, "6° ± 2°"
    """

    side: Side
    value: float
    half: float
    label: str


def left_against_right(
    values: tuple[SideValue, ...],
    *,
    unit: str,
    name: str,
    title: str,
    text: str,
    most: float | None = None,
    translated: Translated = str,
) -> Picture:
    """One row a side on a common axis that holds zero.

    Parameters
    ----------
    values : tuple of SideValue
        Left first.
    unit : str
        Of the axis, as "°".
    name : str
        Unique in the page.
    title, text : str
        What is shown, and what is to be seen, in sentences.
    most : float or None
        Highest number of the scale that was answered on; None for what was measured.
    translated : callable
        From an English text to the reader's language.

    Returns
    -------
    Picture
        A bar from zero, the error band around its end, and the number in words.
    """
    row = 46.0
    height = 34.0 + row * len(values)
    figure = blank(height)
    axes = figure.add_axes((48 / WIDTH, 30 / height, 1 - 70 / WIDTH, 1 - 34 / height))
    quiet_axes(axes)
    axes.spines["left"].set_visible(False)
    for i, given in enumerate(values):
        y = i + 0.24
        axes.plot(
            [0, given.value], [y, y], color=INKS["accent"], lw=5, solid_capstyle="butt", zorder=2
        )
        ends = [given.value - given.half, given.value + given.half]
        axes.plot(
            ends,
            [y, y],
            color=INKS["accent"],
            alpha=0.35,
            lw=13,
            solid_capstyle="butt",
            zorder=3,
        )
        axes.plot(ends, [y, y], ls="", marker="|", ms=13, mew=1.5, color=INKS["accent"], zorder=3)
        axes.plot(
            [given.value, given.value],
            [y - 0.2, y + 0.2],
            color=INKS["ink"],
            lw=2,
            zorder=4,
        )
        axes.text(
            0.0,
            i - 0.2,
            given.label,
            transform=axes.get_yaxis_transform(),
            ha="left",
            va="center",
            color=INKS["ink"],
            size=TEXT,
        )
    low = min(0.0, *(v.value - v.half for v in values))
    high = max(0.0, *(v.value + v.half for v in values))
    room = 0.04 * (high - low) or 1.0
    axes.set_xlim(low - (room if low < 0 else 0.0), high + (room if high > 0 else 0.0))
    if most is not None:
        axes.set_xlim(0, most)
    axes.set_ylim(len(values) - 0.4, -0.5)
    axes.axvline(0, color=INKS["line"], lw=1)
    sides = [translated(v.side.value) for v in values]
    axes.set_yticks([i + 0.24 for i in range(len(values))], sides)
    axes.tick_params(axis="y", length=0, labelcolor=INKS["ink"])
    axes.xaxis.set_major_formatter(
        lambda value, _: translated(f"{value:g}{unit}".replace("-", "−"))
    )
    axes.locator_params(axis="x", nbins=5, integer=most is not None)
    return picture(figure, name=name, title=title, text=text)
